"""What a venue's answers say of being asked too often, heeded by everything that asks it.

Limits count an address or an account and not one of our connections: whichever request was told
to slow down, they all do, orders included. Cancels and the kill switch alone go on.
"""

import logging
import math
import time
from collections.abc import Callable, Mapping
from typing import Any

from terminal.venues.ccxt import observe
from terminal.venues.ccxt.catalogue import VenueEntry
from terminal.venues.ccxt.classify import venue_code

_LOG = logging.getLogger(__name__)
_ASKED_TO_WAIT = frozenset({418, 429})
_SHUT_OUT = 403
_LONGEST_S = 86_400.0  # whatever a header says
_LONGEST_REFUSAL = 1_000  # characters: answers with data are longer, and need not be looked through

Pause = Callable[[float], None]


def _nobody(_seconds: float) -> None:
    """Tell nobody."""


class SlowDown:
    """How long one venue is to be left alone; `monotonic` is in seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._until = float("-inf")
        self._told: Pause = _nobody

    def tell(self, pause: Pause) -> None:
        """Have `pause` called with the seconds of every pause, the one under way included."""
        self._told = pause
        pause(self.remaining_s())

    def heed(self, exchange: Any, entry: VenueEntry) -> None:
        """Look at every HTTP answer that `exchange` gets."""

        def heard(status: int, headers: Mapping[str, str], body: str) -> None:
            seconds = wanted_s(entry, status, headers, body)
            if seconds:
                self.pause(seconds)
                _LOG.warning(
                    "%s asks us to slow down: cancels alone for %g s", entry.title, seconds
                )

        observe.answers(exchange, heard)

    def pause(self, seconds: float) -> None:
        """Leave the venue alone for `seconds`; a longer pause that is under way stays."""
        self._until = max(self._until, self._monotonic() + seconds)
        self._told(seconds)

    def remaining_s(self) -> float:
        """Return for how long it is still to be left alone, 0 where it is not."""
        return max(0.0, self._until - self._monotonic())


def wanted_s(entry: VenueEntry, status: int, headers: Mapping[str, str], body: str) -> float:
    """Return the seconds that an HTTP answer asks us to be quiet for, 0 where it does not."""
    if status in _ASKED_TO_WAIT:
        return max(entry.pause_s, _retry_after_s(headers))
    code = venue_code(entry.codes, body) if len(body) <= _LONGEST_REFUSAL else None
    if code in entry.codes.throttled:
        return max(entry.pause_s, _retry_after_s(headers))
    # Without a word of the venue's own, 403 is its edge that shuts an address out.
    return entry.ban_pause_s if status == _SHUT_OUT and code is None else 0.0


def _retry_after_s(headers: Mapping[str, str]) -> float:
    for name, value in headers.items():
        if name.lower() == "retry-after":
            try:
                seconds = float(value)
            except ValueError:
                return 0.0  # a date: venues give seconds
            return min(seconds, _LONGEST_S) if math.isfinite(seconds) else 0.0
    return 0.0
