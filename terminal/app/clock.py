"""The desk's time: anchored to the wall once, then as even as the monotonic clock.

The engine must never see time run backwards or leap unannounced, and the wall does both.
"""

import time
from collections.abc import Callable

_JUMP_NS = 2_000_000_000


class AnchoredClock:
    """Nanoseconds since the epoch that never run backwards.

    `check` is to be called regularly. When the wall has moved against the monotonic clock, or
    the process stood still (asleep, stopped, a machine paused), it says by how much; then
    everything known is stale. A wall that leapt forward is followed. One that was set back is
    not, for events are in time order; its new distance is merely remembered.
    """

    def __init__(
        self,
        wall: Callable[[], int] = time.time_ns,
        monotonic: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._checked = monotonic()
        self._offset = wall() - self._checked
        self._expected = self._offset

    def now(self) -> int:
        """Return the present time, ns since the epoch."""
        return self._monotonic() + self._offset

    @property
    def leapt(self) -> bool:
        """True where the next `check` will tell of a leap: asked by who cannot wait for it."""
        monotonic = self._monotonic()
        leap = self._wall() - monotonic - self._expected
        return abs(leap) > _JUMP_NS or monotonic - self._checked > _JUMP_NS

    def check(self) -> int | None:
        """Return the leap in ns since the last call, None where time passed as it should."""
        monotonic = self._monotonic()
        offset = self._wall() - monotonic
        leap = offset - self._expected
        stood_still = monotonic - self._checked
        self._checked = monotonic
        if abs(leap) > _JUMP_NS:
            self._expected = offset
            self._offset = max(self._offset, offset)
            return leap
        return stood_still if stood_still > _JUMP_NS else None
