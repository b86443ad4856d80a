"""Gauges, task scope, recorder, environment: the small parts of the app."""

import asyncio
import stat
import threading
from pathlib import Path

import pytest

from terminal.app.environment import clean_environment
from terminal.app.gauges import Gauge, Rate
from terminal.app.recorder import Recorder
from terminal.app.task_scope import TaskScope
from terminal.model.errors import UserError
from terminal.model.events import AnyEvent, Clock, Session
from terminal.venues.replay.session_file import read_session
from tests.unit.app.fakes import START, mark


def test_quantiles_are_of_the_last_samples() -> None:
    gauge = Gauge(size=4)
    assert gauge.quantile(0.5) is None
    for sample in (100.0, 1.0, 2.0, 3.0, 4.0):
        gauge.add(sample)
    assert gauge.quantile(0.5) == 2.0
    assert gauge.quantile(0.99) == 4.0
    assert gauge.quantile(0.0) == 1.0


def test_a_rate_is_of_the_last_whole_second() -> None:
    rate = Rate()
    rate.tick(0.0)
    for _ in range(30):
        rate.count()
    rate.tick(0.9)
    assert rate.per_second is None
    rate.tick(1.5)
    assert rate.per_second == pytest.approx(20.0)


async def test_a_scope_tells_of_every_error_and_forgets_no_task() -> None:
    errors: list[tuple[str, str]] = []
    scope = TaskScope(lambda name, error: errors.append((name, type(error).__name__)))

    async def fail() -> None:
        raise ZeroDivisionError

    async def hang() -> None:
        await asyncio.Event().wait()

    scope.start("failing", fail())
    scope.start("hanging", hang())
    await asyncio.sleep(0.001)
    assert errors == [("failing", "ZeroDivisionError")]
    assert len(scope) == 1
    assert await scope.close(1.0) == ()
    assert len(scope) == 0


async def test_a_scope_names_the_task_that_will_not_end() -> None:
    scope = TaskScope(lambda *_: None)
    enough = asyncio.Event()

    async def stubborn() -> None:
        while not enough.is_set():
            try:
                await enough.wait()
            except asyncio.CancelledError:
                continue

    task = scope.start("stubborn", stubborn())
    await asyncio.sleep(0)
    assert await scope.close(0.01) == ("stubborn",)
    enough.set()
    await task


def never(text: str) -> None:
    raise AssertionError(text)


@pytest.mark.parametrize("name", ["session.jsonl", "session.jsonl.gz"])
def test_a_recording_is_a_session_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    events: list[AnyEvent] = [Session(at=START, epoch=3), mark(), Clock(at=START + 1)]
    recorder = Recorder(path, never)
    for event in events:
        recorder.record(event)
    assert recorder.close()
    assert list(read_session(path)) == events
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_recording_never_replaces_another(tmp_path: Path) -> None:
    path = tmp_path / "session.jsonl"
    path.write_text("evidence")
    with pytest.raises(UserError, match="exists already"):
        Recorder(path, never)
    assert path.read_text() == "evidence"


def test_a_recording_that_cannot_go_on_says_so_and_ends(tmp_path: Path) -> None:
    failures: list[str] = []
    failed = threading.Event()

    def fail(text: str) -> None:
        failures.append(text)
        failed.set()

    recorder = Recorder(tmp_path / "session.jsonl", fail)
    recorder._writer._raw.close()

    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    recorder._writer.write = full  # type: ignore[method-assign,assignment]
    recorder.record(Clock(at=1))
    assert failed.wait(5)
    recorder.record(Clock(at=2))
    recorder.close()
    assert len(failures) == 1
    assert "No space left on device" in failures[0]


def test_variables_that_leak_or_load_foreign_code_are_dropped() -> None:
    environment = {
        "SSLKEYLOGFILE": "keys.txt",
        "KEYRING_PROPERTY_SCHEME": "x",
        "PYTHON_KEYRING_BACKEND": "rogue.Keyring",
        "QT_PLUGIN_PATH": "plugins",
        "HOME": "home",
    }
    assert len(clean_environment(environment)) == 4
    assert environment == {"HOME": "home"}
