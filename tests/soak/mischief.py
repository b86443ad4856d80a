"""Random faults from a seed: what is wrong at which venue, from when to when."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from random import Random

from tests.loopback.faults.slow import Slow
from tests.loopback.wire_faults import Fault, Http
from tests.soak.makes import Loopback, make_of
from tests.soak.market import Market

_BUSY = Http(503, "<html>busy</html>")

Begin = Callable[[], Awaitable[None]]


class Mischief:
    """Makes one thing after the other go wrong; `troubled(name)` says whether a venue is well.

    Some faults are of the market or of somebody else with the same key: then the trader is asked
    (`resume`) once they are over.
    """

    def __init__(
        self,
        servers: dict[str, Loopback],
        market: Market,
        random: Random,
        *,
        mean_pause_s: float,
        grace_s: float,
        sleep_terminal: Callable[[float], Awaitable[None]],
    ) -> None:
        self._servers = servers
        self._market = market
        self._random = random
        self._mean_pause_s = mean_pause_s
        self._grace_s = grace_s
        self._sleep_terminal = sleep_terminal
        self._well_from = dict.fromkeys(servers, 0.0)
        self._wrong: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.wants_resume = False
        self._kinds: dict[str, Callable[[str, Loopback], Awaitable[None]]] = {
            "socket cut": self._cut,
            "book gap": self._gap,
            "garbage on a socket": self._garbage,
            "order answer lost or wrong": self._lost_answer,
            "cancel answer lost": self._lost_cancel,
            "slow answers": self._slow,
            "rate limit": self._throttled,
            "reads fail": self._reads_fail,
            "market data silent": self._silent,
            "venue down": self._down,
            "price gap": self._price_gap,
            "trade by another session": self._by_hand,
            "leverage changed outside": self._leverage,
            "terminal stopped for a while": self._asleep,
        }

    def troubled(self) -> list[str]:
        """Return the venues that are not well, or have not been for long enough."""
        now = asyncio.get_running_loop().time()
        return [n for n, at in self._well_from.items() if at > now or self._wrong[n] > 0]

    async def run(self) -> None:
        """Go on until cancelled, at every venue on its own."""
        async with asyncio.TaskGroup() as group:
            for name in self._servers:
                group.create_task(self._at(name, Random(self._random.random())))

    async def _at(self, name: str, random: Random) -> None:
        while True:
            await asyncio.sleep(random.expovariate(1.0 / self._mean_pause_s))
            await self._do(random.choice(sorted(self._kinds)), name)

    async def every_kind(self) -> None:
        """Do everything once, in an order of the seed's."""
        kinds = sorted(self._kinds)
        self._random.shuffle(kinds)
        for kind in kinds:
            await self._do(kind, self._random.choice(sorted(self._servers)))

    async def _do(self, kind: str, name: str) -> None:
        self.counts[kind] += 1
        concerns = [name]
        if kind in ("price gap", "terminal stopped for a while"):
            concerns = list(self._servers)
        self._wrong.update(concerns)
        try:
            await self._kinds[kind](name, self._servers[name])
        finally:
            self._wrong.subtract(concerns)
            well_from = asyncio.get_running_loop().time() + self._grace_s
            self._well_from.update(dict.fromkeys(concerns, well_from))

    async def _for(self, low_s: float, high_s: float) -> None:
        await asyncio.sleep(self._random.uniform(low_s, high_s))

    async def _cut(self, _name: str, server: Loopback) -> None:
        server.drop(self._random.choice(("public", "private", "trade", None)))

    async def _gap(self, name: str, server: Loopback) -> None:
        server.skip_book_update(self._market.symbol_of(name))

    async def _garbage(self, _name: str, server: Loopback) -> None:
        frame = self._random.choice(make_of(server).garbage)
        server.sockets.raw(self._random.choice(("public", "private", "trade")), frame)

    async def _lost_answer(self, _name: str, server: Loopback) -> None:
        make = make_of(server)
        await self._while(server, make.order_routes, self._random.choice(make.lost), 1.0, 3.0)

    async def _lost_cancel(self, _name: str, server: Loopback) -> None:
        make = make_of(server)
        fault = self._random.choice(make.lost[: make.wordless])
        await self._while(server, make.cancel_routes, fault, 1.0, 3.0)

    async def _slow(self, _name: str, server: Loopback) -> None:
        make = make_of(server)
        routes = (*make.order_routes, *make.cancel_routes, *make.reads)
        seconds = self._random.choice((0.5, 1.5, 5.0))
        await self._while(server, routes, Slow(seconds), 3.0, 6.0)

    async def _throttled(self, _name: str, server: Loopback) -> None:
        make = make_of(server)
        fault = self._random.choice(make.throttled)
        await self._while(server, (*make.order_routes, *make.reads), fault, 1.0, 2.0)
        await self._for(5.0, 5.0)  # the pause that the venue asked for

    async def _reads_fail(self, _name: str, server: Loopback) -> None:
        await self._while(server, make_of(server).reads, _BUSY, 2.0, 6.0)

    async def _silent(self, name: str, _server: Loopback) -> None:
        self._market.held.add(name)
        await self._for(3.0, 9.0)
        self._market.held.discard(name)

    async def _down(self, _name: str, server: Loopback) -> None:
        port = server.port
        await server.stop()
        try:
            await self._for(1.0, 8.0)
        finally:
            await server.start(port)

    async def _price_gap(self, _name: str, _server: Loopback) -> None:
        self._market.jump(self._random.choice((-0.035, 0.035)))
        await self._for(2.0, 2.0)

    async def _by_hand(self, name: str, server: Loopback) -> None:
        side = self._random.choice(("Buy", "Sell"))
        server.act("create", make_of(server).market_order(self._market.symbol_of(name), side))
        await self._for(2.0, 3.0)
        self.wants_resume = True

    async def _leverage(self, name: str, server: Loopback) -> None:
        symbol = self._market.symbol_of(name)
        now = server.exchange.position(symbol).leverage
        other = "20" if now != 20.0 else "10"
        server.act("set_leverage", make_of(server).leverage(symbol, other))
        await self._for(2.0, 3.0)
        self.wants_resume = True

    async def _asleep(self, _name: str, _server: Loopback) -> None:
        await self._sleep_terminal(self._random.uniform(1.0, 4.0))

    async def _while(
        self,
        server: Loopback,
        routes: tuple[str, ...],
        fault: Fault,
        low_s: float,
        high_s: float,
    ) -> None:
        for route in routes:
            server.faults.always(route, replace(fault))
        await self._for(low_s, high_s)
        for route in routes:
            server.faults.always(route, None)
