"""Ticks, lots and the last decimal of money."""

from decimal import Decimal

import pytest

from terminal.model.arithmetic.rounding import (
    fee_ceiled,
    one_tick_early,
    rounded_down,
    rounded_up,
    toward_mark,
    truncated,
    value_by_the_lot,
    value_floored,
)


@pytest.mark.parametrize(
    ("value", "down", "up"),
    [("5739.08", "5739", "5739.5"), ("5739.5", "5739.5", "5739.5"), ("-0.2", "-0.5", "0")],
)
def test_a_price_has_a_tick_below_and_a_tick_above(value: str, down: str, up: str) -> None:
    tick = Decimal("0.5")
    assert rounded_down(Decimal(value), tick) == Decimal(down)
    assert rounded_up(Decimal(value), tick) == Decimal(up)
    assert rounded_down(float(value), 0.5) == float(down)
    assert rounded_up(float(value), 0.5) == float(up)


def test_a_float_that_binary_pushed_off_the_grid_is_still_on_it() -> None:
    assert rounded_up(0.1 + 0.2, 0.1) == pytest.approx(0.3)
    assert rounded_down(0.7 - 0.4, 0.1) == pytest.approx(0.3)


def test_a_decimal_that_its_precision_pushed_off_the_grid_is_still_on_it() -> None:
    third = Decimal(1) / 3
    assert rounded_down(third * 3, Decimal(1)) == 1
    assert rounded_up(Decimal(2).next_plus(), Decimal(1)) == 2


def test_liquidation_rounds_towards_the_mark_price() -> None:
    assert toward_mark(1, 100.2, 0.5) == 100.5
    assert toward_mark(-1, 100.2, 0.5) == 100.0


def test_one_tick_early_leaves_the_grid() -> None:
    assert one_tick_early(1, Decimal("100.2"), Decimal("0.5")) == Decimal("100.7")
    assert one_tick_early(-1, Decimal("100.2"), Decimal("0.5")) == Decimal("99.7")


def test_money_is_cut_off_and_not_rounded() -> None:
    assert truncated(Decimal("0.000243939")) == Decimal("0.00024393")
    assert truncated(Decimal("-0.000243939")) == Decimal("-0.00024393")
    assert truncated(Decimal("0.94736"), 4) == Decimal("0.9473")


def test_value_is_floored_and_fees_are_ceiled_in_satoshi() -> None:
    assert value_floored(Decimal(18), Decimal("36008.6455")) == 49_987
    assert fee_ceiled(27_323, Decimal("0.00075")) == 21
    assert fee_ceiled(20_000, Decimal("0.00075")) == 15


def test_every_lot_is_rounded_before_it_is_counted() -> None:
    assert value_by_the_lot(20, Decimal(7694), 1) == 259_940
    assert value_by_the_lot(900, Decimal("32180.5"), 100) == 2_796_723
