"""The entry price through additions, reductions and zero."""

from decimal import Decimal

import pytest

from terminal.model.arithmetic.contracts import fee, pnl
from terminal.model.arithmetic.entry import average_entry, break_even_price, position_after_fill
from terminal.model.instrument import Kind

INVERSE, LINEAR = Kind.INVERSE, Kind.LINEAR


def test_an_inverse_entry_is_the_harmonic_mean() -> None:
    assert average_entry(INVERSE, [(1000.0, 5000.0), (2000.0, 6000.0)]) == 5625.0


def test_a_linear_entry_is_the_arithmetic_mean() -> None:
    fills = [(Decimal(1), Decimal(5000)), (Decimal(2), Decimal(6500))]
    assert average_entry(LINEAR, fills) == Decimal(6000)


def test_no_fills_have_no_entry() -> None:
    nothing: list[tuple[float, float]] = []
    assert average_entry(INVERSE, nothing) is None
    assert average_entry(INVERSE, [(0.0, 5000.0)]) is None


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_adding_averages_the_entry_and_realises_nothing(side: float) -> None:
    after = position_after_fill(INVERSE, 1.0, side * 1000.0, 5000.0, side * 2000.0, 6000.0)
    assert after == (side * 3000.0, 5625.0, 0.0)


def test_a_reduced_position_keeps_its_entry() -> None:
    contracts, entry, realized = position_after_fill(
        INVERSE, Decimal(1), Decimal(3000), Decimal(5000), Decimal(-1000), Decimal(6250)
    )
    assert (contracts, entry) == (Decimal(2000), Decimal(5000))
    assert realized == Decimal("0.04")


def test_a_short_that_is_reduced_below_its_entry_realises_a_profit() -> None:
    *after, realized = position_after_fill(LINEAR, 0.1, -10.0, 200.0, 4.0, 150.0)
    assert after == [-6.0, 200.0]
    assert realized == pytest.approx(20.0)


def test_a_closed_position_has_no_entry() -> None:
    *after, realized = position_after_fill(INVERSE, 1.0, -1000.0, 5000.0, 1000.0, 4000.0)
    assert after == [0.0, None]
    assert realized == pytest.approx(0.05)


@pytest.mark.parametrize(("held", "fill", "left"), [(1000, -3000, -2000), (-1000, 3000, 2000)])
def test_through_zero_the_entry_is_that_of_the_part_that_opened(
    held: int, fill: int, left: int
) -> None:
    contracts, entry, realized = position_after_fill(
        INVERSE, Decimal(1), Decimal(held), Decimal(5000), Decimal(fill), Decimal(6250)
    )
    assert (contracts, entry) == (Decimal(left), Decimal(6250))
    # Only what was closed earns or loses: 1,000 contracts.
    assert realized == Decimal("0.04") * (1 if held > 0 else -1)


def test_the_first_fill_opens_at_its_own_price() -> None:
    assert position_after_fill(INVERSE, 1.0, 0.0, None, -5.0, 100.0) == (-5.0, 100.0, 0.0)


def test_a_fill_of_nothing_changes_nothing() -> None:
    assert position_after_fill(INVERSE, 1.0, 5.0, 100.0, 0.0, 120.0) == (5.0, 100.0, 0.0)
    assert position_after_fill(INVERSE, 1.0, 0.0, None, 0.0, 120.0) == (0.0, None, 0.0)


@pytest.mark.parametrize("kind", [INVERSE, LINEAR])
@pytest.mark.parametrize("side", [1, -1])
def test_at_break_even_the_profit_pays_for_both_fees(kind: Kind, side: int) -> None:
    entry, opening, closing = 50_000.0, 0.0002, 0.00055
    price = break_even_price(kind, side, entry, opening, closing)
    gain = pnl(kind, 1.0, side, 1000.0, entry, price)
    fees = fee(kind, 1.0, 1000.0, entry, opening) + fee(kind, 1.0, 1000.0, price, closing)
    assert gain == pytest.approx(fees, rel=1e-9)
    assert (price - entry) * side > 0


def test_without_fees_break_even_is_the_entry() -> None:
    assert break_even_price(INVERSE, -1, 50_000.0, 0.0, 0.0) == 50_000.0
