"""Kraken Futures' inverse perpetuals: orders over REST, tried on loopback only."""

from decimal import Decimal

from terminal.model.events import FillType
from terminal.venues.ccxt.catalogue.calls import Call, Deadline, Stated
from terminal.venues.ccxt.catalogue.order_terms import Executions, Orders
from terminal.venues.ccxt.catalogue.terms import (
    Arming,
    BookFeed,
    PositionRows,
    TickerFeed,
    TierSource,
    TradeStream,
    UserStream,
    VenueEntry,
    WalletRows,
)
from terminal.venues.ccxt.catalogue.watched import LIMITS, codes_of, units_of

KRAKEN_FUTURES = VenueEntry(
    id="krakenfutures",
    title="Kraken Futures",
    hosts=("kraken.com",),
    worlds=frozenset({"live", "testnet"}),
    options={"defaultType": "swap"},
    has={"fetchCurrencies": False},
    trade_socket=None,
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
    trades=TradeStream(handler="handle_trade", parser="parse_ws_trade"),
    # Each inverse contract has a margin account of its own, by the name of its dated futures.
    wallet=WalletRows(
        handler="",
        answered=("accounts", "fi_{coin}usd"),
        answered_ms=(),
        streamed=(),
        streamed_ms=(),
        coin="",
        wallet_balance="balances.{coin}",
        equity="auxiliary.pv",
        maintenance_margin="marginRequirements.mm",
        call=Call("accounts", "GET"),
        coins={"BTC": "xbt", "ETH": "eth", "LTC": "ltc", "BCH": "bch", "XRP": "xrp"},
    ),
    positions=PositionRows(any_case=True),
    # ccxt leaves an inverse execution without its quantity, and an order without what it filled.
    executions=Executions(
        "fillType",
        {
            "liquidation": FillType.LIQUIDATION,
            "unwindBankrupt": FillType.LIQUIDATION,
            "unwindCounterparty": FillType.ADL,
        },
        ("",),
        "cliOrdId",
        "",
        contracts=("size", "amount"),
    ),
    orders=Orders(
        client_order_id="cliOrdId",
        longest_client_order_id=100,
        reject_reason="",
        validity_ms=5_000,
        slack_ms=2_000,
        lookups=("fetch_open_orders",),
        # In capitals ccxt would send an order that rests.
        immediate="ioc",
        lists_by_id=False,
        deadline=Deadline("processBefore", Stated.ISO_8601),
        # Of orders that have ended it knows those of the last 5 s; executions tell of older ones.
        find=Call("orders/status", "POST", {"cliOrdIds": "{id}"}, ("orders",)),
        cancel=Call("cancelorder", "POST", {"cliOrdId": "{id}"}),
        server_time=Call("openpositions", "GET", answer=("serverTime",)),
    ),
    codes=codes_of(
        (("error",), ("sendStatus", "status")),
        (("error",),),
        not_found={"notFound", "orderForEditNotFound"},
        duplicate={"clientOrderIdAlreadyExist"},
        throttled={"apiLimitExceeded"},
        credentials={"authenticationError", "accountInactive"},
        clock={"nonceBelowThreshold", "nonceDuplicate"},
        maintenance={"Unavailable", "marketUnavailable", "marketSuspended"},
        # `sendStatus` words of an order that was not placed. clientOrderIdAlreadyExist is missing
        # on purpose: the first order of that id lives.
        refused=frozenset(
            {"invalidOrderType", "invalidSide", "invalidSize", "invalidPrice", "selfFill"}
            | {"insufficientAvailableFunds", "tooManySmallOrders", "maxPositionViolation"}
            | {"marketInactive", "clientOrderIdTooLong", "outsidePriceCollar"}
            | {"postWouldExecute", "iocWouldNotExecute", "wouldNotReducePosition"}
            | {"requiredArgumentMissing", "contractNotFound"}
        ),
    ),
    order_limits=LIMITS,
    read_limits=LIMITS,
    stream=UserStream(arming=Arming.POLLED),
    tried=False,
)
