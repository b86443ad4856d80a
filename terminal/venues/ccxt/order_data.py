"""ccxt's orders and executions as engine events, and intents as what ccxt takes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from terminal.model.events import (
    Fill,
    FillType,
    FundingSettled,
    OrderReport,
    OrderState,
    Side,
)
from terminal.model.outputs import OrderIntent, OrderType
from terminal.venues.ccxt.catalogue import Executions, Orders, Stated
from terminal.venues.ccxt.market_data import number
from terminal.venues.ccxt.observe import dig

_STATES = {
    "open": OrderState.OPEN,
    "canceled": OrderState.CANCELLED,
    "rejected": OrderState.REJECTED,
    "expired": OrderState.EXPIRED,
}


@dataclass(frozen=True, slots=True)
class Request:
    """The arguments of ccxt's `create_order`: quantities as the strings that go on the wire."""

    symbol: str
    type: str
    side: str
    amount: str
    price: str | None
    parameters: dict[str, Any]


def request(intent: OrderIntent, terms: Orders, now_ms: int) -> Request:
    """Return `intent` in ccxt's words; decimals become strings and never pass through a float.

    `now_ms` is the venue's time as far as it is known: what the deadline is counted from.
    """
    parameters: dict[str, Any] = {**terms.told, terms.created_by: intent.client_order_id}
    parameters |= _deadline(terms, now_ms)
    if intent.reduce_only:
        parameters["reduceOnly"] = True
    if intent.type is OrderType.POST_ONLY:
        parameters["postOnly"] = True
    elif intent.type is not OrderType.MARKET:
        parameters["timeInForce"] = terms.immediate if intent.type is OrderType.IOC_LIMIT else "GTC"
    market = intent.type is OrderType.MARKET
    return Request(
        symbol=intent.symbol,
        type="market" if market else "limit",
        side=intent.side.value,
        amount=plain(intent.contracts),
        price=None if market or intent.limit_price is None else plain(intent.limit_price),
        parameters=parameters,
    )


def _deadline(terms: Orders, now_ms: int) -> dict[str, Any]:
    deadline, until_ms = terms.deadline, now_ms + terms.validity_ms
    if deadline is None or deadline.stated is Stated.HEADER:
        return {}
    if deadline.stated is Stated.MILLISECONDS:
        return {deadline.name: until_ms}
    until = datetime.fromtimestamp(until_ms // 1000, UTC)
    return {deadline.name: f"{until:%Y-%m-%dT%H:%M:%S}.{until_ms % 1000:03d}Z"}


def plain(value: Decimal) -> str:
    """Return a decimal in digits alone: no exponent, no trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def order_report(at: int, venue: str, order: Any, reject_reason: str) -> OrderReport | None:
    """Return what a ccxt order says, None where it does not say which order it is.

    An order without an id of ours is somebody else's: it goes by the venue's own id.
    """
    client_order_id = order.get("clientOrderId") or order.get("id")
    symbol = order.get("symbol")
    if not client_order_id or not symbol:
        return None
    filled = number(order.get("filled")) or 0.0
    reason = dig(order, ("info", reject_reason)) if reject_reason else None
    return OrderReport(
        at=at,
        venue=venue,
        symbol=symbol,
        client_order_id=client_order_id,
        state=_state(order, filled),
        filled_contracts=filled,
        average_price=number(order.get("average")) if filled else None,
        reason=str(reason) if reason and reason not in {"EC_NoError", "NONE"} else None,
    )


def execution(
    at: int, venue: str, terms: Executions, trade: Any, ordered_as: str | None = None
) -> Fill | FundingSettled | None:
    """Return what a ccxt trade is: a fill, or a funding payment, which is no fill.

    `ordered_as` is the client order id, where it is known and the trade does not name it.

    None where it lacks what identifies it. A type that is not in the catalogue counts as a trade:
    it moved the position, and the account will say how far.
    """
    fill_id, symbol, price = trade.get("id"), trade.get("symbol"), number(trade.get("price"))
    contracts = number(trade.get("amount"))
    if not fill_id or not symbol or price is None or contracts is None:
        return None
    client_order_id = dig(trade, ("info", terms.client_order_id)) or ordered_as or None
    fill_type = fill_type_of(terms, trade, client_order_id)
    fee = number(dig(trade, ("fee", "cost"))) or 0.0
    if fill_type is FillType.FUNDING:
        rate = number(dig(trade, ("info", terms.rate))) or 0.0
        # Charged as a fee: what the position received is its negative.
        return FundingSettled(at=at, venue=venue, symbol=symbol, funding_rate=rate, amount=-fee)
    side = trade.get("side")
    return Fill(
        at=at,
        venue=venue,
        symbol=symbol,
        client_order_id=None if exchanges_own(terms, client_order_id) else client_order_id,
        contracts=contracts,
        price=price,
        fee=fee,
        fill_id=execution_id(trade),
        fill_type=fill_type,
        side=Side(side) if side in {"buy", "sell"} else None,
    )


def exchanges_own(terms: Executions, client_order_id: str | None) -> bool:
    """Return True where the exchange itself sent an order: it has no place among the trader's."""
    return bool(client_order_id) and str(client_order_id).startswith(tuple(terms.types_by_order))


def execution_id(trade: Any) -> str:
    """Return what identifies an execution at its venue: many number them by contract."""
    name, symbol = str(trade.get("id")), trade.get("symbol")
    return f"{symbol}:{name}" if name.isdigit() else name


def fill_type_of(terms: Executions, trade: Any, client_order_id: str | None = None) -> FillType:
    """Return what made an execution."""
    for beginning, fill_type in terms.types_by_order.items():
        if client_order_id and client_order_id.startswith(beginning):
            return fill_type
    return terms.types.get(str(dig(trade, ("info", terms.type_field))), FillType.TRADE)


def _state(order: Any, filled: float) -> OrderState:
    status = order.get("status")
    if status == "closed":
        asked = number(order.get("amount"))
        # ccxt calls an order closed whose rest the venue cancelled.
        complete = asked is None or filled >= asked
        return OrderState.FILLED if complete else OrderState.CANCELLED
    state = _STATES.get(str(status).lower(), OrderState.OPEN)
    return OrderState.PARTIALLY_FILLED if state is OrderState.OPEN and filled > 0 else state
