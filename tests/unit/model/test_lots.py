"""Whole lots and whole ticks."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.model.lots import Grid, decimals_of

steps_of = st.sampled_from(
    [Decimal(text) for text in ("0.0001", "0.001", "0.1", "0.5", "1", "100")]
)


@pytest.mark.parametrize(
    ("step", "quantity", "steps"),
    [
        ("0.1", 0.3, 3),  # 0.3 / 0.1 is 2.9999999999999996 in floats
        ("0.1", 0.29999999, 2),
        ("0.1", 0.7, 7),
        ("1", 569_886.0228, 569_886),
        ("1", 0.9999999999, 0),
        ("100", 99.99, 0),
        ("0.001", 1.0, 1000),
    ],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_quantity_is_rounded_towards_zero_to_whole_lots(
    step: str, quantity: float, steps: int, sign: int
) -> None:
    assert Grid(Decimal(step)).toward_zero(sign * quantity) == sign * steps


@pytest.mark.parametrize("quantity", [float("inf"), float("-inf"), float("nan")])
def test_what_is_not_finite_has_no_whole_steps(quantity: float) -> None:
    with pytest.raises(ValueError, match="no whole steps"):
        Grid(Decimal(1)).toward_zero(quantity)


def test_floor_and_ceiling_go_by_direction_and_not_by_size() -> None:
    ticks = Grid(Decimal("0.5"))
    assert (ticks.floor(10.2), ticks.ceiling(10.2)) == (20, 21)
    assert (ticks.floor(-10.2), ticks.ceiling(-10.2)) == (-21, -20)
    assert ticks.floor(10.5) == ticks.ceiling(10.5) == 21


def test_a_price_on_its_tick_stays_there_whatever_binary_makes_of_it() -> None:
    ticks = Grid(Decimal("0.1"))
    for step in range(1, 2000):
        price = float(ticks.exact(step))
        assert ticks.floor(price) == ticks.ceiling(price) == ticks.toward_zero(price) == step


def test_a_stated_quantity_is_read_as_the_nearest_step() -> None:
    assert Grid(Decimal("0.001")).nearest(0.0029999) == 3


@pytest.mark.parametrize(
    ("step", "steps", "text"),
    [("0.10", 3, "0.3"), ("0.1", 10, "1"), ("100", 5, "500"), ("1E+2", 5, "500"), ("0.5", 0, "0")],
)
def test_an_exact_quantity_has_neither_trailing_zeros_nor_an_exponent(
    step: str, steps: int, text: str
) -> None:
    assert str(Grid(Decimal(step)).exact(steps)) == text


def test_an_amount_is_the_steps_as_a_float() -> None:
    assert Grid(Decimal("0.5")).amount(-3) == -1.5


@pytest.mark.parametrize(
    ("step", "decimals"), [("0.50", 1), ("0.001", 3), ("1", 0), ("100", 0), ("1E-8", 8)]
)
def test_a_quantity_is_shown_with_the_decimals_of_its_step(step: str, decimals: int) -> None:
    assert decimals_of(Decimal(step)) == decimals


@given(steps_of, st.floats(-1e6, 1e6))
def test_rounding_never_goes_past_the_quantity(step: Decimal, quantity: float) -> None:
    grid, written = Grid(step), Decimal(repr(quantity))
    assert grid.floor(quantity) * step <= written <= grid.ceiling(quantity) * step
    kept = grid.toward_zero(quantity) * step
    assert abs(kept) <= abs(written) < abs(kept) + step
    assert kept == 0 or (kept > 0) == (written > 0)


@given(steps_of, st.integers(-(10**9), 10**9))
def test_whole_steps_survive_the_way_through_a_float(step: Decimal, steps: int) -> None:
    grid = Grid(step)
    quantity = float(grid.exact(steps))
    assert grid.toward_zero(quantity) == grid.nearest(quantity) == grid.floor(quantity) == steps
