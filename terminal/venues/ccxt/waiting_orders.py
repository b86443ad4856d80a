"""Orders that are on their way to the wire: what is withdrawn meanwhile never leaves."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from terminal.model.outputs import CancelIntent, OrderIntent
from terminal.venues.base import Clearance

_WITHDRAWN = "cancelled before it was sent"


class WaitingOrders:
    """Orders that have not left yet, by client order id.

    `clearance` says why an order must not leave after all: it is awaited last.
    """

    def __init__(self, clearance: Clearance) -> None:
        self._clearance = clearance
        self._waiting: dict[str, OrderIntent] = {}
        self._withdrawn: set[str] = set()

    @contextmanager
    def turn(self, intent: OrderIntent) -> Iterator["Turn"]:
        """Let an order wait inside the block until its turn is asked to let it go."""
        name = intent.client_order_id
        self._waiting[name] = intent
        try:
            yield Turn(self, intent)
        finally:
            self._waiting.pop(name, None)
            self._withdrawn.discard(name)

    async def let_go(self, intent: OrderIntent) -> str | None:
        """Return why an order must not leave, None where it does now."""
        name = intent.client_order_id
        why = await self._clearance(intent)
        if why is None and name in self._withdrawn:
            why = _WITHDRAWN
        if why is None:
            del self._waiting[name]  # a cancel goes to the wire from now on
        return why

    def withdraw(self, cancel: CancelIntent) -> bool:
        """Withdraw what a cancel concerns; True where that was the one order that it names."""
        found = [name for name, intent in self._waiting.items() if cancel.concerns(intent)]
        self._withdrawn.update(found)
        return cancel.client_order_id in found

    def kill(self) -> None:
        """Withdraw everything but what only reduces a position, by its purpose and by its flag."""
        self._withdrawn.update(
            name for name, intent in self._waiting.items() if not intent.only_reduces
        )


class Turn:
    """One order's; it has `left` once it was let go."""

    def __init__(self, waiting: WaitingOrders, intent: OrderIntent) -> None:
        self._waiting = waiting
        self._intent = intent
        self._limit = asyncio.timeout(None)
        self._longest_s = 0.0
        self.left = False

    @asynccontextmanager
    async def limited(self, longest_s: float) -> AsyncIterator[None]:
        """Let what is done inside take so long, from when the order was let go; TimeoutError."""
        self._longest_s = longest_s
        async with asyncio.timeout(longest_s) as self._limit:
            yield

    async def let_go(self) -> str | None:
        """Return why the order must not leave, None where it does now."""
        self._limit.reschedule(None)  # whoever lets it go has a limit of his own
        why = await self._waiting.let_go(self._intent)
        self._limit.reschedule(asyncio.get_running_loop().time() + self._longest_s)
        self.left = why is None
        return why
