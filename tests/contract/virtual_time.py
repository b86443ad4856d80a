"""Coroutines that sleep on a virtual clock: time passes as fast as the work is done."""

import asyncio
import heapq
from collections.abc import Callable

from tests.virtual_clock import SECOND, VirtualClock

# So many turns of the loop let every coroutine that a wake-up reaches come to its next sleep.
_TURNS = 8


class VirtualTime:
    """A clock and a `sleep` to go with it, for one event loop."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self._sleepers: list[tuple[int, int, asyncio.Future[None]]] = []
        self._sequence = 0

    async def sleep(self, seconds: float) -> None:
        """Sleep until somebody has let `seconds` pass."""
        woken = asyncio.get_running_loop().create_future()
        self._sequence += 1
        due = self.clock.now + round(seconds * SECOND)
        heapq.heappush(self._sleepers, (due, self._sequence, woken))
        await woken

    async def until(self, what: Callable[[], bool], seconds: float) -> bool:
        """Let time pass until `what` holds, or `seconds` have gone by; True where it holds."""
        deadline = self.clock.now + round(seconds * SECOND)
        await _settle()
        while not what():
            if not self._sleepers or self._sleepers[0][0] > deadline:
                self.clock.now = deadline
                return what()
            due, _, woken = heapq.heappop(self._sleepers)
            self.clock.now = max(self.clock.now, due)
            if not woken.done():
                woken.set_result(None)
            await _settle()
        return True

    async def run_for(self, seconds: float) -> None:
        """Let `seconds` pass."""
        await self.until(lambda: False, seconds)


async def _settle() -> None:
    for _ in range(_TURNS):
        await asyncio.sleep(0)
