"""A venue that is simple in its arithmetic and hostile in its manners.

It knows the truth: the position, every order that reached it and every fill. What the engine
hears of that is delayed, doubled, reordered or lost, as the seed has it.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from terminal.model.arithmetic.contracts import notional, pnl
from terminal.model.arithmetic.entry import position_after_fill
from terminal.model.arithmetic.liquidation import liquidation_price
from terminal.model.events import (
    Account,
    AnyEvent,
    Fill,
    FillType,
    KillConfirmation,
    OpenOrders,
    OrderReport,
    OrderState,
    PositionReport,
    Side,
)
from terminal.model.instrument import Instrument, Tier
from terminal.model.outputs import CancelIntent, OrderIntent, OrderType
from tests.simulation.luck import Luck
from tests.simulation.scenario import SECOND

Send = Callable[[int, AnyEvent], None]
Later = Callable[[int, Callable[[int], None]], None]
_GRACE_NS = 2 * SECOND  # the policy's `position_grace_s`
_LATE_FOR_NS = 12 * SECOND
_UNTIL_PUT_RIGHT = 1 << 62
LIVE = (OrderState.OPEN, OrderState.PARTIALLY_FILLED)
_RESTING = (OrderType.POST_ONLY, OrderType.LIMIT)


@dataclass(slots=True)
class VenueOrder:
    """An order as the venue has it; lots are unsigned."""

    intent: OrderIntent
    lots: int
    filled: int = 0
    state: OrderState = OrderState.OPEN
    average: float = 0.0


@dataclass(slots=True)
class Truth:
    """What is really so at the venue."""

    lots: int = 0
    entry: float | None = None
    wallet: float = 0.0
    leverage: float = 10.0
    margin_mode: str = "cross"
    orders: dict[str, VenueOrder] = field(default_factory=dict)
    in_transit: dict[str, OrderIntent] = field(default_factory=dict)
    outside_at: int = 0  # when somebody else last changed the position


class ModelVenue:
    """One contract on one venue. `send` schedules an event for the engine."""

    def __init__(
        self,
        instrument: Instrument,
        wallet: float,
        luck: Luck,
        send: Send,
        later: Later,
    ) -> None:
        self.instrument = instrument
        self.truth = Truth(wallet=wallet)
        self.luck = luck
        random = luck.random
        self.price = 0.0
        self.down_until = 0
        self.maintained_until = 0
        # So long the engine may see a mismatch because news came later than its grace.
        self.late_until = 0
        self._misled = (0, 0, 0)  # by late statements: from when, the last of them, until when
        self._asleep_until = 0
        self._first_heard_at: int | None = None
        self.clock_ahead_ns = int(luck.faults.clock_ahead_s * SECOND)
        self.misstates_liquidation = self.has_misstated = False
        self.hand_trades = 0
        self.unseen_trades = 0  # by hand, and before anything was heard that they changed
        self.takings = 0
        self.later = later
        self._random = random
        self._send = send
        self._dates_statements = random.random() < 0.5
        self._not_found: set[str] = set()
        self._fills = 0
        self._foreign: set[str] = set()
        self._taken_at: deque[int] = deque()

    @property
    def name(self) -> str:
        """The venue's name."""
        return self.instrument.venue

    def _contracts(self, lots: int) -> float:
        return float(lots * self.instrument.lot_size)

    def _tell(self, at: int, event_of: Callable[[int], AnyEvent]) -> None:
        """Send a report: a little later, perhaps much later, perhaps twice."""
        at = max(at, self.down_until)
        times = [at + int(self._random.uniform(0.001, 0.05) * SECOND)]
        if self.luck.strikes("delayed"):
            times = [at + int(self._random.uniform(0.05, 3.0) * SECOND)]
            if times[0] > at + _GRACE_NS:
                self.luck.note("late_news")
                self.late_until = max(self.late_until, times[0] + _LATE_FOR_NS)
        if self.luck.strikes("duplicated"):
            times.append(times[0] + int(self._random.uniform(0.0, 1.0) * SECOND))
        for time in times:
            self._send(time, event_of(time))

    # orders ------------------------------------------------------------------------------

    def receive(self, at: int, intent: OrderIntent) -> None:
        """An order leaves the engine: it may be lost, refused, or reach the book."""
        name = intent.client_order_id
        if at < self.down_until:
            return
        if self.luck.strikes("request_lost"):
            self._report(at, intent, OrderState.UNKNOWN)
            return
        why = self._refuses(at, intent)
        if why is not None:
            self._tell(
                at, lambda time: self._report_of(time, intent, OrderState.REJECTED, 0, None, why)
            )
            return
        arrives = at + int(self._random.uniform(0.001, 0.03) * SECOND)
        if self.luck.strikes("delayed"):
            arrives = at + int(self._random.uniform(0.05, 8.0) * SECOND)
        assert name not in self.truth.orders, f"order {name} was sent twice"
        assert name not in self.truth.in_transit, f"order {name} was sent twice"
        self.truth.in_transit[name] = intent
        self.later(arrives, lambda time: self._match(time, intent))
        if self.luck.strikes("resent"):
            again = arrives + int(self._random.uniform(0.0, 2.0) * SECOND)
            self.later(again, lambda time: self._refuse_again(time, intent))

    def _refuse_again(self, at: int, intent: OrderIntent) -> None:
        """The transport sent the same bytes twice: an id that is taken proves nothing new."""
        self._report(at, intent, OrderState.UNKNOWN)

    def _refuses(self, at: int, intent: OrderIntent) -> str | None:
        """Return why the venue takes no order now, None where it does."""
        if self.luck.strikes("rejected"):
            return "the system is busy"
        if at < self.maintained_until:
            self.luck.note("refused_in_maintenance")
            return "only cancels are accepted"
        if self.expired(at):
            return "the contract has expired"
        if intent.contracts % self.instrument.lot_size:
            return "off the lot"  # ordered before the lot changed
        if self.luck.faults.venue_rate_limit:
            while self._taken_at and self._taken_at[0] <= at - 10 * SECOND:
                self._taken_at.popleft()
            if len(self._taken_at) >= self.luck.faults.venue_rate_limit:
                self.luck.note("too_many_requests")
                return "too many requests"
            self._taken_at.append(at)
        if self.luck.faults.venue_leverage and not intent.reduce_only:
            contracts = abs(float(intent.contracts) * intent.side.sign + self.position)
            if self._value(contracts) / self.luck.faults.venue_leverage > self.equity():
                self.luck.note("insufficient_margin")
                return "insufficient margin"
        return None

    def expired(self, at: int) -> bool:
        """True once a dated contract has come to its end."""
        return self.instrument.expiry is not None and at >= self.instrument.expiry

    def _match(self, at: int, intent: OrderIntent) -> None:
        """An order reaches the book."""
        del self.truth.in_transit[intent.client_order_id]
        side = intent.side.sign
        lots = int(intent.contracts / self.instrument.lot_size)
        if intent.reduce_only:
            lots = min(lots, max(-side * self.truth.lots, 0))
        if intent.client_order_id in self._not_found:
            self.luck.note("landed_after_not_found")
        if lots * self.instrument.lot_size < intent.contracts:
            self.luck.note("reduce_only_cut")
        order = VenueOrder(intent, lots)
        self.truth.orders[intent.client_order_id] = order
        if lots == 0 or self.expired(at):
            order.state = OrderState.CANCELLED
            self._answer(at, order)
            return
        if intent.type in _RESTING:
            self._answer(at, order)
            fills_at = at + int(self._random.uniform(0.5, 20.0) * SECOND)
            self.later(fills_at, lambda time: self._fill_resting(time, order))
            return
        take = lots
        if self.luck.strikes("partial"):
            take = self._random.randint(0, lots)
        if not self._marketable(intent):
            take = 0
        if take:
            self._fill(at, order, take)
        order.state = OrderState.FILLED if order.filled == order.lots else OrderState.CANCELLED
        self._answer(at, order)

    def _marketable(self, intent: OrderIntent) -> bool:
        if intent.limit_price is None:
            return True
        limit = float(intent.limit_price)
        return limit >= self.price if intent.side is Side.BUY else limit <= self.price

    def _fill_resting(self, at: int, order: VenueOrder) -> None:
        """A resting order meets somebody: first a part, where the seed has it so."""
        if order.state not in LIVE:
            return
        take = order.lots - order.filled
        if order.intent.reduce_only:
            take = min(take, max(-order.intent.side.sign * self.truth.lots, 0))
        partly = take > 1 and order.filled == 0 and self.luck.strikes("partial")
        if partly:
            take = self._random.randint(1, take - 1)
        if take:
            self._fill(at, order, take)
        if partly:
            order.state = OrderState.PARTIALLY_FILLED
            again = at + int(self._random.uniform(0.5, 10.0) * SECOND)
            self.later(again, lambda time: self._fill_resting(time, order))
        else:
            order.state = OrderState.FILLED if order.filled == order.lots else OrderState.CANCELLED
        self._answer(at, order)

    def _fill(self, at: int, order: VenueOrder, lots: int) -> None:
        order.average = self.price
        order.filled += lots
        fee = self.move(order.intent.side, lots)
        fill = self._fill_event(FillType.TRADE, lots, fee, order.intent.client_order_id, None)
        self._tell(at, lambda time: _stamped(fill, time))

    def _fill_event(
        self, fill_type: FillType, lots: int, fee: float, name: str | None, side: Side | None
    ) -> Fill:
        self._fills += 1
        return Fill(
            at=0,
            venue=self.name,
            symbol=self.instrument.symbol,
            client_order_id=name,
            contracts=self._contracts(lots),
            price=self.price,
            fee=fee,
            fill_id=f"f{self._fills}",
            fill_type=fill_type,
            side=side,
        )

    def move(self, side: Side, lots: int) -> float:
        """Trade at the present price; returns the fee."""
        truth, terms = self.truth, self.instrument
        after, entry, realized = position_after_fill(
            terms.kind,
            float(terms.contract_size * terms.lot_size),
            float(truth.lots),
            truth.entry,
            float(lots * side.sign),
            self.price,
        )
        fee = self._value(self._contracts(lots)) * float(terms.taker_fee)
        truth.lots, truth.entry = int(after), entry
        truth.wallet += realized - fee
        return fee

    def _value(self, contracts: float) -> float:
        terms = self.instrument
        return notional(terms.kind, float(terms.contract_size), contracts, self.price)

    def _answer(self, at: int, order: VenueOrder) -> None:
        if self.luck.strikes("answer_unknown"):
            self._report(at, order.intent, OrderState.UNKNOWN)
            return
        if self.luck.strikes("answer_lost"):
            return
        if self.luck.strikes("absurd_report"):
            time = at + SECOND // 100
            self._send(
                time,
                msgspec.structs.replace(
                    self._as_it_is(time, order),
                    filled_contracts=self._random.choice((float("nan"), -1.0, float("inf"))),
                ),
            )
        state, filled, average = order.state, order.filled, order.average
        self._tell(
            at,
            lambda time: self._report_of(time, order.intent, state, filled, average or None),
        )

    def _report(self, at: int, intent: OrderIntent, state: OrderState, filled: int = 0) -> None:
        time = at + int(self._random.uniform(0.01, 0.2) * SECOND)
        self._send(time, self._report_of(time, intent, state, filled, None))

    def _as_it_is(self, at: int, order: VenueOrder) -> OrderReport:
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
            venue=self.name,
            symbol=self.instrument.symbol,
            client_order_id=intent.client_order_id,
            state=state,
            filled_contracts=self._contracts(filled),
            average_price=average,
            reason=reason,
        )

    def query(self, at: int, intent: OrderIntent) -> None:
        """The engine asks what became of an order."""
        if at < self.down_until or self.luck.strikes("request_lost"):
            return
        order = self.truth.orders.get(intent.client_order_id)
        time = at + int(self._random.uniform(0.005, 0.1) * SECOND)
        if order is None:
            self._not_found.add(intent.client_order_id)
            self._send(time, self._report_of(time, intent, OrderState.NOT_FOUND, 0, None))
        else:
            self._send(time, self._as_it_is(time, order))

    def cancel(self, at: int, cancel: CancelIntent) -> None:
        """Cancel one order or all; the kill switch's cancel is confirmed."""
        lost = at < self.down_until or self.luck.strikes("cancel_lost")
        everything = cancel.client_order_id is None
        if not lost:
            for name, order in self.truth.orders.items():
                if order.state in LIVE and (everything or name == cancel.client_order_id):
                    self._cancel(at, order)
            if everything:
                self._foreign.clear()
        if everything:
            time = max(at, self.down_until) + int(self._random.uniform(0.01, 0.3) * SECOND)
            self._send(time, KillConfirmation(at=time, venue=self.name, confirmed=not lost))

    def _cancel(self, at: int, order: VenueOrder) -> None:
        """Cancel an order, or say so too early: it had filled, and the word of that is late."""
        if not order.intent.reduce_only and self.luck.strikes("cancel_too_late"):
            self._report(at, order.intent, OrderState.CANCELLED, order.filled)
            self._fill(at, order, order.lots - order.filled)
            order.state = OrderState.FILLED
            self.luck.note("fill_beat_cancel")
            if self._random.random() < 0.5:
                return  # and of the fill nothing but itself is told
        else:
            order.state = OrderState.CANCELLED
            if order.filled:
                self.luck.note("partly_filled_then_cancelled")
        self._answer(at, order)

    # what is so ----------------------------------------------------------------------------

    @property
    def position(self) -> float:
        """The position in contracts, signed."""
        return self._contracts(self.truth.lots)

    def equity(self) -> float:
        """Wallet and unrealised PnL, settlement currency."""
        truth, terms = self.truth, self.instrument
        if not truth.lots or truth.entry is None:
            return truth.wallet
        side = 1 if truth.lots > 0 else -1
        size, contracts = float(terms.contract_size), abs(self.position)
        return truth.wallet + pnl(terms.kind, size, side, contracts, truth.entry, self.price)

    def state_account(self, at: int) -> None:
        """State the account: at times as it was a moment ago, at times nonsense."""
        if at < self.down_until:
            return
        statement = self._statement(at)
        time = at
        if statement.as_of is not None and self.clock_ahead_ns:
            self.luck.note("skewed_statement")
        if self.luck.strikes("statement_stale"):
            time = at + int(self._random.uniform(0.05, 3.0) * SECOND)
        late = statement.as_of is None and time > at + _GRACE_NS
        if late:
            self.luck.note("late_undated_statement")
        if self.luck.strikes("absurd_statement"):
            nonsense = self._random.choice((float("nan"), float("inf"), -float("inf")))
            key = self._random.choice(("wallet_balance", "equity"))
            statement = msgspec.structs.replace(statement, **{key: nonsense})
        else:
            self._believed(time, late=late)
            self._first_heard_at = min(self._first_heard_at or time, time)
        self._send(time, _stamped(statement, time))

    def _believed(self, at: int, *, late: bool) -> None:
        """Note a statement that will be believed: only a prompt one puts right what a late one did.

        In silence, however long, what was believed too early stays believed.
        """
        since, last, until = self._misled
        if late:
            misled = until == _UNTIL_PUT_RIGHT
            since, last = (min(since, at), max(last, at)) if misled else (at, at)
            self._misled = since, last, _UNTIL_PUT_RIGHT
            self.late_until = _UNTIL_PUT_RIGHT
        elif until == _UNTIL_PUT_RIGHT and at > last:
            self._misled = since, last, max(at, self._asleep_until)
        elif self.late_until == _UNTIL_PUT_RIGHT and at >= until + _LATE_FOR_NS:
            # Orders at work may have explained the difference until then.
            self.late_until = max(at, self._asleep_until) + 1

    def misleads(self, at: int) -> bool:
        """True while a statement is believed that came too late for anybody to see that it did."""
        since, _, until = self._misled
        return since <= at <= until

    def _statement(self, at: int) -> Account:
        truth = self.truth
        positions: tuple[PositionReport, ...] = ()
        if truth.lots:
            positions = (
                PositionReport(
                    symbol=self.instrument.symbol,
                    contracts=self.position,
                    entry_price=truth.entry,
                    liquidation_price=self._liquidation_price(),
                    leverage=truth.leverage,
                    margin_mode=truth.margin_mode,
                ),
            )
        return Account(
            at=at,
            venue=self.name,
            settle=self.instrument.settle,
            wallet_balance=truth.wallet,
            equity=self.equity(),
            positions=positions,
            as_of=at + self.clock_ahead_ns if self._dates_statements else None,
        )

    def _tier(self, contracts: float) -> Tier:
        terms = self.instrument
        size = contracts * float(terms.contract_size)
        coin = size / self.price if terms.inverse else size
        return next(tier for tier in terms.tiers if tier.up_to is None or coin <= tier.up_to)

    def _maintenance(self, contracts: float) -> float:
        tier = self._tier(contracts)
        return self._value(contracts) * float(tier.maintenance_rate) - float(tier.deduction)

    def _liquidation_price(self) -> float | None:
        truth, terms = self.truth, self.instrument
        if truth.entry is None:
            return None
        contracts = abs(self.position)
        tier = self._tier(contracts)
        price = liquidation_price(
            terms.kind,
            float(terms.contract_size),
            1 if truth.lots > 0 else -1,
            contracts,
            truth.entry,
            truth.wallet,
            float(tier.maintenance_rate),
            float(tier.deduction),
        )
        if price is None or not self.misstates_liquidation:
            return price
        return price * 1.2

    def list_orders(self, at: int) -> None:
        """List the open orders, those of others included."""
        if at < self.down_until:
            return
        ours = [name for name, order in self.truth.orders.items() if order.state in LIVE]
        names = (*ours, *sorted(self._foreign))
        listing = OpenOrders(
            at=at, venue=self.name, symbol=self.instrument.symbol, client_order_ids=names
        )
        self._send(at, listing)

    # what is done to it ----------------------------------------------------------------------

    def oversleep(self, until: int) -> None:
        """What came late and was believed is put right only by what is heard at waking."""
        self._asleep_until = until
        if self.late_until:
            self.late_until = max(self.late_until, until + _LATE_FOR_NS)

    def trade_by_hand(self, at: int) -> None:
        """Somebody else changes the position."""
        self.hand_trades += 1
        self.unseen_trades += self._first_heard_at is None or at <= self._first_heard_at
        self.truth.outside_at = at
        lots = max(int(abs(self.truth.lots) * 0.2), 1)
        self.move(self._random.choice((Side.BUY, Side.SELL)), lots)
        self.state_account(at)

    def order_by_hand(self, at: int) -> None:
        """Somebody else leaves an order in the book."""
        name = self._random.choice((f"web{at}", "st00099n00000001"))
        if name.startswith("st"):
            self.luck.note("other_instance")
        self._foreign.add(name)
        self.list_orders(at)

    def liquidate(self, at: int) -> None:
        """The venue takes a part of the position, by liquidation or for somebody else's sake."""
        kind = self._random.choice((FillType.LIQUIDATION, FillType.ADL))
        if self.truth.lots:
            self._take(at, kind, max(abs(self.truth.lots) // 3, 1))

    def liquidate_if_under(self, at: int) -> None:
        """Liquidate the whole position once its margin is used up."""
        contracts = abs(self.position)
        if contracts and self.equity() <= self._maintenance(contracts):
            self.luck.note("margin_used_up")
            self._take(at, FillType.LIQUIDATION, abs(self.truth.lots))
            self.truth.wallet = max(self.truth.wallet, 0.0)

    def _take(self, at: int, kind: FillType, lots: int) -> None:
        self.truth.outside_at = at
        self.takings += 1
        side = Side.SELL if self.truth.lots > 0 else Side.BUY
        fill = self._fill_event(kind, lots, self.move(side, lots), None, side)
        self._tell(at, lambda time: _stamped(fill, time))

    def pay_funding(self, at: int, rate: float) -> float:
        """Settle an interval; returns what the position received (negative: paid)."""
        if not self.truth.lots:
            return 0.0
        paid = rate * self._value(abs(self.position)) * (1 if self.truth.lots > 0 else -1)
        self.truth.wallet -= paid
        fill = self._fill_event(FillType.FUNDING, self.truth.lots, paid, None, None)
        self._tell(at, lambda time: _stamped(fill, time))
        return -paid

    def settle(self, at: int) -> None:
        """Close a dated contract's position at its expiry, at the price of the moment."""
        self.luck.note("expired")
        for order in self.truth.orders.values():
            if order.state in LIVE:
                order.state = OrderState.CANCELLED
                self._answer(at, order)
        if self.truth.lots:
            self.truth.outside_at = at
            self.move(Side.SELL if self.truth.lots > 0 else Side.BUY, abs(self.truth.lots))

    def change_terms(self) -> None:
        """Change the contract: a finer tick, or a finer lot."""
        if self._random.random() < 0.5:
            tick = self.instrument.tick_size / 5
            self.instrument = msgspec.structs.replace(self.instrument, tick_size=tick)
            return
        finer = self._random.choice((2, 10))
        lot = self.instrument.lot_size / finer
        self.instrument = msgspec.structs.replace(
            self.instrument, lot_size=lot, min_contracts=self.instrument.min_contracts / finer
        )
        self.truth.lots *= finer
        for order in self.truth.orders.values():
            order.lots *= finer
            order.filled *= finer


def _stamped(event: Fill | Account, at: int) -> Fill | Account:
    return msgspec.structs.replace(event, at=at)
