"""Which numbers can be what they claim to be. What fails here is marked invalid, never used.

The bounds are far outside any market: they keep quotients and products finite.
"""

from terminal.model.book import Levels

_SMALLEST_PRICE = 1e-12
_LARGEST_PRICE = 1e12
_LARGEST_AMOUNT = 1e18


def possible_price(price: float) -> bool:
    """True for a price in USD per coin that may be computed with; NaN and infinity are none."""
    return _SMALLEST_PRICE <= price <= _LARGEST_PRICE


def possible_amount(amount: float) -> bool:
    """True for a signed amount of money or contracts that may be computed with."""
    return -_LARGEST_AMOUNT <= amount <= _LARGEST_AMOUNT


def price_or_none(price: float | None) -> float | None:
    """Return a price that is possible, None for every other."""
    return price if price is not None and possible_price(price) else None


def possible_book(bids: Levels, asks: Levels) -> bool:
    """True for a book of possible levels, best first, that is neither crossed nor locked."""
    if bids and asks and not bids[0][0] < asks[0][0]:
        return False
    return _in_order(bids, falling=True) and _in_order(asks, falling=False)


def _in_order(levels: Levels, *, falling: bool) -> bool:
    if not levels:
        return True
    first, last = levels[0][0], levels[-1][0]
    if not (possible_price(first) and possible_price(last)):
        return False
    before = first
    for price, contracts in levels:
        # A comparison with NaN is false: written so that it fails here.
        if not (price <= before if falling else price >= before):
            return False
        if not 0 <= contracts <= _LARGEST_AMOUNT:
            return False
        before = price
    return True
