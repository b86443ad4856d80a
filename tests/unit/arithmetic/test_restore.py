"""How much of a position to keep."""

from decimal import Decimal

import pytest

from terminal.model.arithmetic.restore import (
    contracts_to_keep,
    contracts_to_keep_in_brackets,
    keep_fraction,
    reduction_share,
    utilisation_after,
)
from terminal.model.instrument import Kind

INVERSE, LINEAR = Kind.INVERSE, Kind.LINEAR
# 2 coin of notional, 0.01 of maintenance, utilisation 0.8333…
POSITION = (INVERSE, Decimal(1), Decimal(100_000), Decimal(50_000), Decimal("0.012"))
RATE, TARGET = Decimal("0.005"), Decimal("0.65")


def test_without_fees_the_position_shrinks_with_utilisation() -> None:
    assert contracts_to_keep(*POSITION, RATE, TARGET, lot=Decimal(1)) == Decimal(78_000)
    kept = contracts_to_keep(LINEAR, 0.001, 1000.0, 50_000.0, 300.0, 0.005, 0.65)
    assert kept == pytest.approx(1000 * 0.65 / (250 / 300))


def test_the_fee_of_the_reduction_is_made_room_for() -> None:
    fee = Decimal("0.0006")
    kept = contracts_to_keep(*POSITION, RATE, TARGET, fee=fee, lot=Decimal(1))
    assert kept == Decimal(76_138)
    kind, size, contracts, mark, equity = POSITION

    def after(keeping: Decimal) -> Decimal:
        answer = utilisation_after(kind, size, contracts, keeping, mark, equity, RATE, fee=fee)
        assert answer is not None
        return answer

    assert after(kept) <= TARGET < after(kept + 1)


def test_a_deduction_allows_more_to_be_kept() -> None:
    deduction = Decimal("0.001")
    kept = contracts_to_keep(*POSITION, RATE, TARGET, deduction=deduction)
    # 0.005·N′/50,000 − 0.001 = 0.65·0.012
    assert kept == Decimal(88_000)


def test_what_is_reduced_is_a_whole_number_of_lots() -> None:
    kept = contracts_to_keep(*POSITION, RATE, TARGET, lot=Decimal(3000))
    assert kept == Decimal(76_000)


def test_a_position_within_its_target_is_left_alone_even_off_the_lot() -> None:
    kept = contracts_to_keep(INVERSE, 1.0, 100.5, 50_000.0, 1.0, 0.005, 0.65, fee=0.0006, lot=1.0)
    assert kept == 100.5


@pytest.mark.parametrize("equity", [0.0, -0.01])
def test_without_equity_nothing_can_be_kept(equity: float) -> None:
    assert contracts_to_keep(INVERSE, 1.0, 1000.0, 50_000.0, equity, 0.005, 0.65) == 0.0
    after = utilisation_after(INVERSE, 1.0, 1000.0, 0.0, 50_000.0, equity, 0.005)
    assert after is None


def test_where_the_fee_costs_more_than_the_reduction_frees_nothing_can_be_kept() -> None:
    assert contracts_to_keep(INVERSE, 1.0, 1e5, 5e4, 0.012, 0.005, 0.65, fee=0.01, lot=1.0) == 0.0


def test_no_contracts_stay_none() -> None:
    assert contracts_to_keep(INVERSE, 1.0, 0.0, 50_000.0, -1.0, 0.005, 0.65, lot=1.0) == 0.0


# Rates double beyond 50,000 contracts: once with the deduction that makes it smooth, once a cliff.
SMOOTH = [(50_000.0, 0.005, 0.0), (None, 0.01, 0.005)]
CLIFF = [(50_000.0, 0.005, 0.0), (None, 0.01, 0.0)]


@pytest.mark.parametrize(
    ("brackets", "equity", "kept"),
    [
        (SMOOTH, 0.024, 100_000),  # 0.015 needed, 0.0156 allowed
        (SMOOTH, 0.016, 77_000),  # still above the bound
        (SMOOTH, 0.006, 39_000),  # below it: the lower rate, and no deduction
        (CLIFF, 0.016, 52_000),  # 0.0104 allowed by the upper rate
        (CLIFF, 0.012, 50_000),  # the upper rate allows 39,000, the lower one its whole bracket
        (CLIFF, 0.004, 26_000),
        (CLIFF, -1.0, 0),
    ],
)
def test_a_smaller_position_is_measured_in_the_bracket_that_it_ends_in(
    brackets: list[tuple[float | None, float, float]], equity: float, kept: float
) -> None:
    answer = contracts_to_keep_in_brackets(
        INVERSE, 1.0, 100_000.0, 50_000.0, equity, brackets, 0.65, lot=1.0
    )
    assert answer == kept


def test_beyond_the_last_bound_the_last_bracket_counts() -> None:
    brackets: list[tuple[float | None, float, float]] = [(50_000.0, 0.005, 0.0)]
    position = (INVERSE, 1.0, 100_000.0, 50_000.0, 0.012)
    assert contracts_to_keep_in_brackets(*position, brackets, 0.65, lot=1.0) == 78_000.0


def test_without_brackets_nothing_is_known_to_restore() -> None:
    assert contracts_to_keep_in_brackets(INVERSE, 1.0, 1e5, 5e4, 0.01, [], 0.65, lot=1.0) == 1e5


def test_positions_that_share_margin_shrink_by_one_fraction() -> None:
    assert keep_fraction(0.01, 0.012, 0.65) == pytest.approx(0.78)
    assert reduction_share(0.01, 0.012, 0.65) == pytest.approx(0.22)


def test_the_common_fraction_is_that_of_a_single_position() -> None:
    kept = contracts_to_keep(*POSITION, RATE, TARGET, Decimal("0.001"), Decimal("0.0006"))
    fraction = keep_fraction(
        Decimal("0.01"), Decimal("0.012"), TARGET, Decimal("0.0012"), Decimal("0.001")
    )
    assert float(fraction * 100_000) == pytest.approx(float(kept), rel=1e-15)


@pytest.mark.parametrize(
    ("maintenance", "equity", "fees", "kept"),
    [(0.01, 1.0, 0.0, 1.0), (0.01, -1.0, 0.0, 0.0), (0.01, 0.012, 1.0, 0.0), (0.0, 1.0, 0.1, 1.0)],
)
def test_the_common_fraction_stays_between_nothing_and_everything(
    maintenance: float, equity: float, fees: float, kept: float
) -> None:
    assert keep_fraction(maintenance, equity, 0.65, fees) == kept
