"""What the engine would do, why, and how it got there; or why it does nothing."""
