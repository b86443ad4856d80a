"""Asking the venue about orders: one by its client id, all that are open, what was executed."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from terminal.model.events import Fill, OpenOrders, OrderReport, OrderState
from terminal.venues.base import Clock, Emit
from terminal.venues.ccxt.catalogue import VenueEntry
from terminal.venues.ccxt.limiter import Pacing, Priority
from terminal.venues.ccxt.observe import dig
from terminal.venues.ccxt.order_data import execution, order_report
from terminal.venues.ccxt.order_memory import OrderMemory, Sent
from terminal.venues.ccxt.wire_errors import safe_text

_LOG = logging.getLogger(__name__)


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

    async def order(self, symbol: str, client_order_id: str) -> None:
        """Emit what became of one order: its executions first, then its state.

        Not found is DEAD only where the venue's own clock had passed the end of the order's
        validity before the first question was asked; otherwise it may still be on its way.
        """
        expired = await self._has_expired(client_order_id)
        parameters = {self._entry.orders.client_order_id: client_order_id}
        found = await self._find(symbol, client_order_id, parameters)
        if found is not None and not found.filled_contracts:
            self._memory.heard(found)
            self._emit(found)
            return
        await self._pacing.reads.acquire(Priority.READ)
        trades = await self._exchange.fetch_my_trades(symbol, None, None, parameters)
        field = self._entry.executions.client_order_id
        executed = self._emit_executions(
            [trade for trade in trades if dig(trade, ("info", field)) == client_order_id]
        )
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
                trades = await self._exchange.fetch_my_trades(
                    symbol, since_ms, 100, {terms.type_field: kind}
                )
                self._emit_executions(trades)

    def expiry_ms(self, sent: Sent) -> int:
        """Return the venue's time, in ms, from which an order can no longer arrive."""
        return sent.signed_by_ms + self._entry.orders.validity_ms + self._entry.orders.slack_ms

    async def _has_expired(self, client_order_id: str) -> bool:
        sent = self._memory.sent(client_order_id)
        if sent is None or self._exchange.milliseconds() <= self.expiry_ms(sent):
            return False
        await self._pacing.reads.acquire(Priority.READ)
        return bool(await self._exchange.fetch_time() > self.expiry_ms(sent))

    async def _find(
        self, symbol: str, client_order_id: str, parameters: dict[str, str]
    ) -> OrderReport | None:
        for method in self._entry.orders.lookups:
            await self._pacing.reads.acquire(Priority.READ)
            orders = await getattr(self._exchange, method)(symbol, None, None, parameters)
            for order in orders:
                report = self._parsed(order)
                if report is not None and report.client_order_id == client_order_id:
                    return report
        return None

    def _judge(
        self, symbol: str, client_order_id: str, executed: float, *, expired: bool
    ) -> OrderReport:
        """Return what is known of an order that is on no list."""
        sent = self._memory.sent(client_order_id)
        if executed:
            whole = sent is not None and executed >= float(sent.contracts)
            state, reason = (OrderState.FILLED if whole else OrderState.UNKNOWN), None
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

    def _emit_executions(self, trades: Sequence[Any]) -> float:
        """Emit the executions that are new and return the contracts that all of them filled."""
        total = 0.0
        for trade in trades:
            event = execution(self._clock(), self._name, self._entry.executions, trade)
            if event is None:
                continue
            total += event.contracts if isinstance(event, Fill) else 0.0
            if self._memory.is_new_execution(str(trade["id"])):
                self._emit(event)
        return total

    def _parsed(self, order: Any) -> OrderReport | None:
        return order_report(self._clock(), self._name, order, self._entry.orders.reject_reason)
