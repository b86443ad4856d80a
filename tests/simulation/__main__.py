"""`python -m tests.simulation`: long runs over many seeds, and the table of planted bugs."""

import argparse
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

from tests.simulation.calming import FAULTS
from tests.simulation.invariants.names import INVARIANTS, LEAST_ASKED, LEAST_ASKED_IN
from tests.simulation.planted import BUGS
from tests.simulation.planted_table import TABLE, run_table
from tests.simulation.runner import NO_FAULTS, run_seeds

_TELL_EVERY = 1_000
_SHOWN = 12


def _seeds(start: int, seeds: int, jobs: int, keep: Path, faults: tuple[str, ...] | None) -> int:
    began = perf_counter()
    events = orders = failures = 0
    happened: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    outcomes = run_seeds(range(start, start + seeds), jobs, keep, faults)
    for number, outcome in enumerate(outcomes, start=1):
        events += outcome.events
        orders += outcome.orders
        happened.update(dict(outcome.happened))
        asked.update(dict(outcome.asked))
        if outcome.failure is not None:
            failures += 1
            print(outcome.failure, flush=True)
        if number % _TELL_EVERY == 0 or number == seeds:
            pace = number / (perf_counter() - began)
            print(
                f"{number} seeds, {events} events, {orders} orders, {failures} failed, "
                f"{pace:.1f} seeds/s on {jobs} processes",
                flush=True,
            )
    counts = (f"{name} {count}" for name, count in sorted(happened.items()))
    print("mishaps: " + ", ".join(counts), flush=True)
    rarest = sorted(INVARIANTS, key=lambda name: asked[name])[:_SHOWN]
    told = (f"{name} {asked[name]}" for name in rarest)
    print("invariants asked least often: " + ", ".join(told), flush=True)
    enough = LEAST_ASKED * (seeds // LEAST_ASKED_IN)  # of few worlds nothing can be said
    vacuous = faults is None and asked[rarest[0]] < enough
    if vacuous:
        print(f"{rarest[0]} proves little: asked too seldom", flush=True)
    return 1 if failures or vacuous else 0


def _faults(text: str) -> tuple[str, ...]:
    names = () if text == NO_FAULTS else tuple(text.split(","))
    unknown = [name for name in names if name not in FAULTS]
    if unknown:
        raise argparse.ArgumentTypeError(f"no such fault: {', '.join(unknown)}")
    return names


def main() -> int:
    """Return 0 where everything held (every planted bug was found), 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1_000, help="how many seeds to run")
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument(
        "--keep", type=Path, default=Path("simulation-failures"), help="where sessions go"
    )
    parser.add_argument("--planted", action="store_true", help=f"find every planted bug: {TABLE}")
    parser.add_argument(
        "--only", metavar="BUG", choices=[bug.name for bug in BUGS], help="find only that one"
    )
    parser.add_argument(
        "--faults",
        type=_faults,
        metavar="NAMES",
        help=f"let only these happen, comma-separated, or {NO_FAULTS}: {', '.join(FAULTS)}",
    )
    chosen = parser.parse_args()
    if chosen.planted or chosen.only:
        return run_table(chosen.jobs, chosen.only)
    return _seeds(chosen.start, chosen.seeds, chosen.jobs, chosen.keep, chosen.faults)


if __name__ == "__main__":
    sys.exit(main())
