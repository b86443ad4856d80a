"""The kill switch: latched before anything is sent, repeated until every venue has confirmed."""

import asyncio
import os
from pathlib import Path

import pytest

from terminal.app.latch import Latch
from terminal.model.events import AnyEvent, Command, CommandName, Mark
from terminal.model.outputs import (
    Alert,
    AnyOutput,
    CancelIntent,
    Gate,
    Mode,
    ModeChanged,
    Purpose,
)
from terminal.model.reasons import Reason
from tests.unit.app.fakes import START, intent, mark
from tests.unit.app.rooms import Room


def kill_command(*, flatten: bool = False) -> Command:
    return Command(at=START, name=CommandName.KILL, reason="enough", flatten=flatten)


def said(latch: Latch, venue: str) -> str | None:
    """What the running terminal has written down of a venue."""
    progress = latch.progress()
    return None if progress is None else progress.venues.get(venue)


def cancels(event: AnyEvent) -> list[AnyOutput]:
    """What the engine answers to a kill."""
    assert isinstance(event, Command)
    if event.name is CommandName.KILL:
        return [CancelIntent(at=START, venue="fake", reason=Reason.KILLED)]
    if event.name is CommandName.RESET:
        return [ModeChanged(at=START, mode=Mode.MANUAL, gate=Gate.RUNNING, reason="checked")]
    return []


async def test_the_latch_is_on_disk_before_anything_is_sent(room: Room) -> None:
    on_disk: list[bool] = []
    room.engine.script[Command] = cancels
    ask = room.venue.confirm

    async def look() -> None:
        on_disk.append(room.latch.read() is not None)
        await ask()

    room.venue.on_kill = look
    room.kill.press(kill_command())
    assert room.dispatcher.way_out.latched
    assert [command.name for command in room.engine.heard(Command)] == [CommandName.KILL]
    assert room.venue.asked == []  # neither the engine's cancel nor the venue's own
    await room.until(lambda: "kill" in room.venue.asked)
    assert on_disk == [True]
    assert "cancel all" in room.venue.asked
    latched = room.latch.read()
    assert latched is not None
    assert (latched.reason, latched.flatten) == ("enough", False)


async def test_flattening_orders_wait_for_the_latch_and_then_leave(room: Room) -> None:
    def flatten(_: AnyEvent) -> list[AnyOutput]:
        return [
            CancelIntent(at=START, venue="fake", reason=Reason.KILLED),
            intent("st1n9", purpose=Purpose.KILL),
        ]

    room.engine.script[Command] = flatten
    room.kill.press(kill_command(flatten=True))
    assert room.venue.asked == []
    await room.until(lambda: "submit st1n9" in room.venue.asked)
    assert room.venue.asked.index("cancel all") < room.venue.asked.index("submit st1n9")
    latched = room.latch.read()
    assert latched is not None
    assert latched.flatten


async def test_nothing_but_protection_leaves_after_the_press(room: Room) -> None:
    room.kill.press(kill_command())
    room.engine.script[Mark] = lambda _: [intent("st1n1"), intent("st1n2", purpose=Purpose.FLATTEN)]
    room.dispatcher.emit(mark())
    await room.until(lambda: "submit st1n2" in room.venue.asked)
    await room.until(lambda: "kill" in room.venue.asked)
    assert "submit st1n1" not in room.venue.asked


async def test_a_venue_is_asked_again_until_it_confirms(room: Room) -> None:
    async def at_the_third_time() -> None:
        times = room.venue.asked.count("kill")
        if times == 1:
            raise ConnectionError
        room.venue.say(confirmed=times >= 3)

    room.venue.on_kill = at_the_third_time
    room.kill.press(kill_command())
    await room.until(lambda: room.venue.asked.count("kill") == 3)
    await room.until(lambda: said(room.latch, "fake") == "confirmed")


async def test_a_venue_that_is_down_does_not_keep_the_others_waiting(tmp_path: Path) -> None:
    room = Room(tmp_path, "down", "up")

    async def hang() -> None:
        await asyncio.Event().wait()

    room.venues["down"].on_kill = hang
    room.kill.press(kill_command())
    await room.until(lambda: said(room.latch, "up") == "confirmed")
    assert said(room.latch, "down") == "requested"
    await room.close()


async def test_a_disk_that_fails_does_not_stop_the_switch(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Latch, "press", fail)
    room.kill.press(kill_command())
    await room.until(lambda: "kill" in room.venue.asked)
    details = [item.detail for item in room.pushed if isinstance(item, Alert)]
    assert any("could not be written to disk" in detail for detail in details)


async def test_a_press_from_outside_is_obeyed_at_the_next_look(room: Room) -> None:
    outside = Latch(room.directory / "kill.latch", room.directory / "kill.state")
    room.kill.watch()
    assert room.engine.events == []
    outside.press("from-outside", START, "pressed on the command line", flatten=True)
    room.kill.watch()
    (command,) = room.engine.heard(Command)
    assert (command.name, command.flatten) == (CommandName.KILL, True)
    assert command.reason == "pressed on the command line"
    await room.until(lambda: "kill" in room.venue.asked)
    await room.until(lambda: said(outside, "fake") == "confirmed")
    room.kill.watch()
    assert len(room.engine.heard(Command)) == 1


async def test_our_own_press_is_not_obeyed_a_second_time(room: Room) -> None:
    room.kill.press(kill_command())
    await room.until(lambda: "kill" in room.venue.asked)
    room.kill.watch()
    assert len(room.engine.heard(Command)) == 1


async def test_a_latch_that_cannot_be_read_counts_as_pressed(room: Room) -> None:
    (room.directory / "kill.latch").write_bytes(b"\xffgarbage")
    room.kill.watch()
    assert room.dispatcher.way_out.latched
    await room.until(lambda: "kill" in room.venue.asked)


async def test_a_reset_that_the_engine_takes_opens_the_latch_on_disk(room: Room) -> None:
    room.engine.script[Command] = cancels
    room.kill.press(kill_command())
    await room.until(lambda: "kill" in room.venue.asked)
    room.dispatcher.emit(Command(at=START, name=CommandName.RESET, reason="checked"))
    await room.until(lambda: not room.dispatcher.way_out.latched)
    assert room.latch.read() is None
    assert room.latch.progress() is None


async def test_a_reset_that_the_engine_refuses_leaves_everything_latched(room: Room) -> None:
    room.kill.press(kill_command())
    await room.until(lambda: "kill" in room.venue.asked)
    room.dispatcher.emit(Command(at=START, name=CommandName.RESET, reason=""))
    await room.until(lambda: len(room.scope) == 0)
    assert room.dispatcher.way_out.latched
    assert room.latch.read() is not None


async def test_a_press_from_outside_during_a_reset_wins(room: Room) -> None:
    room.engine.script[Command] = cancels
    room.kill.press(kill_command())
    await room.until(lambda: "kill" in room.venue.asked)
    room.latch.press("from-outside", START, "again", flatten=False)
    room.dispatcher.emit(Command(at=START, name=CommandName.RESET, reason="checked"))
    await room.until(lambda: len(room.scope) == 0)
    assert room.dispatcher.way_out.latched
    assert room.latch.read() is not None


def test_pressing_again_adds_flattening_and_never_takes_it_away(tmp_path: Path) -> None:
    latch = Latch(tmp_path / "latch", tmp_path / "state")
    latch.press("a", START, "one", flatten=True)
    latch.press("b", START, "two", flatten=False)
    latched = latch.read()
    assert latched is not None
    assert (latched.press_id, latched.flatten) == ("b", True)


@pytest.mark.skipif(os.name == "nt", reason="permissions are the profile's on Windows")
def test_the_latch_is_private(tmp_path: Path) -> None:
    Latch(tmp_path / "latch", tmp_path / "state").press("a", START, "one", flatten=False)
    assert (tmp_path / "latch").stat().st_mode & 0o777 == 0o600
