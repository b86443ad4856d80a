"""The funding monitor: rates, their prediction, their age and their cost."""
