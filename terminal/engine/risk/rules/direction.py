"""The side is the trader's: what scales opens that side and closes the other."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.outputs import Purpose
from terminal.model.reasons import Reason


def refuse(_: DeskState, __: Leg, policy: Policy, order: Proposal) -> Reason | None:
    """Refuse a scaling order that could open a position against the policy's side."""
    if order.purpose is not Purpose.SCALE or order.reduce_only:
        return None
    return Reason.WRONG_SIDE if order.side.sign != policy.side.sign else None
