"""The pre-flight, the key's rights and the dead-man switch on Bybit's wire."""

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from terminal.model.checks import Check, CheckLine, CheckState, DeadManState, PreflightReport
from terminal.model.errors import AuthenticationError
from terminal.model.events import Account, Feed, OpenOrders
from terminal.model.outputs import OrderType
from terminal.venues.ccxt.catalogue import BYBIT
from terminal.venues.ccxt.exchange import Environment, opened
from terminal.venues.ccxt.key_check import check_key
from terminal.venues.ccxt.preflight import Inspection
from tests.loopback.bybit import BybitLoopback, rows
from tests.loopback.bybit.faults import Code
from tests.loopback.bybit.quiet_market import set_market
from tests.loopback.listener import QUICK, SYMBOL, Listener, listening
from tests.loopback.real_time import real_time_until
from tests.loopback.wire_faults import Http

_SECOND = 1_000_000_000


@pytest.fixture
async def server() -> AsyncIterator[BybitLoopback]:
    async with BybitLoopback() as running:
        set_market(running, SYMBOL, 60_000.0)
        running.key.ips = ["203.0.113.7"]
        yield running


def line(report: PreflightReport, check: Check) -> CheckLine:
    (found,) = [line for line in report.lines if line.check is check]
    return found


async def report_of(server: BybitLoopback, target_leverage: float | None = 5.0) -> PreflightReport:
    async with listening(server) as desk:
        await desk.until_live(Feed.ACCOUNT)
        return await desk.venue.preflight(target_leverage)


async def buy(server: BybitLoopback, contracts: str = "100000") -> None:
    server.act(
        "create",
        {"symbol": "BTCUSD", "side": "Buy", "orderType": "Market", "qty": contracts,
         "category": "inverse"},
    )  # fmt: skip


async def test_a_venue_in_order_is_green_but_for_what_no_position_can_show(
    server: BybitLoopback,
) -> None:
    report = await report_of(server)
    assert report.passed
    assert report.account_uid == "24617703"
    states = {line.check: line.state for line in report.lines}
    unknown = {Check.LIQUIDATION, Check.FUNDING}
    assert {check for check, state in states.items() if state is CheckState.UNKNOWN} == unknown
    assert all(states[check] is CheckState.GREEN for check in states.keys() - unknown)
    assert set(states) == set(Check) - {Check.CONNECTION, Check.TRIED}
    assert "ours for a long at 5× and 60000 would be 50,2" in line(report, Check.LIQUIDATION).found


async def test_with_a_position_liquidation_price_and_funding_are_compared(
    server: BybitLoopback,
) -> None:
    await buy(server)
    server.settle_funding(SYMBOL, -0.0003)
    report = await report_of(server)
    assert report.red == ()
    assert line(report, Check.LIQUIDATION).state is CheckState.GREEN
    paid = line(report, Check.FUNDING)
    assert paid.state is CheckState.GREEN
    assert "-0.00050000" in paid.found, "a long receives where the rate is negative"


async def test_a_liquidation_price_that_differs_from_ours_is_red(server: BybitLoopback) -> None:
    await buy(server, "300000")
    async with listening(server, entry=replace(BYBIT)) as desk:
        await desk.until_live(Feed.ACCOUNT)
        original = server.trading.positions
        server.trading.positions = lambda query: [  # type: ignore[method-assign]
            {**row, "liqPrice": "50000"} for row in original(query)
        ]
        report = await desk.venue.preflight(5.0)
    (red,) = report.red
    assert red.check is Check.LIQUIDATION
    assert "the venue's 50,000.00" in red.found


@pytest.mark.parametrize(("moves", "state"), [(1, CheckState.GREEN), (3, CheckState.UNKNOWN)])
async def test_a_fill_while_the_account_is_read_makes_no_false_verdict(
    server: BybitLoopback, moves: int, state: CheckState
) -> None:
    await buy(server, "300000")
    set_market(server, SYMBOL, 90_000.0)
    original = server.trading.wallet
    left = moves

    def moving() -> dict[str, Any]:
        nonlocal left
        told = original()
        if left:  # a part is sold at a profit, right after the wallet was told
            left -= 1
            server.act(
                "create",
                {"symbol": "BTCUSD", "side": "Sell", "orderType": "Market", "qty": "90000",
                 "category": "inverse"},
            )  # fmt: skip
        return told

    async with opened(
        BYBIT, server.credentials, environment=Environment.LIVE, endpoints=server.endpoints,
        timeout_s=5.0,
    ) as exchange:  # fmt: skip
        server.trading.wallet = moving  # type: ignore[method-assign]
        report = await Inspection(
            name="bybit", entry=BYBIT, exchange=exchange, symbols=(SYMBOL,), clock=time.time_ns,
            credentials=server.credentials,
        ).report(5.0)  # fmt: skip
    assert line(report, Check.LIQUIDATION).state is state


@pytest.mark.parametrize(
    ("listed", "check", "words"),
    [
        ({"lotSizeFilter": {"minOrderQty": "10"}}, Check.CONTRACT_SIZE, "10 by the exchange's"),
        ({"symbol": "OTHERUSD", "baseCoin": "OTHER"}, Check.MARKET, "does not list it"),
        ({"priceFilter": {"tickSize": "0"}}, Check.MARKET, "unfit to trade"),
    ],
)
async def test_a_contract_with_other_terms_than_known_is_red(
    server: BybitLoopback, listed: dict[str, Any], check: Check, words: str
) -> None:
    row = rows.instrument_row(server.exchange.market(SYMBOL).instrument, 28_800.0)
    changed = {k: {**row[k], **v} if isinstance(v, dict) else v for k, v in listed.items()}
    server._public["GET /v5/market/instruments-info"] = lambda _: {
        "category": "inverse", "nextPageCursor": "", "list": [{**row, **changed}],
    }  # fmt: skip
    async with opened(
        BYBIT, server.credentials, environment=Environment.LIVE, endpoints=server.endpoints,
        timeout_s=5.0,
    ) as exchange:  # fmt: skip
        report = await Inspection(
            name="bybit", entry=BYBIT, exchange=exchange, symbols=(SYMBOL,), clock=time.time_ns,
            credentials=server.credentials,
        ).report(5.0)  # fmt: skip
    (red,) = report.red
    assert (red.check, red.symbol) == (check, SYMBOL)
    assert words in red.found


async def test_each_mode_that_the_terminal_does_not_trade_in_is_red(server: BybitLoopback) -> None:
    server.margin_mode = "ISOLATED_MARGIN"
    server.trading.hedged = True
    server.act("set_leverage", {"symbol": "BTCUSD", "buyLeverage": "3", "sellLeverage": "3"})
    report = await report_of(server)
    assert [red.check for red in report.red] == [
        Check.POSITION_MODE, Check.MARGIN_MODE, Check.LEVERAGE,
    ]  # fmt: skip
    assert "3×, and the policy wants 5×" in line(report, Check.LEVERAGE).found
    assert not report.passed


async def test_a_fractional_leverage_is_read_as_it_is(server: BybitLoopback) -> None:
    server.act("set_leverage", {"symbol": "BTCUSD", "buyLeverage": "2.5", "sellLeverage": "2.5"})
    report = await report_of(server, 2.5)
    assert line(report, Check.LEVERAGE).state is CheckState.GREEN


@pytest.mark.parametrize(
    ("offset_s", "state"),
    [(0.0, CheckState.GREEN), (1.6, CheckState.WARNING), (4.0, CheckState.RED)],
)
async def test_the_clock_warns_past_a_second_and_is_red_past_half_a_requests_validity(
    server: BybitLoopback, offset_s: float, state: CheckState
) -> None:
    async with listening(server) as desk:
        await desk.until_live(Feed.ACCOUNT)
        server.clock = lambda: time.time_ns() + int(offset_s * _SECOND)
        report = await desk.venue.preflight(5.0)
    assert line(report, Check.CLOCK).state is state


async def test_a_key_that_may_move_money_is_red_and_one_for_any_address_a_warning(
    server: BybitLoopback,
) -> None:
    server.key.ips = ["*"]
    assert line(await report_of(server), Check.KEY).state is CheckState.WARNING
    for right in ("Withdraw", "AccountTransfer"):
        server.key.wallet = [right]
        key = line(await report_of(server), Check.KEY)
        assert (key.state, "withdraw" in key.found) == (CheckState.RED, True)
    server.key.wallet = []
    server.key.read_only = True
    assert "may not trade" in line(await report_of(server), Check.KEY).found


async def test_rights_that_are_not_told_are_not_verified(server: BybitLoopback) -> None:
    server.faults.always("GET /v5/user/query-api", Http(503, ""))
    report = await report_of(server)
    key = line(report, Check.KEY)
    assert key.state is CheckState.UNKNOWN
    assert "NOT VERIFIED" in key.found
    assert report.passed


async def test_a_key_that_is_revoked_while_running_is_red_and_the_market_goes_on(
    server: BybitLoopback,
) -> None:
    async with listening(server, timing=replace(QUICK, account_poll_s=0.05)) as desk:
        await desk.until_live()
        assert desk.venue.trouble is None
        server.key.revoked = True
        report = await desk.venue.preflight(5.0)
        assert "does not accept the API key" in line(report, Check.KEY).found
        assert not report.passed
        assert await real_time_until(lambda: isinstance(desk.venue.trouble, AuthenticationError))
        for feed in (Feed.BOOK, Feed.MARK, Feed.FUNDING):
            assert desk.feed(feed) is not None
        assert server.sockets.connections("public") == 1
        server.key.revoked = False
        assert await real_time_until(lambda: desk.venue.trouble is None)


@pytest.mark.parametrize(
    "route",
    ["GET /v5/market/time", "GET /v5/account/wallet-balance", "GET /v5/market/risk-limit"],
)
async def test_what_the_venue_does_not_answer_is_neither_passed_nor_red(
    server: BybitLoopback, route: str
) -> None:
    async with listening(server) as desk:
        await desk.until_live(Feed.ACCOUNT)
        server.faults.always(route, Http(503, ""))
        report = await desk.venue.preflight(5.0)
    assert (report.present, report.passed) == (False, False)
    assert "cannot be reached" in line(report, Check.CONNECTION).found


async def test_orders_and_positions_of_others_are_told_and_left_alone(
    server: BybitLoopback,
) -> None:
    set_market(server, "ETH/USD:ETH", 3_000.0)
    server.act(
        "create",
        {"symbol": "ETHUSD", "side": "Buy", "orderType": "Market", "qty": "10",
         "category": "inverse"},
    )  # fmt: skip
    server.act(
        "create",
        {"symbol": "BTCUSD", "side": "Buy", "orderType": "Limit", "price": "50000", "qty": "5",
         "category": "inverse"},
    )  # fmt: skip
    found = line(await report_of(server), Check.EXTERNAL)
    assert found.state is CheckState.WARNING
    assert "ETH/USD:ETH" in found.found
    assert "1 open orders that are not ours" in found.found
    assert len(server.exchange.open_orders()) == 1


async def test_a_watched_venue_neither_passes_nor_refuses(server: BybitLoopback) -> None:
    async with listening(server, monitor=True) as desk:
        await desk.until_live(Feed.MARK)
        report = await desk.venue.preflight(5.0)
    assert (report.present, report.passed) == (False, False)
    assert "only watched" in line(report, Check.KEY).found
    assert "keys add" in line(report, Check.KEY).remedy


async def test_a_venue_that_takes_no_key_says_why_instead_of_asking_for_one(
    server: BybitLoopback,
) -> None:
    entry = replace(BYBIT, trading=False, watched_because="it keeps two sides apart")
    async with listening(server, entry=entry, monitor=True) as desk:
        await desk.until_live(Feed.MARK)
        report = await desk.venue.preflight(5.0)
    key = line(report, Check.KEY)
    assert key.found == "this venue is only watched: it keeps two sides apart"
    assert (key.remedy, report.present) == ("", False)


async def test_a_preflight_sends_nothing_that_changes_anything(server: BybitLoopback) -> None:
    await report_of(server)
    assert [route for route in server.requests if route.startswith("POST")] == []


async def test_the_key_report_has_uid_expiry_and_binding(server: BybitLoopback) -> None:
    server.key.expires_at = "2027-02-01T00:00:00Z"
    async with opened(
        BYBIT, server.credentials, environment=Environment.LIVE, endpoints=server.endpoints,
        timeout_s=5.0,
    ) as exchange:  # fmt: skip
        told = await check_key(exchange, BYBIT)
    assert told.uid == "24617703"
    assert told.expires_at == 1_801_440_000 * _SECOND
    assert (told.may_trade, told.may_withdraw, told.bound_to_addresses) == (True, False, True)
    assert "ContractTrade.Order" in told.permissions


async def test_open_orders_are_compared_on_a_timer(server: BybitLoopback) -> None:
    async with listening(server, timing=replace(QUICK, open_orders_poll_s=0.05)) as desk:
        await desk.until_live()
        before = len(desk.of(OpenOrders))
        server.sockets.push = lambda topic, data: None  # type: ignore[method-assign]
        server.trading._push = lambda topic, data: None
        by_hand = server.act(
            "create",
            {"symbol": "BTCUSD", "side": "Buy", "orderType": "Limit", "price": "50000",
             "qty": "5", "category": "inverse"},
        )["orderId"]  # fmt: skip
        assert await real_time_until(
            lambda: any(by_hand in o.client_order_ids for o in desk.of(OpenOrders)[before:])
        )


# the dead-man switch -------------------------------------------------------------------------


class Later:
    """The server's clock, which a test moves on."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def __call__(self) -> int:
        return time.time_ns() + int(self.ahead_s * _SECOND)


async def resting(server: BybitLoopback, desk: Listener) -> None:
    await desk.submit("a1", "100", kind=OrderType.LIMIT, price="59000")
    assert [order.contracts for order in server.exchange.open_orders()] == [Decimal(100)]


async def test_the_switch_fires_only_once_the_watched_connection_stayed_away() -> None:
    later = Later()
    async with BybitLoopback(clock=later) as server:
        set_market(server, SYMBOL, 60_000.0)
        async with listening(server) as desk:
            await desk.until_live()
            await resting(server, desk)
            armed = await desk.venue.arm_dead_man(10.0)
            assert (armed.state, armed.until_at) == (DeadManState.ARMED, None)
            assert "10 s after the connection is lost" in armed.detail
            assert await real_time_until(lambda: server.requests["private subscribe"] == 5)
            await desk.venue.arm_dead_man(10.0)  # refreshed: nothing is said twice
            assert server.requests["private subscribe"] == 5
            assert server.requests["POST /v5/order/disconnected-cancel-all"] == 1
            later.ahead_s = 3_600.0
            server.tick()
            assert len(server.exchange.open_orders()) == 1, "the connection is there"
            later.ahead_s = 0.0
        server.tick()
        later.ahead_s = 9.0
        server.tick()
        assert len(server.exchange.open_orders()) == 1
        later.ahead_s = 10.1
        server.tick()
        assert server.exchange.open_orders() == ()


async def test_an_orderly_end_takes_the_switch_back_and_leaves_orders_alone() -> None:
    later = Later()
    async with BybitLoopback(clock=later) as server:
        set_market(server, SYMBOL, 60_000.0)
        async with listening(server) as desk:
            await desk.until_live()
            await resting(server, desk)
            await desk.venue.arm_dead_man(10.0)
            server.tick()
            off = await desk.venue.disarm_dead_man()
            assert off.state is DeadManState.OFF
            assert await real_time_until(lambda: server.sockets.subscribed("dcp.future") == 0)
        server.tick()
        later.ahead_s = 600.0
        server.tick()
        assert len(server.exchange.open_orders()) == 1


async def test_a_new_connection_is_watched_again(server: BybitLoopback) -> None:
    async with listening(server) as desk:
        await desk.until_live()
        await desk.venue.arm_dead_man(10.0)
        server.drop("private")
        assert await real_time_until(lambda: server.requests["dial private"] == 2)
        await desk.until_live()
        assert server.sockets.subscribed("dcp.future") == 0
        assert (await desk.venue.arm_dead_man(10.0)).state is DeadManState.ARMED
        assert await real_time_until(lambda: server.sockets.subscribed("dcp.future") == 1)


async def test_a_venue_that_does_not_grant_it_says_so_and_nothing_is_called_armed(
    server: BybitLoopback,
) -> None:
    server.protection.granted = False
    async with listening(server) as desk:
        await desk.until_live()
        answer = await desk.venue.arm_dead_man(10.0)
        assert answer.state is DeadManState.REFUSED
        assert "client manager" in answer.detail
        server.faults.once("POST /v5/order/disconnected-cancel-all", Code(0, "OK"))
        answer = await desk.venue.arm_dead_man(10.0)
        assert answer.state is DeadManState.REFUSED, "what it does not confirm is not armed"


async def test_positions_and_leverage_are_read_again_after_each_connection(
    server: BybitLoopback,
) -> None:
    async with listening(server) as desk:
        await desk.until_live()
        server.drop("private")
        assert await real_time_until(lambda: server.requests["dial private"] == 2)
        await buy(server, "500")
        server.act("set_leverage", {"symbol": "BTCUSD", "buyLeverage": "7", "sellLeverage": "7"})
        await desk.until_live()

        def told() -> tuple[float, float | None]:
            held = desk.of(Account)[-1].positions
            return (held[0].contracts, held[0].leverage) if held else (0.0, None)

        assert await real_time_until(lambda: told() == (500.0, 7.0))
