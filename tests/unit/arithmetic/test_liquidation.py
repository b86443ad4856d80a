"""Liquidation and bankruptcy prices, by the families of venues."""

from decimal import Decimal
from itertools import product

import pytest

from terminal.model.arithmetic.contracts import notional, pnl
from terminal.model.arithmetic.liquidation import (
    bankruptcy_price,
    bankruptcy_price_at_leverage,
    disagreement,
    distance,
    liquidation_price,
)
from terminal.model.instrument import Kind, LiquidationRule

INVERSE, LINEAR = Kind.INVERSE, Kind.LINEAR
MARK, ENTRY, WITH_FEE = LiquidationRule.MARK, LiquidationRule.ENTRY, LiquidationRule.MARK_WITH_FEE
BOTH_KINDS_AND_SIDES = list(product((INVERSE, LINEAR), (1, -1)))

RATE, FEE, DEDUCTION = Decimal("0.005"), Decimal("0.0006"), Decimal("0.001")
ENTRY_PRICE = Decimal(50_000)


def example(kind: Kind) -> tuple[Decimal, Decimal, Decimal]:
    """Contract size, contracts and a wallet of a fifth of their value."""
    size, contracts = (Decimal(1), Decimal(60_000)) if kind is INVERSE else (Decimal(1), Decimal(2))
    return size, contracts, notional(kind, size, contracts, ENTRY_PRICE) / 5


@pytest.mark.parametrize(("kind", "side"), BOTH_KINDS_AND_SIDES)
@pytest.mark.parametrize(("rule", "fee"), [(MARK, Decimal(0)), (WITH_FEE, FEE)])
def test_at_liquidation_equity_is_the_maintenance_margin_at_mark(
    kind: Kind, side: int, rule: LiquidationRule, fee: Decimal
) -> None:
    size, contracts, wallet = example(kind)
    price = liquidation_price(
        kind, size, side, contracts, ENTRY_PRICE, wallet, RATE, DEDUCTION, FEE, rule=rule
    )
    assert price is not None
    assert side * (ENTRY_PRICE - price) > 0
    equity = wallet + pnl(kind, size, side, contracts, ENTRY_PRICE, price)
    maintenance = notional(kind, size, contracts, price) * (RATE + fee) - DEDUCTION
    assert float(equity) == pytest.approx(float(maintenance), rel=1e-12)


@pytest.mark.parametrize(("kind", "side"), BOTH_KINDS_AND_SIDES)
def test_by_the_entry_rule_equity_covers_maintenance_at_entry_and_the_fee_at_bankruptcy(
    kind: Kind, side: int
) -> None:
    size, contracts, wallet = example(kind)
    position = (kind, size, side, contracts, ENTRY_PRICE, wallet)
    price = liquidation_price(*position, RATE, DEDUCTION, FEE, rule=ENTRY)
    bankruptcy = bankruptcy_price(*position, FEE)
    assert price is not None
    assert bankruptcy is not None
    equity = wallet + pnl(kind, size, side, contracts, ENTRY_PRICE, price)
    maintenance = notional(kind, size, contracts, ENTRY_PRICE) * RATE - DEDUCTION
    exit_fee = FEE * notional(kind, size, contracts, bankruptcy)
    assert float(equity) == pytest.approx(float(maintenance + exit_fee), rel=1e-12)


@pytest.mark.parametrize(("kind", "side"), BOTH_KINDS_AND_SIDES)
def test_bankruptcy_lies_beyond_liquidation(kind: Kind, side: int) -> None:
    size, contracts, wallet = example(kind)
    position = (kind, size, side, contracts, ENTRY_PRICE, wallet)
    bankruptcy = bankruptcy_price(*position)
    assert bankruptcy is not None
    for rule in LiquidationRule:
        price = liquidation_price(*position, RATE, fee=FEE, rule=rule)
        assert price is not None
        assert side * (price - bankruptcy) > 0


def test_the_two_families_differ_as_the_exchanges_do() -> None:
    short = (INVERSE, 1.0, -1, 60_000.0, 50_000.0, 0.12, 0.005)
    assert liquidation_price(*short, rule=ENTRY) == pytest.approx(55_248.62, abs=0.005)
    assert liquidation_price(*short, rule=MARK) == pytest.approx(55_277.78, abs=0.005)


def test_the_mark_rule_knows_no_fee() -> None:
    long = (INVERSE, 1.0, 1, 60_000.0, 50_000.0, 0.12, 0.005)
    assert liquidation_price(*long, fee=0.0006) == liquidation_price(*long)


@pytest.mark.parametrize("leverage", [1.0, 0.5])
def test_an_inverse_short_at_1x_or_less_has_no_liquidation_price(leverage: float) -> None:
    wallet = notional(INVERSE, 1.0, 10_000.0, 60_000.0) / leverage
    position = (INVERSE, 1.0, -1, 10_000.0, 60_000.0, wallet)
    assert liquidation_price(*position, 0.005) is None
    assert liquidation_price(*position, 0.005, fee=0.0006, tick=0.5, rule=WITH_FEE) is None
    assert bankruptcy_price(*position) is None


def test_by_the_entry_rule_even_a_1x_inverse_short_is_liquidated_in_the_end() -> None:
    # Maintenance stays at 0.5 % of the entry value in coin while equity shrinks towards 0 coin.
    price = liquidation_price(INVERSE, 1.0, -1, 10_000.0, 50_000.0, 0.2, 0.005, rule=ENTRY)
    assert price == pytest.approx(200 * 50_000.0)


def test_a_linear_long_that_is_paid_in_full_has_no_liquidation_price() -> None:
    assert liquidation_price(LINEAR, 1.0, 1, 2.0, 50_000.0, 100_000.0, 0.005) is None
    assert bankruptcy_price(LINEAR, 1.0, 1, 2.0, 50_000.0, 100_000.0) is None


@pytest.mark.parametrize("rule", list(LiquidationRule))
def test_no_contracts_have_no_liquidation_price(rule: LiquidationRule) -> None:
    assert liquidation_price(INVERSE, 1.0, 1, 0.0, 50_000.0, 1.0, 0.005, rule=rule) is None
    assert bankruptcy_price(INVERSE, 1.0, 1, 0.0, 50_000.0, 1.0) is None


def test_debts_beyond_the_position_leave_a_linear_short_without_a_price() -> None:
    assert liquidation_price(LINEAR, 1.0, -1, 1.0, 100.0, -150.0, 0.005) is None


def test_a_maintenance_rate_and_fee_of_one_leave_a_short_without_a_price() -> None:
    position = (INVERSE, 1.0, -1, 100.0, 50_000.0, 0.0001)
    assert liquidation_price(*position, 0.6, fee=0.4, rule=WITH_FEE) is None


@pytest.mark.parametrize(("side", "tick", "expected"), [(1, 0.5, 5739.5), (1, 10.0, 5740.0)])
def test_a_long_is_liquidated_at_the_tick_above(side: int, tick: float, expected: float) -> None:
    position = (INVERSE, 1.0, side, 10_000.0, 8_000.0, 0.5)
    price = liquidation_price(*position, 0.005, fee=0.00075, tick=tick, rule=ENTRY)
    assert price == expected


def test_a_short_is_liquidated_at_the_tick_below() -> None:
    price = liquidation_price(INVERSE, 1.0, -1, 60_000.0, 50_000.0, 0.12, 0.005, tick=0.5)
    assert price == 55_277.5


def test_a_tick_can_round_a_short_away_altogether() -> None:
    price = liquidation_price(LINEAR, 1.0, -1, 1.0, 0.4, 0.01, 0.005, tick=0.5)
    assert price is None


@pytest.mark.parametrize("side", [1, -1])
def test_okx_liquidates_one_tick_early(side: int) -> None:
    position = (INVERSE, Decimal(10), side, Decimal(1), Decimal(2500), Decimal("0.0004"))
    plain = liquidation_price(*position, RATE, fee=FEE, rule=WITH_FEE)
    early = liquidation_price(*position, RATE, fee=FEE, tick=Decimal("0.01"), rule=WITH_FEE)
    assert plain is not None
    assert early == plain + side * Decimal("0.01")


@pytest.mark.parametrize(("kind", "side"), BOTH_KINDS_AND_SIDES)
@pytest.mark.parametrize("fee", [Decimal(0), FEE])
def test_bankruptcy_by_leverage_is_that_of_a_wallet_of_the_initial_margin(
    kind: Kind, side: int, fee: Decimal
) -> None:
    size, contracts, _ = example(kind)
    leverage = Decimal(8)
    wallet = notional(kind, size, contracts, ENTRY_PRICE) / leverage
    by_wallet = bankruptcy_price(kind, size, side, contracts, ENTRY_PRICE, wallet, fee)
    by_leverage = bankruptcy_price_at_leverage(kind, side, ENTRY_PRICE, leverage, fee)
    assert by_wallet is not None
    assert by_leverage is not None
    assert float(by_leverage) == pytest.approx(float(by_wallet), rel=1e-15)


def test_bankruptcy_by_leverage_is_none_where_the_margin_pays_for_everything() -> None:
    assert bankruptcy_price_at_leverage(INVERSE, -1, 50_000.0, 1.0) is None
    assert bankruptcy_price_at_leverage(LINEAR, 1, 50_000.0, 1.0) is None
    assert bankruptcy_price_at_leverage(INVERSE, 1, 50_000.0, 1.0) == 25_000.0
    assert bankruptcy_price_at_leverage(LINEAR, -1, 50_000.0, 1.0) == 100_000.0


def test_distance_is_a_fraction_of_mark_and_negative_past_liquidation() -> None:
    assert distance(1, 50_000.0, 40_000.0) == 0.2
    assert distance(-1, 50_000.0, 60_000.0) == 0.2
    assert distance(1, 40_000.0, 50_000.0) == -0.25
    assert distance(1, 40_000.0, None) is None


def test_prices_below_the_mark_differ_as_shares_of_it_and_above_as_shares_of_the_margin() -> None:
    mark = Decimal(60_000)
    assert float(disagreement(mark, Decimal(45_000), Decimal(45_600))) == pytest.approx(0.01)
    assert float(disagreement(mark, Decimal(120_000), Decimal(150_000))) == pytest.approx(0.1)
    assert disagreement(mark, Decimal(700_000), Decimal(999_999)) == 0  # both are out of reach
    assert disagreement(60_000.0, 700_000.0, 120_000.0) == pytest.approx(0.4)
