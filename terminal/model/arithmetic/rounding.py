"""How prices meet ticks, quantities lots, and money a venue's last decimal.

Venues do not publish exact numbers: a figure is a formula, a rounding and a tick. Each rule here
is one that a venue was seen to follow.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal, getcontext
from math import ceil, floor

from terminal.model.arithmetic.number import Number

# A quotient of floats this close to a whole number (relative) may have been pushed across it by
# rounding, and a Decimal's last digits likewise.
_FLOAT_DOUBT = 1e-9
_DECIMAL_DOUBT_DIGITS = 10
_SATOSHI_PER_COIN = Decimal(100_000_000)


def settled(value: Decimal) -> Decimal:
    """Return `value` without the last digits of its context, which rounding may have disturbed.

    A third taken three times is 0.99…9; before it meets a grid it should be 1 again.
    """
    precision = max(getcontext().prec - _DECIMAL_DOUBT_DIGITS, 1)
    return Context(prec=precision, rounding=ROUND_HALF_EVEN).plus(value)


def rounded_up(value: Number, step: Number) -> Number:
    """Return the lowest whole multiple of `step` at or above `value`."""
    if isinstance(value, Decimal):
        return (settled(value) / step).to_integral_value(ROUND_CEILING) * step
    steps = value / step
    nearest = round(steps)
    whole = nearest if abs(steps - nearest) <= _FLOAT_DOUBT * max(1.0, abs(steps)) else ceil(steps)
    return whole * step


def rounded_down(value: Number, step: Number) -> Number:
    """Return the highest whole multiple of `step` at or below `value`."""
    if isinstance(value, Decimal):
        return (settled(value) / step).to_integral_value(ROUND_FLOOR) * step
    steps = value / step
    nearest = round(steps)
    whole = nearest if abs(steps - nearest) <= _FLOAT_DOUBT * max(1.0, abs(steps)) else floor(steps)
    return whole * step


def toward_mark(side: int, price: Number, tick: Number) -> Number:
    """Return a liquidation price on its tick: a long's up and a short's down, as Bybit rounds.

    Both come nearer to the mark price: the trader is never told of more room than there is.
    """
    return rounded_up(price, tick) if side > 0 else rounded_down(price, tick)


def one_tick_early(side: int, price: Number, tick: Number) -> Number:
    """Return a liquidation price moved one tick towards the mark, off the grid, as OKX does."""
    return price + side * tick


def truncated(amount: Decimal, decimals: int = 8) -> Decimal:
    """Return money cut off after `decimals`, as Binance states margins."""
    step = Decimal(1).scaleb(-decimals)
    return rounded_down(amount, step) if amount >= 0 else rounded_up(amount, step)


def value_floored(contract_value_usd: Decimal, price: Decimal) -> int:
    """Return the coin value of USD in satoshi, floored, as Phemex states values."""
    return int(rounded_down(contract_value_usd * _SATOSHI_PER_COIN / price, Decimal(1)))


def fee_ceiled(value_satoshi: int, rate: Decimal) -> int:
    """Return a fee in satoshi rounded against the trader, as Phemex charges it."""
    return int(rounded_up(value_satoshi * rate, Decimal(1)))


def value_by_the_lot(contracts_usd: int, price: Decimal, lot_usd: int) -> int:
    """Return the value of 1-USD contracts in satoshi with every lot rounded first, as BitMEX does.

    The lot was one contract until 2021 and has been 100 since.
    """
    lot_value = (lot_usd * _SATOSHI_PER_COIN / price).to_integral_value(ROUND_HALF_EVEN)
    return int(lot_value) * contracts_usd // lot_usd
