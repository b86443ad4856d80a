"""Between which prices the mark was lately, for what was said of it by somebody a moment ago."""

_KEPT_NS = 30_000_000_000  # no statement is on its way for longer


class MarkSpan:
    """The lowest and the highest mark of one contract in the last half minute, or up to a whole.

    Two spans of half a minute, the running one and the one before, tell it well enough, at the cost
    of two comparisons a tick.
    """

    __slots__ = ("_before", "_high", "_low", "_since")

    def __init__(self) -> None:
        self._since = 0
        self._low, self._high = float("inf"), 0.0
        self._before = (self._low, self._high)

    def take(self, at: int, price: float) -> None:
        """Take a mark; `at` is ns since the epoch."""
        if at - self._since >= _KEPT_NS:
            self._before = (self._low, self._high)
            self._since, self._low, self._high = at, price, price
            return
        if price < self._low:
            self._low = price
        if price > self._high:
            self._high = price

    def bounds(self) -> tuple[float, float]:
        """Return the lowest and the highest mark; there must have been one."""
        low, high = self._before
        return min(low, self._low), max(high, self._high)
