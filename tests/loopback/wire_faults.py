"""What may go wrong on the way back: one behaviour for a route, for so many requests.

A fault chooses whether the exchange acts on the request (`acts`) and what the client gets to see.
Routes are named as they arrive: "POST /v5/order/create" over REST, "order.create" over the trade
websocket.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Answer = Callable[[], dict[str, Any]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Fault:
    """Answers as if nothing were wrong; the others derive from it."""

    acts: bool = field(default=True, kw_only=True)

    async def over_rest(
        self, request: web.Request, answer: Answer, released: asyncio.Event
    ) -> web.StreamResponse:
        """Answer a REST request; `answer` makes the exchange act and returns the right body."""
        return web.json_response(answer())

    async def over_socket(
        self, socket: web.WebSocketResponse, answer: Answer, send: Send, released: asyncio.Event
    ) -> None:
        """Answer a request of the trade websocket."""
        await send(answer())

    def _act(self, answer: Answer) -> None:
        if self.acts:
            answer()


@dataclass(frozen=True)
class NoAnswer(Fault):
    """The request is read and nothing ever comes back."""

    async def over_rest(
        self, request: web.Request, answer: Answer, released: asyncio.Event
    ) -> web.StreamResponse:
        self._act(answer)
        await released.wait()
        return web.Response()

    async def over_socket(
        self, socket: web.WebSocketResponse, answer: Answer, send: Send, released: asyncio.Event
    ) -> None:
        self._act(answer)


@dataclass(frozen=True)
class CloseAfterRead(Fault):
    """The connection is cut once the request has been read."""

    async def over_rest(
        self, request: web.Request, answer: Answer, released: asyncio.Event
    ) -> web.StreamResponse:
        self._act(answer)
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async def over_socket(
        self, socket: web.WebSocketResponse, answer: Answer, send: Send, released: asyncio.Event
    ) -> None:
        self._act(answer)
        await socket.close(code=1011)


@dataclass(frozen=True)
class Http(Fault):
    """Another status or body than the exchange's: a gateway's page, half a JSON, nothing."""

    status: int = 200
    body: str = ""
    content_type: str = "text/html"
    acts: bool = field(default=False, kw_only=True)

    async def over_rest(
        self, request: web.Request, answer: Answer, released: asyncio.Event
    ) -> web.StreamResponse:
        self._act(answer)
        return web.Response(status=self.status, text=self.body, content_type=self.content_type)


@dataclass(frozen=True)
class Truncated(Fault):
    """The body ends before its announced length."""

    async def over_rest(
        self, request: web.Request, answer: Answer, released: asyncio.Event
    ) -> web.StreamResponse:
        self._act(answer)
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"retCode":0,')
        assert request.transport is not None
        request.transport.close()
        return response


@dataclass(frozen=True)
class Held(Fault):
    """The answer waits for `release`; the exchange acts before or after the wait."""

    release: asyncio.Event | None = None
    acts_first: bool = True

    async def over_rest(
        self, request: web.Request, answer: Answer, released: asyncio.Event
    ) -> web.StreamResponse:
        return web.json_response(await self._held(answer))

    async def over_socket(
        self, socket: web.WebSocketResponse, answer: Answer, send: Send, released: asyncio.Event
    ) -> None:
        await send(await self._held(answer))

    async def _held(self, answer: Answer) -> dict[str, Any]:
        assert self.release is not None
        early = answer() if self.acts_first else None
        await self.release.wait()
        return answer() if early is None else early


class Faults:
    """The faults that are due, by route."""

    def __init__(self) -> None:
        self._due: dict[str, deque[Fault]] = defaultdict(deque)
        self._always: dict[str, Fault] = {}
        self.released = asyncio.Event()  # set when the server stops: ends every wait

    def once(self, route: str, *faults: Fault) -> None:
        """Let the next requests of a route meet these faults, one each."""
        self._due[route].extend(faults)

    def always(self, route: str, fault: Fault | None) -> None:
        """Let every request of a route meet a fault, until told otherwise with None."""
        if fault is None:
            self._always.pop(route, None)
        else:
            self._always[route] = fault

    def take(self, route: str) -> Fault:
        """Return what the next request of a route meets."""
        due = self._due[route]
        return due.popleft() if due else self._always.get(route, _NONE)


_NONE = Fault()
