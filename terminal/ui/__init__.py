"""Pixels: the window, its panels and how things look. The only room that knows Qt."""
