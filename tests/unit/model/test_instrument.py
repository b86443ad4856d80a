"""A contract that no arithmetic can be done with is refused, by the name of what is wrong."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from terminal.model.errors import UserError
from terminal.model.events import InstrumentListed, listed
from terminal.model.instrument import Instrument, Kind, LiquidationRule, Tier, TiersIn

INVERSE = Instrument(
    venue="paper",
    symbol="BTC/USD:BTC",
    kind=Kind.INVERSE,
    contract_size=Decimal(1),
    tick_size=Decimal("0.5"),
    lot_size=Decimal(1),
    min_contracts=Decimal(1),
    base="BTC",
    quote="USD",
    settle="BTC",
    taker_fee=Decimal("0.0006"),
    tiers=(Tier(Decimal(150), Decimal("0.005")), Tier(None, Decimal("0.01"))),
    tiers_in=TiersIn.COIN,
)


def changed(**fields: Any) -> Instrument:
    return msgspec.structs.replace(INVERSE, **fields)


def test_an_inverse_contract_settles_in_its_coin_and_a_linear_one_in_its_quote() -> None:
    assert INVERSE.inverse
    assert not changed(kind=Kind.LINEAR, settle="USD").inverse


def test_a_contract_without_expiry_is_perpetual() -> None:
    assert INVERSE.perpetual
    assert not changed(expiry=1_800_000_000_000_000_000).perpetual


@pytest.mark.parametrize("field", ["contract_size", "tick_size", "lot_size"])
@pytest.mark.parametrize("value", ["0", "-1", "NaN", "Infinity"])
def test_a_size_that_is_not_above_zero_is_named(field: str, value: str) -> None:
    with pytest.raises(UserError, match=f"^{field}: must be a number above 0, not {value}$"):
        changed(**{field: Decimal(value)})


@pytest.mark.parametrize("value", ["-1", "NaN"])
def test_a_minimum_below_zero_is_named(value: str) -> None:
    with pytest.raises(UserError, match="^min_contracts: "):
        changed(min_contracts=Decimal(value))


@pytest.mark.parametrize("field", ["taker_fee", "maker_fee"])
@pytest.mark.parametrize("value", ["1", "-1", "sNaN"])
def test_a_fee_that_is_no_fraction_is_named(field: str, value: str) -> None:
    with pytest.raises(UserError, match=f"^{field}: must be a fraction"):
        changed(**{field: Decimal(value)})


def test_a_maker_may_be_paid() -> None:
    assert changed(maker_fee=Decimal("-0.00025")).maker_fee < 0


@pytest.mark.parametrize("rate", ["1", "-0.01"])
def test_a_maintenance_rate_outside_its_range_is_named_with_its_tier(rate: str) -> None:
    with pytest.raises(UserError, match="^tiers: maintenance_rate of tier 2 "):
        changed(tiers=(Tier(Decimal(1), Decimal("0.01")), Tier(None, Decimal(rate))))


def test_only_the_last_tier_may_be_unbounded() -> None:
    with pytest.raises(UserError, match="only the last tier"):
        changed(tiers=(Tier(None, Decimal("0.01")), Tier(Decimal(1), Decimal("0.02"))))


def test_tiers_must_rise() -> None:
    tiers = (Tier(Decimal(2), Decimal("0.01")), Tier(Decimal(2), Decimal("0.02")))
    with pytest.raises(UserError, match="up_to of tier 2 must be above 2"):
        changed(tiers=tiers)


@pytest.mark.parametrize(("kind", "settle"), [(Kind.INVERSE, "USD"), (Kind.LINEAR, "BTC")])
def test_a_contract_that_settles_in_the_wrong_currency_is_refused(kind: Kind, settle: str) -> None:
    with pytest.raises(UserError, match=f"^settle: a contract of kind {kind.value}"):
        changed(kind=kind, settle=settle)


def test_a_listing_carries_the_whole_contract() -> None:
    terms = changed(liquidation_rule=LiquidationRule.ENTRY, maker_fee=Decimal("0.0001"))
    event = listed(5, terms)
    assert isinstance(event, InstrumentListed)
    assert event.at == 5
    assert event.instrument() == terms


def test_a_listing_that_makes_no_sense_is_refused_when_it_becomes_a_contract() -> None:
    event = msgspec.structs.replace(listed(5, INVERSE), tick_size=Decimal(0))
    with pytest.raises(UserError, match="^tick_size: "):
        event.instrument()
