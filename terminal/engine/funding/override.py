"""The trader's override of a stale funding rate: reasoned, time-boxed, ending by itself."""

from terminal.engine.market.leg import Leg
from terminal.engine.risk import freezes
from terminal.engine.state import DeskState
from terminal.model.outputs import Level
from terminal.model.reasons import Reason


def override_funding(state: DeskState, leg: Leg, reason: str, until_at: int | None) -> bool:
    """Proceed on the last known rate; False where there is none to proceed on."""
    if leg.funding.rate is None:
        return not leg.instrument.perpetual
    leg.funding.override(reason, until_at)
    state.alert(Level.WARNING, Reason.FUNDING_OVERRIDE, leg, reason)
    freezes.refresh(state, leg)
    return True


def end_override(state: DeskState, leg: Leg, why: str) -> None:
    """Withdraw an override where there is one, and say so."""
    if leg.funding.override_reason is None:
        return
    leg.funding.end_override()
    state.alert(Level.INFO, Reason.FUNDING_OVERRIDE_ENDED, leg, why)
    freezes.refresh(state, leg)


def expire_override(state: DeskState, leg: Leg) -> None:
    """End an override whose time box is over."""
    until = leg.funding.override_until_at
    if until is not None and state.at >= until:
        end_override(state, leg, "its time is over")
