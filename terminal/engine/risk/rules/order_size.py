"""The cap on one order's USD."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.reasons import Reason


def refuse(_: DeskState, leg: Leg, policy: Policy, order: Proposal) -> Reason | None:
    """Refuse an order larger than the policy allows; protection of the margin is exempt."""
    if policy.max_order_usd is None or order.purpose.protective:
        return None
    too_large = leg.usd_of(order.lots) > policy.max_order_usd * (1 + 1e-12)
    return Reason.MAX_ORDER_USD if too_large else None
