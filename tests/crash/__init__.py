"""kill -9 of the terminal between an order's intent and its result, and the start after it.

The exchange is another process, and counts. How a run ends is a matter of what it is put together
from: the program itself has no hook for it.
"""
