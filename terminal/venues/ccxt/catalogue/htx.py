"""HTX's market data, read and not traded on."""

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

HTX = VenueEntry(
    id="htx",
    title="HTX",
    hosts=("huobi.pro", "hbdm.vn", "hbdm.com", "htx.com"),
    options={
        "defaultType": "swap",
        "defaultSubType": "inverse",
        "fetchMarkets": {"types": {"spot": False, "linear": False, "inverse": True}},
    },
    has={"fetchCurrencies": False},
    trade_socket=None,
    units=units_of({"BTC": Decimal(100), "*": Decimal(10)}),
    book=BookFeed(
        "handle_order_book",
        ("ch",),
        150,
        kind=("tick", "event"),
        snapshot="snapshot",
        update_id=("tick", "version"),
        within=(".", 1),
    ),
    ticker=NOT_STREAMED,
    polled=Polled(mark="fetch_mark_ohlcv"),
    # Its trades count both sides in some of its documents and one in others: they are not read.
    trades=None,
    wallet=NO_WALLET,
    executions=executions_of("client_order_id"),
    orders=orders_of("client_order_id", 18, r"[1-9][0-9]*"),
    codes=codes_of(
        (("err_code",), ("err-code",)),
        (("err_msg",), ("err-msg",)),
        not_found={"1017", "1061"},
        duplicate={"1050"},
        throttled={"1032", "1084"},
        credentials={"403", "1113", "1253", "api-signature-not-valid"},
        clock=set(),
        maintenance={"1000", "1001", "1004", "1046", "1056", "1058", "1059"},
    ),
    order_limits=LIMITS,
    read_limits=LIMITS,
    trading=False,
    watched_because="of a coin-margined swap it keeps a long and a short side apart, with no "
    "one-way mode to choose, so that ccxt sends every order as one that opens or one that closes "
    "and a reduction could open the other side; and it forgets each order that has ended at the "
    "next funding settlement, a cancelled one after 4 hours, while neither its executions nor its "
    "history name our client order id, so that asking could not tell an order of unknown outcome "
    "that was filled from one that never arrived",
)
