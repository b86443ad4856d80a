"""The circuit breaker: a price gap freezes new scaling orders for a while."""

from collections import deque

from terminal.model.exact_math import exp


class Breaker:
    """Watches one mark price. Times are ns since the epoch.

    A gap is |ln(Pₜ/Pₜ₋₁)| above the threshold, or that much from the lowest or highest mark of the
    window. Ratios are compared with e^±threshold, so that no logarithm is taken on a tick.
    """

    __slots__ = (
        "_cooldown_ns",
        "_down",
        "_high",
        "_last",
        "_low",
        "_threshold",
        "_up",
        "_window_ns",
        "gap_at",
        "move",
        "until_at",
    )

    def __init__(self, threshold: float, window_s: float, cooldown_s: float) -> None:
        self._threshold = 0.0
        self.set_limits(threshold, window_s, cooldown_s)
        self._last: float | None = None
        # Marks of the window that can still be its lowest or highest: values rise in the first
        # and fall in the second, so the ends are the extremes without a search.
        self._low: deque[tuple[int, float]] = deque()
        self._high: deque[tuple[int, float]] = deque()
        self.gap_at: int | None = None
        self.until_at: int | None = None
        self.move = 0.0

    def set_limits(self, threshold: float, window_s: float, cooldown_s: float) -> None:
        """Set the threshold (log move), the window and the cooldown in seconds."""
        if threshold != self._threshold:
            self._threshold = threshold
            self._up = exp(threshold)
            self._down = exp(-threshold)
        self._window_ns = int(window_s * 1e9)
        self._cooldown_ns = int(cooldown_s * 1e9)

    def update(self, at: int, mark_price: float) -> bool:
        """Take a mark price; True when it is a gap, which starts or extends the cooldown."""
        since = at - self._window_ns
        low, high = self._low, self._high
        while low and low[0][0] < since:
            low.popleft()
        while high and high[0][0] < since:
            high.popleft()
        reference = self._reference(mark_price)
        while low and low[-1][1] >= mark_price:
            low.pop()
        while high and high[-1][1] <= mark_price:
            high.pop()
        low.append((at, mark_price))
        high.append((at, mark_price))
        self._last = mark_price
        if reference is None:
            return False
        self.move = mark_price / reference - 1.0
        self.gap_at = at
        self.until_at = at + self._cooldown_ns
        # The window starts afresh: the gap itself must not be found again on every later tick.
        low.clear()
        high.clear()
        low.append((at, mark_price))
        high.append((at, mark_price))
        return True

    def _reference(self, mark_price: float) -> float | None:
        down, up = self._down, self._up
        last = self._last
        if last is not None and not down <= mark_price / last <= up:
            return last
        if self._low and not down <= mark_price / self._low[0][1] <= up:
            return self._low[0][1]
        if self._high and not down <= mark_price / self._high[0][1] <= up:
            return self._high[0][1]
        return None

    def frozen(self, at: int, mark_at: int | None, account_at: int | None) -> bool:
        """True until the cooldown is over and mark and account are both later than the gap."""
        if self.gap_at is None or self.until_at is None:
            return False
        renewed = (
            mark_at is not None
            and mark_at > self.gap_at
            and account_at is not None
            and account_at > self.gap_at
        )
        if at < self.until_at or not renewed:
            return True
        self.gap_at = None
        self.until_at = None
        return False

    def end_early(self, mark_at: int | None, account_at: int | None) -> bool:
        """End the cooldown on the trader's word; False while mark or account predate the gap."""
        if self.gap_at is None or mark_at is None or account_at is None:
            return False
        if mark_at <= self.gap_at or account_at <= self.gap_at:
            return False
        self.gap_at = None
        self.until_at = None
        return True
