"""Behind the latch of the kill switch nothing leaves but its own reduce-only flattening."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.outputs import Purpose
from terminal.model.reasons import Reason


def refuse(state: DeskState, _: Leg, __: Policy, order: Proposal) -> Reason | None:
    """Refuse everything else while the latch is closed."""
    if state.kill.latched and not (order.purpose is Purpose.KILL and order.reduce_only):
        return Reason.KILLED
    return None
