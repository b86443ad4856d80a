"""The size formula and what a move does to leverage."""

from decimal import Decimal

import pytest

from terminal.model.arithmetic.contracts import notional, pnl
from terminal.model.arithmetic.scaling import (
    contracts_for,
    leverage_untouched,
    margin_usd,
    rebalance_share,
    size_coin,
    survives,
)
from terminal.model.instrument import Kind
from terminal.model.lots import Grid

INVERSE, LINEAR = Kind.INVERSE, Kind.LINEAR


def target(mark: float, funding_rate: float) -> int:
    """Contracts of the worked example: 2 BTC of margin at 5x on a $1 contract."""
    coin = size_coin(margin_usd(INVERSE, 2.0, mark), 5.0, mark, funding_rate)
    return Grid(Decimal(1)).toward_zero(contracts_for(INVERSE, 1.0, coin, mark))


def test_the_worked_example_sells_when_price_falls_and_funding_rises() -> None:
    assert target(60_000.0, 0.0) == 600_000
    assert target(57_000.0, 0.0002) == 569_886
    assert target(60_000.0, 0.0) - target(57_000.0, 0.0002) == 30_114


def test_the_worked_example_buys_back_in_the_other_direction() -> None:
    assert target(60_000.0, 0.0) - target(57_000.0, 0.0002) == 600_000 - 569_886
    assert target(63_000.0, -0.0002) == 630_126


def test_a_linear_size_is_in_contracts_of_coin() -> None:
    coin = size_coin(margin_usd(LINEAR, 100_000.0, 50_000.0), 3.0, 50_000.0, 0.0)
    assert coin == 6.0
    assert contracts_for(LINEAR, 0.001, coin, 50_000.0) == pytest.approx(6000.0)


def test_a_3x_inverse_long_left_alone_is_at_5x_after_a_fall_of_a_tenth() -> None:
    assert leverage_untouched(INVERSE, 1, Decimal(3), Decimal("-0.1")) == Decimal(5)


def test_a_1x_inverse_short_needs_no_scaling() -> None:
    for move in ("-0.9", "-0.1", "0.5", "20"):
        assert leverage_untouched(INVERSE, -1, Decimal(1), Decimal(move)) == 1
        assert rebalance_share(INVERSE, -1, Decimal(1), Decimal(move)) == 0


@pytest.mark.parametrize(("side", "share"), [(1, "-0.04"), (-1, "0.02")])
def test_an_inverse_long_trades_one_plus_leverage_and_a_short_one_minus(
    side: int, share: str
) -> None:
    assert rebalance_share(INVERSE, side, Decimal(3), Decimal("-0.01")) == Decimal(share)


@pytest.mark.parametrize("kind", [INVERSE, LINEAR])
@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize("move", [-0.2, -0.01, 0.01, 0.2])
def test_after_the_trade_leverage_is_what_it_was(kind: Kind, side: int, move: float) -> None:
    leverage, price, contracts, size = 3.0, 50_000.0, 1000.0, 1.0
    wallet = notional(kind, size, contracts, price) / leverage
    moved = price * (1 + move)
    equity = wallet + pnl(kind, size, side, contracts, price, moved)
    untouched = leverage_untouched(kind, side, leverage, move)
    assert untouched == pytest.approx(notional(kind, size, contracts, moved) / equity)
    share = rebalance_share(kind, side, leverage, move)
    assert share is not None
    rebalanced = notional(kind, size, contracts * (1 + share), moved)
    assert rebalanced / equity == pytest.approx(leverage)


@pytest.mark.parametrize(
    ("kind", "side", "move"), [(INVERSE, 1, -0.25), (LINEAR, 1, -0.5), (INVERSE, -1, 0.5)]
)
def test_where_no_equity_is_left_there_is_no_leverage_to_hold(
    kind: Kind, side: int, move: float
) -> None:
    assert leverage_untouched(kind, side, 3.0, move) is None
    assert rebalance_share(kind, side, 3.0, move) is None
    assert not survives(kind, side, 3.0, move, 0.005)


def test_a_position_survives_until_utilisation_reaches_one() -> None:
    # At 5x after the fall, a maintenance rate of a fifth is all of the equity.
    assert survives(INVERSE, 1, 3.0, -0.1, 0.19)
    assert not survives(INVERSE, 1, Decimal(3), Decimal("-0.1"), Decimal("0.2"))
