"""OKX's and Gate's orders by websocket: sent once, dated, judged as over REST, asked about."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from ssl import SSLContext

import pytest

from terminal.model.events import Fill, OrderReport, OrderState
from terminal.venues.ccxt.exchange import trusted_roots
from tests.loopback.real_time import real_time_until
from tests.loopback.transport.desks import SYMBOL
from tests.loopback.transport.scripted import Act, page
from tests.loopback.untried import exchange as scripted
from tests.loopback.untried.scripts import NAME
from tests.loopback.untried.sockets import Then, TradeSocket, said

TIMING = replace(scripted.TIMING, order_timeout_s=0.25, first_retry_s=0.01, longest_retry_s=0.02)
UNREACHED = Act(close=True)  # of an order over REST, which nobody is to send


@pytest.fixture(scope="module")
def trust() -> SSLContext:
    return trusted_roots()


@pytest.fixture(params=["okx", "gate"])
async def desk(
    request: pytest.FixtureRequest, trust: SSLContext
) -> AsyncIterator[scripted.Account]:
    async with scripted.account(request.param, trust, TIMING) as made:
        yield made


def socket_of(desk: scripted.Account) -> TradeSocket:
    assert desk.socket is not None
    return desk.socket


def ready(desk: scripted.Account) -> bool:
    return desk.link.desk._socket_ready(SYMBOL)


@asynccontextmanager
async def signed_in(desk: scripted.Account) -> AsyncIterator[TradeSocket]:
    """Keep order entry connected inside the block."""
    _list_the_code(desk)
    async with asyncio.TaskGroup() as group:
        keeping = group.create_task(desk.link._socket.keep())
        assert await real_time_until(lambda: ready(desk), 5.0)
        yield socket_of(desk)
        keeping.cancel()


def _list_the_code(desk: scripted.Account) -> None:
    """Have OKX list what its orders by websocket name a contract by."""
    desk.exchange.market(SYMBOL)["instIdCode"] = 10458


async def test_an_order_goes_by_websocket_once_dated_and_is_followed_over_rest(
    desk: scripted.Account,
) -> None:
    script = desk.server.script
    desk.server.changed = {**script.found, **script.executed}
    async with signed_in(desk) as socket:
        before_ms = time.time_ns() // 1_000_000
        assert await desk.submit(UNREACHED) == ["open", "cancelled"]
    assert desk.server.orders == []
    (order,) = socket.orders
    on_the_wire, deadline = said(order)
    wanted = dict(script.sent)
    if desk.exchange.id == "okx":
        wanted.pop("instId")
        wanted["instIdCode"] = "10458"
    assert {name: on_the_wire.get(name) for name in wanted} == wanted
    assert 5_000 <= int(deadline) - before_ms <= 10_000
    (fill,) = desk.of(Fill)
    assert (fill.client_order_id, fill.price) == (NAME, 59_990.0)


async def test_a_listed_refusal_over_the_websocket_is_a_refusal(desk: scripted.Account) -> None:
    async with signed_in(desk) as socket:
        socket.then = Then.REFUSE
        assert await desk.submit(UNREACHED) == ["rejected"]
    assert len(socket.orders) == 1
    words = {"okx": "Insufficient BTC margin in account (code 51008)",
             "gate": "not enough (code INSUFFICIENT_AVAILABLE)"}  # fmt: skip
    assert words[desk.exchange.id] in str(desk.of(OrderReport)[-1].reason)


@pytest.mark.parametrize("then", [Then.STAY_SILENT, Then.ACKNOWLEDGE, Then.CUT])
async def test_an_order_of_which_nothing_is_told_is_unknown_asked_and_never_sent_again(
    desk: scripted.Account, then: Then
) -> None:
    script = desk.server.script
    async with signed_in(desk) as socket:
        socket.then = then
        assert await desk.submit(UNREACHED) == ["unknown"]
        desk.server.changed = script.lost
        assert (await desk.query()).state is OrderState.NOT_FOUND
        desk.server.changed = {**script.found, **script.executed}
        assert (await desk.query()).state is OrderState.CANCELLED
        assert await real_time_until(lambda: ready(desk), 5.0), "it is dialled again"
    assert len(socket.orders) == 1
    assert desk.server.orders == []


async def test_past_its_deadline_an_order_that_is_not_found_is_dead(
    desk: scripted.Account,
) -> None:
    async with signed_in(desk) as socket:
        socket.then = Then.STAY_SILENT
        assert await desk.submit(UNREACHED) == ["unknown"]
        desk.server.changed = desk.server.script.lost
        sent = desk.link.desk._memory.sent(NAME)
        assert sent is not None
        sent.signed_by_ms = 1_700_000_000_000
        assert (await desk.query()).state is OrderState.DEAD
    assert len(socket.orders) == 1


async def test_without_the_websocket_an_order_goes_over_rest(desk: scripted.Account) -> None:
    desk.server.changed = desk.server.script.lost
    confirmed = page("200 OK", json.dumps(desk.server.script.confirmed), "application/json")
    assert not ready(desk)
    assert await desk.submit(confirmed) == ["open"]
    assert (len(desk.server.orders), socket_of(desk).orders) == (1, [])


async def test_okx_takes_no_order_by_websocket_for_a_contract_without_a_code(
    trust: SSLContext,
) -> None:
    async with scripted.account("okx", trust, TIMING) as desk:
        confirmed = page("200 OK", json.dumps(desk.server.script.confirmed), "application/json")
        desk.server.changed = desk.server.script.lost
        async with signed_in(desk) as socket:
            desk.exchange.market(SYMBOL)["instIdCode"] = None
            assert await desk.submit(confirmed) == ["open"]
        assert (len(desk.server.orders), socket.orders) == (1, [])


async def test_a_cancel_goes_over_rest_all_the_same(desk: scripted.Account) -> None:
    script = desk.server.script
    desk.server.changed = {**script.found, **script.executed}
    async with signed_in(desk) as socket:
        await desk.cancel()
    assert len(desk.server.requests(script.cancel_at)) == 1
    assert socket.orders == []
