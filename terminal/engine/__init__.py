"""The desk: decisions and state. Events in, outputs out; no clock, no I/O, no thread."""
