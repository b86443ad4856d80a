"""What time alone brings about: staleness, ends of freezes, orders without an answer."""

from terminal.engine.funding.override import expire_override
from terminal.engine.market.leg import Leg
from terminal.engine.orders.intake import chase
from terminal.engine.risk import freezes, killing
from terminal.engine.risk.loss import check_loss
from terminal.engine.risk.protection import protect
from terminal.engine.sizing.decide import decide
from terminal.engine.state import DeskState
from terminal.model.outputs import Level
from terminal.model.reasons import Reason

SWEEP_EVERY_NS = 100_000_000
_NOTEWORTHY_USD = 1.0


def sweep(state: DeskState) -> None:
    """Look at every leg; a leg whose freezes changed is decided on anew."""
    state.swept_at = state.at
    killing.press_on(state)
    for leg in state.legs.values():
        if leg.orders:
            chase(state, leg)
    policy = state.policy
    if policy is None:
        return
    check_loss(state, policy)
    for leg in state.legs.values():
        before = leg.frozen
        _look_at(state, leg)
        freezes.refresh(state, leg)
        if leg.frozen != before and leg.traded:
            protect(state, state.account_of(leg))
            decide(state, leg)


def _look_at(state: DeskState, leg: Leg) -> None:
    expire_override(state, leg)
    _tell_volatility(state, leg)
    _tell_roll(state, leg)


def _tell_volatility(state: DeskState, leg: Leg) -> None:
    policy = state.policy
    if policy is None or not leg.traded:
        return
    warnings = {
        Reason.UNPLACED_TARGET: leg is leg.group[0] and leg.unplaced_usd > _NOTEWORTHY_USD,
        Reason.VOLATILITY_SPIKE: leg.volatility.spiking(policy),
        Reason.FUNDING_VOLATILE: (leg.funding.volatility or 0.0) > policy.funding_volatility_warn,
    }
    _tell_once(state, leg, warnings)


def _tell_roll(state: DeskState, leg: Leg) -> None:
    policy = state.policy
    expiry = leg.instrument.expiry
    if policy is None or expiry is None:
        return
    due = bool(leg.position_lots) and state.at >= expiry - int(policy.roll_window_s * 1e9)
    _tell_once(state, leg, {Reason.ROLL_DUE: due}, _roll(state, leg) if due else "")


def _roll(state: DeskState, leg: Leg) -> str:
    """Return what to close here and what to open instead: the next contract of the same kind."""
    here = f"close {leg.exact(abs(leg.position_lots or 0))} contracts here"
    listed = leg.instrument
    later = [
        other.instrument
        for other in state.legs.values()
        if (other.venue, other.instrument.base, other.instrument.settle)
        == (leg.venue, listed.base, listed.settle)
        and (other.instrument.expiry is None or other.instrument.expiry > (listed.expiry or 0))
    ]
    if not later:
        return f"{here}; no later contract is listed"
    # The next one to expire; a perpetual, which never does, comes last.
    following = min(later, key=lambda one: (one.expiry is None, one.expiry or 0, one.symbol))
    return f"{here} and open {following.symbol}"


def _tell_once(state: DeskState, leg: Leg, warnings: dict[Reason, bool], detail: str = "") -> None:
    for reason, on in warnings.items():
        if on and reason not in leg.told:
            leg.told.add(reason)
            state.alert(Level.WARNING, reason, leg, detail)
        elif not on:
            leg.told.discard(reason)
