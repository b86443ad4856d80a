"""KuCoin Futures' market data, read and not traded on."""

from decimal import Decimal

from terminal.venues.ccxt.catalogue.terms import NOT_STREAMED, BookFeed, Polled, VenueEntry
from terminal.venues.ccxt.catalogue.watched import (
    LIMITS,
    NO_WALLET,
    codes_of,
    executions_of,
    orders_of,
    units_of,
)

KUCOIN_FUTURES = VenueEntry(
    id="kucoinfutures",
    title="KuCoin Futures",
    hosts=("kucoin.com",),
    options={"defaultType": "swap"},
    has={"fetchCurrencies": False},
    trade_socket=(),
    units=units_of({"*": Decimal(1)}),
    # Of this depth every message is the whole book; ccxt does not look for gaps in the other.
    book=BookFeed("handle_order_book", ("topic",), 50, within=(":", 1)),
    ticker=NOT_STREAMED,
    polled=Polled(mark="fetch_mark_price"),
    wallet=NO_WALLET,
    executions=executions_of("clientOid"),
    orders=orders_of("clientOid", 40, r"[A-Za-z0-9_-]+"),
    codes=codes_of(
        (("code",),),
        (("msg",),),
        not_found={"100001"},
        duplicate=set(),
        throttled={"429000"},
        credentials={"400001", "400003", "400004", "400005", "400006", "400007"},
        clock={"400002"},
        maintenance={"500000", "300000"},
    ),
    order_limits=LIMITS,
    read_limits=LIMITS,
    trading=False,
    watched_because="ccxt states a leverage of 1 with every order, and there is no test network to "
    "see what becomes of the account's own",
)
