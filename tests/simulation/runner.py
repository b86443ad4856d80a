"""Many seeds over several processes, and what to do with one that fails."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.simulation.reproduction import minimal_session, write_session
from tests.simulation.world import run

_SEEDS_A_TASK = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one seed; `failure` says how to reproduce what was broken.

    `happened` is how often each mishap came about.
    """

    seed: int
    trace: str
    events: int
    orders: int
    happened: tuple[tuple[str, int], ...]
    failure: str | None = None


def run_seed(seed: int, keep: Path) -> Outcome:
    """Run one seed; where an invariant breaks, leave a session file in `keep`."""
    outcome = run(seed)
    if not outcome.violations:
        return Outcome(seed, outcome.trace, outcome.events, outcome.orders, outcome.happened)
    again = run(seed, keep_session=True)
    violation = again.violations[0]
    events, alone = minimal_session(again.session, violation.name)
    path = keep / f"seed-{seed}.jsonl"
    write_session(path, events)
    how = "shows it by itself" if alone else "needs the venues' truth; run the seed to see it"
    failure = (
        f"seed {seed}: {violation.name}, at {violation.at}: {violation.detail}\n"
        f"  {path}: {len(events)} events of {len(again.session)}; {how}\n"
        f"  scaling-terminal replay {path}\n"
        f"  python -m tests.simulation --seeds 1 --start {seed}"
    )
    return Outcome(seed, outcome.trace, outcome.events, outcome.orders, outcome.happened, failure)


def run_seeds(seeds: Iterable[int], jobs: int, keep: Path) -> Iterator[Outcome]:
    """Run seeds in `jobs` processes; outcomes come in the order of the seeds."""
    if jobs == 1:
        for seed in seeds:
            yield run_seed(seed, keep)
        return
    chosen = list(seeds)
    with ProcessPoolExecutor(jobs) as pool:
        keeps = [keep] * len(chosen)
        yield from pool.map(run_seed, chosen, keeps, chunksize=_SEEDS_A_TASK)
