"""The kill switch's way out of the process: latch on disk, then every venue until it confirms."""

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from uuid import uuid4

from terminal.app.dispatcher import Dispatcher
from terminal.app.latch import Latch, Latched
from terminal.app.task_scope import TaskScope, being_cancelled
from terminal.model.events import AnyEvent, Command, CommandName, KillConfirmation
from terminal.model.outputs import AnyOutput, Gate, Level, ModeChanged
from terminal.model.reasons import Reason
from terminal.venues.base import Clock, Venue

_LATCH_TIMEOUT_S = 1.0
_VENUE_TIMEOUT_S = 60.0
_FIRST_RETRY_S = 0.25
_LONGEST_RETRY_S = 5.0

_log = logging.getLogger(__name__)


class KillControl:
    """Presses, watches and opens the latch; lives on the engine's loop.

    A press takes effect in this order: nothing more leaves (at once, in memory); the latch is on
    disk; the engine's cancels and each venue's own cancel-all go out, repeated until the venue
    itself confirms. A disk that hangs or fails delays the second step by a second and no more.
    """

    def __init__(
        self, *, latch: Latch, dispatcher: Dispatcher, clock: Clock, scope: TaskScope
    ) -> None:
        self._latch = latch
        self._dispatcher = dispatcher
        self._clock = clock
        self._scope = scope
        self._venues: Mapping[str, Venue] = {}
        self._answers: dict[str, str] = {}
        self._presses: set[str] = set()
        self._round = 0
        self._pressed = 0
        self._latch_in_use = asyncio.Lock()
        self._progress_in_use = asyncio.Lock()
        self._to_tell: tuple[str, dict[str, str]] | None = None
        self._telling = False
        self._opening: asyncio.Task[None] | None = None
        dispatcher.observe(self._see)

    def attach(self, venues: Mapping[str, Venue]) -> None:
        """Take the venues that have to confirm, by name."""
        self._venues = venues

    def press(self, command: Command) -> None:
        """Stop everything. May be pressed again, to add flattening for instance."""
        self._stop(command)
        if self._scope.closed:  # the terminal is ending: the next start has to know
            self._latch_at_once(command)
        else:
            going = self._scope.start("kill switch", self._carry_out(command))
            going.add_done_callback(
                lambda task: self._latch_at_once(command) if task.cancelled() else None
            )

    def obey(self, latched: Latched) -> None:
        """Act on a latch that is on disk already: from the command line or an earlier run."""
        if latched.press_id in self._presses:
            return
        self._presses.add(latched.press_id)
        self._stop(
            Command(
                at=self._clock(),
                name=CommandName.KILL,
                reason=latched.reason,
                flatten=latched.flatten,
            )
        )
        self._go_out(latched.press_id)

    def watch(self) -> None:
        """Look whether somebody pressed from outside: one `stat`, called on every pulse."""
        latched = self._latch.changed()
        if latched is not None:
            self.obey(latched)

    def _stop(self, command: Command) -> None:
        self._pressed += 1
        self._dispatcher.way_out.latched = True
        self._dispatcher.hold()
        self._dispatcher.emit(command)

    async def _carry_out(self, command: Command) -> None:
        press_id = uuid4().hex
        self._presses.add(press_id)  # known before the file is there: the pulse must not obey it
        reason = command.reason or "pressed in the terminal"
        try:
            async with asyncio.timeout(_LATCH_TIMEOUT_S), self._latch_in_use:
                await asyncio.to_thread(
                    self._latch.press, press_id, command.at, reason, flatten=command.flatten
                )
        except (OSError, TimeoutError) as error:
            _log.error("the kill latch is not on disk: %s", error)
            self._dispatcher.alert(
                Level.ALARM,
                Reason.KILLED,
                detail="the latch could not be written to disk and will not survive a restart",
            )
        finally:
            self._go_out(press_id)

    def _latch_at_once(self, command: Command) -> None:
        try:
            self._latch.press(
                uuid4().hex,
                command.at,
                command.reason or "pressed in the terminal",
                flatten=command.flatten,
            )
        except OSError as error:
            _log.error("the kill latch is not on disk: %s", error)

    def _go_out(self, press_id: str) -> None:
        """Let the engine's cancels leave and ask every venue, again for each press."""
        self._dispatcher.release()
        self._round += 1
        self._answers = dict.fromkeys(self._venues, "requested")
        self._tell(press_id)
        for venue in self._venues.values():
            self._scope.start(f"kill at {venue.name}", self._ask(venue, self._round, press_id))

    async def _ask(self, venue: Venue, this_round: int, press_id: str) -> None:
        delay = _FIRST_RETRY_S
        while self._round == this_round and self._dispatcher.way_out.latched:
            try:
                async with asyncio.timeout(_VENUE_TIMEOUT_S):
                    await venue.kill()
            except (Exception, asyncio.CancelledError) as error:  # whatever it is: again
                if being_cancelled():
                    raise
                _log.warning("kill at %s: %s", venue.name, type(error).__name__)
                self._dispatcher.emit(
                    KillConfirmation(
                        at=self._clock(),
                        venue=venue.name,
                        confirmed=False,
                        detail=type(error).__name__,
                    )
                )
            self._tell(press_id)
            if self._answers.get(venue.name) == "confirmed":
                return
            await asyncio.sleep(delay)
            delay = min(delay * 2, _LONGEST_RETRY_S)

    def _see(self, event: AnyEvent, outputs: list[AnyOutput]) -> None:
        if isinstance(event, KillConfirmation):
            self._answers[event.venue] = "confirmed" if event.confirmed else "unknown"
        if isinstance(event, Command) and event.name is CommandName.RESET:
            for output in outputs:
                if isinstance(output, ModeChanged) and output.gate is not Gate.KILLED:
                    self._open()

    def _open(self) -> None:
        """The engine took a reset: open the latch on disk, and only then in memory."""
        if self._dispatcher.way_out.latched:
            self._opening = self._scope.start("opening the kill switch", self._clear(self._pressed))

    async def settle(self, timeout_s: float) -> None:
        """Wait until a reset under way is on disk: ending the program must not undo it."""
        if self._opening is not None and not self._opening.done():
            await asyncio.wait({self._opening}, timeout=timeout_s)

    async def _clear(self, pressed: int) -> None:
        try:
            async with self._latch_in_use, self._progress_in_use:
                if pressed != self._pressed:
                    return  # pressed again after the reset
                opened = await asyncio.to_thread(self._latch.clear, frozenset(self._presses))
            # A press that came meanwhile is on its way to the disk, or the next pulse sees it.
            if opened and pressed == self._pressed:
                self._round += 1
                self._dispatcher.way_out.latched = False
        except OSError as error:
            self._dispatcher.alert(
                Level.ALARM,
                Reason.KILLED,
                detail=f"the latch file could not be removed ({error.strerror}): still latched",
            )

    def _tell(self, press_id: str) -> None:
        """Write down what is confirmed, for whoever pressed from outside.

        On another thread: a disk that hangs must not keep the cancels in.
        """
        self._to_tell = (press_id, dict(self._answers))
        if not self._telling:
            self._telling = True
            self._scope.start("kill progress", self._write_progress())

    async def _write_progress(self) -> None:
        try:
            while (told := self._to_tell) is not None:
                self._to_tell = None
                async with self._progress_in_use:
                    if not self._dispatcher.way_out.latched:
                        return  # opened meanwhile, and the file is gone
                    with contextlib.suppress(OSError):  # the window shows it as well
                        await asyncio.to_thread(self._latch.report, *told)
        finally:
            self._telling = False
