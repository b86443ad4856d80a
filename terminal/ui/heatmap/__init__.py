"""The book over time as one picture, with the mark, trades and own fills over it."""
