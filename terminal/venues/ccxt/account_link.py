"""One account: its private stream, its polls and its order entry, put together."""

import asyncio
import logging
from functools import partial
from typing import Any

from terminal.model.checks import PreflightReport
from terminal.model.errors import VenueError
from terminal.venues.ccxt.account import AccountView
from terminal.venues.ccxt.backoff import Backoff
from terminal.venues.ccxt.catalogue import Arming, VenueEntry
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.dead_man import DeadManSwitch
from terminal.venues.ccxt.feeds import FeedBoard
from terminal.venues.ccxt.limiter import Pacing, Priority, PriorityLimiter
from terminal.venues.ccxt.mending import ask
from terminal.venues.ccxt.observe import dig
from terminal.venues.ccxt.order_desk import OrderDesk
from terminal.venues.ccxt.order_lookup import OrderLookup
from terminal.venues.ccxt.order_memory import OrderMemory
from terminal.venues.ccxt.own_leverage import StatedLeverage
from terminal.venues.ccxt.preflight import Inspection
from terminal.venues.ccxt.private_feeds import PrivateFeeds
from terminal.venues.ccxt.setting import Setting
from terminal.venues.ccxt.settlements import Settlements
from terminal.venues.ccxt.waiting_orders import WaitingOrders
from terminal.venues.ccxt.wire_errors import translated

_LOG = logging.getLogger(__name__)
_NS_PER_MS = 1_000_000
# Asked for again after a gap: clocks differ, and executions that were seen are known.
_OVERLAP_MS = 60_000
# A leverage that was asked for so many times in vain is not stated any more.
_READINGS = 5


class AccountLink:
    """Keeps an account in view and trades on it, through two exchange instances.

    `private` carries the private stream and every read, `orders` nothing but orders and cancels.
    """

    def __init__(
        self,
        setting: Setting,
        credentials: Credentials,
        private: Any,
        orders: Any,
        board: FeedBoard,
    ) -> None:
        self._setting = setting
        self._deaf_since_ms: int | None = None
        entry, timing = setting.entry, setting.timing
        monotonic = asyncio.get_running_loop().time
        pacing = Pacing(
            orders=PriorityLimiter(entry.order_limits, monotonic),
            reads=PriorityLimiter(entry.read_limits, monotonic),
        )
        setting.slow_down.tell(pacing.pause)
        self._polled = entry.stream.arming is Arming.POLLED
        memory = OrderMemory()
        settles = [private.market(symbol)["settle"] for symbol in setting.symbols]
        self._feeds = PrivateFeeds(
            name=setting.name,
            entry=entry,
            exchange=private,
            symbols=setting.symbols,
            view=AccountView(setting.name, settles, entry.positions),
            memory=memory,
            pacing=pacing,
            clock=setting.clock,
            emit=setting.emit,
            board=board,
            credentials=credentials,
        )
        self._lookup = OrderLookup(
            name=setting.name,
            entry=entry,
            exchange=private,
            symbols=setting.symbols,
            memory=memory,
            pacing=pacing,
            clock=setting.clock,
            emit=setting.emit,
        )
        self._leverage = StatedLeverage(
            entry.orders.own_leverage,
            exchange=private,
            symbols=setting.symbols,
            pacing=pacing,
            clock=setting.clock,
            good_for_s=_READINGS * timing.polled_account_s,
        )
        url = _trade_address(orders, entry)
        self._has_socket = bool(url)
        self._socket = setting.connection(
            orders, [partial(_open_trade_socket, orders, entry, url)], "order entry",
            lambda _why: None,
        )  # fmt: skip
        self._orders = orders
        self._stream = setting.connection(
            private,
            self._feeds.streams(),
            "private stream",
            self._deaf,
            on_armed=self._catch_up,
            arming=entry.stream.arming,
        )
        self._feeds.on_end = self._stream.drop
        self._settlements = Settlements(
            name=setting.name,
            exchange=private,
            symbols=setting.symbols,
            memory=memory,
            pacing=pacing,
            clock=setting.clock,
            emit=setting.emit,
            retry_s=timing.account_poll_s,
        )
        self._feeds.on_funding = self._settlements.ask
        self._private = private
        self._credentials = credentials
        self._pacing = pacing
        self.dead_man = DeadManSwitch(
            entry=entry,
            credentials=credentials,
            orders=orders,
            private=private,
            symbols=setting.symbols,
            pacing=pacing,
            clock=setting.clock,
        )
        self.desk = OrderDesk(
            name=setting.name,
            entry=entry,
            exchange=orders,
            credentials=credentials,
            symbols=setting.symbols,
            memory=memory,
            lookup=self._lookup,
            leverage=self._leverage,
            pacing=pacing,
            clock=setting.clock,
            emit=setting.emit,
            socket_ready=lambda symbol: (
                self._socket.armed and _is_open(orders, url) and _has_needed(orders, entry, symbol)
            ),
            stream_live=lambda: not self._polled and self._feeds.is_live(),
            timing=timing,
            waiting=WaitingOrders(setting.clearance),
        )

    def start(self, group: asyncio.TaskGroup) -> None:
        """Run everything that runs for an account, in `group`."""
        if self._has_socket:
            group.create_task(self._socket.keep())
        timing = self._setting.timing
        group.create_task(self._keep_warm(timing.keep_warm_s))
        if self._polled:
            group.create_task(self._keep_asking(timing.polled_account_s))
            return
        group.create_task(self._stream.keep())
        group.create_task(self._feeds.keep_polling(timing.account_poll_s))
        group.create_task(self._feeds.keep_session())
        group.create_task(self._settlements.keep())
        group.create_task(self._lookup.keep_listing(timing.open_orders_poll_s))

    @property
    def trouble(self) -> VenueError | None:
        """What keeps the account from being read, None while it is."""
        return self._feeds.trouble

    async def preflight(self, target_leverage: float | None) -> PreflightReport:
        """Look the account over, by reads that wait for their turn."""

        async def turn() -> None:
            await self._pacing.reads.acquire(Priority.READ)

        setting = self._setting
        inspection = Inspection(
            name=setting.name,
            entry=setting.entry,
            exchange=self._private,
            symbols=setting.symbols,
            clock=setting.clock,
            credentials=self._credentials,
            turn=turn,
        )
        return await inspection.report(target_leverage)

    async def kill(self) -> None:
        """Cancel everything, again and again, until the venue itself shows nothing open."""
        timing = self._setting.timing
        longest = timing.longest_kill_retry_s
        await self.desk.kill(Backoff(timing.kill_retry_s, longest, self._setting.randomness))

    async def _keep_warm(self, every_s: float) -> None:
        """Keep the connection that orders take without a websocket: a handshake costs time."""
        server_time = self._setting.entry.orders.server_time
        while server_time is not None or self._orders.has.get("fetchTime"):
            try:
                await self._pacing.reads.acquire(Priority.READ)
                if server_time is not None:
                    await ask(self._orders, server_time)
                else:
                    await self._orders.fetch_time()
            except Exception as error:  # noqa: BLE001 - the edge to the wire
                why = translated(self._setting.entry, self._credentials, error)
                _LOG.info("%s: order entry cannot be kept warm: %s", self._setting.name, why)
            await asyncio.sleep(every_s)

    async def _keep_asking(self, every_s: float) -> None:
        """Ask for everything that other venues stream: account, executions, open orders."""
        while True:
            began_ms = self._setting.clock() // _NS_PER_MS - _OVERLAP_MS
            try:
                await self._catch_up()
                self._deaf_since_ms = began_ms
            except Exception as error:  # noqa: BLE001 - the edge to the wire
                why = translated(self._setting.entry, self._credentials, error)
                _LOG.warning("%s: the account could not be read: %s", self._setting.name, why)
                self._deaf(str(why))
            await asyncio.sleep(every_s)

    def _deaf(self, why: str) -> None:
        if self._deaf_since_ms is None:
            self._deaf_since_ms = self._setting.clock() // _NS_PER_MS - _OVERLAP_MS
        self._feeds.lost(why)

    async def _catch_up(self) -> None:
        """Bring account, executions and open orders up to date, then call the stream live."""
        await self._feeds.poll()
        await self._leverage.read()
        if self._deaf_since_ms is not None:
            await self._lookup.executions_since(self._deaf_since_ms)
            if self._setting.entry.stream.funding is not None:
                await self._settlements.since(self._deaf_since_ms)
        await self._lookup.open_orders()
        self._deaf_since_ms = None
        self._feeds.live()


def _trade_address(exchange: Any, entry: VenueEntry) -> str:
    """Return the address of order entry by websocket, empty where this venue or world has none."""
    terms = entry.trade_socket
    if terms is None or exchange.has.get("createOrderWs") is not True:
        return ""
    if terms.told_by:
        method, *arguments = terms.told_by
        return str(getattr(exchange, method)(*arguments))
    address = dig(exchange.urls["api"], terms.address)
    return exchange.implode_hostname(address) if isinstance(address, str) else ""


async def _open_trade_socket(exchange: Any, entry: VenueEntry, url: str) -> None:
    """Dial order entry, and sign in where that is done once and not with every request."""
    sign_in = None if entry.trade_socket is None else entry.trade_socket.sign_in
    if sign_in is not None:
        await exchange.authenticate(*(word.format(url=url) for word in sign_in))
    else:
        exchange.open()
        await exchange.client(url).connect(exchange.session)


def _is_open(exchange: Any, url: str) -> bool:
    client = (exchange.clients or {}).get(url)
    return client is not None and not client.closed()


def _has_needed(exchange: Any, entry: VenueEntry, symbol: str) -> bool:
    """Return True where a market has what an order by websocket would name it by."""
    needed = "" if entry.trade_socket is None else entry.trade_socket.needs
    return not needed or exchange.market(symbol).get(needed) is not None
