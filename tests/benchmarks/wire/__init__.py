"""Tick to order, from wire to wire: `python -m tests.benchmarks.wire`.

Exchanges on loopback in one process, the terminal as it ships in another. A marked tick makes an
order due; the time from the tick leaving the one process to the order arriving back there is what
counts, both read from the machine's one monotonic clock.
"""
