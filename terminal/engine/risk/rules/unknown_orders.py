"""While the outcome of an order is unknown, nothing may add to the position."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.events import OrderState
from terminal.model.reasons import Reason


def refuse(_: DeskState, leg: Leg, __: Policy, order: Proposal) -> Reason | None:
    """Refuse an increase while an order of the leg is unresolved."""
    if order.reduce_only:
        return None
    unresolved = any(working.state is OrderState.UNKNOWN for working in leg.orders)
    return Reason.UNKNOWN_ORDER if unresolved else None
