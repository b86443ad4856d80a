"""What happens to one message on the trade socket must not be believed of another."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from terminal.model.events import Feed, OrderState
from tests.loopback.bybit import BybitLoopback
from tests.loopback.bybit.quiet_market import set_market
from tests.loopback.listener import QUICK, SYMBOL, Listener, listening
from tests.loopback.real_time import real_time_until
from tests.loopback.wire_faults import NoAnswer

PATIENT = replace(QUICK, order_timeout_s=5.0)


@pytest.fixture
async def server() -> AsyncIterator[BybitLoopback]:
    async with BybitLoopback() as running:
        set_market(running, SYMBOL, 60_000.0)
        yield running


async def test_an_order_that_left_is_not_dead_because_another_message_did_not_leave(
    server: BybitLoopback,
) -> None:
    """ccxt gives the error of one failed write to everybody who waits on that socket."""
    async with listening(server, timing=PATIENT) as desk:
        await desk.until_live(Feed.ORDERS)
        assert await real_time_until(lambda: server.requests["trade auth"] > 0)
        server.faults.once("order.create", NoAnswer())
        # The private stream must not be the one to tell: it is about the answer alone.
        server.drop("private")
        assert await real_time_until(lambda: server.sockets.connections("private") == 0)
        async with asyncio.TaskGroup() as group:
            group.create_task(desk.submit("a1"))
            assert await real_time_until(lambda: len(server.orders_received) == 1)
            _close_before_the_next_write(desk)
            group.create_task(desk.submit("a2"))
        assert desk.states("a1")[0] == "unknown"
        assert desk.states("a2")[0] == "dead"
        assert [body["orderLinkId"] for body in server.orders_received] == ["a1"]
        await desk.query("a1")
        assert desk.report("a1").state is OrderState.OPEN


def _close_before_the_next_write(desk: Listener) -> None:
    """Let the trade socket turn out to be closed when the next message is about to leave."""
    account: Any = desk.venue._account
    (client,) = [
        client
        for url, client in account.desk._exchange.clients.items()
        if url.endswith("/v5/trade")
    ]
    send = client.send

    async def closed_meanwhile(message: object) -> None:
        client.closed = lambda: True
        await send(message)

    client.send = closed_meanwhile
