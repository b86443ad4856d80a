"""What utilisation of margin a position would mean."""

from terminal.engine.market.leg import Leg
from terminal.engine.state import DeskState


def lots_within_utilisation(state: DeskState, leg: Leg, level: float) -> int | None:
    """Return the lots that may still be added before utilisation passes `level`.

    Maintenance margin is taken at the present position's rate, equity as it is: opening costs
    only the fee. None where utilisation is not known, so that the caller's other rules decide.
    """
    account = state.account_of(leg)
    equity = account.equity()
    used = account.maintenance_margin()
    if equity is None or used is None or leg.mark_price is None:
        return None
    room = level * equity - used
    if room <= 0:
        return 0
    present = abs(leg.position_lots or 0)
    # The rate grows with the tiers: a first estimate at the present tier is checked, and cut
    # back, at the tier where it ends.
    probe = max(present, 1)
    per_lot = (account.maintenance_of(leg, probe) or 0.0) / probe
    if per_lot <= 0:
        return None
    lots = int(room / per_lot)
    for _ in range(len(leg.tiers) + 1):
        after = account.maintenance_of(leg, present + lots)
        before = account.maintenance_of(leg, present)
        if after is None or before is None or used - before + after <= level * equity:
            return lots
        lots = int(lots * room / (after - before))
    return 0
