"""The pre-flight's liquidation price beside the venue's where the position may change its tier."""

from decimal import Decimal

import pytest

from terminal.app.preflight_terms import Terms, judged
from terminal.model.checks import Check, CheckLine, CheckState, PreflightReport
from terminal.model.instrument import Instrument, Kind, Tier, TiersIn
from terminal.venues.preflight.contract import contract_lines
from terminal.venues.preflight.facts import Position, SymbolFacts

# With 10 coin, from 60,000 down, 600,000 contracts of $1 are in the second tier.
_TIERS = (
    Tier(Decimal(10), Decimal("0.005"), Decimal(0), Decimal(100)),
    Tier(None, Decimal("0.1"), Decimal("0.95"), Decimal(10)),
)
_LOWER = 50_250.0
_UPPER = 50_965.25
_CONTRACT = Instrument(
    venue="v",
    symbol="BTC/USD:BTC",
    kind=Kind.INVERSE,
    contract_size=Decimal(1),
    tick_size=Decimal("0.5"),
    lot_size=Decimal(1),
    min_contracts=Decimal(1),
    base="BTC",
    quote="USD",
    settle="BTC",
    taker_fee=Decimal("0.0005"),
    tiers=_TIERS,
    tiers_in=TiersIn.COIN,
)


def line(mark: float, theirs: float) -> CheckLine:
    held = Position(600_000.0, 60_000.0, 2.0, theirs)
    facts = SymbolFacts(symbol="BTC/USD:BTC", instrument=_CONTRACT, mark_price=mark, position=held)
    (found,) = [one for one in contract_lines(facts, 3.0) if one.check is Check.LIQUIDATION]
    return found


@pytest.mark.parametrize(("mark", "theirs"), [(60_500.0, _UPPER), (59_500.0, _LOWER)])
def test_a_price_of_the_tier_beside_ours_is_not_red_where_the_mark_is_near_its_end(
    mark: float, theirs: float
) -> None:
    found = line(mark, theirs)
    assert found.state is CheckState.GREEN
    assert found.found.endswith(f"the venue's {theirs:,.2f}")
    assert f"{_LOWER:,.2f}" in found.found
    assert f"{_UPPER:,.2f}" in found.found
    report = PreflightReport(venue="v", at=0, lines=(found,))
    assert judged(report, Terms(liquidation_tolerance=0.005)).red == ()


@pytest.mark.parametrize(("mark", "theirs"), [(62_000.0, _UPPER), (58_000.0, _LOWER)])
def test_further_off_a_price_of_the_other_tier_is_red(mark: float, theirs: float) -> None:
    assert line(mark, theirs).state is CheckState.RED


@pytest.mark.parametrize("mark", [62_000.0, 60_500.0, 59_500.0, 58_000.0])
@pytest.mark.parametrize("theirs", [_LOWER - 1_000, _UPPER + 1_000])
def test_a_price_of_neither_tier_is_red(mark: float, theirs: float) -> None:
    assert line(mark, theirs).state is CheckState.RED


@pytest.mark.parametrize(("mark", "ours"), [(60_500.0, _LOWER), (59_500.0, _UPPER)])
def test_where_the_present_tier_agrees_no_other_is_named(mark: float, ours: float) -> None:
    assert line(mark, ours).found == f"ours {ours:,.2f}, the venue's {ours:,.2f}"
