"""The numbers that contract arithmetic is done in."""

from decimal import Decimal
from typing import TypeVar

# Floats in the engine's hot path, Decimals where a figure is to be exact. Never a mixture: each
# function takes one or the other throughout (small integers such as a side mix with both).
Number = TypeVar("Number", float, Decimal)
