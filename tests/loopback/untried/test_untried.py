"""Orders, look-ups and accounts of venues that are traded untried: what leaves, what is thought."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from random import Random
from ssl import SSLContext

import pytest

from terminal.model.checks import Check, CheckState
from terminal.model.errors import UserError
from terminal.model.events import (
    Account,
    Feed,
    FeedChanged,
    FeedState,
    Fill,
    KillConfirmation,
    OpenOrders,
    OrderReport,
    OrderState,
    Side,
)
from terminal.venues.ccxt.catalogue import CATALOGUE
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.exchange import Environment, trusted_roots
from terminal.venues.ccxt.instruments import contract_size
from terminal.venues.ccxt.untried import told_untried
from terminal.venues.ccxt.venue import CcxtVenue
from tests.loopback.real_time import real_time_until
from tests.loopback.transport.desks import SYMBOL
from tests.loopback.transport.scripted import Act, page
from tests.loopback.untried import exchange as scripted
from tests.loopback.untried.scripts import NAME, SCRIPTS, Refusal

_JSON = "application/json"
_LEVERAGE = "getCrossUserLeverage?symbol=XBTUSDM"


@pytest.fixture(scope="module")
def trust() -> SSLContext:
    return trusted_roots()


@pytest.fixture(params=SCRIPTS)
async def desk(
    request: pytest.FixtureRequest, trust: SSLContext
) -> AsyncIterator[scripted.Account]:
    async with scripted.account(request.param, trust) as made:
        yield made


def confirmation(desk: scripted.Account) -> Act:
    return page("200 OK", json.dumps(desk.server.script.confirmed), _JSON)


async def test_an_order_says_what_was_meant_once_and_is_followed_to_its_end(
    desk: scripted.Account,
) -> None:
    script = desk.server.script
    desk.server.changed = {**script.found, **script.executed}
    before_ms = time.time_ns() // 1_000_000
    assert await desk.submit(confirmation(desk)) == ["open", "cancelled"]
    (order,) = desk.server.orders
    on_the_wire = scripted.said(order)
    assert {name: on_the_wire.get(name) for name in script.sent} == script.sent
    until = on_the_wire[script.deadline]
    until_ms = int(until) if until.isdigit() else desk.exchange.parse8601(until)
    assert 0 <= until_ms - before_ms - script.ahead_ms <= 5_000
    # The quantity is the venue's, the size of a contract ours: together they are 300 USD.
    units = CATALOGUE[desk.exchange.id].units
    size = contract_size(units, desk.exchange.market(SYMBOL))
    assert float(script.contracts) * float(size) == 300.0
    (fill,) = desk.of(Fill)
    assert (fill.client_order_id, fill.side, fill.price) == (NAME, Side.BUY, 59_990.0)
    assert fill.contracts * float(size) == 200.0
    report = await desk.query()
    assert (report.state, report.filled_contracts) == (OrderState.CANCELLED, fill.contracts)
    assert len(desk.of(Fill)) == 1, "an execution is told once, however often it is found"
    assert len(desk.server.orders) == 1


async def test_an_order_that_was_taken_stays_taken_where_it_cannot_be_looked_up(
    desk: scripted.Account,
) -> None:
    busy = Refusal("500 Internal Server Error", {})
    desk.server.changed = dict.fromkeys(desk.server.script.found, busy)
    assert await desk.submit(confirmation(desk)) == ["open"]
    desk.server.changed = desk.server.script.lost
    assert await desk.submit(confirmation(desk)) == ["open"], "its lists may lag"


async def test_an_order_states_the_leverage_that_the_account_has_and_no_other(
    trust: SSLContext,
) -> None:
    async with scripted.account("kucoinfutures", trust) as desk:
        told = {"code": "200000", "data": {"symbol": "XBTUSDM", "leverage": "7"}}
        desk.server.changed = {_LEVERAGE: told, **desk.server.script.lost}
        await desk.link._leverage.read()
        await desk.submit(confirmation(desk))
        (order,) = desk.server.orders
        assert (scripted.said(order)["leverage"], scripted.said(order)["marginMode"]) == (
            "7",
            "CROSS",
        )


@pytest.mark.parametrize("told", [None, "garbage", "0", "NaN"])
async def test_an_order_whose_leverage_was_never_told_is_not_sent(
    trust: SSLContext, told: str | None
) -> None:
    async with scripted.account("kucoinfutures", trust) as desk:
        leverage = desk.link._leverage
        leverage._known.clear()
        desk.server.changed = {_LEVERAGE: {"code": "200000", "data": {"leverage": told}}}
        await leverage.read()
        assert await desk.submit(confirmation(desk)) == ["dead"]
        assert desk.server.orders == []
        assert "the account's leverage" in (desk.of(OrderReport)[-1].reason or "")


async def test_a_leverage_told_long_ago_serves_only_to_reduce(trust: SSLContext) -> None:
    async with scripted.account("kucoinfutures", trust) as desk:
        desk.link._leverage._good_for_ns = 0
        desk.server.changed = desk.server.script.lost
        assert await desk.submit(confirmation(desk), reduce_only=False) == ["dead"]
        assert desk.server.orders == []
        assert await desk.submit(confirmation(desk)) == ["open"]
        assert len(desk.server.orders) == 1


async def test_a_wrong_parameter_is_not_an_order_that_is_not_there(trust: SSLContext) -> None:
    """KuCoin has one code for both, and tells them apart in words."""
    async with scripted.account("kucoinfutures", trust) as desk:
        assert await desk.submit(Act(close=True)) == ["unknown"]
        sent = desk.link.desk._memory.sent(NAME)
        assert sent is not None
        sent.signed_by_ms = 1_700_000_000_000
        wrong = {"code": "100001", "msg": "There are invalid parameters"}
        desk.server.changed = {"orders/byClientOid": wrong}
        assert (await desk.query()).state is OrderState.UNKNOWN
        desk.server.changed = desk.server.script.lost
        assert (await desk.query()).state is OrderState.DEAD


async def test_a_listed_refusal_is_a_refusal(desk: scripted.Account) -> None:
    script = desk.server.script
    act = page(script.refusal_status, json.dumps(script.refused), _JSON)
    assert await desk.submit(act) == ["rejected"]
    assert len(desk.server.orders) == 1


@pytest.mark.parametrize(
    "act", [page("200 OK", ""), Act(close=True)], ids=["200 and nothing", "cut"]
)
async def test_what_proves_nothing_is_unknown_and_never_sent_again(
    desk: scripted.Account, act: Act
) -> None:
    assert await desk.submit(act) == ["unknown"]
    assert len(desk.server.orders) == 1
    desk.server.changed = desk.server.script.lost
    assert (await desk.query()).state is OrderState.NOT_FOUND
    # Past its deadline by the venue's own clock it cannot arrive any more.
    sent = desk.link.desk._memory.sent(NAME)
    assert sent is not None
    sent.signed_by_ms -= 8_000
    assert (await desk.query()).state is not OrderState.DEAD, "the venue's clock has not got there"
    sent.signed_by_ms = 1_700_000_000_000
    assert (await desk.query()).state is OrderState.DEAD
    assert len(desk.server.orders) == 1


async def test_a_cancel_names_the_order_and_asks_what_became_of_it(desk: scripted.Account) -> None:
    script = desk.server.script
    desk.server.changed = {**script.found, **script.executed}
    await desk.cancel()
    (cancel,) = desk.server.requests(script.cancel_at)
    assert {name: cancel.get(name) for name in script.cancelled_by} == script.cancelled_by
    assert (await desk.query()).state is OrderState.CANCELLED


async def test_a_kill_cancels_everybodys_orders_and_is_confirmed_by_the_list(
    desk: scripted.Account,
) -> None:
    script = desk.server.script
    gone: list[dict[str, str]] = []

    def cancel(request: dict[str, str]) -> object:
        gone.append(request)
        return script.all_cancelled

    def listed(_: dict[str, str]) -> object:
        return script.answers[script.open_at] if gone else script.one_open

    desk.server.changed = {script.cancel_all_at: cancel, script.open_at: listed}
    async with asyncio.timeout(20):
        await desk.link.kill()
    (request,) = gone
    assert {name: request.get(name) for name in script.cancel_all_by} == script.cancel_all_by
    assert desk.of(KillConfirmation)[-1].confirmed
    assert desk.server.orders == []


async def test_the_account_is_asked_for_in_the_venues_own_units(desk: scripted.Account) -> None:
    script = desk.server.script
    desk.server.changed = script.executed if desk.exchange.id != "okx" else {}
    async with asyncio.TaskGroup() as group:

        async def keep() -> None:
            async with asyncio.TaskGroup() as inner:
                desk.link.start(inner)

        running = group.create_task(keep())
        live = FeedState.LIVE
        assert await real_time_until(
            lambda: (
                any(c.feed is Feed.ORDERS and c.state is live for c in desk.of(FeedChanged))
                and len(desk.of(OpenOrders)) > 1
            )
        )
        running.cancel()
    account = desk.of(Account)[-1]
    found = (account.wallet_balance, account.equity, account.maintenance_margin)
    assert found == pytest.approx(script.wallet)
    (position,) = account.positions
    assert (position.contracts, position.entry_price) == script.held
    assert desk.of(OpenOrders)[-1].client_order_ids == ()


async def test_a_live_key_needs_the_traders_word(desk: scripted.Account) -> None:
    entry = CATALOGUE[desk.exchange.id]

    def venue(environment: Environment, *, accept_untried: bool = False) -> CcxtVenue:
        return CcxtVenue(
            entry,
            [SYMBOL],
            clock=time.time_ns,
            randomness=Random(1),
            credentials=Credentials("k", "s"),
            environment=environment,
            name="mine",
            accept_untried=accept_untried,
        )

    with pytest.raises(UserError, match=r"accept_untried = true under \[venues.mine\]"):
        venue(Environment.LIVE)
    assert venue(Environment.LIVE, accept_untried=True).live
    if Environment.TESTNET.value in entry.worlds:
        assert not venue(Environment.TESTNET).live


@pytest.mark.parametrize(
    ("asked", "told", "line", "state"),
    [
        ("/user/api-key", {"permission": "General,Futures"}, Check.KEY, CheckState.GREEN),
        ("/user/api-key", {"permission": "General,Futures,Transfer"}, Check.KEY, CheckState.RED),
        ("/user/api-key", {"permission": "General,Futures,Withdrawal"}, Check.KEY, CheckState.RED),
        ("/user/api-key", {}, Check.KEY, CheckState.UNKNOWN),
        ("getPositionMode", {"positionMode": 0}, Check.POSITION_MODE, CheckState.GREEN),
        ("getPositionMode", {"positionMode": 1}, Check.POSITION_MODE, CheckState.RED),
        ("getMarginMode", {"marginMode": "ISOLATED"}, Check.MARGIN_MODE, CheckState.RED),
        (
            "getCrossUserLeverage?symbol=XBTUSDM",
            {"leverage": "7"},
            Check.LEVERAGE,
            CheckState.GREEN,
        ),
        ("getCrossUserLeverage?symbol=XBTUSDM", {"leverage": "1"}, Check.LEVERAGE, CheckState.RED),
    ],
)
async def test_kucoins_key_modes_and_leverage_are_looked_at(
    trust: SSLContext, asked: str, told: dict[str, object], line: Check, state: CheckState
) -> None:
    async with scripted.account("kucoinfutures", trust) as desk:
        known = desk.server.script.answers[asked]["data"] if told else {}
        desk.server.changed = {asked: {"code": "200000", "data": {**known, **told}}}
        report = await desk.link.preflight(2.0)
        (found,) = [one for one in report.lines if one.check is line]
        assert found.state is state, found


NUMBERS = {
    "okx": "44705892343619584",
    "deribit": "10",
    "krakenfutures": "f7d5571c-6d10-4cf1-944a-048d25682ed0",
    "gate": "1667201533",
    "kucoinfutures": "165111215",
}


async def test_each_tells_whose_account_it_is(desk: scripted.Account) -> None:
    assert (await desk.link.preflight(2.0)).account_uid == NUMBERS[desk.exchange.id]
    if desk.exchange.id == "deribit":
        (asked,) = desk.server.requests("private/get_account_summary?")
        assert (asked["currency"], asked["extended"]) == ("BTC", "true")


async def test_an_account_that_tells_no_number_is_looked_over_all_the_same(
    desk: scripted.Account,
) -> None:
    silent = ("private/get_account_summary?", "/account-log", "/account/detail")
    desk.server.changed = {part: {} for part in silent}
    report = await desk.link.preflight(2.0)
    assert (report.account_uid == "") is (desk.exchange.id in ("deribit", "krakenfutures", "gate"))
    assert next(x for x in report.lines if x.check is Check.ACCOUNT).state is CheckState.GREEN


async def test_the_pre_flight_says_that_it_was_tried_on_loopback_only(
    desk: scripted.Account,
) -> None:
    report = told_untried(CATALOGUE[desk.exchange.id], await desk.link.preflight(2.0))
    (line,) = [line for line in report.lines if line.check is Check.TRIED]
    assert line.state is CheckState.WARNING
    assert "loopback only" in line.found
    states = {line.check: line.state for line in report.lines}
    assert states[Check.ACCOUNT] is CheckState.GREEN
    assert states[Check.CONTRACT_SIZE] is CheckState.GREEN
    assert states[Check.EXTERNAL] is CheckState.GREEN
    # Deribit lists its perpetual with an expiry in the year 3000.
    assert states[Check.FUNDING] is CheckState.UNKNOWN
