"""The desk as the window's process has it: the engine is in a process of its own.

Painting holds the interpreter for as long as a call of Qt's lasts, and in one process the engine
waits for that. So nothing but messages is shared: what the window looks at was sent to it.
"""

import itertools
import logging
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping

import msgspec

from terminal.app.commands import command_of
from terminal.app.engine_start import EngineProcess, channel_to
from terminal.app.interpreter import Garbage
from terminal.app.journal_view import JournalView
from terminal.app.kill_button import KillButton
from terminal.app.latch import Latch
from terminal.app.messages import (
    Begin,
    Begun,
    Look,
    Obey,
    Practise,
    Prepare,
    Prepared,
    Refused,
    Reply,
    Request,
    RunPreflight,
    Seen,
    Stop,
    Taken,
    WatchTrades,
    packed,
    reply,
)
from terminal.app.outbox import Outbox
from terminal.app.paths import DataDirectory
from terminal.engine.snapshot import Snapshot, at_rest
from terminal.model.errors import UserError
from terminal.model.events import Command, CommandName
from terminal.model.outputs import Alert, Level
from terminal.model.reasons import Reason
from terminal.model.trades import TradeWord
from terminal.ui.accounts.port import KeyCabinet
from terminal.ui.desk import Health, JournalRow
from terminal.ui.desk import Pushed as Shown

_START_TIMEOUT_S, _STOP_TIMEOUT_S = 30.0, 25.0
_LAST_WORD_S = 5.0
_MOST_TRADES = 1_000
_WHEN_DEAD = "nothing is watched any more; look at the venue itself and start again"

_log = logging.getLogger(__name__)


class FarDesk:
    """Implements `terminal.ui.desk.Desk`; for the window's thread and those it starts.

    The engine's process takes the data directory and makes a desk at once (`prepared`); its
    engine is started by `start`.
    """

    def __init__(
        self,
        process: EngineProcess,
        prepare: Prepare,
        *,
        presets: Mapping[str, Mapping[str, object]],
        cabinet: KeyCabinet | None = None,
    ) -> None:
        directory = DataDirectory(prepare.root)
        self.garbage = Garbage()
        self.failure: UserError | None = None
        self._presets = presets
        if cabinet is not None:
            self.cabinet = cabinet  # absent where there is none
        self._latest: Snapshot | None = None
        self._health = Health()
        self._offset = time.time_ns() - time.monotonic_ns()
        self._outbox = Outbox()
        self._tape: deque[TradeWord] = deque(maxlen=_MOST_TRADES)
        self._looking = self._misunderstood = False
        self._rows = JournalView(prepare.root)
        latch = Latch(directory.kill_latch, directory.kill_state)
        self._kill_button = KillButton(latch, self._hand_over, self._tell)
        self._presses: dict[int, Callable[[], None]] = {}
        self._press_numbers = itertools.count(1)
        self._prepared: Prepared | None = None
        self._refused: Refused | None = None
        self._answered = threading.Event()
        self._begun = False
        self._stop_asked = False
        self._process = process
        self._channel = channel_to(process)
        self._ask(prepare)
        self._listener = self._channel.listen(self._hear, self._over)

    def prepared(self, timeout_s: float = _START_TIMEOUT_S) -> None:
        """Wait until the engine's process has made its desk; UserError where it cannot."""
        self._await("the engine's process did not answer in time; the log may say why", timeout_s)

    # the window's side -----------------------------------------------------------------------

    @property
    def paper(self) -> bool:
        """True where no order can move real money."""
        return self._prepared is not None and self._prepared.paper

    @property
    def title(self) -> str:
        """What the desk trades on."""
        return "" if self._prepared is None else self._prepared.title

    def now(self) -> int:
        """Return the desk's present time, ns since the epoch."""
        return time.monotonic_ns() + self._offset

    def snapshot(self) -> Snapshot | None:
        """Return the latest state and ask for a fresh one."""
        if not self._looking and self._begun:
            self._looking = True
            self._ask(Look())
        return self._latest

    def drain(self) -> list[Shown]:
        """Return what was pushed since the last call, losing nothing, and the newest trades."""
        tape: list[Shown] = []
        while self._tape:
            tape.append(self._tape.popleft())
        return [*self._outbox.drain(), *tape]

    def watch_trades(self) -> None:
        """Have `drain` return public trades too, from now on."""
        self._ask(WatchTrades())

    def send(self, name: CommandName, **arguments: object) -> None:
        """Ask for something deliberate; UserError where the arguments are not a command's."""
        command = command_of(name, arguments)
        if name is CommandName.KILL:
            self._kill_button.press(command)
        else:
            self._ask(Obey(command=command))

    def presets(self) -> Mapping[str, Mapping[str, object]]:
        """Return the policies that can be chosen."""
        return self._presets

    def preflight(self) -> None:
        """Have every venue looked over now; `health` tells what was found."""
        self._ask(RunPreflight())

    def scenarios(self) -> tuple[str, ...]:
        """Return what can be practised on paper."""
        return () if self._prepared is None else self._prepared.scenarios

    def scenario(self, name: str) -> None:
        """Make the paper market do what `name` says; UserError where it knows no such thing."""
        there = self.scenarios()
        if name not in there:
            raise UserError(f"scenario {name!r}: there are {', '.join(there) or 'none'}")
        self._ask(Practise(scenario=name))

    def journal_rows(self, limit: int, kind: str | None = None) -> list[JournalRow]:
        """Return the newest journal rows, newest first."""
        return self._rows.latest(limit, kind)

    def health(self) -> Health:
        """Return how well the engine's loop keeps up, and whether the venues deliver."""
        return self._health

    # its life --------------------------------------------------------------------------------

    def start(self, timeout_s: float = _START_TIMEOUT_S) -> None:
        """Start the engine; returns when it runs. Raises what kept it from doing so."""
        self._answered.clear()
        self._ask(Begin())
        self._await("the engine did not start in time; the log may say why", timeout_s)
        self._begun = True

    def request_stop(self) -> None:
        """Ask for the orderly end; returns at once."""
        if not self._stop_asked:
            self._stop_asked = True
            self._ask(Stop())

    @property
    def running(self) -> bool:
        """True until the engine's process has ended."""
        return self._process.poll() is None

    def unended(self) -> str:
        """Return what still runs, in words; empty where engine and journal have ended."""
        return "the engine did not end in time" if self.running else ""

    def close(self, timeout_s: float = _STOP_TIMEOUT_S) -> bool:
        """Stop in order and wait for it; False where that took too long."""
        self.request_stop()
        try:
            self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return False
        finally:
            self._rows.close()
        self._listener.join(timeout_s)
        self._channel.finish(timeout_s)
        return True

    # what the engine's process says ----------------------------------------------------------

    def _hear(self, content: bytes) -> None:
        """Take one message; on the listener's thread. One that makes no sense ends auto."""
        try:
            said = reply(content)
        except msgspec.DecodeError as error:
            _log.critical("a message of the engine's makes no sense", exc_info=error)
            self._looking = False
            if not self._misunderstood:
                self._misunderstood = True
                self._tell(Reason.INTERNAL_ERROR, "the engine's state cannot be read; see the log")
                self.send(CommandName.MANUAL, reason=Reason.INTERNAL_ERROR.value)
            return
        self._misunderstood = False
        self._take(said)

    def _take(self, said: Reply) -> None:
        match said:
            case Seen():
                self._latest, self._offset = said.snapshot, said.offset
                self._health = said.health or self._health
                for item in said.told:
                    self._outbox.push(item)
                self._tape.extend(said.feeds)
                self._tape.extend(said.trades)
                self._looking = False
            case Taken(press=press):
                self._presses.pop(press, _nothing)()
            case Prepared():
                self._prepared = said
                self._answered.set()
            case Refused():
                self._refused, self._stop_asked = said, True  # it ends by itself
                self._answered.set()
            case Begun():
                self._answered.set()

    def _over(self) -> None:
        """The engine's process has ended, or cannot be understood; on the listener's thread."""
        if not self._stop_asked:
            self._stop_asked = True
            self._channel.finish(_LAST_WORD_S)  # where it still runs, it ends in order now
            what = f"the engine stopped (its process ended with status {self._status()})"
            self.failure = UserError(f"{what}; the log has the details")
            _log.critical(what)
            if self._latest is not None:
                self._latest = at_rest(self._latest, what)
            if self._begun:
                self._tell(Reason.INTERNAL_ERROR, f"{what}: {_WHEN_DEAD}")
        self._answered.set()

    def _status(self) -> str:
        try:
            return str(self._process.wait(_LAST_WORD_S))
        except subprocess.TimeoutExpired:
            return "unknown"

    def _await(self, otherwise: str, timeout_s: float) -> None:
        if not self._answered.wait(timeout_s):
            raise UserError(otherwise)
        if self._refused is not None:
            if self._refused.defect:
                raise RuntimeError(self._refused.words)
            raise UserError(self._refused.words)
        if self.failure is not None:
            raise self.failure

    # to the engine's process -----------------------------------------------------------------

    def _ask(self, message: Request) -> None:
        self._channel.send(packed(message))

    def _hand_over(self, command: Command, taken: Callable[[], None]) -> None:
        number = next(self._press_numbers)
        self._presses[number] = taken
        self._ask(Obey(command=command, press=number))

    def _tell(self, reason: Reason, detail: str) -> None:
        """Tell the window what the engine cannot; from any thread."""
        alert = Alert(at=self.now(), level=Level.ALARM, reason=reason, detail=detail)
        self._outbox.push(alert)


def _nothing() -> None:
    """Nobody waits for it."""
