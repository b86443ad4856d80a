"""The terminal without a window: state and events as JSON lines out, commands as JSON lines in."""

import contextlib
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import IO, Any

import msgspec

from terminal.app.commands import command_of
from terminal.app.desk import Desk
from terminal.engine.snapshot import Snapshot
from terminal.model.errors import UserError
from terminal.model.events import CommandName
from terminal.model.session import encode
from terminal.model.trades import PublicTrades, TradeFeedChanged

_STATE_EVERY_S = 1.0
_BLOCK = 65_536
_LONGEST_LINE = 1_000_000
_STATE = msgspec.json.Encoder(decimal_format="number")

_log = logging.getLogger(__name__)


class Headless:
    """Prints what the desk says and passes on what a person types, until told to stop."""

    def __init__(self, output: IO[str]) -> None:
        self._output = output
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._stated_at = 0
        self._desk: Desk | None = None

    def wake(self) -> None:
        """Something was pushed; may be called from any thread."""
        self._wake.set()

    def stop(self) -> None:
        """Ask for the end; may be called from any thread.

        The engine is asked as well: who reads the output may have stalled, and this side with it.
        """
        self._stop.set()
        self._wake.set()
        if self._desk is not None:
            self._desk.request_stop()

    def run(self, desk: Desk, commands: Iterator[bytes] | None) -> None:
        """Serve a started desk to its end, which is always an orderly one.

        Raises UserError where the engine had ended by itself.
        """
        self._desk = desk
        try:
            if commands is not None:
                # Blocked in a read that nothing can interrupt: it may not keep the process alive.
                threading.Thread(
                    target=self._listen, args=(desk, commands), name="commands", daemon=True
                ).start()
            self._serve(desk)
        except BrokenPipeError:
            # Whoever read the output is gone; there is nobody left to tell.
            self._silence()
        finally:
            ended = desk.close()
            with contextlib.suppress(BrokenPipeError, ValueError):
                self._print_events(desk)
                self._print_state(desk.snapshot())
            if not ended:
                _log.error("the engine did not end in time")
        if desk.failure is not None:
            kind = type(desk.failure).__name__
            raise UserError(
                f"the engine stopped ({kind}); the log has the details, orders may rest at a "
                "venue: look there, then start the terminal again"
            )

    def _serve(self, desk: Desk) -> None:
        while not self._stop.is_set() and desk.running:
            self._wake.wait(_STATE_EVERY_S)
            self._wake.clear()
            self._print_events(desk)
            now = desk.now()
            if now - self._stated_at >= _STATE_EVERY_S * 1e9:
                self._stated_at = now
                self._print_state(desk.fresh_snapshot())

    def _print_events(self, desk: Desk) -> None:
        for item in desk.drain():
            assert not isinstance(item, PublicTrades | TradeFeedChanged)  # nobody here asked
            self._output.write(encode(item).decode() + "\n")
        self._output.flush()

    def _print_state(self, snapshot: Snapshot | None) -> None:
        if snapshot is not None:
            line = _STATE.encode({"event": "state", "state": snapshot}).decode()
            self._output.write(line + "\n")
            self._output.flush()

    def _silence(self) -> None:
        self._output = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123

    def _listen(self, desk: Desk, commands: Iterator[bytes]) -> None:
        for line in commands:
            if not line.strip():
                continue
            try:
                obey(desk, line)
            except UserError as error:
                _complain(str(error))
            except Exception as error:  # noqa: BLE001 — the next line may be the kill switch
                _log.exception("a command failed")
                _complain(f"the command failed ({type(error).__name__}); the log may say why")


def _complain(text: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        print(f"scaling-terminal: {text}", file=sys.stderr, flush=True)


def obey(desk: Desk, line: bytes) -> None:
    """Hand one line such as {"name": "auto"} to the desk; UserError where it is no command."""
    try:
        given: Any = json.loads(line)
    except ValueError:
        raise UserError('a command is a line of JSON, such as {"name": "auto"}') from None
    if not isinstance(given, dict) or not isinstance(given.get("name"), str):
        raise UserError('a command is a JSON object with a "name", such as {"name": "auto"}')
    given = {key: value for key, value in given.items() if key not in ("event", "at")}
    name = given.pop("name")
    if name == "scenario":
        desk.scenario(str(given.get("scenario", "")))
        return
    try:
        known = CommandName(name)
    except ValueError:
        names = ", ".join(command.value for command in CommandName)
        raise UserError(f"command {name!r} is not known; there are {names}, scenario") from None
    command_of(known, given)  # says what is wrong in words, be it a key that is a name of ours
    desk.send(known, **given)


def lines_of(descriptor: int) -> Iterator[bytes]:
    """Yield lines as they come; ends with the input. Of one that is too long only that is told.

    Read below Python's buffers, whose lock a blocked reader would hold when the process ends.
    """
    rest, skipping = b"", False
    while True:
        try:
            block = os.read(descriptor, _BLOCK)
        except OSError:
            return
        *lines, rest = (rest + block).split(b"\n")
        if skipping and lines:
            skipping = False
            lines[0] = b"too long"
        yield from lines
        if skipping or len(rest) > _LONGEST_LINE:
            rest, skipping = b"", True
        if not block:
            yield rest
            return


@contextlib.contextmanager
def ending_on_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` on Ctrl-C and on SIGTERM instead of raising in the middle of something."""

    def handle(_: int, __: FrameType | None) -> None:
        stop()

    signals = [signal.SIGINT, signal.SIGTERM]
    if hasattr(signal, "SIGHUP"):
        signals.append(signal.SIGHUP)
    previous = {number: signal.signal(number, handle) for number in signals}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
