"""What the events alone say is so: worked out beside the engine, in the plainest way."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import isfinite, log
from typing import Any

from terminal.model.arithmetic.contracts import pnl
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
    FundingSettled,
    InstrumentListed,
    KillConfirmation,
    Mark,
    OpenOrders,
    OrderReport,
    OrderState,
    RecoveredOrder,
)
from terminal.model.instrument import Instrument
from terminal.model.outputs import OrderIntent, OrderType, Purpose

SECOND = 1_000_000_000
# The values that a policy's absent keys have, where a fact depends on them.
_DEFAULTS: dict[str, Any] = {
    "gap_threshold": 0.02,
    "gap_cooldown_s": 2.0,
    "price_collar": 0.02,
    "margin_basis": "lesser",
    "rebalance_band": 0.01,
    "margin_stop": 0.65,
    "margin_restore": 0.8,
    "margin_restore_to": 0.65,
    "margin_flatten": 0.95,
    "funding_input": "current",
    "funding_treatment": "published",
    "order_style": "ioc_limit",
    "allocation": "margin",
    "session_loss_locks": "increases",
    "guard_in_manual": False,
    "make_up_for_unhealthy": False,
    "max_unattended_orders": 200,
    "price_divergence": 0.05,
}
_ACCEPTED = (
    OrderState.OPEN,
    OrderState.PARTIALLY_FILLED,
    OrderState.FILLED,
    OrderState.CANCELLED,
    OrderState.EXPIRED,
)
_VALIDITY = 10 * SECOND
_HALF_LIFE_WEIGHT = 1 - 2 ** (-1 / 3)


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
class Statement:
    """The venue's last word on an account."""

    at: int
    wallet: float
    equity: float
    contracts: float
    entry: float | None


@dataclass(slots=True)
class LegFacts:
    """What was told of one contract. Times are ns since the epoch, None is never."""

    terms: Instrument
    mark: float | None = None
    mark_at: int | None = None
    mark_absurd: bool = False
    suspect: tuple[int, float] | None = None
    window: deque[tuple[int, float]] = field(default_factory=deque)
    gap_at: int | None = None
    gap_until: int = 0
    book_at: int | None = None
    book_told: bool = False
    book_crossed: bool = False
    funding_rate: float | None = None
    funding_at: int | None = None
    funding_absurd: bool = False
    funding_interval_s: float = 0.0
    next_funding_at: int | None = None
    settled_average: float | None = None
    override_until: int = 0
    overridden: bool = False
    statement: Statement | None = None
    account_at: int | None = None
    stated: deque[tuple[int, float]] = field(default_factory=lambda: deque(maxlen=16))
    account_absurd: bool = False
    stated_as_of: int = 0
    beyond: deque[tuple[int, float]] = field(default_factory=deque)
    leverages: set[float] = field(default_factory=set)
    margin_modes: set[str] = field(default_factory=set)
    terms_changed: bool = False
    strangers: bool = False
    taken_by_venue: bool = False
    down: set[Feed] = field(default_factory=set)
    orders: dict[str, OrderFacts] = field(default_factory=dict)
    working: dict[str, OrderFacts] = field(default_factory=dict)
    # Orders that ended with a rest unfilled, when, and no statement is later yet.
    unconfirmed: dict[str, int] = field(default_factory=dict)
    moved_at: int = 0
    refused_at: int = 0
    closed_nothing: str | None = None  # the last protective order that the venue ended so
    refused_in_row: int = 0
    refusals: list[int] = field(default_factory=list)
    index: float | None = None
    last: float | None = None
    foreign: set[str] = field(default_factory=set)
    accepted: set[str] = field(default_factory=set)
    flattening: bool = False

    def believes(self, at: int, price: float) -> bool:
        """True unless a mark is three times the last, or a third, and no later one confirms it."""

        def near(other: float) -> bool:
            return max(price, other) <= 3 * min(price, other)

        suspect = self.suspect
        confirmed = suspect is not None and near(suspect[1])
        if self.mark is None or near(self.mark):
            self.suspect = None
            return True
        if confirmed and suspect is not None:
            if at - suspect[0] >= SECOND:
                self.suspect = None
                return True
            return False
        self.suspect = at, price
        return False

    def stale(self, at: int) -> str | None:
        """Return what the leg's size may not rest on at `at`, None where all is fresh."""
        if self.mark_absurd or self.mark is None:
            return "mark invalid"
        if self.mark_at is None or at - self.mark_at > 5 * SECOND:
            return "mark stale"
        if self.account_absurd or self.statement is None:
            return "account invalid"
        if self.account_at is None or at - self.account_at > 30 * SECOND:
            return "account stale"
        if self.book_told and (self.book_at is None or at - self.book_at > 5 * SECOND):
            return "book stale"
        if self.book_crossed:
            return "book crossed"
        overridden = at < self.override_until and self.funding_rate is not None
        if self.down and not (overridden and self.down == {Feed.FUNDING}):
            return "feed down"
        if self.terms.expiry is not None:
            return "expired" if at >= self.terms.expiry else None
        return self.funding_stale(at)

    def funding_stale(self, at: int) -> str | None:
        """Return what is wrong with the funding rate where no override covers it."""
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
        return at < self.gap_until or not self.renewed

    @property
    def renewed(self) -> bool:
        """True where mark and account are later than the gap."""
        gap, mark, account = self.gap_at, self.mark_at, self.account_at
        return gap is None or (mark is not None and mark > gap and (account or 0) > gap)

    def most_stated(self, since: int) -> float:
        """Return the largest position, unsigned, that the venue's word had in force since then."""
        most = 0.0
        for at, contracts in reversed(self.stated):
            most = max(most, abs(contracts))
            if at <= since:
                break
        return most

    def prices_apart(self, bound: float) -> bool:
        """True where the mark is further than a share from the index or the last price."""
        index = self.index if self.terms.expiry is None else None
        mark = self.mark or 0.0
        return any(
            other is not None and abs(mark - other) > bound * other for other in (index, self.last)
        )

    def other_instance(self) -> list[str]:
        """Return listed orders of another instance of the program, not accepted by the trader."""
        return [name for name in self.foreign - self.accepted if name.startswith("st")]

    def unknown_orders(self) -> list[str]:
        """Return the ids of orders whose last word is that nobody knows."""
        return [name for name, order in self.working.items() if order.state is OrderState.UNKNOWN]

    def unrealized(self) -> float | None:
        """Return the stated position's PnL at the mark, None where it cannot be known."""
        said = self.statement
        if said is None or not said.contracts:
            return None if said is None else 0.0
        if said.entry is None or self.mark is None:
            return None
        side = 1 if said.contracts > 0 else -1
        size, contracts = float(self.terms.contract_size), abs(said.contracts)
        return pnl(self.terms.kind, size, side, contracts, said.entry, self.mark)

    def equity(self) -> tuple[float, float] | None:
        """Return the least and the most that the account may be thought to be worth.

        That is wallet and PnL at the mark; and what late statements had beyond it, which the
        engine may believe in part. None unless nothing moved since the last statement.
        """
        said, gain = self.statement, self.unrealized()
        if said is None or gain is None or self.moved_at >= said.at:
            return None
        while self.beyond and self.beyond[0][0] < said.at - 30 * SECOND:
            self.beyond.popleft()
        heard = [0.0, *(amount for _, amount in self.beyond)]
        return said.wallet + gain + min(heard), said.wallet + gain + max(heard)


class Facts:
    """The facts of all contracts, and the trader's policy, mode and latch."""

    def __init__(self) -> None:
        self.legs: dict[tuple[str, str], LegFacts] = {}
        self.policy: dict[str, Any] = {}
        self.keys_ever: set[str] = set()  # of every policy so far: some have lasting effects
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
            BookUpdate: self._book,
            Funding: self._funding,
            FundingSettled: self._settled,
            Account: self._account,
            FeedChanged: self._feed,
            OrderReport: self._report,
            RecoveredOrder: self._recovered,
            Fill: self._fill,
            OpenOrders: self._listing,
            KillConfirmation: self._confirmation,
            Command: self._command,
        }

    def key(self, name: str) -> Any:
        """Return a policy key's value: its own, or the default."""
        value = self.policy.get(name)
        return _DEFAULTS.get(name) if value is None else value

    @property
    def guarding(self) -> bool:
        """True while protection may act on its own."""
        if self.killed or not self.policy:
            return False
        in_manual = self.key("guard_in_manual") if self.guard is None else self.guard
        return self.auto or bool(in_manual)

    def take(self, event: AnyEvent) -> None:
        """Learn from an event before the engine sees it."""
        taker = self._takers.get(type(event))
        if taker is not None:
            taker(event)

    def sent(self, intent: OrderIntent, *, automatic: bool = False) -> None:
        """Note that an order left; `automatic` is one that nobody asked for by a click."""
        leg = self.legs[intent.venue, intent.symbol]
        order = OrderFacts(intent, automatic=automatic)
        leg.orders[intent.client_order_id] = leg.working[intent.client_order_id] = order

    def _listed(self, event: InstrumentListed) -> None:
        terms = event.instrument()
        leg = self.legs.get((event.venue, event.symbol))
        if leg is None:
            self.legs[event.venue, event.symbol] = LegFacts(terms)
        elif leg.terms != terms:
            leg.terms, leg.terms_changed = terms, True

    def _mark(self, event: Mark) -> None:
        leg = self.legs[event.venue, event.symbol]
        price = event.mark_price
        leg.mark_absurd = not (isfinite(price) and price > 0) or not leg.believes(event.at, price)
        if leg.mark_absurd:
            return
        before = leg.window
        # The last mark counts whatever its age, others only within a second.
        while len(before) > 1 and before[0][0] < event.at - SECOND:
            before.popleft()
        threshold = self.key("gap_threshold") * (1 + 1e-9)
        if any(abs(log(price / other)) > threshold for _, other in before):
            leg.gap_at = event.at
            leg.gap_until = event.at + int(self.key("gap_cooldown_s") * SECOND)
            before.clear()
        before.append((event.at, price))
        leg.mark, leg.mark_at = price, event.at
        leg.index, leg.last = event.index_price, event.last_price

    def _book(self, event: BookUpdate) -> None:
        leg = self.legs[event.venue, event.symbol]
        leg.book_at, leg.book_told = event.at, True
        leg.book_crossed = event.bids[0][0] >= event.asks[0][0]

    def _funding(self, event: Funding) -> None:
        leg = self.legs[event.venue, event.symbol]
        rate = event.funding_rate
        leg.funding_absurd = not (isfinite(rate) and rate > -1 and abs(rate) <= 0.05)
        if leg.funding_absurd:
            return
        leg.funding_rate, leg.funding_at = rate, event.at
        leg.next_funding_at = event.next_funding_at
        leg.funding_interval_s = event.interval_s
        if event.at <= event.next_funding_at:
            leg.override_until, leg.overridden = 0, False

    def _settled(self, event: FundingSettled) -> None:
        leg = self.legs[event.venue, event.symbol]
        before = leg.settled_average
        step = 0.0 if before is None else _HALF_LIFE_WEIGHT * (event.funding_rate - before)
        leg.settled_average = event.funding_rate if before is None else before + step

    def _account(self, event: Account) -> None:
        figures = [event.wallet_balance, event.equity]
        for (venue, symbol), leg in self.legs.items():
            if venue != event.venue:
                continue
            leg.account_absurd = not all(abs(figure) <= 1e18 for figure in figures)
            if leg.account_absurd:
                continue
            if event.as_of is not None:
                if event.as_of < leg.stated_as_of:
                    continue  # overtaken by a later statement
                leg.stated_as_of = event.as_of
            report = next((item for item in event.positions if item.symbol == symbol), None)
            leg.account_at = event.at
            leg.stated.append((event.at, report.contracts if report else 0.0))
            leg.statement = Statement(
                event.at,
                event.wallet_balance,
                event.equity,
                report.contracts if report else 0.0,
                report.entry_price if report else None,
            )
            # What is under way may explain a word of flat: then the engine waits for the next.
            leg.flattening = leg.flattening and (
                leg.statement.contracts != 0 or bool(leg.working) or bool(leg.unconfirmed)
            )
            gain = leg.unrealized()
            if gain is not None:
                beyond = event.equity - event.wallet_balance - gain
                leg.beyond.append((event.at, beyond))
            ahead = self.clocks_ahead_ns.get(venue, 0)
            made_at = event.at if event.as_of is None else min(event.as_of - ahead, event.at)
            leg.unconfirmed = {
                name: ended for name, ended in leg.unconfirmed.items() if ended >= made_at
            }
            if report is not None and report.leverage is not None:
                leg.leverages.add(report.leverage)
            if report is not None and report.margin_mode is not None:
                leg.margin_modes.add(report.margin_mode)

    def _feed(self, event: FeedChanged) -> None:
        for (venue, symbol), leg in self.legs.items():
            if venue != event.venue or event.symbol not in (None, symbol):
                continue
            if event.state is FeedState.LIVE:
                leg.down.discard(event.feed)
                continue
            leg.down.add(event.feed)
            if event.feed is Feed.MARK:
                leg.mark_at = None
            elif event.feed is Feed.BOOK:
                leg.book_at = None
            elif event.feed is Feed.ACCOUNT:
                leg.account_at = None
            elif event.feed is Feed.FUNDING:
                leg.funding_at = None

    def _report(self, event: OrderReport) -> None:
        leg = self.legs[event.venue, event.symbol]
        order = leg.orders.get(event.client_order_id)
        if order is None:
            leg.strangers = leg.strangers or not event.state.terminal
            return
        state = event.state
        if not (isfinite(event.filled_contracts) and event.filled_contracts >= 0):
            state = OrderState.UNKNOWN
        elif event.filled_contracts > order.filled:
            self._first_fill(order)
            order.reported = event.filled_contracts
            leg.moved_at = event.at
            if order.full:
                leg.unconfirmed.pop(event.client_order_id, None)
        if order.state.terminal:
            return
        if state is OrderState.NOT_FOUND:
            # Proof only once the order can no longer arrive; until then nobody knows.
            late = event.at - order.intent.at > _VALIDITY
            state = OrderState.DEAD if late else OrderState.UNKNOWN
        self._now(leg, order, state, event.at)

    def _first_fill(self, order: OrderFacts) -> None:
        if order.automatic and not order.filled:
            self.unattended += 1

    @staticmethod
    def _now(leg: LegFacts, order: OrderFacts, state: OrderState, at: int) -> None:
        if state is OrderState.REJECTED and order.state is not state:
            leg.refused_at = at
            leg.refused_in_row += 1
            leg.refusals.append(at)
        elif state in _ACCEPTED and order.intent.at >= leg.refused_at:
            leg.refused_in_row = 0
        order.state = state
        if not state.terminal:
            return
        order.ended_at = at
        if order.intent.purpose.protective and state in (OrderState.CANCELLED, OrderState.EXPIRED):
            leg.closed_nothing = order.intent.client_order_id
        leg.working.pop(order.intent.client_order_id, None)
        ended = state in (OrderState.CANCELLED, OrderState.EXPIRED)
        if ended and not order.full:
            leg.unconfirmed[order.intent.client_order_id] = at

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
        self.sent(intent)
        order = self.legs[event.venue, event.symbol].orders[event.client_order_id]
        order.state, order.recovered = OrderState.UNKNOWN, True

    def _fill(self, event: Fill) -> None:
        leg = self.legs[event.venue, event.symbol]
        if event.fill_type is FillType.FUNDING:
            leg.moved_at = event.at
            return
        order = leg.orders.get(event.client_order_id or "")
        if order is None:
            leg.moved_at = event.at
            leg.strangers = leg.strangers or event.fill_type is FillType.TRADE
            if event.fill_type is not FillType.TRADE:
                leg.taken_by_venue = True
                self.auto = False
            return
        if event.fill_id not in order.told:
            leg.moved_at = event.at
            self._first_fill(order)
        order.told[event.fill_id] = event.contracts
        if order.full:
            leg.unconfirmed.pop(order.intent.client_order_id, None)
            self._now(leg, order, OrderState.FILLED, event.at)

    def _listing(self, event: OpenOrders) -> None:
        leg = self.legs[event.venue, event.symbol]
        leg.foreign = {name for name in event.client_order_ids if name not in leg.orders}
        leg.accepted &= set(event.client_order_ids)
        leg.strangers = leg.strangers or bool(leg.foreign)

    def _confirmation(self, event: KillConfirmation) -> None:
        if self.killed:
            self.confirmed[event.venue] = event.confirmed

    def _tradable(self, at: int) -> bool:
        """True where the policy has a contract to trade: without one nothing is armed."""
        symbols = self.key("symbols") if self.policy else None
        return any(
            leg.terms.expiry is None or at < leg.terms.expiry
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
            self.policy = event.policy
            self.keys_ever |= event.policy.keys()
            self.side = 1 if event.policy["side"] == "long" else -1
        elif name is CommandName.SET_SIDE:
            self.side = 1 if event.side == "long" else -1
        elif name is CommandName.SET_GUARD:
            self.guard = bool(event.enabled)
        elif name in (CommandName.RESUME, CommandName.OVERRIDE_FUNDING, CommandName.END_OVERRIDE):
            if name is CommandName.RESUME:
                self.resumed_at = event.at
            for leg in self.legs.values():
                self._of_leg(leg, event)

    @staticmethod
    def _of_leg(leg: LegFacts, event: Command) -> None:
        if event.name is CommandName.RESUME:
            leg.accepted |= leg.foreign
        if event.name is CommandName.END_OVERRIDE:
            leg.override_until = 0
        elif event.name is CommandName.OVERRIDE_FUNDING:
            if leg.funding_rate is not None:
                leg.override_until = event.at + int((event.duration_s or 1e6) * SECOND)
                leg.overridden = True
        # The trader's word ends a cooldown where mark and account are later than the gap.
        elif leg.renewed:
            leg.gap_until = event.at
