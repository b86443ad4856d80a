"""Measure: `python -m tests.benchmarks.wire [--ticks N] [--venues N] [--headless] …`."""

import argparse
import asyncio

from tests.benchmarks.report import quantiles
from tests.benchmarks.wire.run import Load, Measured, rig


def line(name: str, samples: list[float]) -> str:
    """Return the quantiles of a series, in ms."""
    figures = "  ".join(f"{share} {ms:6.2f}" for share, ms in quantiles(samples).items())
    return f"{name:<28} {figures} ms  ({len(samples)})"


def show(name: str, measured: Measured) -> None:
    """Print a series and what belongs to it."""
    print(line(name, measured.latencies_ms))
    for stage, samples in measured.stages_ms.items():
        if samples:
            print(line(f"  … {stage}", samples))
    painting = measured.painting
    frames = f", {painting['frames_per_s']:.1f} frames/s" if painting else ""
    print(
        f"  {measured.updates_per_s:,.0f} book updates/s{frames}, {measured.rss_mb:.0f} MB, "
        f"{measured.missing} ticks without an order, {measured.unjournalled} orders unjournalled"
    )


async def _main(arguments: argparse.Namespace) -> None:
    load = Load(
        venues=arguments.venues,
        updates_per_s=arguments.updates,
        window=not arguments.headless,
    )
    async with rig(load) as running:
        await running.series(20)
        show("tick to order", await running.series(arguments.ticks))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ticks", type=int, default=300)
    parser.add_argument("--venues", type=int, default=3)
    parser.add_argument("--updates", type=float, default=1_000.0, help="book updates a second")
    parser.add_argument("--headless", action="store_true")
    asyncio.run(_main(parser.parse_args()))
