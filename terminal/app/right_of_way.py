"""The engine goes first: the window holds its painting while an order is on its way out.

A call into Qt holds the interpreter lock for its whole length, and an order needs the lock anew at
every step: to hand its intent to the journal's thread, there, back, and at the socket. Beside a
window that paints, each of those waits for the call that happens to be under way. A message that
is being read loses the lock in its middle to whoever waits for it, so it is given way to as well,
or the engine falls behind a market that it could keep up with.
"""

import time
from collections.abc import Callable

# Whatever an order or a message waits for after so long, it is not the window.
_LONGEST_FOR_AN_ORDER_S = 0.02
_LONGEST_FOR_A_MESSAGE_S = 0.002
_NAP_S = 0.0001


class RightOfWay:
    """What the engine's thread is about; it says so, and the window's thread gives way."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,  # noqa: TID251 — the window's is to wait
    ) -> None:
        self._now = now
        self._sleep = sleep
        self._orders = 0
        self._at_work = False
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

    def occupy(self, at_work: bool) -> None:
        """A message is being read from now on, or is no more."""
        self._at_work = at_work

    def give_way(self) -> float:
        """Return at once, or once neither an order nor a message is under way; within 20 ms.

        Returns for how many seconds it waited. The window gets as much time afterwards as it
        gave, so that orders and messages without end, or an order that is stuck, slow it down
        and do not stop it.
        """
        if not (self._orders or self._at_work):
            return 0.0
        began = self._now()
        if began < self._owed_until:
            return 0.0
        waited = 0.0
        while waited < self._longest():
            self._sleep(_NAP_S)
            waited = self._now() - began
        self._owed_until = began + 2 * waited
        return waited

    def _longest(self) -> float:
        if self._orders:
            return _LONGEST_FOR_AN_ORDER_S
        return _LONGEST_FOR_A_MESSAGE_S if self._at_work else 0.0
