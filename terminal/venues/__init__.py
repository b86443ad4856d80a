"""Exchanges: each turns its own wire into engine events and intents into orders."""
