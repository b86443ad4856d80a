"""What the events alone say is so: worked out beside the engine, in the plainest way."""

from dataclasses import dataclass, field
from math import isfinite, log

from terminal.model.events import (
    Account,
    AnyEvent,
    BookUpdate,
    Command,
    CommandName,
    Feed,
    FeedChanged,
    FeedState,
    Fill,
    FillType,
    Funding,
    Mark,
    OrderReport,
    OrderState,
    RecoveredOrder,
)
from terminal.model.outputs import OrderIntent, OrderType, Purpose
from tests.simulation.scenario import SECOND

_GAP = 0.02
_COOLDOWN = 2 * SECOND


@dataclass(slots=True)
class LegFacts:
    """What was told of one contract. Times are ns since the epoch, None is never."""

    mark: float | None = None
    mark_at: int | None = None
    mark_absurd: bool = False
    gap_at: int | None = None
    book_at: int | None = None
    book_crossed: bool = False
    funding_rate: float | None = None
    funding_at: int | None = None
    funding_absurd: bool = False
    next_funding_at: int | None = None
    override_until: int = 0
    account_at: int | None = None
    stated_contracts: float = 0.0
    leverages: set[float] = field(default_factory=set)
    down: set[Feed] = field(default_factory=set)
    # Orders by client id, with the last state that a report proves, and what fills told of them.
    orders: dict[str, tuple[OrderIntent, OrderState]] = field(default_factory=dict)
    filled: dict[str, dict[str, float]] = field(default_factory=dict)

    def stale(self, at: int) -> str | None:
        """Return what the leg's size may not rest on at `at`, None where all is fresh."""
        if self.mark_absurd or self.mark is None:
            return "mark invalid"
        if self.mark_at is None or at - self.mark_at > 5 * SECOND:
            return "mark stale"
        if self.account_at is None or at - self.account_at > 30 * SECOND:
            return "account stale"
        if self.book_at is not None and at - self.book_at > 5 * SECOND:
            return "book stale"
        if self.book_crossed:
            return "book crossed"
        if self.down:
            return "feed down"
        return self._funding_stale(at)

    def _funding_stale(self, at: int) -> str | None:
        if self.funding_rate is None:
            return "funding unknown"
        if at < self.override_until:
            return None
        if self.funding_absurd:
            return "funding invalid"
        if self.funding_at is None or at - self.funding_at > 90 * SECOND:
            return "funding stale"
        if self.next_funding_at is not None and at > self.next_funding_at:
            return "funding past its settlement"
        return None

    def in_gap(self, at: int) -> bool:
        """True until the cooldown is over and mark and account are later than the gap."""
        if self.gap_at is None:
            return False
        later = (
            self.mark_at is not None
            and self.mark_at > self.gap_at
            and self.account_at is not None
            and self.account_at > self.gap_at
        )
        return not later or at < self.gap_at + _COOLDOWN

    def unknown_orders(self) -> list[str]:
        """Return the ids of orders whose last word is that nobody knows."""
        return [name for name, (_, state) in self.orders.items() if state is OrderState.UNKNOWN]

    def working_orders(self) -> list[OrderIntent]:
        """Return the orders that no report has ended."""
        return [intent for intent, state in self.orders.values() if not state.terminal]


class Facts:
    """The facts of all contracts, and the trader's mode and latch."""

    def __init__(self, keys: list[tuple[str, str]]) -> None:
        self.legs = {key: LegFacts() for key in keys}
        self.auto = False
        self.killed = False

    def take(self, event: AnyEvent) -> None:
        """Learn from an event before the engine sees it."""
        if isinstance(event, Command):
            self._command(event)
        elif isinstance(event, Mark):
            self._mark(self.legs[event.venue, event.symbol], event)
        elif isinstance(event, BookUpdate):
            leg = self.legs[event.venue, event.symbol]
            leg.book_at = event.at
            leg.book_crossed = event.bids[0][0] >= event.asks[0][0]
        elif isinstance(event, Funding):
            self._funding(self.legs[event.venue, event.symbol], event)
        elif isinstance(event, Account):
            self._account(event)
        elif isinstance(event, FeedChanged):
            self._feed(event)
        elif isinstance(event, RecoveredOrder):
            self._recovered(event)
        elif isinstance(event, OrderReport):
            self._report(event)
        elif isinstance(event, Fill) and event.fill_type is FillType.TRADE:
            self._fill(event)

    def _mark(self, leg: LegFacts, event: Mark) -> None:
        price = event.mark_price
        leg.mark_absurd = not (isfinite(price) and price > 0)
        if leg.mark_absurd:
            return
        if leg.mark is not None and abs(log(price / leg.mark)) > _GAP * (1 + 1e-9):
            leg.gap_at = event.at
        leg.mark, leg.mark_at = price, event.at

    def _funding(self, leg: LegFacts, event: Funding) -> None:
        rate = event.funding_rate
        leg.funding_absurd = not (isfinite(rate) and rate > -1 and abs(rate) <= 0.05)
        if leg.funding_absurd:
            return
        leg.funding_rate, leg.funding_at = rate, event.at
        leg.next_funding_at = event.next_funding_at
        leg.override_until = 0

    def _account(self, event: Account) -> None:
        for (venue, _), leg in self.legs.items():
            if venue == event.venue:
                leg.account_at = event.at
                leg.stated_contracts = sum(report.contracts for report in event.positions)

    def _feed(self, event: FeedChanged) -> None:
        assert event.symbol is not None
        leg = self.legs[event.venue, event.symbol]
        if event.state is FeedState.LIVE:
            leg.down.discard(event.feed)
            return
        leg.down.add(event.feed)
        if event.feed is Feed.MARK:
            leg.mark_at = None
        elif event.feed is Feed.ACCOUNT:
            leg.account_at = None
        elif event.feed is Feed.FUNDING:
            leg.funding_at = None

    def _report(self, event: OrderReport) -> None:
        leg = self.legs[event.venue, event.symbol]
        known = leg.orders.get(event.client_order_id)
        if known is None or known[1].terminal:
            return
        state = event.state
        if state is OrderState.NOT_FOUND:
            # Proof only once the order can no longer arrive; until then nobody knows.
            late = event.at - known[0].at > 10 * SECOND
            state = OrderState.DEAD if late else OrderState.UNKNOWN
        leg.orders[event.client_order_id] = (known[0], state)

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
        leg = self.legs[event.venue, event.symbol]
        leg.orders[event.client_order_id] = (intent, OrderState.UNKNOWN)

    def _fill(self, event: Fill) -> None:
        leg = self.legs[event.venue, event.symbol]
        known = leg.orders.get(event.client_order_id or "")
        if known is None or event.client_order_id is None:
            return
        told = leg.filled.setdefault(event.client_order_id, {})
        told[event.fill_id] = event.contracts
        if sum(told.values()) >= float(known[0].contracts) - 1e-9:
            leg.orders[event.client_order_id] = (known[0], OrderState.FILLED)

    def _command(self, event: Command) -> None:
        if event.name is CommandName.KILL:
            self.killed, self.auto = True, False
        elif event.name is CommandName.RESET and self.killed:
            self.killed, self.auto = False, False
        elif event.name is CommandName.AUTO:
            self.auto = not self.killed
        elif event.name is CommandName.MANUAL:
            self.auto = False
        elif event.name is CommandName.RESUME:
            for leg in self.legs.values():
                self._resume(leg)
        elif event.name is CommandName.OVERRIDE_FUNDING:
            for leg in self.legs.values():
                if leg.funding_rate is not None:
                    leg.override_until = event.at + int((event.duration_s or 0) * SECOND)

    @staticmethod
    def _resume(leg: LegFacts) -> None:
        """The trader's word ends a cooldown, where mark and account are later than the gap."""
        if leg.gap_at is None or leg.mark_at is None or leg.account_at is None:
            return
        if leg.mark_at > leg.gap_at and leg.account_at > leg.gap_at:
            leg.gap_at = None
