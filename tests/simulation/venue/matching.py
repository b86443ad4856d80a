"""What becomes of an order that has reached the book."""

from collections.abc import Callable

from terminal.model.events import FillType, OrderState, Side
from terminal.model.outputs import OrderIntent, OrderType
from tests.simulation.luck import Luck
from tests.simulation.scenario import SECOND
from tests.simulation.venue.line import Line
from tests.simulation.venue.truth import LIVE, Truth, VenueOrder

Later = Callable[[int, Callable[[int], None]], None]
_RESTING = (OrderType.POST_ONLY, OrderType.LIMIT)


class Matching:
    """Fills orders at the present price, at once or while they rest, wholly or in parts."""

    def __init__(self, truth: Truth, line: Line, luck: Luck, later: Later) -> None:
        self._truth = truth
        self._line = line
        self._luck = luck
        self._random = luck.random
        self._later = later

    def match(self, at: int, intent: OrderIntent) -> None:
        """Take an order into the book."""
        truth = self._truth
        lots = int(intent.contracts / truth.instrument.lot_size)
        if intent.reduce_only:
            lots = min(lots, truth.closable(intent.side))
        if lots * truth.instrument.lot_size < intent.contracts:
            self._luck.note("reduce_only_cut")
        order = VenueOrder(intent, lots)
        truth.orders[intent.client_order_id] = order
        if lots == 0 or truth.expired(at):
            order.state = OrderState.CANCELLED
            self._line.answer(at, order)
            return
        if intent.type in _RESTING:
            self._line.answer(at, order)
            fills_at = at + int(self._random.uniform(0.5, 20.0) * SECOND)
            self._later(fills_at, lambda time: self._fill_resting(time, order))
            return
        take = lots
        if self._luck.strikes("partial"):
            take = self._random.randint(0, lots)
        if self._luck.strikes("unfilled") or not self._marketable(intent):
            take = 0
        if take:
            self._fill(at, order, take)
        self._ended(at, order)

    def _marketable(self, intent: OrderIntent) -> bool:
        if intent.limit_price is None:
            return True
        limit, price = float(intent.limit_price), self._truth.price
        return limit >= price if intent.side is Side.BUY else limit <= price

    def _fill_resting(self, at: int, order: VenueOrder) -> None:
        """A resting order meets somebody: first a part, where the seed has it so."""
        if order.state not in LIVE:
            return
        take = order.lots - order.filled
        if order.intent.reduce_only:
            take = min(take, self._truth.closable(order.intent.side))
        partly = take > 1 and order.filled == 0 and self._luck.strikes("partial")
        if partly:
            take = self._random.randint(1, take - 1)
        if take:
            self._fill(at, order, take)
        if not partly:
            self._ended(at, order)
            return
        order.state = OrderState.PARTIALLY_FILLED
        again = at + int(self._random.uniform(0.5, 10.0) * SECOND)
        self._later(again, lambda time: self._fill_resting(time, order))
        self._line.answer(at, order)

    def _ended(self, at: int, order: VenueOrder) -> None:
        order.state = OrderState.FILLED if order.filled == order.lots else OrderState.CANCELLED
        self._line.answer(at, order)

    def _fill(self, at: int, order: VenueOrder, lots: int) -> None:
        order.average = self._truth.price
        order.filled += lots
        fee = self._truth.move(order.intent.side, lots)
        self._line.tell_fill(at, FillType.TRADE, lots, fee, order.intent.client_order_id)

    def cancel(self, at: int, order: VenueOrder) -> None:
        """Cancel an order, or say so too early: it had filled, and the word of that is late."""
        if not order.intent.reduce_only and self._luck.strikes("cancel_too_late"):
            self._line.report(at, order.intent, OrderState.CANCELLED, order.filled)
            self._fill(at, order, order.lots - order.filled)
            order.state = OrderState.FILLED
            self._luck.note("fill_beat_cancel")
            if self._random.random() < 0.5:
                return  # and of the fill nothing but itself is told
        else:
            order.state = OrderState.CANCELLED
            if order.filled:
                self._luck.note("partly_filled_then_cancelled")
        self._line.answer(at, order)
