"""Building a ccxt exchange that does nothing behind our back."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from terminal.model.errors import DeniedError
from terminal.venues.ccxt import replies
from terminal.venues.ccxt.catalogue import VenueEntry, require_world
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.held_socket import socket_factory
from terminal.venues.ccxt.mending import mend
from terminal.venues.ccxt.observe import dig
from terminal.venues.ccxt.prompt_sending import send_at_once

# aiohttp closes an idle connection after 15 s; an order should not pay for a new handshake.
_KEEP_ALIVE_S = 3600.0
_FAREWELL_S = 0.5
# ccxt asks venues to deflate every message. Inflating one lets go of the interpreter lock in the
# middle of reading it, and deflating an order holds the order up; the messages are small.
_SOCKET_OPTIONS = {"compress": 0}
_ELSEWHERE = frozenset({301, 302, 303, 307, 308})


class Environment(StrEnum):
    """Which of the venue's worlds a key belongs to."""

    LIVE = "live"
    DEMO = "demo"
    TESTNET = "testnet"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Other addresses than the venue's own, in the shape of ccxt's `urls['api']`: for tests."""

    api: Mapping[str, Any] = field(repr=False)


@asynccontextmanager
async def opened(
    entry: VenueEntry,
    credentials: Credentials | None,
    *,
    environment: Environment,
    endpoints: Endpoints | None,
    timeout_s: float,
    trust: ssl.SSLContext | None = None,
) -> AsyncIterator[Any]:
    """Yield one ccxt exchange with an HTTP session of its own, and close both afterwards.

    `trust` is what `trusted_roots` returned; several exchanges may share it.

    Raises DeniedError where the exchange would not be safe to trade with.
    """
    # At DEBUG ccxt logs whole requests, keys and signatures included.
    logging.getLogger("ccxt").setLevel(logging.WARNING)
    trust = trust or trusted_roots()
    async with _http_session(trust) as session:
        exchange = _build(entry, credentials, session, timeout_s)
        exchange.ssl_context = trust
        try:
            require_world(entry, environment)
            _choose_world(exchange, environment, endpoints)
            assert_safe(exchange, () if endpoints is not None else entry.hosts)
            yield exchange
        finally:
            await hang_up(exchange)
            # ccxt sleeps this long after closing, for transports that the session owns here.
            exchange.timeout_on_exit = 0
            await exchange.close()


async def hang_up(exchange: Any) -> None:
    """Close every websocket, without waiting long for a farewell that a dead one cannot give."""
    clients = list((exchange.clients or {}).values())
    exchange.clients = {}
    # ccxt would wait before the next dial, by a time of its own; ours has jitter.
    exchange.ws_dial_backoff = {}
    for client in clients:
        if client.ping_looper is not None:
            client.ping_looper.cancel()
        for pending in client.futures.values():
            pending.cancel()
    await asyncio.gather(*(_say_goodbye(client) for client in clients))


async def _say_goodbye(client: Any) -> None:
    if client.closed():
        return
    try:
        async with asyncio.timeout(_FAREWELL_S):
            await client.connection.close()
    except (TimeoutError, OSError):
        return  # aiohttp has closed its side


def _build(
    entry: VenueEntry,
    credentials: Credentials | None,
    session: aiohttp.ClientSession,
    timeout_s: float,
) -> Any:
    import ccxt.pro

    settings: dict[str, Any] = {
        "session": session,
        "enableRateLimit": False,
        "verbose": False,
        "verify": True,
        "aiohttp_trust_env": False,
        "timeout": int(timeout_s * 1000),
    }
    if credentials is not None:
        settings |= {"apiKey": credentials.key, "secret": credentials.secret}
        if credentials.passphrase is not None:
            settings["password"] = credentials.passphrase
    exchange = getattr(ccxt.pro, entry.id)(settings)
    # Given to the constructor, these would be merged into ccxt's own lists and tables.
    exchange.options.update({**entry.options, "maxRetriesOnFailure": 0, "ws": _SOCKET_OPTIONS})
    exchange.has.update(entry.has)
    exchange.log = _log_of_ccxt  # it would print, past every redaction
    send_at_once(exchange, replies.awaited)
    replies.hold(exchange)
    mend(exchange, entry)
    return exchange


def _log_of_ccxt(*words: object) -> None:
    logging.getLogger("ccxt").debug("%s", " ".join(str(word) for word in words).strip())


def assert_safe(exchange: Any, hosts: tuple[str, ...]) -> None:
    """Raise DeniedError unless the exchange is set up never to repeat, leak or divert a request.

    `hosts` are the venue's own domains; empty where a test gave other addresses.
    """
    session = exchange.session
    broken = [
        complaint
        for complaint, fine in (
            ("verbose tells headers with keys", exchange.verbose is False),
            ("certificates are not verified", exchange.verify is True),
            ("proxies come from the environment", exchange.aiohttp_trust_env is False),
            ("ccxt's own limiter is on", exchange.enableRateLimit is False),
            ("ccxt repeats failed requests", not exchange.options.get("maxRetriesOnFailure")),
            ("the session is ccxt's own", session is not None and not exchange.own_session),
            # aiohttp re-sends GET and PUT on a dropped connection: two orders out of one.
            ("aiohttp repeats requests", getattr(session, "_retry_connection", None) is False),
            ("the session trusts the environment", getattr(session, "trust_env", None) is False),
            # Signed headers and all, aiohttp would send a POST again to wherever it is told.
            ("aiohttp follows redirections", _stay in getattr(session, "_middlewares", ())),
        )
        if not fine
    ]
    if hosts:
        broken += [
            f"address {host} is not the venue's"
            for host in sorted(_hosts(exchange))
            if not any(host == own or host.endswith("." + own) for own in hosts)
        ]
    if broken:
        raise DeniedError(f"{exchange.id} is not set up safely: {'; '.join(broken)}")


def trusted_roots() -> ssl.SSLContext:
    """Return a TLS context that trusts certifi's authorities and nothing else."""
    import certifi

    return ssl.create_default_context(cafile=certifi.where())


def _http_session(trust: ssl.SSLContext) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(
        ssl=trust, keepalive_timeout=_KEEP_ALIVE_S, limit=0, socket_factory=socket_factory()
    )
    session = aiohttp.ClientSession(connector=connector, trust_env=False, middlewares=(_stay,))
    session._retry_connection = False  # noqa: SLF001 - aiohttp has no public switch for it
    return session


async def _stay(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Send one request once: an answer that points elsewhere is an error, whatever it points at."""
    response = await handler(request)
    if response.status in _ELSEWHERE:
        response.close()
        raise aiohttp.ClientResponseError(
            response.request_info,
            response.history,
            status=response.status,
            message="the server points elsewhere",
        )
    return response


def _choose_world(exchange: Any, environment: Environment, endpoints: Endpoints | None) -> None:
    if endpoints is not None:
        exchange.urls["api"] = dict(endpoints.api)
    elif environment is Environment.DEMO:
        exchange.enable_demo_trading(True)
    elif environment is Environment.TESTNET:
        exchange.set_sandbox_mode(True)


def _hosts(exchange: Any) -> set[str]:
    def leaves(branch: Any) -> list[str]:
        if isinstance(branch, str):
            return [branch]
        if isinstance(branch, Mapping):
            return [leaf for part in branch.values() for leaf in leaves(part)]
        return []

    urls = leaves(dig(exchange.urls, ("api",)))
    return {urlsplit(exchange.implode_hostname(url)).hostname or "" for url in urls}
