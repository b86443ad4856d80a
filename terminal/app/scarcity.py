"""What the machine has left for us: file descriptors and memory, looked at every few seconds.

Near the end of either, automatic trading ends while journal, cancels and kill switch still work.
"""

import errno
import sys
from collections.abc import Callable
from pathlib import Path

from terminal.app.dispatcher import Dispatcher
from terminal.venues.base import Clock

_EVERY_NS = 5_000_000_000
_MOST_DESCRIPTORS = 0.9  # of those that this process may have
_LEAST_MEMORY_KB = 64 * 1024  # on the whole machine, swap included
_MEMORY = Path("/proc/meminfo")
_OPEN = Path("/dev/fd")

_NONE_LEFT = frozenset({errno.EMFILE, errno.ENFILE})

Look = Callable[[], str]


class Scarcity:
    """Looks on a beat of the engine's loop; `look` says in words what runs out, "" for nothing."""

    def __init__(self, *, dispatcher: Dispatcher, clock: Clock, look: Look) -> None:
        self._dispatcher = dispatcher
        self._clock = clock
        self._look = look
        self._due_at = 0

    def beat(self) -> None:
        """Look again where it is time to."""
        now = self._clock()
        if now < self._due_at:
            return
        self._due_at = now + _EVERY_NS
        what = self._look()
        if what:
            self._dispatcher.internal_error(f"the machine runs out of room: {what}")


def scarce() -> str:
    """Return what runs out here, in words."""
    return descriptors() or memory()


def descriptors() -> str:
    """Return in words that file descriptors run out, "" where they do not or nobody can tell."""
    if sys.platform == "win32" or not _OPEN.is_dir():
        return ""
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit == resource.RLIM_INFINITY:
        return ""
    try:
        used = sum(1 for _ in _OPEN.iterdir())
    except OSError as error:  # looking takes one as well
        return "no more files can be opened" if error.errno in _NONE_LEFT else ""
    return f"{used} of {limit} files are open" if used > _MOST_DESCRIPTORS * limit else ""


def memory(told_in: Path = _MEMORY) -> str:
    """Return in words that memory runs out, "" where it does not or nobody can tell."""
    try:
        lines = told_in.read_text(encoding="ascii").splitlines()
        told = {name: int(rest.split()[0]) for name, _, rest in (x.partition(":") for x in lines)}
        left = told["MemAvailable"] + told.get("SwapFree", 0)
    except (OSError, ValueError, KeyError, IndexError):
        return ""
    return f"{left // 1024} MB of memory are left" if left < _LEAST_MEMORY_KB else ""
