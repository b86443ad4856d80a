"""What every venue without a wire is: something that plays a market, and answers after a while."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from terminal.model.events import AnyEvent
from terminal.venues.base import Clock, Emit

Sleep = Callable[[float], Awaitable[None]]


class Player:
    """Plays its market until cancelled or closed; a subclass says in `_play` what is played."""

    def __init__(
        self, name: str, clock: Clock, *, acknowledge_after_s: float, sleep: Sleep
    ) -> None:
        self._name = name
        self._clock = clock
        self._acknowledge_after_s = acknowledge_after_s
        self._sleep = sleep
        self._emit: Emit | None = None
        self._running: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def name(self) -> str:
        """The venue's name, as events carry it."""
        return self._name

    @property
    def live(self) -> bool:
        """No: nothing here moves real money."""
        return False

    async def run(self, emit: Emit) -> None:
        """Stream the market and the accounts until cancelled or closed."""
        if self._closed:
            return
        self._emit = emit
        # A task of its own, so that close() ends the market and not whoever awaits it.
        try:
            async with asyncio.TaskGroup() as group:
                self._running = group.create_task(self._play())
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None

    async def close(self) -> None:
        """Stop the market; nothing of the venue runs afterwards."""
        self._closed = True
        if self._running is not None and not self._running.done():
            self._running.cancel()
            await asyncio.wait([self._running])

    async def _play(self) -> None:
        """Move the market."""
        raise TypeError(f"{type(self).__name__} does not say what moves its market")

    async def _answer(self, word: Callable[[int], Iterable[AnyEvent]]) -> None:
        """Tell what `word` says once the venue would have answered, ns since the epoch."""
        await self._sleep(self._acknowledge_after_s)
        self._tell(word(self._clock()))

    def _tell(self, events: Iterable[AnyEvent]) -> None:
        """Hand events to the engine."""
        emit = self._emit
        if emit is not None:
            for event in events:
                emit(event)
