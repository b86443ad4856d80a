"""The one place where quantities become whole lots and prices whole ticks.

Inside the engine a position, a target and an order are integers of lots, so that no rounding
error can accumulate and nothing off the venue's grid can leave the process. Decimals stand at
the edges: in instruments, on the wire and in the journal.
"""

from decimal import ROUND_FLOOR, Decimal
from math import floor, isfinite

# A float quotient this close to a whole number (relative) may have been pushed across it by
# rounding; only then is it worked out again in decimals.
_DOUBT = 1e-9


class Grid:
    """Whole steps of one size: lots of contracts or ticks of price."""

    __slots__ = ("_whole_step", "step", "step_float")

    def __init__(self, step: Decimal) -> None:
        self.step = step
        self.step_float = float(step)
        # Not 0 where every multiple is a whole number, which then needs no rounding.
        self._whole_step = int(step) if step == step.to_integral_value() else 0

    def toward_zero(self, quantity: float) -> int:
        """Return the whole steps in `quantity`, rounded towards zero.

        The float is read as the shortest decimal that denotes it, so 0.3 holds three steps of 0.1.
        """
        steps = quantity / self.step_float
        if not isfinite(steps):
            raise ValueError(f"no whole steps in {quantity}")
        nearest = round(steps)
        if abs(steps - nearest) > _DOUBT * max(1.0, abs(steps)):
            return int(steps)
        return int(Decimal(repr(quantity)) / self.step)

    def nearest(self, quantity: float) -> int:
        """Return the nearest number of whole steps: for quantities the venue states."""
        return round(quantity / self.step_float)

    def floor(self, quantity: float) -> int:
        """Return the whole steps at or below `quantity`."""
        steps = quantity / self.step_float
        nearest = round(steps)
        if abs(steps - nearest) > _DOUBT * max(1.0, abs(steps)):
            return floor(steps)
        return int((Decimal(repr(quantity)) / self.step).to_integral_value(ROUND_FLOOR))

    def ceiling(self, quantity: float) -> int:
        """Return the whole steps at or above `quantity`."""
        return -self.floor(-quantity)

    def exact(self, steps: int) -> Decimal:
        """Return `steps` as the exact decimal quantity, without trailing zeros or an exponent."""
        if self._whole_step:
            return Decimal(steps * self._whole_step)
        value = steps * self.step
        whole = value == value.to_integral_value()
        return value.quantize(Decimal(1)) if whole else value.normalize()

    def amount(self, steps: int) -> float:
        """Return `steps` as a float quantity."""
        return steps * self.step_float


def decimals_of(step: Decimal) -> int:
    """Return how many decimals a quantity on this grid is shown with."""
    exponent = step.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
