"""The HTTP answer behind a ccxt exception, kept for the one who has to judge it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Reply:
    """The last answer to a request of one task; both None where none came."""

    status: int | None = None
    body: str | None = None


_CURRENT: ContextVar[Reply | None] = ContextVar("reply", default=None)


@contextmanager
def captured() -> Iterator[Reply]:
    """Keep the answer to the request made inside the block, by this task and no other."""
    reply = Reply()
    token = _CURRENT.set(reply)
    try:
        yield reply
    finally:
        _CURRENT.reset(token)


def listen(exchange: Any) -> None:
    """Have `exchange` note every HTTP answer for the task that asked."""
    original = exchange.on_rest_response

    def observed(code: int, reason: str, url: str, method: str, headers: Any, body: str,
                 *rest: Any) -> Any:  # fmt: skip
        reply = _CURRENT.get()
        if reply is not None:
            reply.status, reply.body = code, body
        return original(code, reason, url, method, headers, body, *rest)

    exchange.on_rest_response = observed
