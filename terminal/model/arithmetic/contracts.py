"""What a number of contracts is worth, earns and pays: section 2 of the specification.

Contracts are unsigned and `side` is +1 for long and −1 for short. `contract_size` is USD a
contract for an inverse contract and coin for a linear one. Prices are USD per coin and above 0.
Money is in settlement currency: the coin for an inverse contract, USD for a linear one.
"""

from terminal.model.arithmetic.number import Number
from terminal.model.instrument import Kind


def notional(kind: Kind, contract_size: Number, contracts: Number, price: Number) -> Number:
    """Return the value of `contracts` at `price`, in settlement currency."""
    if kind is Kind.INVERSE:
        return contracts * contract_size / price
    return contracts * contract_size * price


def exposure_coin(kind: Kind, contract_size: Number, contracts: Number, price: Number) -> Number:
    """Return how much coin `contracts` stand for at `price`."""
    if kind is Kind.INVERSE:
        return contracts * contract_size / price
    return contracts * contract_size


def exposure_usd(kind: Kind, contract_size: Number, contracts: Number, price: Number) -> Number:
    """Return how many USD `contracts` stand for at `price`."""
    if kind is Kind.INVERSE:
        return contracts * contract_size
    return contracts * contract_size * price


def pnl(
    kind: Kind,
    contract_size: Number,
    side: int,
    contracts: Number,
    entry: Number,
    price: Number,
) -> Number:
    """Return profit (negative: loss) from `entry` to `price` in settlement currency, before fees.

    Inverse: s·N·C·(1/E − 1/P), taken as one fraction so that the two nearly equal reciprocals of
    a small move are never subtracted. Linear: s·N·C·(P − E).
    """
    gain = side * contracts * contract_size * (price - entry)
    if kind is Kind.INVERSE:
        return gain / (entry * price)
    return gain


def fee(
    kind: Kind, contract_size: Number, contracts: Number, price: Number, rate: Number
) -> Number:
    """Return the fee of trading `contracts` at `price`, in settlement currency."""
    return notional(kind, contract_size, contracts, price) * rate


def funding_paid(
    kind: Kind, contract_size: Number, side: int, contracts: Number, mark: Number, rate: Number
) -> Number:
    """Return the funding paid (negative: received) at one settlement, in settlement currency."""
    return side * rate * notional(kind, contract_size, contracts, mark)
