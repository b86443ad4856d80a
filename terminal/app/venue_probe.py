"""Asks a venue for its time and, with a key, for its rights and the account: reads, nothing else.

What a venue does not tell of a key is reported as not verified, never as fine.
"""

import asyncio
import time
from typing import Any

from terminal.app.contracts import Probe
from terminal.model.checks import KeyReport, PreflightReport
from terminal.model.errors import AuthenticationError, TerminalError, UnavailableError
from terminal.storage.credentials import Credential
from terminal.storage.settings import VenueSettings

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
    from terminal.venues.ccxt.server_clock import clock_offset_s
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
            offset_s = await clock_offset_s(wire, time.time_ns)
            if offset_s is None:
                await wire.load_markets()  # some answer has to show that the venue is there
            key = None if keys is None else await _key(wire, venue, keys)
    except TerminalError:
        raise
    except TimeoutError:
        raise UnavailableError(f"{venue.title} does not answer") from None
    except Exception as error:  # noqa: BLE001 — the edge to the wire
        raise translated(venue, keys, error) from None
    return Probe(clock_offset_s=offset_s, key=key)


async def _key(wire: Any, venue: Any, keys: Any) -> KeyReport:
    """Return what the venue tells of the key; raises where it does not take it at all."""
    from terminal.venues.ccxt.key_check import check_key
    from terminal.venues.ccxt.wire_errors import translated

    try:
        report = await check_key(wire, venue)
    except Exception as error:
        if isinstance(translated(venue, keys, error), AuthenticationError):
            raise
        report = KeyReport()  # it may not tell in this environment; the account still decides
    await wire.fetch_balance()
    return report


def preflight(
    name: str,
    settings: VenueSettings,
    credential: Credential | None,
    target_leverage: float | None,
    endpoints: Any = None,
) -> PreflightReport:
    """Look a configured venue over by reads; UserError for no such exchange."""
    return asyncio.run(_preflight(name, settings, credential, target_leverage, endpoints))


async def _preflight(
    name: str,
    settings: VenueSettings,
    credential: Credential | None,
    target_leverage: float | None,
    endpoints: Any,
) -> PreflightReport:
    from terminal.venues.ccxt.catalogue import entry
    from terminal.venues.ccxt.credentials import Credentials
    from terminal.venues.ccxt.exchange import Environment, opened
    from terminal.venues.ccxt.preflight import Inspection

    venue = entry(settings.exchange)
    keys = None
    if credential is not None:
        keys = Credentials(credential.key, credential.secret, credential.passphrase or None)
    async with opened(
        venue,
        keys,
        environment=Environment(settings.environment.value),
        endpoints=endpoints,
        timeout_s=_TIMEOUT_S,
    ) as wire:
        inspection = Inspection(
            name=name,
            entry=venue,
            exchange=wire,
            symbols=settings.symbols,
            clock=time.time_ns,
            credentials=keys,
            longest_s=4 * _TIMEOUT_S,
        )
        return await inspection.report(target_leverage)
