"""The venues that the contract suite is run against.

A factory is an asynchronous context manager that yields a running `World`. To add a venue: write
one and append it to `FACTORIES` with its name.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

from terminal.model.events import Account, AnyEvent, BookUpdate, Funding, Mark, listed
from terminal.venues.ccxt.catalogue import BINANCE_COIN_M, BYBIT, VenueEntry
from terminal.venues.ccxt.timing import Timing
from terminal.venues.ccxt.venue import CcxtVenue
from terminal.venues.paper.listings import default_listings
from terminal.venues.paper.venue import PaperSettings, PaperVenue
from terminal.venues.replay.session_file import write_session
from terminal.venues.replay.venue import ReplayVenue, open_replay
from tests.contract.virtual_time import VirtualTime
from tests.contract.world import World
from tests.loopback.binance import BinanceLoopback
from tests.loopback.bybit import BybitLoopback
from tests.loopback.bybit.quiet_market import quiet_market
from tests.loopback.real_time import real_time_until
from tests.virtual_clock import SECOND

Factory = Callable[[Path], AbstractAsyncContextManager[World]]

_SYMBOL = "BTC/USD:BTC"


@asynccontextmanager
async def paper(_directory: Path) -> AsyncIterator[World]:
    """Yield the paper venue on virtual time."""
    virtual = VirtualTime()
    venue = PaperVenue(virtual.clock, PaperSettings(seed=7), sleep=virtual.sleep)
    seen = venue.exchange.orders
    world = World(
        venue, _SYMBOL, virtual.clock, virtual.until, lambda: [o.client_order_id for o in seen()]
    )
    async with _running(world):
        yield world


@asynccontextmanager
async def replay(directory: Path) -> AsyncIterator[World]:
    """Yield a session file of two quiet minutes, played on virtual time."""
    virtual = VirtualTime()
    path = directory / "session.jsonl.gz"
    write_session(path, _quiet_session(virtual.clock()))
    (venue,) = open_replay(path, virtual.clock, sleep=virtual.sleep)
    world = World(venue, _SYMBOL, virtual.clock, virtual.until, lambda: _seen_by(venue))
    async with _running(world):
        yield world


@asynccontextmanager
async def bybit(_directory: Path) -> AsyncIterator[World]:
    """Yield Bybit through ccxt, against a loopback exchange over real sockets."""
    async with _on_loopback(BYBIT, BybitLoopback()) as world:
        yield world


@asynccontextmanager
async def binance(_directory: Path) -> AsyncIterator[World]:
    """Yield Binance COIN-M through ccxt, against a loopback exchange over real sockets."""
    async with _on_loopback(BINANCE_COIN_M, BinanceLoopback()) as world:
        yield world


FACTORIES: dict[str, Factory] = {
    "paper": paper,
    "replay": replay,
    "bybit": bybit,
    "binance": binance,
}


@asynccontextmanager
async def _on_loopback(
    entry: VenueEntry, made: BybitLoopback | BinanceLoopback
) -> AsyncIterator[World]:
    """Yield a venue on a quiet market."""
    async with made as server:
        venue = CcxtVenue(
            entry,
            [_SYMBOL],
            clock=time.time_ns,
            randomness=Random(7),
            credentials=server.credentials,
            endpoints=server.endpoints,
            timing=Timing(account_poll_s=0.2, first_retry_s=0.05, funding_refresh_s=0.2),
        )
        world = World(
            venue,
            _SYMBOL,
            time.time_ns,
            real_time_until,
            lambda: list(server.ids_received),
        )
        with quiet_market(server, _SYMBOL, 60_000.0):
            async with _running(world):
                yield world


@asynccontextmanager
async def _running(world: World) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        world.running = group.create_task(world.venue.run(world.events.append))
        assert await world.until(world.ready, 10.0), "no market"
        yield
        await world.venue.close()
        await world.until(lambda: world.running is None or world.running.done(), 5.0)


def _seen_by(venue: ReplayVenue) -> list[str | None]:
    exchange = venue.simulation.entry(venue.name).exchange
    return [order.client_order_id for order in exchange.orders()]


def _quiet_session(start: int) -> list[AnyEvent]:
    listing = next(x for x in default_listings("recorded") if x.instrument.symbol == _SYMBOL)
    where: dict[str, Any] = {"venue": "recorded", "symbol": _SYMBOL}
    events: list[AnyEvent] = [
        listed(start, listing.instrument),
        Account(
            at=start, venue="recorded", settle="BTC", wallet_balance=2.0, equity=2.0, positions=()
        ),
    ]
    for tenth in range(1_200):
        at = start + tenth * SECOND // 10
        centre = 60_000.0 + 0.5 * (tenth % 3)
        bids = tuple((centre - 0.5 * (i + 1), 50_000.0) for i in range(10))
        asks = tuple((centre + 0.5 * (i + 1), 50_000.0) for i in range(10))
        events.append(Mark(at=at, **where, mark_price=centre))
        events.append(BookUpdate(at=at, **where, bids=bids, asks=asks))
        if tenth % 20 == 0:
            settled_at = start + 3_600 * SECOND
            rate = 0.0001
            events.append(
                Funding(
                    at=at,
                    **where,
                    funding_rate=rate,
                    next_funding_at=settled_at,
                    interval_s=28_800.0,
                )
            )
    return events
