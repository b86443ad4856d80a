"""The caps on a position hold for whatever may still be filled."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.caps import binding, position_caps
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.reasons import Reason


def refuse(_: DeskState, leg: Leg, policy: Policy, order: Proposal) -> Reason | None:
    """Refuse an increase that, with all that is in flight, would pass a cap."""
    if order.reduce_only:
        return None
    if leg.mark_price is None:
        return Reason.MARK_UNKNOWN
    if leg.position_lots is None:
        return Reason.ACCOUNT_UNKNOWN
    side = order.side.sign
    same_way = sum((working.open_lots for working in leg.orders if working.side is order.side), 0)
    worst = leg.position_lots * side + same_way + order.lots
    caps = position_caps(leg, policy, leg.account.equity(), side)
    exceeded = binding(leg, policy, caps, worst)
    return exceeded[0][0] if exceeded else None
