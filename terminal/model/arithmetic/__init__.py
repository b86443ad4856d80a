"""Arithmetic of inverse, linear and dated contracts."""
