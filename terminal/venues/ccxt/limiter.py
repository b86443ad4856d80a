"""Our own pacing of requests, with room kept free for cancels.

ccxt's limiter charges for the previous request even when idle and queues orders behind reads.
This one grants at once while the venue's window has room, keeps the last of that room for
cancels, and lets the more urgent go first when there is none.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import IntEnum

from terminal.model.errors import DeniedError
from terminal.venues.ccxt.catalogue import Limits

_SHORTEST_WAIT_S = 0.001

Monotonic = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]


class Priority(IntEnum):
    """Who goes first; a smaller number is more urgent."""

    CANCEL = 0
    ORDER = 1
    READ = 2


class PriorityLimiter:
    """Grants requests within a rolling window; `monotonic` is in seconds."""

    def __init__(self, limits: Limits, monotonic: Monotonic, sleep: Sleep = asyncio.sleep) -> None:
        self._limits = limits
        self._monotonic = monotonic
        self._sleep = sleep
        self._granted: deque[float] = deque()
        self._paused_until = float("-inf")
        self._waiting = dict.fromkeys(Priority, 0)

    async def acquire(self, priority: Priority, longest_wait_s: float | None = None) -> None:
        """Return when the request may go; DeniedError when that is more than `longest_wait_s` off.

        Nothing is sent in either case: a request that waited too long is for its sender to judge
        anew, not for a queue to send late.
        """
        started = self._monotonic()
        self._waiting[priority] += 1
        try:
            while (wait := self._wait(priority)) > 0:
                waited = self._monotonic() - started
                if longest_wait_s is not None and waited + wait > longest_wait_s:
                    raise DeniedError(
                        f"the venue's limit leaves no room within {longest_wait_s:g} s: "
                        "the request was not sent"
                    )
                await self._sleep(wait)
        finally:
            self._waiting[priority] -= 1
        self._granted.append(self._monotonic())

    def pause(self, seconds: float) -> None:
        """Grant nothing but cancels for `seconds`: the venue asked us to slow down."""
        self._paused_until = max(self._paused_until, self._monotonic() + seconds)

    def _wait(self, priority: Priority) -> float:
        """Return the seconds to wait before asking again, 0 when there is room now."""
        now = self._monotonic()
        limits = self._limits
        while self._granted and self._granted[0] <= now - limits.window_s:
            self._granted.popleft()
        room = limits.requests
        if priority is not Priority.CANCEL:
            if self._paused_until > now:
                return self._paused_until - now
            room -= limits.reserved_for_cancels
            room -= sum(self._waiting[other] for other in Priority if other < priority)
        used = len(self._granted)
        if used < room:
            return 0.0
        # One leaves the window at a time; the one that makes room is `used - room` from the left.
        freeing = self._granted[min(max(used - room, 0), used - 1)] if used else now
        return max(freeing + limits.window_s - now, _SHORTEST_WAIT_S)


@dataclass(frozen=True, slots=True)
class Pacing:
    """The two paces of an account: what changes something, and what only reads."""

    orders: PriorityLimiter
    reads: PriorityLimiter

    def pause(self, seconds: float) -> None:
        """Let nothing but cancels through for `seconds`."""
        self.orders.pause(seconds)
        self.reads.pause(seconds)
