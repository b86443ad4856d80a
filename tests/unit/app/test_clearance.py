"""A venue that makes orders ready beforehand is told when one may leave, and when not."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from terminal.model.events import Mark, OrderReport, OrderState
from terminal.model.outputs import CancelIntent, OrderIntent, Purpose
from terminal.model.reasons import Reason
from terminal.storage.journal import JournalError
from terminal.venues.base import Clearance
from tests.unit.app.fakes import START, SYMBOL, FakeVenue, intent, mark
from tests.unit.app.rooms import Room
from tests.unit.app.test_dispatcher import SlowJournal


class HoldingVenue(FakeVenue):
    """Makes orders ready and asks before they leave; the answers are by order."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[str, str | None] = {}
        self.when_answered: Callable[[], None] = lambda: None
        self.on_submit = self._ask

    def ask_before_sending(self, clearance: Clearance) -> None:
        self.clearance = clearance

    async def _ask(self, sent: OrderIntent) -> None:
        self.answers[sent.client_order_id] = await self.clearance(sent)
        self.when_answered()


@pytest.fixture
def journal() -> SlowJournal:
    return SlowJournal()


@pytest.fixture
def venue() -> HoldingVenue:
    return HoldingVenue()


@pytest.fixture
def room(tmp_path: Path, journal: SlowJournal, venue: HoldingVenue) -> Room:
    room = Room(tmp_path, journal=journal)
    room.dispatcher.attach({"fake": venue})
    return room


def send(room: Room, *orders: OrderIntent) -> None:
    room.engine.script[Mark] = lambda _: list(orders)
    room.dispatcher.emit(mark())


async def test_an_order_is_made_ready_while_the_disk_is_at_work(
    room: Room, venue: HoldingVenue, journal: SlowJournal
) -> None:
    hurried: list[int] = []
    venue.when_answered = lambda: hurried.append(journal.hurried)
    send(room, intent("st1n1"))
    assert venue.asked == ["submit st1n1"], "at once"
    await asyncio.sleep(0)
    assert venue.answers == {}, "not before its intent is on disk"
    quiet = [room.dispatcher.way_out.quiet]
    assert room.gauges.tick_to_order.quantile(0.5) is None
    journal.settle()
    await room.until(lambda: venue.answers == {"st1n1": None})
    quiet.append(room.dispatcher.way_out.quiet)
    assert quiet == [False, True]
    assert hurried == [0], "the order first"
    await room.until(lambda: journal.hurried == 1)
    assert room.gauges.tick_to_order.quantile(0.5) is not None
    await room.close()


async def test_an_order_is_let_go_once(
    room: Room, venue: HoldingVenue, journal: SlowJournal
) -> None:
    send(room, intent("st1n1"))
    journal.settle()
    await room.until(lambda: venue.answers == {"st1n1": None})
    assert await venue.clearance(intent("st1n1")) == "not_on_its_way"
    assert await venue.clearance(intent("st1n9")) == "not_on_its_way", "nobody took it"
    await room.close()


async def test_what_the_disk_refuses_does_not_leave(
    room: Room, venue: HoldingVenue, journal: SlowJournal
) -> None:
    send(room, intent("st1n1"))
    journal.waiting[0].set_exception(JournalError("no space left"))
    await room.until(lambda: venue.answers == {"st1n1": Reason.JOURNAL_FAILED.value})
    assert any("no space left" in str(alert) for alert in room.pushed)
    await room.close()


@pytest.mark.parametrize("purpose", [Purpose.SCALE, Purpose.FLATTEN])
async def test_the_latch_has_the_last_word_when_the_disk_has_answered(
    room: Room, venue: HoldingVenue, journal: SlowJournal, purpose: Purpose
) -> None:
    send(room, intent("st1n1", purpose=purpose))
    room.dispatcher.way_out.latched = True
    journal.settle()
    await room.until(lambda: "st1n1" in venue.answers)
    only_reduces = purpose is Purpose.FLATTEN
    assert venue.answers == {"st1n1": None if only_reduces else Reason.KILLED.value}
    await room.close()


async def test_nothing_at_all_leaves_to_another_account(
    room: Room, venue: HoldingVenue, journal: SlowJournal
) -> None:
    room.dispatcher.way_out.set_read_only("fake", True)
    send(room, intent("st1n1", purpose=Purpose.FLATTEN))
    journal.settle()
    await room.until(lambda: venue.answers == {"st1n1": Reason.OTHER_ACCOUNT.value})
    await room.close()


async def test_an_order_cancelled_while_it_is_made_ready_does_not_leave(
    room: Room, venue: HoldingVenue, journal: SlowJournal
) -> None:
    send(room, intent("st1n1"))
    cancel = CancelIntent(
        at=START, venue="fake", symbol=SYMBOL, client_order_id="st1n1", reason=Reason.NOT_ARMED
    )
    room.dispatcher.way_out.cancel(cancel)
    journal.settle()
    await room.until(lambda: venue.answers == {"st1n1": "cancelled_before_sending"})
    assert venue.asked == ["submit st1n1"], "the venue knows of nothing to cancel"
    await room.close()


async def test_an_order_that_waits_for_the_disk_at_the_end_is_dead(
    room: Room, venue: HoldingVenue, journal: SlowJournal
) -> None:
    send(room, intent("st1n1"))
    await asyncio.sleep(0)
    await room.close()
    (report,) = room.engine.heard(OrderReport)
    assert (report.state, report.reason) == (OrderState.DEAD, "shut_down")
    assert venue.answers == {}


async def test_an_order_that_a_venue_turns_down_by_itself_is_on_its_way_no_more(
    room: Room, venue: HoldingVenue
) -> None:
    async def turn_down(_: OrderIntent) -> None:
        """It does not fit; nothing is asked."""

    venue.on_submit = turn_down
    send(room, intent("st1n1"))
    assert room.dispatcher.way_out.quiet
    await room.close()
