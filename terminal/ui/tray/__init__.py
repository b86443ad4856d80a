"""What the terminal tells beside its window: notices on the desktop, and sounds."""
