"""Caps on a position: contracts, USD, coin, effective leverage and the venue's own tiers."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.state import DeskState
from terminal.model.reasons import Reason

_UNBOUNDED = float("inf")


def capacity_usd(state: DeskState, leg: Leg, policy: Policy) -> float:
    """Return the most USD of exposure that the caps allow on `leg`; infinite without caps."""
    if leg.mark_price is None:
        return 0.0
    caps = position_caps(state, leg, policy)
    return min((lots for _, lots in caps), default=_UNBOUNDED) * leg.usd_of_one_lot


def position_caps(state: DeskState, leg: Leg, policy: Policy) -> list[tuple[Reason, float]]:
    """Return each cap that is set, with the most whole lots it allows; the mark must be known."""
    assert leg.mark_price is not None
    caps: list[tuple[Reason, float]] = []
    lots = leg.lots
    if policy.max_contracts is not None:
        caps.append((Reason.MAX_CONTRACTS, lots.toward_zero(policy.max_contracts)))
    if policy.max_position_usd is not None:
        caps.append((Reason.MAX_POSITION_USD, _whole(leg, policy.max_position_usd)))
    if policy.max_position_coin is not None:
        usd = policy.max_position_coin * leg.mark_price
        caps.append((Reason.MAX_POSITION_COIN, _whole(leg, usd)))
    if policy.max_leverage is not None or leg.tiers:
        equity_usd = _equity_usd(state, leg)
        if policy.max_leverage is not None:
            room = policy.max_leverage * equity_usd - _other_exposure_usd(state, leg)
            caps.append((Reason.MAX_LEVERAGE, _whole(leg, max(room, 0.0))))
        if leg.tiers:
            caps.append((Reason.TIER_MAXIMUM, _tier_lots(leg, equity_usd)))
    return caps


def _equity_usd(state: DeskState, leg: Leg) -> float:
    assert leg.mark_price is not None
    equity = max(state.account_of(leg).equity() or 0.0, 0.0)
    return equity * leg.mark_price if leg.instrument.inverse else equity


def _other_exposure_usd(state: DeskState, leg: Leg) -> float:
    """Return the USD that other positions on the same margin have, or may yet have, at the most."""
    total = 0.0
    for other in state.account_of(leg).legs:
        if other is leg or not (other.position_lots or other.orders):
            continue
        if other.mark_price is None and not other.instrument.inverse:
            return _UNBOUNDED
        held = other.position_lots or 0
        total += max(abs(held), abs(held + other.in_flight_lots)) * other.usd_of_one_lot
    return total


def _whole(leg: Leg, usd: float) -> int:
    """Return the whole lots that `usd` of exposure holds."""
    assert leg.mark_price is not None
    coin = usd / leg.contract_size
    return leg.lots.toward_zero(coin if leg.instrument.inverse else coin / leg.mark_price)


def _tier_lots(leg: Leg, equity_usd: float) -> float:
    """Return the most lots for which the venue's tiers allow the leverage they would mean."""
    allowed = 0.0
    floor = 0.0
    for up_to, _, _, max_leverage in leg.tiers:
        bound = _lots_of_tier_bound(leg, up_to)
        by_margin = _UNBOUNDED
        if max_leverage != _UNBOUNDED:
            by_margin = _whole(leg, max_leverage * equity_usd)
        if by_margin <= floor:
            break
        allowed = min(bound, by_margin)
        floor = bound
    return allowed


def _lots_of_tier_bound(leg: Leg, up_to: float) -> float:
    if up_to == _UNBOUNDED:
        return _UNBOUNDED
    if not leg.tiers_in_coin:
        return leg.lots.toward_zero(up_to)
    assert leg.mark_price is not None
    return _whole(leg, up_to * leg.mark_price)
