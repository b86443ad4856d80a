"""Caps on a position: contracts, USD, coin, effective leverage and the venue's own tiers.

Each cap is first a USD exposure in floats, which settles nearly every tick; only where it may
bind is it counted in whole lots, exactly.
"""

from terminal.engine.market.leg import Leg
from terminal.engine.market.tiers import UNBOUNDED
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.stress import stressed_usd, surely_fits
from terminal.model.reasons import Reason

Cap = tuple[Reason, float]  # the reason it is named by, USD of exposure

_CLOSE = 1.0 - 1e-9


def capacity_usd(caps: list[Cap]) -> float:
    """Return the most USD of exposure that the caps allow; infinite without caps."""
    lowest = UNBOUNDED
    for _, usd in caps:
        if usd < lowest:
            lowest = usd
    return lowest


def position_caps(
    leg: Leg, policy: Policy, equity: float | None, side: int | None = None
) -> list[Cap]:
    """Return each cap that is set; the mark must be known, `equity` is the account's.

    `side` is +1 or −1, the policy's where it is not given: a stressed mark moves against it.
    """
    mark = leg.mark_price
    assert mark is not None
    caps: list[Cap] = []
    if policy.max_contracts is not None:
        usd = policy.max_contracts * leg.usd_of_one_lot / leg.lots.step_float
        caps.append((Reason.MAX_CONTRACTS, usd))
    if policy.max_position_usd is not None:
        caps.append((Reason.MAX_POSITION_USD, policy.max_position_usd))
    if policy.max_position_coin is not None:
        caps.append((Reason.MAX_POSITION_COIN, policy.max_position_coin * mark))
    equity_usd = max(equity or 0.0, 0.0) * (mark if leg.inverse else 1.0)
    if policy.max_leverage is not None:
        room = policy.max_leverage * equity_usd - _other_exposure_usd(leg)
        caps.append((Reason.MAX_LEVERAGE, max(room, 0.0)))
    if policy.stress_move is not None:
        bound = stressed_usd(leg, policy, equity_usd, side or policy.side.sign)
        caps.append((Reason.STRESS_MOVE, max(bound - _other_exposure_usd(leg), 0.0)))
    if leg.tiers:
        caps.append((Reason.TIER_MAXIMUM, _tier_usd(leg, mark, equity_usd)))
    return caps


def fits(leg: Leg, policy: Policy, equity: float, usd: float) -> bool:
    """True where no cap keeps `usd` of exposure down: what `capacity_usd` says, at less cost."""
    mark = leg.mark_price
    assert mark is not None
    if policy.max_position_usd is not None and usd > policy.max_position_usd:
        return False
    if policy.max_position_coin is not None and usd > policy.max_position_coin * mark:
        return False
    if policy.max_contracts is not None:
        of_one_contract = leg.usd_of_one_lot / leg.lots.step_float
        if usd > policy.max_contracts * of_one_contract:
            return False
    equity_usd = max(equity, 0.0) * (mark if leg.inverse else 1.0)
    if policy.max_leverage is not None:
        room = policy.max_leverage * equity_usd
        if usd > room or (len(leg.account.legs) > 1 and usd > room - _other_exposure_usd(leg)):
            return False
    if policy.stress_move is not None and not _fits_stress(leg, policy, equity_usd, usd):
        return False
    return not leg.tiers.tiers or _fits_tiers(leg, mark, equity_usd, usd)


def _fits_stress(leg: Leg, policy: Policy, equity_usd: float, usd: float) -> bool:
    side = policy.side.sign
    if len(leg.account.legs) == 1 and surely_fits(leg, policy, equity_usd, usd, side):
        return True
    return usd <= stressed_usd(leg, policy, equity_usd, side) - _other_exposure_usd(leg)


def _fits_tiers(leg: Leg, mark: float, equity_usd: float, usd: float) -> bool:
    tiers = leg.tiers
    of_one_bound = tiers.usd_of_one_bound(mark)
    for up_to, _, _, max_leverage in tiers.tiers:
        if usd > max_leverage * equity_usd:
            return False
        if usd <= up_to * of_one_bound:
            return True
    return False


def binding(leg: Leg, policy: Policy, caps: list[Cap], lots: int) -> list[tuple[Reason, int]]:
    """Return the caps that a position of `lots` (unsigned) exceeds, with the lots they allow."""
    usd = lots * leg.usd_of_one_lot
    found: list[tuple[Reason, int]] = []
    for reason, most_usd in caps:
        if usd <= most_usd * _CLOSE:
            continue
        if reason is Reason.MAX_CONTRACTS and policy.max_contracts is not None:
            most = leg.lots.toward_zero(policy.max_contracts)
        else:
            most = _whole(leg, most_usd)
        if lots > most:
            found.append((reason, most))
    return found


def _other_exposure_usd(leg: Leg) -> float:
    """Return the USD that other positions on the same margin have, or may yet have, at the most."""
    total = 0.0
    for other in leg.account.legs:
        if other is leg or not (other.position_lots or other.orders):
            continue
        if other.mark_price is None and not other.inverse:
            return UNBOUNDED
        held = other.position_lots or 0
        total += max(abs(held), abs(held + other.in_flight_lots)) * other.usd_of_one_lot
    return total


def _whole(leg: Leg, usd: float) -> int:
    """Return the whole lots that `usd` of exposure holds."""
    assert leg.mark_price is not None
    coin = usd / leg.contract_size
    return leg.lots.toward_zero(coin if leg.inverse else coin / leg.mark_price)


def _tier_usd(leg: Leg, mark: float, equity_usd: float) -> float:
    """Return the most USD for which the venue's tiers allow the leverage they would mean."""
    allowed = 0.0
    floor = 0.0
    tiers = leg.tiers
    of_one_bound = tiers.usd_of_one_bound(mark)
    for up_to, _, _, max_leverage in tiers.tiers:
        bound = up_to * of_one_bound
        by_margin = UNBOUNDED if max_leverage == UNBOUNDED else max_leverage * equity_usd
        if by_margin <= floor:
            break
        allowed = min(by_margin, bound)
        if by_margin <= bound:
            break
        floor = bound
    return allowed
