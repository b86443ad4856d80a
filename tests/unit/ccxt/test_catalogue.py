import ccxt.pro
import pytest

from terminal.model.errors import UserError
from terminal.model.events import FillType
from terminal.venues.ccxt.catalogue import CATALOGUE, VenueEntry, entry

EVERY = pytest.mark.parametrize("venue", CATALOGUE.values(), ids=lambda venue: venue.id)


@EVERY
def test_every_name_in_the_table_exists_in_ccxt(venue: VenueEntry) -> None:
    kind = getattr(ccxt.pro, venue.id)
    methods = [venue.book.handler, venue.ticker.handler, venue.wallet.handler, venue.ticker.watch]
    for method in (*methods, *venue.orders.lookups):
        assert callable(getattr(kind, method, None)), method


@EVERY
def test_a_duplicate_id_is_never_taken_for_a_refusal(venue: VenueEntry) -> None:
    codes = venue.codes
    for proves_nothing in (codes.duplicate, codes.throttled, codes.not_found, codes.maintenance):
        assert not codes.refused & proves_nothing


@EVERY
def test_a_wrong_clock_is_a_refusal(venue: VenueEntry) -> None:
    assert venue.codes.clock
    assert venue.codes.clock <= venue.codes.refused


@EVERY
def test_cancels_keep_room_of_their_own(venue: VenueEntry) -> None:
    assert 0 < venue.order_limits.reserved_for_cancels < venue.order_limits.requests


@EVERY
def test_funding_is_never_a_trade(venue: VenueEntry) -> None:
    assert FillType.FUNDING in venue.executions.types.values()
    assert [kind for kind, made in venue.executions.types.items() if made is FillType.FUNDING]


def test_a_venue_that_is_not_known_is_named_with_those_that_are() -> None:
    with pytest.raises(UserError, match="'bitmex' is not known; choose one of binancecoinm, bybit"):
        entry("bitmex")
