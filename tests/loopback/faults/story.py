"""One desk on as many exchanges as there are faults, and what was seen of each."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from terminal.app.clock import AnchoredClock
from terminal.app.desk import Desk
from terminal.engine.snapshot import LegState
from terminal.model.events import CommandName
from terminal.model.outputs import Alert, Freeze, Gate, Mode
from terminal.ui.desk import Pushed
from terminal.venues.ccxt.timing import Timing
from tests.loopback.bybit import BybitLoopback
from tests.loopback.bybit.quiet_market import set_market
from tests.loopback.faults.desk import Wire, desk_of, plans_of, taken
from tests.loopback.faults.wrongs import SYMBOL, WRONGS
from tests.loopback.real_time import real_time_until

PRICE = 60_000.0
_TIMING = Timing(
    order_timeout_s=0.5,
    request_timeout_s=1.0,
    account_poll_s=0.5,
    silence_s=1.0,
    first_retry_s=0.05,
    longest_retry_s=0.2,
    kill_retry_s=0.1,
    longest_kill_retry_s=0.3,
)
_POLICY = {
    "side": "long",
    "target_leverage": 3.0,
    "margin_basis": "wallet",
    "rebalance_band": 0.01,
    "gap_threshold": 0.5,
    "price_collar": 0.1,
    "order_validity_s": 2.5,
    "order_timeout_s": 1.0,
    "mark_stale_s": 1.0,
    "book_stale_s": 1.0,
}
_EVERY_S = 0.25


@dataclass
class Told:
    """What came of one exchange and its fault."""

    reasons: set[str] = field(default_factory=set)
    details: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    left_after_kill: int = -1
    while_wrong: str = ""
    resting_while_wrong: int = -1
    at_last: str = ""
    resting_at_last: int = -1
    position_here: float | None = None
    position_there: float = 0.0
    target: float = 0.0


class SteadyClock(AnchoredClock):
    """A clock that takes no pause for a sleep: here a pause is a machine with much to do."""

    @property
    def leapt(self) -> bool:
        """Never."""
        return False

    def check(self) -> int | None:
        """Tell of no leap."""
        return None


class Story:
    """Arm, go wrong, kill, heal, reset, arm again: one call of `run` does it all."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.servers = {name: BybitLoopback() for name in WRONGS}
        self.told = {name: Told() for name in WRONGS}
        self.pushed: list[Pushed] = []
        self._held: set[str] = set()
        self._price = PRICE

    async def run(self) -> None:
        """Let it happen."""
        for server in self.servers.values():
            await server.start()
            set_market(server, SYMBOL, PRICE)
        desk = desk_of(self._root, plans_of(self._wires(), _TIMING), _POLICY, clock=SteadyClock())
        with self._moving():
            async with _running(desk):
                try:
                    await self._happen(desk)
                finally:
                    self.pushed += desk.drain()
        for server in self.servers.values():
            await server.stop()

    async def _happen(self, desk: Desk) -> None:
        await self._armed(desk)
        await self._until(lambda: self._settled(desk), "settled at first")
        self.pushed += desk.drain()
        for name, wrong in WRONGS.items():
            await wrong.begin(self.servers[name])
            if wrong.held:
                self._held.add(name)
        self._price = PRICE * 0.98
        self.all_seen = await real_time_until(lambda: self._all_seen(desk), 20.0)
        await self._killed(desk)
        for name, wrong in WRONGS.items():
            await wrong.end(self.servers[name])
            self._held.discard(name)
        await self._until(lambda: set(_kill_words(desk).values()) == {"confirmed"}, "confirmed")
        for name, server in self.servers.items():
            self.told[name].at_last = _kill_words(desk)[name]
            self.told[name].resting_at_last = len(server.exchange.open_orders())
        desk.send(CommandName.RESET, reason="a test")
        await self._until(lambda: _gate(desk) is not Gate.KILLED, "reset")
        await self._armed(desk)
        await self._until(lambda: self._settled(desk), "settled at last")
        for name, server in self.servers.items():
            self._compare(desk, name, server)

    async def _killed(self, desk: Desk) -> None:
        """Press the switch while everything is wrong, with an order resting everywhere."""
        for server in self.servers.values():
            server.act("create", _resting())
        desk.send(CommandName.KILL, reason="a test")
        await self._until(lambda: _gate(desk) is Gate.KILLED, "killed")
        before = {name: len(server.orders_received) for name, server in self.servers.items()}
        await self._until(lambda: _kill_words(desk)["nothing"] == "confirmed", "one confirms")
        await real_time_until(lambda: False, 0.3)  # for what must not arrive any more
        words = _kill_words(desk)
        for name, server in self.servers.items():
            told = self.told[name]
            told.left_after_kill = len(server.orders_received) - before[name]
            told.while_wrong = words[name]
            told.resting_while_wrong = len(server.exchange.open_orders())

    async def _armed(self, desk: Desk) -> None:
        """Arm as a trader does: what was held is looked at first."""
        desk.send(CommandName.RESUME, reason="looked at it")
        async with asyncio.timeout(30.0):
            while (seen := desk.snapshot()) is None or seen.mode is not Mode.AUTO:
                if seen is not None and len(seen.legs) == len(WRONGS):
                    desk.send(CommandName.AUTO, reason="a test")
                await asyncio.sleep(0.05)

    def _settled(self, desk: Desk) -> bool:
        legs = _legs(desk)
        for name, server in self.servers.items():
            leg, there = legs[name], server.exchange.position(SYMBOL).contracts
            if any(freeze.resumable for freeze in leg.freezes):
                desk.send(CommandName.RESUME, reason="looked at it")
            if leg.freezes or leg.position_contracts != there or not self._on_target(name):
                return False
        return True

    def _all_seen(self, desk: Desk) -> bool:
        self._note_what_is_seen(desk)
        return all(
            not wrong.sees or self.told[name].reasons & wrong.sees for name, wrong in WRONGS.items()
        )

    def _note_what_is_seen(self, desk: Desk) -> None:
        self.pushed += (new := desk.drain())
        for item in new:
            if isinstance(item, Freeze | Alert) and item.venue in self.told:
                self.told[item.venue].reasons.add(item.reason.value)
                self.told[item.venue].details.append(item.detail)

    def _compare(self, desk: Desk, name: str, server: BybitLoopback) -> None:
        told, leg = self.told[name], _legs(desk)[name]
        counts = Counter(server.ids_received)
        told.twice = [link for link, times in counts.items() if times > 1]
        here = leg.position_contracts
        told.position_here = None if here is None else float(here)
        told.position_there = float(server.exchange.position(SYMBOL).contracts)
        told.target = self._target(name)

    def _target(self, name: str) -> float:
        wallet = self.servers[name].exchange.account("BTC").wallet_balance
        return wallet * 3.0 / 1.0001 * self._price

    def _on_target(self, name: str) -> bool:
        there = float(self.servers[name].exchange.position(SYMBOL).contracts)
        return abs(there / self._target(name) - 1.0) <= 0.0125

    async def _until(self, what: Callable[[], bool], name: str) -> None:
        assert await real_time_until(what, 40.0), name

    def _wires(self) -> dict[str, Wire]:
        return {
            name: Wire(
                "bybit",
                (SYMBOL,),
                server.endpoints.api,
                server.account.key,
                server.account.secret,
                validity_ms=2_000,  # half of it is what a clock may be off: room for a busy machine
            )
            for name, server in self.servers.items()
        }

    @contextmanager
    def _moving(self) -> Iterator[None]:
        """Keep the markets moving by a tick, but for those that are held."""
        loop = asyncio.get_running_loop()
        number = 0
        timer: asyncio.TimerHandle | None = None

        def move() -> None:
            nonlocal number, timer
            number += 1
            for name, server in self.servers.items():
                if name not in self._held:
                    set_market(server, SYMBOL, self._price + 0.5 * (number % 3))
            timer = loop.call_later(_EVERY_S, move)

        move()
        try:
            yield
        finally:
            if timer is not None:
                timer.cancel()


@asynccontextmanager
async def _running(desk: Desk) -> AsyncIterator[None]:
    await asyncio.to_thread(desk.start)
    try:
        yield
    finally:
        assert await asyncio.to_thread(desk.close)


def _legs(desk: Desk) -> dict[str, LegState]:
    return {leg.instrument.venue: leg for leg in taken(desk).legs}


def _kill_words(desk: Desk) -> dict[str, str]:
    return dict(taken(desk).kill.venues)


def _gate(desk: Desk) -> Gate:
    return taken(desk).gate


def _resting() -> dict[str, str]:
    link = f"rest{time.monotonic_ns()}"
    return {"symbol": "BTCUSD", "side": "Buy", "orderType": "Limit", "price": "40000",
            "qty": "5", "category": "inverse", "orderLinkId": link}  # fmt: skip
