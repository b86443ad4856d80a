"""A request by websocket leaves in the turn in which it was asked for; nothing else does."""

import asyncio
from typing import Any

import pytest

from terminal.venues.ccxt.prompt_sending import send_at_once


class Client:
    """A socket as ccxt has it: futures by hash, and what was written."""

    def __init__(self, *, stands: bool = True) -> None:
        self.connected: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        if stands:
            self.connected.set_result(True)
        self.subscriptions: dict[str, Any] = {}
        self.futures: dict[str, asyncio.Future[Any]] = {}
        self.written: list[Any] = []
        self.fails: Exception | None = None

    def future(self, name: str) -> asyncio.Future[Any]:
        return self.futures.setdefault(name, asyncio.get_running_loop().create_future())

    async def send(self, message: Any) -> None:
        if self.fails is not None:
            raise self.fails
        self.written.append(message)

    def on_error(self, error: Exception) -> None:
        for waiting in self.futures.values():
            waiting.set_exception(error)


class Exchange:
    """Has one socket, and notes what takes ccxt's own way."""

    def __init__(self, client: Client) -> None:
        self.clients: dict[str, Client] | None = {"wss://trade": client}
        self.watched: list[str] = []

    def watch(self, url: str, message_hash: str, *_: Any) -> Any:
        self.watched.append(message_hash)
        return "ccxt's own"


async def test_a_request_is_written_before_the_loop_turns() -> None:
    client = Client()
    exchange = Exchange(client)
    send_at_once(exchange, lambda: True)
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(
            exchange.watch("wss://trade", "7", {"op": "order.create"}, "7", True)
        )
        await asyncio.sleep(0)  # the turn in which the task itself begins, and no other
        assert client.written == [{"op": "order.create"}]
        assert client.subscriptions == {"7": True}
        client.futures["7"].set_result({"id": "1"})
    assert waiting.result() == {"id": "1"}
    assert exchange.watched == []


async def test_a_socket_that_fails_tells_everybody_who_waits_on_it() -> None:
    client = Client()
    client.fails = ConnectionError("gone")
    exchange = Exchange(client)
    send_at_once(exchange, lambda: True)
    other = client.future("6")
    with pytest.raises(ConnectionError, match="gone"):
        await exchange.watch("wss://trade", "7", {"op": "order.create"}, "7", True)
    assert isinstance(other.exception(), ConnectionError)
    assert client.written == []


@pytest.mark.parametrize(
    ("asked", "stands", "arguments"),
    [
        (False, True, ("7", {"op": "order.create"}, "7", True)),
        (True, False, ("7", {"op": "order.create"}, "7", True)),
        (True, True, ("authenticated", {"op": "auth"}, "authenticated")),
        (True, True, ("orders", {"op": "subscribe"}, "orders:inverse")),
        (True, True, ("7",)),
    ],
    ids=["nobody waits", "no socket yet", "a login", "a subscription", "no message"],
)
async def test_everything_else_takes_the_librarys_own_way(
    asked: bool, stands: bool, arguments: tuple[Any, ...]
) -> None:
    client = Client(stands=stands)
    exchange = Exchange(client)
    send_at_once(exchange, lambda: asked)
    assert exchange.watch("wss://trade", *arguments) == "ccxt's own"
    assert exchange.watched == [arguments[0]]
    assert client.written == []
    exchange.clients = None
    assert exchange.watch("wss://trade", *arguments) == "ccxt's own"
