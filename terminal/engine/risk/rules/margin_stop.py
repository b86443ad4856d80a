"""Above the stop level of margin utilisation nothing is added."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.margin import lots_within_utilisation
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.reasons import Reason


def refuse(state: DeskState, leg: Leg, policy: Policy, order: Proposal) -> Reason | None:
    """Refuse an increase while utilisation is above the level, or not known."""
    if order.reduce_only:
        return None
    utilisation = state.account_of(leg).utilisation()
    if utilisation is None:
        return Reason.ACCOUNT_UNKNOWN
    if utilisation > policy.margin_stop:
        return Reason.MARGIN_STOP
    # A change of side frees margin before it takes any: only what adds is measured.
    if (leg.position_lots or 0) * order.side.sign < 0:
        return None
    room = lots_within_utilisation(state, leg, policy.margin_stop)
    return Reason.MARGIN_STOP if room is not None and order.lots > room else None
