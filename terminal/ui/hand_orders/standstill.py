"""Notices that the computer slept, or that the window stood still, since somebody last looked."""

import time
from collections.abc import Callable

_NS = 1_000_000_000
_LEAP_NS = 2 * _NS
_OVERDUE_NS = 5 * _NS

# What goes on while the computer sleeps: Linux and macOS have a clock of its own for that, and
# `time.monotonic` stops there. On Windows that one goes on.
_THROUGH_SLEEP: int | None = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))


def through_sleep_ns() -> int:
    """Return the time since some moment, ns, that of the computer's sleep included."""
    if _THROUGH_SLEEP is None:
        return time.monotonic_ns()
    return time.clock_gettime_ns(_THROUGH_SLEEP)


class Standstill:
    """Takes two clocks in ns, one of which may stop in a sleep while the other goes on.

    `noticed` is to be called at least every other second: a call that is long overdue tells of
    a sleep as well, and of a window that nobody could have seen change.
    """

    def __init__(self, monotonic: Callable[[], int], through_sleep: Callable[[], int]) -> None:
        self._clocks = monotonic, through_sleep
        self._looked_at = monotonic(), through_sleep()

    def noticed(self) -> bool:
        """Return whether something stood still since the last call."""
        monotonic, through_sleep = self._clocks
        before, self._looked_at = self._looked_at, (monotonic(), through_sleep())
        awake, in_all = (now - then for now, then in zip(self._looked_at, before, strict=True))
        return in_all - awake > _LEAP_NS or awake > _OVERDUE_NS
