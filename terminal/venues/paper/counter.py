"""What both paper venues are to the engine: orders meet a simulated exchange, whoever moves it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from terminal.model.checks import PreflightReport
from terminal.model.events import AnyEvent
from terminal.model.outputs import CancelIntent, OrderIntent, OrderQuery
from terminal.venues.base import Clock, Emit
from terminal.venues.paper.exchange import SimulatedExchange
from terminal.venues.paper.order_entry import OrderEntry
from terminal.venues.paper.orders import Reports
from terminal.venues.paper.preflight import facts
from terminal.venues.preflight.judge import judge

Sleep = Callable[[float], Awaitable[None]]


class PaperCounter:
    """Takes orders for a simulated exchange and tells what came of them, after a small delay.

    A subclass moves the exchange's market in `_play`, which `run` awaits until `close`.
    """

    def __init__(
        self,
        name: str,
        exchange: SimulatedExchange,
        clock: Clock,
        *,
        acknowledge_after_s: float,
        sleep: Sleep,
    ) -> None:
        self.exchange = exchange
        self._name = name
        self._clock = clock
        self._acknowledge_after_s = acknowledge_after_s
        self._sleep = sleep
        self._emit: Emit | None = None
        self._running: asyncio.Task[None] | None = None
        self._closed = False
        self._entry = OrderEntry(name, exchange)

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

    async def _play(self) -> None:
        """Move the market."""
        raise TypeError(f"{type(self).__name__} does not say what moves its market")

    async def submit(self, intent: OrderIntent) -> None:
        """Send one order to the simulated exchange."""
        await self._sleep(self._acknowledge_after_s)
        at = self._clock()
        if self._closed:
            self._tell(self._entry.refuse(intent, "venue_closed", at))
        else:
            self._tell(self._entry.place(intent, at))

    async def cancel(self, intent: CancelIntent) -> None:
        """Cancel one order, or everything on a symbol or the venue where ids are absent."""
        await self._sleep(self._acknowledge_after_s)
        self._tell(self._entry.cancel(intent, self._clock()))

    async def query(self, query: OrderQuery) -> None:
        """Report what became of an order."""
        await self._sleep(self._acknowledge_after_s)
        self._tell(self._entry.query(query, self._clock()))

    async def kill(self) -> None:
        """Cancel everything and confirm it."""
        await self._sleep(self._acknowledge_after_s)
        self._tell(self._entry.kill(self._clock()))

    async def preflight(self, target_leverage: float | None) -> PreflightReport:
        """Look the exchange over: its own figures beside ours."""
        return judge(facts(self.name, self.exchange, self._clock(), target_leverage))

    async def close(self) -> None:
        """Stop the market; nothing of the venue runs afterwards."""
        self._closed = True
        if self._running is not None and not self._running.done():
            self._running.cancel()
            await asyncio.wait([self._running])

    def _happened(self, reports: Reports) -> None:
        """Tell what came of something, where anything did."""
        if reports:
            self._tell(self._entry.told(reports))

    def _tell(self, events: Iterable[AnyEvent]) -> None:
        """Hand events to the engine."""
        emit = self._emit
        if emit is not None:
            for event in events:
                emit(event)
