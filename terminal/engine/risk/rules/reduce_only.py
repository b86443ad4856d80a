"""A reduce-only order makes the position smaller and never turns it round."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.outputs import Purpose
from terminal.model.reasons import Reason


def refuse(_: DeskState, leg: Leg, __: Policy, order: Proposal) -> Reason | None:
    """Refuse a reduction that, with what is closing already, exceeds the position."""
    if not order.reduce_only:
        return Reason.REDUCE_ONLY_VIOLATION if order.purpose.protective else None
    position = leg.position_lots or 0
    if position * order.side.sign >= 0:
        return Reason.REDUCE_ONLY_VIOLATION
    closes_all = order.purpose in (Purpose.FLATTEN, Purpose.KILL)
    closing = leg.closing_lots(order.side, reserved=not closes_all)
    return Reason.REDUCE_ONLY_VIOLATION if order.lots + closing > abs(position) else None
