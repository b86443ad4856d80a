import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import ccxt.pro
import pytest

from terminal.model.events import Fill, FillType, FundingSettled, OrderState, Side
from terminal.model.outputs import OrderIntent, OrderType, Purpose
from terminal.venues.ccxt.catalogue import BYBIT
from terminal.venues.ccxt.order_data import execution, order_report, plain, request

SYMBOL = "BTC/USD:BTC"


def intent(kind: OrderType, *, reduce_only: bool = False, price: str | None = None) -> OrderIntent:
    return OrderIntent(
        at=1,
        client_order_id="st01n1",
        decision_id=1,
        venue="bybit",
        symbol=SYMBOL,
        side=Side.SELL,
        contracts=Decimal(30114),
        reduce_only=reduce_only,
        type=kind,
        limit_price=None if price is None else Decimal(price),
        purpose=Purpose.SCALE,
    )


@pytest.mark.parametrize(
    ("kind", "words", "parameters"),
    [
        (OrderType.MARKET, ("market", None), {}),
        (OrderType.IOC_LIMIT, ("limit", "57000.1"), {"timeInForce": "IOC"}),
        (OrderType.LIMIT, ("limit", "57000.1"), {"timeInForce": "GTC"}),
        (OrderType.POST_ONLY, ("limit", "57000.1"), {"postOnly": True}),
    ],
)
def test_an_intent_is_put_in_ccxts_words(
    kind: OrderType, words: tuple[str, str | None], parameters: dict[str, Any]
) -> None:
    wanted = request(intent(kind, price="57000.10"), BYBIT.orders, 0)
    assert (wanted.type, wanted.price) == words
    assert (wanted.symbol, wanted.side, wanted.amount) == (SYMBOL, "sell", "30114")
    assert wanted.parameters == {"clientOrderId": "st01n1", **parameters}


def test_a_reduce_only_intent_says_so() -> None:
    wanted = request(intent(OrderType.MARKET, reduce_only=True), BYBIT.orders, 0)
    assert wanted.parameters["reduceOnly"] is True


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1E+5", "100000"),
        ("600.000", "600"),
        ("0.10", "0.1"),
        ("1E-8", "0.00000001"),
        ("12345678901234567.5", "12345678901234567.5"),
        ("0", "0"),
    ],
)
def test_a_quantity_is_written_in_plain_digits(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


@pytest.fixture
def bybit() -> Any:
    exchange = ccxt.pro.bybit()
    market = {
        "id": "BTCUSD", "symbol": SYMBOL, "base": "BTC", "quote": "USD", "settle": "BTC",
        "type": "swap", "spot": False, "swap": True, "future": False, "option": False,
        "contract": True, "linear": False, "inverse": True, "contractSize": 1.0,
        "precision": {"amount": 1.0, "price": 0.1}, "limits": {},
    }  # fmt: skip
    exchange.set_markets([market])
    return exchange


@pytest.mark.parametrize(
    ("status", "filled", "state"),
    [
        ("New", "0", OrderState.OPEN),
        ("PartiallyFilled", "40", OrderState.PARTIALLY_FILLED),
        ("Filled", "100", OrderState.FILLED),
        ("Cancelled", "0", OrderState.CANCELLED),
        ("PartiallyFilledCanceled", "40", OrderState.CANCELLED),
        ("Rejected", "0", OrderState.REJECTED),
        ("PendingCancel", "0", OrderState.OPEN),
        ("SomethingNew", "0", OrderState.OPEN),
    ],
)
def test_each_status_of_bybit_has_its_state(
    bybit: Any, status: str, filled: str, state: OrderState
) -> None:
    row = {
        "symbol": "BTCUSD", "orderId": "9", "orderLinkId": "st01n1", "side": "Buy",
        "orderType": "Limit", "qty": "100", "cumExecQty": filled, "avgPrice": "57000.5",
        "orderStatus": status, "rejectReason": "EC_NoError", "category": "inverse",
        "tpslMode": "UNKNOWN",
    }  # fmt: skip
    report = order_report(3, "bybit", bybit.parse_order(row), "rejectReason")
    assert report is not None
    assert (report.state, report.filled_contracts) == (state, float(filled))
    assert (report.client_order_id, report.symbol) == ("st01n1", SYMBOL)
    assert report.average_price == (57000.5 if filled != "0" else None)
    assert report.reason is None


def test_an_order_without_our_id_goes_by_the_venues_own() -> None:
    order = {"id": "9", "clientOrderId": None, "symbol": SYMBOL, "status": "open", "filled": 0.0}
    report = order_report(3, "bybit", order, "rejectReason")
    assert report is not None
    assert report.client_order_id == "9"


@pytest.mark.parametrize("order", [{}, {"id": None, "symbol": SYMBOL}, {"id": "9"}])
def test_an_order_that_cannot_be_named_is_left_out(order: dict[str, Any]) -> None:
    assert order_report(3, "bybit", order, "rejectReason") is None


def row(kind: str, **changes: Any) -> dict[str, Any]:
    return {
        "category": "inverse", "symbol": "BTCUSD", "execId": "x1", "execType": kind,
        "execPrice": "57000", "execQty": "100", "execFee": "0.00000123", "feeRate": "0.00055",
        "orderId": "9", "orderLinkId": "st01n1", "side": "Sell", "execTime": "1700000000000",
        **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("Trade", FillType.TRADE),
        ("BustTrade", FillType.LIQUIDATION),
        ("AdlTrade", FillType.ADL),
        ("Settle", FillType.TRADE),
        ("SomethingNew", FillType.TRADE),
    ],
)
def test_each_execution_type_of_bybit_has_its_fill_type(
    bybit: Any, kind: str, made: FillType
) -> None:
    event = execution(3, "bybit", BYBIT.executions, bybit.parse_trade(row(kind)))
    assert isinstance(event, Fill)
    assert event.fill_type is made
    assert (event.contracts, event.price, event.fee) == (100.0, 57000.0, 0.00000123)
    assert (event.fill_id, event.side, event.client_order_id) == ("x1", Side.SELL, "st01n1")


def test_a_liquidation_belongs_to_no_order(bybit: Any) -> None:
    trade = bybit.parse_trade(row("BustTrade", orderLinkId=""))
    event = execution(3, "bybit", BYBIT.executions, trade)
    assert isinstance(event, Fill)
    assert event.client_order_id is None


@pytest.mark.parametrize(("fee", "received"), [("0.0000231", -0.0000231), ("-0.5", 0.5)])
def test_bybits_funding_execution_is_a_payment_and_no_fill(
    bybit: Any, fee: str, received: float
) -> None:
    trade = bybit.parse_trade(row("Funding", execFee=fee, feeRate="-0.0001", orderLinkId=""))
    event = execution(3, "bybit", BYBIT.executions, trade)
    assert event == FundingSettled(
        at=3, venue="bybit", symbol=SYMBOL, funding_rate=-0.0001, amount=received
    )


@pytest.mark.parametrize("changes", [{"execId": None}, {"execPrice": ""}, {"execQty": None}])
def test_an_execution_that_cannot_be_counted_is_left_out(
    bybit: Any, changes: dict[str, Any]
) -> None:
    trade = bybit.parse_trade(row("Trade", **changes))
    assert execution(3, "bybit", BYBIT.executions, trade) is None


def test_a_recorded_execution_reply_is_read(bybit: Any, recorded_data: Path) -> None:
    payloads = json.loads((recorded_data / "ccxt_payloads" / "bybit.json").read_text())
    sample = next(i for i in payloads["items"] if i["ccxt_function"] == "parse_trade")["payload"]
    market = {**bybit.market(SYMBOL), "id": "ETHUSD", "symbol": "ETH/USD:ETH", "base": "ETH"}
    bybit.set_markets([market])
    event = execution(3, "bybit", BYBIT.executions, bybit.parse_trade(sample))
    assert isinstance(event, Fill)
    assert (event.symbol, event.contracts, event.price) == ("ETH/USD:ETH", 1.0, 1162.95)
    assert event.fill_id == "666042b4-50c6-58f3-bd9c-89b2088663ff"
