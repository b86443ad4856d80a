"""Orders on Binance COIN-M's wire: in contracts of 100 USD, sent once, refused or unknown."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from terminal.model.events import Feed, KillConfirmation, OrderReport, Side
from terminal.model.outputs import OrderType
from terminal.venues.ccxt.catalogue import BINANCE_COIN_M
from tests.loopback.binance import BinanceLoopback
from tests.loopback.binance.faults import Code
from tests.loopback.bybit.quiet_market import set_market
from tests.loopback.listener import SYMBOL, Listener, listening
from tests.loopback.real_time import real_time_until
from tests.loopback.wire_faults import CloseAfterRead, Fault, Http, NoAnswer, Truncated

REST = "POST /dapi/v1/order"
SOCKET = "order.place"
OVER_REST = replace(
    BINANCE_COIN_M, has={**BINANCE_COIN_M.has, "createOrderWs": False, "cancelOrderWs": False}
)
MARKET_ORDER: dict[str, Any] = {"kind": OrderType.MARKET, "price": None}


@pytest.fixture
async def server() -> AsyncIterator[BinanceLoopback]:
    async with BinanceLoopback() as running:
        set_market(running, SYMBOL, 60_000.0)
        yield running


async def ready(desk: Listener, server: BinanceLoopback) -> None:
    await desk.until_live(Feed.ORDERS)
    assert await real_time_until(lambda: server.sockets.connections("trade") == 1)


async def test_orders_and_cancels_go_over_one_warm_socket(server: BinanceLoopback) -> None:
    async with listening(server, entry=BINANCE_COIN_M) as desk:
        await ready(desk, server)
        for number in range(5):
            await desk.submit(f"st1n{number}", "3")
        await desk.cancel("st1n0")
        await desk.until_state("st1n0", "cancelled")
        assert server.requests["trade order.place"] == 5
        assert server.requests["trade order.cancel"] == 1
        assert server.requests["dial trade"] == 1
        assert server.requests[REST] == 0
        assert [sent["quantity"] for sent in server.orders_received] == ["3"] * 5


async def test_without_the_socket_orders_go_over_rest(server: BinanceLoopback) -> None:
    async with listening(server, entry=OVER_REST) as desk:
        await desk.until_live(Feed.ORDERS)
        await desk.submit("st1n1", "3")
        assert desk.states("st1n1")[-1] == "open"
        (sent,) = server.orders_received
        assert (sent["newClientOrderId"], sent["price"]) == ("st1n1", "59000")
        assert (sent["type"], sent["timeInForce"]) == ("LIMIT", "GTC")
        await desk.cancel("st1n1")
        await desk.until_state("st1n1", "cancelled")


async def test_a_contract_is_a_hundred_dollars(server: BinanceLoopback) -> None:
    async with listening(server, entry=BINANCE_COIN_M) as desk:
        await ready(desk, server)
        await desk.submit("st1n1", "60", **MARKET_ORDER)
        assert await real_time_until(lambda: desk.filled("st1n1") == 60)
        account = server.exchange.account("BTC")
        assert account.positions[0].notional == pytest.approx(60 * 100 / 60_000, rel=1e-4)


REFUSED = (-2019, -2022, -2021, -1021, -1111, -4164, -5022)
PROVES_NOTHING = (-4116, -1000, -1001, -1003, -1006, -1007, -1015, -9999)


@pytest.mark.parametrize("route", [REST, SOCKET])
async def test_only_a_code_of_the_list_refuses_an_order(
    server: BinanceLoopback, route: str
) -> None:
    entry = replace(OVER_REST if route == REST else BINANCE_COIN_M, pause_s=0.0)
    entry = replace(entry, order_limits=replace(entry.order_limits, requests=100))
    async with listening(server, entry=entry) as desk:
        await (ready(desk, server) if route == SOCKET else desk.until_live(Feed.ORDERS))
        for code in (*REFUSED, *PROVES_NOTHING):
            name = f"st1n{-code}"
            server.faults.once(route, Code(code, "said the venue"))
            await desk.submit(name)
            expected = "rejected" if code in REFUSED else "unknown"
            assert desk.states(name) == [expected], code
        assert len(server.orders_received) == len(REFUSED) + len(PROVES_NOTHING)


UNKNOWN: dict[str, Fault] = {
    "no answer": NoAnswer(),
    "cut off": CloseAfterRead(),
    "half a body": Truncated(),
    "a page": Http(200, "<html></html>", acts=True),
    "an empty object": Http(200, "{}", "application/json", acts=True),
    "a gateway": Http(502, '{"code":-2019}', acts=True),
}


@pytest.mark.parametrize("fault", UNKNOWN.values(), ids=UNKNOWN)
async def test_an_order_of_unknown_outcome_is_found_by_its_id_and_sent_once(
    server: BinanceLoopback, fault: Fault
) -> None:
    async with listening(server, entry=OVER_REST) as desk:
        await desk.until_live(Feed.ORDERS)
        server.drop("private")
        server.faults.once(REST, fault)
        await desk.submit("st1n1", "7", **MARKET_ORDER)
        await desk.query("st1n1")
        assert desk.report("st1n1").state.value == "filled"
        assert desk.report("st1n1").filled_contracts == 7
        assert await real_time_until(lambda: desk.filled("st1n1") == 7)
        assert len(server.orders_received) == 1


async def test_an_id_is_taken_only_while_its_order_is_open(server: BinanceLoopback) -> None:
    async with listening(server, entry=OVER_REST) as desk:
        await desk.until_live(Feed.ORDERS)
        await desk.submit("st1n1")
        await desk.submit("st1n1")
        assert desk.states("st1n1")[-1] == "unknown", "the first one lives: not a refusal"
        await desk.query("st1n1")
        assert desk.states("st1n1")[-1] == "open"
        assert len(server.exchange.open_orders()) == 1


async def test_a_query_of_an_order_that_never_arrived_finds_nothing(
    server: BinanceLoopback,
) -> None:
    async with listening(server, entry=OVER_REST) as desk:
        await desk.until_live(Feed.ORDERS)
        server.faults.once(REST, NoAnswer(acts=False))
        await desk.submit("st1n1")
        await desk.query("st1n1")
        assert desk.states("st1n1") == ["unknown", "not_found"]


@pytest.mark.parametrize(
    ("name", "why"), [("st1 n1", "characters"), ("st1ñ1", "characters"), ("s" * 37, "longer")]
)
async def test_an_id_that_the_venue_would_not_take_is_not_sent(
    server: BinanceLoopback, name: str, why: str
) -> None:
    async with listening(server, entry=BINANCE_COIN_M) as desk:
        await ready(desk, server)
        await desk.submit(name)
        assert desk.report(name).state.value == "rejected"
        assert why in (desk.report(name).reason or "")
        assert server.orders_received == []


async def test_a_price_limited_ioc_takes_what_is_there_and_expires(server: BinanceLoopback) -> None:
    server.set_book(SYMBOL, ((59_999.5, 10.0),), ((60_000.5, 4.0), (60_100.0, 50.0)))
    async with listening(server, entry=BINANCE_COIN_M) as desk:
        await ready(desk, server)
        await desk.submit("st1n1", "10", kind=OrderType.IOC_LIMIT, price="60000.5")
        await desk.until_state("st1n1", "expired")
        assert desk.report("st1n1").filled_contracts == 4
        assert desk.filled("st1n1") == 4
        assert server.orders_received[0]["timeInForce"] == "IOC"


async def test_kill_cancels_and_confirms(server: BinanceLoopback) -> None:
    async with listening(server, entry=BINANCE_COIN_M) as desk:
        await ready(desk, server)
        await desk.submit("st1n1")
        await desk.submit("st1n2", side=Side.SELL, price="61000")
        await desk.venue.kill()
        assert desk.of(KillConfirmation)[-1].confirmed
        assert server.exchange.open_orders() == ()


async def test_a_wrong_signature_is_refused_in_words(server: BinanceLoopback) -> None:
    async with listening(server, entry=OVER_REST) as desk:
        await desk.until_live(Feed.ORDERS)
        server.faults.once(REST, Code(-1022, "Signature for this request is not valid."))
        await desk.submit("st1n1")
        report = desk.of(OrderReport)[-1]
        assert report.state.value == "rejected"
        assert "does not accept the API key" in (report.reason or "")
