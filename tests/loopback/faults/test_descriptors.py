"""No file descriptor is left: nothing new can be connected, and what runs goes on."""

import errno
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from terminal.model.events import Feed
from terminal.venues.ccxt.catalogue import BYBIT
from tests.loopback.bybit import BybitLoopback
from tests.loopback.bybit.quiet_market import set_market
from tests.loopback.listener import SYMBOL, listening
from tests.loopback.real_time import real_time_until

_MAKES_SOCKETS = (
    "terminal.venues.ccxt.held_socket.HeldSocket"
    if sys.platform == "linux"
    else "aiohappyeyeballs.impl.socket.socket"
)


@pytest.fixture
async def server() -> AsyncIterator[BybitLoopback]:
    async with BybitLoopback() as running:
        set_market(running, SYMBOL, 60_000.0)
        yield running


async def test_without_a_descriptor_an_order_is_not_sent_and_nothing_breaks(
    server: BybitLoopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    over_rest = replace(BYBIT, has={**BYBIT.has, "createOrderWs": False, "cancelOrderWs": False})

    def none_left(*_: object, **__: object) -> socket.socket:
        raise OSError(errno.EMFILE, "Too many open files")

    async with listening(server, entry=over_rest) as desk:
        await desk.until_live()
        orders = desk.venue._account.desk._exchange  # type: ignore[union-attr]
        await orders.session._connector.close()  # no warm connection is left either
        orders.session._connector._closed = False
        with monkeypatch.context() as patched:
            patched.setattr(_MAKES_SOCKETS, none_left)
            await desk.submit("a1")
            server.drop("public")
            assert await real_time_until(lambda: desk.feed(Feed.BOOK) == "disconnected")
        assert desk.states("a1") == ["dead"]
        assert server.orders_received == []
        await desk.until_live()
        await desk.submit("a2")
        await desk.until_state("a2", "open")
