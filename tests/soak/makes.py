"""What the makes of exchange in a soak differ in: routes, faults, and how an order is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from terminal.venues.paper.orders import Order
from tests.loopback.binance import BinanceLoopback
from tests.loopback.binance.faults import Code as BinanceCode
from tests.loopback.bybit import BybitLoopback
from tests.loopback.bybit.faults import Code
from tests.loopback.wire_faults import CloseAfterRead, Fault, Http, NoAnswer, Truncated

Loopback = BybitLoopback | BinanceLoopback
Row = Mapping[str, Any]

_WORDLESS: tuple[Fault, ...] = (
    NoAnswer(),
    NoAnswer(acts=False),
    CloseAfterRead(),
    CloseAfterRead(acts=False),
    Truncated(),
    Http(200, "<html>maintenance</html>", acts=True),
    Http(502, "bad gateway", acts=True),
)


@dataclass(frozen=True)
class Make:
    """One make. Routes are as its server counts them; `id` is its name in the catalogue.

    `lost` is what may become of an order's answer, of which the first `wordless` may become of a
    cancel's. `interval_s` is the funding interval it lists where it is not the soak's own.
    """

    id: str
    order_routes: tuple[str, ...]
    cancel_routes: tuple[str, ...]
    reads: tuple[str, ...]
    lost: tuple[Fault, ...]
    throttled: tuple[Fault, ...]
    garbage: tuple[str, ...]
    market_order: Callable[[str, str], Row]
    leverage: Callable[[str, str], Row]
    interval_s: float | None = None
    wordless: int = len(_WORDLESS)


def _bybit_order(symbol: str, side: str) -> Row:
    return {"symbol": _coin_usd(symbol), "side": side, "orderType": "Market", "qty": "2000",
            "category": "inverse"}  # fmt: skip


def _bybit_leverage(symbol: str, leverage: str) -> Row:
    return {"symbol": _coin_usd(symbol), "buyLeverage": leverage, "sellLeverage": leverage}


def _binance_order(symbol: str, side: str) -> Row:
    # 2,000 USD of contracts of 100.
    return {"symbol": f"{_coin_usd(symbol)}_PERP", "side": side.upper(), "type": "MARKET",
            "quantity": "20"}  # fmt: skip


def _binance_leverage(symbol: str, leverage: str) -> Row:
    return {"symbol": f"{_coin_usd(symbol)}_PERP", "leverage": leverage}


BYBIT = Make(
    id="bybit",
    order_routes=("order.create", "POST /v5/order/create"),
    cancel_routes=("order.cancel", "POST /v5/order/cancel", "POST /v5/order/cancel-all"),
    reads=(
        "GET /v5/account/wallet-balance",
        "GET /v5/position/list",
        "GET /v5/order/realtime",
        "GET /v5/order/history",
        "GET /v5/execution/list",
    ),
    lost=(
        *_WORDLESS,
        Code(10016, "Server error."),
        Code(10000, "Server Timeout", acts=True),
        Code(10429, "System level frequency protection"),
    ),
    throttled=(Code(10006, "Too many visits!"), Http(429, "slow down")),
    garbage=(
        '{"topic":"order","data":[17]}',
        '{"topic":"orderbook.50.BTCUSD","type":"delta","data":',
        '{"topic":"tickers.BTCUSD","type":"delta","data":{"markPrice":"\\u202e\\n"}}',
        "<html>",
        "[]",
    ),
    market_order=_bybit_order,
    leverage=_bybit_leverage,
)

BINANCE_COIN_M = Make(
    id="binancecoinm",
    order_routes=("order.place", "POST /dapi/v1/order"),
    cancel_routes=("order.cancel", "DELETE /dapi/v1/order", "DELETE /dapi/v1/allOpenOrders"),
    reads=(
        "GET /dapi/v1/account",
        "GET /dapi/v1/positionRisk",
        "GET /dapi/v1/order",
        "GET /dapi/v1/openOrders",
        "GET /dapi/v1/userTrades",
    ),
    lost=(
        *_WORDLESS,
        BinanceCode(-1000, "An unknown error occurred while processing the request."),
        BinanceCode(-1007, "Timeout waiting for response from backend server.", acts=True),
        BinanceCode(-1008, "Request throttled by system-level protection.", status=503),
    ),
    throttled=(BinanceCode(-1003, "Too many requests.", status=429), Http(429, "slow down")),
    garbage=(
        '{"e":"ORDER_TRADE_UPDATE","o":{}}',
        '{"e":"depthUpdate","s":"BTCUSD_PERP","u":',
        '{"e":"markPriceUpdate","s":"BTCUSD_PERP","p":"\\u202e\\n"}',
        "<html>",
        "[]",
    ),
    market_order=_binance_order,
    leverage=_binance_leverage,
    # It lists no interval that is not a whole number of hours.
    interval_s=8 * 3_600.0,
)


SERVERS: Mapping[str, type[Loopback]] = {
    "alpha": BybitLoopback,
    "beta": BybitLoopback,
    "gamma": BinanceLoopback,
}


def make_of(server: Loopback) -> Make:
    """Return what make an exchange is of."""
    return BYBIT if isinstance(server, BybitLoopback) else BINANCE_COIN_M


def name_of(server: Loopback, order: Order) -> str | None:
    """Return an order's client id as its exchange knows it."""
    if isinstance(server, BybitLoopback):
        return order.client_order_id
    return str(server.trading.row(order)["clientOrderId"])


def _coin_usd(symbol: str) -> str:
    """Return "BTCUSD" for "BTC/USD:BTC"."""
    return symbol.partition(":")[0].replace("/", "")
