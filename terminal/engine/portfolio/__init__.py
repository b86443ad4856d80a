"""Margin of all venues seen as one portfolio."""
