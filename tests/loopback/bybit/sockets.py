"""The three websockets: public, private and trade."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from tests.loopback.bybit.faults import Faults
from tests.loopback.bybit.market_stream import MarketStream
from tests.loopback.bybit.signing import Account, WireError, check_socket, check_time
from tests.loopback.bybit.trading import Trading

_PRIVATE_TOPICS = {"order", "execution", "position", "wallet", "dcp.future"}


class Sockets:
    """Every open websocket, by kind, and what is sent to all of a kind.

    Messages leave in the order in which they were put, through one queue a socket, as a socket's
    own send buffer would have it.
    """

    def __init__(
        self,
        account: Account,
        market: MarketStream,
        faults: Faults,
        now_ms: Callable[[], int],
        count: Callable[[str, Any], None],
    ) -> None:
        self._account = account
        self._market = market
        self._faults = faults
        self._now_ms = now_ms
        self._count = count
        self.trading: Trading | None = None
        self._open: dict[str, set[_Connection]] = {
            "public": set(),
            "private": set(),
            "trade": set(),
        }
        self._pushed = 0
        self.unwatched: Callable[[], None] = lambda: None

    def connections(self, kind: str) -> int:
        """Return how many sockets of a kind are open."""
        return len(self._open[kind])

    def subscribed(self, topic: str) -> int:
        """Return how many sockets are subscribed to a topic."""
        return sum(topic in c.topics for kind in self._open.values() for c in kind)

    def publish(self, message: dict[str, Any]) -> None:
        """Send a public message to whoever subscribed to its topic."""
        for connection in self._open["public"]:
            connection.put_topic(message["topic"], message)

    def push(self, topic: str, data: list[dict[str, Any]]) -> None:
        """Send a private message to whoever subscribed to its topic."""
        self._pushed += 1
        message = {
            "id": f"push-{self._pushed}",
            "topic": topic,
            "creationTime": self._now_ms(),
            "data": data,
        }
        for connection in self._open["private"]:
            connection.put_topic(topic, message)

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

    async def public(self, request: web.Request) -> web.StreamResponse:
        """Serve `/v5/public/inverse`."""
        return await self._serve("public", request)

    async def private(self, request: web.Request) -> web.StreamResponse:
        """Serve `/v5/private`."""
        return await self._serve("private", request)

    async def trade(self, request: web.Request) -> web.StreamResponse:
        """Serve `/v5/trade`."""
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
        operation = message.get("op")
        self._count(f"{kind} {operation}", message)
        if operation == "ping":
            connection.put(self._pong(kind, message))
        elif operation == "auth":
            connection.put(self._authenticate(kind, connection, message))
        elif operation in {"subscribe", "unsubscribe"}:
            self._subscribe(kind, connection, message)
        elif kind == "trade":
            await self._operate(connection, message)
        else:
            connection.put({"success": False, "ret_msg": "error:invalid op", "request": message})

    def _pong(self, kind: str, message: Any) -> dict[str, Any]:
        if kind == "public":
            return {"success": True, "ret_msg": "pong", "op": "ping", "conn_id": "loop"}
        return {"req_id": message.get("req_id"), "op": "pong", "args": [str(self._now_ms())]}

    def _authenticate(self, kind: str, connection: "_Connection", message: Any) -> dict[str, Any]:
        try:
            check_socket(self._account, message.get("args", []), self._now_ms())
        except WireError as refusal:
            return {
                "success": False,
                "retCode": refusal.code,
                "ret_msg": refusal.text,
                "op": "auth",
                "conn_id": "loop",
            }
        connection.authenticated = True
        if kind == "trade":
            return {"retCode": 0, "retMsg": "OK", "op": "auth", "connId": "loop"}
        return {"success": True, "ret_msg": "", "op": "auth", "conn_id": "loop"}

    def _subscribe(self, kind: str, connection: "_Connection", message: Any) -> None:
        topics = message.get("args", [])
        answer = {
            "success": True,
            "ret_msg": "",
            "conn_id": "loop",
            "req_id": str(message.get("req_id")),
            "op": message["op"],
        }
        if message["op"] == "unsubscribe":
            connection.topics.difference_update(topics)
            if "dcp.future" in topics:
                self.unwatched()
            connection.put(answer)
            return
        greetings = []
        try:
            if kind == "public":
                greetings = [g for topic in topics if (g := self._market.greeting(topic))]
            elif kind != "private" or not connection.authenticated:
                raise KeyError("not authenticated")
            elif not set(topics) <= _PRIVATE_TOPICS:
                raise KeyError(f"{topics}")
        except KeyError as problem:
            text = f"error:handler not found,topic:{problem.args[0]}"
            connection.put({**answer, "success": False, "ret_msg": text})
            return
        connection.topics.update(topics)
        connection.put(answer)
        for greeting in greetings:
            connection.put(greeting)

    async def _operate(self, connection: "_Connection", message: Any) -> None:
        operation = message["op"]
        answered: list[dict[str, Any]] = []

        def answer() -> dict[str, Any]:
            # What a request causes is told after its own answer, as it arrives from elsewhere.
            answered.append(self._act(connection, message))
            return answered[0]

        async def send(body: dict[str, Any]) -> None:
            connection.put(
                {"header": {}, "connId": "loop", **body, "reqId": message.get("reqId"),
                 "op": operation}
            )  # fmt: skip

        fault = self._faults.take(operation)
        await fault.over_socket(connection.socket, answer, send, self._faults.released)

    def _act(self, connection: "_Connection", message: Any) -> dict[str, Any]:
        assert self.trading is not None
        actions = {
            "order.create": self.trading.create,
            "order.amend": self.trading.amend,
            "order.cancel": self.trading.cancel,
        }
        try:
            if not connection.authenticated:
                raise WireError(10005, "Permission denied, please authenticate first")
            header = message.get("header", {})
            check_time(
                str(header.get("X-BAPI-TIMESTAMP", "")),
                str(header.get("X-BAPI-RECV-WINDOW", "5000")),
                self._now_ms(),
            )
            action = actions.get(message["op"])
            if action is None:
                raise WireError(10001, "unknown op")
            data = action(message["args"][0])
        except WireError as refusal:
            return {
                "retCode": refusal.code, "retMsg": refusal.text, "data": {}, "retExtInfo": {},
            }  # fmt: skip
        return {"retCode": 0, "retMsg": "OK", "data": data, "retExtInfo": {}}


class _Connection:
    """One socket, its topics and what waits to be written to it."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self.topics: set[str] = set()
        self.authenticated = False
        self.queue: asyncio.Queue[str] = asyncio.Queue()
        self._request = request

    def put(self, message: dict[str, Any]) -> None:
        """Send a message."""
        self.queue.put_nowait(json.dumps(message, separators=(",", ":")))

    def put_topic(self, topic: str, message: dict[str, Any]) -> None:
        """Send a message to a subscriber of its topic."""
        if topic in self.topics:
            self.put(message)

    def abort(self) -> None:
        """Cut the connection."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def write(self) -> None:
        """Write what is put, until the socket is gone."""
        while not self.socket.closed:
            await self.socket.send_str(await self.queue.get())
