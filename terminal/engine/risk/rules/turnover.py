"""The cap on the USD traded within an hour."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.outputs import Purpose
from terminal.model.reasons import Reason


def refuse(state: DeskState, leg: Leg, policy: Policy, order: Proposal) -> Reason | None:
    """Refuse what exceeds the hour's rest; neither protection nor the trader's way out."""
    if policy.max_turnover_usd_per_hour is None or leg.mark_price is None:
        return None
    if order.purpose.protective or (order.purpose is Purpose.MANUAL and order.reduce_only):
        return None
    left = state.rates.turnover_left(state.at, policy)
    too_much = order.lots * leg.usd_of_one_lot > left * (1 + 1e-12)
    return Reason.MAX_TURNOVER if too_much else None
