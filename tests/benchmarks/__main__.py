"""Everything in one table: `python -m tests.benchmarks [--quick] [--peers PYTHON] [--out FOLDER]`.

Writes `benchmarks.md` and `benchmarks.json`. Variants alternate, A B A B, so that what else the
machine does falls on each of them alike. Needs a display (a virtual one does). `--peers` names a
Python that has vnpy and nautilus_trader; without it the peers are left out and the table says so.
"""

import argparse
import asyncio
import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks import engine_step, first_paint
from tests.benchmarks.engine_step import Session
from tests.benchmarks.report import Row, machine, markdown, quantiles
from tests.benchmarks.wire.run import Load, Measured, Rig, rig

_FLOOR = ("-m", "tests.benchmarks.wire.floor")


def wire_row(name: str, series: list[Measured]) -> Row:
    """Put the rounds of one variant together; SystemExit where work was left out."""
    missing = sum(one.missing for one in series)
    unjournalled = sum(one.unjournalled for one in series)
    if missing or unjournalled:
        raise SystemExit(f"{name}: {missing} ticks without an order, {unjournalled} unjournalled")
    painting = [one.painting for one in series if one.painting]
    for one in painting:
        idle = [panel for panel, (count, *_) in one["panels"].items() if not count]
        one["unpainted"] = idle
    samples = [latency for one in series for latency in one.latencies_ms]
    stages = {
        stage: quantiles([ms for one in series for ms in one.stages_ms[stage]])
        for stage in series[0].stages_ms
        if series[0].stages_ms[stage]
    }
    return {
        "name": name,
        "orders": len(samples),
        "ms": quantiles(samples),
        "spread_of_p50": [statistics.median(one.latencies_ms) for one in series],
        "stages_ms": stages,
        "updates_per_s": statistics.mean(one.updates_per_s for one in series),
        "frames_per_s": [one["frames_per_s"] for one in painting],
        "panels_ms": painting[-1]["panels"] if painting else None,
        "rss_mb": max(one.rss_mb for one in series),
    }


async def troubled(running: Rig, ticks: int, say: Callable[[str], None]) -> list[Row]:
    """Measure tick to order while something is wrong beside it."""
    troubles: dict[str, dict[str, Any]] = {
        "window blocked for 50 ms": {"block_ms": 50.0},
        "window blocked for 500 ms": {"block_ms": 500.0},
        "full garbage collections": {"collect": True},
        "a breaker at another venue": {"trouble": "breaker"},
        "another venue reconnecting": {"trouble": "reconnect"},
    }
    rows = []
    for name, trouble in troubles.items():
        say(name)
        rows.append(wire_row(name, [await running.series(ticks, **trouble)]))
    return rows


async def wire(
    quick: bool, peers: str | None, say: Callable[[str], None]
) -> tuple[list[Row], dict[str, float]]:
    """Measure tick to order under every variant; and from input to paint, ms."""
    ticks, rounds, first = (20, 1, 5) if quick else (300, 2, 15)
    pairs: dict[str, list[Measured]] = {"no window": [], "window painting": []}
    rows: list[Row] = []
    painted: dict[str, float] = {}
    for turn in range(rounds):
        for name, taken in pairs.items():
            say(name)
            with_window = name == "window painting"
            async with rig(Load(window=with_window)) as running:
                await running.series(first)
                taken.append(await running.series(ticks))
                if with_window and turn == rounds - 1:
                    rows = await troubled(running, ticks, say)
                    say("input to paint")
                    painted = quantiles(await running.wheel_ms(ticks))
    rows = [wire_row(name, taken) for name, taken in reversed(pairs.items())] + rows
    for venues in () if quick else (1, 10):
        say(f"{venues} venues")
        async with rig(Load(venues=venues, every_s=max(0.05, 0.35 / venues))) as running:
            await running.series(first)
            rows.append(wire_row(f"{venues} venue(s)", [await running.series(ticks)]))
    if peers:
        for name, arguments in (("floor: a bare loop", ()), ("peer: vnpy's events", ("vnpy",))):
            say(name)
            load = Load(venues=1, every_s=0.35, program=(peers, *_FLOOR), arguments=arguments)
            async with rig(load) as running:
                await running.series(5)
                rows.append(wire_row(name, [await running.series(ticks)]))
    return rows, painted


async def memory(hours: float, say: Callable[[str], None]) -> Row:
    """Trade for hours with the window open, an order a second; return its memory by the minute.

    The growth, MB per hour, is that of the second half: what is built up once is in the first.
    """
    by_minute: list[float] = []
    missing = unjournalled = 0
    async with rig(Load(every_s=1.0)) as running:
        for minute in range(max(2, round(hours * 60))):
            one = await running.series(60)
            by_minute.append(one.rss_mb)
            missing, unjournalled = missing + one.missing, unjournalled + one.unjournalled
            say(f"minute {minute + 1}: {one.rss_mb:.0f} MB, {one.missing} ticks without an order")
    half = by_minute[len(by_minute) // 2 - 1 :]
    growth = (half[-1] - half[0]) / (len(half) - 1) * 60
    return {
        "mb_by_minute": by_minute,
        "growth_mb_per_hour": growth,
        "missing": missing,
        "unjournalled": unjournalled,
    }


def engine(quick: bool) -> Row:
    """Measure the engine alone: steps on a mark, mixed sessions, what grows, what is allocated."""
    marks = 1_000 if quick else 20_000
    gc.collect()
    gc.freeze()
    variants = {
        **{f"{number} venue(s)": Session(number, 1) for number in (1, 3, 10)},
        **{f"1 venue, {number} instruments": Session(1, 1, symbols=number) for number in (10, 50)},
        **{f"3 venues, {n} levels a side": Session(3, 1, levels=n) for n in (25, 200, 1_000)},
    }
    found: Row = {}
    for name, session in variants.items():
        times = engine_step.step_times_us(session, marks, time.perf_counter_ns)
        found[name] = {
            "step_us": quantiles(times),
            "events_per_s": engine_step.events_a_second(session, marks),
        }
    peaks, kept = engine_step.allocated_bytes(Session(3, 1), marks // 5)
    return {"growth": found, "allocated_bytes": quantiles(peaks), "kept_bytes": kept}


def nautilus(peers: str, quick: bool) -> Row:
    """Measure NautilusTrader's backtest engine, and the terminal's on as many events beside it."""
    count = 50_000 if quick else 200_000
    theirs, ours = [], []
    version = ""
    for _ in range(1 if quick else 3):
        command = [peers, "-m", "tests.benchmarks.nautilus", "--events", str(count)]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        answer = json.loads(printed.splitlines()[-1])
        theirs.append(answer["events_per_s"])
        version = answer["version"]
        ours.append(engine_step.events_a_second(Session(1, 1), count))
    return {"version": version, "events_per_s": theirs, "ours_events_per_s": ours}


def main() -> None:
    """Measure all of it and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="in under two minutes, less exact")
    parser.add_argument(
        "--peers", metavar="PYTHON", help="a Python that has vnpy, aiohttp, nautilus_trader"
    )
    parser.add_argument(
        "--hours", type=float, default=0.0, help="watch the memory for so long as well"
    )
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()))
    given = parser.parse_args()

    def say(what: str) -> None:
        print(f"… {what}", file=sys.stderr, flush=True)

    report: Row = {"machine": machine(), "peers": bool(given.peers)}
    say("engine")
    report["engine"] = engine(given.quick)
    if given.peers:
        say("NautilusTrader")
        report["nautilus"] = nautilus(given.peers, given.quick)
    say("start")
    report["start"] = first_paint.series(1 if given.quick else 7)
    report["wire"], report["input_ms"] = asyncio.run(wire(given.quick, given.peers, say))
    page = write(report, given.out)
    if given.hours:  # what is measured by now is kept, whatever the next hour brings
        say(f"memory, {given.hours:g} h")
        found = report["memory"] = asyncio.run(memory(given.hours, say))
        page = write(report, given.out)
        if lost := {key: found[key] for key in ("missing", "unjournalled") if found[key]}:
            raise SystemExit(f"memory: not every tick led to an order in the journal: {lost}")
    print(page)


def write(report: Row, folder: Path) -> str:
    """Write the table in both forms; return it in Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "benchmarks.json").write_text(json.dumps(report, indent=1))
    page = markdown(report)
    (folder / "benchmarks.md").write_text(page)
    return page


if __name__ == "__main__":
    main()
