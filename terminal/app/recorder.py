"""Records every event into a session file, on a thread of its own."""

import gzip
import logging
import os
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import IO

from terminal.model.errors import UserError
from terminal.model.events import AnyEvent
from terminal.model.session import encode
from terminal.storage.files import FILE_MODE

_INTERVAL_S = 0.1

_Sink = IO[bytes] | gzip.GzipFile

_log = logging.getLogger(__name__)


class Recorder:
    """Appends events to a session file; `.gz` compresses it.

    `on_failure` is called on the recorder's thread when the file cannot be written any more;
    the recording ends there.
    """

    def __init__(self, path: Path, on_failure: Callable[[str], None]) -> None:
        self._path = path
        self._on_failure = on_failure
        self._events: deque[AnyEvent] = deque()
        self._stop = threading.Event()
        self._file = _create(path)
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def record(self, event: AnyEvent) -> None:
        """Hand over an event; returns at once."""
        self._events.append(event)

    def close(self, timeout_s: float = 5.0) -> bool:
        """Write what is left and close the file; False where that took too long."""
        self._stop.set()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            with self._file as file:
                while not self._stop.wait(_INTERVAL_S):
                    self._write(file)
                self._write(file)
        except OSError as error:
            text = f"{self._path}: the recording stopped: {error.strerror or error}"
            _log.error(text)
            self._on_failure(text)
            self._events = deque(maxlen=0)

    def _write(self, file: _Sink) -> None:
        events = self._events
        while events:
            file.write(encode(events.popleft()) + b"\n")
        file.flush()


def _create(path: Path) -> _Sink:
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, FILE_MODE)
    except FileExistsError:
        raise UserError(f"{path}: exists already; name another file to record into") from None
    except OSError as error:
        raise UserError(f"{path}: cannot be written: {error.strerror or error}") from None
    raw = os.fdopen(descriptor, "wb")
    if path.suffix == ".gz":
        return _Compressed(raw)
    return raw


class _Compressed(gzip.GzipFile):
    """Gzip onto a file that is closed with it."""

    def __init__(self, raw: IO[bytes]) -> None:
        super().__init__(filename="", mode="wb", fileobj=raw, mtime=0)
        self._raw = raw

    def close(self) -> None:
        super().close()
        self._raw.close()
