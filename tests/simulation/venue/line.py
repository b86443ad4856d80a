"""What the venue says of orders and fills, on its way: delayed, doubled, garbled or lost."""

from collections.abc import Callable

import msgspec

from terminal.model.events import AnyEvent, Fill, FillType, OrderReport, OrderState, Side
from terminal.model.outputs import OrderIntent
from tests.simulation.luck import Luck
from tests.simulation.scenario import SECOND
from tests.simulation.venue.lateness import GRACE_NS, Lateness
from tests.simulation.venue.truth import Truth, VenueOrder

Send = Callable[[int, AnyEvent], None]


class Line:
    """From one venue to the engine. `send` schedules an event for the engine."""

    def __init__(self, truth: Truth, luck: Luck, lateness: Lateness, send: Send) -> None:
        self.send = send
        self._truth = truth
        self._luck = luck
        self._random = luck.random
        self._lateness = lateness
        self._fills = 0

    def _tell(self, at: int, event_of: Callable[[int], AnyEvent]) -> None:
        """Send a report: a little later, perhaps much later, perhaps twice."""
        at = max(at, self._truth.down_until)
        times = [at + int(self._random.uniform(0.001, 0.05) * SECOND)]
        if self._luck.strikes("delayed"):
            times = [at + int(self._random.uniform(0.05, 3.0) * SECOND)]
            if times[0] > at + GRACE_NS:
                self._luck.note("late_news")
                self._lateness.news(times[0])
        if self._luck.strikes("duplicated"):
            times.append(times[0] + int(self._random.uniform(0.0, 1.0) * SECOND))
        for time in times:
            self.send(time, event_of(time))

    def tell_fill(
        self,
        at: int,
        fill_type: FillType,
        lots: int,
        fee: float,
        name: str | None = None,
        side: Side | None = None,
    ) -> None:
        """Tell of a fill at the present price, under an id of its own."""
        self._fills += 1
        fill = Fill(
            at=0,
            venue=self._truth.name,
            symbol=self._truth.instrument.symbol,
            client_order_id=name,
            contracts=self._truth.contracts(lots),
            price=self._truth.price,
            fee=fee,
            fill_id=f"f{self._fills}",
            fill_type=fill_type,
            side=side,
        )
        self._tell(at, lambda time: msgspec.structs.replace(fill, at=time))

    def refuse(self, at: int, intent: OrderIntent, why: str) -> None:
        """Tell that an order is not taken."""
        self._tell(
            at, lambda time: self._report_of(time, intent, OrderState.REJECTED, 0, None, why)
        )

    def answer(self, at: int, order: VenueOrder) -> None:
        """Tell how an order stands: or that nobody knows, or nothing, or nonsense first."""
        if self._luck.strikes("answer_unknown"):
            self.report(at, order.intent, OrderState.UNKNOWN)
            return
        if self._luck.strikes("answer_lost"):
            return
        if self._luck.strikes("absurd_report"):
            time = at + SECOND // 100
            self.send(
                time,
                msgspec.structs.replace(
                    self.as_it_is(time, order),
                    filled_contracts=self._random.choice((float("nan"), -1.0, float("inf"))),
                ),
            )
        state, filled, average = order.state, order.filled, order.average
        self._tell(
            at,
            lambda time: self._report_of(time, order.intent, state, filled, average or None),
        )

    def report(self, at: int, intent: OrderIntent, state: OrderState, filled: int = 0) -> None:
        """Report a state as it is given, within moments."""
        time = at + int(self._random.uniform(0.01, 0.2) * SECOND)
        self.send(time, self._report_of(time, intent, state, filled, None))

    def not_found(self, at: int, intent: OrderIntent) -> OrderReport:
        """Return the report that an order is not known."""
        return self._report_of(at, intent, OrderState.NOT_FOUND, 0, None)

    def as_it_is(self, at: int, order: VenueOrder) -> OrderReport:
        """Return the report of how an order stands now."""
        return self._report_of(at, order.intent, order.state, order.filled, order.average or None)

    def _report_of(
        self,
        at: int,
        intent: OrderIntent,
        state: OrderState,
        filled: int,
        average: float | None,
        reason: str | None = None,
    ) -> OrderReport:
        return OrderReport(
            at=at,
            venue=self._truth.name,
            symbol=self._truth.instrument.symbol,
            client_order_id=intent.client_order_id,
            state=state,
            filled_contracts=self._truth.contracts(filled),
            average_price=average,
            reason=reason,
        )
