"""Venues whose orders were tried against scripted answers only: requests, verdicts, accounts."""
