"""One terminal on so many exchanges: start both processes, arm, measure, end."""

import asyncio
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.wire.lines import Peer
from tests.benchmarks.wire.stages import STAGES

_BETWEEN_TURNS_S = 0.05
NOT_COUNTED = "read"  # by the exchange, whose own affair that is
ROOT = Path(__file__).resolve().parents[3]
POLICY: dict[str, Any] = {
    "side": "long",
    "target_leverage": 3.0,
    "margin_basis": "wallet",
    "funding_input": "predicted",
    "funding_treatment": "cost",
    "rebalance_band": 0.002,
    "reduce_band": 0.002,
    "min_order_contracts": 1.0,
    "max_contracts": 2_000_000.0,
    "max_position_usd": 2_000_000.0,
    "max_position_coin": 400.0,
    "max_order_usd": 1_000_000.0,
    "max_leverage": 8.0,
    "max_turnover_usd_per_hour": 1e9,
    "max_orders_per_minute": 100_000,
    "max_unattended_orders": 1_000_000,
    "max_messages_per_second": 1_000.0,
    "repeat_limit": 1_000_000,
    # Every response is worked out and none of them binds: a marked tick has to lead to an order.
    "volatility_target": 100.0,
    "spike_ratio": 1_000.0,
    "max_slippage_bp": 500.0,
    "max_depth_share": 0.9,
    "max_spread_bp": 100.0,
    "max_session_loss": 1e6,
    "numeraire": "usd",
    "guard_in_manual": True,
}


@dataclass(frozen=True)
class Load:
    """What goes on while it is measured."""

    venues: int = 3
    updates_per_s: float = 1_000.0
    every_s: float = 0.1
    window: bool = True
    # What trades: the terminal, or one of its peers; and where its files are.
    program: tuple[str, ...] = (sys.executable, "-m", "tests.benchmarks.wire.terminal_process")
    arguments: tuple[str, ...] = ()
    folder: Path | None = None


@dataclass(frozen=True)
class Measured:
    """One series: latencies in ms, wire to wire and by stage."""

    latencies_ms: list[float]
    stages_ms: dict[str, list[float]]
    missing: int
    unjournalled: int
    updates_per_s: float
    painting: dict[str, Any] | None
    rss_mb: float


class Rig:
    """Both processes, armed."""

    def __init__(self, exchanges: Peer, terminal: Peer, load: Load) -> None:
        self._exchanges = exchanges
        self._terminal = terminal
        self._load = load
        self._over = asyncio.Event()

    async def series(
        self,
        count: int,
        *,
        trouble: str | None = None,
        block_ms: float | None = None,
        collect: bool = False,
    ) -> Measured:
        """Send `count` marked ticks under the load, with what is to go wrong meanwhile."""
        await self._terminal.ask(30, do="report")  # what came before is not of this series
        async with asyncio.TaskGroup() as group:
            if block_ms is not None:
                every_s = max(1.0, 3 * block_ms / 1e3)
                group.create_task(self._repeat(every_s, do="block", ms=block_ms))
            if collect:
                group.create_task(self._repeat(0.5, do="collect"))
            answer = await self._exchanges.ask(
                60 + count * 3, do="ticks", count=count, every_s=self._load.every_s, trouble=trouble
            )
            self._over.set()
        self._over.clear()
        report = await self._terminal.ask(30, do="report")
        return _measured(answer, report)

    async def wheel_ms(self, count: int) -> list[float]:
        """Turn the wheel over the ladder to and fro; return what each turn took to be painted."""
        taken = []
        for number in range(count):
            answer = await self._terminal.ask(30, do="turn", notches=1 - 2 * (number % 2))
            taken.append(answer["ms"])
            await asyncio.sleep(_BETWEEN_TURNS_S)
        return taken

    async def _repeat(self, every_s: float, **request: object) -> None:
        """Ask for something again and again, until the series has ended."""
        while not self._over.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(every_s):
                    await self._over.wait()
            await self._terminal.ask(30, **request)


@contextlib.asynccontextmanager
async def rig(load: Load) -> AsyncIterator[Rig]:
    """Start everything, arm auto, wait until the first positions stand."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with tempfile.TemporaryDirectory(dir=load.folder) as name:
        exchanges = await Peer.start(
            [sys.executable, "-m", "tests.benchmarks.wire.exchanges", str(load.venues)],
            environment,
            ROOT,
        )
        terminal = None
        try:
            told = await exchanges.hear(30)
            setting = Path(name) / "setting.json"
            directory = Path(name) / "data"
            setting.write_text(
                json.dumps(
                    {
                        "directory": str(directory),
                        "policy": POLICY,
                        "window": load.window,
                        "venues": told["venues"],
                    }
                )
            )
            terminal = await Peer.start(
                [*load.program, str(setting), *load.arguments],
                environment,
                ROOT,
            )
            await exchanges.ask(10, do="market", updates_per_s=load.updates_per_s)
            await terminal.ask(90, do="arm", legs=load.venues)
            await exchanges.ask(60, do="settled")
            yield Rig(exchanges, terminal, load)
        finally:
            if terminal is not None:
                await terminal.end()
            await exchanges.end()


def _measured(answer: Mapping[str, Any], report: Mapping[str, Any]) -> Measured:
    orders: dict[str, dict[str, int]] = report["orders"]
    journalled = None if report["journalled"] is None else set(report["journalled"])
    latencies: list[float] = []
    stages: dict[str, list[float]] = {name: [] for name in (*STAGES, "wire", NOT_COUNTED)}
    unjournalled = 0
    for _venue, order, sent, arrived, read in answer["ticks"]:
        latencies.append((arrived - sent) / 1e6)
        unjournalled += journalled is not None and order not in journalled
        before = sent
        for name in STAGES:
            at = orders.get(order, {}).get(name)
            if at is not None:
                stages[name].append((at - before) / 1e6)
                before = at
        stages["wire"].append((arrived - before) / 1e6)
        stages[NOT_COUNTED].append((read - arrived) / 1e6)
    return Measured(
        latencies_ms=latencies,
        stages_ms=stages,
        missing=answer["missing"],
        unjournalled=unjournalled,
        updates_per_s=answer["updates_per_s"],
        painting=report["painting"],
        rss_mb=report["rss_mb"],
    )
