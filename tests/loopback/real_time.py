"""Waiting on real sockets: for a condition, with a generous limit, never for a time."""

import asyncio
from collections.abc import Callable

# Real sockets need the selector to be looked at; between looks the processor is given away.
_LOOK_EVERY_S = 0.002


async def real_time_until(what: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Let the loop run until `what` holds, or `seconds` have gone by; True where it holds."""
    try:
        async with asyncio.timeout(seconds):
            while not what():  # noqa: ASYNC110 - the condition is anything, on either side
                await asyncio.sleep(_LOOK_EVERY_S)
    except TimeoutError:
        return what()
    return True
