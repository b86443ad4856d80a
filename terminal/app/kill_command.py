"""`kill`: the kill switch from the command line, for when the window is gone or hangs."""

import threading
import time
from collections.abc import Iterator
from uuid import uuid4

from terminal.app.instance_lock import is_running
from terminal.app.latch import KillProgress, Latch
from terminal.app.paths import DataDirectory
from terminal.model.errors import UserError

_INTERVAL_S = 0.05
_PATIENCE_S = 5.0


def kill(
    directory: DataDirectory, *, flatten: bool, patience_s: float = _PATIENCE_S
) -> Iterator[str]:
    """Latch, then yield what came of it, a line each; nothing is said that is not known."""
    latch = Latch(directory.kill_latch, directory.kill_state)
    press_id = uuid4().hex
    try:
        latch.press(press_id, time.time_ns(), "pressed on the command line", flatten=flatten)
    except OSError as error:
        raise UserError(
            f"the kill switch could NOT be latched: {directory.kill_latch}: "
            f"{error.strerror or error}; stop trading at the venue itself"
        ) from None
    what = "killed, positions to be flattened" if flatten else "killed"
    if not is_running(directory.lock):
        yield (
            f"latched: no terminal is running on {directory.root}; the next start begins {what}. "
            "Nothing was sent to any venue"
        )
        return
    yield f"latched: {what}"
    yield from _follow(latch, press_id, patience_s)


def _follow(latch: Latch, press_id: str, patience_s: float) -> Iterator[str]:
    """Wait for the running terminal, as long as there is hope, and say how far it came."""
    pause = threading.Event()
    deadline = time.monotonic() + patience_s
    progress: KillProgress | None = None
    while time.monotonic() < deadline:
        seen = latch.progress()
        if seen is not None and seen.press_id == press_id:
            progress = seen
            if all(answer == "confirmed" for answer in progress.venues.values()):
                break
        pause.wait(_INTERVAL_S)
    if progress is None:
        yield (
            f"the running terminal did not answer within {patience_s:g} s: NOT CONFIRMED; "
            "stop trading at the venue itself, the latch stands for the next start"
        )
        return
    for venue, answer in sorted(progress.venues.items()):
        yield f"{venue}: {answer if answer == 'confirmed' else f'NOT CONFIRMED ({answer})'}"
