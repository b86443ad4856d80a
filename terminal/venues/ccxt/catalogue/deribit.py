"""Deribit's inverse perpetuals: orders over REST, tried on loopback only."""

from decimal import Decimal

from terminal.venues.ccxt.catalogue.calls import Call, Deadline, Stated
from terminal.venues.ccxt.catalogue.order_terms import Executions, Orders
from terminal.venues.ccxt.catalogue.terms import (
    Arming,
    BookFeed,
    PositionRows,
    TickerFeed,
    TradeStream,
    UserStream,
    VenueEntry,
    WalletRows,
)
from terminal.venues.ccxt.catalogue.watched import LIMITS, codes_of, units_of

DERIBIT = VenueEntry(
    id="deribit",
    title="Deribit",
    hosts=("deribit.com",),
    worlds=frozenset({"live", "testnet"}),
    options={"defaultType": "swap"},
    has={"fetchCurrencies": False},
    trade_socket=None,
    # A contract of BTC is listed as 10 USD, and every quantity of the wire is USD all the same.
    units=units_of({"BTC": Decimal(10), "ETH": Decimal(1)}, contracts_are_usd=True),
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
    trades=TradeStream(handler="handle_trades", parser="parse_trade"),
    # The balance takes in each day's profit while the entry price stays: only equity less the
    # profit since entry goes with that price.
    wallet=WalletRows(
        handler="",
        answered=("summaries",),
        answered_ms=(),
        streamed=(),
        streamed_ms=(),
        coin="currency",
        wallet_balance="",
        equity="equity",
        maintenance_margin="maintenance_margin",
    ),
    positions=PositionRows(signed=("size",), profit="total_profit_loss"),
    executions=Executions("", {}, ("",), "label", ""),
    orders=Orders(
        client_order_id="label",
        longest_client_order_id=64,
        reject_reason="",
        validity_ms=5_000,
        slack_ms=2_000,
        lookups=("fetch_open_orders", "fetch_closed_orders"),
        created_by="label",
        echoed="label",
        lists_by_id=False,
        deadline=Deadline("valid_until", Stated.MILLISECONDS),
        find=Call(
            "get_order_state_by_label",
            "GET",
            {"currency": "{settle}", "label": "{id}"},
            ("result",),
        ),
        cancel=Call("cancel_by_label", "GET", {"currency": "{settle}", "label": "{id}"}),
    ),
    codes=codes_of(
        (("error", "code"),),
        (("error", "message"),),
        not_found={"10004", "11044"},
        duplicate=set(),
        throttled={"10028", "10047"},
        credentials={"13004", "13009", "13021"},
        clock=set(),
        maintenance={"10041", "11051"},
        # 100xx quantity, price, funds, limits and instrument, 110xx arguments and rights, 11054
        # post-only, -32xxx a request that cannot be read. Deribit lets labels repeat. 10001,
        # 10028, 10040, 10047, 11030, 11031 and 11094 prove nothing.
        refused=frozenset(
            {"10000", "10002", "10003", "10005", "10006", "10007", "10008", "10009", "10011"}
            | {"10012", "10013", "10014", "10016", "10018", "10019", "10020", "10021", "10022"}
            | {"10023", "10026", "10027", "10031", "10032", "10043", "11029", "11042", "11043"}
            | {"11049", "11050", "11054", "13020", "-32602", "-32601", "-32000"}
        ),
    ),
    order_limits=LIMITS,
    read_limits=LIMITS,
    stream=UserStream(arming=Arming.POLLED),
    tried=False,
)
