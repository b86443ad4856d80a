"""Orders: their life cycle, and what they do to the position."""
