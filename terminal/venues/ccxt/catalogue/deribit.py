"""Deribit's market data, read and not traded on."""

from decimal import Decimal

from terminal.venues.ccxt.catalogue.terms import BookFeed, TickerFeed, VenueEntry
from terminal.venues.ccxt.catalogue.watched import (
    LIMITS,
    NO_WALLET,
    codes_of,
    executions_of,
    orders_of,
    units_of,
)

DERIBIT = VenueEntry(
    id="deribit",
    title="Deribit",
    hosts=("deribit.com",),
    worlds=frozenset({"live", "testnet"}),
    options={"defaultType": "swap"},
    has={"fetchCurrencies": False},
    trade_socket=(),
    # A contract of BTC is listed as 10 USD, and every quantity of the wire is USD all the same.
    units=units_of({"BTC": Decimal(10), "ETH": Decimal(1)}, contracts_are_usd=True),
    book=BookFeed(
        "handle_order_book",
        ("params", "data", "instrument_name"),
        0,
        kind=("params", "data", "type"),
        snapshot="snapshot",
        update_id=("params", "data", "change_id"),
        previous_id=("params", "data", "prev_change_id"),
    ),
    ticker=TickerFeed(
        "handle_ticker",
        "watch_ticker",
        ("params", "data", "instrument_name"),
        ("mark_price",),
        ("index_price",),
        ("last_price",),
        ("funding_8h",),
        (),
        predicted_rate=("current_funding",),
        continuous=True,
    ),
    wallet=NO_WALLET,
    executions=executions_of("label"),
    orders=orders_of("label", 64, r"[A-Za-z0-9_-]+"),
    codes=codes_of(
        (("error", "code"),),
        (("error", "message"),),
        not_found={"10004", "11044"},
        duplicate=set(),
        throttled={"10028", "10047"},
        credentials={"13004", "13009", "13021"},
        clock=set(),
        maintenance={"10041", "10044"},
    ),
    order_limits=LIMITS,
    read_limits=LIMITS,
    trading=False,
)
