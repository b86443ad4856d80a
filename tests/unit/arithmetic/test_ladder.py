"""A position left alone, price by price."""

from decimal import Decimal

import pytest

from terminal.model.arithmetic.ladder import price_steps, rungs
from terminal.model.instrument import Kind


def test_a_3x_inverse_long_down_and_up_the_ladder() -> None:
    prices = (54_000.0, 60_000.0, 66_000.0)
    low, entry, high = rungs(Kind.INVERSE, 1.0, 1, 180_000.0, 60_000.0, 1.0, 0.005, 3.0, prices)
    assert entry.coin_equity == 1.0
    assert entry.usd_equity == 60_000.0
    assert entry.effective_leverage == pytest.approx(3.0)
    assert entry.contracts_at_target == pytest.approx(180_000.0)
    assert low.effective_leverage == pytest.approx(5.0)
    assert low.contracts_at_target == pytest.approx(180_000.0 * 0.6)
    assert high.contracts_at_target == pytest.approx(180_000.0 * 1.4)
    # 180,000·1.005 / (1 + 3) = 45,225
    assert low.distance_to_liquidation == pytest.approx((54_000 - 45_225) / 54_000)


def test_a_linear_position_states_its_equity_in_usd_and_in_coin() -> None:
    (rung,) = rungs(Kind.LINEAR, 0.01, -1, 100.0, 50_000.0, 10_000.0, 0.005, 2.0, [40_000.0])
    assert (rung.usd_equity, rung.coin_equity) == (20_000.0, 0.5)
    assert rung.contracts_at_target == pytest.approx(100.0)


def test_past_the_end_of_equity_there_is_no_leverage_and_no_target() -> None:
    (rung,) = rungs(Kind.INVERSE, 1.0, 1, 180_000.0, 60_000.0, 1.0, 0.005, 3.0, [40_000.0])
    assert rung.coin_equity == pytest.approx(-0.5)
    assert rung.effective_leverage is None
    assert rung.contracts_at_target == 0.0
    assert rung.distance_to_liquidation == pytest.approx((40_000 - 45_225) / 40_000)


def test_a_position_without_liquidation_has_no_distance_to_it() -> None:
    (rung,) = rungs(Kind.INVERSE, 1.0, -1, 60_000.0, 60_000.0, 1.0, 0.005, 1.0, [90_000.0])
    assert rung.distance_to_liquidation is None
    assert rung.usd_equity == pytest.approx(60_000.0)


def test_prices_run_from_one_end_to_the_other() -> None:
    assert list(price_steps(0.0, 0.3, 0.1)) == pytest.approx([0.0, 0.1, 0.2, 0.3])
    assert list(price_steps(Decimal(1), Decimal(2), Decimal("0.4"))) == [
        Decimal(1),
        Decimal("1.4"),
        Decimal("1.8"),
    ]
    assert list(price_steps(5.0, 5.0, 1.0)) == [5.0]
