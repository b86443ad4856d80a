"""What is behind a ccxt exception, kept for the one who has to judge it.

That is the HTTP answer, or that a message was never written to its websocket.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from terminal.venues.ccxt import observe

# What ccxt's websocket client says before it has written anything.
NOT_WRITTEN = "Cannot Send Message: Connection closed before send"


@dataclass(slots=True)
class Reply:
    """The last answer to a request of one task; status and body are None where none came.

    `unwritten` says that the task's own message found its websocket closed. ccxt gives the error
    of that to everybody who waits on the socket, those too whose message had left long before.
    """

    status: int | None = None
    body: str | None = None
    unwritten: bool = False


_CURRENT: ContextVar[Reply | None] = ContextVar("reply", default=None)


@contextmanager
def captured() -> Iterator[Reply]:
    """Keep what becomes of the request made inside the block, by this task and no other."""
    reply = Reply()
    token = _CURRENT.set(reply)
    try:
        yield reply
    finally:
        _CURRENT.reset(token)


def awaited() -> bool:
    """Return whether this task keeps what becomes of its request."""
    return _CURRENT.get() is not None


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
