"""The other end of the wire: exchanges on loopback, under load, with ticks that are marked.

`python -m tests.benchmarks.wire.exchanges N` serves N venues, Bybit and Binance COIN-M in turn,
and obeys JSON lines: `market` begins to move the books, `ticks` sends marked ticks and tells when
each was written to its socket, when its order arrived there and when it was read (ns of the
monotonic clock). It takes as little of the machine as it can, and that only where nobody else
wants it: a real exchange takes none of the trader's.
"""

import asyncio
import gc
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.benchmarks.wire.arrival import arrived_ns, listening, note_connection
from tests.loopback.binance.server import BinanceLoopback
from tests.loopback.bybit.rows import text
from tests.loopback.bybit.server import BybitLoopback
from tests.loopback.wire_server import LoopbackServer
from tests.virtual_clock import SECOND

Levels = tuple[tuple[float, float], ...]
BTC, ETH = "BTC/USD:BTC", "ETH/USD:ETH"
# A marked tick moves the mark from one side of the centre to the other.
SWING = 0.0025
_LEVELS = 25
_TURNS = 5  # every how many levels one is twice as deep, and which ones moves with each update
_FUNDING_RATE = 0.0001
_ORDER_TIMEOUT_S = 2.0
_QUIET_TICK_S = 0.1


class Timed(LoopbackServer):
    """Notes when an order arrived and when it was read (monotonic ns, by client id)."""

    arrivals: dict[str, tuple[int, int]]
    leaving: Callable[[bytes], None]

    def _application(self) -> web.Application:
        return web.Application(middlewares=[note_connection])

    def _site(self, runner: web.AppRunner, port: int) -> web.BaseSite:
        return web.SockSite(runner, listening(port, lambda data: self.leaving(data)))

    def _count(self, route: str, body: Any) -> None:
        now, before = time.monotonic_ns(), len(self.orders_received)
        super()._count(route, body)
        if len(self.orders_received) > before:
            self.arrivals[self.orders_received[-1][self.id_field]] = (arrived_ns(), now)


class TimedBybit(Timed, BybitLoopback):
    """Bybit, timed."""


class TimedBinance(Timed, BinanceLoopback):
    """Binance COIN-M, timed."""


Server = TimedBybit | TimedBinance


@dataclass
class Venue:
    """One exchange, the contract that is traded on it, and its market."""

    name: str
    server: Server
    symbol: str
    centre: float
    tick: float
    size: float
    arrivals: dict[str, tuple[int, int]] = field(default_factory=dict)
    high: bool = False
    updates: int = 0
    _books: list[tuple[Levels, Levels]] = field(default_factory=list)
    _tick: bytes | None = None
    _left_ns: int = 0

    async def begin(self) -> None:
        """Listen, and set a book, a mark and a funding rate."""
        self.server.leaving = self._leaving
        await self.server.start()
        self.server.arrivals = self.arrivals
        self._books = [self._book_of(turn) for turn in range(_TURNS)]
        now = self.server.clock()
        # A whole interval away: nothing here settles, and what is past is stale.
        next_at = now // SECOND * SECOND + 8 * 3_600 * SECOND
        self.server.set_funding(self.symbol, _FUNDING_RATE, next_at)
        self.book()
        self.mark(self.centre)

    def book(self) -> None:
        """Change the sizes of some levels behind the best ones."""
        self.updates += 1
        self.server.set_book(self.symbol, *self._books[self.updates % _TURNS])

    def _book_of(self, turn: int) -> tuple[Levels, Levels]:
        def side(step: float) -> Levels:
            return tuple(
                (
                    round(self.centre + step * (level + 1), 2),
                    self.size * (2 if level > 0 and level % _TURNS == turn else 1),
                )
                for level in range(_LEVELS)
            )

        return side(-self.tick), side(self.tick)

    def mark(self, price: float) -> None:
        """Tell a mark; the index and the last trade agree with it."""
        price = self._priced(price)
        self.server.set_mark(self.symbol, price, index_price=price, last_price=price)

    def quiet_tick(self) -> None:
        """Move the mark by a tick, which no band notices."""
        side = SWING if self.high else -SWING
        self.mark(self.centre * (1 + side) + self.tick * (self.updates % 2))

    def _priced(self, price: float) -> float:
        return round(round(price / self.tick) * self.tick, 2)

    def marked_tick(self) -> None:
        """Swing the mark to the other side."""
        self.high = not self.high
        price = self.centre * (1 + (SWING if self.high else -SWING))
        self._tick = f'"{text(self._priced(price))}"'.encode()
        self.mark(price)

    @property
    def tick_left_ns(self) -> int | None:
        """When the latest marked tick was written to its socket, None while it was not."""
        return None if self._tick is not None else self._left_ns

    def _leaving(self, data: bytes) -> None:
        if self._tick is not None and b'"markPrice' in data and self._tick in data:
            self._tick, self._left_ns = None, time.monotonic_ns()

    def told(self) -> dict[str, Any]:
        """Return what a terminal has to know to trade here."""
        kind = "bybit" if isinstance(self.server, BybitLoopback) else "binancecoinm"
        account = self.server.account
        return {
            "exchange": kind,
            "symbols": (self.symbol,),
            "api": self.server.endpoints.api,
            "key": account.key,
            "secret": account.secret,
        }


def venue_of(number: int) -> Venue:
    """Return the exchange of that number: two makes, two coins."""
    bitcoin = number % 3 != 2
    centre, tick, symbol = (60_000.0, 0.5, BTC) if bitcoin else (3_000.0, 0.05, ETH)
    if number % 2:
        return Venue(f"binance{number}", TimedBinance(), symbol, centre, tick, 5_000.0)
    return Venue(f"bybit{number}", TimedBybit(), symbol, centre, tick, 50_000.0)


class Exchanges:
    """All venues and their load."""

    def __init__(self, venues: list[Venue], group: asyncio.TaskGroup) -> None:
        self.venues = venues
        self._group = group
        self._load: list[asyncio.Task[None]] = []

    def market(self, updates_per_s: float) -> None:
        """Let books change, so many times a second in total, and marks move by a tick."""
        every_s = len(self.venues) / updates_per_s
        for venue in self.venues:
            for act, pause_s in ((venue.book, every_s), (venue.quiet_tick, _QUIET_TICK_S)):
                self._load.append(self._group.create_task(_repeat(act, pause_s)))

    def stop(self) -> None:
        """End the load."""
        for task in self._load:
            task.cancel()

    def updates(self) -> int:
        """Return how many book updates there were."""
        return sum(venue.updates for venue in self.venues)

    async def settled(self, quiet_s: float = 1.0) -> None:
        """Wait until no order has arrived for a while."""
        before = -1
        while (now := sum(len(venue.arrivals) for venue in self.venues)) != before or not now:
            before = now
            await asyncio.sleep(quiet_s)

    async def ticks(self, count: int, every_s: float, trouble: str | None) -> dict[str, Any]:
        """Send marked ticks to one venue after the other; return the times of each order."""
        measured = self.venues if trouble is None else self.venues[:-1] or self.venues
        rows, missing = [], 0
        began, updates = time.monotonic(), self.updates()
        for number in range(count):
            if trouble is not None and number % 20 == 10:
                self._make(trouble)
            venue = measured[number % len(measured)]
            known = set(venue.arrivals)
            due = time.monotonic() + every_s
            venue.marked_tick()
            order = await self._order(venue, known)
            left_ns = venue.tick_left_ns
            if order is None or left_ns is None:
                missing += 1
            else:
                rows.append((venue.name, order, left_ns, *venue.arrivals[order]))
            await asyncio.sleep(max(0.0, due - time.monotonic()))
        seconds = time.monotonic() - began
        return {
            "ticks": rows,
            "missing": missing,
            "updates_per_s": (self.updates() - updates) / seconds,
            "seconds": seconds,
        }

    async def _order(self, venue: Venue, known: set[str]) -> str | None:
        deadline = time.monotonic() + _ORDER_TIMEOUT_S
        while time.monotonic() < deadline:
            new = venue.arrivals.keys() - known
            if new:
                return min(new, key=venue.arrivals.__getitem__)
            await asyncio.sleep(0.005)
        return None

    def _make(self, trouble: str) -> None:
        """Do something to the last venue, on which nothing is measured then."""
        venue = self.venues[-1]
        if trouble == "breaker":
            venue.mark(venue.centre * 1.04)
        elif trouble == "reconnect":
            venue.server.drop("public")


async def _repeat(act: Any, every_s: float) -> None:
    due = time.monotonic()
    while True:
        act()
        due = max(due + every_s, time.monotonic() - 0.1)
        await asyncio.sleep(max(0.0, due - time.monotonic()))


async def _serve(count: int) -> None:
    venues = [venue_of(number) for number in range(count)]
    for venue in venues:
        await venue.begin()
    _say({"venues": {venue.name: venue.told() for venue in venues}})
    gc.freeze()
    async with asyncio.TaskGroup() as group:
        exchanges = Exchanges(venues, group)
        while line := await asyncio.to_thread(sys.stdin.readline):
            _say(await _obey(exchanges, json.loads(line)))
        exchanges.stop()
    for venue in venues:
        await venue.server.stop()


async def _obey(exchanges: Exchanges, request: dict[str, Any]) -> dict[str, Any]:
    match request["do"]:
        case "market":
            exchanges.market(request["updates_per_s"])
        case "settled":
            await exchanges.settled()
        case "ticks":
            return await exchanges.ticks(
                request["count"], request["every_s"], request.get("trouble")
            )
    return {}


def _say(message: dict[str, Any]) -> None:
    print(json.dumps(message), flush=True)


def _stand_back() -> None:
    """Take a core only where the trader's machine has nothing else to do, where that can be had."""
    if sys.platform == "linux":
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


if __name__ == "__main__":
    _stand_back()
    asyncio.run(_serve(int(sys.argv[1])))  # asyncio's own loop, which reads by the socket's `recv`
