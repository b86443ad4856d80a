"""Policies: the numbers that bind the engine."""
