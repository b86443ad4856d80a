"""What five exchanges answer, in the shapes that each documents, and how an order of theirs looks.

The order is always the same: buy 300 USD of the BTC perpetual at 60000 or better, at once or
never, and only to reduce.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.unit.ccxt.watched_wires import WIRES

NAME = "st00001n00000001"
TIME_MS = 1_700_724_700_000


@dataclass(frozen=True)
class Refusal:
    """An answer that is not 200."""

    status: str
    body: Any


@dataclass(frozen=True, kw_only=True)
class Script:
    """One exchange. `answers` go by a part of the address; the longest that fits is taken.

    `sent` is what an order must say on the wire, `deadline` where it must say until when, so many
    ms after it was made: none where the moment itself is said.
    """

    contracts: str
    order_at: str
    sent: dict[str, str]
    deadline: str
    ahead_ms: int = 5_000
    confirmed: Any
    refused: Any
    refusal_status: str = "200 OK"
    cancel_at: str
    open_at: str
    one_open: Any
    cancel_all_at: str
    cancel_all_by: dict[str, str]
    all_cancelled: Any
    cancelled_by: dict[str, str]
    found: dict[str, Any]
    lost: dict[str, Any]
    executed: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any]
    wallet: tuple[float, float, float | None]
    held: tuple[float, float]


def _okx(*rows: Any, code: str = "0") -> Any:
    return {"code": code, "msg": "", "data": list(rows)}


_OKX_ORDER = {
    "instType": "SWAP", "instId": "BTC-USD-SWAP", "ordId": "312269865356374016",
    "clOrdId": NAME, "px": "60000", "sz": "3", "ordType": "ioc", "side": "buy",
    "posSide": "net", "tdMode": "cross", "accFillSz": "2", "fillPx": "59990", "tradeId": "7",
    "fillSz": "2", "avgPx": "59990", "state": "canceled", "lever": "5", "feeCcy": "BTC",
    "fee": "-0.0000017", "reduceOnly": "true", "uTime": "1700724699500", "cTime": "1700724699000",
}  # fmt: skip
_OKX_FILL = {
    "instType": "SWAP", "instId": "BTC-USD-SWAP", "tradeId": "7", "ordId": "312269865356374016",
    "clOrdId": NAME, "billId": "1", "subType": "5", "fillPx": "59990", "fillSz": "2",
    "side": "buy", "posSide": "net", "execType": "T", "feeCcy": "BTC", "fee": "-0.0000017",
    "ts": "1700724699500",
}  # fmt: skip
_OKX_POSITION = {
    "instType": "SWAP", "instId": "BTC-USD-SWAP", "mgnMode": "cross", "posId": "1",
    "posSide": "net", "pos": "-12", "posCcy": "", "avgPx": "60500", "upl": "0.0002",
    "uplRatio": "0.01",
    "lever": "5", "liqPx": "75000", "markPx": "60000", "imr": "0.004", "mmr": "0.00008",
    "margin": "", "mgnRatio": "11", "notionalUsd": "1200", "ccy": "BTC",
    "cTime": "1700724600000", "uTime": "1700724600000",
}  # fmt: skip

OKX = Script(
    contracts="3",  # of 100 USD
    order_at="/trade/order",
    sent={"instId": "BTC-USD-SWAP", "side": "buy", "ordType": "ioc", "sz": "3", "px": "60000",
          "clOrdId": NAME, "reduceOnly": "true", "tdMode": "cross"},
    deadline="expTime",
    confirmed=_okx({"clOrdId": NAME, "ordId": "312269865356374016", "tag": "", "sCode": "0",
                    "sMsg": "", "ts": "1700724699000"}),
    refused=_okx({"clOrdId": NAME, "ordId": "", "tag": "", "sCode": "51008",
                  "sMsg": "Insufficient BTC margin in account"}, code="1"),
    cancel_at="/trade/cancel-order",
    open_at="trade/orders-pending",
    one_open=_okx({**_OKX_ORDER, "ordType": "limit", "state": "live", "accFillSz": "0",
                   "avgPx": "", "clOrdId": ""}),
    cancel_all_at="/trade/cancel-order",  # it has no request for all
    cancel_all_by={"instId": "BTC-USD-SWAP", "ordId": "312269865356374016"},
    all_cancelled=_okx({"clOrdId": "", "ordId": "1", "sCode": "0", "sMsg": ""}),
    cancelled_by={"instId": "BTC-USD-SWAP", "clOrdId": NAME},
    found={"GET /api/v5/trade/order?": _okx(_OKX_ORDER)},
    lost={"GET /api/v5/trade/order?": {"code": "51603", "data": [], "msg": "Order does not exist"}},
    executed={"trade/fills-history": _okx(_OKX_FILL)},
    answers={
        **WIRES["okx"].rest,
        "public/time": _okx({"ts": str(TIME_MS)}),
        "trade/cancel-order": _okx({"clOrdId": NAME, "ordId": "1", "sCode": "0", "sMsg": ""}),
        "trade/orders-pending": _okx(),
        "trade/fills-history": _okx(),
        "account/balance": _okx({
            "uTime": "1700724600000", "totalEq": "60000",
            "details": [
                {"ccy": "USDT", "eq": "5", "cashBal": "5", "mmr": "0"},
                {"ccy": "BTC", "eq": "1.0002", "cashBal": "1", "availEq": "0.99", "mmr": "0.00008",
                 "upl": "0.0002"},
            ],
        }),
        "account/positions": _okx(_OKX_POSITION),
        "account/config": _okx({"uid": "44705892343619584", "mainUid": "44705892343619584",
                                "acctLv": "2", "posMode": "net_mode", "label": "v5 test",
                                "perm": "read_only,trade", "ip": "203.0.113.7"}),
        "account/leverage-info": _okx({"instId": "BTC-USD-SWAP", "mgnMode": "cross",
                                       "posSide": "net", "lever": "5"}),
    },
    wallet=(1.0, 1.0002, 0.00008),
    held=(-12.0, 60_500.0),
)  # fmt: skip


def _deribit(result: Any) -> Any:
    return {"jsonrpc": "2.0", "result": result, "usIn": 1, "usOut": 2, "usDiff": 1,
            "testnet": True}  # fmt: skip


def _deribit_order(state: str, filled: float) -> dict[str, Any]:
    return {
        "time_in_force": "immediate_or_cancel", "reduce_only": True, "price": 60000.0,
        "post_only": False, "order_type": "limit", "order_state": state, "order_id": "BTC-349249",
        "max_show": 300.0, "last_update_timestamp": 1700724699500, "label": NAME,
        "is_liquidation": False, "instrument_name": "BTC-PERPETUAL", "filled_amount": filled,
        "direction": "buy", "creation_timestamp": 1700724699000, "average_price": 59990.0,
        "api": True, "amount": 300.0, "replaced": False,
    }  # fmt: skip


_DERIBIT_TRADE = {
    "trade_seq": 1, "trade_id": "BTC-37435", "timestamp": 1700724699500, "tick_direction": 2,
    "state": "filled", "self_trade": False, "price": 59990.0, "order_type": "limit",
    "order_id": "BTC-349249", "matching_id": None, "liquidity": "T", "label": NAME,
    "instrument_name": "BTC-PERPETUAL", "index_price": 60000.0, "fee_currency": "BTC",
    "fee": 0.0000017, "direction": "buy", "amount": 200.0, "mark_price": 60000.0,
}  # fmt: skip
_DERIBIT_LISTED = {
    "tick_size": 0.5, "tick_size_steps": [], "taker_commission": 0.0005, "kind": "future",
    "settlement_period": "perpetual", "settlement_currency": "BTC", "quote_currency": "USD",
    "min_trade_amount": 10.0, "max_leverage": 50, "maker_commission": 0.0, "is_active": True,
    "instrument_type": "reversed", "instrument_name": "BTC-PERPETUAL", "instrument_id": 210838,
    "future_type": "reversed", "expiration_timestamp": 32503708800000, "counter_currency": "USD",
    "creation_timestamp": 1534167754000, "contract_size": 10.0, "base_currency": "BTC",
}  # fmt: skip
_DERIBIT_POSITION = {
    "average_price": 60000.0, "delta": -0.02, "direction": "sell", "floating_profit_loss": 0.0,
    "estimated_liquidation_price": 90000.0, "index_price": 50000.0, "initial_margin": 0.0004,
    "instrument_name": "BTC-PERPETUAL", "kind": "future", "leverage": 34, "mark_price": 50000.0,
    "maintenance_margin": 0.0002, "open_orders_margin": 0.0, "realized_funding": 0.0,
    "realized_profit_loss": 0.0, "settlement_price": 50000.0, "size": -1200.0,
    "size_currency": -0.024, "total_profit_loss": 0.004,
}  # fmt: skip

DERIBIT = Script(
    contracts="300",  # of 1 USD: the listing's 10 USD are its smallest order
    order_at="/private/buy",
    sent={"instrument_name": "BTC-PERPETUAL", "amount": "300", "type": "limit", "price": "60000",
          "label": NAME, "time_in_force": "immediate_or_cancel", "reduce_only": "true"},
    deadline="valid_until",
    confirmed=_deribit({"trades": [_DERIBIT_TRADE], "order": _deribit_order("cancelled", 200.0)}),
    refused={"jsonrpc": "2.0", "error": {"message": "not_enough_funds", "code": 10009},
             "testnet": True, "usIn": 1, "usOut": 2, "usDiff": 1},
    refusal_status="400 Bad Request",
    cancel_at="/private/cancel_by_label",
    open_at="private/get_open_orders_by_instrument",
    one_open=_deribit([{**_deribit_order("open", 0.0), "label": ""}]),
    cancel_all_at="/private/cancel_all_by_instrument",
    cancel_all_by={"instrument_name": "BTC-PERPETUAL"},
    all_cancelled=_deribit(1),
    cancelled_by={"label": NAME, "currency": "BTC"},
    found={"get_order_state_by_label": _deribit([_deribit_order("cancelled", 200.0)])},
    lost={"get_order_state_by_label": _deribit([])},
    executed={"private/get_user_trades_by_instrument": _deribit(
        {"trades": [_DERIBIT_TRADE], "has_more": False})},
    answers={
        "public/get_instruments": _deribit([_DERIBIT_LISTED]),
        "public/get_time": _deribit(TIME_MS),
        "private/cancel_by_label": _deribit(1),
        "private/get_open_orders_by_instrument": _deribit([]),
        "private/get_order_history_by_instrument": _deribit([]),
        "private/get_user_trades_by_instrument": _deribit({"trades": [], "has_more": False}),
        "private/get_account_summary?": _deribit({"id": 10, "currency": "BTC", "type": "main"}),
        "private/get_account_summaries": _deribit({"summaries": [
            {"currency": "ETH", "equity": 0.0, "balance": 0.0, "maintenance_margin": 0.0},
            # A short that gained 0.004 before the last settlement: the balance has it already.
            {"currency": "BTC", "equity": 1.004, "balance": 1.004, "maintenance_margin": 0.0002,
             "available_funds": 1.0, "margin_balance": 1.004, "session_upl": 0.0},
        ]}),
        "private/get_positions": _deribit([_DERIBIT_POSITION]),
    },
    wallet=(1.0, 1.004, 0.0002),
    held=(-1_200.0, 60_000.0),
)  # fmt: skip


def _kraken(**parts: Any) -> Any:
    return {"result": "success", "serverTime": "2023-11-23T07:31:40.000Z", **parts}


_KRAKEN_ORDER = {
    "type": "IMMEDIATE_OR_CANCEL", "orderId": "61ca5732-3478-42fe-8362-abbfd9465294",
    "cliOrdId": NAME, "symbol": "pi_xbtusd", "side": "buy", "quantity": 300, "filled": 200,
    "limitPrice": 60000.0, "reduceOnly": True, "timestamp": "2023-11-23T07:31:39.000Z",
    "lastUpdateTimestamp": "2023-11-23T07:31:39.500Z",
}  # fmt: skip
_KRAKEN_FILL = {
    "fillTime": "2023-11-23T07:31:39.500Z", "order_id": "61ca5732-3478-42fe-8362-abbfd9465294",
    "fill_id": "522d4e08-96e7-4b44-9694-bfaea8fe215e", "cliOrdId": NAME, "symbol": "pi_xbtusd",
    "side": "buy", "size": 200, "price": 59990, "fillType": "taker",
}  # fmt: skip
_KRAKEN_PLACED = {
    "order_id": "61ca5732-3478-42fe-8362-abbfd9465294", "status": "placed",
    "receivedTime": "2023-11-23T07:31:39.000Z",
    "orderEvents": [{
        "executionId": "e1ec9f63-2338-4c44-b40a-43486c6732d7", "price": 59990, "amount": 200,
        "orderPriorEdit": None,
        "orderPriorExecution": {**_KRAKEN_ORDER, "type": "ioc", "filled": 0},
        "takerReducedQuantity": None, "type": "EXECUTION",
    }],
}  # fmt: skip

KRAKEN_FUTURES = Script(
    contracts="300",
    order_at="/sendorder",
    sent={"symbol": "PI_XBTUSD", "side": "buy", "size": "300", "orderType": "ioc",
          "limitPrice": "60000", "cliOrdId": NAME, "reduceOnly": "true"},
    deadline="processBefore",
    confirmed=_kraken(sendStatus=_KRAKEN_PLACED),
    refused=_kraken(sendStatus={"status": "insufficientAvailableFunds",
                                "receivedTime": "2023-11-23T07:31:39.000Z"}),
    cancel_at="/cancelorder",
    open_at="/openorders",
    one_open=_kraken(openOrders=[{
        "order_id": "59302619-41d2-4f0b-941f-7e7914760ad3", "symbol": "pi_xbtusd", "side": "sell",
        "orderType": "lmt", "limitPrice": 70000, "unfilledSize": 304, "filledSize": 0,
        "receivedTime": "2023-11-23T07:31:39.000Z", "status": "untouched", "reduceOnly": True,
        "lastUpdateTime": "2023-11-23T07:31:39.000Z"}]),
    cancel_all_at="/cancelallorders",
    cancel_all_by={"symbol": "PI_XBTUSD"},
    all_cancelled=_kraken(cancelStatus={
        "receivedTime": "2023-11-23T07:31:40.000Z", "cancelOnly": "PI_XBTUSD",
        "status": "cancelled",
        "cancelledOrders": [{"order_id": "59302619-41d2-4f0b-941f-7e7914760ad3"}],
        "orderEvents": [{"uid": "59302619-41d2-4f0b-941f-7e7914760ad3", "type": "CANCEL",
                         "order": {**_KRAKEN_ORDER, "cliOrdId": None}}]}),
    cancelled_by={"cliOrdId": NAME},
    found={"orders/status": _kraken(orders=[
        {"order": _KRAKEN_ORDER, "status": "CANCELLED", "updateReason": "LOADED", "error": None}])},
    lost={"orders/status": _kraken(orders=[])},
    executed={"/fills": _kraken(fills=[_KRAKEN_FILL])},
    answers={
        "/instruments": {**WIRES["krakenfutures"].rest["instruments"]},
        "/cancelorder": _kraken(cancelStatus={"status": "cancelled", "order_id": "1",
                                              "cliOrdId": NAME, "orderEvents": []}),
        "/openorders": _kraken(openOrders=[]),
        "/fills": _kraken(fills=[]),
        "/leveragepreferences": _kraken(leveragePreferences=[]),
        "/account-log": {"accountUid": "f7d5571c-6d10-4cf1-944a-048d25682ed0", "logs": []},
        "/accounts": _kraken(accounts={
            "cash": {"type": "cashAccount", "balances": {"xbt": "5"}},
            "fi_xbtusd": {
                "type": "marginAccount", "currency": "xbt",
                "auxiliary": {"usd": 0, "pv": 1.0002, "pnl": 0.0002, "af": 0.99, "funding": 0.0},
                "marginRequirements": {"im": 0.004, "mm": 0.00008, "lt": 0.00004, "tt": 0.00002},
                "triggerEstimates": {"im": 3110, "mm": 3000, "lt": 2890, "tt": 2830},
                "balances": {"FI_XBTUSD_171215": 0, "xbt": 1.0},
            },
        }),
        "/openpositions": _kraken(openPositions=[
            {"side": "short", "symbol": "pi_xbtusd", "price": 60500, "size": 1200,
             "fillTime": "2023-11-23T07:00:00.000Z", "unrealizedFunding": 0.0}]),
    },
    wallet=(1.0, 1.0002, 0.00008),
    held=(-1_200.0, 60_500.0),
)  # fmt: skip

_GATE_ORDER = {
    "id": 15675394, "user": 100000, "contract": "BTC_USD", "create_time": 1700724699.0,
    "size": 300, "iceberg": 0, "left": 100, "price": "60000", "fill_price": "59990",
    "mkfr": "-0.00025", "tkfr": "0.00075", "tif": "ioc", "refu": 0, "is_reduce_only": True,
    "is_close": False, "is_liq": False, "text": f"t-{NAME}", "status": "finished",
    "finish_time": 1700724699.5, "finish_as": "ioc", "refr": "0",
}  # fmt: skip
_GATE_TRADE = {
    "trade_id": "121234231", "create_time": 1700724699.5, "contract": "BTC_USD",
    "order_id": "15675394", "size": 200, "price": "59990", "role": "taker", "text": f"t-{NAME}",
    "fee": "0.0000017", "point_fee": "0",
}  # fmt: skip

GATE = Script(
    contracts="300",
    order_at="/futures/btc/orders",
    sent={"contract": "BTC_USD", "size": "300", "price": "60000", "tif": "ioc",
          "text": f"t-{NAME}", "reduce_only": "true"},
    deadline="x-gate-exptime",
    confirmed=_GATE_ORDER,
    refused={"label": "INSUFFICIENT_AVAILABLE", "detail": "not enough"},
    refusal_status="400 Bad Request",
    cancel_at=f"DELETE /api/v4/futures/btc/orders/t-{NAME}",
    cancelled_by={},
    open_at="status=open",
    one_open=[{**_GATE_ORDER, "tif": "gtc", "status": "open", "finish_as": None, "left": 300,
               "text": "web"}],
    cancel_all_at="DELETE /api/v4/futures/btc/orders?",
    cancel_all_by={"contract": "BTC_USD"},
    all_cancelled=[{**_GATE_ORDER, "finish_as": "cancelled"}],
    found={f"GET /api/v4/futures/btc/orders/t-{NAME}": _GATE_ORDER},
    lost={f"GET /api/v4/futures/btc/orders/t-{NAME}": Refusal("404 Not Found",
                                                       {"label": "ORDER_NOT_FOUND"})},
    executed={"my_trades_timerange": [_GATE_TRADE]},
    answers={
        **WIRES["gate"].rest,
        "/spot/time": {"server_time": TIME_MS},
        f"DELETE /api/v4/futures/btc/orders/t-{NAME}": {**_GATE_ORDER, "finish_as": "cancelled"},
        "status=open": [],
        "status=finished": [],
        "my_trades_timerange": [],
        "/account/detail": {"user_id": 1667201533, "ip_whitelist": [], "key": {"mode": 1}},
        "/futures/btc/accounts": {
            "user": 1666, "currency": "BTC", "total": "1", "unrealised_pnl": "0.0002",
            "position_margin": "0.004", "order_margin": "0", "available": "0.996", "point": "0",
            "maintenance_margin": "0.00008", "in_dual_mode": False,
        },
        "/futures/btc/positions": [{
            "user": 10000, "contract": "BTC_USD", "size": -1200, "leverage": "0",
            "cross_leverage_limit": "10", "risk_limit": "100", "leverage_max": "100",
            "maintenance_rate": "0.005", "value": "0.02", "margin": "0.004",
            "entry_price": "60500", "liq_price": "75000", "mark_price": "60000",
            "unrealised_pnl": "0.0002", "realised_pnl": "0", "mode": "single",
            "update_time": 1700724600, "open_time": 1700724600,
        }],
    },
    wallet=(1.0, 1.0002, 0.00008),
    held=(-1_200.0, 60_500.0),
)  # fmt: skip


def _kucoin(data: Any, code: str = "200000", **more: Any) -> Any:
    return {"code": code, "data": data, **more}


def _kucoin_items(*rows: Any) -> Any:
    return _kucoin({"currentPage": 1, "pageSize": 50, "totalNum": len(rows), "totalPage": 1,
                    "items": list(rows)})  # fmt: skip


_KUCOIN_ORDER = {
    "id": "5cdfc138b21023a909e5ad55", "symbol": "XBTUSDM", "type": "limit", "side": "buy",
    "price": "60000", "size": 300, "value": "0.005", "dealValue": "0.003333", "dealSize": 200,
    "stp": "", "stop": "", "stopPriceType": "", "stopTriggered": False, "stopPrice": None,
    "timeInForce": "IOC", "postOnly": False, "hidden": False, "iceberg": False, "leverage": "3",
    "forceHold": False, "closeOrder": False, "visibleSize": None, "clientOid": NAME,
    "remark": None, "tags": None, "isActive": False, "cancelExist": True,
    "createdAt": 1700724699000, "updatedAt": 1700724699500, "orderTime": 1700724699000000000,
    "settleCurrency": "XBT", "marginMode": "CROSS", "avgDealPrice": "59990",
    "status": "done", "filledSize": 200, "filledValue": "0.003333", "reduceOnly": True,
}  # fmt: skip
_KUCOIN_FILL = {
    "symbol": "XBTUSDM", "tradeId": "5ce24c1f0c19fc3c58edc47c", "side": "buy",
    "orderId": "5cdfc138b21023a909e5ad55", "liquidity": "taker", "price": "59990", "size": 200,
    "value": "0.003333", "feeRate": "0.0006", "fixFee": "0", "feeCurrency": "XBT", "stop": "",
    "fee": "0.0000020", "orderType": "limit", "tradeType": "trade", "createdAt": 1700724699500,
    "settleCurrency": "XBT", "tradeTime": 1700724699500000000, "marginMode": "CROSS",
}  # fmt: skip

KUCOIN_FUTURES = Script(
    contracts="300",
    order_at="/api/v1/orders",
    sent={"symbol": "XBTUSDM", "side": "buy", "type": "limit", "size": "300", "price": "60000",
          "clientOid": NAME, "timeInForce": "IOC", "reduceOnly": "true", "marginMode": "CROSS",
          "leverage": "3"},
    deadline="KC-API-TIMESTAMP",
    ahead_ms=0,
    confirmed=_kucoin({"orderId": "5cdfc138b21023a909e5ad55", "clientOid": NAME}),
    refused=_kucoin(None, "300003", msg="Balance not enough"),
    cancel_at=f"DELETE /api/v1/orders/client-order/{NAME}",
    cancelled_by={"symbol": "XBTUSDM"},
    open_at="status=active",
    one_open=_kucoin_items({**_KUCOIN_ORDER, "timeInForce": "GTC", "isActive": True,
                            "cancelExist": False, "status": "open", "filledSize": 0,
                            "clientOid": "web"}),
    cancel_all_at="DELETE /api/v1/orders?",
    cancel_all_by={"symbol": "XBTUSDM"},
    all_cancelled=_kucoin({"cancelledOrderIds": ["5cdfc138b21023a909e5ad55"]}),
    found={"orders/byClientOid": _kucoin(_KUCOIN_ORDER)},
    lost={"orders/byClientOid": _kucoin(None, "100001", msg="error.getOrder.orderNotExist")},
    executed={"/fills": _kucoin_items(_KUCOIN_FILL)},
    answers={
        **WIRES["kucoinfutures"].rest,
        "/api/v1/timestamp": _kucoin(TIME_MS),
        # With a key ccxt reads these too before it has markets.
        "/margin/symbols": _kucoin({"items": []}),
        "/isolated/symbols": _kucoin([]),
        f"DELETE /api/v1/orders/client-order/{NAME}": _kucoin({"clientOid": NAME}),
        "status=active": _kucoin_items(),
        "status=done": _kucoin_items(),
        "/fills": _kucoin_items(),
        "account-overview?currency=XBT": _kucoin({
            "accountEquity": 1.0002, "unrealisedPNL": 0.0002, "marginBalance": 1.0,
            "positionMargin": 0.004, "orderMargin": 0.0, "frozenFunds": 0.0,
            "availableBalance": 0.996, "currency": "XBT"}),
        "/api/v1/positions": _kucoin([{
            "id": "500000000000988255", "symbol": "XBTUSDM", "crossMode": True,
            "maintMarginReq": 0.004, "delevPercentage": 0.0, "openingTimestamp": 1700724600000,
            "currentTimestamp": 1700724600000, "currentQty": -1200, "currentCost": 0.0198,
            "isOpen": True, "markPrice": 60000.0, "markValue": 0.02, "posCost": 0.0198,
            "posInit": 0.004, "posMargin": 0.004, "unrealisedPnl": 0.0002,
            "avgEntryPrice": 60500.0, "liquidationPrice": 75000.0, "bankruptPrice": 76000.0,
            "settleCurrency": "XBT", "isInverse": True, "marginMode": "CROSS",
            "positionSide": "BOTH", "leverage": 3}]),
        "getCrossUserLeverage?symbol=XBTUSDM": _kucoin({"symbol": "XBTUSDM", "leverage": "3"}),
        "/user/api-key": _kucoin({
            "remark": "terminal", "apiKey": "transport-key", "apiVersion": 3,
            "permission": "General,Futures", "ipWhitelist": "203.0.113.7", "uid": 165111215,
            "createdAt": 1700724000000, "isMaster": False}),
        "getPositionMode": _kucoin({"positionMode": 0}),
        "getMarginMode": _kucoin({"symbol": "XBTUSDM", "marginMode": "CROSS"}),
    },
    # It tells no maintenance margin of an account.
    wallet=(1.0, 1.0002, None),
    held=(-1_200.0, 60_500.0),
)  # fmt: skip

SCRIPTS: dict[str, Script] = {
    "gate": GATE,
    "okx": OKX,
    "deribit": DERIBIT,
    "krakenfutures": KRAKEN_FUTURES,
    "kucoinfutures": KUCOIN_FUTURES,
}
