"""A freeze stops scaling; never the protection, never the trader's own way out."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.outputs import Purpose
from terminal.model.reasons import Reason


def refuse(_: DeskState, leg: Leg, __: Policy, order: Proposal) -> Reason | None:
    """Refuse with the first reason for which the leg stands still."""
    if order.purpose.protective:
        return None
    if order.purpose is Purpose.MANUAL and order.reduce_only:
        return None  # the trader may always make the position smaller
    return leg.frozen[0] if leg.frozen else None
