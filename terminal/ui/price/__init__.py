"""Price over time, with what the engine aimed at and what it held below it."""
