"""Orders that nobody clicked need auto, or a guard that the trader left on."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.outputs import Mode, Purpose
from terminal.model.reasons import Reason


def refuse(state: DeskState, _: Leg, __: Policy, order: Proposal) -> Reason | None:
    """Refuse an automatic order that the trader has not armed."""
    if order.ordered_by_trader or order.purpose is Purpose.KILL:
        return None
    if order.purpose.protective:
        return None if state.guarding else Reason.NOT_ARMED
    return None if state.mode is Mode.AUTO else Reason.NOT_ARMED
