"""How far the other venues of a shared target stand from their parts of it.

Where the target moves from one venue to another, the one that grows would otherwise buy before
the one that shrinks has sold, and the whole would for a while be larger than anybody asked for.
"""

from terminal.engine.market.leg import Leg
from terminal.engine.market.tiers import UNBOUNDED
from terminal.engine.policy.policy import Policy
from terminal.engine.sizing.target import target_of
from terminal.engine.state import DeskState


def slack_usd(state: DeskState, leg: Leg, policy: Policy) -> float:
    """Return the USD by which the others of the leg's group hold less than their targets together.

    Below 0 they hold more, or may once what is on its way has filled. What lies above a target but
    inside its band stays where it is and counts for nothing. A venue whose target cannot be known
    has none, so that all it holds counts.
    """
    total = 0.0
    for other in leg.group:
        if other is leg or other.expired(state.at):
            continue
        held = _worst_lots(other, policy.side.sign)
        target = target_of(state, other, policy, other.account.equity())
        own = target.lots if target is not None else 0
        if held == own or 0 < held - own <= own * policy.effective_reduce_band:
            continue
        if other.mark_price is None and not other.inverse:
            return -UNBOUNDED
        total += (own - max(held, 0)) * other.usd_of_one_lot
    return total


def _worst_lots(leg: Leg, side: int) -> int:
    """Return the lots on `side` once everything that is on its way has filled."""
    rising = sum((order.open_lots for order in leg.orders if order.side.sign == side), 0)
    return (leg.position_lots or 0) * side + rising
