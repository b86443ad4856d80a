"""At what prices an intent is filled when a replay is told to fill everything at once.

An accounting device, not a model of liquidity: the question is what a policy would have held, so
an intent is filled whole wherever its limit allows, and the recorded book is not used up.
"""

from decimal import Decimal

from terminal.model.outputs import OrderIntent, OrderType
from terminal.venues.paper.matching import Market, beyond
from terminal.venues.paper.state import opposite

Executions = list[tuple[float, Decimal]]

_RESTING = frozenset({OrderType.LIMIT, OrderType.POST_ONLY})


def immediate_executions(intent: OrderIntent, market: Market, *, book_fresh: bool) -> Executions:
    """Return (price, contracts) for an intent against what the file shows.

    The visible book first, level by level; what it does not show fills at its worst visible
    price, for the file has only the top of the book. Without a fresh book, at mark. No part fills
    beyond the limit: there an immediate-or-cancel order ends, and an order that may rest is filled
    at its limit.
    """
    limit = None if intent.limit_price is None else float(intent.limit_price)
    if intent.type is OrderType.POST_ONLY and limit is not None:
        return [(limit, intent.contracts)]
    executions, remaining = _at_book(intent, market, limit) if book_fresh else ([], None)
    if remaining is None and market.mark_price is not None:
        reached = limit is None or not beyond(intent.side, market.mark_price, limit)
        executions = [(market.mark_price, intent.contracts)] if reached else []
        remaining = Decimal(0) if reached else intent.contracts
    if remaining and intent.type in _RESTING and limit is not None:
        executions.append((limit, remaining))
    return executions


def _at_book(
    intent: OrderIntent, market: Market, limit: float | None
) -> tuple[Executions, Decimal | None]:
    """Return executions in the book and what the limit kept out; None where there is no book."""
    levels = market.levels(opposite(intent.side))
    if not levels:
        return [], None
    executions: Executions = []
    remaining = intent.contracts
    for price, contracts in levels:
        if limit is not None and beyond(intent.side, price, limit):
            return executions, remaining
        lots = market.lots.toward_zero(contracts)
        part = min(remaining, market.lots.exact(lots)) if lots > 0 else Decimal(0)
        if part:
            executions.append((price, part))
            remaining -= part
        if not remaining:
            return executions, remaining
    executions.append((levels[-1][0], remaining))
    return executions, Decimal(0)
