"""Whole paths through the program, on recorded data."""
