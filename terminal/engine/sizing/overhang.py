"""What other venues of a shared target hold beyond their parts of it.

Where the target moves from one venue to another, the one that grows would otherwise buy before
the one that shrinks has sold, and the whole would for a while be larger than anybody asked for.
"""

from terminal.engine.market.leg import Leg
from terminal.engine.market.tiers import UNBOUNDED
from terminal.engine.policy.policy import Policy
from terminal.engine.sizing.target import target_of
from terminal.engine.state import DeskState


def overhang_usd(state: DeskState, leg: Leg, policy: Policy) -> float:
    """Return the USD that the others of the leg's group hold, or may yet, beyond their targets.

    What lies inside a position's band stays where it is and counts for nothing. A venue whose
    target cannot be known has none, so that all it holds counts.
    """
    total = 0.0
    for other in leg.group:
        if other is leg or other.expired(state.at):
            continue
        held = _worst_lots(other, policy.side.sign)
        if held <= 0:
            continue
        target = target_of(state, other, policy, other.account.equity())
        own = target.lots if target is not None else 0
        if held - own <= own * policy.effective_reduce_band:
            continue
        if other.mark_price is None and not other.inverse:
            return UNBOUNDED
        total += (held - own) * other.usd_of_one_lot
    return total


def _worst_lots(leg: Leg, side: int) -> int:
    """Return the lots on `side` once everything that is on its way has filled."""
    rising = sum((order.open_lots for order in leg.orders if order.side.sign == side), 0)
    return (leg.position_lots or 0) * side + rising
