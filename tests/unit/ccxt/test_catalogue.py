from dataclasses import replace
from random import Random

import ccxt.pro
import pytest

from terminal.model.errors import UserError
from terminal.model.events import FillType
from terminal.venues.ccxt.catalogue import BYBIT, CATALOGUE, Arming, VenueEntry, entry
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.exchange import Endpoints, Environment
from terminal.venues.ccxt.venue import CcxtVenue

EVERY = pytest.mark.parametrize("venue", CATALOGUE.values(), ids=lambda venue: venue.id)


@EVERY
def test_every_name_in_the_table_exists_in_ccxt(venue: VenueEntry) -> None:
    kind = getattr(ccxt.pro, venue.id)
    methods = [venue.book.handler, venue.ticker.handler, venue.wallet.handler, venue.ticker.watch]
    asked = () if venue.polled is None else (venue.polled.mark,)
    told_by = () if venue.trade_socket is None else venue.trade_socket.told_by[:1]
    named = (*methods, venue.book.also, *asked, *told_by, *venue.orders.lookups)
    for method in filter(None, named):
        assert callable(getattr(kind, method, None)), method


@EVERY
def test_a_duplicate_id_is_never_taken_for_a_refusal(venue: VenueEntry) -> None:
    codes = venue.codes
    for proves_nothing in (codes.duplicate, codes.throttled, codes.not_found, codes.maintenance):
        assert not codes.refused & proves_nothing


@EVERY
def test_a_wrong_clock_is_a_refusal(venue: VenueEntry) -> None:
    # Of Deribit no code is known that says so.
    assert venue.codes.clock or not venue.trading or venue.id == "deribit"
    assert venue.codes.clock <= venue.codes.refused


@EVERY
def test_an_order_by_websocket_ends_by_itself(venue: VenueEntry) -> None:
    """Without a deadline, one that is not found would never be known not to arrive."""
    socket = venue.trade_socket
    # Each of Bybit's carries a receive window, each of Binance's a signature of its own.
    if socket is not None and venue.id not in {"bybit", "binancecoinm"}:
        assert socket.deadline
        assert all(socket.dated)


@EVERY
def test_cancels_keep_room_of_their_own(venue: VenueEntry) -> None:
    assert 0 < venue.order_limits.reserved_for_cancels < venue.order_limits.requests


@EVERY
def test_funding_is_never_a_trade(venue: VenueEntry) -> None:
    as_execution = FillType.FUNDING in venue.executions.types.values()
    # Where everything is polled, a payment is in the balance and in nothing else.
    polled = venue.stream.arming is Arming.POLLED
    assert as_execution or venue.stream.funding or polled or not venue.trading


def desk(entry: VenueEntry, symbols: list[str]) -> CcxtVenue:
    key = Credentials("k", "s")
    return CcxtVenue(entry, symbols, clock=lambda: 1, randomness=Random(1), credentials=key)


def test_an_account_is_refused_where_trading_was_never_tried() -> None:
    with pytest.raises(UserError, match="Bybit can be watched but not traded"):
        desk(replace(BYBIT, trading=False), ["BTC/USD:BTC"])


def test_a_venue_without_a_contract_is_refused() -> None:
    with pytest.raises(UserError, match="name at least one contract"):
        desk(BYBIT, [])


def test_only_the_venues_own_hosts_move_real_money() -> None:
    def on(environment: Environment, endpoints: Endpoints | None = None) -> bool:
        return CcxtVenue(
            BYBIT,
            ["BTC/USD:BTC"],
            clock=lambda: 1,
            randomness=Random(1),
            environment=environment,
            endpoints=endpoints,
        ).live

    assert on(Environment.LIVE)
    assert not on(Environment.DEMO)
    assert not on(Environment.TESTNET)
    assert not on(Environment.LIVE, Endpoints({}))


def test_a_venue_that_is_not_known_is_named_with_those_that_are() -> None:
    with pytest.raises(UserError, match="'bitmex' is not known; choose one of binancecoinm, bybit"):
        entry("bitmex")
