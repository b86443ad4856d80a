"""Orders by hand: locked at first, confirmed or armed on purpose, through the engine's gate."""
