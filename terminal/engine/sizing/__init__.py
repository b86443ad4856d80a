"""The position-size engine: target, volatility and depth responses, bands."""
