"""A desktop terminal that scales inverse (coin-margined) perpetual positions."""

__version__ = "0.1.0"
