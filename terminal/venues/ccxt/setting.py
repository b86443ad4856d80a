"""What every part of one venue works with, and how any of its connections is kept."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from terminal.model.outputs import OrderIntent
from terminal.venues.base import Clearance, Clock, Emit
from terminal.venues.ccxt.backoff import Backoff
from terminal.venues.ccxt.catalogue import Arming, VenueEntry
from terminal.venues.ccxt.connection import Connection, Stream
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.slow_down import SlowDown
from terminal.venues.ccxt.timing import Timing
from terminal.venues.ccxt.wire_errors import translated

_LOG = logging.getLogger(__name__)


async def _nothing() -> None:
    """Do nothing once armed."""


async def lets_all_go(_intent: OrderIntent) -> str | None:
    """Have nothing against an order."""
    return None


@dataclass(frozen=True, slots=True)
class Setting:
    """One venue's name, table entry, key, symbols, clock, listener, waits and randomness.

    `slow_down` is what all parts know of the venue's patience. `clearance` has the last word on an
    order.
    """

    name: str
    entry: VenueEntry
    credentials: Credentials | None
    symbols: tuple[str, ...]
    clock: Clock
    emit: Emit
    timing: Timing
    randomness: Random
    slow_down: SlowDown = field(default_factory=SlowDown)
    clearance: Clearance = lets_all_go

    def retry(self) -> Backoff:
        """Return how long to wait between attempts to connect or to read."""
        timing, at_least_s = self.timing, self.slow_down.remaining_s
        return Backoff(timing.first_retry_s, timing.longest_retry_s, self.randomness, at_least_s)

    def connection(
        self,
        exchange: Any,
        streams: Sequence[Stream],
        what: str,
        lost: Callable[[str], None],
        *,
        on_armed: Callable[[], Awaitable[None]] = _nothing,
        arming: Arming = Arming.FIRST_RESULT,
        silence_s: float | None = None,
    ) -> Connection:
        """Return a connection whose loss is logged as that of `what` and told to `lost`."""

        def report(error: BaseException) -> None:
            why = str(translated(self.entry, self.credentials, error))
            _LOG.warning("%s: %s lost: %s", self.name, what, why)
            lost(why)

        return Connection(
            exchange,
            streams,
            backoff=self.retry(),
            on_armed=on_armed,
            on_lost=report,
            arming=arming,
            arm_timeout_s=self.timing.arm_timeout_s,
            silence_s=silence_s,
        )
