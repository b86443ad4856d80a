"""The desk: the engine's thread with its own loop, and the window's way to it.

Two channels and no more. State is conflated and pulled: `snapshot` returns the latest and asks
for a fresh one, which is built on the engine's thread once for each time somebody asked. Events
are lossless and pushed: one deque out with one wake-up, commands the other way.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from terminal.app.commands import command_of
from terminal.app.contracts import JournalLike
from terminal.app.dispatcher import Pushed
from terminal.app.engine_line import EngineLine
from terminal.app.engine_room import EngineRoom, Parts
from terminal.app.gauges import Gauges
from terminal.app.interpreter import Garbage, loop_factory
from terminal.app.journal_view import JournalView
from terminal.app.kill_button import KillButton
from terminal.app.latch import Latch
from terminal.app.outbox import Outbox
from terminal.app.precedence import come_first
from terminal.app.tape import Tape, watch
from terminal.engine.snapshot import Snapshot
from terminal.model.errors import UserError
from terminal.model.events import Command, CommandName
from terminal.model.outputs import Alert, Level
from terminal.model.reasons import Reason
from terminal.ui.accounts.port import KeyCabinet
from terminal.ui.desk import Health, JournalRow
from terminal.ui.desk import Pushed as Shown

_START_TIMEOUT_S, _STOP_TIMEOUT_S = 30.0, 20.0
_WHEN_DEAD = "nothing is watched any more; look at the venue itself and start again"

_log = logging.getLogger(__name__)


class Desk:
    """Implements `terminal.ui.desk.Desk`; safe to call from any one thread beside the engine's.

    `build` is called on the engine's thread, so that what it opens belongs there. `wake` is
    called on that thread whenever something was pushed.
    """

    def __init__(
        self,
        build: Callable[[Callable[[str], None]], Parts],
        *,
        title: str,
        paper: bool,
        journal_directory: Path,
        latch: Latch,
        presets: Mapping[str, Mapping[str, object]],
        scenarios: tuple[str, ...] = (),
        cabinet: KeyCabinet | None = None,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._build = build
        self._title = title
        self._paper = paper
        self._presets = presets
        self._scenarios = scenarios
        if cabinet is not None:
            self.cabinet = cabinet  # absent where there is none
        self._wake = wake
        self._outbox = Outbox()
        self._tape = Tape()
        self._line = EngineLine()
        self._kill_button = KillButton(latch, self.hand_over, self._tell)
        self._gauges = Gauges()
        self.garbage = Garbage()
        self._latest: Snapshot | None = None
        self._asked = False
        self._rows = JournalView(journal_directory)
        self._ready = threading.Event()
        self.failure: BaseException | None = None
        self._stop_asked = False
        self._stop: asyncio.Event | None = None
        self._room: EngineRoom | None = None
        self._journal: JournalLike | None = None
        self._now: Callable[[], int] = time.time_ns
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)

    # the window's side -----------------------------------------------------------------------

    @property
    def paper(self) -> bool:
        """True where no order can move real money."""
        return self._paper

    @property
    def title(self) -> str:
        """What the desk trades on."""
        return self._title

    def now(self) -> int:
        """Return the desk's present time, ns since the epoch."""
        return self._now()

    def snapshot(self) -> Snapshot | None:
        """Return the latest state and ask for a fresh one."""
        if not self._asked:
            self._asked = True
            self._line.call(self._refresh)
        return self._latest

    def fresh_snapshot(self, timeout_s: float = 1.0) -> Snapshot | None:
        """Wait for the state of this moment: for who looks once a second, not once a frame."""
        if self.running:
            taken = threading.Event()
            self.look(lambda _: taken.set())
            taken.wait(timeout_s)
        return self._latest

    def look(self, tell: Callable[[Snapshot | None], None]) -> None:
        """Have `tell` called on the engine's thread with the state of that moment."""

        def take(room: EngineRoom) -> None:
            try:
                self._refresh()
            finally:
                tell(self._latest)

        self._line.ask(take)

    def drain(self) -> list[Shown]:
        """Return what was pushed since the last call, losing nothing, and the newest trades."""
        return [*self._outbox.drain(), *self._tape.take()]

    def watch_trades(self) -> None:
        """Have `drain` return public trades too, from now on: for a window that shows them."""
        self._line.ask(lambda room: watch(room.venues.values(), self._tape, self._now))

    def send(self, name: CommandName, **arguments: object) -> None:
        """Ask for something deliberate; UserError where the arguments are not a command's."""
        command = command_of(name, arguments)
        if name is CommandName.KILL:
            self._kill_button.press(command)
        else:
            self._line.ask(lambda room: room.command(command))

    def hand_over(self, command: Command, taken: Callable[[], None]) -> None:
        """Give the engine a command as it is; `taken` is called on its thread once it has it."""

        def take(room: EngineRoom) -> None:
            room.command(command)
            taken()

        self._line.ask(take)

    def presets(self) -> Mapping[str, Mapping[str, object]]:
        """Return the policies that can be chosen."""
        return self._presets

    def preflight(self) -> None:
        """Have every venue looked over now; `health` tells what was found."""
        self._line.ask(lambda room: room.preflights.run())

    def scenarios(self) -> tuple[str, ...]:
        """Return what can be practised on paper."""
        return self._scenarios

    def scenario(self, name: str) -> None:
        """Make the paper market do what `name` says; UserError where it knows no such thing."""
        if name not in self._scenarios:
            raise UserError(f"scenario {name!r}: there are {', '.join(self._scenarios) or 'none'}")
        self._line.ask(lambda room: room.practise(name))

    def journal_rows(self, limit: int, kind: str | None = None) -> list[JournalRow]:
        """Return the newest journal rows, newest first."""
        return self._rows.latest(limit, kind)

    def health(self) -> Health:
        """Return how well the engine's loop keeps up, and whether the venues deliver."""
        room = self._room
        return Health(
            **self._gauges.figures(),
            venues=() if room is None else room.venue_health,
            preflights=() if room is None else room.preflights.reports,
        )

    # its life --------------------------------------------------------------------------------

    def start(self, timeout_s: float = _START_TIMEOUT_S) -> None:
        """Start the thread; returns when the engine runs. Raises what kept it from doing so."""
        self._thread.start()
        if not self._ready.wait(timeout_s):
            raise UserError("the engine did not start in time; the log may say why")
        if self.failure is not None:
            raise self.failure

    def request_stop(self) -> None:
        """Ask for the orderly end; returns at once."""
        self._stop_asked = True
        if self._stop is not None:
            self._line.call(self._stop.set)

    @property
    def running(self) -> bool:
        """True until the engine's thread has ended."""
        return self._thread.is_alive()

    def unended(self) -> str:
        """Return what still runs, in words; empty where engine and journal have ended."""
        if self.running:
            return "the engine did not end in time"
        if self._journal is not None and not self._journal.close(0.0):
            return "the journal is still being written"
        return ""

    def join(self, timeout_s: float = _STOP_TIMEOUT_S) -> bool:
        """Wait for the end; False where it did not come in time."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        self._rows.close()
        return not self._thread.is_alive()

    def close(self, timeout_s: float = _STOP_TIMEOUT_S) -> bool:
        """Stop in order and wait for it; False where that took too long."""
        self.request_stop()
        return self.join(timeout_s)

    # the engine's thread ---------------------------------------------------------------------

    def _run(self) -> None:
        come_first()
        try:
            with asyncio.Runner(loop_factory=loop_factory()) as runner:
                runner.run(self._main())
        except BaseException as error:  # noqa: BLE001 — the thread's edge; `start` raises it
            _log.critical("the engine's thread ended", exc_info=error)
            self.failure = error
            if self._ready.is_set():
                what = f"the engine stopped ({type(error).__name__}): {_WHEN_DEAD}"
                self._tell(Reason.INTERNAL_ERROR, what)
        finally:
            self._ready.set()
            self._wake()

    async def _main(self) -> None:
        (loop := asyncio.get_running_loop()).set_exception_handler(self._loop_failed)
        parts = self._build(self._journal_failed)
        self._journal = parts.journal
        try:
            room = EngineRoom(parts, self._push, self._gauges, self.garbage)
        except BaseException:
            parts.journal.close()
            raise
        self._stop = asyncio.Event()
        self._room = room
        self._now = parts.clock.now
        try:
            room.start()
            self._line.open(loop, room)
            self._refresh_from(room)
            self._ready.set()
            if not self._stop_asked:
                await self._stop.wait()
        finally:
            await room.stop()
            self._refresh()

    def _push(self, item: Pushed) -> None:
        self._outbox.push(item)
        self._wake()

    def _refresh(self) -> None:
        if self._room is None:
            return
        try:
            self._refresh_from(self._room)
        except Exception as error:  # noqa: BLE001 — asked again with the next frame
            kind = type(error).__name__
            self._room.internal_error(f"the state cannot be told ({kind}); see the log", error)

    def _tell(self, reason: Reason, detail: str) -> None:
        """Tell the window what the engine cannot; from any thread."""
        self._push(Alert(at=time.time_ns(), level=Level.ALARM, reason=reason, detail=detail))

    def _refresh_from(self, room: EngineRoom) -> None:
        self._asked = False
        self._latest = room.snapshot()

    def _journal_failed(self, detail: str) -> None:
        """Called on the journal's thread."""
        self._line.ask(lambda room: room.journal_failed(detail))

    def _loop_failed(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error, what = context.get("exception"), str(context.get("message"))
        if self._room is not None:
            self._room.internal_error(what, error)
        else:
            _log.error("on the engine's loop: %s", what, exc_info=error)
