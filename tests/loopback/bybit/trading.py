"""What the exchange does with a request, whichever way it came in: bodies in, results out."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from terminal.model.events import OrderState, Side
from terminal.model.instrument import Instrument
from terminal.model.outputs import OrderType
from terminal.venues.paper.exchange import SimulatedExchange
from terminal.venues.paper.orders import (
    AccountChanged,
    Filled,
    FundingPaid,
    Order,
    OrderChanged,
    OrderRequest,
    Refusal,
    Refused,
    Report,
)
from tests.loopback.bybit import rows
from tests.loopback.bybit.rows import Row
from tests.loopback.bybit.signing import WireError

Push = Callable[[str, list[Row]], None]


class Trading:
    """The account's side of the exchange; `push(topic, rows)` feeds the private stream."""

    def __init__(self, exchange: SimulatedExchange, clock: Callable[[], int], push: Push) -> None:
        self.exchange = exchange
        self._clock = clock
        self._push = push
        self._instruments = {rows.wire_symbol(i): i for i in exchange.instruments}
        self._executions: deque[Row] = deque(maxlen=10_000)
        self._positions_moved_ms: dict[str, int] = {}
        self._amended: dict[str, str] = {}  # an order's own id by the id it goes by on the wire
        self._payments = 0
        self.hedged = False
        self.on_filled: Callable[[Filled], None] = lambda filled: None

    def instrument(self, symbol: Any) -> Instrument:
        """Return the contract that the wire calls `symbol`."""
        found = self._instruments.get(symbol)
        if found is None:
            raise WireError(10001, f"Not supported symbols {symbol}")
        return found

    def instruments(self, symbol: str | None = None) -> list[Instrument]:
        """Return one contract, or all."""
        return [self.instrument(symbol)] if symbol else list(self._instruments.values())

    # requests --------------------------------------------------------------------------------

    def create(self, body: Mapping[str, Any]) -> Row:
        """Place an order; post-only orders that would take are accepted and then rejected."""
        request = self._order_request(body)
        link = request.client_order_id
        if link and len(link) > 36:
            raise WireError(10001, "orderLinkId is longer than 36 characters")
        reports = self.exchange.place(request, self._clock())
        for report in reports:
            if isinstance(report, Refused):
                raise WireError(*rows.CODES[report.reason])
            if isinstance(report, OrderChanged) and self._refused(report.order):
                assert report.order.reason is not None
                raise WireError(*rows.CODES[report.order.reason])
        self.publish(reports)
        placed = next(r.order for r in reports if isinstance(r, OrderChanged))
        return {"orderId": placed.order_id, "orderLinkId": placed.client_order_id or ""}

    def amend(self, body: Mapping[str, Any]) -> Row:
        """Change quantity or price of a resting order that has not filled yet."""
        old = self._find(body)
        if old is None or old.state.terminal:
            raise WireError(110001, "order not exists or too late to replace")
        if old.filled_contracts:
            raise WireError(110064, "The modified order quantity cannot be less than the filled")
        self.exchange.cancel(self._clock(), order_id=old.order_id)
        changed = OrderRequest(
            symbol=old.symbol,
            side=old.side,
            type=old.type,
            contracts=_decimal(body.get("qty", str(old.contracts)), "qty"),
            limit_price=_decimal(body.get("price", str(old.limit_price)), "price"),
            reduce_only=old.reduce_only,
        )
        wire_id = self._wire_id(old)
        reports = self.exchange.place(changed, self._clock())
        placed = next(r.order for r in reports if isinstance(r, OrderChanged))
        self._amended[wire_id] = placed.order_id
        self.publish(reports)
        return {"orderId": wire_id, "orderLinkId": old.client_order_id or ""}

    def cancel(self, body: Mapping[str, Any]) -> Row:
        """Cancel one order by either id."""
        order = self._find(body)
        if order is None or order.state.terminal:
            raise WireError(110001, "order not exists or too late to cancel")
        self.publish(self.exchange.cancel(self._clock(), order_id=order.order_id))
        return {"orderId": self._wire_id(order), "orderLinkId": order.client_order_id or ""}

    def cancel_all(self, body: Mapping[str, Any]) -> Row:
        """Cancel everything of a symbol or a settlement currency."""
        if body.get("category") != "inverse":
            raise WireError(10001, "params error: category is wrong")
        if not (body.get("symbol") or body.get("settleCoin") or body.get("baseCoin")):
            raise WireError(10001, "symbol, settleCoin or baseCoin is required")
        gone = self._open(body)
        for order in gone:
            self.publish(self.exchange.cancel(self._clock(), order_id=order.order_id))
        ids = [{"orderId": self._wire_id(o), "orderLinkId": o.client_order_id or ""} for o in gone]
        return {"list": ids, "success": "1"}

    def set_leverage(self, body: Mapping[str, Any]) -> Row:
        """Set a symbol's leverage; the same again is refused, as the exchange does."""
        symbol = self.instrument(body.get("symbol")).symbol
        leverage = float(_decimal(body.get("buyLeverage"), "buyLeverage"))
        if leverage == self.exchange.position(symbol).leverage:
            raise WireError(110043, "leverage not modified")
        reports = self.exchange.set_leverage(symbol, leverage, self._clock())
        for report in reports:
            if isinstance(report, Refused):
                raise WireError(*rows.CODES[report.reason])
        self.publish(reports)
        return {}

    # what is so ------------------------------------------------------------------------------

    def open_orders(self, query: Mapping[str, str]) -> list[Row]:
        """Return the open orders that a query asks for."""
        return [self.row(order) for order in self._open(query) if self._asked(order, query)]

    def ended_orders(self, query: Mapping[str, str]) -> list[Row]:
        """Return the ended orders that a query asks for, newest first."""
        symbol = self.instrument(query["symbol"]).symbol if query.get("symbol") else None
        return [
            self.row(order)
            for order in reversed(self.exchange.orders(symbol))
            if order.state.terminal and not self._refused(order) and self._asked(order, query)
        ]

    def executions(self, query: Mapping[str, str]) -> list[Row]:
        """Return the executions that a query asks for, newest first."""
        wanted = {
            k: query[k] for k in ("symbol", "orderId", "orderLinkId", "execType") if k in query
        }
        since = int(query.get("startTime", "0"))
        return [
            row
            for row in reversed(self._executions)
            if all(row[key] == value for key, value in wanted.items())
            and int(row["execTime"]) >= since
        ]

    def positions(self, query: Mapping[str, str]) -> list[Row]:
        """Return one symbol's position, or all that are not flat."""
        if query.get("symbol"):
            return [self._position(self.instrument(query["symbol"]))]
        return [
            row for i in self._instruments.values() if (row := self._position(i))["size"] != "0"
        ]

    def wallet(self) -> Row:
        """Return the unified account."""
        coins = [rows.coin_row(account) for account in self.exchange.accounts()]
        return {"accountType": "UNIFIED", "totalEquity": "0", "coin": coins}

    def row(self, order: Order) -> Row:
        """Return an order as the wire knows it."""
        row = rows.order_row(order, rows.wire_symbol(self._listed(order.symbol)))
        return {**row, "orderId": self._wire_id(order)}

    # what is told ----------------------------------------------------------------------------

    def publish(self, reports: Iterable[Report]) -> None:
        """Tell the private stream what happened, topic by topic, as the exchange orders them."""
        moved: dict[str, None] = {}
        for report in reports:
            if isinstance(report, Filled):
                self.on_filled(report)
                instrument = self._listed(report.symbol)
                row = rows.execution_row(report, rows.wire_symbol(instrument), instrument)
                self._executions.append(row)
                moved[report.symbol] = None
                self._push("execution", [row])
            elif isinstance(report, OrderChanged):
                if not self._refused(report.order):
                    self._push("order", [self.row(report.order)])
            elif isinstance(report, FundingPaid):
                self._payments += 1
                symbol = rows.wire_symbol(self._listed(report.symbol))
                row = rows.funding_row(report, f"funding-{self._payments}", symbol)
                if report.contracts:
                    self._executions.append(row)
                    self._push("execution", [row])
            elif isinstance(report, AccountChanged):
                self._tell_account(report, moved)

    def _tell_account(self, report: AccountChanged, moved: Mapping[str, None]) -> None:
        stamp = self._clock() // 1_000_000
        mine = [s for s in moved if self._listed(s).settle == report.account.settle]
        for symbol in mine:
            # Two moves in one millisecond still have their order.
            self._positions_moved_ms[symbol] = max(
                stamp, self._positions_moved_ms.get(symbol, 0) + 1
            )
        if mine:
            self._push("position", [self._position(self._listed(symbol)) for symbol in mine])
        self._push("wallet", [{"accountType": "UNIFIED", "coin": [rows.coin_row(report.account)]}])

    # how -------------------------------------------------------------------------------------

    def _order_request(self, body: Mapping[str, Any]) -> OrderRequest:
        if body.get("category") != "inverse":
            raise WireError(10001, "params error: category is wrong")
        instrument = self.instrument(body.get("symbol"))
        if body.get("side") not in {"Buy", "Sell"}:
            raise WireError(10001, "params error: side invalid")
        kinds = {
            ("Market", None): OrderType.MARKET,
            ("Market", "IOC"): OrderType.MARKET,
            ("Limit", None): OrderType.LIMIT,
            ("Limit", "GTC"): OrderType.LIMIT,
            ("Limit", "IOC"): OrderType.IOC_LIMIT,
            ("Limit", "PostOnly"): OrderType.POST_ONLY,
        }
        kind = kinds.get((body.get("orderType", ""), body.get("timeInForce")))
        if kind is None:
            raise WireError(10001, "params error: orderType or timeInForce invalid")
        limit = kind is not OrderType.MARKET
        return OrderRequest(
            symbol=instrument.symbol,
            side=Side(body["side"].lower()),
            type=kind,
            contracts=_decimal(body.get("qty"), "qty"),
            limit_price=_decimal(body.get("price"), "price") if limit else None,
            reduce_only=bool(body.get("reduceOnly", False)),
            client_order_id=body.get("orderLinkId") or None,
        )

    def _find(self, body: Mapping[str, Any]) -> Order | None:
        wire_id, link = body.get("orderId"), body.get("orderLinkId")
        if not wire_id and not link:
            raise WireError(10001, "orderId or orderLinkId is required")
        if link and not wire_id:
            order = self.exchange.order(client_order_id=link)
            if order is not None and order.order_id in self._amended:
                return self.exchange.order(order_id=self._amended[order.order_id])
            return None if order is not None and self._refused(order) else order
        return self.exchange.order(order_id=self._amended.get(str(wire_id), str(wire_id)))

    def _open(self, query: Mapping[str, Any]) -> list[Order]:
        symbol = self.instrument(query["symbol"]).symbol if query.get("symbol") else None
        settle = query.get("settleCoin")
        return [
            order
            for order in self.exchange.open_orders(symbol)
            if settle is None or self._listed(order.symbol).settle == settle
        ]

    def _asked(self, order: Order, query: Mapping[str, str]) -> bool:
        asked_id, asked_link = query.get("orderId"), query.get("orderLinkId")
        return (not asked_id or self._wire_id(order) == asked_id) and (
            not asked_link or order.client_order_id == asked_link
        )

    def _refused(self, order: Order) -> bool:
        return (
            order.state is OrderState.REJECTED and order.reason is not Refusal.POST_ONLY_WOULD_TAKE
        )

    def _wire_id(self, order: Order) -> str:
        return next(
            (wire for wire, own in self._amended.items() if own == order.order_id), order.order_id
        )

    def _position(self, instrument: Instrument) -> Row:
        state = self.exchange.position(instrument.symbol)
        moved_ms = self._positions_moved_ms.get(instrument.symbol, 0)
        row = rows.position_row(state, rows.wire_symbol(instrument), moved_ms)
        if self.hedged:
            row["positionIdx"] = 1 if state.contracts >= 0 else 2
        return row

    def _listed(self, symbol: str) -> Instrument:
        return self.exchange.market(symbol).instrument


def _decimal(value: Any, what: str) -> Decimal:
    if not isinstance(value, str):
        raise WireError(10001, f"params error: {what} must be a string")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise WireError(10001, f"params error: {what} invalid") from None
    if not number.is_finite():
        raise WireError(10001, f"params error: {what} invalid")
    return number
