"""OKX's inverse swaps: orders by websocket, tried on loopback only."""

from decimal import Decimal

from terminal.model.events import FillType
from terminal.venues.ccxt.catalogue.calls import Deadline, Stated
from terminal.venues.ccxt.catalogue.order_terms import Executions, Orders
from terminal.venues.ccxt.catalogue.terms import (
    Arming,
    BookFeed,
    Polled,
    TickerFeed,
    TierSource,
    TradeSocket,
    TradeStream,
    UserStream,
    VenueEntry,
    WalletRows,
)
from terminal.venues.ccxt.catalogue.watched import LIMITS, codes_of, units_of

OKX = VenueEntry(
    id="okx",
    title="OKX",
    hosts=("okx.com",),
    worlds=frozenset({"live", "testnet"}),
    # One order is one request, whose refusal is the answer to it alone.
    options={
        "defaultType": "swap",
        "fetchMarkets": {"types": ["swap"]},
        "createOrder": "privatePostTradeOrder",
        "createOrderWs": {"op": "order"},
    },
    # A cancel by websocket would name the contract by a code that not every listing has.
    has={"fetchCurrencies": False, "cancelOrderWs": False},
    trade_socket=TradeSocket(
        told_by=("get_url", "private", "private"),
        sign_in=(),
        dated=("op", "order"),
        deadline=("expTime",),
        needs="instIdCode",
    ),
    units=units_of({"BTC": Decimal(100), "*": Decimal(10)}, tiers=TierSource.PUBLIC),
    book=BookFeed("handle_order_book", ("arg", "instId"), 400),
    ticker=TickerFeed(
        "handle_ticker", "watch_mark_price", ("arg", "instId"), ("markPx",), (), (), (), ()
    ),
    polled=Polled(),
    trades=TradeStream(handler="handle_trades", parser="parse_trade"),
    wallet=WalletRows(
        handler="",
        answered=("data", 0, "details"),
        answered_ms=(),
        streamed=(),
        streamed_ms=(),
        coin="ccy",
        wallet_balance="cashBal",
        equity="eq",
        maintenance_margin="mmr",
    ),
    # Executions are asked for by the venue's own order id; the client's is in each of them.
    executions=Executions(
        "subType",
        {
            **dict.fromkeys(map(str, range(100, 108)), FillType.LIQUIDATION),
            **dict.fromkeys(map(str, range(125, 129)), FillType.ADL),
        },
        ("",),
        "clOrdId",
        "",
        by_order="ordId",
    ),
    orders=Orders(
        client_order_id="clOrdId",
        longest_client_order_id=32,
        reject_reason="",
        validity_ms=5_000,
        slack_ms=2_000,
        lookups=("fetch_order",),
        ids=r"[A-Za-z0-9]+",
        # Without it OKX would honour a signature for 30 s.
        deadline=Deadline("expTime", Stated.HEADER, "trade/order"),
    ),
    codes=codes_of(
        (("data", 0, "sCode"), ("code",)),
        (("data", 0, "sMsg"), ("msg",)),
        not_found={"51400", "51603"},
        duplicate={"51016"},
        throttled={"50011", "50061"},
        credentials={"50101", "50103", "50104", "50105", "50110", "50111", "50113", "50114"},
        clock={"50102", "50112"},
        maintenance={"50001"},
        # 50xxx the request itself, 51xxx instrument, size, price, funds, position and mode. 51016
        # (duplicate id) is missing on purpose: the first order of that id lives. 50004, 50011,
        # 50013, 50026 and 50061 prove nothing.
        refused=frozenset(
            {"50002", "50006", "50014", "50015", "50016", "50024", "50027", "50106", "50107"}
            | {"51000", "51001", "51002", "51004", "51005", "51006", "51007", "51008", "51009"}
            | {"51010", "51015", "51020", "51021", "51022", "51023", "51024", "51025", "51027"}
            | {"51028", "51029", "51031", "51100", "51101", "51102", "51103", "51104", "51105"}
            | {"51106", "51107", "51108", "51112", "51116", "51118", "51119", "51120", "51121"}
            | {"51122", "51124", "51127", "51131", "51136", "51137", "51138", "51174", "51202"}
        ),
    ),
    order_limits=LIMITS,
    read_limits=LIMITS,
    stream=UserStream(arming=Arming.POLLED),
    tried=False,
)
