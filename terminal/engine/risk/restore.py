"""How much of every position to keep so that margin utilisation comes down to a target."""

from itertools import pairwise
from math import fsum

from terminal.engine.market.account import MarginAccount


def kept_share(account: MarginAccount, target_utilisation: float) -> float:
    """Return the largest share of every position that has utilisation at the target or below.

    With k kept of maintenance M(k) and a fee on what is closed: M(k) = u*·(E − F·(1 − k)), F being
    the fee of closing everything. Between the bounds of the margin tiers M is a straight line, so
    each stretch has a closed form (k = u*·(E − F) / (M − u*·F) without deductions); the highest
    one that holds its own solution decides.
    """
    equity = account.equity()
    held = [leg for leg in account.legs if leg.position_lots]
    if equity is None or any(leg.mark_price is None for leg in held):
        return 1.0
    fees = fsum(
        leg.notional_of(leg.position_lots or 0) * float(leg.instrument.taker_fee) for leg in held
    )

    def excess(share: float) -> float | None:
        """Maintenance margin beyond what the target allows with `share` kept."""
        parts = [account.maintenance_of(leg, share * abs(leg.position_lots or 0)) for leg in held]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        return fsum(known) - target_utilisation * (equity - fees * (1.0 - share))

    bounds = {
        bound / leg.contracts
        for leg in held
        for bound in leg.tiers.bounds_contracts(leg.mark_price or 0.0)
    }
    edges = [1.0, *sorted((bound for bound in bounds if 0.0 < bound < 1.0), reverse=True), 0.0]
    for upper, lower in pairwise(edges):
        at_upper = excess(upper)
        at_middle = excess((upper + lower) / 2)
        if at_upper is None or at_middle is None:
            return 1.0
        if at_upper <= 0:
            return upper
        slope = (at_upper - at_middle) / ((upper - lower) / 2)
        share = upper - at_upper / slope if slope > 0 else lower
        if share > lower:
            return share
    return 0.0
