"""The table: what it was measured on, and its page."""

import os
import platform
import statistics
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

_DISTRIBUTIONS = ("PySide6_Essentials", "pyqtgraph", "qasync", "ccxt", "aiohttp", "uvloop")
_SYNC_BYTES = b"x" * 4096

Row = dict[str, Any]


def quantiles(samples: list[float]) -> dict[str, float]:
    """Return the figures that the table gives of a series."""
    ordered = sorted(samples)

    def at(share: float) -> float:
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    return {
        "p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "p99.9": at(0.999), "max": ordered[-1],
    }  # fmt: skip


def machine() -> Row:
    """Return what it was measured on."""
    cpu = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        names = [x for x in information.read_text().splitlines() if x.startswith("model name")]
        cpu = names[0].split(":", 1)[1].strip() if names else cpu
    return {
        "processor": cpu,
        "cores": os.cpu_count(),
        "load_before": os.getloadavg()[0],
        "system": platform.platform(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in _DISTRIBUTIONS},
        "sync_ms": sync_ms(),
    }


def sync_ms(times: int = 200) -> dict[str, float]:
    """Return how long the disk takes to make 4 KiB durable, ms: no intent can be faster."""
    taken = []
    with tempfile.NamedTemporaryFile() as file:
        for _ in range(times):
            file.write(_SYNC_BYTES)
            file.flush()
            before = time.perf_counter()
            os.fsync(file.fileno())
            taken.append(1e3 * (time.perf_counter() - before))
    return quantiles(taken)


def markdown(report: Row) -> str:
    """Return the report as a page."""
    where = report["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in where["versions"].items())
    measured = (
        f"Measured with `python -m tests.benchmarks` on {where['processor']}, {where['cores']} "
        f"cores, {where['system']}, Python {where['python']}, {versions}. Load before: "
        f"{where['load_before']:.2f}. Making 4 KiB durable on this disk takes "
        f"{where['sync_ms']['p50']:.2f} ms (p99 {where['sync_ms']['p99']:.2f}); every order waits "
        "for that once."
    )
    setting = (
        "From the exchange's process and back: three venues (Bybit, Binance COIN-M, Bybit) unless "
        "it says otherwise, real ccxt, journal on, durable intents, full policy. MB is of the "
        "engine's process and the window's together; what is shared counts by its share."
    )
    lines = ["# What it costs", "", measured, "", "## Tick to order, wire to wire", "", setting]
    lines += [
        "",
        "| | p50 | p95 | p99 | p99.9 | max ms | orders | book updates/s | frames/s | MB |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in report["wire"]:
        figures = " | ".join(f"{value:.2f}" for value in row["ms"].values())
        frames = "–".join(f"{value:.0f}" for value in row["frames_per_s"]) or "—"
        memory = f"{row['rss_mb']:.0f}" if row["rss_mb"] else "—"
        lines.append(
            f"| {row['name']} | {figures} | {row['orders']} | {row['updates_per_s']:,.0f} | "
            f"{frames} | {memory} |"
        )
    lines += ["", "By stage, with the window painting (ms):", ""]
    lines += ["| stage | p50 | p95 | p99 |", "| --- | ---: | ---: | ---: |"]
    words = {
        "frame": "tick sent → frame in the process",
        "parsed": "→ parsed, an event",
        "decided": "→ decided and risk-checked",
        "handed": "→ handed to the venue, its intent on its way to the disk",
        "ready": "→ ready to be written: numbers, signature, text",
        "durable": "→ its intent durable on the disk, let go",
        "socket": "→ handed to the socket",
        "wire": "→ arrived at the exchange",
        "read": "then, of the exchange's own and not counted: read there",
    }
    for stage, found in report["wire"][0]["stages_ms"].items():
        figures = " | ".join(f"{found[key]:.2f}" for key in ("p50", "p95", "p99"))
        lines.append(f"| {words[stage]} | {figures} |")
    lines += _painting(report)
    lines += ["", "## The engine alone", ""]
    lines += ["| | a step on a mark, p50 | p99 | events a second, mixed |"]
    lines += ["| --- | ---: | ---: | ---: |"]
    for name, found in report["engine"]["growth"].items():
        p50, p99 = (f"{found['step_us'][key]:.1f} µs" for key in ("p50", "p99"))
        lines.append(f"| {name} | {p50} | {p99} | {found['events_per_s']:,.0f} |")
    allocated = report["engine"]["allocated_bytes"]
    step = (
        f"A step on a mark allocates {allocated['p50']:,.0f} bytes at its most (p99 "
        f"{allocated['p99']:,.0f}) and keeps {report['engine']['kept_bytes']:,.0f}."
    )
    lines += ["", step]
    if "nautilus" in report:
        peer = report["nautilus"]
        theirs, ours = (statistics.median(peer[k]) for k in ("events_per_s", "ours_events_per_s"))
        compared = (
            f"NautilusTrader {peer['version']}, backtest of quotes with a strategy that sizes on "
            f"each, no risk or portfolio of ours: {theirs:,.0f} events a second; the terminal's "
            f"engine on a mixed session, everything on: {ours:,.0f}."
        )
        lines += ["", compared]
    lines += ["", "## Start", ""]
    for what, seconds in report["start"].items():
        lines.append(
            f"Process start to {what}: median {statistics.median(seconds):.2f} s "
            f"({min(seconds):.2f}–{max(seconds):.2f}, {len(seconds)} starts).  "
        )
    if not report["peers"]:
        lines += ["", "Peers were not measured: none was given."]
    if "memory" in report:
        lines += _memory(report["memory"])
    return "\n".join(lines) + "\n"


def _memory(found: Row) -> list[str]:
    by_minute = found["mb_by_minute"]
    told = (
        f"{len(by_minute)} minutes with the window open, an order a second: {by_minute[0]:.0f} MB "
        f"after the first, {by_minute[-1]:.0f} after the last, {max(by_minute):.0f} at most; "
        f"{found['growth_mb_per_hour']:+.1f} MB an hour in the second half."
    )
    return ["", "## Memory", "", told]


def _painting(report: Row) -> list[str]:
    lines = ["", "## The window, while that was measured", ""]
    lines += ["| panel | paintings | mean ms | worst ms |", "| --- | ---: | ---: | ---: |"]
    for name, (count, mean, worst) in report["wire"][0]["panels_ms"].items():
        if count:
            lines.append(f"| {name} | {count} | {mean:.2f} | {worst:.2f} |")
    found = report["input_ms"]
    figures = ", ".join(f"{key} {value:.1f}" for key, value in found.items())
    return [*lines, "", f"From a turn of the wheel over the ladder to its painting, ms: {figures}."]
