"""Notices that the computer slept, or that the window stood still, since somebody last looked.

A monotonic clock may stop while the computer sleeps (Linux, macOS) or may go on (Windows), so
both are watched: the wall leaping past the monotonic clock, and a look that is long overdue.
"""

from collections.abc import Callable

_NS = 1_000_000_000
_LEAP_NS = 2 * _NS
_OVERDUE_NS = 5 * _NS


class Standstill:
    """`monotonic` and `wall` return ns; `noticed` is to be called at least every other second."""

    def __init__(self, monotonic: Callable[[], int], wall: Callable[[], int]) -> None:
        self._monotonic = monotonic
        self._wall = wall
        self._looked_at = monotonic(), wall()

    def noticed(self) -> bool:
        """Return whether something stood still since the last call."""
        before, self._looked_at = self._looked_at, (self._monotonic(), self._wall())
        passed, by_wall = (now - then for now, then in zip(self._looked_at, before, strict=True))
        # A wall that was set back tells of no sleep.
        return by_wall - passed > _LEAP_NS or passed > _OVERDUE_NS
