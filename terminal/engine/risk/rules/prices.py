"""While mark, index and last price tell of different markets, nothing is added."""

from terminal.engine.market.divergence import diverging
from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.reasons import Reason


def refuse(_: DeskState, leg: Leg, policy: Policy, order: Proposal) -> Reason | None:
    """Refuse an increase at a mark that the index or the last price contradicts."""
    if order.reduce_only:
        return None
    return Reason.PRICES_DIVERGE if diverging(leg, policy.price_divergence) else None
