"""What the exchange does with a request, whichever way it came in: parameters in, rows out."""

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
    Refused,
    Report,
)
from tests.loopback.binance import rows
from tests.loopback.binance.rows import Row
from tests.loopback.binance.signing import WireError

_LONGEST_ID = 36
_KINDS = {
    ("MARKET", None): OrderType.MARKET,
    ("LIMIT", "GTC"): OrderType.LIMIT,
    ("LIMIT", "IOC"): OrderType.IOC_LIMIT,
    ("LIMIT", "GTX"): OrderType.POST_ONLY,
}


class Trading:
    """The account's side of the exchange; `push` feeds the user's stream.

    A client order id is taken only while an order of that id is open: sent again after its order
    has ended, it makes a second order. That is why the simulated exchange, which never takes an
    id twice, is not told of it.
    """

    def __init__(
        self, exchange: SimulatedExchange, clock: Callable[[], int], push: Callable[[Row], None]
    ) -> None:
        self.exchange = exchange
        self._clock = clock
        self._push = push
        self._instruments = {rows.wire_symbol(i): i for i in exchange.instruments}
        self._client_ids: dict[str, str] = {}  # by order id, oldest first
        self._filled: dict[str, Decimal] = {}  # what fills were told of, by order id
        self._trades: deque[Row] = deque(maxlen=10_000)
        self._income: deque[Row] = deque(maxlen=10_000)
        self._positions_moved_ms: dict[str, int] = {}
        self._closings = 900_000_000  # numbers the orders that the exchange itself sends
        self._closed_by: dict[int, Row] = {}
        self.delisted: set[str] = set()
        self.on_filled: Callable[[Filled], None] = lambda filled: None

    def instrument(self, symbol: Any) -> Instrument:
        """Return the contract that the wire calls `symbol`."""
        found = self._instruments.get(symbol)
        if found is None:
            raise WireError(-1121, "Invalid symbol.")
        return found

    def instruments(self, symbol: str | None = None) -> list[Instrument]:
        """Return one contract, or all."""
        return [self.instrument(symbol)] if symbol else list(self._instruments.values())

    def relist(self) -> None:
        """Read the contracts anew: their terms have changed."""
        self._instruments = {rows.wire_symbol(i): i for i in self.exchange.instruments}

    # requests --------------------------------------------------------------------------------

    def create(self, body: Mapping[str, Any]) -> Row:
        """Place an order."""
        client_id = str(body.get("newClientOrderId") or f"web_{len(self._client_ids)}")
        if len(client_id) > _LONGEST_ID:
            raise WireError(-4015, "Client order id length should be less than 36 chars")
        if self._by_client_id(client_id, open_only=True) is not None:
            raise WireError(-4116, "ClientOrderId is duplicated.")
        request = self._order_request(body)
        if request.symbol in self.delisted:
            raise WireError(-4108, "This symbol is on delivering or settling status.")
        reports = self.exchange.place(request, self._clock())
        for report in reports:
            if isinstance(report, Refused):
                raise WireError(*rows.CODES[report.reason])
            if isinstance(report, OrderChanged):
                if report.order.state is OrderState.REJECTED:
                    assert report.order.reason is not None
                    raise WireError(*rows.CODES[report.order.reason])
                self._client_ids.setdefault(report.order.order_id, client_id)
        order_id = next(r.order.order_id for r in reports if isinstance(r, OrderChanged))
        self.publish(reports)
        placed = self.exchange.order(order_id=order_id)
        assert placed is not None
        return self.row(placed)

    def amend(self, body: Mapping[str, Any]) -> Row:
        """Refuse: an order is changed by cancelling it."""
        raise WireError(-1020, "This operation is not supported.")

    def order(self, query: Mapping[str, Any]) -> Row:
        """Return one order by either id."""
        self.instrument(query.get("symbol"))
        closing = self._closed_by.get(int(query.get("orderId") or 0))
        if closing is not None:
            return closing
        order = self._find(query)
        if order is None:
            raise WireError(-2013, "Order does not exist.")
        return self.row(order)

    def cancel(self, body: Mapping[str, Any]) -> Row:
        """Cancel one order by either id."""
        self.instrument(body.get("symbol"))
        order = self._find(body)
        if order is None or order.state.terminal:
            raise WireError(-2011, "Unknown order sent.")
        self.publish(self.exchange.cancel(self._clock(), order_id=order.order_id))
        cancelled = self.exchange.order(order_id=order.order_id)
        assert cancelled is not None
        return self.row(cancelled)

    def cancel_all(self, body: Mapping[str, Any]) -> Row:
        """Cancel everything of a symbol."""
        symbol = self.instrument(body.get("symbol")).symbol
        self.publish(self.exchange.cancel_all(self._clock(), symbol))
        return {"code": 200, "msg": "The operation of cancel all open order is done."}

    def set_leverage(self, body: Mapping[str, Any]) -> Row:
        """Set a symbol's leverage: whole numbers; the same again is fine."""
        instrument = self.instrument(body.get("symbol"))
        leverage = int(_decimal(body.get("leverage"), "leverage"))
        reports = self.exchange.set_leverage(instrument.symbol, float(leverage), self._clock())
        for report in reports:
            if isinstance(report, Refused):
                raise WireError(*rows.CODES[report.reason])
        name = rows.wire_symbol(instrument)
        stamp = self._clock() // 1_000_000
        self._push(
            {"e": "ACCOUNT_CONFIG_UPDATE", "E": stamp, "T": stamp, "ac": {"s": name, "l": leverage}}
        )
        return {"leverage": leverage, "maxQty": "1000", "symbol": name}

    # what is so ------------------------------------------------------------------------------

    def open_orders(self, query: Mapping[str, Any]) -> list[Row]:
        """Return the open orders, of one symbol or of all."""
        symbol = self.instrument(query["symbol"]).symbol if query.get("symbol") else None
        return [self.row(order) for order in self.exchange.open_orders(symbol)]

    def all_orders(self, query: Mapping[str, Any]) -> list[Row]:
        """Return every remembered order of a symbol that was not refused."""
        symbol = self.instrument(query.get("symbol")).symbol
        return [
            self.row(order)
            for order in self.exchange.orders(symbol)
            if order.order_id in self._client_ids
        ]

    def trades(self, query: Mapping[str, Any]) -> list[Row]:
        """Return a symbol's executions, oldest first."""
        name = rows.wire_symbol(self.instrument(query.get("symbol")))
        since, order_id = int(query.get("startTime") or 0), query.get("orderId")
        found = [
            row
            for row in self._trades
            if row["symbol"] == name
            and row["time"] >= since
            and (order_id is None or str(row["orderId"]) == str(order_id))
        ]
        return found[: int(query.get("limit") or 50)]

    def income(self, query: Mapping[str, Any]) -> list[Row]:
        """Return funding payments, oldest first."""
        since, name = int(query.get("startTime") or 0), query.get("symbol")
        return [r for r in self._income if r["time"] >= since and name in (None, r["symbol"])]

    def positions(self, query: Mapping[str, Any]) -> list[Row]:
        """Return every position, flat ones too."""
        return [
            rows.position_row(
                self.exchange.position(i.symbol), i, self._positions_moved_ms.get(i.symbol, 0)
            )
            for i in self._instruments.values()
        ]

    def account(self, query: Mapping[str, Any]) -> Row:
        """Return every coin, and every position in short."""
        return {
            "assets": [rows.asset_row(account) for account in self.exchange.accounts()],
            "positions": [rows.account_position_row(row) for row in self.positions(query)],
            "canDeposit": True,
            "canTrade": True,
            "canWithdraw": True,
            "feeTier": 0,
            "updateTime": 0,
        }

    def row(self, order: Order) -> Row:
        """Return an order as the wire knows it."""
        symbol = rows.wire_symbol(self._listed(order.symbol))
        return rows.order_row(order, self._client_ids[order.order_id], symbol)

    # what is told ----------------------------------------------------------------------------

    def publish(self, reports: Iterable[Report]) -> None:
        """Tell the user's stream what happened, in order."""
        moved: dict[str, None] = {}
        reason = "ORDER"
        for report in reports:
            if isinstance(report, Filled):
                self.on_filled(report)
                moved[report.symbol] = None
                self._tell_fill(report)
            elif isinstance(report, OrderChanged):
                self._tell_order(report.order)
            elif isinstance(report, FundingPaid):
                reason = "FUNDING_FEE"
                if report.contracts:
                    listed = self._listed(report.symbol)
                    row = rows.income_row(
                        report, len(self._income) + 1, rows.wire_symbol(listed), listed.settle
                    )
                    self._income.append(row)
            elif isinstance(report, AccountChanged):
                self._tell_account(report, moved, reason)

    def _tell_fill(self, fill: Filled) -> None:
        listed = self._listed(fill.symbol)
        name = rows.wire_symbol(listed)
        if fill.order_id is None:
            self._closings += 1
            streamed = rows.liquidation_order(fill, name, self._closings)
            order_id = self._closings
            self._closed_by[order_id] = {
                "orderId": order_id, "symbol": name, "clientOrderId": streamed["c"],
                "status": "FILLED", "side": streamed["S"], "type": "LIMIT", "timeInForce": "IOC",
                "origQty": streamed["q"], "executedQty": streamed["z"], "price": streamed["p"],
                "avgPrice": streamed["ap"], "time": streamed["T"], "updateTime": streamed["T"],
                "reduceOnly": False, "positionSide": "BOTH",
            }  # fmt: skip
        else:
            order = self.exchange.order(order_id=fill.order_id)
            assert order is not None
            filled = self._filled.get(fill.order_id, Decimal(0)) + fill.contracts
            self._filled[fill.order_id] = filled
            whole = filled == order.contracts
            streamed = {
                **rows.streamed_order(order, self._client_ids[fill.order_id], name, "TRADE", fill),
                "z": str(filled),
                "X": "FILLED" if whole else "PARTIALLY_FILLED",
            }
            order_id = int(fill.order_id)
        self._trades.append(rows.trade_row(fill, order_id, name, listed.settle))
        self._tell("ORDER_TRADE_UPDATE", {"o": streamed})

    def _tell_order(self, order: Order) -> None:
        execution = {OrderState.OPEN: "NEW", OrderState.CANCELLED: rows.status(order)}.get(
            order.state
        )
        if execution is None:
            return  # its fills have told
        name = rows.wire_symbol(self._listed(order.symbol))
        client_id = self._client_ids[order.order_id]
        streamed = rows.streamed_order(order, client_id, name, execution, None)
        self._tell("ORDER_TRADE_UPDATE", {"o": streamed})

    def _tell_account(self, report: AccountChanged, moved: Mapping[str, None], reason: str) -> None:
        stamp = self._clock() // 1_000_000
        account = report.account
        mine = [s for s in moved if self._listed(s).settle == account.settle]
        for symbol in mine:
            self._positions_moved_ms[symbol] = max(
                stamp, self._positions_moved_ms.get(symbol, 0) + 1
            )
        balance = f"{account.wallet_balance:.12f}"
        positions = [
            rows.streamed_position(self.exchange.position(symbol), self._listed(symbol))
            for symbol in mine
        ]
        update = {
            "m": reason,
            "B": [{"a": account.settle, "wb": balance, "cw": balance, "bc": "0"}],
            "P": positions,
        }
        self._tell("ACCOUNT_UPDATE", {"a": update})

    def _tell(self, event: str, content: Row) -> None:
        stamp = self._clock() // 1_000_000
        self._push({"e": event, "E": stamp, "T": stamp, **content})

    # how -------------------------------------------------------------------------------------

    def _order_request(self, body: Mapping[str, Any]) -> OrderRequest:
        instrument = self.instrument(body.get("symbol"))
        if body.get("side") not in {"BUY", "SELL"}:
            raise WireError(-1117, "Invalid side.")
        kind = _KINDS.get((str(body.get("type")), body.get("timeInForce")))
        if kind is None:
            raise WireError(-1115, "Invalid timeInForce.")
        limit = kind is not OrderType.MARKET
        contracts = _decimal(body.get("quantity"), "quantity")
        if contracts > Decimal(1_000_000):
            raise WireError(-4005, "Quantity greater than max quantity.")
        return OrderRequest(
            symbol=instrument.symbol,
            side=Side(body["side"].lower()),
            type=kind,
            contracts=contracts,
            limit_price=_decimal(body.get("price"), "price") if limit else None,
            reduce_only=str(body.get("reduceOnly", "false")).lower() == "true",
            client_order_id=None,
        )

    def _find(self, body: Mapping[str, Any]) -> Order | None:
        client_id = body.get("origClientOrderId")
        if body.get("orderId"):
            return self.exchange.order(order_id=str(body["orderId"]))
        if not client_id:
            raise WireError(-1102, "Param 'origClientOrderId' or 'orderId' must be sent.")
        return self._by_client_id(client_id)

    def _by_client_id(self, client_id: str, *, open_only: bool = False) -> Order | None:
        """Return the latest order of an id, None where there is none."""
        for order_id in reversed([o for o, c in self._client_ids.items() if c == client_id]):
            order = self.exchange.order(order_id=order_id)
            if order is not None and not (open_only and order.state.terminal):
                return order
        return None

    def _listed(self, symbol: str) -> Instrument:
        return self.exchange.market(symbol).instrument


def _decimal(value: Any, what: str) -> Decimal:
    if value is None:
        raise WireError(-1102, f"Mandatory parameter '{what}' was not sent.")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise WireError(-1100, f"Illegal characters found in parameter '{what}'.") from None
    if not number.is_finite():
        raise WireError(-1100, f"Illegal characters found in parameter '{what}'.")
    return number
