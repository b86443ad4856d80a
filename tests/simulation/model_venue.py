"""A venue that is simple in its arithmetic and hostile in its manners.

It knows the truth: the position, every order that reached it and every fill. What the engine
hears of that is delayed, doubled, reordered or lost, as the seed has it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

import msgspec

from terminal.model.arithmetic.contracts import notional, pnl
from terminal.model.arithmetic.entry import position_after_fill
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
from terminal.model.instrument import Instrument
from terminal.model.outputs import CancelIntent, OrderIntent, OrderType
from tests.simulation.scenario import SECOND, Faults

Send = Callable[[int, AnyEvent], None]


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
    orders: dict[str, VenueOrder] = field(default_factory=dict)
    in_transit: dict[str, OrderIntent] = field(default_factory=dict)
    outside_at: int = 0  # when somebody else last changed the position


class ModelVenue:
    """One contract on one venue. `send` schedules an event for the engine."""

    def __init__(
        self,
        instrument: Instrument,
        wallet: float,
        faults: Faults,
        random: Random,
        send: Send,
        later: Callable[[int, Callable[[int], None]], None],
    ) -> None:
        self.instrument = instrument
        self.truth = Truth(wallet=wallet)
        self.faults = faults
        self.price = 0.0
        self._random = random
        self._send = send
        self._later = later
        self._fills = 0
        self._lot = float(instrument.lot_size)
        self._size = float(instrument.contract_size)
        self._foreign: set[str] = set()

    @property
    def name(self) -> str:
        """The venue's name."""
        return self.instrument.venue

    def _chance(self, probability: float) -> bool:
        return probability > 0 and self._random.random() < probability

    def _tell(self, at: int, event_of: Callable[[int], AnyEvent]) -> None:
        """Send a report: a little later, perhaps much later, perhaps twice."""
        times = [at + int(self._random.uniform(0.001, 0.05) * SECOND)]
        if self._chance(self.faults.delayed):
            times = [at + int(self._random.uniform(0.05, 1.5) * SECOND)]
        if self._chance(self.faults.duplicated):
            times.append(times[0] + int(self._random.uniform(0.0, 1.0) * SECOND))
        for time in times:
            self._send(time, event_of(time))

    # orders ------------------------------------------------------------------------------

    def receive(self, at: int, intent: OrderIntent) -> None:
        """An order leaves the engine: it may be lost, refused, or reach the book."""
        name = intent.client_order_id
        if self._chance(self.faults.request_lost):
            self._report(at, intent, OrderState.UNKNOWN)
            return
        if self._chance(self.faults.rejected):
            self._tell(at, lambda time: self._report_of(time, intent, OrderState.REJECTED, 0, None))
            return
        arrives = at + int(self._random.uniform(0.001, 0.03) * SECOND)
        if self._chance(self.faults.delayed):
            arrives = at + int(self._random.uniform(0.05, 8.0) * SECOND)
        assert name not in self.truth.orders, f"order {name} was sent twice"
        assert name not in self.truth.in_transit, f"order {name} was sent twice"
        self.truth.in_transit[name] = intent
        self._later(arrives, lambda time: self.match(time, intent))

    def match(self, at: int, intent: OrderIntent) -> None:
        """An order reaches the book."""
        del self.truth.in_transit[intent.client_order_id]
        lots = exact_lots(self.instrument, intent.contracts)
        side = intent.side.sign
        if intent.reduce_only:
            room = max(-side * self.truth.lots, 0)
            lots = min(lots, room)
        order = VenueOrder(intent, lots)
        self.truth.orders[intent.client_order_id] = order
        if lots == 0:
            order.state = OrderState.CANCELLED
            self._answer(at, order)
            return
        if intent.type is OrderType.POST_ONLY:
            self._answer(at, order)
            fills_at = at + int(self._random.uniform(0.5, 20.0) * SECOND)
            self._later(fills_at, lambda time: self._fill_resting(time, order))
            return
        take = lots
        if self._chance(self.faults.partial):
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
        if order.state not in (OrderState.OPEN, OrderState.PARTIALLY_FILLED):
            return
        take = order.lots - order.filled
        if order.intent.reduce_only:
            take = min(take, max(-order.intent.side.sign * self.truth.lots, 0))
        if take:
            self._fill(at, order, take)
        order.state = OrderState.FILLED if order.filled == order.lots else OrderState.CANCELLED
        self._answer(at, order)

    def _fill(self, at: int, order: VenueOrder, lots: int) -> None:
        order.average = self.price
        order.filled += lots
        fee = self._move(order.intent.side, lots)
        self._fills += 1
        fill = Fill(
            at=0,
            venue=self.name,
            symbol=self.instrument.symbol,
            client_order_id=order.intent.client_order_id,
            contracts=lots * self._lot,
            price=self.price,
            fee=fee,
            fill_id=f"f{self._fills}",
            fill_type=FillType.TRADE,
        )
        self._tell(at, lambda time: _stamped(fill, time))

    def _move(self, side: Side, lots: int) -> float:
        """Trade at the present price; returns the fee."""
        truth = self.truth
        after, entry, realized = position_after_fill(
            self.instrument.kind,
            self._size * self._lot,
            float(truth.lots),
            truth.entry,
            float(lots * side.sign),
            self.price,
        )
        value = notional(self.instrument.kind, self._size, lots * self._lot, self.price)
        fee = value * float(self.instrument.taker_fee)
        truth.lots, truth.entry = int(after), entry
        truth.wallet += realized - fee
        return fee

    def _answer(self, at: int, order: VenueOrder) -> None:
        if self._chance(self.faults.answer_unknown):
            self._report(at, order.intent, OrderState.UNKNOWN)
            return
        if self._chance(self.faults.answer_lost):
            return
        state, filled, average = order.state, order.filled, order.average
        self._tell(
            at, lambda time: self._report_of(time, order.intent, state, filled, average or None)
        )

    def _report(self, at: int, intent: OrderIntent, state: OrderState) -> None:
        time = at + int(self._random.uniform(0.01, 0.2) * SECOND)
        self._send(time, self._report_of(time, intent, state, 0, None))

    def _report_of(
        self, at: int, intent: OrderIntent, state: OrderState, filled: int, average: float | None
    ) -> OrderReport:
        return OrderReport(
            at=at,
            venue=self.name,
            symbol=self.instrument.symbol,
            client_order_id=intent.client_order_id,
            state=state,
            filled_contracts=filled * self._lot,
            average_price=average,
        )

    def query(self, at: int, intent: OrderIntent) -> None:
        """The engine asks what became of an order."""
        if self._chance(self.faults.request_lost):
            return
        order = self.truth.orders.get(intent.client_order_id)
        time = at + int(self._random.uniform(0.005, 0.1) * SECOND)
        if order is None:
            self._send(time, self._report_of(time, intent, OrderState.NOT_FOUND, 0, None))
            return
        average = order.average or None
        self._send(time, self._report_of(time, intent, order.state, order.filled, average))

    def cancel(self, at: int, cancel: CancelIntent) -> None:
        """Cancel one order or all; the kill switch's cancel is confirmed."""
        for name, order in self.truth.orders.items():
            if cancel.client_order_id not in (None, name):
                continue
            if order.state in (OrderState.OPEN, OrderState.PARTIALLY_FILLED):
                order.state = OrderState.CANCELLED
                self._answer(at, order)
        if cancel.client_order_id is None:
            self._foreign.clear()
            confirmed = not self._chance(self.faults.request_lost)
            time = at + int(self._random.uniform(0.01, 0.3) * SECOND)
            self._send(time, KillConfirmation(at=time, venue=self.name, confirmed=confirmed))

    # what is so ----------------------------------------------------------------------------

    def equity(self) -> float:
        """Wallet and unrealised PnL, settlement currency."""
        truth = self.truth
        if not truth.lots or truth.entry is None:
            return truth.wallet
        side = 1 if truth.lots > 0 else -1
        contracts = abs(truth.lots) * self._lot
        gain = pnl(self.instrument.kind, self._size, side, contracts, truth.entry, self.price)
        return truth.wallet + gain

    def state_account(self, at: int) -> None:
        """State the account: at times as it was a moment ago."""
        statement = self._statement(at)
        time = at
        if self._chance(self.faults.statement_stale):
            time = at + int(self._random.uniform(0.05, 1.2) * SECOND)
        self._send(time, _stamped(statement, time))

    def _statement(self, at: int) -> Account:
        truth = self.truth
        positions: tuple[PositionReport, ...] = ()
        if truth.lots:
            positions = (
                PositionReport(
                    symbol=self.instrument.symbol,
                    contracts=truth.lots * self._lot,
                    entry_price=truth.entry,
                    leverage=truth.leverage,
                ),
            )
        return Account(
            at=at,
            venue=self.name,
            settle=self.instrument.settle,
            wallet_balance=truth.wallet,
            equity=self.equity(),
            positions=positions,
        )

    def list_orders(self, at: int) -> None:
        """List the open orders, those of others included."""
        ours = [
            name
            for name, order in self.truth.orders.items()
            if order.state in (OrderState.OPEN, OrderState.PARTIALLY_FILLED)
        ]
        names = (*ours, *sorted(self._foreign))
        listing = OpenOrders(
            at=at, venue=self.name, symbol=self.instrument.symbol, client_order_ids=names
        )
        self._send(at, listing)

    # what others do --------------------------------------------------------------------------

    def trade_by_hand(self, at: int) -> None:
        """Somebody else changes the position."""
        self.truth.outside_at = at
        lots = max(int(abs(self.truth.lots) * 0.2), 1)
        self._move(self._random.choice((Side.BUY, Side.SELL)), lots)
        self.state_account(at)

    def order_by_hand(self, at: int) -> None:
        """Somebody else leaves an order in the book."""
        self._foreign.add(f"web{at}")
        self.list_orders(at)

    def liquidate(self, at: int) -> None:
        """The venue takes a part of the position."""
        if not self.truth.lots:
            return
        self.truth.outside_at = at
        side = Side.SELL if self.truth.lots > 0 else Side.BUY
        lots = max(abs(self.truth.lots) // 3, 1)
        self._fills += 1
        fee = self._move(side, lots)
        event = Fill(
            at=0,
            venue=self.name,
            symbol=self.instrument.symbol,
            client_order_id=None,
            contracts=lots * self._lot,
            price=self.price,
            fee=fee,
            fill_id=f"liq{self._fills}",
            fill_type=FillType.LIQUIDATION,
            side=side,
        )
        self._tell(at, lambda time: _stamped(event, time))


def _stamped(event: Fill | Account, at: int) -> Fill | Account:
    return msgspec.structs.replace(event, at=at)


def exact_lots(instrument: Instrument, contracts: Decimal) -> int:
    """Return contracts as whole lots; an order off the grid is a violation found here."""
    lots = contracts / instrument.lot_size
    assert lots == lots.to_integral_value(), f"{contracts} is off the lot of {instrument.lot_size}"
    return int(lots)
