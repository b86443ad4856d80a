"""The facts of all contracts, and the trader's policy, mode and latch."""

from collections.abc import Callable
from typing import Any

from terminal.model.events import (
    Account,
    AnyEvent,
    BookUpdate,
    Command,
    CommandName,
    FeedChanged,
    Fill,
    FillType,
    Funding,
    FundingSettled,
    InstrumentListed,
    KillConfirmation,
    Mark,
    OpenOrders,
    OrderReport,
    OrderState,
    RecoveredOrder,
)
from terminal.model.outputs import OrderIntent, OrderType, Purpose
from tests.simulation.facts.leg import LegFacts
from tests.simulation.facts.orders import OrderFacts
from tests.simulation.facts.policy import PolicyFacts


class Facts:
    """What one process of the engine was told."""

    def __init__(self) -> None:
        self.legs: dict[tuple[str, str], LegFacts] = {}
        self.policy = PolicyFacts()
        self.key = self.policy.key
        self.side = 0
        self.auto = False
        self.guard: bool | None = None
        self.resumed_at = 0
        self.killed = False
        self.flatten = False
        self.killed_at = 0
        self.confirmed: dict[str, bool] = {}
        self.unattended = 0  # automatic orders that filled since the trader last acted
        self.clocks_ahead_ns: dict[str, int] = {}  # of venues that date what they say
        self._takers: dict[type, Callable[[Any], None]] = {
            InstrumentListed: self._listed,
            Mark: self._mark,
            BookUpdate: lambda event: self._leg(event).book.take(event),
            Funding: lambda event: self._leg(event).funding.take(event),
            FundingSettled: lambda event: self._leg(event).funding.settle(event),
            Account: self._account,
            FeedChanged: self._feed,
            OrderReport: lambda event: self._first_fill(self._leg(event).orders.report(event)),
            RecoveredOrder: self._recovered,
            Fill: self._fill,
            OpenOrders: lambda event: self._leg(event).orders.listing(event),
            KillConfirmation: self._confirmation,
            Command: self._command,
        }

    @property
    def guarding(self) -> bool:
        """True while protection may act on its own."""
        if self.killed or not self.policy.given:
            return False
        in_manual = self.key("guard_in_manual") if self.guard is None else self.guard
        return self.auto or bool(in_manual)

    def take(self, event: AnyEvent) -> None:
        """Learn from an event before the engine sees it."""
        taker = self._takers.get(type(event))
        if taker is not None:
            taker(event)

    def sent(self, intent: OrderIntent, *, automatic: bool = False) -> OrderFacts:
        """Note that an order left; `automatic` is one that nobody asked for by a click."""
        leg = self._leg(intent)
        if intent.purpose is Purpose.SCALE and not intent.reduce_only:
            leg.flattening = False  # a new position begins: the next flattening is one of its own
        return leg.orders.sent(intent, automatic=automatic)

    def _leg(self, of: Any) -> LegFacts:
        return self.legs[of.venue, of.symbol]

    def _listed(self, event: InstrumentListed) -> None:
        terms = event.instrument()
        leg = self.legs.get((event.venue, event.symbol))
        if leg is None:
            self.legs[event.venue, event.symbol] = LegFacts(terms)
        elif leg.terms != terms:
            leg.terms, leg.terms_changed = terms, True

    def _mark(self, event: Mark) -> None:
        leg = self._leg(event)
        leg.prices.take(
            event,
            gap_threshold=self.key("gap_threshold"),
            gap_cooldown_s=self.key("gap_cooldown_s"),
        )
        if not leg.prices.absurd:
            leg.volatility.take(event.at, event.mark_price)

    def _account(self, event: Account) -> None:
        for (venue, _), leg in self.legs.items():
            if venue == event.venue:
                leg.state_account(event, self.clocks_ahead_ns.get(venue, 0))

    def _feed(self, event: FeedChanged) -> None:
        for (venue, symbol), leg in self.legs.items():
            if venue == event.venue and event.symbol in (None, symbol):
                leg.feed(event)

    def _first_fill(self, order: OrderFacts | None) -> None:
        self.unattended += order is not None and order.automatic

    def _recovered(self, event: RecoveredOrder) -> None:
        intent = OrderIntent(
            at=event.sent_at,
            client_order_id=event.client_order_id,
            decision_id=event.decision_id,
            venue=event.venue,
            symbol=event.symbol,
            side=event.side,
            contracts=event.contracts,
            reduce_only=event.reduce_only,
            type=OrderType(event.type),
            limit_price=event.limit_price,
            purpose=Purpose(event.purpose),
        )
        order = self.sent(intent)
        order.state, order.recovered = OrderState.UNKNOWN, True

    def _fill(self, event: Fill) -> None:
        orders = self._leg(event).orders
        ours = (event.client_order_id or "") in orders.known
        taken = not ours and event.fill_type not in (FillType.FUNDING, FillType.TRADE)
        # The second telling of one taking is no news: the trader may have armed in between.
        if taken and event.fill_id not in orders.takings:
            orders.takings.add(event.fill_id)
            self.auto = False
        self._first_fill(orders.fill(event))

    def _confirmation(self, event: KillConfirmation) -> None:
        if self.killed:
            self.confirmed[event.venue] = event.confirmed

    def _tradable(self, at: int) -> bool:
        """True where the policy has a contract to trade: without one nothing is armed."""
        symbols = self.key("symbols") if self.policy.given else None
        return any(
            not leg.expired(at)
            for (_, symbol), leg in self.legs.items()
            if symbols is None or symbol in symbols
        )

    def _command(self, event: Command) -> None:
        name = event.name
        self.unattended = 0
        if name is CommandName.KILL:
            self.killed_at = self.killed_at if self.killed else event.at
            self.killed, self.auto = True, False
            self.flatten = self.flatten or event.flatten
            self.confirmed.clear()
        elif name is CommandName.RESET and self.killed:
            self.killed = self.auto = self.flatten = False
        elif name is CommandName.AUTO:
            self.auto = self.auto or (not self.killed and self._tradable(event.at))
        elif name is CommandName.MANUAL:
            self.auto = False
        elif name is CommandName.SET_POLICY and event.policy is not None:
            self.policy.take(event.policy)
            self.side = 1 if event.policy["side"] == "long" else -1
        elif name is CommandName.SET_SIDE:
            self.side = 1 if event.side == "long" else -1
        elif name is CommandName.SET_GUARD:
            self.guard = bool(event.enabled)
        elif name in (CommandName.RESUME, CommandName.OVERRIDE_FUNDING, CommandName.END_OVERRIDE):
            if name is CommandName.RESUME:
                self.resumed_at = event.at
            for leg in self.legs.values():
                _of_leg(leg, event)


def _of_leg(leg: LegFacts, event: Command) -> None:
    if event.name is CommandName.END_OVERRIDE:
        leg.funding.override_until = 0
    elif event.name is CommandName.OVERRIDE_FUNDING:
        leg.funding.override(event.at, event.duration_s)
    else:
        leg.orders.accepted |= leg.orders.foreign
        # The trader's word ends a cooldown where mark and account are later than the gap.
        if leg.renewed:
            leg.prices.gap_until = event.at
