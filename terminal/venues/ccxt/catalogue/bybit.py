"""Bybit's inverse contracts, as it was tried on the wire."""

from decimal import Decimal

from terminal.model.events import FillType
from terminal.model.instrument import LiquidationRule, TiersIn
from terminal.venues.ccxt.catalogue.calls import Limits
from terminal.venues.ccxt.catalogue.order_terms import Codes, Executions, Orders
from terminal.venues.ccxt.catalogue.terms import (
    BookFeed,
    TickerFeed,
    TradeSocket,
    TradeStream,
    Units,
    VenueEntry,
    WalletRows,
)

BYBIT = VenueEntry(
    id="bybit",
    title="Bybit",
    hosts=("bybit.com", "bytick.com", "bybit.nl", "bybit.eu", "bybit.kz", "bybit-tr.com"),
    # With these set, no request of ccxt's own stands between an order and the wire.
    options={
        "defaultType": "swap",
        "defaultSubType": "inverse",
        "fetchMarkets": {"types": ["inverse"]},
        "enableUnifiedMargin": False,
        "enableUnifiedAccount": True,
        "unifiedMarginStatus": 6,
        "watchPositions": {"fetchPositionsSnapshot": False, "awaitPositionsSnapshot": False},
        "watchMyTrades": {"execType": ["Trade", "AdlTrade", "BustTrade", "Settle", "Funding"]},
    },
    has={"fetchCurrencies": False},
    worlds=frozenset({"live", "demo", "testnet"}),
    trade_socket=TradeSocket(("ws", "private", "trade")),
    units=Units(
        # ccxt takes the smallest order for the size of a contract.
        contract_sizes={"*": Decimal(1)},
        tiers_in=TiersIn.COIN,
        tier_deduction="mmDeduction",
        liquidation_rule=LiquidationRule.MARK,
        funding_interval=("fundingInterval",),
        funding_interval_unit_s=60,
    ),
    book=BookFeed(
        handler="handle_order_book",
        symbol=("data", "s"),
        depth=50,
        kind=("type",),
        snapshot="snapshot",
        update_id=("data", "u"),
    ),
    ticker=TickerFeed(
        handler="handle_ticker",
        watch="watch_ticker",
        symbol=("data", "symbol"),
        mark=("markPrice",),
        index=("indexPrice",),
        last=("lastPrice",),
        funding_rate=("fundingRate",),
        next_funding_ms=("nextFundingTime",),
    ),
    trades=TradeStream(handler="handle_trades", parser="parse_ws_trade"),
    wallet=WalletRows(
        handler="handle_balance",
        answered=("result", "list", 0, "coin"),
        answered_ms=("time",),
        streamed=("data", 0, "coin"),
        streamed_ms=("creationTime",),
        coin="coin",
        wallet_balance="walletBalance",
        equity="equity",
        maintenance_margin="totalPositionMM",
        # With the default of an inverse account ccxt waits for a stream that never comes.
        watch_parameters={"subType": "linear"},
    ),
    executions=Executions(
        type_field="execType",
        types={
            "Trade": FillType.TRADE,
            "BlockTrade": FillType.TRADE,
            "Settle": FillType.TRADE,
            "Delivery": FillType.TRADE,
            "Funding": FillType.FUNDING,
            "BustTrade": FillType.LIQUIDATION,
            "AdlTrade": FillType.ADL,
        },
        kinds=("Trade", "BustTrade", "AdlTrade", "Funding"),
        client_order_id="orderLinkId",
        rate="feeRate",
    ),
    orders=Orders(
        client_order_id="orderLinkId",
        longest_client_order_id=36,
        reject_reason="rejectReason",
        validity_ms=5_000,
        slack_ms=2_000,
        lookups=("fetch_open_orders", "fetch_canceled_and_closed_orders"),
        settle_parameter="settleCoin",
    ),
    codes=Codes(
        fields=(("retCode",), ("ret_code",)),
        texts=(("retMsg",), ("ret_msg",)),
        # 10001 parameters, 10002 clock, 10003–10005 key, signature, rights, 10010 address; the
        # others refuse the order itself (price band, funds, risk limit, reduce-only, open
        # interest, order count, halt, minimum value). 110072 (duplicate id) is missing on
        # purpose: the first order of that id lives. 10000, 10006, 10016 and 10429 prove nothing.
        refused=frozenset(
            {"10001", "10002", "10003", "10004", "10005", "10010"}
            | {"110003", "110004", "110005", "110006", "110007", "110012", "110016", "110017"}
            | {"110020", "110021", "110023", "110032", "110037", "110040", "110042", "110044"}
            | {"110045", "110051", "110052", "110053", "110066", "110094"}
        ),
        not_found=frozenset({"110001", "110008", "110010"}),
        duplicate=frozenset({"110072"}),
        throttled=frozenset({"10006", "10018", "10429"}),
        credentials=frozenset({"10003", "10004", "10005", "10007", "10010", "33004"}),
        clock=frozenset({"10002"}),
        maintenance=frozenset({"10016", "10019"}),
    ),
    order_limits=Limits(requests=10, reserved_for_cancels=3, window_s=1.0),
    read_limits=Limits(requests=100, reserved_for_cancels=20, window_s=5.0),
)
