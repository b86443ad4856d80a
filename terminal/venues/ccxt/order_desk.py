"""Orders on the wire: sent once, cancelled, asked about, and never sent again."""

import asyncio
import logging
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from terminal.model.errors import DeniedError
from terminal.model.events import KillConfirmation, OrderReport, OrderState
from terminal.model.outputs import CancelIntent, OrderIntent, OrderQuery
from terminal.venues.base import Clock, Emit
from terminal.venues.ccxt.backoff import Backoff
from terminal.venues.ccxt.catalogue import VenueEntry
from terminal.venues.ccxt.classify import Outcome, classify, confirm, venue_code
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.limiter import Pacing, Priority
from terminal.venues.ccxt.order_data import request
from terminal.venues.ccxt.order_lookup import OrderLookup
from terminal.venues.ccxt.order_memory import OrderMemory
from terminal.venues.ccxt.replies import Reply, captured
from terminal.venues.ccxt.timing import Timing
from terminal.venues.ccxt.wire_errors import safe_text, translated

_LOG = logging.getLogger(__name__)
_SLOW_DOWN = {418, 429}


class OrderDesk:
    """Sends, cancels and looks up orders of one account; every outcome comes back as a report."""

    def __init__(
        self,
        *,
        name: str,
        entry: VenueEntry,
        exchange: Any,
        credentials: Credentials,
        symbols: Sequence[str],
        memory: OrderMemory,
        lookup: OrderLookup,
        pacing: Pacing,
        clock: Clock,
        emit: Emit,
        socket_ready: Callable[[], bool],
        stream_live: Callable[[], bool],
        timing: Timing,
    ) -> None:
        self._name = name
        self._entry = entry
        self._exchange = exchange
        self._credentials = credentials
        self._symbols = symbols
        self._memory = memory
        self._lookup = lookup
        self._pacing = pacing
        self._clock = clock
        self._emit = emit
        self._socket_ready = socket_ready
        self._stream_live = stream_live
        self._timing = timing

    # one order -------------------------------------------------------------------------------

    async def submit(self, intent: OrderIntent) -> None:
        """Send one order, once."""
        unfit = self._unfit(intent)
        if unfit:
            self._report(intent.symbol, intent.client_order_id, OrderState.REJECTED, unfit)
            return
        try:
            await self._pacing.orders.acquire(Priority.ORDER, self._timing.longest_order_wait_s)
        except DeniedError as error:
            self._report(intent.symbol, intent.client_order_id, OrderState.DEAD, str(error))
            return
        sent = self._memory.sending(intent, self._exchange.milliseconds())
        try:
            outcome, reason = await self._send(intent)
        except asyncio.CancelledError:
            # Whoever cancels does not take the order back.
            sent.signed_by_ms = self._exchange.milliseconds()
            self._report(intent.symbol, intent.client_order_id, OrderState.UNKNOWN, "interrupted")
            raise
        sent.signed_by_ms = self._exchange.milliseconds()
        sent.in_doubt = outcome is Outcome.UNKNOWN
        state = _STATE_OF[outcome]
        if outcome is Outcome.CONFIRMED and self._memory.heard_of(intent.client_order_id):
            return  # the private stream was faster and knows more
        self._report(intent.symbol, intent.client_order_id, state, reason)

    async def cancel(self, intent: CancelIntent) -> None:
        """Cancel one order, or everything of a symbol or the venue.

        An acknowledgement is not the end of an order: that is what the private stream (or, while
        it is down, a look-up) reports, and fills may still come before it.
        """
        if intent.client_order_id is not None and intent.symbol is not None:
            await self._cancel_one(intent.symbol, intent.client_order_id)
            return
        try:
            await self._cancel_everything(intent.symbol)
            if not self._stream_live():
                await self._lookup.open_orders()
        except Exception as error:  # noqa: BLE001 - the edge to the wire
            _LOG.warning("cancel all: %s", self._words(error))

    async def query(self, query: OrderQuery) -> None:
        """Look an order up by its client id and report what is found."""
        try:
            await self._lookup.order(query.symbol, query.client_order_id)
        except Exception as error:  # noqa: BLE001 - the edge to the wire
            self._slow_down(error, None)
            self._report(
                query.symbol, query.client_order_id, OrderState.UNKNOWN, self._words(error)
            )

    # everything ------------------------------------------------------------------------------

    async def kill(self, backoff: Backoff) -> None:
        """Cancel everything, again and again, until the venue itself shows nothing open."""
        while True:
            try:
                doubt = await self._kill_once()
            except Exception as error:  # noqa: BLE001 - the edge to the wire
                doubt = self._words(error)
            self._emit(
                KillConfirmation(
                    at=self._clock(), venue=self._name, confirmed=not doubt, detail=doubt
                )
            )
            if not doubt:
                return
            await asyncio.sleep(backoff.next())

    # how -------------------------------------------------------------------------------------

    async def _send(self, intent: OrderIntent) -> tuple[Outcome, str | None]:
        wanted = request(intent)
        arguments = (wanted.symbol, wanted.type, wanted.side, wanted.amount, wanted.price)
        over_socket = self._exchange.has.get("createOrderWs") and self._socket_ready()
        create = self._exchange.create_order_ws if over_socket else self._exchange.create_order
        with captured() as reply:
            try:
                async with asyncio.timeout(self._timing.order_timeout_s):
                    order = await create(*arguments, wanted.parameters)
            except TimeoutError:
                return Outcome.UNKNOWN, f"no answer within {self._timing.order_timeout_s:g} s"
            except Exception as error:  # noqa: BLE001 - the edge to the wire
                self._slow_down(error, reply)
                codes, unwritten = self._entry.codes, reply.unwritten
                outcome = classify(codes, error, reply.status, reply.body, unwritten=unwritten)
                return outcome, self._words(error)
        if confirm(order, intent.client_order_id) is Outcome.CONFIRMED:
            return Outcome.CONFIRMED, None
        return Outcome.UNKNOWN, "the venue's answer names no order of ours"

    async def _cancel_one(self, symbol: str, client_order_id: str) -> None:
        parameters = {self._entry.orders.client_order_id: client_order_id}
        over_socket = self._exchange.has.get("cancelOrderWs") and self._socket_ready()
        cancel = self._exchange.cancel_order_ws if over_socket else self._exchange.cancel_order
        try:
            await self._pacing.orders.acquire(Priority.CANCEL)
            async with asyncio.timeout(self._timing.order_timeout_s):
                await cancel(None, symbol, parameters)
            acknowledged = True
        except Exception as error:  # noqa: BLE001 - the edge to the wire
            _LOG.info("cancel %s: %s", client_order_id, self._words(error))
            acknowledged = False
        if not acknowledged or not self._stream_live():
            await self.query(
                OrderQuery(
                    at=self._clock(),
                    venue=self._name,
                    symbol=symbol,
                    client_order_id=client_order_id,
                )
            )

    async def _cancel_everything(self, symbol: str | None = None) -> None:
        for only, parameters in self._scopes(symbol):
            await self._pacing.orders.acquire(Priority.CANCEL)
            async with asyncio.timeout(self._timing.order_timeout_s):
                await self._exchange.cancel_all_orders(only, parameters)

    async def _kill_once(self) -> str:
        """Return what keeps the kill from being confirmed, empty where nothing does."""
        now_ms = self._exchange.milliseconds()
        await self._cancel_everything()
        still_open = 0
        for only, parameters in self._scopes(None):
            await self._pacing.reads.acquire(Priority.CANCEL)
            orders = await self._exchange.fetch_open_orders(only, None, None, parameters)
            still_open += len(orders)
        if still_open:
            return f"{still_open} orders are still open"
        # An order on its way is cancelled only after it has arrived, and until its validity ends
        # it may arrive.
        for sent in self._memory.in_doubt():
            if now_ms > self._lookup.expiry_ms(sent):
                sent.in_doubt = False
        doubtful = sum(1 for _ in self._memory.in_doubt())
        return f"{doubtful} orders of unknown outcome may still arrive" if doubtful else ""

    def _scopes(self, symbol: str | None) -> list[tuple[str | None, dict[str, Any]]]:
        """Return the (symbol, parameters) that between them concern everything."""
        parameter = self._entry.orders.settle_parameter
        if symbol is not None:
            return [(symbol, {})]
        if not parameter:
            return [(one, {}) for one in self._symbols]
        settles = dict.fromkeys(self._exchange.market(one)["settle"] for one in self._symbols)
        return [(None, {parameter: settle}) for settle in settles]

    def _unfit(self, intent: OrderIntent) -> str | None:
        """Return why an order must not be sent: ccxt would round it and say nothing."""
        longest = self._entry.orders.longest_client_order_id
        if not 0 < len(intent.client_order_id) <= longest:
            return f"the client order id is longer than {longest} characters"
        if not re.fullmatch(self._entry.orders.ids, intent.client_order_id):
            return "the client order id has characters that the venue does not take"
        if intent.symbol not in self._symbols:
            return f"{intent.symbol} is not traded here"
        if self._exchange.market(intent.symbol).get("active") is False and not intent.reduce_only:
            return f"{self._entry.title} does not trade {intent.symbol} now"
        wanted = request(intent)
        checks = [(wanted.amount, self._exchange.amount_to_precision, "contracts")]
        if wanted.price is not None:
            checks.append((wanted.price, self._exchange.price_to_precision, "limit price"))
        elif wanted.type == "limit":
            return "the limit price is missing"
        for text, on_the_wire, what in checks:
            try:
                fits = Decimal(on_the_wire(intent.symbol, text)) == Decimal(text) > 0
            except Exception as error:  # noqa: BLE001 - ccxt's own judgement of a quantity
                return f"{what} {text}: {safe_text(self._credentials, error)}"
            if not fits:
                return f"{what} {text} is not on the venue's grid"
        return None

    def _report(
        self,
        symbol: str,
        client_order_id: str,
        state: OrderState,
        reason: str | None,
        filled_contracts: float = 0.0,
    ) -> None:
        self._emit(
            OrderReport(
                at=self._clock(),
                venue=self._name,
                symbol=symbol,
                client_order_id=client_order_id,
                state=state,
                filled_contracts=filled_contracts,
                reason=reason,
            )
        )

    def _slow_down(self, error: BaseException, reply: Reply | None) -> None:
        status = None if reply is None else reply.status
        if status == 403:
            self._pacing.pause(self._entry.ban_pause_s)
        elif (
            status in _SLOW_DOWN
            or venue_code(self._entry.codes, str(error)) in self._entry.codes.throttled
        ):
            self._pacing.pause(self._entry.pause_s)

    def _words(self, error: BaseException) -> str:
        if isinstance(error, DeniedError):
            return str(error)
        return str(translated(self._entry, self._credentials, error))


_STATE_OF = {
    Outcome.CONFIRMED: OrderState.OPEN,
    Outcome.REFUSED: OrderState.REJECTED,
    Outcome.NOT_SENT: OrderState.DEAD,
    Outcome.UNKNOWN: OrderState.UNKNOWN,
}
