"""The gate between sizing and the wire. Every order passes it, the trader's own included.

The questions stand in a fixed order; the first refusal names the reason.
"""

from collections.abc import Callable
from decimal import Decimal

import msgspec

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import LossLock, Policy
from terminal.engine.risk.caps import position_caps
from terminal.engine.risk.collar import inside_collar
from terminal.engine.state import DeskState
from terminal.model.events import OrderState, Side
from terminal.model.outputs import Mode, OrderType, Purpose
from terminal.model.reasons import Reason


class Proposal(msgspec.Struct, frozen=True, gc=False):
    """An order that asks to leave. Lots are unsigned; `ordered_by_trader` covers a click."""

    side: Side
    lots: int
    reduce_only: bool
    type: OrderType
    limit_price: Decimal | None
    purpose: Purpose
    ordered_by_trader: bool = False

    @property
    def signed_lots(self) -> int:
        """Lots signed by the side."""
        return self.lots * self.side.sign


def refusal(state: DeskState, leg: Leg, policy: Policy, order: Proposal) -> Reason | None:
    """Return why `order` may not leave the process, None where it may."""
    for question in _QUESTIONS:
        reason = question(state, leg, policy, order)
        if reason is not None:
            return reason
    return None


def _shape(_: DeskState, leg: Leg, __: Policy, order: Proposal) -> Reason | None:
    price = order.limit_price
    if order.lots <= 0 or (price is not None and (not price.is_finite() or price <= 0)):
        return Reason.MALFORMED_ORDER
    if order.type is not OrderType.MARKET and price is None:
        return Reason.MALFORMED_ORDER
    if price is not None and price % leg.ticks.step != 0:
        return Reason.MALFORMED_ORDER
    return None


def _latch(state: DeskState, _: Leg, __: Policy, order: Proposal) -> Reason | None:
    if state.kill.latched and not (order.purpose is Purpose.KILL and order.reduce_only):
        return Reason.KILLED
    return None


def _armed(state: DeskState, _: Leg, policy: Policy, order: Proposal) -> Reason | None:
    if order.ordered_by_trader or order.purpose is Purpose.KILL:
        return None
    if order.purpose.protective:
        return None if state.guarding else Reason.NOT_ARMED
    return None if state.mode is Mode.AUTO else Reason.NOT_ARMED


def _frozen(_: DeskState, leg: Leg, __: Policy, order: Proposal) -> Reason | None:
    if order.purpose.protective:
        return None
    if order.purpose is Purpose.MANUAL and order.reduce_only:
        return None  # the trader may always make the position smaller
    return leg.frozen[0] if leg.frozen else None


def _reduce_only(_: DeskState, leg: Leg, __: Policy, order: Proposal) -> Reason | None:
    if not order.reduce_only:
        return Reason.REDUCE_ONLY_VIOLATION if order.purpose.protective else None
    position = leg.position_lots or 0
    if position * order.side.sign >= 0:
        return Reason.REDUCE_ONLY_VIOLATION
    closing = sum(working.open_lots for working in leg.orders if working.side is order.side)
    return Reason.REDUCE_ONLY_VIOLATION if order.lots + closing > abs(position) else None


def _one_at_a_time(_: DeskState, leg: Leg, __: Policy, order: Proposal) -> Reason | None:
    if order.purpose is not Purpose.SCALE:
        return None
    return Reason.ORDER_IN_FLIGHT if leg.orders else None


def _unknown(_: DeskState, leg: Leg, __: Policy, order: Proposal) -> Reason | None:
    if order.reduce_only:
        return None
    unresolved = any(working.state is OrderState.UNKNOWN for working in leg.orders)
    return Reason.UNKNOWN_ORDER if unresolved else None


def _caps(state: DeskState, leg: Leg, policy: Policy, order: Proposal) -> Reason | None:
    if order.reduce_only or leg.mark_price is None:
        return None if order.reduce_only else Reason.MARK_UNKNOWN
    side = order.side.sign
    same_way = sum(working.open_lots for working in leg.orders if working.side is order.side)
    worst = (leg.position_lots or 0) * side + same_way + order.lots
    for reason, most in position_caps(state, leg, policy):
        if worst > most:
            return reason
    return None


def _order_size(_: DeskState, leg: Leg, policy: Policy, order: Proposal) -> Reason | None:
    if policy.max_order_usd is None or order.purpose.protective or leg.mark_price is None:
        return None
    too_large = order.lots * leg.usd_of_one_lot > policy.max_order_usd * (1 + 1e-12)
    return Reason.MAX_ORDER_USD if too_large else None


def _collar(_: DeskState, leg: Leg, policy: Policy, order: Proposal) -> Reason | None:
    if order.purpose.protective or order.limit_price is None or leg.mark_price is None:
        return None
    inside = inside_collar(leg, policy, order.limit_price, buying=order.side is Side.BUY)
    return None if inside else Reason.PRICE_COLLAR


def _rate(state: DeskState, leg: Leg, policy: Policy, order: Proposal) -> Reason | None:
    if order.purpose.protective:
        return None
    shape = (leg.venue, leg.symbol, order.side, order.lots)
    return state.rates.refusal(state.at, shape, policy)


def _loss(state: DeskState, leg: Leg, policy: Policy, order: Proposal) -> Reason | None:
    if order.purpose.protective or not state.account_of(leg).loss_locked:
        return None
    if order.reduce_only and policy.session_loss_locks is LossLock.INCREASES:
        return None
    if order.reduce_only and order.ordered_by_trader:
        return None
    return Reason.SESSION_LOSS


def _margin(state: DeskState, leg: Leg, policy: Policy, order: Proposal) -> Reason | None:
    if order.reduce_only:
        return None
    utilisation = state.account_of(leg).utilisation()
    if utilisation is None:
        return Reason.ACCOUNT_UNKNOWN
    return Reason.MARGIN_STOP if utilisation > policy.margin_stop else None


_Question = Callable[[DeskState, Leg, Policy, Proposal], Reason | None]
_QUESTIONS: tuple[_Question, ...] = (
    _shape,
    _latch,
    _armed,
    _frozen,
    _reduce_only,
    _one_at_a_time,
    _unknown,
    _caps,
    _order_size,
    _collar,
    _rate,
    _loss,
    _margin,
)
