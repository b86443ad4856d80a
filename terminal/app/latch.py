"""The kill switch on disk: latched before anything is sent, seen by whoever starts next.

The latch is a file, so that it can be pressed from another process while the window hangs, and
still stands after a restart. What the running terminal makes of it goes into a second file.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from terminal.storage.files import remove_durably, write_atomically


class Latched(msgspec.Struct, frozen=True, kw_only=True):
    """One press of the switch; `at` is ns since the epoch."""

    press_id: str
    at: int
    reason: str
    flatten: bool


class KillProgress(msgspec.Struct, frozen=True, kw_only=True):
    """What each venue has said to a press: requested, confirmed or unknown."""

    press_id: str
    venues: dict[str, str]


class Latch:
    """The latch file and the file with its progress."""

    def __init__(self, path: Path, progress_path: Path) -> None:
        self._path = path
        self._progress_path = progress_path
        self._seen: tuple[int, int] | None = None

    def press(self, press_id: str, at: int, reason: str, *, flatten: bool) -> Latched:
        """Latch, on disk when this returns. Raises OSError. A press may add flattening."""
        before = self.read()
        latched = Latched(
            press_id=press_id,
            at=at,
            reason=reason,
            flatten=flatten or (before is not None and before.flatten),
        )
        write_atomically(self._path, msgspec.json.encode(latched) + b"\n")
        return latched

    def read(self) -> Latched | None:
        """Return the press that stands, None where there is none.

        A file that is there and cannot be read is a press: stopping is the safe mistake.
        """
        return _read(self._path)

    def changed(self) -> Latched | None:
        """Return the press that stands where the file is another than at the last call."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            self._seen = None
            return None
        except OSError as error:
            return _unreadable(str(error.strerror))
        stamp = (status.st_ino, status.st_mtime_ns)
        if stamp == self._seen:
            return None
        self._seen = stamp
        return self.read()

    def clear(self, press_ids: frozenset[str]) -> bool:
        """Open the latch, unless somebody pressed again meanwhile. Raises OSError."""
        standing = self.read()
        if standing is not None and standing.press_id not in press_ids:
            return False
        # Between that look and the removal another process may press: what is taken away is
        # looked at once more, and put back where it is somebody else's.
        aside = self._path.with_name(f"{self._path.name}.opening")
        try:
            self._path.replace(aside)
        except FileNotFoundError:
            return True
        taken = _read(aside)
        if taken is not None and taken.press_id not in press_ids:
            self._put_back(aside)
            return False
        remove_durably(aside)
        self._progress_path.unlink(missing_ok=True)
        return True

    def _put_back(self, aside: Path) -> None:
        """Let a press stand that was taken away, unless a newer one stands already."""
        try:
            os.link(aside, self._path)
        except FileExistsError:
            remove_durably(aside)
        except OSError:  # a file system without links
            aside.replace(self._path)
        else:
            remove_durably(aside)

    def report(self, press_id: str, venues: Mapping[str, str]) -> None:
        """Say what the venues have answered so far. Raises OSError."""
        progress = KillProgress(press_id=press_id, venues=dict(venues))
        write_atomically(self._progress_path, msgspec.json.encode(progress) + b"\n")

    def progress(self) -> KillProgress | None:
        """Return what the running terminal last reported."""
        try:
            return msgspec.json.decode(self._progress_path.read_bytes(), type=KillProgress)
        except (OSError, msgspec.DecodeError):
            return None


def _read(path: Path) -> Latched | None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        return _unreadable(str(error.strerror))
    try:
        return msgspec.json.decode(content, type=Latched)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _unreadable("its content is not understood")


def _unreadable(why: str) -> Latched:
    return Latched(press_id="unreadable", at=0, reason=f"latch file: {why}", flatten=False)
