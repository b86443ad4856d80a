"""Exchanges that speak their own wire protocols on 127.0.0.1."""
