"""No order goes out at a price far from the mark, now or a moment ago."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.collar import inside_collar
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.events import Side
from terminal.model.reasons import Reason


def refuse(_: DeskState, leg: Leg, policy: Policy, order: Proposal) -> Reason | None:
    """Refuse a limit price outside the collar; protection brings its own."""
    if order.purpose.protective or order.limit_price is None or leg.mark_price is None:
        return None
    inside = inside_collar(leg, policy, order.limit_price, buying=order.side is Side.BUY)
    return None if inside else Reason.PRICE_COLLAR
