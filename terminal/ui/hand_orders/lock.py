"""Locked, confirm or armed: how far a hand order is from being sent. Pure."""

from enum import StrEnum

_NS = 1_000_000_000


class Safety(StrEnum):
    """LOCKED sends nothing; CONFIRM asks once more for each order; ARMED sends on release."""

    LOCKED = "locked"
    CONFIRM = "confirm"
    ARMED = "armed"


_UP = {Safety.LOCKED: Safety.CONFIRM, Safety.CONFIRM: Safety.ARMED}


class HandLock:
    """Starts locked, goes up one step at a time, falls back to locked when nobody uses it.

    Times are monotonic, in ns. `idle_s` is how long it stays open unused.
    """

    def __init__(self, idle_s: float) -> None:
        self.idle_s = idle_s
        self._safety = Safety.LOCKED
        self._used_ns = 0

    def safety(self, now: int) -> Safety:
        """Return the present step; looking at it does not count as using it."""
        if self._safety is not Safety.LOCKED and now - self._used_ns >= self.idle_s * _NS:
            self._safety = Safety.LOCKED
        return self._safety

    def choose(self, wanted: Safety, now: int) -> Safety:
        """Go to `wanted`: down at once, up one step only; return where that led."""
        present = self.safety(now)
        steps = list(Safety)
        if steps.index(wanted) > steps.index(present):
            wanted = _UP[present]
        self._safety = wanted
        self._used_ns = now
        return wanted

    def touch(self, now: int) -> None:
        """Somebody is using it: stay open for another while."""
        if self.safety(now) is not Safety.LOCKED:
            self._used_ns = now

    def lock(self) -> None:
        """Lock at once."""
        self._safety = Safety.LOCKED

    def left_s(self, now: int) -> float:
        """Return for how long it stays open, 0 where it is locked."""
        if self.safety(now) is Safety.LOCKED:
            return 0.0
        return self.idle_s - (now - self._used_ns) / _NS
