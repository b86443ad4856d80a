"""Gate's market data, read and not traded on."""

from decimal import Decimal

from terminal.venues.ccxt.catalogue.terms import BookFeed, Polled, TickerFeed, VenueEntry
from terminal.venues.ccxt.catalogue.watched import (
    LIMITS,
    NO_WALLET,
    codes_of,
    executions_of,
    orders_of,
    units_of,
)

GATE = VenueEntry(
    id="gate",
    title="Gate",
    hosts=("gate.com", "gate.io", "gateio.ws", "gateio.live", "gateapi.io"),
    worlds=frozenset({"live", "testnet"}),
    options={"defaultType": "swap", "fetchMarkets": {"types": ["swap"]}},
    has={"fetchCurrencies": False},
    trade_socket=(),
    units=units_of({"*": Decimal(1)}),
    book=BookFeed("handle_order_book", ("result", "s"), 50),
    ticker=TickerFeed(
        "handle_ticker",
        "watch_ticker",
        ("result", 0, "contract"),
        ("mark_price",),
        ("index_price",),
        ("last",),
        (),
        (),
    ),
    polled=Polled(),
    wallet=NO_WALLET,
    executions=executions_of("text"),
    # Each begins with "t-", which ccxt puts before it.
    orders=orders_of("text", 28, r"[A-Za-z0-9_.-]+"),
    codes=codes_of(
        (("label",),),
        (("message",), ("detail",)),
        not_found={"ORDER_NOT_FOUND"},
        duplicate=set(),
        throttled={"TOO_MANY_REQUESTS"},
        credentials={"INVALID_KEY", "INVALID_SIGNATURE", "FORBIDDEN", "IP_FORBIDDEN"},
        clock={"REQUEST_EXPIRED"},
        maintenance={"SERVER_ERROR"},
    ),
    order_limits=LIMITS,
    read_limits=LIMITS,
    trading=False,
    watched_because="ccxt asks what kind of account it is before the first order, a unified "
    "account keeps its balance elsewhere, and neither has been tried on loopback yet",
)
