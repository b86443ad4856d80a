"""The questions of the gate, one rule a file: each returns why an order may not leave, or None."""
