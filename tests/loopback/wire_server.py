"""A loopback exchange as a server: where it listens, what it counts, how it begins and ends."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar, Protocol, Self

from aiohttp import web

from terminal.model.events import Side
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.paper.exchange import SimulatedExchange
from terminal.venues.paper.orders import Filled
from tests.loopback.wire_faults import Faults
from tests.loopback.wire_sockets import OpenSockets

Row = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_NS_PER_MS = 1_000_000


class Key(Protocol):
    """What an account signs in with."""

    @property
    def key(self) -> str:
        """The public part."""

    @property
    def secret(self) -> str:
        """The other one."""


class LoopbackServer(ABC):
    """One server on an ephemeral port of 127.0.0.1, one account, one simulated exchange behind it.

    `requests` counts what arrived by route, `orders_received` has what every order creation that
    was read had said, with the client's id in the field `id_field`. `clock` is ns since the epoch.
    """

    id_field: ClassVar[str]
    account: Key
    sockets: OpenSockets
    trading: Any

    def __init__(self, account: Key, exchange: SimulatedExchange, clock: Callable[[], int]) -> None:
        self.account = account
        self.exchange = exchange
        self.clock = clock
        self.requests: Counter[str] = Counter()
        self.orders_received: list[Row] = []
        self.faults = Faults()
        self.port = 0
        self._settled: list[Row] = []
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listen; 0 takes any free port, another one takes a former server's place."""
        app = self._application()
        for path, handler in self._socket_paths().items():
            app.router.add_get(path, handler)
        app.router.add_route("*", "/{path:.*}", self._rest)
        self.faults.released.clear()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await self._site(self._runner, port).start()
        address = self._runner.addresses[0]
        self.port = int(address[1])

    def _application(self) -> web.Application:
        return web.Application()

    def _site(self, runner: web.AppRunner, port: int) -> web.BaseSite:
        return web.TCPSite(runner, "127.0.0.1", port)

    async def stop(self) -> None:
        """Drop everybody and stop listening."""
        self.faults.released.set()
        self.sockets.drop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def credentials(self) -> Credentials:
        """Return the key that this server accepts."""
        return Credentials(self.account.key, self.account.secret)

    @property
    def ids_received(self) -> list[str]:
        """Return the client ids of the orders that were read, as often as they were."""
        return [str(sent.get(self.id_field)) for sent in self.orders_received]

    def act(self, method: str, body: Mapping[str, Any]) -> Row:
        """Trade on the account by hand, as another program with the same key would."""
        return dict(getattr(self.trading, method)(body))

    def drop(self, kind: str | None = None) -> None:
        """Cut the websockets of a kind (public, private, trade), or all."""
        self.sockets.drop(kind)

    @abstractmethod
    def trade_print(self, symbol: str, side: Side, price: float, contracts: float) -> None:
        """Publish a trade; `side` is the taker's."""

    def _print(self, fill: Filled) -> None:
        """Publish a trade of the account's own: everybody sees it, once."""
        side = fill.side
        if fill.maker:
            side = Side.SELL if side is Side.BUY else Side.BUY
        self.trade_print(fill.symbol, side, fill.price, float(fill.contracts))

    @abstractmethod
    def _socket_paths(self) -> Mapping[str, Handler]:
        """Return who serves which path by websocket."""

    @abstractmethod
    async def _rest(self, request: web.Request) -> web.StreamResponse:
        """Answer a REST request."""

    @abstractmethod
    def _creation(self, route: str, body: Any) -> Row | None:
        """Return what an order's creation said, None where the request is none."""

    def _count(self, route: str, body: Any) -> None:
        self.requests[route] += 1
        order = self._creation(route, body)
        if order is not None:
            self.orders_received.append(order)

    def _now_ms(self) -> int:
        return self.clock() // _NS_PER_MS
