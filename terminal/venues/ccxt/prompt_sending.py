"""An order leaves in the turn of the loop in which it was asked for.

ccxt writes a websocket's message from a callback that starts a task: two turns later, with every
message in between that has come in meanwhile. On a socket that stands, and for who waits for the
answer anyway, the same message is written at once.
"""

from collections.abc import Callable
from typing import Any

_LOGIN = "authenticated"  # in all of ccxt; nobody awaits what `watch` returns for it


def send_at_once(exchange: Any, asked: Callable[[], bool]) -> None:
    """Have `exchange.watch` write what is asked for while `asked()`, where the socket stands.

    Anything else takes ccxt's own way: dialling, logging in, subscribing.
    """
    watch = exchange.watch

    def prompt(
        url: str,
        message_hash: str,
        message: Any = None,
        subscribe_hash: str | None = None,
        subscription: Any = None,
    ) -> Any:
        client = (exchange.clients or {}).get(url)
        request = message is not None and subscribe_hash == message_hash != _LOGIN
        if not request or not asked() or client is None or not client.connected.done():
            return watch(url, message_hash, message, subscribe_hash, subscription)
        return _ask(client, message_hash, message, subscription)

    exchange.watch = prompt


async def _ask(client: Any, message_hash: str, message: Any, subscription: Any) -> Any:
    client.subscriptions[message_hash] = subscription or True
    answer = client.future(message_hash)
    try:
        await client.send(message)
    except Exception as error:  # noqa: BLE001 - as ccxt has it: all who wait on the socket hear it
        client.on_error(error)
    return await answer
