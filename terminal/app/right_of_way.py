"""Orders go first: the window holds its painting while one is on its way out.

A call into Qt holds the interpreter lock for its whole length, and an order needs the lock anew at
every step: to hand its intent to the journal's thread, there, back, and at the socket. Beside a
window that paints, each of those waits for the call that happens to be under way.
"""

import time
from collections.abc import Callable

_LONGEST_S = 0.02  # about a frame: whatever the order waits for now, it is not the window
_NAP_S = 0.0003


class RightOfWay:
    """Counts the orders on their way. The engine's thread counts, the window's gives way."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,  # noqa: TID251 — the window's thread, which is to wait
    ) -> None:
        self._now = now
        self._sleep = sleep
        self._orders = 0
        self._owed_until = 0.0

    @property
    def engaged(self) -> bool:
        """True while an order is on its way."""
        return self._orders > 0

    def take(self) -> None:
        """An order begins its way."""
        self._orders += 1

    def release(self) -> None:
        """An order has left, or will not."""
        self._orders -= 1

    def give_way(self) -> float:
        """Return at once, or once no order is on its way, within a fiftieth of a second.

        Returns for how many seconds it waited.
        The window gets as much time afterwards as it gave, so that orders without end, or one
        that is stuck, slow it down and do not stop it.
        """
        if not self._orders:
            return 0.0
        began = self._now()
        if began < self._owed_until:
            return 0.0
        while self._orders and self._now() - began < _LONGEST_S:
            self._sleep(_NAP_S)
        ended = self._now()
        self._owed_until = ended + (ended - began)
        return ended - began
