"""The kill switch's way out of the process: latch on disk, then every venue until it confirms."""

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from uuid import uuid4

from terminal.app.dispatcher import Dispatcher
from terminal.app.latch import Latch, Latched
from terminal.app.task_scope import TaskScope
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
        self._opening = False
        dispatcher.observe(self._see)

    def attach(self, venues: Mapping[str, Venue]) -> None:
        """Take the venues that have to confirm, by name."""
        self._venues = venues

    def press(self, command: Command) -> None:
        """Stop everything. May be pressed again, to add flattening for instance."""
        self._stop(command)
        self._scope.start("kill switch", self._carry_out(command))

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
        self._dispatcher.latched = True
        self._dispatcher.hold()
        self._dispatcher.emit(command)

    async def _carry_out(self, command: Command) -> None:
        press_id = uuid4().hex
        self._presses.add(press_id)  # known before the file is there: the pulse must not obey it
        reason = command.reason or "pressed in the terminal"
        try:
            async with asyncio.timeout(_LATCH_TIMEOUT_S):
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
        while self._round == this_round and self._dispatcher.latched:
            try:
                async with asyncio.timeout(_VENUE_TIMEOUT_S):
                    await venue.kill()
            except Exception as error:  # noqa: BLE001 — whatever it is, the switch tries again
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
        if self._dispatcher.latched and not self._opening:
            self._opening = True
            self._scope.start("opening the kill switch", self._clear())

    async def _clear(self) -> None:
        try:
            presses = frozenset(self._presses)
            if await asyncio.to_thread(self._latch.clear, presses):
                self._round += 1
                self._dispatcher.latched = False
            # Otherwise somebody pressed meanwhile, which the next pulse sees.
        except OSError as error:
            self._dispatcher.alert(
                Level.ALARM,
                Reason.KILLED,
                detail=f"the latch file could not be removed ({error.strerror}): still latched",
            )
        finally:
            self._opening = False

    def _tell(self, press_id: str) -> None:
        """Write down what is confirmed, for whoever pressed from outside."""
        with contextlib.suppress(OSError):  # nobody may be looking; the window shows it as well
            self._latch.report(press_id, self._answers)
