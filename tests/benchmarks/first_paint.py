"""How long the window takes to be there: `python -m tests.benchmarks.first_paint [--times N]`.

Starts the program as a person does, on the paper market with an empty directory, and reads the
monotonic clock when the first canvas has been painted and when the first decision is shown.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LONGEST_S = 60.0


def child() -> int:
    """Be the program, and tell when it has painted."""
    from terminal.app.command_line import main
    from terminal.ui import panel
    from terminal.ui.recommendation.panel import RecommendationPanel

    def tell(what: str) -> None:
        print(what, time.monotonic_ns(), flush=True)

    paint, present = panel.Canvas.paintEvent, RecommendationPanel.present
    told: set[str] = set()

    def painted(canvas: panel.Canvas, event: object) -> None:
        paint(canvas, event)  # type: ignore[arg-type]
        if "painted" not in told:
            told.add("painted")
            tell("painted")

    def presented(card: RecommendationPanel, rows: object) -> None:
        present(card, rows)
        if "recommended" not in told and getattr(rows, "lines", None):
            told.add("recommended")
            tell("recommended")

    panel.Canvas.paintEvent = painted  # type: ignore[method-assign, assignment]
    RecommendationPanel.present = presented  # type: ignore[method-assign, assignment]
    return main(["--temp", "--seed", "1"])


def measure() -> dict[str, float]:
    """Start the program once; return the seconds to each moment."""
    began = time.monotonic_ns()
    found: dict[str, float] = {}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.first_paint", "--child"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            what, at = line.split()
            found[what] = (int(at) - began) / 1e9
            if len(found) == 2 or found[what] > _LONGEST_S:
                break
        process.terminate()
        process.stdout.read()
    return found


def series(times: int) -> dict[str, list[float]]:
    """Start the program so many times, after once to warm the disk."""
    measure()
    runs = [measure() for _ in range(times)]
    return {what: [run[what] for run in runs] for what in ("painted", "recommended")}


def _show(times: int) -> None:
    for what, seconds in series(times).items():
        print(
            f"start to {what}: median {statistics.median(seconds):.2f} s, "
            f"{min(seconds):.2f}–{max(seconds):.2f} s ({times} starts)"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        sys.exit(child())
    _show(arguments.times)
