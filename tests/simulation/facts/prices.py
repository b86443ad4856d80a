"""What was told of a contract's prices: mark, index, last price and book, and of gaps in them."""

from collections import deque
from dataclasses import dataclass, field
from math import isfinite, log

from terminal.model.book import Levels
from terminal.model.events import BookUpdate, Mark
from tests.simulation.scenario import SECOND


@dataclass(slots=True)
class BookFacts:
    """The visible book. Times are ns since the epoch, None is never."""

    at: int | None = None
    told: bool = False
    crossed: bool = False
    bids: Levels = ()
    asks: Levels = ()

    def take(self, event: BookUpdate) -> None:
        """Learn from a book."""
        self.at, self.told = event.at, True
        self.crossed = event.bids[0][0] >= event.asks[0][0]
        self.bids, self.asks = event.bids, event.asks


@dataclass(slots=True)
class PriceFacts:
    """Marks as they are believed. Times are ns since the epoch, None is never."""

    mark: float | None = None
    mark_at: int | None = None
    absurd: bool = False
    index: float | None = None
    last: float | None = None
    gap_at: int | None = None
    gap_until: int = 0
    suspect: tuple[int, float] | None = None
    window: deque[tuple[int, float]] = field(default_factory=deque)

    def take(self, event: Mark, *, gap_threshold: float, gap_cooldown_s: float) -> None:
        """Learn from a mark: an absurd one is not kept, a gap begins a cooldown."""
        price = event.mark_price
        self.absurd = not (isfinite(price) and price > 0) or not self._believes(event.at, price)
        if self.absurd:
            return
        before = self.window
        # The last mark counts whatever its age, others only within a second.
        while len(before) > 1 and before[0][0] < event.at - SECOND:
            before.popleft()
        threshold = gap_threshold * (1 + 1e-9)
        if any(abs(log(price / other)) > threshold for _, other in before):
            self.gap_at = event.at
            self.gap_until = event.at + int(gap_cooldown_s * SECOND)
            before.clear()
        before.append((event.at, price))
        self.mark, self.mark_at = price, event.at
        self.index, self.last = event.index_price, event.last_price

    def _believes(self, at: int, price: float) -> bool:
        """True unless a mark is three times the last, or a third, and no later one confirms it."""

        def near(other: float) -> bool:
            return max(price, other) <= 3 * min(price, other)

        suspect = self.suspect
        confirmed = suspect is not None and near(suspect[1])
        if self.mark is None or near(self.mark):
            self.suspect = None
            return True
        if confirmed and suspect is not None:
            if at - suspect[0] >= SECOND:
                self.suspect = None
                return True
            return False
        self.suspect = at, price
        return False

    def apart(self, bound: float, *, dated: bool) -> bool:
        """True where the mark is further than a share from the index or the last price."""
        index = None if dated else self.index
        mark = self.mark or 0.0
        return any(
            other is not None and abs(mark - other) > bound * other for other in (index, self.last)
        )
