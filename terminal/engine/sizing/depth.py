"""How much of an order the visible book takes at a price the policy accepts."""

from math import fsum

import msgspec

from terminal.model.book import Levels, walk


class DepthView(msgspec.Struct, frozen=True, gc=False):
    """What the book offers one side: prices in USD per coin, the spread in basis points."""

    spread_bp: float
    best_price: float
    visible_contracts: float


def view(bids: Levels, asks: Levels, *, buying: bool) -> DepthView | None:
    """Return the side an order would meet; None where either side of the book is empty."""
    if not bids or not asks:
        return None
    middle = (bids[0][0] + asks[0][0]) / 2
    levels = asks if buying else bids
    return DepthView(
        spread_bp=(asks[0][0] - bids[0][0]) / middle * 1e4,
        best_price=levels[0][0],
        visible_contracts=fsum(contracts for _, contracts in levels),
    )


def expected_slippage_bp(levels: Levels, contracts: float, *, buying: bool) -> float | None:
    """Return how much worse than the best price the order fills on average, in basis points.

    None where the visible book cannot take the whole order.
    """
    met = walk(levels, contracts, buying=buying)
    if met.average_price is None or met.filled_contracts < contracts:
        return None
    best = levels[0][0]
    return abs(met.average_price - best) / best * 1e4


def contracts_within_slippage(levels: Levels, slippage_bp: float, *, buying: bool) -> float:
    """Return the most contracts whose average fill is within `slippage_bp` of the best price.

    Within a level the bound is met exactly: cost(n) + p·x = bound·(n + x) solved for x.
    """
    best = levels[0][0]
    sign = 1.0 if buying else -1.0
    bound = best * (1.0 + sign * slippage_bp / 1e4)
    contracts = 0.0
    slack = 0.0  # how far the average so far lies on the good side of the bound, times contracts
    for price, available in levels:
        excess = sign * (price - bound)
        if excess > 0 and available * excess > slack:
            return contracts + slack / excess
        slack -= available * excess
        contracts += available
    return contracts
