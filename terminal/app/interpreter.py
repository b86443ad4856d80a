"""Settings of the interpreter that keep the engine's thread and the window's prompt."""

import asyncio
import ctypes
import gc
import sys
from collections.abc import Callable

from terminal.app.held_loop import held_loop

_SWITCH_INTERVAL_S = 0.0003
# A collection holds the interpreter lock: for about a millisecond with at most 10,000 objects.
_YOUNG_OBJECTS = 2_000
_YOUNG_COLLECTIONS = 5
_NEVER = 1_000_000


def tune() -> None:
    """Switch threads often and keep full garbage collections out of the way.

    With the default interval of 5 ms the window's Python code delays an order by several
    milliseconds. What exists after start-up stays for good, so it is taken out of the collector's
    sight; the young generations are collected as usual, small and often. The oldest one is
    collected only when the desk says that nothing is under way (`Garbage`).
    """
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS, _YOUNG_COLLECTIONS, _NEVER)


class Garbage:
    """Collects what counting references leaves behind, on one thread only once that has an owner.

    Python collects on whichever thread happens to allocate. Beside a window that may be the
    engine's, and a widget in a reference cycle would be destroyed there while Qt uses it in its
    own thread: a crash, rare and without a trace. So the window's thread owns the collector,
    and `serve` has to be called on it again and again, from the loop and not from inside a paint.
    """

    def __init__(self) -> None:
        self._owned = False
        self._quiet = False
        self._settled = False

    def own(self) -> None:
        """From now on only `serve` collects."""
        self._owned = True
        gc.disable()

    def disown(self) -> None:
        """Let Python collect by itself again, and all that there is: its desk has ended."""
        self._owned = False
        gc.unfreeze()
        gc.enable()

    def quiet(self) -> None:
        """Nothing is under way: a good moment to collect everything that came since start-up."""
        if self._owned:
            self._quiet = True
        else:
            self._collect_everything()

    def serve(self) -> None:
        """Collect what is due; on the owner's thread."""
        if self._quiet:
            self._quiet = False
            self._collect_everything()
        elif gc.get_count()[0] > _YOUNG_OBJECTS:
            gc.collect(1 if gc.get_count()[1] > _YOUNG_COLLECTIONS else 0)

    def _collect_everything(self) -> None:
        """Collect, and give back; what is left at the first time has mostly come to stay.

        Markets, panels and connections are there by then. Looking through them again and again
        would hold the interpreter lock for 30 ms each time.
        """
        gc.collect()
        if not self._settled:
            self._settled = True
            gc.freeze()
        give_back()


def give_back() -> None:
    """Give freed memory back to the system, where the C library keeps it (glibc).

    A reconnection needs some megabytes for a moment, and each thread's pool would keep them.
    """
    if sys.platform != "linux":
        return
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return the loop that is promptest beside a window: our own on Linux, else uvloop's."""
    if (held := held_loop()) is not None or sys.platform == "win32":
        return held
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
