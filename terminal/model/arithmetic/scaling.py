"""The size formula, and what a price move does to leverage: section 3 of the specification."""

from terminal.model.arithmetic.number import Number
from terminal.model.instrument import Kind


def margin_usd(kind: Kind, margin: Number, mark: Number) -> Number:
    """Return a margin in settlement currency as USD: a coin margin is valued at mark."""
    return margin * mark if kind is Kind.INVERSE else margin


def size_coin(
    margin_usd: Number, target_leverage: Number, mark: Number, funding_rate: Number
) -> Number:
    """Return the target size in coin: margin·leverage / (mark·(1 + funding rate)).

    `mark` and 1 + `funding_rate` must be above 0.
    """
    return (margin_usd * target_leverage) / (mark * (1 + funding_rate))


def contracts_for(kind: Kind, contract_size: Number, size_coin: Number, price: Number) -> Number:
    """Return the contracts that stand for `size_coin` at `price`, before any rounding."""
    if kind is Kind.INVERSE:
        return size_coin * price / contract_size
    return size_coin / contract_size


def leverage_untouched(kind: Kind, side: int, leverage: Number, move: Number) -> Number | None:
    """Return what `leverage` becomes when price moves by `move` and nothing is traded.

    Inverse: L / (1 + r + s·L·r). Linear: L·(1 + r) / (1 + s·L·r). None where no equity is left.
    `move` is a fraction of price, above −1.
    """
    equity = _equity_factor(kind, side, leverage, move)
    if equity <= 0:
        return None
    return leverage / equity if kind is Kind.INVERSE else leverage * (1 + move) / equity


def rebalance_share(kind: Kind, side: int, leverage: Number, move: Number) -> Number | None:
    """Return the share of contracts to add (below 0: to cut) to hold `leverage` through `move`.

    Exact, for a move of any size. Inverse: (1 + s·L)·r, which is (1 + L)·r
    for a long and (1 − L)·r for a short. Linear: (s·L − 1)·r / (1 + r). None where no equity is
    left to hold a position with.
    """
    if _equity_factor(kind, side, leverage, move) <= 0:
        return None
    if kind is Kind.INVERSE:
        return (1 + side * leverage) * move
    return (side * leverage - 1) * move / (1 + move)


def survives(
    kind: Kind, side: int, leverage: Number, move: Number, maintenance_rate: Number
) -> bool:
    """Return whether a position at `leverage`, left alone, is not liquidated by `move`.

    Maintenance on mark value without a deduction: utilisation is leverage·maintenance rate.
    """
    after = leverage_untouched(kind, side, leverage, move)
    return after is not None and after * maintenance_rate < 1


def _equity_factor(kind: Kind, side: int, leverage: Number, move: Number) -> Number:
    """Return equity after the move, in USD, over equity before it."""
    profit = side * leverage * move
    return 1 + move + profit if kind is Kind.INVERSE else 1 + profit
