"""What a position may be so that the caps hold, and it lives, at a stressed mark.

The mark is taken to move against the position by a share m: to k·P with k = 1 − s·m. With E the
equity in USD at the present mark and X the exposure in USD now, the move costs X·m at the new
mark (both kinds; an inverse contract's coin is worth less as well), so that leverage L holds where

    inverse: X ≤ L·E·k / (1 + L·m)          linear: X ≤ L·E / (k + L·m)

A position lives while its maintenance rate r times its value is covered: the same with L = 1/r.
"""

from terminal.engine.market.leg import Leg
from terminal.engine.market.tiers import UNBOUNDED
from terminal.engine.policy.policy import Policy

_WELL = 1.0 + 1e-9


def stressed_usd(leg: Leg, policy: Policy, equity_usd: float, side: int) -> float:
    """Return the most USD of exposure, now, on `side`; infinite where the policy has no stress.

    Deductions of the tiers are left out, which errs on the small side.
    """
    move = policy.stress_move
    mark = leg.mark_price
    if move is None or mark is None:
        return UNBOUNDED
    factor = 1.0 - side * move
    bounds = [_alive(leg, equity_usd, move, factor, mark)]
    if policy.max_leverage is not None:
        bounds.append(_at_leverage(leg, policy.max_leverage, equity_usd, move, factor))
    if policy.max_position_coin is not None and leg.inverse:
        bounds.append(policy.max_position_coin * mark * factor)
    if policy.max_position_usd is not None and not leg.inverse:
        bounds.append(policy.max_position_usd / factor)
    return max(min(bounds), 0.0)


def surely_fits(leg: Leg, policy: Policy, equity_usd: float, usd: float, side: int) -> bool:
    """Return whether `usd` is well within `stressed_usd`, for most ticks at a fraction of its cost.

    All tiers are taken to have the highest maintenance rate; False says nothing.
    """
    move, mark = policy.stress_move, leg.mark_price
    if move is None or mark is None:
        return True
    factor = 1.0 - side * move
    usd *= _WELL
    least = 1.0 / leg.tiers.highest_rate if leg.tiers.highest_rate > 0 else UNBOUNDED
    if policy.max_leverage is not None and policy.max_leverage < least:
        least = policy.max_leverage
    if leg.inverse:
        coin = policy.max_position_coin
        if coin is not None and usd > coin * mark * factor:
            return False
        return least == UNBOUNDED or usd * (1.0 + least * move) <= least * equity_usd * factor
    most = policy.max_position_usd
    if most is not None and usd * factor > most:
        return False
    return least == UNBOUNDED or usd * (factor + least * move) <= least * equity_usd


def _at_leverage(leg: Leg, leverage: float, equity_usd: float, move: float, factor: float) -> float:
    if leg.inverse:
        return leverage * equity_usd * factor / (1.0 + leverage * move)
    return leverage * equity_usd / (factor + leverage * move)


def _alive(leg: Leg, equity_usd: float, move: float, factor: float, mark: float) -> float:
    """Return the most USD that are not liquidated by the move, tier by tier."""
    if not leg.tiers:
        return UNBOUNDED
    of_one_bound = leg.tiers.usd_of_one_bound(mark * factor if leg.inverse else mark)
    allowed = floor = 0.0
    for up_to, rate, _, _ in leg.tiers.tiers:
        bound = up_to * of_one_bound
        if leg.inverse:
            carried = equity_usd * factor / (rate + move)
        else:
            carried = equity_usd / (factor * rate + move)
        if carried <= floor:
            break
        allowed = min(carried, bound)
        if carried <= bound:
            break
        floor = bound
    return allowed
