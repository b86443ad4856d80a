"""A loopback exchange's websockets, whatever is said on them: who is connected, and what leaves."""

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from aiohttp import WSMsgType, web

from tests.loopback.wire_faults import Faults

Message = dict[str, Any]
KINDS = ("public", "private", "trade")


class Connection:
    """One socket, its topics and what waits to be written to it."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self.topics: set[str] = set()
        self.authenticated = False
        self.queue: asyncio.Queue[str] = asyncio.Queue()
        self._request = request

    def put(self, message: Message) -> None:
        """Send a message."""
        self.queue.put_nowait(msgspec.json.encode(message).decode())

    def abort(self) -> None:
        """Cut the connection."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def write(self) -> None:
        """Write what is put, until the socket is gone."""
        while not self.socket.closed:
            await self.socket.send_str(await self.queue.get())


class OpenSockets(ABC):
    """Every open websocket, by kind.

    Messages leave in the order in which they were put, through one queue a socket, as a socket's
    own send buffer would have it.
    """

    def __init__(
        self, faults: Faults, now_ms: Callable[[], int], count: Callable[[str, Any], None]
    ) -> None:
        self._faults = faults
        self._now_ms = now_ms
        self._count = count
        self._open: dict[str, set[Connection]] = {kind: set() for kind in KINDS}

    def connections(self, kind: str) -> int:
        """Return how many sockets of a kind are open."""
        return len(self._open[kind])

    def subscribed(self, topic: str) -> int:
        """Return how many sockets are subscribed to a topic."""
        return sum(topic in c.topics for kind in self._open.values() for c in kind)

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

    def _tell(self, kind: str, topic: str, message: Message) -> None:
        """Send a message to the sockets of a kind that subscribed to its topic."""
        for connection in self._open[kind]:
            if topic in connection.topics:
                connection.put(message)

    async def _serve(self, kind: str, request: web.Request) -> web.StreamResponse:
        self._count(f"dial {kind}", None)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(socket, request)
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

    @abstractmethod
    async def _receive(self, kind: str, connection: Connection, message: Any) -> None:
        """Take one message."""

    async def _operate(
        self,
        connection: Connection,
        route: str,
        answer: Callable[[], Message],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """Answer a request of the trade websocket, as the fault that is due has it."""
        fault = self._faults.take(route)
        await fault.over_socket(connection.socket, answer, send, self._faults.released)
