"""One scaling order in flight per venue and symbol."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.outputs import Purpose
from terminal.model.reasons import Reason


def refuse(_: DeskState, leg: Leg, __: Policy, order: Proposal) -> Reason | None:
    """Refuse a scaling order while any order of the leg is unsettled."""
    if order.purpose is not Purpose.SCALE:
        return None
    return Reason.ORDER_IN_FLIGHT if leg.orders else None
