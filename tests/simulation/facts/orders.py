"""What was told of one contract's orders: ours, and those of others."""

from dataclasses import dataclass, field
from math import isfinite

from terminal.model.events import Fill, FillType, OpenOrders, OrderReport, OrderState
from terminal.model.outputs import OrderIntent
from tests.simulation.scenario import SECOND

_ACCEPTED = (
    OrderState.OPEN,
    OrderState.PARTIALLY_FILLED,
    OrderState.FILLED,
    OrderState.CANCELLED,
    OrderState.EXPIRED,
)
_ENDED_EARLY = (OrderState.CANCELLED, OrderState.EXPIRED)
_VALIDITY = 10 * SECOND


@dataclass(slots=True)
class OrderFacts:
    """One order: what left, the last state that a report proves, and what fills told of it."""

    intent: OrderIntent
    state: OrderState = OrderState.PENDING
    told: dict[str, float] = field(default_factory=dict)
    reported: float = 0.0
    cancelled: bool = False
    cancelled_at: int | None = None
    ended_at: int = 0
    automatic: bool = False
    recovered: bool = False

    @property
    def filled(self) -> float:
        """Contracts that are known to be filled."""
        return max(sum(self.told.values()), self.reported)

    @property
    def full(self) -> bool:
        """True where nothing of it can fill any more."""
        return self.filled >= float(self.intent.contracts) - 1e-9


@dataclass(slots=True)
class OrdersFacts:
    """All orders of one contract. Times are ns since the epoch, 0 is never."""

    known: dict[str, OrderFacts] = field(default_factory=dict)
    working: dict[str, OrderFacts] = field(default_factory=dict)
    # Orders that ended with a rest unfilled, when, and no statement is later yet.
    unconfirmed: dict[str, int] = field(default_factory=dict)
    moved_at: int = 0  # when the position or the wallet last changed by what was told
    short_at: int = 0  # when an order last ended with a rest unfilled, whatever the end was called
    refused_at: int = 0
    refused_in_row: int = 0
    refusals: list[int] = field(default_factory=list)
    closed_nothing: str | None = None  # the last protective order that the venue ended so
    strangers: bool = False
    foreign: set[str] = field(default_factory=set)
    accepted: set[str] = field(default_factory=set)
    taken_by_venue: bool = False
    takings: set[str] = field(default_factory=set)  # executions of the venue, by their ids

    def sent(self, intent: OrderIntent, *, automatic: bool = False) -> OrderFacts:
        """Note that an order left; `automatic` is one that nobody asked for by a click."""
        order = OrderFacts(intent, automatic=automatic)
        self.known[intent.client_order_id] = self.working[intent.client_order_id] = order
        return order

    def report(self, event: OrderReport) -> OrderFacts | None:
        """Learn from a report; returns the order of which it is the first to tell a fill."""
        order = self.known.get(event.client_order_id)
        if order is None:
            self.strangers = self.strangers or not event.state.terminal
            return None
        first, state = False, event.state
        if not (isfinite(event.filled_contracts) and event.filled_contracts >= 0):
            state = OrderState.UNKNOWN
        elif event.filled_contracts > order.filled:
            first = not order.filled
            order.reported = event.filled_contracts
            self.moved_at = event.at
            if order.full:
                self.unconfirmed.pop(event.client_order_id, None)
        if not order.state.terminal:
            if state is OrderState.NOT_FOUND:
                # Proof only once the order can no longer arrive; until then nobody knows.
                late = event.at - order.intent.at > _VALIDITY
                state = OrderState.DEAD if late else OrderState.UNKNOWN
            self._now(order, state, event.at)
        return order if first else None

    def _now(self, order: OrderFacts, state: OrderState, at: int) -> None:
        name = order.intent.client_order_id
        if state is OrderState.REJECTED and order.state is not state:
            self.refused_at = at
            self.refused_in_row += 1
            self.refusals.append(at)
        elif state in _ACCEPTED and order.intent.at >= self.refused_at:
            self.refused_in_row = 0
        order.state = state
        if not state.terminal:
            return
        order.ended_at = at
        if order.intent.purpose.protective and state in _ENDED_EARLY:
            self.closed_nothing = name
        self.working.pop(name, None)
        if state in _ACCEPTED and not order.full:
            self.short_at = at  # also where a venue says "filled" of what it cut to the position
        if state in _ENDED_EARLY and not order.full:
            self.unconfirmed[name] = at

    def fill(self, event: Fill) -> OrderFacts | None:
        """Learn from a fill; returns the order of which it is the first to tell one."""
        if event.fill_type is FillType.FUNDING:
            self.moved_at = event.at
            return None
        order = self.known.get(event.client_order_id or "")
        if order is None:
            self.moved_at = event.at
            self.strangers = self.strangers or event.fill_type is FillType.TRADE
            self.taken_by_venue = self.taken_by_venue or event.fill_type is not FillType.TRADE
            return None
        first = False
        if event.fill_id not in order.told:
            self.moved_at = event.at
            first = not order.filled
        order.told[event.fill_id] = event.contracts
        if order.full:
            self.unconfirmed.pop(order.intent.client_order_id, None)
            self._now(order, OrderState.FILLED, event.at)
        return order if first else None

    def listing(self, event: OpenOrders) -> None:
        """Learn from a list of open orders."""
        self.foreign = {name for name in event.client_order_ids if name not in self.known}
        self.accepted &= set(event.client_order_ids)
        self.strangers = self.strangers or bool(self.foreign)

    def stated(self, made_at: int) -> None:
        """A statement made then confirms what ended before it."""
        self.unconfirmed = {
            name: ended for name, ended in self.unconfirmed.items() if ended >= made_at
        }

    def other_instance(self) -> list[str]:
        """Return listed orders of another instance of the program, not accepted by the trader."""
        return [name for name in self.foreign - self.accepted if name.startswith("st")]

    def unknown(self) -> list[str]:
        """Return the ids of orders whose last word is that nobody knows."""
        return [name for name, order in self.working.items() if order.state is OrderState.UNKNOWN]
