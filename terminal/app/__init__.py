"""Composes and runs: wiring, command line, the two loops, logs, paths."""
