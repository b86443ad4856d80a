"""The terminal as a process of its own: it starts, obeys, is killed, ends, and leaves nothing."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from terminal.storage.journal import JournalReader, RecordKind, verify

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")

_COMMAND = [sys.executable, "-W", "error", "-m", "terminal"]


def _environment(home: Path) -> dict[str, str]:
    """As a person has it: output buffered, whatever whoever runs these tests has set."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return {**kept, "HOME": str(home), "TMPDIR": str(home)}


class Terminal:
    """A headless terminal and its three streams."""

    def __init__(self, *arguments: str, home: Path) -> None:
        self.process = subprocess.Popen(
            [*_COMMAND, "--headless", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(home),
        )
        self.lines: list[dict[str, Any]] = []

    def say(self, text: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(text.encode() + b"\n")
        self.process.stdin.flush()

    def until(self, event: str, **fields: object) -> dict[str, Any]:
        """Read lines until one is of this event and has these fields."""
        assert self.process.stdout is not None
        for raw in self.process.stdout:
            line: dict[str, Any] = json.loads(raw)
            self.lines.append(line)
            if line["event"] == event and all(line.get(k) == v for k, v in fields.items()):
                return line
        raise AssertionError(f"it ended without {event} {fields}: {self.errors()}")

    def errors(self) -> str:
        assert self.process.stderr is not None
        return self.process.stderr.read().decode()

    def end(self, number: signal.Signals = signal.SIGINT) -> list[dict[str, Any]]:
        """Ask for the end; return the lines of the shutdown."""
        self.process.send_signal(number)
        assert self.process.stdout is not None
        rest = [json.loads(raw) for raw in self.process.stdout]
        assert self.process.wait(20) == 0, self.errors()
        return rest


@contextlib.contextmanager
def running(*arguments: str, home: Path) -> Iterator[Terminal]:
    terminal = Terminal(*arguments, home=home)
    try:
        yield terminal
    finally:
        terminal.process.kill()
        terminal.process.wait()
        for stream in (terminal.process.stdin, terminal.process.stdout, terminal.process.stderr):
            assert stream is not None
            with contextlib.suppress(BrokenPipeError):
                stream.close()


def run(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*_COMMAND, *arguments],
        capture_output=True,
        text=True,
        timeout=30,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(home), "TMPDIR": str(home)},
    )


def test_a_session_from_start_to_kill_to_end(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running("--data-dir", str(data), "--seed", "3", home=tmp_path) as terminal:
        terminal.until("decision", action="recommend")
        terminal.say('{"name": "fly"}')
        terminal.say('{"name": "auto", "reason": "a test"}')
        terminal.until("mode", mode="auto")
        terminal.until("fill")

        second = run("--headless", "--data-dir", str(data), home=tmp_path)
        assert second.returncode == 2
        assert second.stderr.count("\n") == 1
        assert "another terminal is running on it" in second.stderr

        killed = run("kill", "--data-dir", str(data), home=tmp_path)
        assert killed.returncode == 0
        assert killed.stdout == "latched: killed\npaper: confirmed\n"
        terminal.until("mode", gate="killed")
        state = terminal.until("state")["state"]
        assert state["kill"]["latched"]
        terminal.end()
        assert "command 'fly' is not known" in terminal.errors()

    result = verify(data)
    assert result.intact
    reader = JournalReader(data)
    intents = reader.latest(1_000, [RecordKind.ORDER_INTENT])
    fills = reader.latest(1_000, [RecordKind.FILL])
    sent = {json.loads(row.payload)["client_order_id"] for row in intents}
    assert fills
    assert {json.loads(row.payload)["client_order_id"] for row in fills} <= sent
    reader.close()

    with running("--data-dir", str(data), "--seed", "3", home=tmp_path) as again:
        state = again.until("state")["state"]
        assert state["kill"]["latched"]
        again.say('{"name": "auto"}')
        again.until("alert", reason="command_refused")
        again.say('{"name": "reset", "reason": "checked"}')
        again.until("mode", mode="manual", gate="running")
        again.end(signal.SIGTERM)
    assert not (data / "kill.latch").exists()
    assert (data / "epoch").read_text() == "2\n"


def test_a_recorded_session_replays_to_the_same_orders(tmp_path: Path) -> None:
    recording = tmp_path / "session.jsonl.gz"
    policy = ("--policy", "constant_leverage")
    arguments = ("--temp", "--seed", "5", *policy, "--record", str(recording))
    with running(*arguments, home=tmp_path) as terminal:
        terminal.until("decision", action="recommend")
        terminal.say('{"name": "auto"}')
        terminal.until("fill")
        lines = [*terminal.lines, *terminal.end()]
    replayed = run("replay", str(recording), home=tmp_path)
    assert replayed.returncode == 0, replayed.stderr
    outputs = ("decision", "order_intent", "cancel_intent", "mode", "freeze", "unfreeze")

    def of(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [record for record in records if record["event"] in outputs]

    expected = of(lines)
    assert len(expected) > 10
    assert of([json.loads(line) for line in replayed.stdout.splitlines()]) == expected


def test_a_session_in_a_temporary_directory_leaves_nothing_behind(tmp_path: Path) -> None:
    with running("--temp", home=tmp_path) as terminal:
        terminal.until("state")
        assert next(path.name for path in tmp_path.iterdir()).startswith("scaling-terminal-")
        terminal.end()
        assert terminal.errors() == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["calc", "notional", "kind=inverse", "contracts=1", "price=2", "contract_size=1"],
        ["--headless", "--temp"],
    ],
    ids=["help", "calc", "headless"],
)
def test_nobody_has_to_read_the_output(arguments: list[str], tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ended = subprocess.run(
        [*_COMMAND, *arguments],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=writer,
        stderr=subprocess.PIPE,
        env=_environment(tmp_path),
        timeout=60,
    )
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_whoever_reads_the_output_may_leave(tmp_path: Path) -> None:
    with running("--temp", home=tmp_path) as terminal:
        terminal.until("state")
        assert terminal.process.stdout is not None
        terminal.process.stdout.close()
        assert terminal.process.wait(20) == 0
        assert terminal.errors() == ""
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_stood_still_is_back_in_manual_and_begins_anew(tmp_path: Path) -> None:
    """SIGSTOP is what a sleep, a paused machine or a debugger is to a process."""
    with running("--temp", "--seed", "5", home=tmp_path) as terminal:
        terminal.until("decision", action="recommend")
        terminal.say('{"name": "auto"}')
        terminal.until("mode", mode="auto")
        terminal.process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, terminal.process.pid, os.WSTOPPED | os.WNOWAIT)
        threading.Event().wait(2.3)  # past the two seconds from which a pause is a sleep
        terminal.process.send_signal(signal.SIGCONT)
        mode = terminal.until("mode", mode="manual")
        assert mode["reason"] == "slept"
        told = terminal.until("alert", reason="slept")
        assert "slept" in told["detail"]
        while terminal.until("state")["state"]["legs"][0]["freezes"]:
            pass  # everything was lost, and comes back by itself
        assert terminal.lines[-1]["state"]["mode"] == "manual"
        held = [line for line in terminal.lines if line["event"] == "freeze"]
        assert "feed_disconnected" in {line["reason"] for line in held}
        terminal.end()
