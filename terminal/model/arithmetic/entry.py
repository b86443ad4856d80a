"""The average entry price: through additions, reductions and zero.

Contracts are signed here: above 0 long, below 0 short. In floats a position is exactly flat only
where the contracts are whole numbers: pass lots, and the size of a lot, where lots are fractions.
"""

from collections.abc import Iterable

from terminal.model.arithmetic import contracts as arithmetic
from terminal.model.arithmetic.number import Number
from terminal.model.instrument import Kind


def average_entry(kind: Kind, fills: Iterable[tuple[Number, Number]]) -> Number | None:
    """Return the average entry of (unsigned contracts, price) fills on one side, None of none.

    Weighted harmonic mean for inverse contracts, because coin is what adds up:
    ΣN / Σ(N/E). Arithmetic for linear ones: Σ(N·E) / ΣN.
    """
    opened = list(fills)
    if not opened:
        return None
    total = weighted = opened[0][0] * 0
    for contracts, price in opened:
        total += contracts
        weighted += contracts / price if kind is Kind.INVERSE else contracts * price
    if total == 0:
        return None
    return total / weighted if kind is Kind.INVERSE else weighted / total


def position_after_fill(
    kind: Kind,
    contract_size: Number,
    contracts: Number,
    entry: Number | None,
    fill_contracts: Number,
    price: Number,
) -> tuple[Number, Number | None, Number]:
    """Return (signed contracts, entry, realised PnL before fees) after one fill.

    An addition averages the entry, a reduction keeps it; a fill through zero closes all of the
    old side and opens the rest at its own price. Flat has no entry.
    """
    after = contracts + fill_contracts
    if entry is None or contracts == 0:
        return after, price if after != 0 else None, contracts * 0
    if fill_contracts == 0:
        return contracts, entry, contracts * 0
    if (contracts > 0) == (fill_contracts > 0):
        fills = ((abs(contracts), entry), (abs(fill_contracts), price))
        return after, average_entry(kind, fills), contracts * 0
    side = 1 if contracts > 0 else -1
    closed = min(abs(contracts), abs(fill_contracts))
    realized = arithmetic.pnl(kind, contract_size, side, closed, entry, price)
    if after == 0:
        return after, None, realized
    return after, entry if (after > 0) == (contracts > 0) else price, realized


def break_even_price(
    kind: Kind, side: int, entry: Number, opening_fee: Number, closing_fee: Number
) -> Number:
    """Return the exit price at which profit pays exactly for both fees (rates of notional).

    Inverse: E·(s + f_close) / (s − f_open). Linear: E·(s + f_open) / (s − f_close).
    """
    if kind is Kind.INVERSE:
        return entry * (side + closing_fee) / (side - opening_fee)
    return entry * (side + opening_fee) / (side - closing_fee)
