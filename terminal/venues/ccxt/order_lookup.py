"""Asking the venue about orders: one by its client id, all that are open, what was executed."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from terminal.model.events import Fill, OpenOrders, OrderReport, OrderState
from terminal.venues.base import Clock, Emit
from terminal.venues.ccxt.catalogue import Call, VenueEntry
from terminal.venues.ccxt.classify import says_not_found
from terminal.venues.ccxt.limiter import Pacing, Priority
from terminal.venues.ccxt.mending import ask
from terminal.venues.ccxt.observe import dig
from terminal.venues.ccxt.order_data import execution, execution_id, order_report
from terminal.venues.ccxt.order_memory import OrderMemory, Sent
from terminal.venues.ccxt.replies import captured
from terminal.venues.ccxt.wire_errors import safe_text

_LOG = logging.getLogger(__name__)
_LATEST = 100  # executions looked through for those of one order


class OrderLookup:
    """Reads orders and executions over REST. What goes wrong on the wire is raised."""

    def __init__(
        self,
        *,
        name: str,
        entry: VenueEntry,
        exchange: Any,
        symbols: Sequence[str],
        memory: OrderMemory,
        pacing: Pacing,
        clock: Clock,
        emit: Emit,
    ) -> None:
        self._name = name
        self._entry = entry
        self._exchange = exchange
        self._symbols = symbols
        self._memory = memory
        self._pacing = pacing
        self._clock = clock
        self._emit = emit

    async def order(
        self, symbol: str, client_order_id: str, *, only_if_found: bool = False
    ) -> None:
        """Emit what became of one order: its executions first, then its state.

        With `only_if_found` an order that no list has yet is passed over: the venue has just said
        that it took it, and its lists may lag.

        Not found is DEAD only where the venue's own clock had passed the end of the order's
        validity before the first question was asked; otherwise it may still be on its way.
        """
        expired = await self._has_expired(client_order_id)
        order = await self._find(symbol, client_order_id)
        if order is None and only_if_found:
            return
        found = None if order is None else self._parsed(order)
        if found is not None and not found.filled_contracts:
            self._memory.heard(found)
            self._emit(found)
            return
        executed = self._emit_executions(await self._trades(symbol, client_order_id, order))
        if found is None:
            found = self._judge(symbol, client_order_id, executed, expired=expired)
        if found.state is not OrderState.NOT_FOUND:
            self._memory.heard(found)
        self._emit(found)

    async def open_orders(self) -> None:
        """Emit every open order and, of each symbol, the list of them."""
        for symbol in self._symbols:
            await self._pacing.reads.acquire(Priority.READ)
            orders = await self._exchange.fetch_open_orders(symbol)
            reports = [report for order in orders if (report := self._parsed(order))]
            for report in reports:
                self._memory.heard(report)
                self._emit(report)
            ids = tuple(sorted(report.client_order_id for report in reports))
            self._emit(
                OpenOrders(at=self._clock(), venue=self._name, symbol=symbol, client_order_ids=ids)
            )

    async def keep_listing(self, every_s: float) -> None:
        """Compare the venue's list of open orders with ours until cancelled.

        Streams may lose what nobody notices; a list that could not be had is asked for again.
        """
        while True:
            await asyncio.sleep(every_s)
            try:
                await self.open_orders()
            except Exception as error:  # noqa: BLE001 - the edge to the wire
                why = safe_text(None, error)
                _LOG.warning("%s: open orders could not be listed: %s", self._name, why)

    async def executions_since(self, since_ms: int) -> None:
        """Emit what was executed since then: what the private stream missed while it was down."""
        terms = self._entry.executions
        for symbol in self._symbols:
            for kind in terms.kinds:
                await self._pacing.reads.acquire(Priority.READ)
                only = {terms.type_field: kind} if kind else {}
                trades = await self._exchange.fetch_my_trades(symbol, since_ms, 100, only)
                await self._learn_names(symbol, trades)
                self._emit_executions(trades)

    def expiry_ms(self, sent: Sent) -> int:
        """Return the venue's time, in ms, from which an order can no longer arrive."""
        return sent.signed_by_ms + self._entry.orders.validity_ms + self._entry.orders.slack_ms

    async def _has_expired(self, client_order_id: str) -> bool:
        sent = self._memory.sent(client_order_id)
        if sent is None or self._exchange.milliseconds() <= self.expiry_ms(sent):
            return False
        await self._pacing.reads.acquire(Priority.READ)
        return await self._server_time_ms() > self.expiry_ms(sent)

    async def _server_time_ms(self) -> int:
        """Return the venue's time, 0 where it does not tell it: then nothing has expired."""
        call = self._entry.orders.server_time
        if call is not None:
            told = await ask(self._exchange, call)
            return int(self._exchange.parse8601(told) or 0)
        return int(await self._exchange.fetch_time() or 0)

    async def _find(self, symbol: str, client_order_id: str) -> Any | None:
        """Return ccxt's order of a client id, None where the venue knows none."""
        terms = self._entry.orders
        parameters = {terms.client_order_id: client_order_id}
        for method in terms.lookups:
            await self._pacing.reads.acquire(Priority.READ)
            if method == "fetch_order":
                orders = await self._one(None, symbol, parameters)
            else:
                only = parameters if terms.lists_by_id else {}
                orders = await getattr(self._exchange, method)(symbol, None, None, only)
            if (order := self._of(orders, client_order_id)) is not None:
                return order
        if terms.find is None:
            return None
        return self._of(await self._ask_for(terms.find, symbol, client_order_id), client_order_id)

    def _of(self, orders: Sequence[Any], client_order_id: str) -> Any | None:
        for order in orders:
            report = self._parsed(order)
            if report is not None and report.client_order_id == client_order_id:
                return order
        return None

    async def _ask_for(self, call: Call, symbol: str, client_order_id: str) -> list[Any]:
        """Return what one of the venue's own requests finds of an order, in ccxt's words."""
        market = self._exchange.market(symbol)
        await self._pacing.reads.acquire(Priority.READ)
        with captured() as reply:
            try:
                rows = await ask(self._exchange, call, id=client_order_id, settle=market["settle"])
            except Exception as error:
                if says_not_found(self._entry.codes, reply.body or str(error)):
                    return []
                raise
        found = [rows] if isinstance(rows, dict) else rows or ()
        return [self._exchange.parse_order(row, market) for row in found]

    async def _one(self, order_id: Any, symbol: str, parameters: dict[str, str]) -> list[Any]:
        """Return a list of the one order asked for, empty where the venue says there is none."""
        with captured() as reply:
            try:
                return [await self._exchange.fetch_order(order_id, symbol, parameters)]
            except Exception as error:
                # ccxt leaves the venue's code out of some of its texts.
                if says_not_found(self._entry.codes, reply.body or str(error)):
                    return []
                raise

    async def _trades(self, symbol: str, client_order_id: str, order: Any) -> list[Any]:
        """Return the executions of one order."""
        terms = self._entry.executions
        if not terms.by_order:
            parameters = {self._entry.orders.client_order_id: client_order_id}
        elif order is None:
            return []  # without the venue's id there is nothing to ask by
        else:
            parameters = {terms.by_order: order["id"]}
        await self._pacing.reads.acquire(Priority.READ)
        if not self._entry.orders.lists_by_id:
            trades = await self._exchange.fetch_my_trades(symbol, None, _LATEST, {})
        else:
            trades = await self._exchange.fetch_my_trades(symbol, None, None, parameters)
        if terms.by_order:
            return [trade for trade in trades if str(trade.get("order")) == str(order["id"])]
        field = terms.client_order_id
        return [trade for trade in trades if dig(trade, ("info", field)) == client_order_id]

    def _judge(
        self, symbol: str, client_order_id: str, executed: float, *, expired: bool
    ) -> OrderReport:
        """Return what is known of an order that is on no list."""
        sent = self._memory.sent(client_order_id)
        if executed:
            whole = sent is not None and executed >= float(sent.contracts)
            # No list has it any more: past its validity the rest will not be filled either.
            ended = OrderState.CANCELLED if expired else OrderState.UNKNOWN
            state, reason = (OrderState.FILLED if whole else ended), None
        elif expired:
            state, reason = OrderState.DEAD, "not found after its validity had ended"
        else:
            state, reason = OrderState.NOT_FOUND, None
        return OrderReport(
            at=self._clock(),
            venue=self._name,
            symbol=symbol,
            client_order_id=client_order_id,
            state=state,
            filled_contracts=executed,
            reason=reason,
        )

    async def _learn_names(self, symbol: str, trades: Sequence[Any]) -> None:
        """Ask for the orders of executions that do not say whose they are."""
        if not self._entry.executions.by_order:
            return
        field = self._entry.executions.client_order_id
        nameless = (trade for trade in trades if not dig(trade, ("info", field)))
        for order_id in dict.fromkeys(str(trade.get("order")) for trade in nameless):
            if self._memory.name_of(order_id) is None:
                await self._pacing.reads.acquire(Priority.READ)
                for order in await self._one(order_id, symbol, {}):
                    self._parsed(order)

    def _emit_executions(self, trades: Sequence[Any]) -> float:
        """Emit the executions that are new and return the contracts that all of them filled."""
        total = 0.0
        for trade in trades:
            name = self._memory.name_of(trade.get("order"))
            event = execution(self._clock(), self._name, self._entry.executions, trade, name)
            if event is None:
                continue
            total += event.contracts if isinstance(event, Fill) else 0.0
            if self._memory.is_new_execution(execution_id(trade)):
                self._emit(event)
        return total

    def _parsed(self, order: Any) -> OrderReport | None:
        self._memory.named(order)
        return order_report(self._clock(), self._name, order, self._entry.orders.reject_reason)
