"""Automatic trading ends before the machine has no room left for what ends it safely."""

import subprocess
import sys
from pathlib import Path

import pytest

from terminal.app.scarcity import Scarcity, descriptors, memory
from terminal.model.events import Command, CommandName
from terminal.model.outputs import Alert, Level
from terminal.model.reasons import Reason
from tests.unit.app.rooms import Room

resource = pytest.importorskip("resource", reason="asks a POSIX system")


async def test_what_runs_out_ends_auto_and_is_named(room: Room) -> None:
    left = ["", "", "95 of 100 files are open"]
    scarcity = Scarcity(
        dispatcher=room.dispatcher, clock=room.clock, look=lambda: left.pop(0) if left else ""
    )
    for _ in range(12):  # looked at every five seconds and not on every beat
        scarcity.beat()
        room.clock.advance(1.0)
    assert left == []
    (alarm,) = [item for item in room.pushed if isinstance(item, Alert)]
    assert (alarm.level, alarm.reason) == (Level.ALARM, Reason.INTERNAL_ERROR)
    assert alarm.detail == "the machine runs out of room: 95 of 100 files are open"
    assert [command.name for command in room.engine.heard(Command)] == [CommandName.MANUAL]


def test_this_machine_has_room() -> None:
    assert descriptors() == ""
    assert memory() == ""


def test_files_that_stay_open_are_noticed_before_the_last_of_them() -> None:
    program = (
        "import resource; from terminal.app.scarcity import descriptors\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (60, 60))\n"
        "kept = []\n"
        "while not descriptors(): kept.append(open('/dev/null'))\n"
        "print(descriptors(), 60 - len(kept) > 3)\n"
        "import contextlib\n"
        "with contextlib.suppress(OSError):\n"
        "    while True: kept.append(open('/dev/null'))\n"
        "print(descriptors())"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30
    )
    assert told.stdout == ("55 of 60 files are open True\nno more files can be opened\n"), (
        told.stderr
    )


def test_a_process_without_a_limit_has_room(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    monkeypatch.setattr(resource, "getrlimit", lambda _: endless)
    assert descriptors() == ""


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("MemTotal: 8000000 kB\nMemAvailable: 40960 kB\nSwapFree: 0 kB\n", "40 MB of memory"),
        ("MemAvailable: 40960 kB\nSwapFree: 900000 kB\n", ""),
        ("MemAvailable: 40960 kB\n", "40 MB of memory are left"),
        ("MemAvailable: much\n", ""),
        ("MemAvailable:\n", ""),
        ("", ""),
    ],
)
def test_memory_is_read_off_what_the_system_tells(tmp_path: Path, told: str, words: str) -> None:
    file = tmp_path / "meminfo"
    file.write_text(told)
    found = memory(file)
    assert words in found
    assert bool(words) is bool(found)
    assert memory(tmp_path / "absent") == ""
