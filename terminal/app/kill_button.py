"""The kill switch as the window presses it: on the engine's loop, and on disk if that is stuck."""

import logging
import threading
import time
from collections.abc import Callable
from uuid import uuid4

from terminal.app.latch import Latch
from terminal.model.events import Command
from terminal.model.reasons import Reason

_PATIENCE_S = 1.0

_log = logging.getLogger(__name__)


class KillButton:
    """Returns at once, whatever state the engine's loop is in.

    `hand_over` gives the engine a command and calls back once it has it.

    A loop that stands still sends nothing by itself, but whoever then ends the process must find
    it killed at the next start: after a second the latch is written without the engine.
    """

    def __init__(
        self,
        latch: Latch,
        hand_over: Callable[[Command, Callable[[], None]], None],
        tell: Callable[[Reason, str], None],
    ) -> None:
        self._latch = latch
        self._hand_over = hand_over
        self._tell = tell

    def press(self, command: Command) -> None:
        """Press the switch."""
        taken = threading.Event()
        self._hand_over(command, taken.set)
        threading.Thread(
            target=self._latch_without_engine, args=(command, taken), name="kill", daemon=True
        ).start()

    def _latch_without_engine(self, command: Command, taken: threading.Event) -> None:
        if taken.wait(_PATIENCE_S):
            return
        reason = command.reason or "pressed in the terminal"
        try:
            self._latch.press(uuid4().hex, time.time_ns(), reason, flatten=command.flatten)
            what = "the kill switch is latched on disk"
        except OSError as error:
            what = f"the kill switch could NOT be latched ({error.strerror or error})"
        detail = f"the engine does not answer: {what}, NOTHING is confirmed; stop at the venue"
        _log.critical(detail)
        self._tell(Reason.KILLED, detail)
