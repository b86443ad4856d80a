"""Margins, tiers and deductions."""

from decimal import Decimal

import pytest

from terminal.model.arithmetic.margin import (
    effective_leverage,
    initial_margin,
    maintenance_margin,
    next_deduction,
    tier_of,
    utilisation,
    with_implied_deductions,
)
from terminal.model.instrument import Tier, TiersIn

TIERS = (
    Tier(Decimal(5), Decimal("0.004")),
    Tier(Decimal(10), Decimal("0.005")),
    Tier(Decimal(50), Decimal("0.025")),
    Tier(None, Decimal("0.05")),
)


def test_initial_margin_is_notional_over_leverage() -> None:
    assert initial_margin(1.2, 10.0) == 0.12


def test_a_deduction_lowers_the_maintenance_margin_but_never_below_nothing() -> None:
    assert maintenance_margin(Decimal(300), Decimal("0.125"), Decimal("11.81")) == Decimal("25.69")
    assert maintenance_margin(1.0, 0.004, 0.1) == 0.0


def test_utilisation_and_leverage_are_unknown_without_equity() -> None:
    assert utilisation(0.5, 1.0) == 0.5
    assert effective_leverage(-3.0, 1.0) == 3.0
    for equity in (0.0, -1.0):
        assert utilisation(0.5, equity) is None
        assert effective_leverage(3.0, equity) is None


@pytest.mark.parametrize(
    ("coin", "rate"),
    [(0.0, "0.004"), (5.0, "0.004"), (5.1, "0.005"), (50.0, "0.025"), (1e6, "0.05")],
)
def test_a_bound_belongs_to_the_tier_below_it(coin: float, rate: str) -> None:
    tier = tier_of(TIERS, TiersIn.COIN, 1e9, coin)
    assert tier is not None
    assert tier.maintenance_rate == Decimal(rate)


def test_a_falling_price_climbs_tiers_in_coin_but_not_tiers_in_contracts() -> None:
    contracts = 300_000.0
    rates = [
        [
            tier.maintenance_rate
            for mark in (75_000.0, 50_000.0)
            if (tier := tier_of(TIERS, tiers_in, 4.0, contracts / mark)) is not None
        ]
        for tiers_in in (TiersIn.COIN, TiersIn.CONTRACTS)
    ]
    assert rates == [[Decimal("0.004"), Decimal("0.005")], [Decimal("0.004"), Decimal("0.004")]]


def test_beyond_the_last_bound_the_last_tier_stands() -> None:
    assert tier_of(TIERS[:2], TiersIn.CONTRACTS, 11.0, 0.0) is TIERS[1]


def test_without_tiers_there_is_none() -> None:
    assert tier_of((), TiersIn.COIN, 1.0, 1.0) is None


def test_a_deduction_makes_maintenance_continuous_at_the_floor_of_its_tier() -> None:
    deduction = next_deduction(Decimal(50), Decimal("0.05"), Decimal("0.025"), Decimal("0.56"))
    assert deduction == Decimal("1.81")
    below = maintenance_margin(Decimal(50), Decimal("0.025"), Decimal("0.56"))
    assert maintenance_margin(Decimal(50), Decimal("0.05"), deduction) == below


def test_implied_deductions_follow_from_bounds_and_rates() -> None:
    implied = with_implied_deductions(TIERS)
    assert [tier.deduction for tier in implied] == [
        Decimal(0),
        Decimal("0.005"),
        Decimal("0.205"),
        Decimal("1.455"),
    ]
    assert [tier.maintenance_rate for tier in implied] == [t.maintenance_rate for t in TIERS]


def test_only_the_last_tier_may_be_without_bound() -> None:
    with pytest.raises(ValueError, match="unbounded"):
        with_implied_deductions((TIERS[3], TIERS[0]))
