"""No byte of an order leaves before it was let go, on any wire; it is made ready before that."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from terminal.model.events import Feed, OrderState
from terminal.model.outputs import OrderIntent
from terminal.venues.ccxt.catalogue import BINANCE_COIN_M, BYBIT, VenueEntry
from terminal.venues.ccxt.exchange import trusted_roots
from tests.loopback.binance import BinanceLoopback
from tests.loopback.bybit import BybitLoopback
from tests.loopback.bybit.quiet_market import set_market
from tests.loopback.listener import SYMBOL, Listener, listening
from tests.loopback.real_time import real_time_until
from tests.loopback.transport.desks import VENUES, desks
from tests.loopback.transport.scripted import page
from tests.loopback.untried import exchange as scripted
from tests.loopback.untried.test_trade_sockets import UNREACHED, ready, signed_in
from tests.loopback.wire_server import LoopbackServer

_OVER_REST = {"createOrderWs": False, "cancelOrderWs": False}
_WIRES: dict[str, tuple[type[LoopbackServer], VenueEntry, str]] = {
    "bybit, socket": (BybitLoopback, BYBIT, "order.create"),
    "bybit, rest": (
        BybitLoopback, replace(BYBIT, has={**BYBIT.has, **_OVER_REST}), "POST /v5/order/create"
    ),
    "binance, socket": (BinanceLoopback, BINANCE_COIN_M, "order.place"),
    "binance, rest": (
        BinanceLoopback,
        replace(BINANCE_COIN_M, has={**BINANCE_COIN_M.has, **_OVER_REST}),
        "POST /dapi/v1/order",
    ),
}  # fmt: skip


class Gate:
    """Lets orders go when it is told to, or says why not."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.open = asyncio.Event()
        self.why: str | None = None

    async def clearance(self, intent: OrderIntent) -> str | None:
        """Answer once it is open."""
        self.asked.append(intent.client_order_id)
        await self.open.wait()
        return self.why


@pytest.fixture(params=_WIRES)
async def wire(
    request: pytest.FixtureRequest,
) -> AsyncIterator[tuple[LoopbackServer, Listener, Gate, str]]:
    kind, entry, route = _WIRES[request.param]
    gate = Gate()
    server: Any
    async with kind() as server:  # type: ignore[call-arg]
        set_market(server, SYMBOL, 60_000.0)
        async with listening(server, entry=entry) as desk:
            await desk.until_live(Feed.ORDERS)
            link = desk.venue._account
            assert link is not None
            link.desk._waiting._clearance = gate.clearance
            if "socket" in request.param:
                assert await real_time_until(lambda: link.desk._socket_ready(SYMBOL))
            yield server, desk, gate, route


def _signatures(exchange: Any) -> list[str]:
    """Return a list that grows with every signature that the exchange makes."""
    made: list[str] = []
    original = exchange.hmac

    def noted(*arguments: Any, **options: Any) -> Any:
        made.append("signed")
        return original(*arguments, **options)

    exchange.hmac = noted
    return made


def _numbers_given(exchange: Any) -> list[str]:
    made: list[str] = []
    original = exchange.request_id

    def noted(*arguments: Any) -> Any:
        made.append("numbered")
        return original(*arguments)

    exchange.request_id = noted
    return made


async def test_an_order_that_is_ready_waits_for_its_clearance_and_leaves_once(
    wire: tuple[LoopbackServer, Listener, Gate, str],
) -> None:
    server, desk, gate, route = wire
    link = desk.venue._account
    assert link is not None
    # Bybit signs its websocket at the login and no message on it.
    by_number = route == "order.create"
    made = (_numbers_given if by_number else _signatures)(link.desk._exchange)
    async with asyncio.TaskGroup() as group:
        sending = group.create_task(desk.submit("st1n1", "3"))
        assert await real_time_until(lambda: gate.asked == ["st1n1"])
        assert made, "all that can be done beforehand is done"
        await asyncio.sleep(0.05)
        assert server.orders_received == []
        assert not sending.done()
        gate.open.set()
    assert desk.states("st1n1")[-1] == "open"
    assert server.ids_received == ["st1n1"]
    assert gate.asked == ["st1n1"]
    assert sum(count for asked, count in server.requests.items() if route in asked) == 1


async def test_an_order_that_is_not_let_go_is_dead_and_nothing_of_it_was_sent(
    wire: tuple[LoopbackServer, Listener, Gate, str],
) -> None:
    server, desk, gate, _ = wire
    gate.why = "killed"
    gate.open.set()
    await desk.submit("st1n1", "3")
    assert (desk.states("st1n1"), desk.report("st1n1").reason) == (["dead"], "killed")
    gate.why = None
    await desk.submit("st1n2", "3")
    assert desk.states("st1n2")[-1] == "open", "what came before it harmed no connection"
    assert server.ids_received == ["st1n2"]
    link = desk.venue._account
    assert link is not None
    assert list(link.desk._memory.in_doubt()) == []


async def test_an_order_taken_back_while_it_waits_for_its_clearance_never_leaves(
    wire: tuple[LoopbackServer, Listener, Gate, str],
) -> None:
    server, desk, gate, _ = wire
    async with asyncio.TaskGroup() as group:
        group.create_task(desk.submit("st1n1", "3"))
        assert await real_time_until(lambda: gate.asked == ["st1n1"])
        await desk.cancel("st1n1")
        gate.open.set()
    assert desk.states("st1n1") == ["dead"]
    assert server.orders_received == []


async def test_an_order_whose_sending_ends_before_it_was_let_go_is_dead(
    wire: tuple[LoopbackServer, Listener, Gate, str],
) -> None:
    server, desk, gate, _ = wire
    async with asyncio.TaskGroup() as group:
        sending = group.create_task(desk.submit("st1n1", "3"))
        assert await real_time_until(lambda: gate.asked == ["st1n1"])
        sending.cancel()
    gate.open.set()
    await asyncio.sleep(0.05)
    assert (desk.states("st1n1"), server.orders_received) == (["dead"], [])


async def test_no_venue_sends_over_rest_what_was_not_let_go() -> None:
    gate = Gate()
    gate.why = "killed"
    gate.open.set()
    async with desks(*VENUES) as made:
        for desk in made.values():
            desk.desk._waiting._clearance = gate.clearance
            desk.listener.expect(page("200 OK", "{}", "application/json"))
            report = await desk.submit()
            assert (report.state, report.reason) == (OrderState.DEAD, "killed")
            assert desk.listener.arrived == []
    assert len(gate.asked) == len(VENUES)


@pytest.mark.parametrize("name", ["okx", "gate"])
async def test_no_venue_writes_to_a_websocket_what_was_not_let_go(name: str) -> None:
    gate = Gate()
    gate.why = "killed"
    gate.open.set()
    async with scripted.account(name, trusted_roots()) as desk, signed_in(desk) as socket:
        waiting = desk.link.desk._waiting
        before, waiting._clearance = waiting._clearance, gate.clearance
        assert await desk.submit(UNREACHED) == ["dead"]
        assert (socket.orders, socket.logins, ready(desk)) == ([], 1, True)
        waiting._clearance = before
        desk.server.changed = {**desk.server.script.found, **desk.server.script.executed}
        assert (await desk.submit(UNREACHED))[0] == "open"
        assert len(socket.orders) == 1
    assert desk.server.orders == []
