"""Private streams and the polls beside them: account, orders and executions."""

import asyncio
import logging
from collections.abc import Callable, Collection
from typing import Any

from terminal.model.errors import RateLimitedError, UnavailableError, VenueError
from terminal.model.events import Feed
from terminal.venues.base import Clock, Emit
from terminal.venues.ccxt import observe
from terminal.venues.ccxt.account import AccountView
from terminal.venues.ccxt.catalogue import Arming, VenueEntry
from terminal.venues.ccxt.connection import Stream
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.feeds import FeedBoard
from terminal.venues.ccxt.limiter import Pacing, Priority
from terminal.venues.ccxt.observe import dig
from terminal.venues.ccxt.order_data import execution, execution_id, order_report
from terminal.venues.ccxt.order_memory import OrderMemory
from terminal.venues.ccxt.wallet import statement
from terminal.venues.ccxt.wire_errors import translated

_LOG = logging.getLogger(__name__)
_POLL_ATTEMPTS = 3
# By ccxt, for who asks it, and nobody does; of orders it looks up what it was told before.
_EXECUTIONS_KEPT = 50


class PrivateFeeds:
    """Turns one exchange instance's private messages into events, and polls the account."""

    def __init__(
        self,
        *,
        name: str,
        entry: VenueEntry,
        exchange: Any,
        symbols: Collection[str],
        view: AccountView,
        pacing: Pacing,
        clock: Clock,
        emit: Emit,
        board: FeedBoard,
        memory: OrderMemory,
        credentials: Credentials | None = None,
    ) -> None:
        self._name = name
        self._entry = entry
        self._exchange = exchange
        self._symbols = symbols
        self._view = view
        self._pacing = pacing
        self._clock = clock
        self._emit = emit
        self._board = board
        self._memory = memory
        self._credentials = credentials
        self.trouble: VenueError | None = None  # why the account was not read the last time
        self.on_end: Callable[[str], None] = lambda why: None
        self.on_funding: Callable[[], None] = lambda: None
        self._poll_asked = asyncio.Event()
        if entry.stream.arming is not Arming.POLLED:
            self._install()

    def streams(self) -> list[Stream]:
        """Return the calls that subscribe everything."""
        exchange, wallet = self._exchange, dict(self._entry.wallet.watch_parameters)
        return [
            exchange.watch_orders,
            exchange.watch_my_trades,
            exchange.watch_positions,
            lambda: exchange.watch_balance(wallet),
        ]

    async def poll(self) -> None:
        """Ask for wallet and positions and emit the accounts.

        Positions that the stream moved meanwhile are asked for again: the answer may be older.
        """
        try:
            await self._poll()
        except Exception as error:
            self.trouble = translated(self._entry, self._credentials, error)
            raise
        self.trouble = None

    async def _poll(self) -> None:
        as_of_ms: int | None = None

        async def turn() -> None:
            nonlocal as_of_ms
            await self._pacing.reads.acquire(Priority.READ)
            if as_of_ms is None:  # as old as the first of the requests
                as_of_ms = int(self._exchange.milliseconds())

        terms = self._entry.wallet
        answer = await statement(self._exchange, terms, self._view.settles, turn)
        self._view.answered(terms, answer)
        if terms.answered_ms:
            as_of_ms = int(dig(answer, terms.answered_ms) or 0)
        for _ in range(_POLL_ATTEMPTS):
            generation = self._view.generation
            await self._pacing.reads.acquire(Priority.READ)
            asked_with = dict(self._entry.positions.asked_with)
            rows = await self._exchange.fetch_positions(None, asked_with)
            if self._view.generation == generation:
                held = [(row, settle) for row in rows if (settle := self._settle(row))]
                self._view.all_positions(held, as_of_ms or 0)
                break
        self._emit_accounts()

    async def keep_polling(self, every_s: float) -> None:
        """Poll until cancelled; a failed poll is only old data, which the engine judges."""
        while True:
            try:
                async with asyncio.timeout(every_s):
                    await self._poll_asked.wait()
            except TimeoutError:
                pass
            self._poll_asked.clear()
            try:
                await self.poll()
            except Exception as error:  # noqa: BLE001 - the edge to the wire
                why = translated(self._entry, self._credentials, error)
                _LOG.warning("%s: account poll: %s", self._name, why)

    async def keep_session(self) -> None:
        """Keep the private stream's session alive until cancelled, where the venue asks for it.

        A session that the venue no longer knows ends the stream; one that it could not be asked
        about is tried again sooner.
        """
        terms = self._entry.stream
        wait_s = terms.keep_alive_s
        while terms.keep_alive:
            await asyncio.sleep(wait_s)
            wait_s = terms.keep_alive_s
            try:
                await self._pacing.reads.acquire(Priority.CANCEL)
                await getattr(self._exchange, terms.keep_alive)()
            except Exception as error:  # noqa: BLE001 - the edge to the wire
                why = translated(self._entry, self._credentials, error)
                _LOG.warning("%s: private stream not kept alive: %s", self._name, why)
                wait_s = terms.keep_alive_s / 20
                if not isinstance(why, UnavailableError | RateLimitedError):
                    self.on_end(f"not kept alive: {why}")

    def lost(self, detail: str) -> None:
        """Report the private feeds as gone, and why; the account keeps being polled."""
        # The next connection asks for a session of its own: this one may be what failed.
        self._exchange.options.pop(self._entry.stream.session, None)
        self._board.lost(Feed.ACCOUNT, detail=detail)
        self._board.lost(Feed.ORDERS, detail=detail)

    def live(self) -> None:
        """Report the private feeds as delivering."""
        self._board.live(Feed.ACCOUNT)
        self._board.live(Feed.ORDERS)

    def is_live(self) -> bool:
        """Return True while the private stream reports orders."""
        return self._board.is_live(Feed.ORDERS)

    def _install(self) -> None:
        exchange = self._exchange
        from ccxt.async_support.base.ws.cache import (
            ArrayCacheBySymbolById,
            ArrayCacheBySymbolBySide,
        )

        # ccxt fills these when they are there, so every row is seen, however many arrive at once.
        exchange.orders = observe.appended(ArrayCacheBySymbolById(1000), self._on_order_row)
        executions = ArrayCacheBySymbolById(_EXECUTIONS_KEPT)
        exchange.myTrades = observe.appended(executions, self._on_trade_row)
        positions = observe.appended(ArrayCacheBySymbolBySide(), self._on_position_row)
        key = self._entry.positions.cache
        exchange.positions = {key: positions} if key else positions
        observe.before(exchange, "handle_positions", self._before_positions)
        observe.after(exchange, "handle_positions", self._after_positions)
        observe.after(exchange, self._entry.wallet.handler, self._on_wallet)
        if self._entry.stream.kind:
            observe.after(exchange, "handle_message", self._on_message)
        if self._entry.executions.handler:
            observe.after(exchange, self._entry.executions.handler, self._on_skipped_execution)

    def _on_message(self, _client: Any, message: Any) -> None:
        """Take what ccxt has no handler for: the end of a session, a setting that was changed."""
        terms = self._entry.stream
        kind = dig(message, terms.kind)
        if not isinstance(kind, str):
            return
        if kind in terms.ends:
            self.on_end(f"ended by the venue ({kind})")
        elif kind in terms.polls:
            self._poll_asked.set()
        elif terms.funding is not None and dig(message, terms.funding[0]) == terms.funding[1]:
            self.on_funding()

    def _settle(self, row: Any) -> str | None:
        """Return what a position settles in, None for a market of another kind.

        The private stream tells of the whole account, linear and spot included.
        """
        market = self._exchange.markets.get(row["symbol"])
        return None if market is None else market["settle"]

    def _on_order_row(self, order: Any) -> None:
        report = order_report(self._clock(), self._name, order, self._entry.orders.reject_reason)
        if report is not None and report.symbol in self._symbols:
            self._memory.named(order)
            self._memory.heard(report)
            self._emit(report)

    def _on_trade_row(self, trade: Any) -> None:
        event = execution(self._clock(), self._name, self._entry.executions, trade)
        if event is None or event.symbol not in self._symbols:
            return
        if self._memory.is_new_execution(execution_id(trade)):
            self._emit(event)

    def _on_skipped_execution(self, _client: Any, message: Any) -> None:
        """Read an execution of a kind that ccxt passes over: a liquidation."""
        if message.get("x") in self._entry.executions.skipped:
            self._on_trade_row(self._exchange.parse_ws_trade({**message, "x": "TRADE"}))

    def _on_position_row(self, row: Any) -> None:
        settle = self._settle(row)
        if settle is not None:
            self._view.position(row, settle)

    def _before_positions(self, _client: Any, message: Any) -> None:
        self._view.as_of(dig(message, self._entry.wallet.streamed_ms))

    def _after_positions(self, _client: Any, _message: Any) -> None:
        self._emit_accounts()

    def _on_wallet(self, _client: Any, message: Any) -> None:
        terms = self._entry.wallet
        self._view.streamed(terms, dig(message, terms.streamed))
        self._view.as_of(dig(message, terms.streamed_ms))
        if not terms.with_positions:
            self._emit_accounts()

    def _emit_accounts(self) -> None:
        for account in self._view.events(self._clock()):
            self._emit(account)
