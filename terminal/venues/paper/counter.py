"""What both paper venues are to the engine: orders meet a simulated exchange, whoever moves it."""

from collections.abc import Iterable

from terminal.model.checks import PreflightReport
from terminal.model.events import AnyEvent
from terminal.model.outputs import CancelIntent, OrderIntent, OrderQuery
from terminal.venues.base import Clock
from terminal.venues.paper.exchange import SimulatedExchange
from terminal.venues.paper.order_entry import OrderEntry
from terminal.venues.paper.orders import Reports
from terminal.venues.paper.player import Player, Sleep
from terminal.venues.paper.preflight import facts
from terminal.venues.preflight.judge import judge


class PaperCounter(Player):
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
        super().__init__(name, clock, acknowledge_after_s=acknowledge_after_s, sleep=sleep)
        self.exchange = exchange
        self._entry = OrderEntry(name, exchange)

    async def submit(self, intent: OrderIntent) -> None:
        """Send one order to the simulated exchange."""

        def word(at: int) -> Iterable[AnyEvent]:
            if self._closed:
                return self._entry.refuse(intent, "venue_closed", at)
            return self._entry.place(intent, at)

        await self._answer(word)

    async def cancel(self, intent: CancelIntent) -> None:
        """Cancel one order, or everything on a symbol or the venue where ids are absent."""
        await self._answer(lambda at: self._entry.cancel(intent, at))

    async def query(self, query: OrderQuery) -> None:
        """Report what became of an order."""
        await self._answer(lambda at: self._entry.query(query, at))

    async def kill(self) -> None:
        """Cancel everything and confirm it."""
        await self._answer(self._entry.kill)

    async def preflight(self, target_leverage: float | None) -> PreflightReport:
        """Look the exchange over: its own figures beside ours."""
        return judge(facts(self.name, self.exchange, self._clock(), target_leverage))

    def _happened(self, reports: Reports) -> None:
        """Tell what came of something, where anything did."""
        if reports:
            self._tell(self._entry.told(reports))
