"""Our liquidation price beside the venue's where the position is about to change its tier."""

from decimal import Decimal

import pytest

from terminal.model.instrument import Tier
from terminal.model.reasons import Reason
from tests.unit.engine.desk import Desk, freezes, keep_alive, ready

# With 10 coin, from 60,000 down, 600,000 contracts of $1 are in the second tier.
_TIERS = (
    Tier(Decimal(10), Decimal("0.005"), Decimal(0), Decimal(100)),
    Tier(None, Decimal("0.1"), Decimal("0.95"), Decimal(10)),
)
_LOWER = 50_250.0
_UPPER = 50_965.25


def _desk(mark: float) -> Desk:
    return ready(position=600_000, entry=60_000, mark=mark, auto=False, terms={"tiers": _TIERS})


def _state(desk: Desk, liquidation_price: float) -> bool:
    """Return whether a statement of so much freezes."""
    said = desk.wait(0.1).account(2.0, 600_000, 60_000, liquidation_price=liquidation_price)
    return Reason.LIQUIDATION_PRICE_MISMATCH in freezes(said)


@pytest.mark.parametrize(("mark", "ours"), [(62_000, _LOWER), (58_000, _UPPER)])
def test_our_liquidation_price_is_the_tier_s(mark: float, ours: float) -> None:
    assert _desk(mark).engine.snapshot().legs[0].liquidation_price == pytest.approx(ours, abs=0.1)


@pytest.mark.parametrize(
    ("before", "after", "theirs"), [(58_000, 62_000, _UPPER), (62_000, 58_000, _LOWER)]
)
def test_a_statement_made_before_the_position_changed_its_tier_freezes_nothing(
    before: float, after: float, theirs: float
) -> None:
    desk = _desk(before)
    desk.mark(after, after=1)
    assert not _state(desk, theirs)
    keep_alive(desk, 61, after, 2.0, 600_000, 60_000)
    assert _state(desk, theirs)  # none is on its way for so long


@pytest.mark.parametrize(("mark", "theirs"), [(60_500, _UPPER), (59_500, _LOWER)])
def test_a_statement_made_at_a_mark_that_is_not_heard_yet_freezes_nothing(
    mark: float, theirs: float
) -> None:
    assert not _state(_desk(mark), theirs)


@pytest.mark.parametrize("mark", [62_000, 60_500, 59_500, 58_000])
@pytest.mark.parametrize("theirs", [_LOWER - 1_000, _UPPER + 1_000])
def test_a_price_of_neither_tier_freezes(mark: float, theirs: float) -> None:
    assert _state(_desk(mark), theirs)


def test_a_price_of_the_tier_beside_ours_neither_ends_a_freeze_nor_begins_one() -> None:
    desk = _desk(60_500)
    assert _state(desk, _UPPER + 1_000)
    _state(desk, _UPPER)
    assert Reason.LIQUIDATION_PRICE_MISMATCH in desk.frozen()
    _state(desk, _LOWER)
    assert Reason.LIQUIDATION_PRICE_MISMATCH not in desk.frozen()


def test_in_one_tier_the_mark_explains_no_difference() -> None:
    desk = ready(position=600_000, entry=60_000, mark=58_000, auto=False)
    desk.mark(62_000, after=1)
    assert _state(desk, _UPPER)
