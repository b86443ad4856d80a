"""Automatic orders that filled since the trader last acted: too many of them disarm auto."""

from terminal.engine.orders.issue import withdraw_scaling
from terminal.engine.orders.order import Order
from terminal.engine.state import DeskState
from terminal.model.outputs import Level, Mode
from terminal.model.reasons import Reason


def count(state: DeskState, order: Order, filled_before: int) -> None:
    """Count an automatic order with its first fill; the policy says how many nobody need see.

    Reduce-only protection, which only auto let act, stays on: what is disarmed is scaling. A guard
    that the trader himself switched off stays off.
    """
    if not order.automatic or filled_before or not order.accounted_lots:
        return
    state.unattended += 1
    policy = state.policy
    if policy is None or state.mode is not Mode.AUTO:
        return
    if state.unattended < policy.max_unattended_orders:
        return
    if state.guard is None:
        state.guard = True
    detail = f"{state.unattended} automatic orders filled and nobody acted here meanwhile"
    state.alert(Level.ALARM, Reason.MAX_UNATTENDED, detail=detail)
    state.set_mode(Mode.MANUAL, Reason.MAX_UNATTENDED)
    for leg in state.legs.values():
        withdraw_scaling(state, leg, Reason.MAX_UNATTENDED)
