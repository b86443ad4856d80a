"""The pre-flight, the key's rights and the countdown on Binance COIN-M's wire."""

import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from terminal.model.checks import Check, CheckLine, CheckState, DeadManState, PreflightReport
from terminal.model.events import Feed
from terminal.venues.ccxt import safeguards
from terminal.venues.ccxt.catalogue import BINANCE_COIN_M
from tests.loopback.binance import BinanceLoopback
from tests.loopback.bybit.quiet_market import set_market
from tests.loopback.listener import SYMBOL, listening
from tests.loopback.real_time import real_time_until
from tests.loopback.wire_faults import Http

COUNTDOWN = "POST /dapi/v1/countdownCancelAll"


@pytest.fixture
async def server() -> AsyncIterator[BinanceLoopback]:
    async with BinanceLoopback() as running:
        set_market(running, SYMBOL, 60_000.0)
        yield running


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a countdown be as short as a test."""
    terms = replace(safeguards.DEAD_MEN["binancecoinm"], shortest_s=0.1)
    monkeypatch.setattr(safeguards, "DEAD_MEN", {"binancecoinm": terms})
    monkeypatch.setattr("terminal.venues.ccxt.dead_man.DEAD_MEN", {"binancecoinm": terms})


def line(report: PreflightReport, check: Check) -> CheckLine:
    (found,) = [line for line in report.lines if line.check is check]
    return found


async def report_of(server: BinanceLoopback) -> PreflightReport:
    async with listening(server, entry=BINANCE_COIN_M) as desk:
        await desk.until_live(Feed.ACCOUNT)
        return await desk.venue.preflight(3.0)


async def test_a_venue_in_order_is_green_but_for_what_it_does_not_tell(
    server: BinanceLoopback,
) -> None:
    report = await report_of(server)
    unknown = {line.check for line in report.lines if line.state is CheckState.UNKNOWN}
    assert report.red == ()
    assert unknown == {Check.LIQUIDATION, Check.FUNDING}
    assert line(report, Check.POSITION_MODE).found == "one-way"
    assert line(report, Check.MARGIN_MODE).found == "cross"
    assert "100 USD a contract" in line(report, Check.CONTRACT_SIZE).found
    assert [route for route in server.requests if route.startswith(("POST", "PUT", "DELETE"))] == [
        "POST /dapi/v1/listenKey"
    ]


@pytest.mark.parametrize(
    "right", ["enableWithdrawals", "enableInternalTransfer", "permitsUniversalTransfer"]
)
async def test_a_key_that_may_move_money_is_red(server: BinanceLoopback, right: str) -> None:
    server.permissions[right] = True
    assert line(await report_of(server), Check.KEY).state is CheckState.RED


async def test_hedge_mode_is_red_and_a_key_for_any_address_a_warning(
    server: BinanceLoopback,
) -> None:
    server.hedge_mode = True
    server.permissions["ipRestrict"] = False
    report = await report_of(server)
    assert [red.check for red in report.red] == [Check.POSITION_MODE]
    assert line(report, Check.KEY).state is CheckState.WARNING


async def test_the_account_is_named_by_the_venue(server: BinanceLoopback) -> None:
    assert (await report_of(server)).account_uid == server.account.alias
    assert server.requests["GET /dapi/v1/balance"] == 1


async def test_an_account_without_a_name_is_still_looked_over(server: BinanceLoopback) -> None:
    server.faults.always("GET /dapi/v1/balance", Http(404, "<html>"))
    report = await report_of(server)
    assert report.account_uid == ""
    assert line(report, Check.KEY).state is CheckState.GREEN


async def test_rights_that_are_not_told_are_not_verified(server: BinanceLoopback) -> None:
    """The demo exchange has no such route."""
    server.faults.always("GET /sapi/v1/account/apiRestrictions", Http(404, "<html>"))
    report = await report_of(server)
    assert line(report, Check.KEY).state is CheckState.UNKNOWN
    assert report.passed


@pytest.mark.usefixtures("quick")
async def test_the_countdown_cancels_everything_unless_it_is_refreshed(
    server: BinanceLoopback,
) -> None:
    async with listening(server, entry=BINANCE_COIN_M) as desk:
        await desk.until_live(Feed.ORDERS)
        await desk.submit("st1n1", "3")
        for _ in range(4):
            before = time.time_ns()
            armed = await desk.venue.arm_dead_man(0.3)
            assert armed.state is DeadManState.ARMED
            assert armed.until_at is not None
            assert 0.29 <= (armed.until_at - before) / 1e9 <= 1.0
            assert not await real_time_until(lambda: not server.exchange.open_orders(), 0.1)
        assert server.requests[COUNTDOWN] == 4
        assert await real_time_until(lambda: not server.exchange.open_orders(), 5.0)
        await desk.until_state("st1n1", "cancelled")


@pytest.mark.usefixtures("quick")
async def test_an_orderly_end_stops_the_countdown(server: BinanceLoopback) -> None:
    async with listening(server, entry=BINANCE_COIN_M) as desk:
        await desk.until_live(Feed.ORDERS)
        await desk.submit("st1n1", "3")
        await desk.venue.arm_dead_man(0.3)
        assert (await desk.venue.disarm_dead_man()).state is DeadManState.OFF
    assert not await real_time_until(lambda: not server.exchange.open_orders(), 0.5)


async def test_a_countdown_that_was_not_answered_is_not_called_armed(
    server: BinanceLoopback,
) -> None:
    async with listening(server, entry=BINANCE_COIN_M) as desk:
        await desk.until_live(Feed.ORDERS)
        server.faults.once(COUNTDOWN, Http(503, ""))
        assert (await desk.venue.arm_dead_man(60.0)).state is DeadManState.REFUSED
        server.faults.once(COUNTDOWN, Http(200, "{}"))
        assert (await desk.venue.arm_dead_man(60.0)).state is DeadManState.REFUSED
