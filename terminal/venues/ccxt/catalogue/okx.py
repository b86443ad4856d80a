"""OKX's market data, read and not traded on."""

from decimal import Decimal

from terminal.venues.ccxt.catalogue.terms import (
    BookFeed,
    Polled,
    TickerFeed,
    TierSource,
    VenueEntry,
)
from terminal.venues.ccxt.catalogue.watched import (
    LIMITS,
    NO_WALLET,
    codes_of,
    executions_of,
    orders_of,
    units_of,
)

OKX = VenueEntry(
    id="okx",
    title="OKX",
    hosts=("okx.com",),
    worlds=frozenset({"live", "testnet"}),
    options={"defaultType": "swap", "fetchMarkets": {"types": ["swap"]}},
    has={"fetchCurrencies": False},
    trade_socket=(),
    units=units_of({"BTC": Decimal(100), "*": Decimal(10)}, tiers=TierSource.PUBLIC),
    book=BookFeed("handle_order_book", ("arg", "instId"), 400),
    ticker=TickerFeed(
        "handle_ticker", "watch_mark_price", ("arg", "instId"), ("markPx",), (), (), (), ()
    ),
    polled=Polled(),
    wallet=NO_WALLET,
    executions=executions_of("clOrdId"),
    orders=orders_of("clOrdId", 32, r"[A-Za-z0-9]+"),
    codes=codes_of(
        (("data", 0, "sCode"), ("code",)),
        (("data", 0, "sMsg"), ("msg",)),
        not_found={"51400", "51603"},
        duplicate={"51016"},
        throttled={"50011", "50061"},
        credentials={"50101", "50103", "50104", "50105", "50110", "50111", "50113", "50114"},
        clock={"50102", "50112"},
        maintenance={"50001"},
    ),
    order_limits=LIMITS,
    read_limits=LIMITS,
    trading=False,
)
