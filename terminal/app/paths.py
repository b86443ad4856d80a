"""Where everything is kept: one directory that only its owner can enter."""

import os
import stat
import tempfile
from pathlib import Path

import platformdirs

from terminal.model.errors import UserError
from terminal.storage.files import DIRECTORY_MODE

_APPLICATION = "scaling-terminal"


class DataDirectory:
    """The names of the files in a data directory."""

    def __init__(self, root: Path, *, temporary: bool = False) -> None:
        self.root = root
        self.temporary = temporary

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.root / "settings.toml"

    @property
    def policies(self) -> Path:
        """The trader's own policies."""
        return self.root / "policies"

    @property
    def window(self) -> Path:
        """What the window keeps: workspaces, keys."""
        return self.root / "window"

    @property
    def log(self) -> Path:
        """The newest log file."""
        return self.root / "terminal.log"

    @property
    def window_log(self) -> Path:
        """The newest log file of the window's process."""
        return self.root / "window.log"

    @property
    def lock(self) -> Path:
        """Locked while a terminal runs on this directory."""
        return self.root / "lock"

    @property
    def epoch(self) -> Path:
        """The number of the last start."""
        return self.root / "epoch"

    @property
    def kill_latch(self) -> Path:
        """Present while the kill switch is latched."""
        return self.root / "kill.latch"

    @property
    def kill_state(self) -> Path:
        """What the running terminal has made of the latch."""
        return self.root / "kill.state"


def default_directory() -> Path:
    """Return where this system keeps a program's data for the present user."""
    return Path(platformdirs.user_data_dir(_APPLICATION, appauthor=False))


def open_directory(root: Path) -> DataDirectory:
    """Create `root` with mode 0700 where it is missing, refuse it where others could write to it.

    Raises UserError that says how to mend it.
    """
    try:
        root.mkdir(mode=DIRECTORY_MODE, parents=True, exist_ok=True)
        _refuse_unsafe(root)
    except FileExistsError:
        raise UserError(f"data directory {root}: is a file; name a directory") from None
    except OSError as error:
        raise UserError(
            f"data directory {root}: {error.strerror or error}; choose another with --data-dir"
        ) from None
    return DataDirectory(root)


def temporary_directory() -> tempfile.TemporaryDirectory[str]:
    """Return a directory with mode 0700 that is removed when it is closed."""
    return tempfile.TemporaryDirectory(prefix=f"{_APPLICATION}-", ignore_cleanup_errors=True)


def _refuse_unsafe(root: Path) -> None:
    if os.name == "nt":  # permissions are inherited from the profile there
        return
    status = root.stat()
    if status.st_uid != os.geteuid():
        raise UserError(f"data directory {root}: belongs to another user; choose one of your own")
    if not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return
    if any(root.iterdir()):
        raise UserError(
            f"data directory {root}: other users can write to it; run `chmod go-w {root}` "
            "or choose another"
        )
    root.chmod(DIRECTORY_MODE)
