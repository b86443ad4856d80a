"""A session file as the market."""
