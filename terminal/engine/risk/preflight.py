"""A venue whose pre-flight has not passed gets no scaling orders."""

from terminal.engine.market.leg import Leg
from terminal.engine.risk import freezes
from terminal.engine.state import DeskState
from terminal.model.events import VenueCheck
from terminal.model.reasons import Reason


def take_check(state: DeskState, event: VenueCheck) -> list[Leg]:
    """Hold a venue's legs, or let go of them; returns the legs."""
    legs = [leg for leg in state.legs.values() if leg.venue == event.venue]
    state.barred.pop(event.venue, None)
    for leg in legs:  # what speaks against it may have changed
        freezes.let_go(state, leg, Reason.PREFLIGHT)
    if not event.passed:
        state.barred[event.venue] = event.detail
        for leg in legs:
            hold_new(state, leg)
    return legs


def hold_new(state: DeskState, leg: Leg) -> None:
    """Hold a leg where its venue is held."""
    detail = state.barred.get(leg.venue)
    if detail is not None:
        freezes.hold(state, leg, Reason.PREFLIGHT, detail)
