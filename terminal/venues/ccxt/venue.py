"""An exchange through ccxt, as a venue of the engine."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from random import Random
from ssl import SSLContext
from typing import Any

from terminal.model.errors import UserError
from terminal.model.events import AnyEvent, KillConfirmation, OrderReport, OrderState, listed
from terminal.model.outputs import CancelIntent, OrderIntent, OrderQuery
from terminal.venues.base import Clock, Emit
from terminal.venues.ccxt import replies
from terminal.venues.ccxt.account import AccountView
from terminal.venues.ccxt.backoff import Backoff
from terminal.venues.ccxt.catalogue import VenueEntry
from terminal.venues.ccxt.connection import Connection, Stream, first_leaf
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.exchange import Endpoints, Environment, opened, trusted_roots
from terminal.venues.ccxt.feeds import FeedBoard
from terminal.venues.ccxt.limiter import Pacing, PriorityLimiter
from terminal.venues.ccxt.listing import Listing
from terminal.venues.ccxt.observe import dig
from terminal.venues.ccxt.order_desk import OrderDesk
from terminal.venues.ccxt.order_lookup import OrderLookup
from terminal.venues.ccxt.order_memory import OrderMemory
from terminal.venues.ccxt.private_feeds import PrivateFeeds
from terminal.venues.ccxt.public_feeds import PublicFeeds
from terminal.venues.ccxt.timing import Timing
from terminal.venues.ccxt.wire_errors import translated

_LOG = logging.getLogger(__name__)
_NS_PER_MS = 1_000_000
_OVERLAP_MS = 60_000  # asked for again after a gap: clocks differ, and seen executions are known


async def _nothing() -> None:
    """Do nothing once armed."""


class CcxtVenue:
    """One account (or, without credentials, only the market data) of one exchange.

    Three ccxt instances, so that neither streams nor reads stand in front of an order: one for
    public streams, one for the private stream and polls, one for orders.
    """

    def __init__(
        self,
        entry: VenueEntry,
        symbols: Sequence[str],
        *,
        clock: Clock,
        randomness: Random,
        credentials: Credentials | None = None,
        environment: Environment = Environment.LIVE,
        endpoints: Endpoints | None = None,
        timing: Timing | None = None,
        name: str | None = None,
    ) -> None:
        if not symbols:
            raise UserError("symbols: name at least one contract, such as BTC/USD:BTC")
        if credentials is not None and not entry.trading:
            raise UserError(f"{entry.title} can be watched but not traded yet: leave its key away")
        self._entry = entry
        self._symbols = tuple(dict.fromkeys(symbols))
        self._clock = clock
        self._randomness = randomness
        self._credentials = credentials
        self._environment = environment
        self._endpoints = endpoints
        self._timing = timing or Timing()
        self._name = name or entry.id
        self._desk: OrderDesk | None = None
        self._desk_is_open = asyncio.Event()
        self._closing = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()
        self._emit: Emit | None = None
        self._failure: asyncio.Future[None] | None = None
        self._deaf_since_ms: int | None = None
        self._trust: SSLContext | None = None

    @property
    def name(self) -> str:
        """The venue's name, as events carry it."""
        return self._name

    @property
    def live(self) -> bool:
        """True where orders move real money."""
        return self._environment is Environment.LIVE and self._endpoints is None

    async def run(self, emit: Emit) -> None:
        """Connect, list the contracts and stream events until cancelled or closed.

        Raises UserError for a contract that the venue does not list, RejectedError for one whose
        terms are not the known ones, and whatever `emit` raised.
        """
        self._ended.clear()
        self._trust = trusted_roots()
        self._failure = asyncio.get_running_loop().create_future()
        self._emit = self._guarded(emit)
        try:
            async with AsyncExitStack() as stack:
                await self._work(stack)
        except ExceptionGroup as errors:
            if not isinstance(error := first_leaf(errors), _ClosedError):
                raise error from None
        finally:
            self._desk = None
            self._desk_is_open.clear()
            self._ended.set()

    async def submit(self, intent: OrderIntent) -> None:
        """Send one order, once."""
        if self._desk is None:
            self._refuse(intent)
            return
        await self._desk.submit(intent)

    async def cancel(self, intent: CancelIntent) -> None:
        """Cancel one order, or everything on a symbol or the venue."""
        if self._desk is not None:
            await self._desk.cancel(intent)

    async def query(self, query: OrderQuery) -> None:
        """Ask what became of an order and report it."""
        if self._desk is not None:
            await self._desk.query(query)

    async def kill(self) -> None:
        """Cancel everything and keep at it until the venue shows nothing open."""
        if self._credentials is None:
            self._say(
                KillConfirmation(
                    at=self._clock(),
                    venue=self._name,
                    confirmed=True,
                    detail="no account is connected",
                )
            )
            return
        if not self._desk_is_open.is_set():
            self._say(
                KillConfirmation(
                    at=self._clock(), venue=self._name, confirmed=False, detail="not connected"
                )
            )
            await self._desk_is_open.wait()
        desk, timing = self._desk, self._timing
        if desk is not None:
            backoff = Backoff(timing.kill_retry_s, timing.longest_kill_retry_s, self._randomness)
            await desk.kill(backoff)

    async def close(self) -> None:
        """Close every connection; nothing of the venue runs afterwards."""
        self._closing.set()
        await self._ended.wait()

    # how it runs -----------------------------------------------------------------------------

    async def _work(self, stack: AsyncExitStack) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._until_closed())
            group.create_task(self._until_broken())
            public = await self._open(stack, None)
            listing = Listing(self._name, self._entry, self._credentials, self._retry)
            await listing.load_markets(public)
            private = await self._open_account(stack, public)
            intervals = {}
            for symbol in self._symbols:
                contract, intervals[symbol] = await listing.contract(symbol, public, private)
                self._say(listed(self._clock(), contract))
            board = FeedBoard(self._name, self._clock, self._say)
            group.create_task(self._public(public, intervals, board).keep())
            if private is not None and self._credentials is not None:
                orders = await self._open_account(stack, public)
                self._trade(group, private, orders, self._credentials, board)

    def _public(
        self, exchange: Any, intervals: dict[str, float | None], board: FeedBoard
    ) -> Connection:
        feeds = PublicFeeds(
            name=self._name,
            entry=self._entry,
            exchange=exchange,
            intervals=intervals,
            clock=self._clock,
            emit=self._say,
            board=board,
            funding_refresh_s=self._timing.funding_refresh_s,
        )
        connection = self._connection(
            exchange,
            feeds.streams(),
            on_lost=self._on_lost("market data", feeds.lost),
            silence_s=self._timing.silence_s,
        )
        feeds.on_data = connection.heard
        feeds.on_gap = lambda symbol: connection.drop(f"a gap in the book of {symbol}")
        return connection

    def _trade(
        self,
        group: asyncio.TaskGroup,
        private: Any,
        orders: Any,
        credentials: Credentials,
        board: FeedBoard,
    ) -> None:
        monotonic = asyncio.get_running_loop().time
        pacing = Pacing(
            orders=PriorityLimiter(self._entry.order_limits, monotonic),
            reads=PriorityLimiter(self._entry.read_limits, monotonic),
        )
        memory = OrderMemory()
        settles = [private.market(symbol)["settle"] for symbol in self._symbols]
        feeds = PrivateFeeds(
            name=self._name,
            entry=self._entry,
            exchange=private,
            symbols=self._symbols,
            view=AccountView(self._name, settles),
            memory=memory,
            pacing=pacing,
            clock=self._clock,
            emit=self._say,
            board=board,
        )
        lookup = OrderLookup(
            name=self._name,
            entry=self._entry,
            exchange=private,
            symbols=self._symbols,
            memory=memory,
            pacing=pacing,
            clock=self._clock,
            emit=self._say,
        )
        url = orders.implode_hostname(dig(orders.urls["api"], self._entry.trade_socket))
        trade_socket = self._connection(
            orders,
            [lambda: orders.authenticate(url)],
            on_lost=self._on_lost("order entry", lambda _: None),
        )
        desk = OrderDesk(
            name=self._name,
            entry=self._entry,
            exchange=orders,
            credentials=credentials,
            symbols=self._symbols,
            memory=memory,
            lookup=lookup,
            pacing=pacing,
            clock=self._clock,
            emit=self._say,
            socket_ready=lambda: trade_socket.armed and is_open(orders, url),
            stream_live=feeds.is_live,
            timing=self._timing,
        )
        stream = self._connection(
            private,
            feeds.streams(),
            on_armed=lambda: self._catch_up(feeds, lookup),
            on_lost=self._on_lost("private stream", self._deaf(feeds)),
            acknowledged=self._entry.acknowledges_subscriptions,
        )
        self._desk = desk
        self._desk_is_open.set()
        if orders.has.get("createOrderWs"):
            group.create_task(trade_socket.keep())
        group.create_task(stream.keep())
        group.create_task(feeds.keep_polling(self._timing.account_poll_s))

    def _deaf(self, feeds: PrivateFeeds) -> Callable[[str], None]:
        def lost(why: str) -> None:
            if self._deaf_since_ms is None:
                self._deaf_since_ms = self._clock() // _NS_PER_MS - _OVERLAP_MS
            feeds.lost(why)

        return lost

    async def _catch_up(self, feeds: PrivateFeeds, lookup: OrderLookup) -> None:
        """Bring account, open orders and executions up to date, then call the stream live."""
        await feeds.poll()
        if self._deaf_since_ms is not None:
            await lookup.executions_since(self._deaf_since_ms)
        await lookup.open_orders()
        self._deaf_since_ms = None
        feeds.live()

    def _retry(self) -> Backoff:
        timing = self._timing
        return Backoff(timing.first_retry_s, timing.longest_retry_s, self._randomness)

    def _connection(
        self,
        exchange: Any,
        streams: Sequence[Stream],
        *,
        on_lost: Callable[[BaseException], None],
        on_armed: Callable[[], Awaitable[None]] = _nothing,
        acknowledged: bool = False,
        silence_s: float | None = None,
    ) -> Connection:
        return Connection(
            exchange,
            streams,
            backoff=self._retry(),
            on_armed=on_armed,
            on_lost=on_lost,
            acknowledged=acknowledged,
            arm_timeout_s=self._timing.arm_timeout_s,
            silence_s=silence_s,
        )

    def _on_lost(self, what: str, lost: Callable[[str], None]) -> Callable[[BaseException], None]:
        def report(error: BaseException) -> None:
            why = str(translated(self._entry, self._credentials, error))
            _LOG.warning("%s: %s lost: %s", self._name, what, why)
            lost(why)

        return report

    async def _open(self, stack: AsyncExitStack, credentials: Credentials | None) -> Any:
        exchange = await stack.enter_async_context(
            opened(
                self._entry,
                credentials,
                environment=self._environment,
                endpoints=self._endpoints,
                timeout_s=self._timing.request_timeout_s,
                trust=self._trust,
            )
        )
        replies.listen(exchange)
        return exchange

    async def _open_account(self, stack: AsyncExitStack, public: Any) -> Any | None:
        if self._credentials is None:
            return None
        exchange = await self._open(stack, self._credentials)
        # Copied, so that no request for markets ever stands in front of an order.
        exchange.set_markets(public.markets, public.currencies)
        return exchange

    async def _until_closed(self) -> None:
        await self._closing.wait()
        raise _ClosedError

    async def _until_broken(self) -> None:
        assert self._failure is not None
        await self._failure

    def _guarded(self, emit: Emit) -> Emit:
        """Return `emit` with its exceptions carried to `run` instead of into ccxt's callbacks."""

        def guarded(event: AnyEvent) -> None:
            try:
                emit(event)
            except Exception as error:  # noqa: BLE001 - raised again by run
                if self._failure is not None and not self._failure.done():
                    self._failure.set_exception(error)

        return guarded

    def _say(self, event: AnyEvent) -> None:
        if self._emit is not None:
            self._emit(event)

    def _refuse(self, intent: OrderIntent) -> None:
        connected = self._credentials is not None
        reason = "not connected; nothing was sent" if connected else "no account is connected"
        self._say(
            OrderReport(
                at=self._clock(),
                venue=self._name,
                symbol=intent.symbol,
                client_order_id=intent.client_order_id,
                state=OrderState.REJECTED,
                filled_contracts=0.0,
                reason=reason,
            )
        )


def is_open(exchange: Any, url: str) -> bool:
    """Return True while the exchange's socket to `url` is open."""
    client = (exchange.clients or {}).get(url)
    return client is not None and not client.closed()


class _ClosedError(Exception):
    """The venue was asked to close."""
