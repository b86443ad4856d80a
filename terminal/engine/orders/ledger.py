"""What orders have done to positions, whatever order their reports arrive in."""

from terminal.engine.market.leg import Leg
from terminal.engine.orders.order import Order
from terminal.model.events import Fill, OrderReport, OrderState

_KEPT = 2_000  # orders shown in the window
_FILL_IDS_KEPT = 100_000


class OrderLedger:
    """Every order of this session by its client order id.

    Fills are counted once by their fill id; reports and fills are combined by taking the larger
    account of how much was filled, so duplicates and late arrivals leave the state right.
    """

    __slots__ = ("_fill_ids", "orders")

    def __init__(self) -> None:
        self.orders: dict[str, Order] = {}
        self._fill_ids: dict[tuple[str, str], None] = {}

    def add(self, leg: Leg, order: Order) -> None:
        """Take an order that is about to be sent: from here on it counts as in flight."""
        self.orders[order.client_order_id] = order
        leg.orders.append(order)
        if len(self.orders) > _KEPT:
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        for client_order_id, order in self.orders.items():
            if order.settled:
                del self.orders[client_order_id]
                return

    def seen_before(self, event: Fill) -> bool:
        """True when this execution was counted already; remembers it otherwise."""
        key = (event.venue, event.fill_id)
        if key in self._fill_ids:
            return True
        self._fill_ids[key] = None
        if len(self._fill_ids) > _FILL_IDS_KEPT:
            del self._fill_ids[next(iter(self._fill_ids))]
        return False

    def take_report(self, leg: Leg, order: Order, event: OrderReport) -> float:
        """Take a venue's report; returns the PnL that newly told fills realised."""
        order.shown = None
        lots = min(abs(leg.lots.nearest(event.filled_contracts)), order.lots)
        order.reported_lots = max(order.reported_lots, lots)
        if event.average_price is not None:
            order.average_price = event.average_price
        if event.reason is not None:
            order.reason = event.reason
        price = _price_of_the_rest(leg, order, event.average_price)
        realized = self._account(leg, order, price, event.at)
        order.advance(_told(event.state, order), event.at)
        self._settle(leg, order)
        return realized

    def take_fill(self, leg: Leg, order: Order, event: Fill) -> float:
        """Take a fill of one of our orders; returns the PnL that it realised."""
        order.shown = None
        lots = abs(leg.lots.nearest(event.contracts))
        before = order.fill_lots
        order.fill_lots += lots
        if order.fill_lots:
            paid = (order.average_price or 0.0) * before + event.price * lots
            order.average_price = paid / order.fill_lots if before or lots else event.price
        realized = self._account(leg, order, event.price, event.at)
        full = order.accounted_lots >= order.lots
        order.advance(OrderState.FILLED if full else OrderState.PARTIALLY_FILLED, event.at)
        self._settle(leg, order)
        return realized

    def _account(self, leg: Leg, order: Order, price: float | None, at: int) -> float:
        known = max(order.fill_lots, order.reported_lots)
        newly = known - order.accounted_lots
        if newly <= 0:
            return 0.0
        order.accounted_lots = known
        at_price = price if price is not None else (leg.mark_price or leg.entry_price)
        if at_price is not None:
            order.accounted_cost += _cost(leg, newly, at_price)
        signed = leg.adoption.untold(newly * order.side.sign, at, order.created_at)
        if signed == 0:
            return 0.0
        leg.moved_at = at
        if order.recovered:
            return 0.0
        if at_price is None:
            leg.position_lots = (leg.position_lots or 0) + signed
            return 0.0
        return leg.apply_fill(signed, at_price)

    def _settle(self, leg: Leg, order: Order) -> None:
        if order.accounted_lots >= order.lots and not order.recovered:
            order.reserved = False
        if order.settled and order in leg.orders:
            leg.orders.remove(order)
        elif not order.settled and order not in leg.orders:
            leg.orders.append(order)

    def release(
        self, leg: Leg, at: int, *, resting_doubt_ns: int = 0, recovered_doubt_ns: int = 0
    ) -> None:
        """Let go of reservations whose end an account statement of time `at` confirms.

        Resting orders are given more time where there is doubt, and recovered ones yet more: their
        fills no report but only a statement brings into the position.
        """
        for order in leg.orders:
            doubt = resting_doubt_ns if order.rests else 0
            if order.recovered:
                doubt = recovered_doubt_ns
            if order.reserved and order.updated_at + doubt < at:
                order.reserved = False
        leg.orders = [order for order in leg.orders if not order.settled]


def _cost(leg: Leg, lots: int, price: float) -> float:
    return lots / price if leg.inverse else lots * price


def _price_of_the_rest(leg: Leg, order: Order, average: float | None) -> float | None:
    """Return the price of what a report tells anew: its average is that of all that was filled."""
    before = order.accounted_lots
    newly = order.reported_lots - before
    if average is None or before <= 0 or newly <= 0:
        return average
    rest = _cost(leg, order.reported_lots, average) - order.accounted_cost
    if rest <= 0:
        return average
    price = newly / rest if leg.inverse else rest / newly
    return price if average / 2 < price < average * 2 else average


def _told(state: OrderState, order: Order) -> OrderState:
    """Return the state that a report amounts to, given all that is known of the order."""
    if order.accounted_lots >= order.lots and state is not OrderState.REJECTED:
        return OrderState.FILLED
    if state is OrderState.OPEN and order.accounted_lots > 0:
        return OrderState.PARTIALLY_FILLED
    if state is OrderState.NOT_FOUND:
        return OrderState.UNKNOWN
    if state is OrderState.FILLED:
        # The venue has done with it, and what it filled beyond this count has yet to be told.
        return OrderState.EXPIRED
    return state
