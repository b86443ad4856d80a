"""Records every event into a session file, on a thread of its own."""

import logging
import os
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

from terminal.model.errors import UserError
from terminal.model.events import AnyEvent
from terminal.storage.files import FILE_MODE
from terminal.venues.replay.session_file import SessionWriter

_INTERVAL_S = 0.1
_MOST_WAITING = 200_000

_log = logging.getLogger(__name__)


class Recorder:
    """Writes events into a new session file; the ending `.gz` compresses it.

    `on_failure` is called, on either thread, when the file cannot be written any more; the
    recording ends there.
    """

    def __init__(self, path: Path, on_failure: Callable[[str], None]) -> None:
        self._path = path
        self._on_failure = on_failure
        self._events: deque[AnyEvent] = deque()
        self._over = False
        self._stop = threading.Event()
        self._writer = _create(path)
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def record(self, event: AnyEvent) -> None:
        """Hand over an event; returns at once."""
        if self._over:
            return
        self._events.append(event)
        if len(self._events) > _MOST_WAITING:
            self._give_up("the disk cannot keep up")

    def close(self, timeout_s: float = 5.0) -> bool:
        """Write what is left and close the file; False where that took too long."""
        self._stop.set()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            with self._writer as writer:
                while not self._stop.wait(_INTERVAL_S):
                    self._write(writer)
                self._write(writer)
        except OSError as error:
            self._give_up(str(error.strerror or error))
        except Exception as error:  # noqa: BLE001 — the thread's edge: nobody else would hear of it
            _log.exception("the recorder failed")
            self._give_up(type(error).__name__)

    def _give_up(self, why: str) -> None:
        """Take nothing more, forget what waits and say so, once."""
        self._events.clear()
        if not self._over:
            self._over = True
            text = f"{self._path}: the recording stopped: {why}"
            _log.error(text)
            self._on_failure(text)

    def _write(self, writer: SessionWriter) -> None:
        while self._events:
            try:
                event = self._events.popleft()
            except IndexError:  # given up on the other thread
                return
            writer.write(event)
        writer.flush()


def _create(path: Path) -> SessionWriter:
    """Make a file that only its owner can read; an existing one may be somebody's evidence."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, FILE_MODE))
        return SessionWriter(path)
    except FileExistsError:
        raise UserError(f"{path}: exists already; name another file to record into") from None
    except OSError as error:
        raise UserError(f"{path}: cannot be written: {error.strerror or error}") from None
