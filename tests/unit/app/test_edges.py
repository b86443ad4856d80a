"""What the way of an order, the kill switch and the heartbeat do when something near them fails."""

import asyncio
import os
import threading
from pathlib import Path

import msgspec
import pytest

from terminal.app import supervision, way_out
from terminal.app.clock import AnchoredClock
from terminal.app.interpreter import Garbage
from terminal.app.latch import Latch, Latched
from terminal.app.pulse import Pulse
from terminal.app.task_scope import TaskScope
from terminal.model.events import (
    AnyEvent,
    Clock,
    Command,
    CommandName,
    Mark,
    OrderReport,
    OrderState,
)
from terminal.model.outputs import Alert, AnyOutput, CancelIntent, OrderIntent, Purpose
from terminal.model.reasons import Reason
from terminal.venues.base import Emit
from tests.unit.app.fakes import START, SYMBOL, intent, mark
from tests.unit.app.rooms import Room
from tests.unit.app.test_dispatcher import SlowJournal, reports
from tests.unit.app.test_kill_control import cancels, kill_command, said

SECOND = 1_000_000_000


def alerts(room: Room) -> list[Reason]:
    return [item.reason for item in room.pushed if isinstance(item, Alert)]


# the way of an order


async def test_an_order_that_a_slow_disk_held_up_is_too_old_to_send(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(way_out, "_LONGEST_WAY_S", 0.01)
    journal = SlowJournal()
    room = Room(tmp_path, journal=journal)
    room.engine.script[Mark] = lambda _: [intent(), intent("st1n2", purpose=Purpose.RESTORE)]
    room.dispatcher.emit(mark())
    await asyncio.sleep(0.02)
    journal.settle()
    await room.until(lambda: room.venue.asked == ["submit st1n2"])
    assert reports(room) == [(OrderState.DEAD, "too_late")]
    await room.close()


async def test_once_the_end_has_begun_no_order_leaves(room: Room) -> None:
    room.dispatcher.close_doors()
    room.engine.script[Mark] = lambda _: [intent(), intent("st1n2", purpose=Purpose.RESTORE)]
    room.dispatcher.emit(mark())
    await room.until(lambda: len(reports(room)) == 2)
    assert room.venue.asked == []
    assert reports(room) == [(OrderState.DEAD, "shut_down")] * 2


async def test_a_window_that_fails_holds_up_neither_orders_nor_feeds(tmp_path: Path) -> None:
    room = Room(tmp_path)

    def fail(_: object) -> None:
        raise RuntimeError("the window is gone")

    room.dispatcher._push = fail
    room.engine.script[Mark] = lambda _: [intent("st1n1"), intent("st1n2")]
    room.dispatcher.emit(mark())
    await room.until(lambda: room.venue.asked == ["submit st1n1", "submit st1n2"])
    assert (CommandName.MANUAL, "internal_error") in [
        (one.name, one.reason) for one in room.engine.heard(Command)
    ]
    await room.close()


async def test_an_onlooker_that_fails_is_told_and_takes_no_feed_down(room: Room) -> None:
    def fail(event: AnyEvent, _: list[AnyOutput]) -> None:
        if isinstance(event, Mark):
            raise KeyError("unseen")

    room.dispatcher.observe(fail)
    room.dispatcher.emit(mark())
    assert alerts(room) == [Reason.INTERNAL_ERROR]
    assert [one.name for one in room.engine.heard(Command)] == [CommandName.MANUAL]


async def test_the_same_defect_again_and_again_is_told_once(room: Room) -> None:
    for _ in range(100):
        room.dispatcher.internal_error("the snapshot failed")
    room.dispatcher.internal_error("something else")
    assert len(alerts(room)) == 2


async def test_an_engine_that_cannot_go_to_manual_sends_no_more_orders(room: Room) -> None:
    def fail(_: AnyEvent) -> list[AnyOutput]:
        raise ZeroDivisionError

    room.engine.script[Command] = fail
    room.dispatcher.disarm("slept")
    room.engine.script[Mark] = lambda _: [intent(), intent("st1n2", purpose=Purpose.FLATTEN)]
    room.dispatcher.emit(mark())
    await room.until(lambda: room.venue.asked == ["submit st1n2"])
    assert reports(room) == [(OrderState.DEAD, "internal_error")]


async def test_nothing_that_may_add_to_a_position_passes_the_latch(room: Room) -> None:
    adding = msgspec.structs.replace(intent("st1n1", purpose=Purpose.KILL), reduce_only=False)
    room.dispatcher.way_out.latched = True
    room.engine.script[Mark] = lambda _: [adding]
    room.dispatcher.emit(mark())
    await room.until(lambda: reports(room) == [(OrderState.DEAD, "killed")])
    assert room.venue.asked == []


async def test_a_cancel_that_never_comes_back_is_given_up(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(way_out, "_ANSWER_TIMEOUT_S", 0.01)

    async def hang(_: object) -> None:
        await asyncio.Event().wait()

    room.venue.cancel = hang  # type: ignore[method-assign,assignment]
    cancel = CancelIntent(at=START, venue="fake", reason=Reason.KILLED)
    room.engine.script[Mark] = lambda _: [cancel]
    room.dispatcher.emit(mark())
    await room.until(lambda: len(room.scope) == 0)
    assert room.errors == []


async def test_what_is_started_during_the_end_never_runs() -> None:
    scope = TaskScope(lambda *_: None)
    ran: list[str] = []

    async def late() -> None:
        ran.append("late")

    async def last_words() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            scope.start("late", late())

    scope.start("last words", last_words())
    await asyncio.sleep(0)
    assert await scope.close(1.0) == ()
    scope.start("later", late())
    await asyncio.sleep(0.001)
    assert ran == []
    assert len(scope) == 0


# the kill switch


async def test_a_venue_whose_kill_is_cancelled_under_it_is_asked_again(room: Room) -> None:
    async def cancelled_once() -> None:
        if room.venue.asked.count("kill") == 1:
            raise asyncio.CancelledError
        room.venue.say(confirmed=True)

    room.venue.on_kill = cancelled_once
    room.kill.press(kill_command())
    await room.until(lambda: said(room.latch, "fake") == "confirmed")
    assert room.venue.asked.count("kill") == 2


async def test_a_disk_that_hangs_over_the_progress_does_not_hold_up_the_switch(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_meanwhile = threading.Event()
    seen: list[bool] = []

    async def kill() -> None:
        asked_meanwhile.set()
        room.venue.say(confirmed=True)

    def hang(*_: object) -> None:
        seen.append(asked_meanwhile.wait(1.0))

    monkeypatch.setattr(Latch, "report", hang)
    room.venue.on_kill = kill
    room.kill.press(kill_command())
    await room.until(lambda: len(room.scope) == 0)
    assert seen
    assert all(seen)


async def test_a_press_during_a_reset_stands(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.engine.script[Command] = cancels
    room.kill.press(kill_command())
    await room.until(lambda: "kill" in room.venue.asked)
    await room.until(lambda: len(room.scope) == 0)
    loop, clear = asyncio.get_running_loop(), Latch.clear

    def press_meanwhile(latch: Latch, press_ids: frozenset[str]) -> bool:
        pressed = threading.Event()
        loop.call_soon_threadsafe(room.kill.press, kill_command())
        loop.call_soon_threadsafe(pressed.set)
        assert pressed.wait(1.0)
        return clear(latch, press_ids)

    monkeypatch.setattr(Latch, "clear", press_meanwhile)
    room.dispatcher.emit(Command(at=START, name=CommandName.RESET, reason="checked"))
    await room.until(lambda: len(room.scope) == 0)
    assert room.dispatcher.way_out.latched
    assert room.latch.read() is not None


def test_a_press_from_outside_between_looking_and_opening_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    latch = Latch(tmp_path / "latch", tmp_path / "state")
    outside = Latch(tmp_path / "latch", tmp_path / "state")
    latch.press("a", START, "one", flatten=False)
    read = Latch.read
    late = iter([True])

    def read_slowly(self: Latch) -> Latched | None:
        found = read(self)
        if next(late, False):
            outside.press("b", START, "two", flatten=True)
        return found

    monkeypatch.setattr(Latch, "read", read_slowly)
    assert not latch.clear(frozenset({"a"}))
    standing = outside.read()
    assert standing is not None
    assert (standing.press_id, standing.flatten) == ("b", True)


def test_a_latch_that_the_system_will_not_show_counts_as_pressed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    latch = Latch(tmp_path / "latch", tmp_path / "state")

    def fail(_: Path) -> os.stat_result:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "stat", fail)
    latched = latch.changed()
    assert latched is not None
    assert "Input/output error" in latched.reason


async def test_a_press_while_the_terminal_ends_is_on_disk_for_the_next_start(room: Room) -> None:
    room.kill.press(kill_command(flatten=True))
    assert await room.scope.close(1.0) == ()  # before the press could take a single step
    first = room.latch.read()
    assert first is not None
    assert first.flatten
    room.kill.press(kill_command())
    second = room.latch.read()
    assert second is not None
    assert second.press_id != first.press_id


# the heartbeat


class Time:
    """Both clocks, moved by hand."""

    def __init__(self) -> None:
        self.wall = START
        self.monotonic = 0
        self.clock = AnchoredClock(lambda: self.wall, lambda: self.monotonic)


def pulse_of(room: Room, time: Time) -> Pulse:
    return Pulse(
        clock=time.clock,
        dispatcher=room.dispatcher,
        kill=room.kill,
        supervisor=room.supervisor,
        gauges=room.gauges,
        garbage=Garbage(),
    )


async def test_an_order_that_was_on_its_way_when_the_machine_slept_is_not_sent(
    tmp_path: Path,
) -> None:
    """Awake again, tasks may run before the first beat, and the monotonic clock stood still."""
    journal = SlowJournal()
    room, time = Room(tmp_path, journal=journal), Time()
    pulse = pulse_of(room, time)
    pulse.beat(0.0)
    room.engine.script[Mark] = lambda _: [intent()]
    room.dispatcher.emit(mark())
    time.wall += 600 * SECOND
    journal.settle()
    await room.until(lambda: reports(room) == [(OrderState.DEAD, "loop_lag")])
    assert room.venue.asked == []
    await room.close()


async def test_a_beat_that_fails_is_told_and_the_heart_goes_on(room: Room) -> None:
    time = Time()
    pulse = pulse_of(room, time)
    broken = iter([True])

    def fail_once() -> None:
        if next(broken, False):
            raise ZeroDivisionError

    room.kill.watch = fail_once  # type: ignore[method-assign]
    beating = room.scope.start("pulse", pulse.run())
    await room.until(lambda: len(room.engine.heard(Clock)) >= 2)
    beating.cancel()
    assert alerts(room) == [Reason.INTERNAL_ERROR]


# venues


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "_FIRST_RETRY_S", 0.001)


@pytest.mark.usefixtures("impatient")
async def test_a_venue_whose_run_is_cancelled_under_it_is_begun_again(room: Room) -> None:
    async def cancelled_once(emit: Emit) -> None:
        if room.venue.runs == 1:
            raise asyncio.CancelledError
        emit(mark())

    room.venue.on_run = cancelled_once
    room.supervisor.start(room.venues)
    await room.until(lambda: bool(room.engine.heard(Mark)))
    assert room.venue.runs == 2
    assert Reason.VENUE_UNAVAILABLE in alerts(room)


async def test_a_venue_that_will_not_end_is_not_run_twice_at_a_time(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "_END_TIMEOUT_S", 0.01)
    let_go = asyncio.Event()

    async def stubborn(_: Emit) -> None:
        while room.venue.runs == 1 and not let_go.is_set():
            try:
                await let_go.wait()
            except asyncio.CancelledError:
                continue

    room.venue.on_run = stubborn
    room.supervisor.start(room.venues)
    await room.venue.running.wait()
    room.supervisor.resync()
    await asyncio.sleep(0.05)
    assert room.venue.runs == 1
    let_go.set()
    await room.until(lambda: room.venue.runs == 2)


async def test_what_a_stopped_order_leaves_behind_is_nothing(room: Room) -> None:
    """Withdrawn and never sent: the memory of it goes as well."""
    room.engine.script[Mark] = lambda _: [
        intent(),
        CancelIntent(
            at=START, venue="fake", symbol=SYMBOL, client_order_id="st1n1", reason=Reason.NOT_ARMED
        ),
    ]
    room.dispatcher.emit(mark())
    await room.until(lambda: len(room.scope) == 0)
    assert room.dispatcher.quiet
    assert room.dispatcher.way_out._unsent == {}


async def test_an_order_is_unknown_when_the_venue_cancels_the_sending(room: Room) -> None:
    async def cancelled(_: OrderIntent) -> None:
        raise asyncio.CancelledError

    room.venue.on_submit = cancelled
    room.engine.script[Mark] = lambda _: [intent()]
    room.dispatcher.emit(mark())
    await room.until(lambda: bool(room.engine.heard(OrderReport)))
    assert [state for state, _ in reports(room)] == [OrderState.UNKNOWN]
