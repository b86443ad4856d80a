"""One terminal for each data directory: two would write one journal and share order ids."""

import errno
import os
import threading
from pathlib import Path
from types import TracebackType
from typing import IO

from terminal.model.errors import UserError
from terminal.storage.files import create_private

if os.name == "nt":
    import msvcrt
else:
    import fcntl


_HELD = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK})
_TRIES = 6
_PAUSE_S = 0.05


class InstanceLock:
    """An operating system's lock on a file: gone with the process, however that ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def acquire(self) -> bool:
        """Take the lock; False where another process has it."""
        create_private(self._path)
        file = self._path.open("r+b", buffering=0)
        try:
            _lock(file)
        except OSError as error:
            file.close()
            if error.errno in _HELD:
                return False
            raise
        self._file = file
        return True

    def _acquire_patiently(self) -> bool:
        """Try for a moment: somebody who only looks (`is_running`) holds it no longer."""
        pause = threading.Event()
        try:
            for _ in range(_TRIES):
                if self.acquire():
                    return True
                pause.wait(_PAUSE_S)
        except OSError as error:
            raise UserError(
                f"data directory {self._path.parent}: cannot be locked: {error.strerror or error}; "
                "choose another with --data-dir"
            ) from None
        return False

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> "InstanceLock":
        """Take the lock; UserError where another terminal runs on this directory."""
        if not self._acquire_patiently():
            raise UserError(
                f"data directory {self._path.parent}: another terminal is running on it; use "
                "that one, or give this one a --data-dir of its own (or --temp)"
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()


def is_running(path: Path) -> bool:
    """Return whether some process holds the lock."""
    lock = InstanceLock(path)
    if not lock.acquire():
        return True
    lock.release()
    return False


def _lock(file: IO[bytes]) -> None:
    if os.name == "nt":
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
