"""Settings of the interpreter that keep the engine's thread prompt while the window paints."""

import asyncio
import gc
import sys
from collections.abc import Callable

_SWITCH_INTERVAL_S = 0.0001
_YOUNG_OBJECTS = 10_000
_YOUNG_COLLECTIONS = 20
_NEVER = 1_000_000


def tune() -> None:
    """Switch threads often and keep full garbage collections out of the way.

    With the default interval of 5 ms the window's Python code delays an order by several
    milliseconds. What exists after start-up stays for good, so it is taken out of the collector's
    sight; the young generations are collected as usual, small and often. The oldest one is
    collected only by `collect`, which the desk calls when nothing is under way.
    """
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS, _YOUNG_COLLECTIONS, _NEVER)


def collect() -> None:
    """Collect everything that came since start-up: for a quiet moment."""
    gc.collect()


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return uvloop's loop where there is one: its latency is about half."""
    if sys.platform == "win32":
        return None
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
