"""A session loss locks increases, or everything that scales."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import LossLock, Policy
from terminal.engine.risk.loss import check_loss
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.reasons import Reason


def refuse(state: DeskState, leg: Leg, policy: Policy, order: Proposal) -> Reason | None:
    """Refuse what the lock covers; the trader may always reduce by hand."""
    if order.purpose.protective:
        return None
    if not order.reduce_only:  # the sweep looks ten times a second: what grows is looked at now
        check_loss(state, policy)
    if not state.account_of(leg).loss_locked:
        return None
    if order.reduce_only and policy.session_loss_locks is LossLock.INCREASES:
        return None
    if order.reduce_only and order.ordered_by_trader:
        return None
    return Reason.SESSION_LOSS
