"""What happens next: a queue of events in time order, ties in order of arrival."""

import heapq
from collections.abc import Callable

from terminal.model.events import AnyEvent

Happening = AnyEvent | Callable[[int], None]


class Schedule:
    """Events for the engine and callbacks for the world. Times are ns since the epoch."""

    def __init__(self) -> None:
        self._queue: list[tuple[int, int, Happening]] = []
        self._count = 0

    def at(self, time: int, happening: Happening) -> None:
        """Let `happening` come about at `time`."""
        self._count += 1
        heapq.heappush(self._queue, (time, self._count, happening))

    def next(self) -> tuple[int, Happening] | None:
        """Return what comes next and when, None when nothing does."""
        if not self._queue:
            return None
        time, _, happening = heapq.heappop(self._queue)
        return time, happening
