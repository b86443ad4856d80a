"""What ccxt leaves out as it parses and signs, put in: by the catalogue's word, venue by venue."""

from collections.abc import Callable
from typing import Any

from terminal.venues.ccxt.catalogue import Call, Stated, TradeSocket, VenueEntry
from terminal.venues.ccxt.market_data import number
from terminal.venues.ccxt.observe import dig


def mend(exchange: Any, entry: VenueEntry) -> None:
    """Have orders name themselves, executions count contracts and requests carry their deadline."""
    if entry.orders.prefix:
        _strip(exchange, entry.orders.client_order_id, entry.orders.prefix)
    if entry.orders.ended:
        _end_orders(exchange, entry.orders.ended)
    if entry.orders.echoed:
        _name_orders(exchange, entry.orders.echoed)
    if entry.positions.any_case:
        _find_in_any_case(exchange)
    if entry.executions.contracts:
        _count_contracts(exchange, entry.executions.contracts)
    deadline = entry.orders.deadline
    if entry.trade_socket is not None and entry.trade_socket.deadline:
        _date_messages(exchange, entry.trade_socket, entry.orders.validity_ms)
    if deadline is not None and deadline.stated is Stated.HEADER:
        _date_requests(exchange, deadline.name, deadline.path, entry.orders.validity_ms)


def _strip(exchange: Any, field: str, prefix: str) -> None:
    def stripped(parse: Callable[..., Any]) -> Callable[..., Any]:
        def parsed(row: Any, *rest: Any) -> Any:
            name = dig(row, (field,))
            if isinstance(name, str) and name.startswith(prefix):
                row = {**row, field: name.removeprefix(prefix)}
            return parse(row, *rest)

        return parsed

    exchange.parse_order = stripped(exchange.parse_order)
    exchange.parse_trade = stripped(exchange.parse_trade)


def _end_orders(exchange: Any, ended: frozenset[str]) -> None:
    parse = exchange.parse_order

    def parsed(order: Any, *rest: Any) -> Any:
        told = parse(order, *rest)
        return {**told, "status": "canceled"} if told.get("status") in ended else told

    exchange.parse_order = parsed


def _name_orders(exchange: Any, field: str) -> None:
    parse = exchange.parse_order

    def named(order: Any, market: Any = None) -> Any:
        parsed = parse(order, market)
        return {**parsed, "clientOrderId": dig(order, (field,)) or parsed.get("clientOrderId")}

    exchange.parse_order = named


def _find_in_any_case(exchange: Any) -> None:
    find = exchange.safe_market

    def found(market_id: Any = None, *rest: Any, **named: Any) -> Any:
        listed = exchange.markets_by_id or {}
        if isinstance(market_id, str) and market_id not in listed and market_id.upper() in listed:
            market_id = market_id.upper()
        return find(market_id, *rest, **named)

    exchange.safe_market = found


def _count_contracts(exchange: Any, fields: tuple[str, ...]) -> None:
    parse = exchange.parse_trade

    def counted(trade: Any, market: Any = None) -> Any:
        parsed = parse(trade, market)
        stated = (number(dig(trade, (field,))) for field in fields)
        contracts = next((found for found in stated if found is not None), None)
        return parsed if contracts is None else {**parsed, "amount": contracts}

    exchange.parse_trade = counted


def _date_requests(exchange: Any, header: str, path: str, validity_ms: int) -> None:
    sign = exchange.sign

    def dated(asked: str, api: Any, method: str, *rest: Any) -> Any:
        signed = sign(asked, api, method, *rest)
        if (asked, method) != (path, "POST"):
            return signed
        deadline = str(exchange.milliseconds() + validity_ms)
        return {**signed, "headers": {**(signed["headers"] or {}), header: deadline}}

    exchange.sign = dated


def _date_messages(exchange: Any, terms: TradeSocket, validity_ms: int) -> None:
    """Have orders by websocket carry a deadline; it is no part of what Gate has signed."""
    watch = exchange.watch
    field, order = terms.dated

    def dated(url: str, message_hash: str, message: Any = None, *rest: Any) -> Any:
        if dig(message, (field,)) == order:
            message = _with(message, terms.deadline, str(exchange.milliseconds() + validity_ms))
        return watch(url, message_hash, message, *rest)

    exchange.watch = dated


def _with(table: Any, path: tuple[str, ...], value: str) -> dict[str, Any]:
    """Return a copy of nested tables with a value put in."""
    first, *rest = path
    inner = _with(table.get(first) or {}, tuple(rest), value) if rest else value
    return {**table, first: inner}


async def ask(exchange: Any, call: Call, **words: str) -> Any:
    """Send one of the venue's own private requests and return what its answer has of interest."""
    answer = await exchange.request(call.path, [*call.api], call.method, call.filled(**words))
    return dig(answer, call.answer) if call.answer else answer
