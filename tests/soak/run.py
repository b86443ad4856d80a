"""One run: servers, market, mischief, the trader, and the terminal as a process of its own."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.loopback.faults.desk import Wire
from tests.loopback.real_time import real_time_until
from tests.soak.makes import SERVERS, Loopback, make_of
from tests.soak.market import EVERY_S, Market
from tests.soak.measures import Band, Memory, Said, duplicates, portfolio_leverage
from tests.soak.mischief import Mischief
from tests.soak.verdict import journal_findings, violations_in

BTC, ETH = "BTC/USD:BTC", "ETH/USD:ETH"
SYMBOLS: dict[str, tuple[str, ...]] = {"alpha": (BTC,), "beta": (ETH,), "gamma": (BTC,)}
LEVERAGE, BAND = 3.0, 0.02
POLICY: dict[str, Any] = {
    "side": "long",
    "target_leverage": LEVERAGE,
    "margin_basis": "equity",
    "rebalance_band": BAND,
}
# A decision follows every tick, and an order that the market ran away from is sent anew.
_SLACK = 0.005
_LONGEST_OUTSIDE_S = 3.0
_MOST_GROWTH = 0.05
_WARM_S = 1_200.0  # connections, caches and histories fill for some ten minutes
_LINE = 4_000_000


@dataclass(frozen=True)
class Length:
    """How long a run goes on, and how often something goes wrong (seconds)."""

    seconds: float
    mean_pause_s: float
    grace_s: float
    every_kind: bool = False


@dataclass(frozen=True)
class Result:
    """What came of a run; `complaints` is empty where everything held."""

    lines: tuple[str, ...]
    complaints: tuple[str, ...]


async def run(root: Path, seed: int, length: Length, tell: Callable[[str], None]) -> Result:
    """Run it in `root`, an empty directory that the caller owns."""
    random = Random(seed)
    servers: dict[str, Loopback] = {name: SERVERS[name]() for name in SYMBOLS}
    market = Market(servers, SYMBOLS, Random(random.random()))
    for server in servers.values():
        await server.start()
    market.begin()
    terminal = await _terminal(root, servers)
    try:
        trial = _Trial(servers, market, terminal, length, Random(random.random()), tell)
        await trial.run()
    finally:
        if terminal.returncode is None:
            terminal.kill()
            await terminal.wait()
        for server in servers.values():
            await server.stop()
    return await asyncio.to_thread(trial.judge, root)


async def _terminal(root: Path, servers: dict[str, Loopback]) -> asyncio.subprocess.Process:
    wires = {
        name: Wire(make_of(server).id, SYMBOLS[name], server.endpoints.api, *_key(server))
        for name, server in servers.items()
    }
    setting = {
        "directory": str(root / "data"),
        "record": str(root / "session.jsonl.gz"),
        "policy": POLICY,
        "wires": {name: asdict(wire) for name, wire in wires.items()},
    }
    (root / "setting.json").write_text(json.dumps(setting))
    with (root / "errors").open("wb") as errors:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-W", "error", "-m", "tests.soak.terminal", str(root / "setting.json"),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=errors,
            limit=_LINE,
        )  # fmt: skip


class _Trial:
    """The world around the terminal while it runs, and what is seen of it."""

    def __init__(
        self,
        servers: dict[str, Loopback],
        market: Market,
        terminal: asyncio.subprocess.Process,
        length: Length,
        random: Random,
        tell: Callable[[str], None],
    ) -> None:
        self.servers = servers
        self.market = market
        self.terminal = terminal
        self.length = length
        self.tell = tell
        self.said = Said()
        self.band = Band(LEVERAGE, BAND + _SLACK)
        self.memory = Memory(terminal.pid)
        self.state: dict[str, Any] = {}
        self.reached = False
        self.mischief = Mischief(
            servers,
            market,
            random,
            mean_pause_s=length.mean_pause_s,
            grace_s=length.grace_s,
            sleep_terminal=self._sleep_terminal,
        )

    async def run(self) -> None:
        """Begin, arm, let everything happen, calm down, end in order."""
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as group:
            around = [
                group.create_task(part())
                for part in (self._market, self._listen, self._trade, self._measure)
            ]
            await self._until(self._on_target, 60.0, "the first target was not reached")
            self.reached = True
            wrong = self.mischief.every_kind if self.length.every_kind else self.mischief.run
            began = loop.time()
            try:
                async with asyncio.timeout(self.length.seconds):
                    await wrong()
            except TimeoutError:
                pass
            self._end_of_mischief()
            await self._until(self._settled, 60.0, "it did not settle afterwards")
            self.tell(f"  {loop.time() - began:.0f} s of mischief, then calm")
            self.terminal.send_signal(signal.SIGINT)
            await self.terminal.wait()
            for task in around:
                task.cancel()

    def judge(self, root: Path) -> Result:
        """Return what was measured and what did not hold."""
        events, violations = violations_in(root / "session.jsonl.gz")
        findings = journal_findings(root / "data", self.servers)
        twice = duplicates(self.servers.values())
        band, growth = self.band, self.memory.growth
        complaints = [*violations, *findings, *(f"{name} arrived twice" for name in twice)]
        complaints += [f"internal error: {text}" for text in self.said.internal_errors]
        complaints += self._disagreements()
        if band.longest_outside_s > _LONGEST_OUTSIDE_S:
            complaints.append(f"outside the band for {band.longest_outside_s:.1f} s while healthy")
        if growth is not None and self.length.seconds >= _WARM_S and growth > _MOST_GROWTH:
            complaints.append(f"memory grew by {growth:.1%}")
        if self.terminal.returncode != 0:
            complaints.append(f"the terminal ended with {self.terminal.returncode}")
        if errors := (root / "errors").read_text():
            complaints.append(f"standard error: {errors[-500:]}")
        orders = {
            f"{name} ({make_of(server).id})": len(server.orders_received)
            for name, server in self.servers.items()
        }
        inside = band.inside / band.healthy if band.healthy else 0.0
        faults = ", ".join(f"{kind} {n}" for kind, n in sorted(self.mischief.counts.items()))
        lines = (
            f"faults           {sum(self.mischief.counts.values())}: {faults}",
            f"orders           {sum(orders.values())} reached the venues, {len(twice)} twice",
            f"by venue         {', '.join(f'{name} {n}' for name, n in orders.items())}",
            f"healthy          {band.healthy} of {band.samples} looks (all venues well)",
            f"leverage         inside {LEVERAGE:g} ± {BAND:.0%} in {inside:.2%} of them",
            f"outside          {band.furthest:.2%} at most, {band.longest_outside_s:.1f} s long",
            f"invariants       {events} events, {len(violations)} violations",
            f"journal          {len(findings)} findings",
            f"settlements      {self.market.settlements} of funding",
            f"alarms           {dict(self.said.alarms)}",
            f"memory           {self.memory.series()} MB, growth {_percent(growth)}",
        )
        return Result(lines, tuple(complaints))

    # what happens -----------------------------------------------------------------------------

    async def _market(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            self.market.advance()
            due = max(due + EVERY_S, loop.time())
            await asyncio.sleep(due - loop.time())

    async def _listen(self) -> None:
        assert self.terminal.stdout is not None
        while line := await self.terminal.stdout.readline():
            if line.startswith(b'{"event":"state"'):
                self.state = json.loads(line)["state"]
            elif line.startswith(b'{"event":"alert"'):
                self._heard(json.loads(line))
            elif line.startswith(b'{"event":"freeze"'):
                self.said.counts["freeze"] += 1

    def _heard(self, alert: dict[str, Any]) -> None:
        self.said.counts[alert["reason"]] += 1
        if alert["level"] == "alarm":
            self.said.alarms[alert["reason"]] += 1
        if alert["reason"] == "internal_error":
            self.said.internal_errors.append(str(alert.get("detail")))

    async def _trade(self) -> None:
        """Do what a watchful trader does: arm, and let things go on once they are understood."""
        while True:
            await real_time_until(lambda: False, 0.5)
            if self.mischief.wants_resume:
                self.mischief.wants_resume = False
                self._command("resume", reason="looked at it")
            if self.state.get("mode") == "manual" and self.state.get("gate") != "killed":
                self._command("auto", reason="soak")

    async def _measure(self) -> None:
        loop = asyncio.get_running_loop()
        number = 0
        while True:
            await real_time_until(lambda: False, 0.25)
            number += 1
            if self.reached:
                leverage = portfolio_leverage(self.servers, SYMBOLS)
                self.band.sample(loop.time(), leverage, healthy=not self.mischief.troubled())
            if number % 4 == 0 and self.terminal.returncode is None:
                self.memory.sample()
            if number % 240 == 0:
                self.tell(
                    f"  {number // 240} min: {self.memory.megabytes[-1]:.0f} MB, "
                    f"{sum(self.mischief.counts.values())} faults, BTC "
                    f"{self.market.prices[BTC]:.0f}"
                )

    async def _sleep_terminal(self, seconds: float) -> None:
        os.kill(self.terminal.pid, signal.SIGSTOP)
        try:
            await asyncio.sleep(seconds)
        finally:
            os.kill(self.terminal.pid, signal.SIGCONT)

    def _end_of_mischief(self) -> None:
        self.market.held.clear()
        for server in self.servers.values():
            for route in list(server.faults._always):
                server.faults.always(route, None)
        self.mischief.wants_resume = True

    # what is so -------------------------------------------------------------------------------

    def _on_target(self) -> bool:
        leverage = portfolio_leverage(self.servers, SYMBOLS)
        return abs(leverage / LEVERAGE - 1.0) <= BAND

    def _settled(self) -> bool:
        quiet = not self.mischief.troubled()
        return quiet and self._on_target() and not self._disagreements()

    def _disagreements(self) -> list[str]:
        """Return where the terminal's last state is not the exchanges'."""
        found = []
        for leg in self.state.get("legs", ()):
            instrument = leg["instrument"]
            name, symbol = instrument["venue"], instrument["symbol"]
            there = self.servers[name].exchange.position(symbol).contracts
            here = leg["position_contracts"]
            if here is None or float(here) != float(there):
                found.append(f"{symbol} at {name}: {here} here, {there} there")
        return found

    async def _until(self, what: Callable[[], bool], seconds: float, complaint: str) -> None:
        if not await real_time_until(what, seconds):
            self.said.internal_errors.append(complaint)

    def _command(self, name: str, **arguments: object) -> None:
        assert self.terminal.stdin is not None
        self.terminal.stdin.write(json.dumps({"name": name, **arguments}).encode() + b"\n")


def _key(server: Loopback) -> tuple[str, str]:
    return server.account.key, server.account.secret


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:+.1%}"
