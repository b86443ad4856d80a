"""How far our clock is ahead of the venue's."""

from typing import Any

from terminal.venues.base import Clock

_ROUND_TRIPS = 3


async def clock_offset_s(exchange: Any, clock: Clock) -> float | None:
    """Return the offset in seconds, None where the venue does not tell its time.

    The shortest of three round trips is the one to believe. Raises whatever ccxt does.
    """
    if not exchange.has.get("fetchTime"):
        return None
    best: tuple[int, float] | None = None
    for _ in range(_ROUND_TRIPS):
        sent = clock()
        theirs_ms = await exchange.fetch_time()
        answered = clock()
        offset_s = ((sent + answered) / 2 - theirs_ms * 1e6) / 1e9
        if best is None or answered - sent < best[0]:
            best = (answered - sent, offset_s)
    return None if best is None else best[1]
