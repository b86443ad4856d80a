"""`python -m tests.soak --minutes 30 --seed 1`: an accelerated run with random faults."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from tests.soak.run import Length, run


def main() -> int:
    """Return 0 where everything held, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="how long it goes on")
    parser.add_argument("--seed", type=int, default=1, help="of market and faults")
    parser.add_argument(
        "--pause", type=float, default=40.0, help="mean seconds between a venue's faults"
    )
    parser.add_argument("--grace", type=float, default=15.0, help="seconds until a venue is well")
    parser.add_argument("--keep", type=Path, help="keep journal, recording and log in here")
    chosen = parser.parse_args()
    length = Length(chosen.minutes * 60.0, chosen.pause, chosen.grace)
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        root = chosen.keep or Path(name)
        root.mkdir(parents=True, exist_ok=True)
        print(f"{chosen.minutes:g} minutes, seed {chosen.seed}, in {root}", flush=True)
        began = perf_counter()
        result = asyncio.run(run(root, chosen.seed, length, lambda t: print(t, flush=True)))
    print(f"\n{(perf_counter() - began) / 60:.1f} minutes of wall time")
    print("\n".join(result.lines))
    print(
        "held" if not result.complaints else "DID NOT HOLD:\n" + "\n".join(result.complaints[:50])
    )
    return 1 if result.complaints else 0


if __name__ == "__main__":
    sys.exit(main())
