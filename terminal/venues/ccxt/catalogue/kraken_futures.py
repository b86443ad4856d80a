"""Kraken Futures' market data, read and not traded on."""

from decimal import Decimal

from terminal.venues.ccxt.catalogue.terms import BookFeed, TickerFeed, TierSource, VenueEntry
from terminal.venues.ccxt.catalogue.watched import (
    LIMITS,
    NO_WALLET,
    codes_of,
    executions_of,
    orders_of,
    units_of,
)

KRAKEN_FUTURES = VenueEntry(
    id="krakenfutures",
    title="Kraken Futures",
    hosts=("kraken.com",),
    worlds=frozenset({"live", "testnet"}),
    options={"defaultType": "swap"},
    has={"fetchCurrencies": False},
    trade_socket=(),
    units=units_of({"*": Decimal(1)}, tiers=TierSource.PUBLIC, interval_h=1.0),
    book=BookFeed(
        "handle_order_book",
        ("product_id",),
        0,
        kind=("feed",),
        snapshot="book_snapshot",
        update_id=("seq",),
        also="handle_order_book_snapshot",
    ),
    # `funding_rate` is coin a contract; ccxt divides it by the mark price and is wrong by its
    # square.
    ticker=TickerFeed(
        "handle_ticker",
        "watch_ticker",
        ("product_id",),
        ("markPrice",),
        ("index",),
        ("last",),
        ("relative_funding_rate",),
        ("next_funding_rate_time",),
        predicted_rate=("relative_funding_rate_prediction",),
    ),
    wallet=NO_WALLET,
    executions=executions_of("cliOrdId"),
    orders=orders_of("cliOrdId", 100, r"[A-Za-z0-9_-]+"),
    codes=codes_of(
        (("error",), ("sendStatus", "status")),
        (("error",),),
        not_found={"notFound", "orderForEditNotFound"},
        duplicate={"clientOrderIdAlreadyExist"},
        throttled={"apiLimitExceeded"},
        credentials={"authenticationError", "accountInactive"},
        clock={"nonceBelowThreshold", "nonceDuplicate"},
        maintenance={"Unavailable", "marketUnavailable", "marketSuspended"},
    ),
    order_limits=LIMITS,
    read_limits=LIMITS,
    trading=False,
)
