"""Asks a venue for its time and, with a key, for the account: two reads, nothing else.

What a key may do besides (trade, withdraw) is not asked here: until a venue's adapter tells
(`terminal.app.contracts.KeyCheck`) it is reported as not verified, never as fine.
"""

import asyncio
import time
from typing import Any

from terminal.app.contracts import Probe
from terminal.model.checks import KeyReport
from terminal.model.errors import TerminalError, UnavailableError
from terminal.storage.credentials import Credential

_TIMEOUT_S = 8.0


def probe(
    exchange: str, environment: str, credential: Credential | None, endpoints: Any = None
) -> Probe:
    """Return what `exchange` answered; raises VenueError in words, UserError for no such exchange.

    `endpoints` are other addresses than the venue's own, for tests.
    """
    return asyncio.run(_probe(exchange, environment, credential, endpoints))


async def _probe(
    exchange: str, environment: str, credential: Credential | None, endpoints: Any
) -> Probe:
    from terminal.venues.ccxt.catalogue import entry
    from terminal.venues.ccxt.credentials import Credentials
    from terminal.venues.ccxt.exchange import Environment, opened
    from terminal.venues.ccxt.wire_errors import translated

    venue = entry(exchange)
    keys = None
    if credential is not None:
        keys = Credentials(credential.key, credential.secret, credential.passphrase or None)
    try:
        async with (
            asyncio.timeout(2 * _TIMEOUT_S),
            opened(
                venue,
                keys,
                environment=Environment(environment),
                endpoints=endpoints,
                timeout_s=_TIMEOUT_S,
            ) as wire,
        ):
            offset_s = await _clock_offset_s(wire)
            if keys is not None:
                await wire.fetch_balance()
    except TerminalError:
        raise
    except TimeoutError:
        raise UnavailableError(f"{venue.title} does not answer") from None
    except Exception as error:  # noqa: BLE001 — the edge to the wire
        raise translated(venue, keys, error) from None
    return Probe(clock_offset_s=offset_s, key=None if keys is None else KeyReport())


async def _clock_offset_s(wire: Any) -> float | None:
    """Return by how much our clock is ahead of the venue's, None where it does not tell its time.

    The shortest of three round trips is the one to believe.
    """
    if not wire.has.get("fetchTime"):
        await wire.load_markets()  # some answer has to show that the venue is there
        return None
    best: tuple[int, float] | None = None
    for _ in range(3):
        sent = time.time_ns()
        theirs_ms = await wire.fetch_time()
        answered = time.time_ns()
        offset_s = ((sent + answered) / 2 - theirs_ms * 1e6) / 1e9
        if best is None or answered - sent < best[0]:
            best = (answered - sent, offset_s)
    return None if best is None else best[1]
