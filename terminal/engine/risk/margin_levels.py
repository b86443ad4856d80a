"""The levels of margin utilisation and of distance to liquidation, told once when passed."""

from terminal.engine.market.account import MarginAccount
from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.liquidation import distance_to_liquidation
from terminal.engine.state import DeskState
from terminal.model.outputs import Level
from terminal.model.reasons import Reason

_LEVELS = (
    (Level.WARNING, Reason.MARGIN_WARN),
    (Level.WARNING, Reason.MARGIN_STOP),
    (Level.ALARM, Reason.MARGIN_RESTORE),
    (Level.ALARM, Reason.MARGIN_FLATTEN),
)


def tell_level(
    state: DeskState, account: MarginAccount, policy: Policy, utilisation: float
) -> None:
    """Raise an alert when utilisation has passed a level that it had not passed before."""
    if utilisation <= policy.margin_warn:
        account.level = 0
        return
    bounds = (policy.margin_warn, policy.margin_stop, policy.margin_restore, policy.margin_flatten)
    level = sum(1 for bound in bounds if utilisation > bound)
    if level > account.level:
        loudness, reason = _LEVELS[level - 1]
        detail = f"{account.settle} margin utilisation is {utilisation:.1%}"
        state.alert_venue(loudness, reason, account.venue, None, detail)
    account.level = level


def tell_near(state: DeskState, account: MarginAccount, policy: Policy) -> list[Leg]:
    """Return the legs whose mark is within the flatten distance of liquidation, telling of each."""
    near: list[Leg] = []
    for leg in account.legs:
        distance = distance_to_liquidation(state, leg) if leg.position_lots else None
        if distance is None or distance >= policy.flatten_distance:
            leg.told.discard(Reason.NEAR_LIQUIDATION)
            continue
        near.append(leg)
        if Reason.NEAR_LIQUIDATION not in leg.told:
            leg.told.add(Reason.NEAR_LIQUIDATION)
            detail = f"the mark is {distance:.2%} from the liquidation price"
            state.alert(Level.ALARM, Reason.NEAR_LIQUIDATION, leg, detail)
    return near
