"""What venues tell of keys and dead-man switches, as their answers are written."""

from typing import Any

import ccxt.pro
import pytest

from terminal.model.checks import DeadManState, KeyReport
from terminal.venues.ccxt.catalogue import BYBIT
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.dead_man import DeadManSwitch
from terminal.venues.ccxt.key_check import key_report
from terminal.venues.ccxt.limiter import Pacing, PriorityLimiter
from terminal.venues.ccxt.moments import moment_ns
from terminal.venues.ccxt.safeguards import DEAD_MEN, KEYS

NS = 1_000_000_000


def okx(perm: str, ip: str = "") -> dict[str, Any]:
    return {"code": "0", "data": [{"perm": perm, "ip": ip, "uid": "43812", "posMode": "net_mode"}]}


@pytest.mark.parametrize(
    ("answer", "may_trade", "may_withdraw", "bound"),
    [
        (okx("read_only,trade"), True, False, False),
        (okx("read_only,withdraw,trade", "203.0.113.7"), True, True, True),
        (okx("read_only"), False, False, False),
        ({"code": "0", "data": [{}]}, None, None, None),
        ({"code": "0", "data": []}, None, None, None),
        ("<html>", None, None, None),
        (None, None, None, None),
    ],
)
def test_okx_tells_rights_in_one_string(
    answer: Any, may_trade: bool | None, may_withdraw: bool | None, bound: bool | None
) -> None:
    told = key_report(KEYS["okx"], answer, answer)
    assert (told.may_trade, told.may_withdraw, told.bound_to_addresses) == (
        may_trade, may_withdraw, bound,
    )  # fmt: skip


@pytest.mark.parametrize("venue", sorted(KEYS))
@pytest.mark.parametrize("answer", [None, [], {}, "", 0, {"result": {}}, {"data": [None]}])
def test_what_is_not_told_never_becomes_a_no(venue: str, answer: Any) -> None:
    told = key_report(KEYS[venue], answer, answer)
    assert (told.may_withdraw, told.may_trade) == (None, None)
    assert told == KeyReport()


def test_a_right_that_bybit_grants_in_a_group_is_named_with_it() -> None:
    answer = {
        "result": {
            "permissions": {"Wallet": ["SubMemberTransfer"], "ContractTrade": ["Order"]},
            "readOnly": 0,
            "expiredAt": "1970-01-01T00:00:00Z",
        }
    }
    told = key_report(KEYS["bybit"], answer, answer)
    assert told.permissions == ("ContractTrade.Order", "Wallet.SubMemberTransfer")
    assert (told.may_withdraw, told.expires_at) == (True, None)


@pytest.mark.parametrize(
    ("written", "unit_s", "moment"),
    [
        ("1587971460000", 0.001, 1_587_971_460 * NS),
        (1_587_971_460_000, 0.001, 1_587_971_460 * NS),
        ("2018-06-19T16:51:23.839Z", 1.0, 1_529_427_083_839_000_000),
        ("0", 1.0, None),
        (0, 0.001, None),
        ("never", 1.0, None),
        (True, 1.0, None),
        (None, 1.0, None),
        ({}, 1.0, None),
    ],
)
def test_moments_are_read_as_they_are_written(
    written: Any, unit_s: float, moment: int | None
) -> None:
    assert moment_ns(written, unit_s) == moment


class Wire:
    """An exchange that answers a raw call with what it is told to."""

    def __init__(self, call: str, answer: Any) -> None:
        self.asked: list[dict[str, Any]] = []

        async def answered(parameters: dict[str, Any]) -> Any:
            self.asked.append(parameters)
            return answer

        setattr(self, call, answered)

    def market_id(self, symbol: str) -> str:
        return {"BTC/USD:BTC": "BTC_USD"}[symbol]


def switch(venue: str, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> DeadManSwitch:
    # Another venue's terms behind an entry that is there: only the terms matter here.
    monkeypatch.setattr("terminal.venues.ccxt.dead_man.DEAD_MEN", {"bybit": DEAD_MEN[venue]})
    limiter = PriorityLimiter(BYBIT.order_limits, lambda: 0.0)
    return DeadManSwitch(
        entry=BYBIT, credentials=Credentials("k", "s"), orders=wire, private=wire,
        symbols=("BTC/USD:BTC",), pacing=Pacing(limiter, limiter), clock=lambda: 5 * NS,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("venue", "answer", "asked", "until_at"),
    [
        (
            "okx",
            {"code": "0", "data": [{"triggerTime": "1587971460000", "ts": "1587971400000"}]},
            {"timeOut": 60},
            1_587_971_460 * NS,
        ),
        (
            "krakenfutures",
            {"result": "success", "status": {"triggerTime": "2018-06-19T16:52:23Z"}},
            {"timeout": 60},
            1_529_427_143 * NS,
        ),
        (
            "gate",
            {"triggerTime": "1660039145000"},
            {"timeout": 60, "settle": "btc", "contract": "BTC_USD"},
            1_660_039_145 * NS,
        ),
    ],
)
async def test_armed_until_is_the_venues_own_word(
    venue: str, answer: Any, asked: dict[str, Any], until_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = Wire(DEAD_MEN[venue].call, answer)
    told = await switch(venue, wire, monkeypatch).arm(60.0)
    assert (told.state, told.until_at) == (DeadManState.ARMED, until_at)
    assert wire.asked == [asked]


@pytest.mark.parametrize("venue", sorted(DEAD_MEN))
def test_every_call_of_a_switch_is_one_of_ccxts(venue: str) -> None:
    exchange = getattr(ccxt.pro, venue)()
    assert hasattr(exchange, DEAD_MEN[venue].call)
    assert not DEAD_MEN[venue].confirm_call or hasattr(exchange, DEAD_MEN[venue].confirm_call)


@pytest.mark.parametrize("venue", sorted(KEYS))
def test_every_call_about_a_key_is_one_of_ccxts(venue: str) -> None:
    exchange = getattr(ccxt.pro, venue)()
    assert all(hasattr(exchange, c) for c in (KEYS[venue].call, KEYS[venue].uid_call) if c)


@pytest.mark.parametrize("answer", [None, {}, {"data": [{"triggerTime": "0"}]}, "<html>"])
async def test_an_answer_that_does_not_say_when_is_not_armed(
    answer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = Wire(DEAD_MEN["okx"].call, answer)
    assert (await switch("okx", wire, monkeypatch).arm(60.0)).state is DeadManState.REFUSED


async def test_a_time_out_is_kept_within_what_the_venue_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wire = Wire(DEAD_MEN["okx"].call, {"data": [{"triggerTime": "1587971460000"}]})
    made = switch("okx", wire, monkeypatch)
    await made.arm(1.0)
    await made.arm(3_600.0)
    assert wire.asked == [{"timeOut": 10}, {"timeOut": 120}]
