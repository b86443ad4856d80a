"""KuCoin Futures' inverse perpetuals: orders over REST, tried on loopback only."""

from decimal import Decimal

from terminal.model.events import FillType
from terminal.venues.ccxt.catalogue.calls import Call
from terminal.venues.ccxt.catalogue.order_terms import Executions, Orders, OwnLeverage
from terminal.venues.ccxt.catalogue.terms import (
    NOT_STREAMED,
    Arming,
    BookFeed,
    Polled,
    PositionRows,
    TradeStream,
    UserStream,
    VenueEntry,
    WalletRows,
)
from terminal.venues.ccxt.catalogue.watched import LIMITS, codes_of, units_of

_FUTURES = ("futuresPrivate",)

KUCOIN_FUTURES = VenueEntry(
    id="kucoinfutures",
    title="KuCoin Futures",
    hosts=("kucoin.com",),
    # A unified account, which ccxt would ask about before an order, shows as an empty wallet here;
    # the other is of spot accounts.
    options={"defaultType": "swap", "uta": False, "hf": False},
    has={"fetchCurrencies": False},
    trade_socket=None,
    units=units_of({"*": Decimal(1)}),
    # Of this depth every message is the whole book; ccxt does not look for gaps in the other.
    book=BookFeed("handle_order_book", ("topic",), 50, within=(":", 1)),
    ticker=NOT_STREAMED,
    polled=Polled(mark="fetch_mark_price"),
    trades=TradeStream(handler="handle_trade", parser="parse_trade"),
    wallet=WalletRows(
        handler="",
        answered=("{coin}",),
        answered_ms=(),
        streamed=(),
        streamed_ms=(),
        coin="currency",
        wallet_balance="marginBalance",
        equity="accountEquity",
        maintenance_margin="",
        call=Call("account-overview", "GET", {"currency": "{coin}"}, ("data",), _FUTURES),
        coins={"BTC": "XBT"},
    ),
    positions=PositionRows(signed=("currentQty",)),
    # Executions name the venue's own order id, and no other.
    executions=Executions(
        "tradeType",
        {
            "liquid": FillType.LIQUIDATION,
            "liquidation": FillType.LIQUIDATION,
            "adl": FillType.ADL,
            "ADL": FillType.ADL,
        },
        ("",),
        "clientOid",
        "",
        by_order="orderId",
    ),
    orders=Orders(
        client_order_id="clientOid",
        longest_client_order_id=40,
        reject_reason="",
        # What its signature is good for; an order has no deadline of its own. Its index by id lags.
        validity_ms=5_000,
        slack_ms=5_000,
        lookups=("fetch_order", "fetch_open_orders", "fetch_closed_orders"),
        lists_by_id=False,
        # Under cross margin the account's leverage counts, and an order that names another mode
        # than the contract's is refused. ccxt would name none, which is isolated, and 1x.
        told={"marginMode": "cross"},
        own_leverage=OwnLeverage(
            "leverage",
            Call(
                "getCrossUserLeverage",
                "GET",
                {"symbol": "{market}"},
                ("data", "leverage"),
                _FUTURES,
            ),
        ),
        whole=True,
    ),
    codes=codes_of(
        (("code",),),
        (("msg",),),
        # It stands for any parameter that is wrong.
        not_found={"100001"},
        not_found_says="orderNotExist",
        duplicate={"300018"},
        throttled={"429000", "200002", "1015"},
        credentials={"400001", "400003", "400004", "400005", "400006", "400007", "411100"},
        clock={"400002"},
        maintenance={"500000", "300002", "300015"},
        # 300xxx number of orders, funds, risk limit, price, leverage and position, 330005 the
        # margin mode. 300018 (duplicate id) is missing on purpose: the first order of that id
        # lives. 100001, 300000 and 300010 do not say what became of an order.
        refused=frozenset(
            {"100003", "200003", "300001", "300003", "300005", "300006", "300007", "300008"}
            | {"300009", "300011", "300012", "300013", "300014", "300016", "300017", "330005"}
            | {"40010", "400100"}
        ),
    ),
    order_limits=LIMITS,
    read_limits=LIMITS,
    stream=UserStream(arming=Arming.POLLED),
    tried=False,
)
