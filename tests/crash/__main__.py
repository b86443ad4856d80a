"""`python -m tests.crash --times 50`: end the terminal at each of six points, so many times."""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from time import perf_counter

from tests.crash.points import Point
from tests.crash.trial import Exchange, trial


def main() -> int:
    """Return 0 where everything held, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--times", type=int, default=50, help="how often at each point")
    parser.add_argument("--seed", type=int, default=0, help="of which order, and what arrived")
    chosen = parser.parse_args()
    exchange = Exchange()
    failed: Counter[Point] = Counter()
    began = perf_counter()
    try:
        for point in Point:
            before = after = 0
            for time in range(chosen.times):
                with tempfile.TemporaryDirectory(prefix="crash-") as name:
                    seed = f"{chosen.seed} {point} {time}"
                    verdict = trial(exchange, Path(name), point, Random(seed))
                before, after = before + verdict.arrived_before, after + verdict.arrived
                if verdict.complaints:
                    failed[point] += 1
                    print(f"  seed {seed!r}:", *verdict.complaints, sep="\n    ", flush=True)
            print(
                f"{point:14} {chosen.times - failed[point]} of {chosen.times} held; "
                f"{before} orders before, {after} in all; {perf_counter() - began:.0f} s",
                flush=True,
            )
    finally:
        exchange.stop()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
