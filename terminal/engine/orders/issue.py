"""Sending: the only place where an order intent is made."""

from terminal.engine.market.leg import Leg
from terminal.engine.orders.order import Order
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.outputs import CancelIntent, OrderIntent, OrderQuery, Purpose
from terminal.model.reasons import Reason

_PREFIX = "st"
_CANCEL_AGAIN_NS = 2_000_000_000


def client_order_id_of(epoch: int, decision_id: int) -> str:
    """Return an id that is unique across restarts and carries its decision: letters and digits."""
    return f"{_PREFIX}{epoch:05d}n{decision_id:08d}"


def epoch_of(client_order_id: str) -> int | None:
    """Return the instance number inside an id of this program; None for anybody else's id."""
    head, separator, tail = client_order_id.removeprefix(_PREFIX).partition("n")
    ours = client_order_id.startswith(_PREFIX) and separator and head.isdigit() and tail.isdigit()
    return int(head) if ours else None


def issue(state: DeskState, leg: Leg, order: Proposal, decision_id: int) -> None:
    """Put an admitted order on its way; from here on it counts as in flight."""
    client_order_id = client_order_id_of(state.epoch, decision_id)
    sent = Order(
        client_order_id=client_order_id,
        decision_id=decision_id,
        venue=leg.venue,
        symbol=leg.symbol,
        side=order.side,
        lots=order.lots,
        type_=order.type,
        limit_price=order.limit_price,
        reduce_only=order.reduce_only,
        purpose=order.purpose,
        created_at=state.at,
    )
    sent.automatic = order.purpose is Purpose.SCALE and not order.ordered_by_trader
    state.orders.add(leg, sent)
    state.touch(leg.venue)  # what is in flight takes its part of the caps
    shape = (leg.venue, leg.symbol, order.side, order.lots, leg.position_lots or 0)
    state.rates.record(state.at, shape, leg.usd_of(order.lots))
    state.out.append(
        OrderIntent(
            at=state.at,
            client_order_id=client_order_id,
            decision_id=decision_id,
            venue=leg.venue,
            symbol=leg.symbol,
            side=order.side,
            contracts=leg.exact(order.lots),
            reduce_only=order.reduce_only,
            type=order.type,
            limit_price=order.limit_price,
            purpose=order.purpose,
        )
    )


def cancel(state: DeskState, order: Order, reason: Reason) -> None:
    """Ask the venue to cancel one order; asked again when nothing comes of it."""
    recently = order.cancel_asked_at is not None and (
        state.at - order.cancel_asked_at < _CANCEL_AGAIN_NS
    )
    if recently or order.state.terminal:
        return
    if order.cancel_asked_at is not None:
        ask(state, order)  # it may have ended, and the word of it been lost
    order.cancel_asked_at = state.at
    order.cancel_reason = reason
    state.rates.record_message(state.at, order.venue)
    state.out.append(
        CancelIntent(
            at=state.at,
            venue=order.venue,
            symbol=order.symbol,
            client_order_id=order.client_order_id,
            reason=reason,
        )
    )


def withdraw_scaling(state: DeskState, leg: Leg, reason: Reason) -> None:
    """Ask for the end of every resting order that the size formula had sent."""
    for order in leg.orders:
        if order.purpose is Purpose.SCALE and order.rests:
            cancel(state, order, reason)


def ask(state: DeskState, order: Order) -> None:
    """Ask the venue what became of an order."""
    order.asked_at = state.at
    state.rates.record_message(state.at, order.venue)
    state.out.append(
        OrderQuery(
            at=state.at,
            venue=order.venue,
            symbol=order.symbol,
            client_order_id=order.client_order_id,
        )
    )
