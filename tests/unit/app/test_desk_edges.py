"""The desk when one side of it stalls, fails or is gone."""

import io
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.app import kill_button
from terminal.app.desk import Desk
from terminal.app.headless import Headless, lines_of, obey
from terminal.app.instance_lock import InstanceLock, is_running
from terminal.app.outbox import Outbox
from terminal.app.recorder import Recorder
from terminal.model.errors import UserError
from terminal.model.events import AnyEvent, Clock, Command, CommandName
from terminal.model.outputs import Alert, AnyOutput, Level, Purpose
from terminal.model.reasons import Reason
from terminal.storage.journal import Journal, verify
from terminal.ui.desk import VenueState
from tests.unit.app.fakes import START, intent, mark
from tests.unit.app.test_desk import Stage, stage, started  # noqa: F401

_LONGEST_WAIT_S = 5.0


def alarms(items: list[object]) -> list[Reason]:
    return [item.reason for item in items if isinstance(item, Alert)]


@pytest.fixture
def blocked(stage: Stage) -> Iterator[Desk]:  # noqa: F811
    """A desk whose engine stands still in the middle of a step."""
    hold, held = threading.Event(), threading.Event()

    def block(event: AnyEvent) -> list[AnyOutput]:
        assert isinstance(event, Command)
        if event.name is CommandName.SNOOZE:
            held.set()
            assert hold.wait(_LONGEST_WAIT_S)
        return []

    stage.engine.script[Command] = block
    desk = started(stage)
    desk.send(CommandName.SNOOZE)
    assert held.wait(_LONGEST_WAIT_S)
    yield desk
    hold.set()


def test_the_switch_is_latched_on_disk_though_the_engine_stands_still(
    stage: Stage,  # noqa: F811
    blocked: Desk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kill_button, "_PATIENCE_S", 0.05)
    blocked.send(CommandName.KILL, reason="enough", flatten=True)
    stage.until(lambda: stage.latch.read() is not None)
    latched = stage.latch.read()
    assert latched is not None
    assert (latched.reason, latched.flatten) == ("enough", True)
    stage.until(lambda: Reason.KILLED in alarms(list(blocked.drain())))


def test_the_switch_is_latched_on_disk_though_the_engine_is_gone(tmp_path: Path) -> None:
    stage = Stage(tmp_path)  # noqa: F811
    desk = started(stage)
    assert desk.close()
    desk.send(CommandName.KILL, reason="too late")
    stage.until(lambda: stage.latch.read() is not None)


def test_one_press_in_the_window_is_one_press(stage: Stage) -> None:  # noqa: F811
    desk = started(stage)
    desk.send(CommandName.KILL, reason="enough")
    stage.until(lambda: stage.latch.read() is not None)
    stage.until(lambda: stage.venue is not None and "kill" in stage.venue.asked)
    stage.until(lambda: len(stage.engine.heard(Clock)) > 4)
    assert stage.commands() == [(CommandName.KILL, "enough")]


def test_an_end_that_is_asked_for_before_the_engine_runs_comes(tmp_path: Path) -> None:
    stage = Stage(tmp_path)  # noqa: F811
    stage.desk.request_stop()
    started(stage)
    assert stage.desk.join()


def test_an_engine_that_dies_says_so(tmp_path: Path) -> None:
    stage = Stage(tmp_path)  # noqa: F811

    def die(_: AnyEvent) -> list[AnyOutput]:
        raise SystemExit

    desk = started(stage)
    stage.engine.script[Clock] = die
    stage.until(lambda: not desk.running)
    assert isinstance(desk.failure, SystemExit)
    assert Reason.INTERNAL_ERROR in alarms(list(desk.drain()))
    assert stage.venue is not None
    assert stage.venue.closed
    assert verify(tmp_path).intact
    assert desk.join()


def test_a_headless_terminal_whose_engine_died_does_not_end_as_if_nothing_was(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path)  # noqa: F811

    def die(_: AnyEvent) -> list[AnyOutput]:
        raise SystemExit

    desk = started(stage)
    stage.engine.script[Clock] = die
    with pytest.raises(UserError, match="the engine stopped"):
        Headless(io.StringIO()).run(desk, None)


def test_a_snapshot_that_fails_is_told_once_however_often_it_is_asked_for(
    stage: Stage,  # noqa: F811
) -> None:
    desk = started(stage)
    real = stage.engine.snapshot
    calls = iter(range(1_000_000))
    failures = 0

    def fail() -> object:
        nonlocal failures
        failures = next(calls) + 1
        raise ZeroDivisionError

    stage.engine.snapshot = fail  # type: ignore[method-assign,assignment]

    def asked_ten_times() -> bool:
        desk.snapshot()
        return failures > 10

    stage.until(asked_ten_times)
    stage.engine.snapshot = real  # type: ignore[method-assign]
    assert alarms(list(desk.drain())) == [Reason.INTERNAL_ERROR]


def test_the_end_is_orderly_though_the_engine_cannot_say_what_it_knows(tmp_path: Path) -> None:
    stage = Stage(tmp_path)  # noqa: F811
    desk = started(stage)
    stage.until(lambda: stage.venue is not None and stage.venue.running.is_set())

    def fail() -> object:
        raise ZeroDivisionError

    stage.engine.snapshot = fail  # type: ignore[method-assign,assignment]
    assert desk.close()
    assert stage.venue is not None
    assert stage.venue.closed
    assert verify(tmp_path).intact


def test_an_order_that_the_engine_wants_during_the_end_does_not_leave(tmp_path: Path) -> None:
    stage = Stage(tmp_path)  # noqa: F811
    desk = started(stage)
    stage.until(lambda: stage.venue is not None and stage.venue.running.is_set())

    def restore(event: AnyEvent) -> list[AnyOutput]:
        assert isinstance(event, Command)
        return [intent(purpose=Purpose.RESTORE)] if event.reason == "shut_down" else []

    stage.engine.script[Command] = restore
    assert desk.close()
    assert stage.venue is not None
    assert stage.venue.asked == []


def test_venues_are_part_of_the_desk_s_health(stage: Stage) -> None:  # noqa: F811
    assert stage.desk.health().venues == ()
    stage.on_run = lambda emit: emit(mark())
    desk = started(stage)
    stage.until(
        lambda: (
            [(one.name, one.state) for one in desk.health().venues] == [("fake", VenueState.LIVE)]
        )
    )


# what a stalled window leaves lying


def decision_like(number: int) -> Alert:
    return Alert(at=START + number, level=Level.INFO, reason=Reason.ADL)


def test_a_window_that_stands_still_costs_bounded_memory_and_is_told_of_it() -> None:
    outbox = Outbox(most=10)
    for number in range(25):
        outbox.push(decision_like(number))
    taken = outbox.drain()
    assert [item.at - START for item in taken[:10]] == list(range(10))
    last = taken[-1]
    assert isinstance(last, Alert)
    assert last.level is Level.WARNING
    assert "15 " in last.detail
    assert "journal" in last.detail
    outbox.push(decision_like(1))
    assert outbox.drain() == [decision_like(1)]


def test_what_is_pushed_from_two_threads_comes_out_complete() -> None:
    outbox = Outbox()

    def push_many() -> None:
        for number in range(1_000):
            outbox.push(decision_like(number))

    threads = [threading.Thread(target=push_many) for _ in range(2)]
    for thread in threads:
        thread.start()
    taken = 0
    while taken < 2_000:
        taken += len(outbox.drain())
    for thread in threads:
        thread.join()
    assert taken == 2_000


# commands from standard input


class Listener:
    """Takes commands as a desk would."""

    def __init__(self) -> None:
        self.names: list[CommandName] = []

    def send(self, name: CommandName, **arguments: object) -> None:
        self.names.append(name)

    def scenario(self, name: str) -> None:
        raise RuntimeError("of another kind")


def test_no_line_however_strange_keeps_the_next_from_being_heard(
    capsys: pytest.CaptureFixture[str],
) -> None:
    listener = Listener()
    lines = [
        b'{"name": "auto", "self": 1}',
        b'{"name": "auto", "name ": 1}',
        b"[" * 100_000,
        b'{"name": "scenario"}',
        b'{"name": "kill"}',
    ]
    Headless(io.StringIO())._listen(listener, iter(lines))  # type: ignore[arg-type]
    assert listener.names[-1] is CommandName.KILL
    assert "Traceback" not in capsys.readouterr().err


def test_an_argument_with_the_name_of_ours_is_refused_in_words(stage: Stage) -> None:  # noqa: F811
    with pytest.raises(UserError, match="key `self` is not known"):
        obey(stage.desk, b'{"name": "auto", "self": 1}')


def test_a_line_that_is_too_long_does_not_end_the_input(tmp_path: Path) -> None:
    path = tmp_path / "commands"
    path.write_bytes(b"x" * 3_000_000 + b'\n{"name": "kill"}\n')
    descriptor = os.open(path, os.O_RDONLY)
    try:
        assert b'{"name": "kill"}' in list(lines_of(descriptor))
    finally:
        os.close(descriptor)


# the lock


def test_a_passing_look_at_the_lock_does_not_keep_a_terminal_from_starting(
    tmp_path: Path,
) -> None:
    looking = InstanceLock(tmp_path / "lock")
    assert looking.acquire()
    timer = threading.Timer(0.05, looking.release)
    timer.start()
    with InstanceLock(tmp_path / "lock"):
        assert is_running(tmp_path / "lock")
    timer.join()


def test_a_lock_that_cannot_be_made_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be locked"), InstanceLock(tmp_path / "no" / "lock"):
        pass


# the recording


def test_a_recording_ends_in_words_whatever_goes_wrong(tmp_path: Path) -> None:
    failures: list[str] = []
    failed = threading.Event()

    def fail(text: str) -> None:
        failures.append(text)
        failed.set()

    recorder = Recorder(tmp_path / "session.jsonl", fail)
    recorder.record(object())  # type: ignore[arg-type]
    assert failed.wait(_LONGEST_WAIT_S)
    assert "the recording stopped" in failures[0]
    for number in range(1_000):
        recorder.record(Clock(at=number))
    assert len(recorder._events) == 0
    assert recorder.close()


def test_a_recording_on_a_disk_that_hangs_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal.app.recorder._MOST_WAITING", 100)
    failures: list[str] = []
    recorder = Recorder(tmp_path / "session.jsonl", failures.append)
    go_on, hanging = threading.Event(), threading.Event()
    write = recorder._writer.write

    def hang(event: AnyEvent) -> None:
        hanging.set()
        assert go_on.wait(_LONGEST_WAIT_S)
        write(event)

    recorder._writer.write = hang  # type: ignore[method-assign,assignment]
    recorder.record(mark())
    assert hanging.wait(_LONGEST_WAIT_S)
    for _ in range(1_000):
        recorder.record(mark())
    assert len(recorder._events) <= 100
    assert len(failures) == 1
    assert "cannot keep up" in failures[0]
    go_on.set()
    assert recorder.close()


# what the process says at the end


def test_a_defect_writes_one_line_on_standard_error_and_no_traceback(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from terminal.app import command_line, calc\n"
        "def fail(_):\n"
        "    raise ZeroDivisionError('signature=0123456789abcdef')\n"
        "calc.run = fail\n"
        "sys.exit(command_line.main(['calc', 'pnl']))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1, ended.stderr
    assert "internal error (ZeroDivisionError" in ended.stderr
    assert "0123456789abcdef" not in ended.stderr


def test_a_desk_has_not_ended_before_its_journal_is_written(
    stage: Stage,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = started(stage)
    assert "engine" in desk.unended()
    close = Journal.close
    monkeypatch.setattr(Journal, "close", lambda *_: False)  # a disk that does not answer
    assert desk.close()
    assert desk.unended() == "the journal is still being written"
    monkeypatch.setattr(Journal, "close", close)
    stage.until(lambda: desk.unended() == "")
