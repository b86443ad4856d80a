"""Another key, environment or account under a venue's name: nothing of the journal goes there."""

from decimal import Decimal

import pytest

from terminal.app.account_guard import AccountGuard
from terminal.app.contracts import VenuePlan
from terminal.app.former_orders import FormerOrders
from terminal.model.checks import Check, CheckLine, CheckState, PreflightReport
from terminal.model.events import RecoveredOrder, Side
from terminal.model.outputs import Alert, Level
from terminal.model.reasons import Reason
from terminal.storage.account_book import FILE_NAME, AccountBook
from terminal.venues.base import Clock, Venue
from tests.unit.app.fakes import START, SYMBOL, FakeVenue
from tests.unit.app.rooms import Room
from tests.unit.engine.desk import contract

LISTED = contract(SYMBOL, "bybit", at=START)
OK = CheckLine(Check.ACCOUNT, CheckState.GREEN, "balances and positions are told")


def order(name: str = "lost", sent_at: int = 10) -> RecoveredOrder:
    return RecoveredOrder(
        at=START, venue="bybit", symbol=SYMBOL, client_order_id=name, decision_id=1,
        side=Side.BUY, contracts=Decimal(100), reduce_only=False, type="limit",
        limit_price=Decimal(50_000), purpose="manual", sent_at=sent_at,
    )  # fmt: skip


def make(_: Clock) -> Venue:
    return FakeVenue("bybit")


class Start:
    """One start of the terminal with a key, on a directory that remembers the last one."""

    def __init__(
        self,
        room: Room,
        key: str = "key-1",
        place: str = "bybit live",
        unresolved: tuple[RecoveredOrder, ...] = (),
        name: str = "bybit",
    ) -> None:
        self.room = room
        self.name = name
        self.book = AccountBook(room.directory)
        self.guard = AccountGuard(self.book, room.dispatcher.way_out.set_read_only)
        self.plan = VenuePlan(name, True, make, place=place, key=key)
        self.guard.begin([self.plan], unresolved)
        self.former = FormerOrders(
            unresolved, dispatcher=room.dispatcher, clock=room.clock, guard=self.guard
        )
        self.former.start()
        if unresolved:
            room.dispatcher.emit(LISTED)

    async def told(self, uid: str, name: str = "bybit") -> CheckLine:
        """Return the line on the account once the venue has told its number."""
        report = PreflightReport(venue=name, at=START, lines=(OK,), account_uid=uid)
        (line,) = (await self.guard.checked(report)).lines
        return line

    @property
    def asked(self) -> list[str]:
        return [one.client_order_id for one in self.room.engine.heard(RecoveredOrder)]

    @property
    def alarms(self) -> list[str]:
        return [
            item.detail
            for item in self.room.pushed
            if isinstance(item, Alert)
            and (item.level, item.reason) == (Level.ALARM, Reason.OTHER_ACCOUNT)
        ]


async def test_the_same_key_is_the_same_account_and_is_asked_at_once(room: Room) -> None:
    Start(room)
    assert Start(room, unresolved=(order(),)).asked == ["lost"]


@pytest.mark.parametrize("place", ["bybit testnet", "bybit demo", "okx live"])
async def test_another_environment_under_the_same_name_is_never_asked_and_is_read_only(
    room: Room, place: str
) -> None:
    Start(room)
    start = Start(room, "key-2", place, (order(),))
    line = await start.told("111")
    assert start.asked == []
    (alarm,) = start.alarms
    assert "lost" in alarm
    assert "look there" in alarm
    assert room.dispatcher.way_out.read_only == {"bybit"}
    assert line.state is CheckState.RED
    assert f"the settings are of {place}, the journal of bybit live" in line.found
    assert start.book.known("bybit") is None, "nor is its number taken for the journal's"
    assert start.book.whose("bybit").place == "bybit live"  # type: ignore[union-attr]


async def test_another_key_is_asked_nothing_before_the_venue_has_told_whose_it_is(
    room: Room,
) -> None:
    first = Start(room)
    await first.told("111")
    start = Start(room, "key-2", unresolved=(order(),))
    assert start.asked == []
    assert (await start.told("")).state is CheckState.WARNING
    assert start.asked == []
    assert (await start.told("")).state is CheckState.WARNING
    assert len(start.alarms) == 1, "the trader hears of it once"
    assert (await start.told("111")).state is CheckState.GREEN
    assert start.asked == ["lost"]
    assert len(start.alarms) == 1
    assert Start(room, "key-2", unresolved=(order("next"),)).asked == ["lost", "next"]


async def test_a_key_of_another_account_is_never_asked_about_the_orders_of_the_first(
    room: Room,
) -> None:
    await Start(room).told("111")
    start = Start(room, "key-2", unresolved=(order("one"), order("two")))
    line = await start.told("222")
    assert line.state is CheckState.RED
    assert "of account 222, the journal of 111" in line.found
    assert start.asked == []
    assert len(start.alarms) == 1
    assert "one, two" in start.alarms[0]
    assert room.dispatcher.way_out.read_only == {"bybit"}


async def test_another_key_where_no_number_was_ever_told_leaves_the_orders_to_the_trader(
    room: Room,
) -> None:
    Start(room)
    start = Start(room, "key-2", unresolved=(order(),))
    for uid in ("", "111"):
        line = await start.told(uid)
        assert line.state is CheckState.WARNING
        assert "is not known" in line.found
    assert start.asked == []
    (alarm,) = start.alarms
    assert "not known to have ended: lost; sent with another key" in alarm
    assert "look for them on its page, or put the former key back" in alarm
    back = Start(room, "key-1", unresolved=(order(),))
    assert back.asked == ["lost"]


async def test_a_new_key_with_nothing_left_to_ask_about_is_a_new_key_and_no_more(
    room: Room,
) -> None:
    Start(room)
    start = Start(room, "key-2")
    assert (await start.told("")).state is CheckState.GREEN
    assert Start(room, "key-2", unresolved=(order(),)).asked == ["lost"]


async def test_orders_of_before_a_rebind_stay_the_former_accounts(room: Room) -> None:
    await Start(room).told("111")
    assert AccountBook(room.directory).forget("bybit", at=1_000)
    start = Start(room, "key-2", unresolved=(order("old", 999), order("new", 1_001)))
    assert start.asked == ["new"]
    assert "old" in start.alarms[0]
    assert "new" not in start.alarms[0]


async def test_a_book_of_an_earlier_version_is_read_and_waits_for_the_number(room: Room) -> None:
    (room.directory / FILE_NAME).write_text('{"bybit": "111"}')
    start = Start(room, unresolved=(order(),))
    assert start.book.known("bybit") == "111"
    assert start.asked == []
    await start.told("111")
    assert start.asked == ["lost"]


async def test_a_book_that_cannot_be_read_lets_nothing_be_asked(room: Room) -> None:
    (room.directory / FILE_NAME).write_text("{")
    start = Start(room, unresolved=(order(),))
    assert start.asked == []
    assert (await start.told("111")).state is CheckState.RED
    assert room.dispatcher.way_out.read_only == {"bybit"}


async def test_two_keys_of_one_account_are_found_out_once_the_venue_tells(room: Room) -> None:
    start = Start(room)
    twin = VenuePlan("again", True, make, place="bybit live", key="key-2")
    start.guard.begin([twin], ())
    assert (await start.told("111")).state is CheckState.GREEN
    line = await start.told("111", "again")
    assert line.state is CheckState.RED
    assert "account 111 is that of `bybit` too" in line.found
    assert "again" in room.dispatcher.way_out.read_only


async def test_one_number_at_two_places_is_two_accounts(room: Room) -> None:
    start = Start(room)
    start.guard.begin([VenuePlan("test", False, make, place="bybit testnet", key="key-2")], ())
    assert (await start.told("111")).state is CheckState.GREEN
    assert (await start.told("111", "test")).state is CheckState.GREEN
