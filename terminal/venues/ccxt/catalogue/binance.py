"""Binance COIN-M, as it was tried on the wire."""

from decimal import Decimal

from terminal.model.events import FillType
from terminal.model.instrument import LiquidationRule, TiersIn
from terminal.venues.ccxt.catalogue.calls import Limits
from terminal.venues.ccxt.catalogue.order_terms import Codes, Executions, Orders
from terminal.venues.ccxt.catalogue.terms import (
    Arming,
    BookFeed,
    PositionRows,
    TickerFeed,
    TierSource,
    TradeSocket,
    TradeStream,
    Units,
    UserStream,
    VenueEntry,
    WalletRows,
)

BINANCE_COIN_M = VenueEntry(
    id="binancecoinm",
    title="Binance COIN-M",
    hosts=("binance.com", "binancefuture.com", "binance.vision"),
    # The listen key is kept alive here: ccxt does so once and never again. What it would ask for
    # before the first position update is known from polls.
    options={
        "defaultType": "swap",
        "defaultSubType": "inverse",
        "fetchMarkets": {"types": ["inverse"]},
        "watchPositions": {"fetchPositionsSnapshot": False, "awaitPositionsSnapshot": False},
        "listenKeyRefreshRate": 86_400_000,
    },
    has={"fetchCurrencies": False},
    # ccxt refuses the testnet of these contracts; the demo took its place.
    worlds=frozenset({"live", "demo"}),
    # Every request carries its signature: ccxt signs in on no socket of these contracts.
    trade_socket=TradeSocket(("ws", "ws-api", "inverse"), sign_in=None),
    units=Units(
        contract_sizes={"BTC": Decimal(100), "*": Decimal(10)},
        tiers_in=TiersIn.COIN,
        tier_deduction="cum",
        liquidation_rule=LiquidationRule.MARK,
        funding_interval=(),
        funding_interval_unit_s=3600,
        usual_funding_interval_s=8 * 3600.0,
        tiers=TierSource.SIGNED,
    ),
    book=BookFeed(
        handler="handle_order_book",
        symbol=("s",),
        depth=1000,
        # For "inverse" ccxt joins updates to the snapshot by the rule for spot, loses all but the
        # first of those that waited, and gives the book up at the next. The rule for linear
        # contracts is the one that Binance gives for these.
        subscription={"type": "linear"},
    ),
    ticker=TickerFeed(
        handler="handle_mark_prices",
        watch="watch_mark_price",
        symbol=("s",),
        mark=("p",),
        index=("i",),
        last=("c",),
        funding_rate=("r",),
        next_funding_ms=("T",),
    ),
    trades=TradeStream(handler="handle_trade", parser="parse_ws_trade"),
    wallet=WalletRows(
        handler="handle_balance",
        answered=("assets",),
        # `updateTime` of an account is 0, or that of the last transfer.
        answered_ms=(),
        streamed=("a", "B"),
        streamed_ms=("E",),
        coin="asset",
        wallet_balance="walletBalance",
        equity="marginBalance",
        maintenance_margin="maintMargin",
        streamed_coin="a",
        streamed_wallet_balance="wb",
        with_positions=True,
    ),
    executions=Executions(
        type_field="",
        types={},
        kinds=("",),
        client_order_id="c",
        rate="",
        # What the exchange closes itself; a settled contract is closed by a trade like any other.
        types_by_order={
            "autoclose-": FillType.LIQUIDATION,
            "adl_autoclose": FillType.ADL,
            "settlement_autoclose-": FillType.TRADE,
        },
        by_order="orderId",
        handler="handle_my_trade",
        skipped=frozenset({"CALCULATED"}),
    ),
    orders=Orders(
        client_order_id="origClientOrderId",
        longest_client_order_id=36,
        reject_reason="",
        validity_ms=10_000,
        slack_ms=2_000,
        lookups=("fetch_order",),
    ),
    codes=Codes(
        fields=(("code",), ("error", "code")),
        texts=(("msg",), ("error", "msg")),
        # -1013 to -1130 the request itself, -1021 clock, -1022 signature,
        # -2014 and -2015 the key, -2018 and the others around it funds, reduce-only and leverage,
        # -4xxx prices, quantities and rights, -5xxx what cannot be filled or made. -4116 (duplicate
        # id) is missing on purpose: the first order of that id is open. So are -1000, -1001,
        # -1003, -1006, -1007, -1008 and -1015, which prove nothing.
        refused=frozenset(
            {"-1002", "-1013", "-1014", "-1020", "-1021", "-1022", "-1100", "-1101"}
            | {"-1102", "-1103", "-1104", "-1105", "-1106", "-1111", "-1114", "-1115", "-1116"}
            | {"-1117", "-1118", "-1121", "-1130", "-2010", "-2014", "-2015", "-2016", "-2018"}
            | {"-2019", "-2020", "-2021", "-2022", "-2023", "-2024", "-2025", "-2026", "-2027"}
            | {"-2028", "-4001", "-4002", "-4003", "-4004", "-4005", "-4012", "-4013", "-4014"}
            | {"-4015", "-4016", "-4023", "-4024", "-4030", "-4061", "-4087", "-4088", "-4104"}
            | {"-4105", "-4108", "-4110", "-4118", "-4131", "-4138", "-4140", "-4141", "-4142"}
            | {"-4164", "-5021", "-5022"}
        ),
        not_found=frozenset({"-2011", "-2013"}),
        duplicate=frozenset({"-4116"}),
        throttled=frozenset({"-1003", "-1015"}),
        credentials=frozenset({"-1022", "-2014", "-2015"}),
        clock=frozenset({"-1021"}),
        maintenance=frozenset({"-1016"}),
    ),
    order_limits=Limits(requests=20, reserved_for_cancels=6, window_s=1.0),
    read_limits=Limits(requests=20, reserved_for_cancels=5, window_s=5.0),
    positions=PositionRows(cache="inverse", signed=("positionAmt", "pa")),
    stream=UserStream(
        arming=Arming.CONNECTED,
        keep_alive="dapiPrivatePutListenKey",
        keep_alive_s=20 * 60.0,
        session="inverse",
        kind=("e",),
        ends=frozenset({"listenKeyExpired", "eventStreamTerminated"}),
        polls=frozenset({"ACCOUNT_CONFIG_UPDATE", "MARGIN_CALL"}),
        funding=(("a", "m"), "FUNDING_FEE"),
    ),
)
