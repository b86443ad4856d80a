"""The window's desk and the engine's process beside it: begun, killed, gone, and never two."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from terminal.app.engine_start import start_engine_process
from terminal.app.far_desk import FarDesk
from terminal.app.instance_lock import is_running
from terminal.app.messages import Prepare
from terminal.app.options import RunOptions
from terminal.app.paths import DataDirectory
from terminal.engine.snapshot import Snapshot
from terminal.model.errors import UserError
from terminal.model.events import CommandName, Fill
from terminal.model.outputs import Alert, Decision, Gate, Level, Mode, ModeChanged
from terminal.model.reasons import Reason
from terminal.model.trades import PublicTrades
from terminal.storage.journal import verify
from terminal.storage.policies import read_presets

posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
_LONG_S = 30.0
_KEYS = {"bybit/live/main": '{"key":"planted-key","secret":"planted-secret"}'}
_WINDOW = """
import sys, threading
from pathlib import Path
from tests.integration.test_far_desk import prepared
desk = prepared(Path(sys.argv[1]))
desk.start()
print(desk._process.pid, flush=True)
threading.Event().wait()
"""


def far_desk(root: Path, command: tuple[str, ...] = (), **options: Any) -> FarDesk:
    prepare = Prepare(
        options=RunOptions(**{"seed": 3, **options}), root=root, temporary=False, session_keys=_KEYS
    )
    return FarDesk(start_engine_process(command), prepare, presets=read_presets())


def prepared(root: Path, **options: Any) -> FarDesk:
    desk = far_desk(root, **options)
    desk.prepared()
    return desk


def until(reached: Callable[[], object]) -> None:
    pause = threading.Event()
    deadline = time.monotonic() + _LONG_S
    while not reached():
        assert time.monotonic() < deadline, "it never came to that"
        pause.wait(0.02)


def state(desk: FarDesk, wanted: Callable[[Snapshot], object]) -> Snapshot:
    found: list[Snapshot] = []

    def look() -> bool:
        snapshot = desk.snapshot()
        if snapshot is not None and wanted(snapshot):
            found.append(snapshot)
        return bool(found)

    until(look)
    return found[0]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FarDesk]:
    made = prepared(tmp_path)
    made.start()
    yield made
    if made.running:
        if os.name != "nt":
            made._process.send_signal(signal.SIGCONT)
        assert made.close()


def test_a_session_from_start_to_end(desk: FarDesk, tmp_path: Path) -> None:
    assert (desk.title, desk.paper) == ("Paper", True)
    assert "gap_down" in desk.scenarios()
    assert desk.presets()
    seen: list[Any] = []
    desk.watch_trades()
    state(desk, lambda now: any(leg.target_contracts for leg in now.legs))
    desk.send(CommandName.AUTO, reason="a test")
    state(desk, lambda now: now.mode is Mode.AUTO and now.orders)

    def told() -> bool:
        desk.snapshot()
        seen.extend(desk.drain())
        return {Decision, ModeChanged, Fill, PublicTrades} <= {type(one) for one in seen}

    until(told)
    until(lambda: desk.snapshot() and desk.health().events_per_second)
    assert [one.name for one in desk.health().venues] == ["paper"]
    assert abs(desk.now() - time.time_ns()) < 5e9
    assert any(row.kind == "order_intent" for row in desk.journal_rows(500))
    desk.scenario("gap_down")
    desk.preflight()
    assert is_running(DataDirectory(tmp_path).lock)
    assert desk.close()
    assert (desk.running, desk.unended(), desk.failure) == (False, "", None)
    assert not is_running(DataDirectory(tmp_path).lock)
    assert not any("DAMAGED" in str(line) for line in verify(tmp_path).findings)


def test_what_cannot_be_is_refused_in_the_same_words_as_ever(desk: FarDesk, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="key `what` is not known"):
        desk.send(CommandName.AUTO, what=1)
    with pytest.raises(UserError, match="scenario 'x': there are"):
        desk.scenario("x")
    second = far_desk(tmp_path)
    with pytest.raises(UserError, match="another terminal is running on it"):
        second.prepared()
    until(lambda: not second.running)
    assert second.close()
    assert desk.running


def test_a_desk_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    desk = far_desk(tmp_path, policy="no such policy")
    with pytest.raises(UserError, match="no such policy"):
        desk.prepared()
    assert desk.close()
    assert desk.failure is None


def test_an_engine_that_cannot_start_says_why(tmp_path: Path) -> None:
    record = tmp_path / "nowhere" / "session.jsonl"
    desk = prepared(tmp_path, record=record)
    with pytest.raises(UserError, match="session.jsonl"):
        desk.start()
    assert desk.close()


def test_a_desk_that_was_never_started_ends(tmp_path: Path) -> None:
    desk = prepared(tmp_path)
    assert desk.snapshot() is None
    assert desk.close()
    assert not is_running(DataDirectory(tmp_path).lock)


@posix
def test_keys_of_the_session_are_seen_by_nobody(desk: FarDesk, tmp_path: Path) -> None:
    process = Path(f"/proc/{desk._process.pid}")
    if process.exists():
        for name in ("cmdline", "environ"):
            assert b"planted" not in (process / name).read_bytes()
    assert desk.close()
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or b"planted" not in file.read_bytes(), file


def alarm(desk: FarDesk) -> Alert:
    heard: list[Alert] = []

    def listen() -> bool:
        desk.snapshot()
        heard.extend(
            one for one in desk.drain() if isinstance(one, Alert) and one.level is Level.ALARM
        )
        return bool(heard)

    until(listen)
    return heard[0]


@posix
def test_the_window_says_so_where_the_engine_is_gone_and_still_latches(
    desk: FarDesk, tmp_path: Path
) -> None:
    state(desk, lambda now: now.legs)
    desk._process.kill()
    heard = alarm(desk)
    assert heard.reason is Reason.INTERNAL_ERROR
    assert "nothing is watched any more" in heard.detail
    assert "status -9" in heard.detail
    assert not desk.running
    last = desk.snapshot()
    assert last is not None, "the last state stays in sight"
    assert (last.mode, last.gate) == (Mode.MANUAL, Gate.FROZEN)
    assert all(leg.freezes[0].reason is Reason.INTERNAL_ERROR for leg in last.legs)
    desk.send(CommandName.AUTO)
    desk.send(CommandName.KILL)
    until(DataDirectory(tmp_path).kill_latch.exists)
    assert "NOTHING is confirmed" in alarm(desk).detail
    assert desk.close()


@posix
def test_the_kill_switch_latches_beside_an_engine_that_stands_still(
    desk: FarDesk, tmp_path: Path
) -> None:
    latch = DataDirectory(tmp_path).kill_latch
    state(desk, lambda now: now.legs)
    desk._process.send_signal(signal.SIGSTOP)
    desk.send(CommandName.KILL, flatten=True)
    until(latch.exists)
    assert json.loads(latch.read_bytes())["flatten"] is True
    desk._process.send_signal(signal.SIGCONT)
    snapshot = state(desk, lambda now: now.kill.latched)
    assert snapshot.mode is not Mode.AUTO


def test_the_kill_switch_is_the_engine_s_where_it_answers(desk: FarDesk, tmp_path: Path) -> None:
    desk.send(CommandName.KILL, reason="pressed")
    state(desk, lambda now: now.kill.latched and dict(now.kill.venues) == {"paper": "confirmed"})
    latched = json.loads(DataDirectory(tmp_path).kill_latch.read_bytes())
    assert latched["reason"] == "pressed"
    assert desk.close()
    again = prepared(tmp_path)
    again.start()
    state(again, lambda now: now.kill.latched)
    assert again.close()


@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGHUP"])
def test_the_console_s_signals_are_the_window_s_to_answer(desk: FarDesk, name: str) -> None:
    before = state(desk, lambda now: now.legs).at
    desk._process.send_signal(signal.Signals[name])
    state(desk, lambda now: now.at > before + 10**9)
    assert desk.running


@posix
def test_an_engine_that_is_told_to_end_ends_in_order_and_the_window_says_so(
    desk: FarDesk, tmp_path: Path
) -> None:
    state(desk, lambda now: now.legs)
    desk._process.terminate()
    assert "status 0" in alarm(desk).detail
    assert "stopping" in DataDirectory(tmp_path).log.read_text()


@posix
def test_an_engine_ends_in_order_when_its_window_is_killed(tmp_path: Path) -> None:
    window = subprocess.Popen(
        [sys.executable, "-c", _WINDOW, str(tmp_path)], stdout=subprocess.PIPE
    )
    assert window.stdout is not None
    with window.stdout:
        assert int(window.stdout.readline())
        assert is_running(DataDirectory(tmp_path).lock)
        window.kill()
        window.wait()
        until(lambda: not is_running(DataDirectory(tmp_path).lock))
    assert "stopping" in DataDirectory(tmp_path).log.read_text()
    assert not any("DAMAGED" in str(line) for line in verify(tmp_path).findings)
    after = prepared(tmp_path)
    after.start()
    state(after, lambda now: now.mode is Mode.MANUAL and now.legs)
    assert after.close()


def test_what_the_engine_s_process_prints_is_no_message(tmp_path: Path) -> None:
    says = (
        "import sys; from terminal.app import engine_process as e, wiring\n"
        "def make(*given):\n    print('printed', flush=True)\n    return wiring.make_desk(*given)\n"
        "sys.exit(e.run(make))"
    )
    desk = far_desk(tmp_path, command=(sys.executable, "-c", says))
    desk.prepared()
    assert desk.title == "Paper"
    assert desk.close()


@pytest.mark.parametrize("says", [r"b'\x03\0\0\0abc'", r"b'\xff\xff'", "b''"])
def test_an_engine_s_process_that_is_not_understood_is_told_of(
    tmp_path: Path, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    script = f"import os; os.write(1, {says})"
    desk = far_desk(tmp_path, command=(sys.executable, "-c", script))
    with pytest.raises(UserError, match="the engine stopped"):
        desk.prepared()
    assert desk.close()


def test_a_message_that_makes_no_sense_ends_auto_and_nothing_else(
    desk: FarDesk, tmp_path: Path
) -> None:
    state(desk, lambda now: any(leg.target_contracts for leg in now.legs))
    desk.send(CommandName.AUTO)
    state(desk, lambda now: now.mode is Mode.AUTO)
    desk._channel.send(b"\xc1 is no message")
    state(desk, lambda now: now.mode is Mode.MANUAL)
    desk.send(CommandName.AUTO)
    state(desk, lambda now: now.mode is Mode.AUTO)
    desk._hear(b"\xc1 is none either")
    desk._hear(b"\xc1")
    assert "cannot be read" in alarm(desk).detail
    state(desk, lambda now: now.mode is Mode.MANUAL)
    assert desk.running


@posix
def test_who_types_the_engine_s_option_is_told_what_it_is(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "terminal", "--engine"],
        stdin=theirs,
        capture_output=True,
        text=True,
        timeout=_LONG_S,
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 2
    assert "the window starts this beside itself" in done.stderr
