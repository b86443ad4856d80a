"""The convexity panel: what every price from half to one and a half times the mark would mean."""
