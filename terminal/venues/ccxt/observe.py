"""Listening in on an unmodified ccxt exchange.

ccxt keeps its own parsing, signing and caches; what it makes of a message is read off right after
its handler returns. Awaiting `watch_*` in a loop instead would lose updates that arrive together
(ccxt issue 30220) and cost a future and a task for each one.
"""

from collections.abc import Callable, Mapping
from typing import Any

Hook = Callable[[Any, Any], None]


def before(exchange: Any, method: str, hook: Hook) -> None:
    """Call `hook(client, message)` ahead of the handler named `method`."""
    original = getattr(exchange, method)

    def observed(client: Any, message: Any, *rest: Any) -> Any:
        hook(client, message)
        return original(client, message, *rest)

    setattr(exchange, method, observed)


def after(exchange: Any, method: str, hook: Hook) -> None:
    """Call `hook(client, message)` once the handler named `method` has returned."""
    original = getattr(exchange, method)

    def observed(client: Any, message: Any, *rest: Any) -> Any:
        result = original(client, message, *rest)
        hook(client, message)
        return result

    setattr(exchange, method, observed)


def answers(exchange: Any, heard: Callable[[int, Mapping[str, str], str], None]) -> None:
    """Call `heard(status, headers, body)` with every HTTP answer, before ccxt looks at it."""
    original = exchange.on_rest_response

    def observed(code: int, reason: str, url: str, method: str, headers: Any, body: str,
                 *rest: Any) -> Any:  # fmt: skip
        heard(code, headers, body)
        return original(code, reason, url, method, headers, body, *rest)

    exchange.on_rest_response = observed


def correct(exchange: Any, method: str, changes: Mapping[str, Any]) -> None:
    """Have the handler named `method` be given its subscription with `changes` made to it."""
    original = getattr(exchange, method)

    def corrected(client: Any, message: Any, subscription: Mapping[str, Any]) -> Any:
        return original(client, message, {**subscription, **changes})

    setattr(exchange, method, corrected)


def appended(cache: Any, hook: Callable[[Any], None]) -> Any:
    """Return `cache`, one of ccxt's array caches, with `hook` called for every row added to it."""
    append = cache.append

    def observed(row: Any) -> None:
        append(row)
        hook(row)

    cache.append = observed
    return cache


def dig(message: Any, path: tuple[str | int, ...]) -> Any:
    """Return what `path` leads to inside decoded JSON, None where it leads nowhere."""
    for step in path:
        try:
            message = message[step]
        except (KeyError, IndexError, TypeError):
            return None
    return message
