"""Gate's inverse perpetual: orders by websocket, tried on loopback only."""

from decimal import Decimal

from terminal.venues.ccxt.catalogue.calls import Call, Deadline, Stated
from terminal.venues.ccxt.catalogue.order_terms import Executions, Orders
from terminal.venues.ccxt.catalogue.terms import (
    Arming,
    BookFeed,
    Polled,
    PositionRows,
    TickerFeed,
    TradeSocket,
    TradeStream,
    UserStream,
    VenueEntry,
    WalletRows,
)
from terminal.venues.ccxt.catalogue.watched import LIMITS, codes_of, units_of

# Its inverse contracts all settle in BTC.
_BTC = {"settle": "btc"}
_FUTURES = ("private", "futures")
_ONE = {**_BTC, "order_id": "t-{id}"}

GATE = VenueEntry(
    id="gate",
    title="Gate",
    hosts=("gate.com", "gate.io", "gateio.ws", "gateio.live", "gateapi.io"),
    worlds=frozenset({"live", "testnet"}),
    # A unified account, which ccxt would ask about before an order, shows as an empty wallet here.
    options={
        "defaultType": "swap",
        "fetchMarkets": {"types": ["swap"]},
        "unifiedAccount": False,
    },
    has={"fetchCurrencies": False},
    trade_socket=TradeSocket(
        ("swap", "btc"),
        sign_in=("{url}", "futures"),
        dated=("channel", "futures.order_place"),
        deadline=("payload", "req_header", "x-gate-exptime"),
    ),
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
    trades=TradeStream(handler="handle_trades", parser="parse_trade"),
    # The total is without the positions' profit; equity is reckoned from both.
    wallet=WalletRows(
        handler="",
        answered=(),
        answered_ms=(),
        streamed=(),
        streamed_ms=(),
        coin="currency",
        wallet_balance="total",
        equity="",
        maintenance_margin="maintenance_margin",
        call=Call("{settle}/accounts", "GET", _BTC, api=_FUTURES),
    ),
    positions=PositionRows(asked_with=_BTC),
    executions=Executions("", {}, ("",), "text", ""),
    orders=Orders(
        client_order_id="text",
        longest_client_order_id=28,
        reject_reason="",
        validity_ms=5_000,
        slack_ms=2_000,
        lookups=("fetch_open_orders", "fetch_closed_orders"),
        # One that begins so would go without the prefix that Gate asks for.
        ids=r"(?!t)[A-Za-z0-9_.-]+",
        prefix="t-",
        ended=frozenset(
            {"reduce_only", "reduce_out", "position_close", "position_closed", "stp"}
            | {"auto_deleverage", "auto_deleveraged"}
        ),
        lists_by_id=False,
        deadline=Deadline("x-gate-exptime", Stated.HEADER, "{settle}/orders"),
        # By our id it knows an order while it is open and for a minute after.
        find=Call("{settle}/orders/{order_id}", "GET", _ONE, api=_FUTURES),
        cancel=Call("{settle}/orders/{order_id}", "DELETE", _ONE, api=_FUTURES),
    ),
    codes=codes_of(
        (("label",), ("data", "errs", "label")),
        (("message",), ("detail",), ("data", "errs", "message")),
        not_found={"ORDER_NOT_FOUND", "CLIENT_ID_NOT_FOUND"},
        duplicate=set(),
        throttled={"TOO_MANY_REQUESTS"},
        credentials={"INVALID_KEY", "INVALID_SIGNATURE", "FORBIDDEN", "IP_FORBIDDEN"},
        clock={"REQUEST_EXPIRED"},
        maintenance={"SERVER_ERROR", "INTERNAL", "TOO_BUSY"},
        refused=frozenset(
            {
                "INVALID_PARAM_VALUE",
                "INVALID_PROTOCOL",
                "INVALID_ARGUMENT",
                "MISSING_REQUIRED_PARAM",
            }
            | {"INVALID_REQUEST_BODY", "BAD_REQUEST", "INVALID_PRECISION", "READ_ONLY"}
            | {"BALANCE_NOT_ENOUGH", "FUTURES_BALANCE_NOT_ENOUGH", "MARGIN_BALANCE_NOT_ENOUGH"}
            | {"AMOUNT_TOO_LITTLE", "AMOUNT_TOO_MUCH", "TOO_MANY_ORDERS", "TRADE_RESTRICTED"}
            | {"USER_NOT_FOUND", "CONTRACT_NOT_FOUND", "RISK_LIMIT_EXCEEDED", "ACCOUNT_LOCKED"}
            | {"INSUFFICIENT_AVAILABLE", "LIQUIDATE_IMMEDIATELY", "LEVERAGE_TOO_HIGH"}
            | {"POSITION_IN_LIQUIDATION", "POSITION_IN_CLOSE", "POSITION_EMPTY", "SIZE_TOO_LARGE"}
            | {"SIZE_TOO_SMALL", "PRICE_TOO_DEVIATED", "PRICE_OVER_LIQUIDATION"}
            | {"PRICE_OVER_BANKRUPT", "ORDER_POC_IMMEDIATE", "INCREASE_POSITION"}
            | {"CONTRACT_IN_DELISTING"}
        ),
    ),
    order_limits=LIMITS,
    read_limits=LIMITS,
    stream=UserStream(arming=Arming.POLLED),
    tried=False,
)
