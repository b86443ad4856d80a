"""A request of one task: whether it may leave, and what is behind the exception it ends with.

That is the HTTP answer, or that a message was never written to its websocket.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from terminal.model.errors import DeniedError
from terminal.venues.ccxt import observe

# What ccxt's websocket client says before it has written anything.
NOT_WRITTEN = "Cannot Send Message: Connection closed before send"


Clearance = Callable[[], Awaitable[str | None]]


class HeldBackError(DeniedError):
    """The request was ready and was not let go: nothing of it has left."""


@dataclass(slots=True)
class Reply:
    """The last answer to a request of one task; status and body are None where none came.

    `unwritten` says that the task's own message found its websocket closed. ccxt gives the error
    of that to everybody who waits on the socket, those too whose message had left long before.
    `clearance` is awaited before the first byte leaves and says why none may; asked no more after.
    """

    status: int | None = None
    body: str | None = None
    unwritten: bool = False
    clearance: Clearance | None = None


_CURRENT: ContextVar[Reply | None] = ContextVar("reply", default=None)


@contextmanager
def captured(clearance: Clearance | None = None) -> Iterator[Reply]:
    """Keep what becomes of the request made inside the block, by this task and no other."""
    reply = Reply(clearance=clearance)
    token = _CURRENT.set(reply)
    try:
        yield reply
    finally:
        _CURRENT.reset(token)


def awaited() -> bool:
    """Return whether this task keeps what becomes of its request."""
    return _CURRENT.get() is not None


def hold(exchange: Any) -> None:
    """Let no byte of a request leave, by HTTP or by websocket, that was not let go.

    A request is made ready meanwhile: numbers, signature, text. Raises HeldBackError into ccxt for
    one that must not leave.
    """
    fetch, watch = exchange.fetch, exchange.watch

    async def fetched(*arguments: Any, **options: Any) -> Any:
        await _let_go()
        return await fetch(*arguments, **options)

    def watched(url: str, message_hash: str, message: Any = None, *rest: Any) -> Any:
        reply = _CURRENT.get()
        if message is None or reply is None or reply.clearance is None:
            return watch(url, message_hash, message, *rest)
        return _written(watch, url, message_hash, message, *rest)

    exchange.fetch, exchange.watch = fetched, watched


async def _written(watch: Callable[..., Any], *arguments: Any) -> Any:
    await _let_go()
    return await watch(*arguments)


async def _let_go() -> None:
    reply = _CURRENT.get()
    if reply is None or reply.clearance is None:
        return
    if (why := await reply.clearance()) is not None:
        raise HeldBackError(why)  # whoever asks again is not let go either
    reply.clearance = None


def listen(exchange: Any) -> None:
    """Have `exchange` note every HTTP answer for the task that asked."""

    def heard(status: int, _headers: Any, body: str) -> None:
        reply = _CURRENT.get()
        if reply is not None:
            reply.status, reply.body = status, body

    observe.answers(exchange, heard)
    _listen_to_sockets(exchange)


def _listen_to_sockets(exchange: Any) -> None:
    dial = exchange.client

    def client(url: str) -> Any:
        made = dial(url)
        if not isinstance(made.send, _Send):
            made.send = _Send(made.send)
        return made

    exchange.client = client


class _Send:
    """A websocket's `send`, which notes for the task that asked that nothing was written."""

    def __init__(self, send: Callable[[Any], Awaitable[Any]]) -> None:
        self._send = send

    async def __call__(self, message: Any) -> Any:
        # Where ccxt sends from a task of its own, that inherits the context of who asked.
        reply = _CURRENT.get()
        try:
            return await self._send(message)
        except ConnectionError as error:
            if reply is not None and NOT_WRITTEN in str(error):
                reply.unwritten = True
            raise
