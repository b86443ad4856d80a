"""What was pushed to the window and is yet to be taken: lossless, up to a bound.

A window that stands still for hours must not take the engine down with it. What no longer fits
is in the journal, and the window is told how much that is.
"""

import threading
from collections import deque

from terminal.app.dispatcher import Pushed
from terminal.model.outputs import Alert, Decision, Level
from terminal.model.reasons import Reason

_MOST = 100_000
_DECISIONS = 5  # a fifth of the room is for them: the newest one is in every snapshot


class Outbox:
    """A queue from any thread to the window's."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._items: deque[Pushed] = deque()
        self._passed_over = 0
        self._last_at = 0
        self._lock = threading.Lock()  # held for an append or a swap, never while anybody works

    def push(self, item: Pushed) -> None:
        """Add an item; returns at once."""
        with self._lock:
            self._last_at = item.at
            most = self._most // _DECISIONS if isinstance(item, Decision) else self._most
            if len(self._items) < most:
                self._items.append(item)
            else:
                self._passed_over += 1

    def drain(self) -> list[Pushed]:
        """Return what was pushed since the last call, in order."""
        with self._lock:
            taken, self._items = self._items, deque()
            passed_over, self._passed_over = self._passed_over, 0
            at = self._last_at
        items = list(taken)
        if passed_over:
            detail = (
                f"the window stood still: {passed_over} messages after these were not kept for "
                "it; the journal has what matters of them"
            )
            items.append(Alert(at=at, level=Level.WARNING, reason=Reason.LOOP_LAG, detail=detail))
        return items
