"""The risk layer: one rule a file, and the gate that asks them in a fixed order."""
