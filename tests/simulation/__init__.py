"""A deterministic simulation of the engine against a hostile market and a hostile venue."""
