"""What must hold for every position, whatever its numbers."""

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from terminal.model.arithmetic.contracts import notional, pnl
from terminal.model.arithmetic.entry import average_entry, position_after_fill
from terminal.model.arithmetic.liquidation import bankruptcy_price, liquidation_price
from terminal.model.arithmetic.restore import contracts_to_keep, utilisation_after
from terminal.model.arithmetic.rounding import rounded_down, rounded_up, toward_mark
from terminal.model.arithmetic.scaling import leverage_untouched, rebalance_share
from terminal.model.instrument import Kind, LiquidationRule

often = settings(max_examples=150)

kinds = st.sampled_from(Kind)
sides = st.sampled_from((1, -1))
rules = st.sampled_from(LiquidationRule)
prices = st.floats(0.01, 500_000.0)
contracts = st.integers(1, 10_000_000).map(float)
leverages = st.floats(0.1, 100.0)
rates = st.floats(0.001, 0.2)
fees = st.floats(0.0, 0.002)
NEAR = 1e-9


@often
@given(kinds, contracts, prices, prices)
def test_what_a_long_gains_a_short_loses(
    kind: Kind, held: float, entry: float, price: float
) -> None:
    long = pnl(kind, 1.0, 1, held, entry, price)
    assert pnl(kind, 1.0, -1, held, entry, price) == -long
    assert (long > 0) == (price > entry)


@often
@given(kinds, contracts, prices, prices)
def test_a_move_and_its_way_back_come_to_nothing(
    kind: Kind, held: float, entry: float, price: float
) -> None:
    there = pnl(kind, 1.0, 1, held, entry, price)
    assert pnl(kind, 1.0, 1, held, price, entry) == -there


@often
@given(kinds, st.lists(st.tuples(contracts, prices), min_size=1, max_size=8))
def test_the_entry_lies_between_the_fills(kind: Kind, fills: list[tuple[float, float]]) -> None:
    entry = average_entry(kind, fills)
    assert entry is not None
    lowest, highest = min(price for _, price in fills), max(price for _, price in fills)
    assert lowest * (1 - NEAR) <= entry <= highest * (1 + NEAR)


@often
@given(
    kinds,
    st.lists(st.tuples(st.integers(-1000, 1000), st.integers(1, 10_000)), max_size=12),
    st.integers(1, 10_000),
)
def test_realised_and_unrealised_profit_are_what_the_fills_paid(
    kind: Kind, fills: list[tuple[int, int]], price: int
) -> None:
    held, entry, realized = Decimal(0), None, Decimal(0)
    for traded, paid in fills:
        held, entry, gain = position_after_fill(
            kind, Decimal(1), held, entry, Decimal(traded), Decimal(paid)
        )
        realized += gain
    assert held == sum(traded for traded, _ in fills)
    assert (entry is None) == (held == 0)
    unrealized = Decimal(0)
    if entry is not None:
        side = 1 if held > 0 else -1
        unrealized = pnl(kind, Decimal(1), side, abs(held), entry, Decimal(price))
    # Each fill on its own, marked to the same price, with no notion of a position at all.
    direct = sum(
        pnl(kind, Decimal(1), 1 if n > 0 else -1, Decimal(abs(n)), Decimal(p), Decimal(price))
        for n, p in fills
        if n
    )
    assert float(realized + unrealized) == pytest.approx(float(direct), rel=1e-15, abs=1e-15)


@often
@given(kinds, sides, contracts, prices, leverages, rates, fees, rules)
def test_liquidation_is_on_the_losing_side_of_entry_and_before_bankruptcy(
    kind: Kind,
    side: int,
    held: float,
    entry: float,
    leverage: float,
    rate: float,
    fee: float,
    rule: LiquidationRule,
) -> None:
    assume(leverage * (rate + 2 * fee) < 0.99)  # not below its maintenance margin from the start
    wallet = notional(kind, 1.0, held, entry) / leverage
    price = liquidation_price(kind, 1.0, side, held, entry, wallet, rate, fee=fee, rule=rule)
    bankruptcy = bankruptcy_price(kind, 1.0, side, held, entry, wallet)
    if price is not None:
        assert side * (entry - price) > 0
        if bankruptcy is not None:
            assert side * (price - bankruptcy) > -NEAR * price
    else:
        assert bankruptcy is None or leverage <= 1 + rate + 2 * fee


@often
@given(kinds, sides, contracts, prices, st.floats(0.5, 2.0), leverages, rates)
def test_liquidation_is_on_the_right_side_of_the_mark_while_the_margin_carries_it(
    kind: Kind,
    side: int,
    held: float,
    entry: float,
    moved: float,
    leverage: float,
    rate: float,
) -> None:
    mark = entry * moved
    wallet = notional(kind, 1.0, held, entry) / leverage
    value = notional(kind, 1.0, held, mark)
    left = wallet + pnl(kind, 1.0, side, held, entry, mark) - rate * value
    assume(abs(left) > 1e-6 * value)
    price = liquidation_price(kind, 1.0, side, held, entry, wallet, rate)
    if left > 0:
        assert price is None or side * (mark - price) > 0
    else:
        assert price is not None
        assert side * (mark - price) < 0


@often
@given(sides, prices, st.sampled_from((0.01, 0.1, 0.5, 5.0)))
def test_a_tick_never_makes_liquidation_look_further_away(
    side: int, price: float, tick: float
) -> None:
    rounded = toward_mark(side, price, tick)
    assert side * (rounded - price) >= -NEAR * max(price, tick)
    assert abs(rounded - price) < tick * (1 + NEAR)


@often
@given(
    kinds,
    contracts,
    prices,
    st.floats(0.1, 0.999),
    rates,
    st.floats(0.05, 1.0),
    fees,
    st.sampled_from((1.0, 10.0, 100.0)),
)
def test_restoring_ends_at_or_below_its_target_and_keeps_all_it_can(
    kind: Kind,
    held: float,
    mark: float,
    utilisation: float,
    rate: float,
    target: float,
    fee: float,
    lot: float,
) -> None:
    held *= lot
    equity = notional(kind, 1.0, held, mark) * rate / utilisation
    kept = contracts_to_keep(kind, 1.0, held, mark, equity, rate, target, fee=fee, lot=lot)
    assert 0 <= kept <= held
    assert kept % lot == 0
    after = utilisation_after(kind, 1.0, held, kept, mark, equity, rate, fee=fee)
    assert kept == 0 or (after is not None and after <= target)
    if kept < held and rate > target * fee:
        more = utilisation_after(kind, 1.0, held, kept + lot, mark, equity, rate, fee=fee)
        assert more is None or more > target * (1 - NEAR)


@often
@given(kinds, sides, st.floats(0.1, 50.0), st.floats(-0.5, 2.0))
def test_a_rebalanced_position_is_back_at_its_leverage(
    kind: Kind, side: int, leverage: float, move: float
) -> None:
    share = rebalance_share(kind, side, leverage, move)
    untouched = leverage_untouched(kind, side, leverage, move)
    assert (share is None) == (untouched is None)
    if share is not None and untouched is not None and untouched < 1e6:
        assert untouched * (1 + share) == pytest.approx(leverage, rel=1e-6)


@often
@given(st.decimals(-1_000_000, 1_000_000, places=6), st.sampled_from(("0.001", "0.5", "1", "100")))
def test_rounding_never_goes_past_the_value(value: Decimal, step: str) -> None:
    size = Decimal(step)
    down, up = rounded_down(value, size), rounded_up(value, size)
    assert down <= value <= up
    assert up - down in (0, size)
    assert down % size == up % size == 0


@often
@given(kinds, sides, contracts, prices, leverages, rates)
def test_floats_and_decimals_agree(
    kind: Kind, side: int, held: float, entry: float, leverage: float, rate: float
) -> None:
    assume(abs(leverage - 1) > 1e-6)
    wallet = notional(kind, 1.0, held, entry) / leverage
    floating = liquidation_price(kind, 1.0, side, held, entry, wallet, rate)
    exact = liquidation_price(
        kind, Decimal(1), side, Decimal(held), Decimal(entry), Decimal(wallet), Decimal(rate)
    )
    assert (floating is None) == (exact is None)
    if floating is not None and exact is not None:
        assert floating == pytest.approx(float(exact), rel=1e-6)
