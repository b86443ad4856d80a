"""Patience after a venue's refusals: the same order must not be refused again every tick."""

from terminal.engine.market.leg import Leg
from terminal.engine.orders.order import Order
from terminal.model.events import OrderState

_FIRST_NS = 1_000_000_000
_LONGEST_NS = 60_000_000_000
_LONGEST_PROTECTIVE_NS = 2_000_000_000
_UNFILLED_NS = 500_000_000
_ANSWERED_WITHIN_NS = 250_000_000
_DOUBLINGS = 6
_ENDED_BY_VENUE = frozenset({OrderState.CANCELLED, OrderState.EXPIRED})
_ACCEPTED = frozenset(
    {
        OrderState.OPEN,
        OrderState.PARTIALLY_FILLED,
        OrderState.FILLED,
        OrderState.CANCELLED,
        OrderState.EXPIRED,
    }
)


def note(leg: Leg, order: Order, at: int) -> None:
    """Count a refusal; an order sent after it that the venue took ends the count."""
    if order.state is OrderState.REJECTED:
        leg.refusals += 1
        leg.refused_at = at
    elif leg.refused_at is not None and order.state in _ACCEPTED:
        if order.created_at < leg.refused_at:
            return  # late word of an order from before
        leg.refusals = 0
        leg.refused_at = None


def waiting(leg: Leg, account_at: int | None, at: int) -> bool:
    """True while a scaling order waits: 1 s, then twice as long after each further refusal.

    It also waits for an account statement later than the refusal: what was refused was computed
    from a position or a margin that the venue does not see.
    """
    if leg.refused_at is None:
        return False
    doublings = min(leg.refusals - 1, _DOUBLINGS)
    pause = min(_FIRST_NS << doublings, _LONGEST_NS)
    return at - leg.refused_at < pause or account_at is None or account_at <= leg.refused_at


def answer_awaited(leg: Leg, at: int) -> bool:
    """True while a closing order of moments ago has neither filled nor ended.

    What comes on top of it waits for its answer: of marks that come all at once, as after a
    standstill, each would otherwise have an order of a few lots of its own.
    """
    return any(
        order.purpose.protective
        and not order.state.terminal
        and not order.accounted_lots
        and at - order.created_at < _ANSWERED_WITHIN_NS
        for order in leg.orders
    )


def protection_waiting(leg: Leg, at: int) -> bool:
    """True while a protective order waits: never longer than two seconds.

    After one that ended without a fill it waits half a second. The next answer may come within
    milliseconds, and what is sent with each of them soon exceeds the venue's limits.
    """
    for order in leg.orders:
        unfilled = order.state in _ENDED_BY_VENUE and not order.accounted_lots
        if unfilled and order.purpose.protective and at - order.updated_at < _UNFILLED_NS:
            return True
    if leg.refused_at is None:
        return False
    return at - leg.refused_at < min(_FIRST_NS * leg.refusals, _LONGEST_PROTECTIVE_NS)
