"""Messages a second, orders a minute, and the same order again and again."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.reasons import Reason


def refuse(state: DeskState, leg: Leg, policy: Policy, order: Proposal) -> Reason | None:
    """Refuse what would be too much too fast; protection of the margin is exempt."""
    if order.purpose.protective:
        return None
    shape = (leg.venue, leg.symbol, order.side, order.lots, leg.position_lots or 0)
    return state.rates.refusal(state.at, shape, policy)
