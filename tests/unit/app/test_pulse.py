"""The heartbeat: time for the engine, the latch, the clock, the loop's own lag."""

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest

from terminal.app import pulse as pulse_module
from terminal.app.clock import AnchoredClock
from terminal.app.interpreter import Garbage
from terminal.app.latch import Latch
from terminal.app.pulse import INTERVAL_S, Pulse
from terminal.model.events import Clock, Command, CommandName, Feed, FeedChanged, FeedState
from terminal.model.outputs import Alert
from terminal.model.reasons import Reason
from tests.unit.app.fakes import START
from tests.unit.app.rooms import Room

SECOND = 1_000_000_000


class Time:
    """Both clocks, moved by hand."""

    def __init__(self) -> None:
        self.wall = START
        self.monotonic = 0
        self.clock = AnchoredClock(lambda: self.wall, lambda: self.monotonic)


@pytest.fixture
def clocks() -> Time:
    return Time()


@pytest.fixture
async def pulse(room: Room, clocks: Time) -> Pulse:
    return Pulse(
        clock=clocks.clock,
        dispatcher=room.dispatcher,
        kill=room.kill,
        supervisor=room.supervisor,
        gauges=room.gauges,
        garbage=Garbage(),
    )


def alerts(room: Room) -> list[Reason]:
    return [item.reason for item in room.pushed if isinstance(item, Alert)]


async def test_every_beat_tells_the_engine_the_time(room: Room, pulse: Pulse, clocks: Time) -> None:
    pulse.beat(0.0)
    clocks.monotonic += 50_000_000
    clocks.wall += 50_000_000
    pulse.beat(0.002)
    assert [event.at for event in room.engine.heard(Clock)] == [START, START + 50_000_000]
    assert room.gauges.loop_lag.quantile(1.0) == pytest.approx(2.0)


async def test_everything_is_collected_soon_after_the_start_and_then_now_and_again(
    room: Room, clocks: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, collected = 1_000.0, []

    class Counting(Garbage):
        def quiet(self) -> None:
            collected.append(now - 1_000)

    monkeypatch.setattr(pulse_module, "time", SimpleNamespace(monotonic=lambda: now))
    pulse = Pulse(
        clock=clocks.clock,
        dispatcher=room.dispatcher,
        kill=room.kill,
        supervisor=room.supervisor,
        gauges=room.gauges,
        garbage=Counting(),
    )
    while now < 1_170:
        now += 7
        pulse.beat(0.0)
    assert collected == [35, 98, 161]


async def test_it_beats_by_itself_every_50_ms(room: Room, pulse: Pulse) -> None:
    beating = room.scope.start("pulse", pulse.run())
    await room.until(lambda: len(room.engine.heard(Clock)) >= 4)
    beating.cancel()
    assert INTERVAL_S == 0.05


async def test_after_a_sleep_everything_is_stale_and_auto_is_off(
    room: Room, pulse: Pulse, clocks: Time
) -> None:
    room.supervisor.start(room.venues)
    await room.venue.running.wait()
    clocks.wall += 3 * SECOND
    pulse.beat(0.0)
    assert [(one.name, one.reason) for one in room.engine.heard(Command)] == [
        (CommandName.MANUAL, "slept")
    ]
    assert [event.state for event in room.engine.heard(FeedChanged)] == [
        FeedState.DISCONNECTED
    ] * len(Feed)
    assert alerts(room) == [Reason.SLEPT]
    await room.until(lambda: room.venue.runs == 2)
    assert room.engine.heard(Clock)[-1].at == clocks.wall


async def test_a_loop_that_stood_still_is_told(room: Room, pulse: Pulse) -> None:
    pulse.beat(0.4)
    assert alerts(room) == []
    pulse.beat(0.6)
    assert alerts(room) == [Reason.LOOP_LAG]


async def test_without_a_beat_for_half_a_second_the_dispatcher_knows_of_the_stall(
    room: Room, pulse: Pulse
) -> None:
    pulse.beat(0.0)
    assert not room.dispatcher.way_out.stalled()
    pulse._beat_at -= 0.6
    assert room.dispatcher.way_out.stalled()


async def test_the_latch_is_looked_at_on_every_beat(room: Room, pulse: Pulse) -> None:
    pulse.beat(0.0)
    Latch(room.directory / "kill.latch", room.directory / "kill.state").press(
        "outside", START, "enough", flatten=False
    )
    pulse.beat(0.0)
    assert room.dispatcher.way_out.latched
    await room.until(lambda: "kill" in room.venue.asked)


async def test_a_press_from_outside_takes_effect_within_a_tenth_of_a_second(
    room: Room, pulse: Pulse, tmp_path: Path
) -> None:
    room.scope.start("pulse", pulse.run())
    await room.until(lambda: bool(room.engine.heard(Clock)))
    loop = asyncio.get_running_loop()
    pressed = loop.time()
    Latch(tmp_path / "kill.latch", tmp_path / "kill.state").press(
        "outside", START, "enough", flatten=False
    )
    await room.until(lambda: room.dispatcher.way_out.latched)
    # Two beats and some room for a busy machine.
    assert loop.time() - pressed < 0.1 + 0.4
