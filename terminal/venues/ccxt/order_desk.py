"""Orders on the wire: sent once, cancelled, asked about, and never sent again."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

from terminal.model.errors import DeniedError
from terminal.model.events import KillConfirmation, OrderReport, OrderState
from terminal.model.outputs import CancelIntent, OrderIntent, OrderQuery
from terminal.venues.base import Clock, Emit
from terminal.venues.ccxt.backoff import Backoff
from terminal.venues.ccxt.catalogue import Arming, VenueEntry
from terminal.venues.ccxt.classify import Outcome, classify, confirm, venue_code
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.limiter import Pacing, Priority
from terminal.venues.ccxt.mending import ask
from terminal.venues.ccxt.order_data import request
from terminal.venues.ccxt.order_fitness import unfit
from terminal.venues.ccxt.order_lookup import OrderLookup
from terminal.venues.ccxt.order_memory import OrderMemory
from terminal.venues.ccxt.own_leverage import StatedLeverage
from terminal.venues.ccxt.replies import HeldBackError, captured
from terminal.venues.ccxt.timing import Timing
from terminal.venues.ccxt.waiting_orders import Turn, WaitingOrders
from terminal.venues.ccxt.wire_errors import translated

_LOG = logging.getLogger(__name__)


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
        leverage: StatedLeverage,
        pacing: Pacing,
        clock: Clock,
        emit: Emit,
        socket_ready: Callable[[str], bool],
        stream_live: Callable[[], bool],
        timing: Timing,
        waiting: WaitingOrders,
    ) -> None:
        self._name = name
        self._entry = entry
        self._exchange = exchange
        self._credentials = credentials
        self._symbols = symbols
        self._memory = memory
        self._lookup = lookup
        self._leverage = leverage
        self._pacing = pacing
        self._clock = clock
        self._emit = emit
        self._socket_ready = socket_ready
        self._stream_live = stream_live
        self._timing = timing
        self._waiting = waiting

    # one order -------------------------------------------------------------------------------

    async def submit(self, intent: OrderIntent) -> None:
        """Send one order, once."""
        if why := unfit(self._entry, self._exchange, self._credentials, self._symbols, intent):
            self._report(intent.symbol, intent.client_order_id, OrderState.REJECTED, why)
            return
        with self._waiting.turn(intent) as turn:
            try:
                leverage = self._leverage.parameters(intent.symbol, reducing=intent.reduce_only)
                await self._pacing.orders.acquire(Priority.ORDER, self._timing.longest_order_wait_s)
            except DeniedError as error:
                self._report(intent.symbol, intent.client_order_id, OrderState.DEAD, str(error))
                return
            sent = self._memory.sending(intent, self._exchange.milliseconds())
            try:
                outcome, reason = await self._send(intent, leverage, turn)
            except asyncio.CancelledError:
                # Whoever cancels does not take the order back, once it has left.
                sent.signed_by_ms, sent.in_doubt = self._exchange.milliseconds(), turn.left
                state = OrderState.UNKNOWN if turn.left else OrderState.DEAD
                self._report(intent.symbol, intent.client_order_id, state, "interrupted")
                raise
        sent.signed_by_ms = self._exchange.milliseconds()
        sent.in_doubt = outcome is Outcome.UNKNOWN
        state = _STATE_OF[outcome]
        if outcome is Outcome.CONFIRMED and self._memory.heard_of(intent.client_order_id):
            return  # the private stream was faster and knows more
        self._report(intent.symbol, intent.client_order_id, state, reason)
        if outcome is Outcome.CONFIRMED and self._entry.stream.arming is Arming.POLLED:
            await self._follow(intent)

    async def _follow(self, intent: OrderIntent) -> None:
        """Look an order up that was taken, where no stream tells; what fails, the polls mend."""
        try:
            # Shorter than an order may take: who waits for the order must not give it up for this.
            async with asyncio.timeout(self._timing.order_timeout_s / 2):
                await self._lookup.order(intent.symbol, intent.client_order_id, only_if_found=True)
        except Exception as error:  # noqa: BLE001 - the edge to the wire
            _LOG.info("%s is not told of yet: %s", intent.client_order_id, self._words(error))

    async def cancel(self, intent: CancelIntent) -> None:
        """Cancel one order, or everything of a symbol or the venue.

        An acknowledgement is not the end of an order: that is what the private stream (or, while
        it is down, a look-up) reports, and fills may still come before it. What has not left yet
        is withdrawn here.
        """
        if self._waiting.withdraw(intent):
            return
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
            self._slow_down(error)
            self._report(
                query.symbol, query.client_order_id, OrderState.UNKNOWN, self._words(error)
            )

    # everything ------------------------------------------------------------------------------

    async def kill(self, backoff: Backoff) -> None:
        """Cancel everything, again and again, until the venue itself shows nothing open."""
        self._waiting.kill()
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

    async def _send(
        self, intent: OrderIntent, leverage: dict[str, Any], turn: Turn
    ) -> tuple[Outcome, str | None]:
        wanted = request(intent, self._entry.orders, self._exchange.milliseconds())
        amount = int(wanted.amount) if self._entry.orders.whole else wanted.amount
        arguments = (wanted.symbol, wanted.type, wanted.side, amount, wanted.price)
        over_socket = self._exchange.has.get("createOrderWs") and self._socket_ready(intent.symbol)
        create = self._exchange.create_order_ws if over_socket else self._exchange.create_order
        with captured(turn.let_go) as reply:
            try:
                async with turn.limited(self._timing.order_timeout_s):
                    order = await create(*arguments, {**wanted.parameters, **leverage})
            except HeldBackError as error:
                return Outcome.NOT_SENT, str(error)
            except TimeoutError:
                return Outcome.UNKNOWN, f"no answer within {self._timing.order_timeout_s:g} s"
            except Exception as error:  # noqa: BLE001 - the edge to the wire
                self._slow_down(error)
                return classify(
                    self._entry.codes, error, reply.status, reply.body, unwritten=reply.unwritten
                ), self._words(error)
        if confirm(order, intent.client_order_id) is Outcome.CONFIRMED:
            return Outcome.CONFIRMED, None
        return Outcome.UNKNOWN, "the venue's answer names no order of ours"

    async def _cancel_one(self, symbol: str, client_order_id: str) -> None:
        over_socket = self._exchange.has.get("cancelOrderWs") and self._socket_ready(symbol)
        try:
            await self._pacing.orders.acquire(Priority.CANCEL)
            async with asyncio.timeout(self._timing.order_timeout_s):
                await self._ask_to_cancel(symbol, client_order_id, over_socket=over_socket)
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

    async def _ask_to_cancel(self, symbol: str, name: str, *, over_socket: bool) -> None:
        exchange, terms = self._exchange, self._entry.orders
        if terms.cancel is not None:
            await ask(exchange, terms.cancel, id=name, settle=exchange.market(symbol)["settle"])
            return
        cancel = exchange.cancel_order_ws if over_socket else exchange.cancel_order
        await cancel(None, symbol, {terms.client_order_id: name})

    async def _cancel_everything(self, symbol: str | None = None) -> None:
        for only, parameters in self._scopes(symbol):
            await self._pacing.orders.acquire(Priority.CANCEL)
            if self._exchange.has.get("cancelAllOrders"):
                async with asyncio.timeout(self._timing.order_timeout_s):
                    await self._exchange.cancel_all_orders(only, parameters)
            else:
                await self._cancel_each(only, parameters)

    async def _cancel_each(self, symbol: str | None, parameters: dict[str, Any]) -> None:
        """Cancel what is open one by one, by the venue's own ids: it cannot do so at once.

        One that has ended meanwhile does not keep the others; whoever asked looks what is left.
        """
        for order in await self._exchange.fetch_open_orders(symbol, None, None, parameters):
            await self._pacing.orders.acquire(Priority.CANCEL)
            try:
                async with asyncio.timeout(self._timing.order_timeout_s):
                    await self._exchange.cancel_order(order["id"], order["symbol"])
            except Exception as error:  # noqa: BLE001 - the edge to the wire
                _LOG.info("cancel %s: %s", order["id"], self._words(error))

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

    def _slow_down(self, error: BaseException) -> None:
        """Heed a websocket's word; that of an HTTP answer is heeded where it arrives."""
        if venue_code(self._entry.codes, str(error)) in self._entry.codes.throttled:
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
