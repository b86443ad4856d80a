"""The venue's door: what reaches it of orders, questions and cancels, and what it refuses."""

from collections import deque

from terminal.model.events import KillConfirmation, OrderState
from terminal.model.outputs import CancelIntent, OrderIntent
from tests.simulation.luck import Luck
from tests.simulation.scenario import SECOND
from tests.simulation.venue.line import Line
from tests.simulation.venue.matching import Later, Matching
from tests.simulation.venue.truth import Truth


class Gateway:
    """Takes what the engine sends; on its way it may be lost, delayed or sent twice."""

    def __init__(
        self, truth: Truth, line: Line, matching: Matching, luck: Luck, later: Later
    ) -> None:
        self._truth = truth
        self._line = line
        self._matching = matching
        self._luck = luck
        self._random = luck.random
        self._later = later
        self._not_found: set[str] = set()
        self._taken_at: deque[int] = deque()

    def receive(self, at: int, intent: OrderIntent) -> None:
        """An order leaves the engine: it may be lost, refused, or reach the book."""
        name = intent.client_order_id
        if at < self._truth.down_until:
            return
        if self._luck.strikes("request_lost"):
            self._line.report(at, intent, OrderState.UNKNOWN)
            return
        why = self._refuses(at, intent)
        if why is not None:
            self._line.refuse(at, intent, why)
            return
        arrives = at + int(self._random.uniform(0.001, 0.03) * SECOND)
        if self._luck.strikes("delayed"):
            arrives = at + int(self._random.uniform(0.05, 8.0) * SECOND)
        assert name not in self._truth.orders, f"order {name} was sent twice"
        assert name not in self._truth.in_transit, f"order {name} was sent twice"
        self._truth.in_transit[name] = intent
        self._later(arrives, lambda time: self._arrive(time, intent))
        if self._luck.strikes("resent"):
            again = arrives + int(self._random.uniform(0.0, 2.0) * SECOND)
            self._later(again, lambda time: self._refuse_again(time, intent))

    def _arrive(self, at: int, intent: OrderIntent) -> None:
        del self._truth.in_transit[intent.client_order_id]
        if intent.client_order_id in self._not_found:
            self._luck.note("landed_after_not_found")
        self._matching.match(at, intent)

    def _refuse_again(self, at: int, intent: OrderIntent) -> None:
        """The transport sent the same bytes twice: an id that is taken proves nothing new."""
        self._line.report(at, intent, OrderState.UNKNOWN)

    def _refuses(self, at: int, intent: OrderIntent) -> str | None:
        """Return why the venue takes no order now, None where it does."""
        truth, faults = self._truth, self._luck.faults
        if self._luck.strikes("rejected"):
            return "the system is busy"
        if at < truth.maintained_until:
            self._luck.note("refused_in_maintenance")
            return "only cancels are accepted"
        if truth.expired(at):
            return "the contract has expired"
        if intent.contracts % truth.instrument.lot_size:
            return "off the lot"  # ordered before the lot changed
        if faults.venue_rate_limit:
            while self._taken_at and self._taken_at[0] <= at - 10 * SECOND:
                self._taken_at.popleft()
            if len(self._taken_at) >= faults.venue_rate_limit:
                self._luck.note("too_many_requests")
                return "too many requests"
            self._taken_at.append(at)
        if faults.venue_leverage and not intent.reduce_only:
            contracts = abs(float(intent.contracts) * intent.side.sign + truth.position)
            if truth.value(contracts) / faults.venue_leverage > truth.equity():
                self._luck.note("insufficient_margin")
                return "insufficient margin"
        return None

    def query(self, at: int, intent: OrderIntent) -> None:
        """The engine asks what became of an order."""
        if at < self._truth.down_until or self._luck.strikes("request_lost"):
            return
        order = self._truth.orders.get(intent.client_order_id)
        time = at + int(self._random.uniform(0.005, 0.1) * SECOND)
        if order is None:
            self._not_found.add(intent.client_order_id)
            self._line.send(time, self._line.not_found(time, intent))
        else:
            self._line.send(time, self._line.as_it_is(time, order))

    def cancel(self, at: int, cancel: CancelIntent) -> None:
        """Cancel one order or all; the kill switch's cancel is confirmed."""
        truth = self._truth
        lost = at < truth.down_until or self._luck.strikes("cancel_lost")
        everything = cancel.client_order_id is None
        if not lost:
            for order in truth.live_orders():
                if everything or order.intent.client_order_id == cancel.client_order_id:
                    self._matching.cancel(at, order)
            if everything:
                truth.foreign.clear()
        if everything:
            time = max(at, truth.down_until) + int(self._random.uniform(0.01, 0.3) * SECOND)
            confirmation = KillConfirmation(at=time, venue=truth.name, confirmed=not lost)
            self._line.send(time, confirmation)
