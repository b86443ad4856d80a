"""Orders of a former instance whose end its journal does not know."""

from terminal.engine.market.intake import leg_of
from terminal.engine.market.leg import Leg
from terminal.engine.orders.issue import ask
from terminal.engine.orders.order import Order
from terminal.engine.risk import freezes
from terminal.engine.state import DeskState
from terminal.model.errors import UserError
from terminal.model.events import OrderState, RecoveredOrder
from terminal.model.outputs import Level, OrderType, Purpose
from terminal.model.reasons import Reason

_TYPES = frozenset(kind.value for kind in OrderType)
_PURPOSES = frozenset(purpose.value for purpose in Purpose)


def recover(state: DeskState, event: RecoveredOrder) -> Leg:
    """Take an order over as unknown: it stops scaling until the venue has answered for it."""
    leg = leg_of(state, event.venue, event.symbol)
    if event.client_order_id in state.orders.orders:
        return leg
    if event.type not in _TYPES or event.purpose not in _PURPOSES:
        raise UserError(
            f"recovered_order {event.client_order_id}: no order has type {event.type!r} "
            f"and purpose {event.purpose!r}"
        )
    order = Order(
        client_order_id=event.client_order_id,
        decision_id=event.decision_id,
        venue=event.venue,
        symbol=event.symbol,
        side=event.side,
        lots=leg.lots.nearest(float(event.contracts)),
        type_=OrderType(event.type),
        limit_price=event.limit_price,
        reduce_only=event.reduce_only,
        purpose=Purpose(event.purpose),
        created_at=event.sent_at,
    )
    order.recovered = True
    order.advance(OrderState.UNKNOWN, state.at)
    state.orders.add(leg, order)
    state.alert(Level.WARNING, Reason.ORDER_UNKNOWN, leg, event.client_order_id)
    ask(state, order)
    freezes.refresh(state, leg)
    return leg
