"""The exchange in a process of its own: it trades, counts, and may end a terminal."""

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from aiohttp import web

from tests.loopback.bybit import BybitLoopback
from tests.loopback.bybit.quiet_market import quiet_market
from tests.loopback.faults.desk import Wire
from tests.loopback.wire_faults import Answer, Fault, Send

SYMBOL = "BTC/USD:BTC"
PRICE = 60_000.0
_ROUTES = ("order.create", "POST /v5/order/create")


@dataclass(frozen=True)
class Books:
    """What the exchange knows: every order that it read, and what became of it."""

    received: tuple[str, ...]
    position: float
    open_orders: int
    filled: dict[str, float]


@dataclass(frozen=True)
class Ends(Fault):
    """Ends a process when an order has been read, before or after acting on it, and is silent."""

    end: Callable[[], None] = lambda: None

    async def over_rest(
        self, request: web.Request, answer: Answer, released: asyncio.Event
    ) -> web.StreamResponse:
        self._act(answer)
        self.end()
        await released.wait()
        return web.Response()

    async def over_socket(
        self, socket: web.WebSocketResponse, answer: Answer, send: Send, released: asyncio.Event
    ) -> None:
        self._act(answer)
        self.end()


def serve(connection: Connection) -> None:
    """Serve until told to stop; see `_Exchanges` for what it is told."""
    asyncio.run(_Exchanges(connection).run())


class _Exchanges:
    """One exchange after another, opened, looked at and closed over a pipe."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._server: BybitLoopback | None = None
        self._stop = asyncio.Event()
        self._asked: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_reader(self._connection.fileno(), self._read)
        while (asked := await self._asked.get())[0] != "stop":
            assert asked[0] == "open"
            async with BybitLoopback() as server:
                with quiet_market(server, SYMBOL, PRICE):
                    self._connection.send(_wire(server))
                    await self._until_closed(server)
            self._connection.send(None)

    def _read(self) -> None:
        try:
            self._asked.put_nowait(self._connection.recv())
        except EOFError:
            self._asked.put_nowait(("stop", None))

    async def _until_closed(self, server: BybitLoopback) -> None:
        while True:
            what, argument = await self._asked.get()
            if what == "books":
                self._connection.send(_books(server))
            elif what == "end on order":
                _end_on_order(server, *argument)
                self._connection.send(None)
            else:
                return


def _wire(server: BybitLoopback) -> Wire:
    account = server.account
    return Wire("bybit", (SYMBOL,), server.endpoints.api, account.key, account.secret)


def _books(server: BybitLoopback) -> Books:
    orders = server.exchange.orders()
    return Books(
        received=tuple(server.ids_received),
        position=float(server.exchange.position(SYMBOL).contracts),
        open_orders=len(server.exchange.open_orders()),
        filled={str(o.client_order_id): float(o.filled_contracts) for o in orders},
    )


def _end_on_order(server: BybitLoopback, process_id: int, number: int, acts: bool) -> None:
    """Let the `number`th order from now on end a process."""
    fault = Ends(acts=acts, end=lambda: os.kill(process_id, signal.SIGKILL))
    for route in _ROUTES:
        server.faults.once(route, *(Fault() for _ in range(number - 1)), fault)
