"""What differs between venues, as data: units, field names, codes, limits and options of ccxt.

No code of the engine or of this room asks which venue it serves; it asks this table. Whatever
ccxt 4.5.90 states wrongly for inverse contracts (contract sizes, margin fields) is stated here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from terminal.model.errors import UserError
from terminal.model.events import FillType
from terminal.model.instrument import LiquidationRule, TiersIn

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Units:
    """What the venue's numbers count.

    `contract_sizes` is USD a contract of an inverse contract by base currency ("*": all others).
    """

    contract_sizes: Mapping[str, Decimal]
    tiers_in: TiersIn
    tier_deduction: str
    liquidation_rule: LiquidationRule
    funding_interval: Path
    funding_interval_unit_s: int


@dataclass(frozen=True, slots=True)
class BookFeed:
    """The book's stream. Without `update_id` ccxt itself checks the sequence.

    `subscription` corrects what ccxt's own `handle_order_book_subscription` is told.
    """

    handler: str
    symbol: Path
    depth: int
    kind: Path = ()
    snapshot: str = ""
    update_id: Path = ()
    subscription: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TickerFeed:
    """The stream that carries mark, index and last price and the running funding rate.

    Paths lead into the `info` of ccxt's ticker; `watch` is the ccxt method that subscribes.
    """

    handler: str
    watch: str
    symbol: Path
    mark: Path
    index: Path
    last: Path
    funding_rate: Path
    next_funding_ms: Path
    predicted_rate: Path = ()


@dataclass(frozen=True, slots=True)
class WalletRows:
    """Where a wallet statement keeps its coins, answered and streamed, and how it names figures."""

    handler: str
    answered: Path
    answered_ms: Path
    streamed: Path
    streamed_ms: Path
    coin: str
    wallet_balance: str
    equity: str
    maintenance_margin: str
    watch_parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Executions:
    """How an execution names its type, its order and its rate.

    `kinds` are asked for one after the other, by the parameter `type_field`, when a gap in the
    private stream is filled afterwards.
    """

    type_field: str
    types: Mapping[str, FillType]
    kinds: tuple[str, ...]
    client_order_id: str
    rate: str


@dataclass(frozen=True, slots=True)
class Orders:
    """How an order is named, refused and asked for.

    `validity_ms` is how long the venue honours a signed request: past it, and past `slack_ms`
    more, an order that is not found can never arrive. `lookups` are ccxt's methods that list
    orders, open ones first; `settle_parameter` lets one request concern a settlement currency.
    """

    client_order_id: str
    longest_client_order_id: int
    reject_reason: str
    validity_ms: int
    slack_ms: int
    lookups: tuple[str, ...]
    settle_parameter: str = ""


@dataclass(frozen=True, slots=True)
class Codes:
    """The venue's own error codes, by what they prove.

    Only `refused` proves that an order does not exist. `not_found` is an answer about an order;
    the others say what is wrong with us and are proof of nothing about an order that was sent
    over a session which had been accepted before, except where they are in `refused` too.
    """

    fields: tuple[Path, ...]
    texts: tuple[Path, ...]
    refused: frozenset[str]
    not_found: frozenset[str]
    duplicate: frozenset[str]
    throttled: frozenset[str]
    credentials: frozenset[str]
    clock: frozenset[str]
    maintenance: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Limits:
    """Requests the venue allows within a window, and the share that only cancels may use."""

    requests: int
    reserved_for_cancels: int
    window_s: float


@dataclass(frozen=True, slots=True)
class VenueEntry:
    """Everything this room knows about one venue. `id` is the name of ccxt's class.

    `pause_s` is kept after the venue asked to slow down, `ban_pause_s` after it shut us out.
    Without `trading`, what is said here of accounts and orders has not been tried on the venue's
    wire, and an account is refused.
    """

    id: str
    title: str
    hosts: tuple[str, ...]
    options: Mapping[str, Any]
    has: Mapping[str, bool]
    trade_socket: Path
    acknowledges_subscriptions: bool
    units: Units
    book: BookFeed
    ticker: TickerFeed
    wallet: WalletRows
    executions: Executions
    orders: Orders
    codes: Codes
    order_limits: Limits
    read_limits: Limits
    trading: bool = True
    pause_s: float = 5.0
    ban_pause_s: float = 600.0


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
    trade_socket=("ws", "private", "trade"),
    acknowledges_subscriptions=True,
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

BINANCE_COIN_M = VenueEntry(
    id="binancecoinm",
    title="Binance COIN-M",
    hosts=("binance.com", "binancefuture.com", "binance.vision"),
    options={"defaultSubType": "inverse", "fetchMarkets": {"types": ["inverse"]}},
    has={"fetchCurrencies": False},
    trade_socket=("ws", "ws-api", "inverse"),
    acknowledges_subscriptions=False,
    units=Units(
        contract_sizes={"BTC": Decimal(100), "*": Decimal(10)},
        tiers_in=TiersIn.COIN,
        tier_deduction="cum",
        liquidation_rule=LiquidationRule.MARK,
        funding_interval=("fundingIntervalHours",),
        funding_interval_unit_s=3600,
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
    wallet=WalletRows(
        handler="handle_balance",
        answered=("assets",),
        answered_ms=("updateTime",),
        streamed=("a", "B"),
        streamed_ms=("E",),
        coin="asset",
        wallet_balance="walletBalance",
        equity="marginBalance",
        maintenance_margin="maintMargin",
    ),
    executions=Executions(
        type_field="incomeType",
        types={
            "TRADE": FillType.TRADE,
            "FUNDING_FEE": FillType.FUNDING,
            "INSURANCE_CLEAR": FillType.LIQUIDATION,
        },
        kinds=(),
        client_order_id="clientOrderId",
        rate="",
    ),
    orders=Orders(
        client_order_id="origClientOrderId",
        longest_client_order_id=36,
        reject_reason="",
        validity_ms=10_000,
        slack_ms=2_000,
        lookups=("fetch_open_orders", "fetch_orders"),
    ),
    codes=Codes(
        fields=(("code",), ("error", "code")),
        texts=(("msg",), ("error", "msg")),
        refused=frozenset(
            {"-1021", "-1022", "-1102", "-1111", "-1116", "-1121", "-2014", "-2015", "-2018"}
            | {"-2019", "-2020", "-2022", "-2025", "-2027", "-2028", "-4164", "-5021", "-5022"}
        ),
        not_found=frozenset({"-2011", "-2013"}),
        duplicate=frozenset({"-4116"}),
        throttled=frozenset({"-1003", "-1015"}),
        credentials=frozenset({"-1022", "-2014", "-2015"}),
        clock=frozenset({"-1021"}),
    ),
    order_limits=Limits(requests=20, reserved_for_cancels=6, window_s=1.0),
    read_limits=Limits(requests=20, reserved_for_cancels=5, window_s=5.0),
    trading=False,
)

CATALOGUE: Mapping[str, VenueEntry] = {entry.id: entry for entry in (BYBIT, BINANCE_COIN_M)}


def entry(venue: str) -> VenueEntry:
    """Return the entry of `venue`; UserError names the venues there are."""
    found = CATALOGUE.get(venue)
    if found is None:
        known = ", ".join(sorted(CATALOGUE))
        raise UserError(f"venue: {venue!r} is not known; choose one of {known}")
    return found
