"""The price collar: no order goes out at a price far from the mark, now or a moment ago."""

from decimal import Decimal

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy

_KEPT = 64


def remember(leg: Leg, at: int, mark_price: float, window_ns: int) -> None:
    """Keep the marks of the last moment: one at or before the window's start, and those in it."""
    marks = leg.recent_marks
    marks.append((at, mark_price))
    since = at - window_ns
    while len(marks) > 1 and (marks[1][0] <= since or len(marks) > _KEPT):
        del marks[0]


def collar_price(leg: Leg, policy: Policy, *, buying: bool, protective: bool) -> Decimal:
    """Return the worst price an order may have, on the tick and inside the collar.

    A scaling order keeps within the collar of the mark and of the mark a window ago; protection
    of the margin only of the mark as it is: it must be able to follow a falling market.
    """
    assert leg.mark_price is not None
    references = [leg.mark_price]
    if not protective and leg.recent_marks:
        references.append(leg.recent_marks[0][1])
    if buying:
        worst = min(references) * (1.0 + policy.price_collar)
        return leg.ticks.exact(leg.ticks.floor(worst))
    worst = max(references) * (1.0 - policy.price_collar)
    return leg.ticks.exact(max(leg.ticks.ceiling(worst), 1))


def inside_collar(leg: Leg, policy: Policy, price: Decimal, *, buying: bool) -> bool:
    """True where a limit price is no worse than the collar allows."""
    worst = collar_price(leg, policy, buying=buying, protective=False)
    return price <= worst if buying else price >= worst
