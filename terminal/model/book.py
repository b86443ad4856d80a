"""The visible order book and what an order would meet in it."""

import msgspec

Level = tuple[float, float]  # price in USD per coin, contracts
Levels = tuple[Level, ...]


class Walk(msgspec.Struct, frozen=True, gc=False):
    """What an order meets in the visible book.

    `filled_contracts` is what the visible book can take; `average_price` and `worst_price` are
    None when that is 0. The average is weighted by contracts: what slippage is measured with.
    """

    filled_contracts: float
    average_price: float | None
    worst_price: float | None


def walk(
    levels: Levels, contracts: float, *, buying: bool, limit_price: float | None = None
) -> Walk:
    """Walk `contracts` (unsigned) through `levels`, best first, no further than `limit_price`.

    A buying order walks the asks, a selling one the bids.
    """
    remaining = contracts
    paid = 0.0
    worst: float | None = None
    for price, available in levels:
        if remaining <= 0:
            break
        if limit_price is not None and (price > limit_price if buying else price < limit_price):
            break
        taken = min(available, remaining)
        paid += taken * price
        remaining -= taken
        worst = price
    filled = contracts - remaining
    return Walk(filled, paid / filled if filled > 0 else None, worst)
