"""How often the feeds of an instrument failed, and for how long at worst. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from terminal.engine.snapshot import LegState
from terminal.model.reasons import Reason

_FEED_REASONS = frozenset(
    {
        Reason.FEED_DISCONNECTED,
        Reason.MARK_STALE,
        Reason.MARK_INVALID,
        Reason.BOOK_STALE,
        Reason.BOOK_INVALID,
        Reason.FUNDING_STALE,
        Reason.FUNDING_INVALID,
        Reason.ACCOUNT_STALE,
        Reason.ACCOUNT_INVALID,
    }
)


class Gaps(NamedTuple):
    """Gaps since the window opened: how many, and the longest in seconds, one under way included.

    Seconds are whole: a gap under way must not make a row differ from frame to frame.
    """

    times: int = 0
    longest_s: float = 0.0


class GapCounter:
    """Counts the times in which any feed of an instrument was lost, stale or invalid."""

    __slots__ = ("_gaps", "_since")

    def __init__(self) -> None:
        self._since: dict[tuple[str, str], int] = {}
        self._gaps: dict[tuple[str, str], Gaps] = {}

    def note(self, at: int, legs: Iterable[LegState]) -> None:
        """Take note of a frame at `at` (ns)."""
        for leg in legs:
            key = (leg.instrument.venue, leg.instrument.symbol)
            if not any(freeze.reason in _FEED_REASONS for freeze in leg.freezes):
                self._since.pop(key, None)
                continue
            gaps = self._gaps.get(key, Gaps())
            since = self._since.get(key)
            if since is None:
                since = self._since[key] = at
                gaps = gaps._replace(times=gaps.times + 1)
            length = float((at - since) // 1_000_000_000)
            self._gaps[key] = gaps._replace(longest_s=max(gaps.longest_s, length))

    def of(self, venue: str, symbol: str) -> Gaps:
        """Return the gaps of one instrument."""
        return self._gaps.get((venue, symbol), Gaps())
