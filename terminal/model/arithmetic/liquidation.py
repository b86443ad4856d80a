"""Where a position ends: liquidation and bankruptcy price, by the families of venues.

All of them solve wallet + PnL(price) = maintenance margin, and differ in how the margin is valued:

- `mark`: at the liquidation price itself (Binance, Bybit since 2026): section 2's formulas.
- `mark_with_fee`: the same with the closing fee's rate added to the maintenance rate, and one
  tick of safety (OKX).
- `entry`: at the entry price, plus the closing fee at the bankruptcy price (Bybit's cross
  formula of 2019); without a fee it is Bybit's isolated formula of 2024.
"""

from terminal.model.arithmetic.number import Number
from terminal.model.arithmetic.rounding import one_tick_early, toward_mark
from terminal.model.instrument import Kind, LiquidationRule

_FAR = 10


def liquidation_price(
    kind: Kind,
    contract_size: Number,
    side: int,
    contracts: Number,
    entry: Number,
    wallet: Number,
    maintenance_rate: Number,
    deduction: Number | int = 0,
    fee: Number | int = 0,
    tick: Number | None = None,
    rule: LiquidationRule = LiquidationRule.MARK,
) -> Number | None:
    """Return the liquidation price in USD per coin, None where there is none.

    `contracts` is unsigned; `wallet` is the balance that backs the position and `deduction` that
    of its tier, both in settlement currency. `fee` is the taker rate: the rule `mark` has no fee.
    With `tick` the price is rounded as the venue of the rule does.
    """
    if contracts <= 0:
        return None
    face = contracts * contract_size
    if rule is LiquidationRule.ENTRY:
        price = _at_entry(kind, face, side, entry, wallet, maintenance_rate, deduction, fee)
    else:
        with_fee = rule is LiquidationRule.MARK_WITH_FEE
        rate = maintenance_rate + fee if with_fee else maintenance_rate
        price = _at_mark(kind, face, side, entry, wallet + deduction, rate)
    if price is None or tick is None:
        return price
    snap = one_tick_early if rule is LiquidationRule.MARK_WITH_FEE else toward_mark
    price = snap(side, price, tick)
    return price if price > 0 else None


def bankruptcy_price(
    kind: Kind,
    contract_size: Number,
    side: int,
    contracts: Number,
    entry: Number,
    wallet: Number,
    fee: Number | int = 0,
) -> Number | None:
    """Return the price at which the wallet is lost and the closing fee paid, None where none is."""
    if contracts <= 0:
        return None
    # What is left to pay the fee out of is what maintenance would be with a rate of `fee`.
    return _at_mark(kind, contracts * contract_size, side, entry, wallet, entry * 0 + fee)


def bankruptcy_price_at_leverage(
    kind: Kind, side: int, entry: Number, leverage: Number, fee: Number | int = 0
) -> Number | None:
    """Return the bankruptcy price of a position opened with its initial margin and no more.

    The number of contracts cancels: inverse E·L/(L + s), linear E·(L − s)/L, without a fee.
    """
    if kind is Kind.INVERSE:
        return _positive_ratio(entry * leverage * (1 + side * fee), leverage + side)
    return _positive_ratio(entry * (leverage - side), leverage * (1 - side * fee))


def distance(side: int, mark: Number, liquidation: Number | None) -> Number | None:
    """Return how far `mark` may move against the position, as a fraction of it.

    Below 0 the price is past liquidation; None where there is no liquidation price.
    """
    return None if liquidation is None else side * (mark - liquidation) / mark


def disagreement(mark: Number, ours: Number, theirs: Number) -> Number:
    """Return how far two liquidation prices differ, as a share of the mark or the margin.

    Below the mark P that is |a − b| / P. Above it |P/a − P/b|, in which the margin is linear: a
    short's price runs away as its leverage nears 1, and a cent of margin moves it by thousands.
    Beyond ten times the mark all are alike: some venues state their highest price there.
    """
    highest = mark * _FAR
    a, b = min(ours, highest), min(theirs, highest)
    return abs(a - b) * min(1 / mark, mark / (a * b))


def _at_mark(
    kind: Kind, face: Number, side: int, entry: Number, cushion: Number, rate: Number
) -> Number | None:
    """Solve cushion + PnL(P) = rate·notional(P) for P; `face` is N·C."""
    if kind is Kind.INVERSE:
        return _positive_ratio(face * (1 + side * rate), face / entry + side * cushion)
    return _positive_ratio(face * entry - side * cushion, face * (1 - side * rate))


def _at_entry(
    kind: Kind,
    face: Number,
    side: int,
    entry: Number,
    wallet: Number,
    rate: Number,
    deduction: Number | int,
    fee: Number | int,
) -> Number | None:
    """Solve wallet + PnL(P) = rate·notional(E) − deduction + closing fee at bankruptcy for P."""
    value = face / entry if kind is Kind.INVERSE else face * entry
    cushion = (
        wallet
        - (value * rate - deduction)
        - _fee_at_bankruptcy(kind, face, side, entry, wallet, fee)
    )
    return _at_mark(kind, face, side, entry, cushion, entry * 0)


def _fee_at_bankruptcy(
    kind: Kind, face: Number, side: int, entry: Number, wallet: Number, fee: Number | int
) -> Number:
    bankruptcy = _at_mark(kind, face, side, entry, wallet, entry * 0 + fee)
    if bankruptcy is None:
        return entry * 0
    return fee * (face / bankruptcy if kind is Kind.INVERSE else face * bankruptcy)


def _positive_ratio(numerator: Number, denominator: Number) -> Number | None:
    return numerator / denominator if numerator > 0 and denominator > 0 else None
