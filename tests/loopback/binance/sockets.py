"""The websockets: market streams, the user's stream by its listen key, and order entry."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from tests.loopback.binance.signing import Account, WireError, check_message
from tests.loopback.binance.trading import Trading
from tests.loopback.bybit.faults import Faults

KINDS = ("public", "private", "trade")


class Sockets:
    """Every open websocket, by kind; messages leave in the order in which they were put."""

    def __init__(
        self,
        account: Account,
        faults: Faults,
        now_ms: Callable[[], int],
        count: Callable[[str, Any], None],
        greet: Callable[[str], dict[str, Any] | None],
        is_listen_key: Callable[[str], bool],
    ) -> None:
        self._account = account
        self._faults = faults
        self._now_ms = now_ms
        self._count = count
        self._greet = greet
        self._is_listen_key = is_listen_key
        self.trading: Trading | None = None
        self._open: dict[str, set[_Connection]] = {kind: set() for kind in KINDS}

    def connections(self, kind: str) -> int:
        """Return how many sockets of a kind are open."""
        return len(self._open[kind])

    def subscribed(self, stream: str) -> int:
        """Return how many sockets are subscribed to a stream."""
        return sum(stream in c.streams for c in self._open["public"])

    def publish(self, stream: str, message: dict[str, Any]) -> None:
        """Send a public message to whoever subscribed to its stream."""
        for connection in self._open["public"]:
            if stream in connection.streams:
                connection.put(message)

    def push(self, message: dict[str, Any]) -> None:
        """Send a message to the user's streams."""
        for connection in self._open["private"]:
            connection.put(message)

    def raw(self, kind: str, frame: str) -> None:
        """Send a frame as it stands to every socket of a kind: garbage, mostly."""
        for connection in self._open[kind]:
            connection.queue.put_nowait(frame)

    def drop(self, kind: str | None = None) -> None:
        """Cut the sockets of a kind, or all of them, without a farewell."""
        for one, connections in self._open.items():
            if kind in (None, one):
                for connection in connections:
                    connection.abort()

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Serve `/ws/…`: a listen key is the user's stream, anything else is market data."""
        name = request.match_info["name"]
        return await self._serve("private" if self._is_listen_key(name) else "public", request)

    async def trade(self, request: web.Request) -> web.StreamResponse:
        """Serve `/ws-dapi/v1`."""
        return await self._serve("trade", request)

    async def _serve(self, kind: str, request: web.Request) -> web.StreamResponse:
        self._count(f"dial {kind}", None)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = _Connection(socket, request)
        self._open[kind].add(connection)
        try:
            async with asyncio.TaskGroup() as group:
                writer = group.create_task(connection.write())
                async for message in socket:
                    if message.type is WSMsgType.TEXT:
                        await self._receive(kind, connection, json.loads(message.data))
                writer.cancel()
        except* (ConnectionError, OSError):
            pass
        finally:
            self._open[kind].discard(connection)
        return socket

    async def _receive(self, kind: str, connection: "_Connection", message: Any) -> None:
        method = message.get("method")
        self._count(f"{kind} {method}", message)
        if kind == "trade":
            await self._operate(connection, message)
        elif kind == "public" and method in {"SUBSCRIBE", "UNSUBSCRIBE"}:
            self._subscribe(connection, message)
        else:
            error = {"code": 2, "msg": "Invalid request: unknown method"}
            connection.put({"error": error, "id": message.get("id")})

    def _subscribe(self, connection: "_Connection", message: Any) -> None:
        streams = message["params"]
        try:
            greetings = [self._greet(stream) for stream in streams]
        except KeyError:
            error = {"code": 2, "msg": "Invalid request: invalid stream"}
            connection.put({"error": error, "id": message["id"]})
            return
        connection.put({"result": None, "id": message["id"]})
        if message["method"] == "UNSUBSCRIBE":
            connection.streams.difference_update(streams)
            return
        connection.streams.update(streams)
        for greeting in greetings:
            if greeting is not None:
                connection.put(greeting)

    async def _operate(self, connection: "_Connection", message: Any) -> None:
        def answer() -> dict[str, Any]:
            return self._act(message)

        async def send(body: dict[str, Any]) -> None:
            connection.put({"id": message.get("id"), **body})

        fault = self._faults.take(str(message.get("method")))
        await fault.over_socket(connection.socket, answer, send, self._faults.released)

    def _act(self, message: Any) -> dict[str, Any]:
        assert self.trading is not None
        actions = {
            "order.place": self.trading.create,
            "order.modify": self.trading.amend,
            "order.cancel": self.trading.cancel,
            "order.status": self.trading.order,
        }
        try:
            parameters = message.get("params", {})
            check_message(self._account, parameters, self._now_ms())
            action = actions.get(message.get("method"))
            if action is None:
                raise WireError(-1020, "This operation is not supported.")
            result = action(parameters)
        except WireError as refusal:
            error = {"code": refusal.code, "msg": refusal.text}
            return {"status": refusal.status, "error": error, "rateLimits": []}
        return {"status": 200, "result": result, "rateLimits": []}


class _Connection:
    """One socket, its streams and what waits to be written to it."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self.streams: set[str] = set()
        self.queue: asyncio.Queue[str] = asyncio.Queue()
        self._request = request

    def put(self, message: dict[str, Any]) -> None:
        """Send a message."""
        self.queue.put_nowait(json.dumps(message, separators=(",", ":")))

    def abort(self) -> None:
        """Cut the connection."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def write(self) -> None:
        """Write what is put, until the socket is gone."""
        while not self.socket.closed:
            await self.socket.send_str(await self.queue.get())
