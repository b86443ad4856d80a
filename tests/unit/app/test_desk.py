"""The desk: the engine on its own thread, the window on the other side, an orderly end."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from terminal.app.clock import AnchoredClock
from terminal.app.contracts import VenuePlan
from terminal.app.desk import Desk
from terminal.app.engine_room import Parts, Policy
from terminal.app.latch import Latch
from terminal.engine.snapshot import PolicyState
from terminal.model.errors import UserError
from terminal.model.events import (
    AnyEvent,
    Clock,
    Command,
    CommandName,
    Fill,
    FillType,
    Mark,
    OrderReport,
    OrderState,
    Session,
)
from terminal.model.outputs import Alert, AnyOutput, CancelIntent, Purpose
from terminal.model.reasons import Reason
from terminal.model.trades import TradeFeed, TradeFeedChanged
from terminal.storage.journal import Journal, verify
from terminal.ui.desk import Desk as WindowsDesk
from terminal.venues.base import Emit
from tests.unit.app.fakes import START, SYMBOL, FakeVenue, ScriptedEngine, intent, mark, order_row

_LONGEST_WAIT_S = 5.0


class Stage:
    """A desk on which everything but the desk is fake."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.engine = ScriptedEngine()
        self.venue: FakeVenue | None = None
        self.on_run: Callable[[Emit], None] = lambda _: None
        self.policy: Policy | None = None
        self.woken = threading.Event()
        self.threads: set[str] = set()
        self.desk = Desk(
            self.build,
            title="Fake",
            paper=True,
            journal_directory=directory,
            latch=Latch(directory / "kill.latch", directory / "kill.state"),
            presets={"one": {"side": "long"}},
            scenarios=("gap_down",),
            wake=self.woken.set,
        )

    def build(self, journal_failed: Callable[[str], None]) -> Parts:
        self.threads.add(threading.current_thread().name)
        return Parts(
            engine=self.engine,
            epoch=7,
            journal=Journal.open(self.directory, journal_failed),
            latch=self.latch,
            clock=AnchoredClock(),
            plans=[VenuePlan("fake", False, self.make)],
            policy=self.policy,
        )

    @property
    def latch(self) -> Latch:
        return Latch(self.directory / "kill.latch", self.directory / "kill.state")

    def make(self, _: Callable[[], int]) -> FakeVenue:
        self.threads.add(threading.current_thread().name)
        self.venue = FakeVenue()

        async def run(emit: Emit) -> None:
            self.on_run(emit)

        self.venue.on_run = run
        return self.venue

    def until(self, reached: Callable[[], bool]) -> None:
        """Wait on this thread for what the other one does."""
        pause = threading.Event()
        deadline = time.monotonic() + _LONGEST_WAIT_S
        while not reached():
            assert time.monotonic() < deadline, "it never came to that"
            pause.wait(0.002)

    def commands(self) -> list[tuple[CommandName, str | None]]:
        return [(one.name, one.reason) for one in self.engine.heard(Command)]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    before = set(threading.enumerate())
    opened = Stage(tmp_path)
    yield opened
    assert opened.desk.close()
    assert set(threading.enumerate()) <= before


def started(stage: Stage) -> Desk:
    stage.desk.start()
    return stage.desk


def test_it_is_the_desk_that_the_window_asks_for(stage: Stage) -> None:
    desk: WindowsDesk = stage.desk
    assert desk.paper
    assert desk.title == "Fake"
    assert desk.presets() == {"one": {"side": "long"}}
    assert desk.scenarios() == ("gap_down",)


def test_engine_and_venues_live_on_a_thread_of_their_own(stage: Stage) -> None:
    started(stage)
    assert stage.threads == {"engine"}


def test_the_engine_hears_its_number_then_the_policy_then_the_market(stage: Stage) -> None:
    stage.policy = Policy("cautious", {"side": "long", "target_leverage": 1.0})
    stage.on_run = lambda emit: emit(mark())
    started(stage)
    stage.until(lambda: bool(stage.engine.heard(Mark)))
    first, second, *_ = stage.engine.events
    assert isinstance(first, Session)
    assert first.epoch == 7
    assert isinstance(second, Command)
    assert (second.name, second.reason) == (CommandName.SET_POLICY, "cautious")
    assert second.policy == {"side": "long", "target_leverage": 1.0}


def test_a_snapshot_is_the_latest_and_asks_for_a_fresh_one(stage: Stage) -> None:
    desk = started(stage)
    stale = desk.snapshot()
    assert stale is not None
    stage.until(lambda: len(stage.engine.heard(Clock)) > 2)
    desk.snapshot()
    stage.until(lambda: (desk.snapshot() or stale).sequence > stale.sequence)


def test_a_snapshot_is_built_once_however_often_it_is_asked_for(stage: Stage) -> None:
    desk = started(stage)
    built = 0
    real = stage.engine.snapshot
    hold, held = threading.Event(), threading.Event()

    def count() -> object:
        nonlocal built
        built += 1
        return real()

    def block(_: AnyEvent) -> list[AnyOutput]:
        held.set()
        hold.wait(_LONGEST_WAIT_S)
        return []

    stage.engine.script[Command] = block
    stage.until(lambda: not desk._asked)
    stage.engine.snapshot = count  # type: ignore[method-assign,assignment]
    desk.send(CommandName.SNOOZE)
    assert held.wait(_LONGEST_WAIT_S)
    for _ in range(100):
        desk.snapshot()
    hold.set()
    stage.until(lambda: not desk._asked)
    assert built == 1


def test_commands_reach_the_engine_with_the_desk_s_time(stage: Stage) -> None:
    desk = started(stage)
    before = desk.now()
    desk.send(CommandName.OVERRIDE_FUNDING, venue="fake", reason="known", duration_s=60)
    stage.until(lambda: bool(stage.engine.heard(Command)))
    (command,) = stage.engine.heard(Command)
    assert command.at >= before
    assert (command.venue, command.reason, command.duration_s) == ("fake", "known", 60.0)


def test_a_command_with_wrong_arguments_is_refused_where_it_was_given(stage: Stage) -> None:
    with pytest.raises(UserError, match="command order: key `contracts`: Expected `float"):
        stage.desk.send(CommandName.ORDER, contracts=["ten"])
    with pytest.raises(UserError, match="command kill: key `flaten` is not known"):
        stage.desk.send(CommandName.KILL, flaten=True)


def test_what_is_asked_before_the_engine_runs_is_not_forgotten(stage: Stage) -> None:
    stage.desk.send(CommandName.KILL, reason="at once")
    started(stage)
    stage.until(lambda: (CommandName.KILL, "at once") in stage.commands())
    stage.until(lambda: stage.latch.read() is not None)


def test_what_was_pushed_comes_out_once_and_in_order(stage: Stage) -> None:
    later = time.time_ns() + 3_600 * 10**9  # than anything that the start itself says
    fill = Fill(
        at=later, venue="fake", symbol=SYMBOL, client_order_id="a", contracts=1.0, price=1.0,
        fee=0.0, fill_id="1", fill_type=FillType.TRADE,
    )  # fmt: skip
    alert = Alert(at=START, level="info", reason=Reason.ADL)  # type: ignore[arg-type]
    stage.engine.script[Fill] = lambda _: [alert]
    stage.on_run = lambda emit: emit(fill)
    desk = started(stage)
    assert stage.woken.wait(_LONGEST_WAIT_S)
    assert desk.drain() == [fill, alert]
    assert desk.drain() == []


def test_trades_are_told_to_a_window_that_asks_and_never_to_the_engine(stage: Stage) -> None:
    desk = started(stage)
    desk.watch_trades()
    told: list[object] = []

    def heard() -> bool:
        told.extend(desk.drain())
        return any(isinstance(word, TradeFeedChanged) for word in told)

    stage.until(heard)
    (word,) = [word for word in told if isinstance(word, TradeFeedChanged)]
    assert (word.venue, word.state) == ("fake", TradeFeed.NONE)
    assert stage.engine.heard(TradeFeedChanged) == []


def test_journal_rows_are_listed_newest_first_and_by_kind(stage: Stage) -> None:
    desk = started(stage)
    desk.send(CommandName.AUTO, reason="a test")
    stage.until(lambda: len(desk.journal_rows(10)) == 2)
    newest, oldest = desk.journal_rows(10)
    assert (newest.kind, newest.text) == ("command", "auto · a test")
    assert oldest.kind == "session"
    assert [row.sequence for row in desk.journal_rows(10, "session")] == [1]
    assert desk.journal_rows(10, "no such kind") == []


def test_health_is_measured(stage: Stage) -> None:
    desk = started(stage)
    assert desk.health().tick_to_order_p50_ms is None
    stage.until(lambda: desk.health().loop_lag_p99_ms is not None)


def test_a_scenario_that_is_not_there_is_refused(stage: Stage) -> None:
    with pytest.raises(UserError, match="there are gap_down"):
        stage.desk.scenario("earthquake")


def test_a_latch_of_an_earlier_run_is_obeyed_before_anything_else(stage: Stage) -> None:
    stage.latch.press("earlier", START, "pressed yesterday", flatten=True)
    stage.policy = Policy("cautious", {})
    started(stage)
    stage.until(lambda: stage.venue is not None and "kill" in stage.venue.asked)
    command = stage.engine.heard(Command)[0]
    assert (command.name, command.reason) == (CommandName.KILL, "pressed yesterday")
    assert command.flatten


def test_what_keeps_the_engine_from_starting_is_raised(tmp_path: Path) -> None:
    stage = Stage(tmp_path)

    def fail(_: Callable[[], int]) -> FakeVenue:
        raise UserError("symbols: name at least one")

    stage.make = fail  # type: ignore[method-assign]
    with pytest.raises(UserError, match="name at least one"):
        stage.desk.start()
    assert stage.desk.close()
    assert verify(tmp_path).intact


def test_the_end_is_orderly(tmp_path: Path) -> None:
    """Auto off, own orders cancelled, journal on disk, venue closed, thread gone."""
    stage = Stage(tmp_path)
    desk = started(stage)
    stage.until(lambda: stage.venue is not None and stage.venue.running.is_set())
    stage.engine.orders = (order_row("st7n1", OrderState.OPEN, Purpose.RESTORE),)

    def cancelled(event: AnyEvent) -> list[AnyOutput]:
        assert isinstance(event, Command)
        if event.name is CommandName.CANCEL:
            stage.engine.orders = (order_row("st7n1", OrderState.CANCELLED, Purpose.RESTORE),)
        return []

    stage.engine.script[Command] = cancelled
    assert desk.close()
    assert stage.commands() == [
        (CommandName.MANUAL, "shut_down"),
        (CommandName.CANCEL, "shut_down"),
    ]
    assert stage.venue is not None
    assert stage.venue.closed
    assert not stage.venue.running.is_set()
    assert not desk.running
    result = verify(tmp_path)
    assert result.intact
    assert result.rows >= 3
    assert desk.journal_rows(5) == []


def test_a_venue_that_hangs_cannot_keep_the_terminal_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal.app.engine_room._CLOSE_TIMEOUT_S", 0.05)
    stage = Stage(tmp_path)
    desk = started(stage)
    stage.until(lambda: stage.venue is not None)
    assert stage.venue is not None

    async def hang() -> None:
        await asyncio.Event().wait()

    stage.venue.close = hang  # type: ignore[method-assign]
    assert desk.close()
    assert verify(tmp_path).intact


def test_an_order_under_way_at_the_end_is_in_the_journal_as_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal.app.engine_room._CLOSE_TIMEOUT_S", 0.2)
    stage = Stage(tmp_path)
    stage.engine.script[Mark] = lambda _: [intent()]
    desk = started(stage)
    stage.until(lambda: stage.venue is not None and stage.venue.running.is_set())
    assert stage.venue is not None
    venue = stage.venue

    async def hang(_: object) -> None:
        await asyncio.Event().wait()

    venue.on_submit = hang
    assert desk._line.loop is not None
    assert venue.emit is not None
    desk._line.loop.call_soon_threadsafe(venue.emit, mark())
    stage.until(lambda: venue.asked == ["submit st1n1"])
    assert desk.close()
    (report,) = stage.engine.heard(OrderReport)
    assert (report.state, report.reason) == (OrderState.UNKNOWN, "shut_down")


def test_the_policy_says_whether_intents_must_be_durable(stage: Stage) -> None:
    stage.engine.policy = PolicyState("fast", "0", {"durable_intents": False})
    stage.policy = Policy("fast", {})
    desk = started(stage)
    assert desk._room is not None
    assert desk._room._dispatcher.way_out.durable_intents is False


def test_an_error_in_a_task_is_told_and_ends_automatic_trading(stage: Stage) -> None:
    desk = started(stage)
    stage.until(lambda: stage.venue is not None and stage.venue.running.is_set())
    assert stage.venue is not None

    async def fail(_: object) -> None:
        raise KeyError("secret text")

    stage.venue.cancel = fail  # type: ignore[method-assign,assignment]
    stage.engine.script[Mark] = lambda _: _cancel_everything()
    assert desk._line.loop is not None
    assert stage.venue.emit is not None
    desk._line.loop.call_soon_threadsafe(stage.venue.emit, mark())
    stage.until(lambda: (CommandName.MANUAL, "internal_error") in stage.commands())
    (alert,) = [item for item in desk.drain() if isinstance(item, Alert)]
    assert alert.detail == "cancel at fake: KeyError; the log has the details"


def _cancel_everything() -> list[AnyOutput]:
    return [CancelIntent(at=START, venue="fake", reason=Reason.KILLED)]
