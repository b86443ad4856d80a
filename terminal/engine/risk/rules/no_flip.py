"""No order turns a position round: it is closed first, and the other side opened afterwards."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.reasons import Reason


def refuse(_: DeskState, leg: Leg, __: Policy, order: Proposal) -> Reason | None:
    """Refuse an order that, with what is on its way, exceeds the position that it is against.

    A reduce-only order is asked by its own rule; the venue itself keeps it from turning anything.
    """
    position = leg.position_lots or 0
    if order.reduce_only or position * order.side.sign >= 0:
        return None
    same_way = sum((working.open_lots for working in leg.orders if working.side is order.side), 0)
    return Reason.WOULD_FLIP if order.lots + same_way > abs(position) else None
