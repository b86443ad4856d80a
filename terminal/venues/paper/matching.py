"""One symbol's market: the visible book of the others, and our own orders resting in it.

The others are given from outside, a snapshot at a time. What we take out of a snapshot is gone
until the next one; our own orders fill when a snapshot crosses them, for as much as it crosses
with, or when a trade prints beyond their price. Being last at a price is assumed throughout: a
trade at our own price does not fill us.
"""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from operator import attrgetter
from typing import NamedTuple

from sortedcontainers import SortedKeyList

from terminal.model.book import Levels
from terminal.model.events import OrderState, Side
from terminal.model.instrument import Instrument
from terminal.model.lots import Grid
from terminal.venues.paper.orders import Order, OrderRequest, Refusal


class Execution(NamedTuple):
    """So many whole lots at one price."""

    price: float
    lots: int


class WorkingOrder:
    """One order while the exchange works on it; `open_lots` can still fill."""

    __slots__ = (
        "created_at", "fees_paid", "filled_lots", "limit_price", "lots", "notional_lots",
        "open_lots", "order_id", "reason", "request", "sequence", "state", "updated_at",
    )  # fmt: skip

    def __init__(self, request: OrderRequest, order_id: str, sequence: int, at: int) -> None:
        self.request = request
        self.order_id = order_id
        self.sequence = sequence
        self.lots = 0
        self.open_lots = 0
        self.filled_lots = 0
        self.notional_lots = 0.0  # sum of lots × price of the fills
        self.fees_paid = 0.0
        self.limit_price = None if request.limit_price is None else float(request.limit_price)
        self.state = OrderState.PENDING
        self.reason: Refusal | None = None
        self.created_at = at
        self.updated_at = at

    @property
    def key(self) -> tuple[float, int]:
        """Return what sorts resting orders of one side: best price first, then the older."""
        price = self.limit_price or 0.0
        return (-price if self.request.side is Side.BUY else price, self.sequence)

    def fill(self, execution: Execution, fee: float) -> None:
        """Book one execution."""
        self.open_lots -= execution.lots
        self.filled_lots += execution.lots
        self.notional_lots += execution.lots * execution.price
        self.fees_paid += fee

    def value(self, lots: Grid) -> Order:
        """Return the order as it stands."""
        request = self.request
        filled = self.filled_lots
        return Order(
            order_id=self.order_id,
            client_order_id=request.client_order_id,
            symbol=request.symbol,
            side=request.side,
            type=request.type,
            contracts=request.contracts,
            limit_price=request.limit_price,
            reduce_only=request.reduce_only,
            state=self.state,
            filled_contracts=lots.exact(filled),
            open_contracts=lots.exact(self.open_lots),
            average_price=self.notional_lots / filled if filled else None,
            fees_paid=self.fees_paid,
            reason=self.reason,
            created_at=self.created_at,
            updated_at=self.updated_at,
        )


class Market:
    """One symbol's visible book, resting orders, mark and running funding rate."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.lots = Grid(instrument.lot_size)
        self.mark_price: float | None = None
        self.index_price: float | None = None
        self.last_price: float | None = None
        self.funding_rate: float | None = None
        self.next_funding_at: int | None = None
        self.funding_interval_s = 0.0
        self._visible: dict[Side, Levels] = {Side.BUY: (), Side.SELL: ()}
        # Levels become whole lots only once somebody trades: most snapshots are never touched.
        self._left: dict[Side, list[Execution] | None] = {Side.BUY: None, Side.SELL: None}
        self.has_book = False
        self._resting = {side: SortedKeyList(key=attrgetter("key")) for side in Side}

    def set_book(self, bids: Levels, asks: Levels) -> bool:
        """Replace the visible book; True when it crosses one of our resting orders."""
        self._visible[Side.BUY] = bids
        self._visible[Side.SELL] = asks
        self._left[Side.BUY] = self._left[Side.SELL] = None
        self.has_book = True
        buys, sells = self._resting[Side.BUY], self._resting[Side.SELL]
        return bool(
            (buys and asks and asks[0][0] <= buys[0].limit_price)
            or (sells and bids and bids[0][0] >= sells[0].limit_price)
        )

    def levels(self, side: Side) -> Levels:
        """Return what is left of one side of the visible book (BUY: the bids)."""
        left = self._left[side]
        if left is None:
            return self._visible[side]
        return tuple((price, self.lots.amount(lots)) for price, lots in left if lots)

    def best_price(self, side: Side) -> float | None:
        """Return the best bid (BUY) or ask (SELL) that is left, None where there is none."""
        left = self._left[side]
        if left is None:
            visible = self._visible[side]
            return visible[0][0] if visible else None
        return next((price for price, lots in left if lots), None)

    def take(self, side: Side, lots: int, limit_price: float | None) -> list[Execution]:
        """Take up to `lots` for an order on `side`, no worse than `limit_price`."""
        opposite = Side.SELL if side is Side.BUY else Side.BUY
        left = self._left[opposite]
        if left is None:
            left = [
                Execution(price, self.lots.toward_zero(contracts))
                for price, contracts in self._visible[opposite]
            ]
            self._left[opposite] = left
        taken: list[Execution] = []
        for index, (price, available) in enumerate(left):
            if lots <= 0 or (limit_price is not None and beyond(side, price, limit_price)):
                break
            if available <= 0:
                continue
            part = min(available, lots)
            left[index] = Execution(price, available - part)
            taken.append(Execution(price, part))
            lots -= part
        return taken

    def crosses(self, side: Side, limit_price: float) -> bool:
        """Return True when an order on `side` at `limit_price` would trade at once."""
        best = self.best_price(Side.SELL if side is Side.BUY else Side.BUY)
        return best is not None and not beyond(side, best, limit_price)

    def rest(self, order: WorkingOrder) -> None:
        """Put an order into the book, behind the others at its price."""
        self._resting[order.request.side].add(order)

    def remove(self, order: WorkingOrder) -> None:
        """Take an order out of the book, if it is there."""
        self._resting[order.request.side].discard(order)

    def resting(self, side: Side | None = None) -> Iterable[WorkingOrder]:
        """Return our orders in the book, best price first; of both sides without `side`."""
        sides = tuple(Side) if side is None else (side,)
        return [order for one in sides for order in self._resting[one]]


def beyond(side: Side, price: float, limit_price: float) -> bool:
    """Return True when `price` is worse than `limit_price` for an order on `side`."""
    return price > limit_price if side is Side.BUY else price < limit_price


def off_grid(quantity: Decimal, step: Decimal) -> bool:
    """Return True when `quantity` is not a whole number of steps."""
    try:
        return quantity % step != 0
    except InvalidOperation:  # more steps than a decimal counts exactly
        return True
