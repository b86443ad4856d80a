"""Venues whose market data is read and whose orders have not been tried on the wire.

What is said of their accounts is read off ccxt's source, and nothing trades on it.
"""

from decimal import Decimal

from terminal.model.instrument import LiquidationRule, TiersIn
from terminal.venues.ccxt.catalogue.terms import (
    NOT_STREAMED,
    BookFeed,
    Codes,
    Executions,
    Limits,
    Orders,
    Polled,
    TickerFeed,
    TierSource,
    Units,
    VenueEntry,
    WalletRows,
)

_LIMITS = Limits(requests=10, reserved_for_cancels=3, window_s=1.0)
_NO_WALLET = WalletRows("handle_balance", (), (), (), (), "", "", "", "")
_ONE = Decimal(1)


def _units(
    sizes: dict[str, Decimal],
    *,
    tiers: TierSource = TierSource.ABSENT,
    interval_h: float = 8.0,
    contracts_are_usd: bool = False,
) -> Units:
    return Units(
        contract_sizes=sizes,
        tiers_in=TiersIn.CONTRACTS,
        tier_deduction="",
        liquidation_rule=LiquidationRule.MARK,
        funding_interval=(),
        funding_interval_unit_s=3600,
        usual_funding_interval_s=interval_h * 3600,
        tiers=tiers,
        contracts_are_usd=contracts_are_usd,
    )


def _executions(client_order_id: str) -> Executions:
    return Executions("", {}, ("",), client_order_id, "")


def _orders(client_order_id: str, longest: int, ids: str) -> Orders:
    return Orders(client_order_id, longest, "", 5_000, 2_000, ("fetch_order",), ids=ids)


def _codes(
    fields: tuple[tuple[str | int, ...], ...],
    texts: tuple[tuple[str | int, ...], ...],
    *,
    not_found: set[str],
    duplicate: set[str],
    throttled: set[str],
    credentials: set[str],
    clock: set[str],
    maintenance: set[str],
) -> Codes:
    """Return codes of which only those about ourselves refuse: nobody has tried the others."""
    return Codes(
        fields=fields,
        texts=texts,
        refused=frozenset(credentials | clock),
        not_found=frozenset(not_found),
        duplicate=frozenset(duplicate),
        throttled=frozenset(throttled),
        credentials=frozenset(credentials),
        clock=frozenset(clock),
        maintenance=frozenset(maintenance),
    )


OKX = VenueEntry(
    id="okx",
    title="OKX",
    hosts=("okx.com",),
    worlds=frozenset({"live", "testnet"}),
    options={"defaultType": "swap", "fetchMarkets": {"types": ["swap"]}},
    has={"fetchCurrencies": False},
    trade_socket=(),
    units=_units({"BTC": Decimal(100), "*": Decimal(10)}, tiers=TierSource.PUBLIC),
    book=BookFeed("handle_order_book", ("arg", "instId"), 400),
    ticker=TickerFeed(
        "handle_ticker", "watch_mark_price", ("arg", "instId"), ("markPx",), (), (), (), ()
    ),
    polled=Polled(),
    wallet=_NO_WALLET,
    executions=_executions("clOrdId"),
    orders=_orders("clOrdId", 32, r"[A-Za-z0-9]+"),
    codes=_codes(
        (("data", 0, "sCode"), ("code",)),
        (("data", 0, "sMsg"), ("msg",)),
        not_found={"51400", "51603"},
        duplicate={"51016"},
        throttled={"50011", "50061"},
        credentials={"50101", "50103", "50104", "50105", "50110", "50111", "50113", "50114"},
        clock={"50102", "50112"},
        maintenance={"50001"},
    ),
    order_limits=_LIMITS,
    read_limits=_LIMITS,
    trading=False,
)

DERIBIT = VenueEntry(
    id="deribit",
    title="Deribit",
    hosts=("deribit.com",),
    worlds=frozenset({"live", "testnet"}),
    options={"defaultType": "swap"},
    has={"fetchCurrencies": False},
    trade_socket=(),
    # A contract of BTC is listed as 10 USD, and every quantity of the wire is USD all the same.
    units=_units({"BTC": Decimal(10), "ETH": _ONE}, contracts_are_usd=True),
    book=BookFeed(
        "handle_order_book",
        ("params", "data", "instrument_name"),
        0,
        kind=("params", "data", "type"),
        snapshot="snapshot",
        update_id=("params", "data", "change_id"),
        previous_id=("params", "data", "prev_change_id"),
    ),
    ticker=TickerFeed(
        "handle_ticker",
        "watch_ticker",
        ("params", "data", "instrument_name"),
        ("mark_price",),
        ("index_price",),
        ("last_price",),
        ("funding_8h",),
        (),
        predicted_rate=("current_funding",),
        continuous=True,
    ),
    wallet=_NO_WALLET,
    executions=_executions("label"),
    orders=_orders("label", 64, r"[A-Za-z0-9_-]+"),
    codes=_codes(
        (("error", "code"),),
        (("error", "message"),),
        not_found={"10004", "11044"},
        duplicate=set(),
        throttled={"10028", "10047"},
        credentials={"13004", "13009", "13021"},
        clock=set(),
        maintenance={"10041", "10044"},
    ),
    order_limits=_LIMITS,
    read_limits=_LIMITS,
    trading=False,
)

KRAKEN_FUTURES = VenueEntry(
    id="krakenfutures",
    title="Kraken Futures",
    hosts=("kraken.com",),
    worlds=frozenset({"live", "testnet"}),
    options={"defaultType": "swap"},
    has={"fetchCurrencies": False},
    trade_socket=(),
    units=_units({"*": _ONE}, tiers=TierSource.PUBLIC, interval_h=1.0),
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
    wallet=_NO_WALLET,
    executions=_executions("cliOrdId"),
    orders=_orders("cliOrdId", 100, r"[A-Za-z0-9_-]+"),
    codes=_codes(
        (("error",), ("sendStatus", "status")),
        (("error",),),
        not_found={"notFound", "orderForEditNotFound"},
        duplicate={"clientOrderIdAlreadyExist"},
        throttled={"apiLimitExceeded"},
        credentials={"authenticationError", "accountInactive"},
        clock={"nonceBelowThreshold", "nonceDuplicate"},
        maintenance={"Unavailable", "marketUnavailable", "marketSuspended"},
    ),
    order_limits=_LIMITS,
    read_limits=_LIMITS,
    trading=False,
)

GATE = VenueEntry(
    id="gate",
    title="Gate",
    hosts=("gate.com", "gate.io", "gateio.ws", "gateio.live", "gateapi.io"),
    worlds=frozenset({"live", "testnet"}),
    options={"defaultType": "swap", "fetchMarkets": {"types": ["swap"]}},
    has={"fetchCurrencies": False},
    trade_socket=(),
    units=_units({"*": _ONE}),
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
    wallet=_NO_WALLET,
    executions=_executions("text"),
    # Each begins with "t-", which ccxt puts before it.
    orders=_orders("text", 28, r"[A-Za-z0-9_.-]+"),
    codes=_codes(
        (("label",),),
        (("message",), ("detail",)),
        not_found={"ORDER_NOT_FOUND"},
        duplicate=set(),
        throttled={"TOO_MANY_REQUESTS"},
        credentials={"INVALID_KEY", "INVALID_SIGNATURE", "FORBIDDEN", "IP_FORBIDDEN"},
        clock={"REQUEST_EXPIRED"},
        maintenance={"SERVER_ERROR"},
    ),
    order_limits=_LIMITS,
    read_limits=_LIMITS,
    trading=False,
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
    trade_socket=(),
    units=_units({"BTC": Decimal(100), "*": Decimal(10)}),
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
    wallet=_NO_WALLET,
    executions=_executions("client_order_id"),
    orders=_orders("client_order_id", 18, r"[1-9][0-9]*"),
    codes=_codes(
        (("err_code",), ("err-code",)),
        (("err_msg",), ("err-msg",)),
        not_found={"1017", "1061"},
        duplicate={"1032"},
        throttled={"1004"},
        credentials={"1030", "api-signature-not-valid", "403"},
        clock={"1029"},
        maintenance={"1000", "1039"},
    ),
    order_limits=_LIMITS,
    read_limits=_LIMITS,
    trading=False,
)

KUCOIN_FUTURES = VenueEntry(
    id="kucoinfutures",
    title="KuCoin Futures",
    hosts=("kucoin.com",),
    options={"defaultType": "swap"},
    has={"fetchCurrencies": False},
    trade_socket=(),
    units=_units({"*": _ONE}),
    # Of this depth every message is the whole book; ccxt does not look for gaps in the other.
    book=BookFeed("handle_order_book", ("topic",), 50, within=(":", 1)),
    ticker=NOT_STREAMED,
    polled=Polled(mark="fetch_mark_price"),
    wallet=_NO_WALLET,
    executions=_executions("clientOid"),
    orders=_orders("clientOid", 40, r"[A-Za-z0-9_-]+"),
    codes=_codes(
        (("code",),),
        (("msg",),),
        not_found={"100001"},
        duplicate=set(),
        throttled={"429000"},
        credentials={"400001", "400003", "400004", "400005", "400006", "400007"},
        clock={"400002"},
        maintenance={"500000", "300000"},
    ),
    order_limits=_LIMITS,
    read_limits=_LIMITS,
    trading=False,
)
