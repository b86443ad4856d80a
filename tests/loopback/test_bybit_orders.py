"""What becomes of orders when the wire misbehaves: never sent twice, never called refused."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from terminal.model.events import Feed, KillConfirmation, OpenOrders, OrderReport, OrderState, Side
from terminal.model.outputs import OrderIntent, OrderType
from terminal.venues.ccxt.catalogue import BYBIT
from terminal.venues.ccxt.timing import Timing
from tests.loopback.bybit import BybitLoopback
from tests.loopback.bybit.faults import Code
from tests.loopback.bybit.quiet_market import set_market
from tests.loopback.listener import QUICK, SYMBOL, listening
from tests.loopback.real_time import real_time_until
from tests.loopback.wire_faults import CloseAfterRead, Fault, Held, Http, NoAnswer, Truncated

REST = "POST /v5/order/create"
SOCKET = "order.create"
OVER_REST = replace(BYBIT, has={**BYBIT.has, "createOrderWs": False, "cancelOrderWs": False})


@pytest.fixture
async def server() -> AsyncIterator[BybitLoopback]:
    async with BybitLoopback() as running:
        set_market(running, SYMBOL, 60_000.0)
        yield running


async def trade_socket(server: BybitLoopback) -> None:
    """Wait until the trade socket is open and authenticated, and the venue knows."""
    assert await real_time_until(lambda: server.requests["trade auth"] > 0)


UNKNOWN_OVER_REST: dict[str, Fault] = {
    "no answer, it arrived": NoAnswer(),
    "no answer, it did not": NoAnswer(acts=False),
    "cut off, it arrived": CloseAfterRead(),
    "cut off, it did not": CloseAfterRead(acts=False),
    "half a body": Truncated(),
    "empty": Http(200, ""),
    "a page": Http(200, "<html>maintenance</html>"),
    "half a JSON": Http(200, '{"retCode":0,"res', "application/json"),
    "null": Http(200, "null", "application/json"),
    "an empty object": Http(200, "{}", "application/json"),
    "a list": Http(200, "[]", "application/json"),
    "no order id": Http(200, '{"retCode":0,"retMsg":"OK","result":{}}', "application/json"),
    "another order": Http(
        200, '{"retCode":0,"result":{"orderId":"1","orderLinkId":"else"}}', "application/json"
    ),
    **{f"status {s}": Http(s, "<html></html>") for s in (400, 403, 404, 408, 429)},
    **{f"gateway {s}": Http(s, '{"retCode":110007}') for s in (500, 502, 503, 504, 520)},
    **{f"code {c}": Code(c) for c in (10000, 10006, 10016, 10429, 170007, 110001, 424242)},
}


@pytest.mark.parametrize("fault", UNKNOWN_OVER_REST.values(), ids=UNKNOWN_OVER_REST)
async def test_what_is_not_proven_over_rest_is_unknown_and_sent_once(
    server: BybitLoopback, fault: Fault
) -> None:
    async with listening(server, entry=OVER_REST, timing=_patience(fault)) as desk:
        await desk.until_live(Feed.ORDERS)
        server.faults.once(REST, fault)
        await desk.submit("a1")
        assert "unknown" in desk.states("a1")
        assert desk.report("a1").state is not OrderState.REJECTED
        assert len(server.orders_received) == 1


def _patience(fault: Fault) -> Timing:
    """Return waits that a busy machine keeps to: short ones only where nothing ever comes."""
    return QUICK if isinstance(fault, NoAnswer) else replace(QUICK, order_timeout_s=10.0)


@pytest.mark.parametrize("code", [10001, 10002, 10003, 10004, 10005, 10010, 110007, 110017])
async def test_a_refusal_over_rest_is_a_refusal(server: BybitLoopback, code: int) -> None:
    async with listening(server, entry=OVER_REST) as desk:
        await desk.until_live(Feed.ORDERS)
        server.faults.once(REST, Code(code, "no, thank you"))
        await desk.submit("a1")
        assert desk.states("a1") == ["rejected"]
        assert f"no, thank you (code {code})" in (desk.report("a1").reason or "")
        assert len(server.orders_received) == 1


UNKNOWN_OVER_SOCKET: dict[str, Fault] = {
    "no answer, it arrived": NoAnswer(),
    "no answer, it did not": NoAnswer(acts=False),
    "cut off, it arrived": CloseAfterRead(),
    "cut off, it did not": CloseAfterRead(acts=False),
    **{f"code {c}": Code(c) for c in (10000, 10006, 10016, 10429, 110072, 424242)},
}


@pytest.mark.parametrize("fault", UNKNOWN_OVER_SOCKET.values(), ids=UNKNOWN_OVER_SOCKET)
async def test_what_is_not_proven_over_the_socket_is_unknown_and_sent_once(
    server: BybitLoopback, fault: Fault
) -> None:
    async with listening(server, timing=_patience(fault)) as desk:
        await desk.until_live(Feed.ORDERS)
        await trade_socket(server)
        server.faults.once(SOCKET, fault)
        await desk.submit("a1")
        assert "unknown" in desk.states("a1")
        assert server.requests[f"trade {SOCKET}"] == 1
        assert len(server.orders_received) == 1


async def test_a_refusal_over_the_socket_is_a_refusal(server: BybitLoopback) -> None:
    async with listening(server) as desk:
        await desk.until_live(Feed.ORDERS)
        await trade_socket(server)
        await desk.submit("a1", "90000000", kind=OrderType.IOC_LIMIT, price="60100")
        assert desk.states("a1") == ["rejected"]
        assert "110007" in (desk.report("a1").reason or "")
        assert server.requests[f"trade {SOCKET}"] == 1


async def test_an_order_that_never_connected_is_dead(server: BybitLoopback) -> None:
    async with listening(server, entry=OVER_REST) as desk:
        await desk.until_live(Feed.ORDERS)
        await server.stop()
        await desk.submit("a1")
        assert desk.states("a1") == ["dead"]
        assert server.orders_received == []


async def test_the_lost_acknowledgement_of_a_fill_is_resolved_by_asking(
    server: BybitLoopback,
) -> None:
    async with listening(server, entry=OVER_REST) as desk:
        await desk.until_live(Feed.ORDERS)
        server.drop("private")
        await real_time_until(lambda: server.sockets.connections("private") == 0)
        server.faults.once(REST, NoAnswer())
        await desk.submit("a1", "700", kind=OrderType.MARKET, price=None)
        await desk.query("a1")
        await desk.until_state("a1", "filled")
        assert await real_time_until(lambda: desk.filled("a1") == 700)
        assert desk.report("a1").filled_contracts == 700
        assert len(server.orders_received) == 1


async def test_not_found_proves_nothing_while_the_order_may_still_arrive(
    server: BybitLoopback,
) -> None:
    late = asyncio.Event()
    async with listening(server, entry=OVER_REST) as desk:
        await desk.until_live(Feed.ORDERS)
        server.faults.once(REST, Held(release=late, acts_first=False))
        await desk.submit("a1")
        await desk.query("a1")
        assert desk.states("a1") == ["unknown", "not_found"]
        late.set()
        await desk.until_state("a1", "open")
        await desk.query("a1")
        assert desk.report("a1").state is OrderState.OPEN
        assert len(server.orders_received) == 1


async def test_not_found_after_the_validity_is_proof(server: BybitLoopback) -> None:
    brief = replace(OVER_REST, orders=replace(BYBIT.orders, validity_ms=-1_000, slack_ms=0))
    async with listening(server, entry=brief) as desk:
        await desk.until_live(Feed.ORDERS)
        server.faults.once(REST, NoAnswer(acts=False))
        await desk.submit("a1")
        asked = server.requests["GET /v5/market/time"]
        await desk.query("a1")
        assert desk.states("a1") == ["unknown", "dead"]
        assert server.requests["GET /v5/market/time"] == asked + 1


async def test_our_own_clock_alone_never_proves_an_order_dead(server: BybitLoopback) -> None:
    brief = replace(OVER_REST, orders=replace(BYBIT.orders, validity_ms=-1_000, slack_ms=0))
    async with listening(server, entry=brief) as desk:
        await desk.until_live(Feed.ORDERS)
        server.faults.once(REST, NoAnswer(acts=False))
        await desk.submit("a1")
        # The venue's clock is a minute behind ours: by its own, the order is still valid.
        slow = server.clock
        server.clock = lambda: slow() - 60_000_000_000
        server.faults.always("GET /v5/order/realtime", Http(200, _empty(), "application/json"))
        server.faults.always("GET /v5/order/history", Http(200, _empty(), "application/json"))
        server.faults.always("GET /v5/execution/list", Http(200, _empty(), "application/json"))
        await desk.query("a1")
        assert desk.states("a1") == ["unknown", "not_found"]


def _empty() -> str:
    return '{"retCode":0,"retMsg":"OK","result":{"list":[],"nextPageCursor":""},"time":1}'


async def test_a_question_that_fails_leaves_the_order_unknown(server: BybitLoopback) -> None:
    async with listening(server) as desk:
        await desk.until_live(Feed.ORDERS)
        await desk.submit("a1")
        server.faults.always("GET /v5/order/realtime", Code(10016, "busy"))
        await desk.query("a1")
        assert desk.report("a1").state is OrderState.UNKNOWN


async def test_an_id_used_twice_is_unknown_and_the_first_order_lives(
    server: BybitLoopback,
) -> None:
    async with listening(server) as desk:
        await desk.until_live(Feed.ORDERS)
        await desk.submit("a1")
        await desk.until_state("a1", "open")
        await desk.submit("a1")
        assert desk.report("a1").state is OrderState.UNKNOWN
        await desk.query("a1")
        assert desk.report("a1").state is OrderState.OPEN
        assert len(server.exchange.open_orders()) == 1


async def test_a_cancelled_submission_is_reported_as_unknown(server: BybitLoopback) -> None:
    async with listening(server, entry=OVER_REST) as desk:
        await desk.until_live(Feed.ORDERS)
        server.faults.once(REST, NoAnswer())
        async with asyncio.TaskGroup() as group:
            sending = group.create_task(desk.submit("a1"))
            await real_time_until(lambda: bool(server.orders_received))
            sending.cancel()
        assert "unknown" in desk.states("a1")


@pytest.mark.parametrize(
    ("contracts", "price", "words"),
    [("1.5", "59000", "grid"), ("0.4", "59000", "contracts 0.4"), ("100", "59000.05", "grid")],
)
async def test_what_ccxt_would_round_is_refused_before_it_leaves(
    server: BybitLoopback, contracts: str, price: str, words: str
) -> None:
    async with listening(server) as desk:
        await desk.until_live(Feed.ORDERS)
        await desk.submit("a1", contracts, price=price)
        assert desk.states("a1") == ["rejected"]
        assert words in (desk.report("a1").reason or "")
        assert server.orders_received == []


async def test_quantities_arrive_as_the_strings_they_were(server: BybitLoopback) -> None:
    async with listening(server) as desk:
        await desk.until_live(Feed.ORDERS)
        await desk.submit("a1", "12345678", kind=OrderType.IOC_LIMIT, price="59000.1")
        (body,) = server.orders_received
        assert (body["qty"], body["price"], body["orderLinkId"]) == ("12345678", "59000.1", "a1")
        assert (body["timeInForce"], body["category"]) == ("IOC", "inverse")


async def test_nothing_stands_between_an_order_and_the_wire(server: BybitLoopback) -> None:
    async with listening(server, entry=OVER_REST) as desk:
        await desk.until_live(Feed.ORDERS)
        before = server.requests.copy()
        await desk.submit("a1")
        sent = server.requests - before
        assert {k: n for k, n in sent.items() if not k.startswith("public")} == {REST: 1}


async def test_without_its_socket_an_order_goes_over_rest(server: BybitLoopback) -> None:
    server.faults.always("trade auth", None)
    async with listening(server, entry=OVER_REST) as desk:
        await desk.until_live(Feed.ORDERS)
        await desk.submit("a1")
        await desk.until_state("a1", "open")
        assert (server.requests[REST], server.requests[f"trade {SOCKET}"]) == (1, 0)


async def test_more_orders_than_the_venue_allows_are_not_sent_late(server: BybitLoopback) -> None:
    limits = replace(BYBIT.order_limits, requests=5, reserved_for_cancels=2, window_s=600.0)
    async with listening(server, entry=replace(BYBIT, order_limits=limits)) as desk:
        await desk.until_live(Feed.ORDERS)
        for number in range(5):
            await desk.submit(f"a{number}")
        assert [desk.states(f"a{n}")[-1] for n in (3, 4)] == ["dead", "dead"]
        assert len(server.orders_received) == 3
        await desk.cancel("a0")
        await desk.until_state("a0", "cancelled")


@pytest.mark.parametrize("by", ["kill switch", "latch", "cancel of it", "cancel of everything"])
async def test_an_order_that_waits_for_its_turn_never_leaves_once_it_is_taken_back(
    server: BybitLoopback, by: str
) -> None:
    limits = replace(BYBIT.order_limits, requests=3, reserved_for_cancels=2, window_s=0.4)
    async with listening(server, entry=replace(BYBIT, order_limits=limits)) as desk:
        await desk.until_live(Feed.ORDERS)
        latched: list[str] = []

        async def clearance(_: OrderIntent) -> str | None:
            return latched[0] if latched else None

        desk.venue._account.desk._waiting._clearance = clearance  # type: ignore[union-attr]
        await desk.submit("a1")
        async with asyncio.TaskGroup() as group:
            group.create_task(desk.submit("a2"))
            await asyncio.sleep(0.02)
            if by == "kill switch":
                await desk.venue.kill()
            elif by == "latch":
                latched.append("killed")
            else:
                await desk.cancel("a2" if by == "cancel of it" else None)
        assert desk.states("a2") == ["dead"]
        assert server.ids_received == ["a1"]
        assert (server.exchange.open_orders() == ()) is (
            by in ("kill switch", "cancel of everything")
        )


async def test_a_venue_that_asks_us_to_slow_down_gets_no_orders_but_cancels(
    server: BybitLoopback,
) -> None:
    async with listening(server) as desk:
        await desk.until_live(Feed.ORDERS)
        await desk.submit("a1")
        await trade_socket(server)
        server.faults.once(SOCKET, Code(10006, "Too many visits!"))
        server.faults.once(REST, Code(10006, "Too many visits!"))
        await desk.submit("a2")
        await desk.submit("a3")
        assert desk.states("a3") == ["dead"]
        await desk.cancel("a1")
        await desk.until_state("a1", "cancelled")


async def test_a_cancel_that_is_too_late_reports_the_order_as_it_ended(
    server: BybitLoopback,
) -> None:
    async with listening(server) as desk:
        await desk.until_live(Feed.ORDERS)
        await desk.submit("a1", kind=OrderType.MARKET, price=None)
        await desk.until_state("a1", "filled")
        before = len(desk.states("a1"))
        await desk.cancel("a1")
        assert desk.states("a1")[before:] == ["filled"]


async def test_a_cancel_is_not_the_end_before_the_venue_says_so(server: BybitLoopback) -> None:
    async with listening(server, entry=OVER_REST) as desk:
        await desk.until_live(Feed.ORDERS)
        await desk.submit("a1")
        server.faults.once("POST /v5/order/cancel", Http(502, "bad gateway"))
        await desk.cancel("a1")
        assert desk.report("a1").state is OrderState.OPEN


@pytest.mark.parametrize("symbol", [SYMBOL, None])
async def test_everything_is_cancelled_at_once(server: BybitLoopback, symbol: str | None) -> None:
    async with listening(server) as desk:
        await desk.until_live(Feed.ORDERS)
        for number in range(3):
            await desk.submit(f"a{number}")
        await desk.cancel(symbol=symbol)
        for number in range(3):
            await desk.until_state(f"a{number}", "cancelled")
        assert server.requests["POST /v5/order/cancel-all"] == 1


async def test_kill_is_confirmed_only_when_nothing_is_open(server: BybitLoopback) -> None:
    async with listening(server) as desk:
        await desk.until_live(Feed.ORDERS)
        await desk.submit("a1")
        foreign = {"symbol": "BTCUSD", "side": "Buy", "orderType": "Limit", "price": "58000",
                   "qty": "5", "category": "inverse"}  # fmt: skip
        server.act("create", foreign)
        server.faults.once("POST /v5/order/cancel-all", Http(503, ""), CloseAfterRead(acts=False))
        await desk.venue.kill()
        verdicts = [said.confirmed for said in desk.of(KillConfirmation)]
        assert verdicts == [False, False, True]
        assert server.exchange.open_orders() == ()


async def test_kill_waits_for_an_order_that_may_still_arrive(server: BybitLoopback) -> None:
    late = asyncio.Event()
    async with listening(server, entry=OVER_REST) as desk:
        await desk.until_live(Feed.ORDERS)
        server.faults.once(REST, Held(release=late, acts_first=False))
        await desk.submit("a1")
        async with asyncio.TaskGroup() as group:
            killing = group.create_task(desk.venue.kill())
            assert await real_time_until(lambda: len(desk.of(KillConfirmation)) >= 3)
            assert not any(said.confirmed for said in desk.of(KillConfirmation))
            late.set()
            await desk.until_state("a1", "cancelled")
            await killing
        assert desk.of(KillConfirmation)[-1].confirmed
        assert server.exchange.open_orders() == ()


async def test_an_order_of_another_program_is_seen(server: BybitLoopback) -> None:
    async with listening(server) as desk:
        await desk.until_live(Feed.ORDERS)
        body = {"symbol": "BTCUSD", "side": "Buy", "orderType": "Limit", "price": "58000",
                "qty": "5", "category": "inverse"}  # fmt: skip
        order_id = server.act("create", body)["orderId"]
        assert await real_time_until(lambda: bool(desk.states(order_id)))
        server.drop("private")
        assert await real_time_until(
            lambda: any(order_id in said.client_order_ids for said in desk.of(OpenOrders))
        )


async def test_an_unconnected_venue_refuses_orders_and_says_so(server: BybitLoopback) -> None:
    async with listening(server, monitor=True) as desk:
        await desk.until_live(Feed.BOOK, Feed.MARK, Feed.FUNDING)
        await desk.submit("a1")
        report = desk.report("a1")
        assert (report.state, report.reason) == (OrderState.REJECTED, "no account is connected")
        assert not any(key.endswith("auth") for key in server.requests)
        assert isinstance(report, OrderReport)


async def test_a_reduce_only_order_reaches_the_venue_as_one(server: BybitLoopback) -> None:
    async with listening(server) as desk:
        await desk.until_live(Feed.ORDERS)
        await desk.submit("a1", kind=OrderType.MARKET, price=None)
        sell = {"kind": OrderType.MARKET, "price": None, "side": Side.SELL}
        await desk.submit("a2", "5000", reduce_only=True, **sell)  # type: ignore[arg-type]
        await desk.until_state("a2", "cancelled")
        assert desk.filled("a2") == 100
        assert server.orders_received[-1]["reduceOnly"] is True
