"""The embedded paper exchange: matching, margin and a synthetic market."""
