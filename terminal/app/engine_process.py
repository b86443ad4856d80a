"""The engine's process, as the window's starts it: a desk that is told what to do by messages.

It holds the data directory, writes the journal and has the venues. It ends in order when it is
told to, and when the window's process is no longer there.
"""

import contextlib
import functools
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from terminal.app.channel import Channel
from terminal.app.desk import Desk
from terminal.app.environment import forbid_core_dumps
from terminal.app.instance_lock import InstanceLock
from terminal.app.interpreter import tune
from terminal.app.logs import configure_logs, install_excepthooks
from terminal.app.messages import (
    Begin,
    Begun,
    Look,
    Obey,
    Practise,
    Prepare,
    Prepared,
    Refused,
    Request,
    RunPreflight,
    Seen,
    Stop,
    Taken,
    WatchTrades,
    packed,
    request,
)
from terminal.app.options import RunOptions
from terminal.app.paths import DataDirectory
from terminal.app.wiring import make_desk
from terminal.engine.snapshot import Snapshot
from terminal.model.errors import UserError
from terminal.model.events import Command, CommandName, Fill, FundingSettled, OrderReport
from terminal.model.outputs import AnyOutput
from terminal.model.reasons import Reason
from terminal.model.trades import PublicTrades, TradeFeedChanged
from terminal.storage.credentials import CredentialStore, open_store
from terminal.storage.redaction import Redactor

_HEALTH_EVERY_S = 0.2
_LAST_WORD_S = 5.0

_log = logging.getLogger(__name__)


MakeDesk = Callable[[RunOptions, DataDirectory, Callable[[], CredentialStore], Redactor], Desk]


def run(make: MakeDesk = make_desk) -> int:
    """Serve the window at the other end of standard input and output; return the exit status."""
    if sys.stdin is not None and sys.stdin.isatty():
        raise UserError("--engine: the window starts this beside itself; leave the option out")
    forbid_core_dumps()
    channel = _own_channel()
    try:
        prepare = _first(channel)
        if prepare is None:
            return 0  # the window ended before it said what it wants
        with _ready(prepare, channel, make) as desk:
            if desk is not None:
                serve(desk, channel)
        return 0
    finally:
        channel.finish(_LAST_WORD_S)


def _own_channel() -> Channel:
    """Take the two pipes away from everybody else: what is printed goes where errors go."""
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2 if sys.stderr is not None else nothing, 1)
    os.close(nothing)
    return Channel(incoming, outgoing)


def _first(channel: Channel) -> Prepare | None:
    content = channel.receive()
    said = None if content is None else request(content)
    assert said is None or isinstance(said, Prepare), "the window says first what it wants"
    return said


@contextlib.contextmanager
def _ready(prepare: Prepare, channel: Channel, make: MakeDesk) -> Iterator[Desk | None]:
    """Take the directory and make the desk; tell the window, also why that cannot be."""
    directory = DataDirectory(prepare.root, temporary=prepare.temporary)
    redactor = Redactor()
    with contextlib.ExitStack() as until_the_end:
        desk: Desk | None = None
        try:
            until_the_end.enter_context(InstanceLock(directory.lock))
            level = logging.DEBUG if prepare.options.debug else logging.INFO
            until_the_end.callback(configure_logs(directory.log, redactor, level))
            store = functools.partial(_store, prepare.session_keys)
            desk = make(prepare.options, directory, store, redactor)
        except UserError as error:
            channel.send(packed(Refused(words=str(error), defect=False)))
        except Exception as error:  # noqa: BLE001 — the process's edge: its text may hold anything
            _log.critical("the desk could not be made", exc_info=error)
            channel.send(packed(Refused(words=type(error).__name__, defect=True)))
        yield desk


def _store(session_keys: dict[str, str]) -> CredentialStore:
    store = open_store()
    store.take_session_keys(session_keys)
    return store


def serve(desk: Desk, channel: Channel) -> None:
    """Do what the window asks for until the desk has ended."""
    channel.send(packed(Prepared(title=desk.title, paper=desk.paper, scenarios=desk.scenarios())))
    server = Server(desk, channel)
    undo = install_excepthooks(
        lambda _: desk.send(CommandName.MANUAL, reason=Reason.INTERNAL_ERROR.value)
    )
    try:
        with _left_to_the_window(desk.request_stop):
            channel.listen(server.hear, server.stop)
            server.wait()
    finally:
        undo()


class Server:
    """Answers the window's side; `hear` is called on one thread, `wait` on the main one."""

    def __init__(self, desk: Desk, channel: Channel) -> None:
        self._desk = desk
        self._channel = channel
        self._to_begin = threading.Event()
        self._stopped = False
        self._health_at = 0.0

    def hear(self, content: bytes) -> None:
        """Do one thing that the window asked for; what goes wrong with it ends auto and no more."""
        try:
            self._do(request(content))
        except Exception as error:  # noqa: BLE001 — the next message may be the kill switch
            _log.critical("a message of the window's failed", exc_info=error)
            self._desk.send(CommandName.MANUAL, reason=Reason.INTERNAL_ERROR.value)

    def _do(self, said: Request) -> None:
        match said:
            case Look():
                self._desk.look(self._tell)
            case Obey(command=command, press=press):
                self._obey(command, press)
            case Begin():
                self._to_begin.set()
            case WatchTrades():
                self._desk.watch_trades()
            case RunPreflight():
                self._desk.preflight()
            case Practise(scenario=scenario):
                self._desk.scenario(scenario)
            case Stop():
                self.stop()
            case Prepare():
                _log.error("asked twice what to trade on")

    def stop(self) -> None:
        """End in order: the window asked, or is no longer there."""
        self._stopped = True
        self._desk.request_stop()
        self._to_begin.set()

    def wait(self) -> None:
        """Start the engine when it is wanted, and return once it has ended."""
        self._to_begin.wait()
        if self._stopped:
            return
        try:
            self._desk.start()
        except UserError as error:
            self._refuse(str(error), defect=False)
        except Exception as error:  # noqa: BLE001 — told to the window; the log has it
            _log.critical("the engine did not start", exc_info=error)
            self._refuse(type(error).__name__, defect=True)
        else:
            tune()
            self._channel.send(packed(Begun()))
            while not self._desk.join(1.0):
                pass
            self._tell(self._desk.snapshot())
        if not self._desk.close() or self._desk.unended():
            _log.error("the end was not in order: %s", self._desk.unended())

    def _obey(self, command: Command, press: int | None) -> None:
        def taken() -> None:
            if press is not None:
                self._channel.send(packed(Taken(press=press)))

        self._desk.hand_over(command, taken)

    def _tell(self, snapshot: Snapshot | None) -> None:
        """Answer a look; on the engine's thread, or once it has ended."""
        trades: list[PublicTrades] = []
        feeds: list[TradeFeedChanged] = []
        told: list[AnyOutput | Fill | FundingSettled | OrderReport] = []
        for item in self._desk.drain():
            if isinstance(item, PublicTrades):
                trades.append(item)
            elif isinstance(item, TradeFeedChanged):
                feeds.append(item)
            else:
                told.append(item)
        now = time.monotonic()
        health = None
        if now - self._health_at > _HEALTH_EVERY_S:
            self._health_at = now
            health = self._desk.health()
        offset = self._desk.now() - time.monotonic_ns()
        seen = Seen(
            snapshot=snapshot, told=told, trades=trades, feeds=feeds, offset=offset, health=health
        )
        self._channel.send(packed(seen))

    def _refuse(self, words: str, *, defect: bool) -> None:
        self._channel.send(packed(Refused(words=words, defect=defect)))


@contextlib.contextmanager
def _left_to_the_window(stop: Callable[[], None]) -> Iterator[None]:
    """Let the window decide on Ctrl-C and a closed console, which both processes are told of."""

    def end(_: int, __: FrameType | None) -> None:
        stop()

    wanted: dict[signal.Signals, Any] = {signal.SIGINT: signal.SIG_IGN, signal.SIGTERM: end}
    if hasattr(signal, "SIGHUP"):
        wanted[signal.SIGHUP] = signal.SIG_IGN
    before = {number: signal.signal(number, handler) for number, handler in wanted.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
