"""Many seeds over several processes, and what to do with one that fails."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.simulation.calming import fewest_faults, with_faults
from tests.simulation.reproduction import minimal_session, writable, write_session
from tests.simulation.scenario import Scenario, scenario_of
from tests.simulation.world import run_scenario

_SEEDS_A_TASK = 20
NO_FAULTS = "none"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one seed; `failure` says how to reproduce what was broken.

    `happened` is how often each mishap came about, `asked` how often each invariant applied.
    """

    seed: int
    trace: str
    events: int
    orders: int
    happened: tuple[tuple[str, int], ...]
    asked: tuple[tuple[str, int], ...]
    failure: str | None = None


def run_seed(seed: int, keep: Path, faults: tuple[str, ...] | None = None) -> Outcome:
    """Run one seed; where an invariant breaks, leave a session file in `keep`.

    With `faults` only these of its world happen.
    """
    scenario = scenario_of(seed)
    if faults is not None:
        scenario = with_faults(scenario, faults)
    outcome = run_scenario(scenario)
    failure = _failure(scenario, keep) if outcome.violations else None
    return Outcome(
        seed,
        outcome.trace,
        outcome.events,
        outcome.orders,
        outcome.happened,
        outcome.asked,
        failure,
    )


def _failure(scenario: Scenario, keep: Path) -> str:
    """Return what was broken and how to see it: by a short session, or else in a calmer world."""
    seed = scenario.seed
    again = run_scenario(scenario, keep_session=True)
    violation = again.violations[0]
    events, alone = minimal_session(again.session, violation.name)
    command = f"python -m tests.simulation --seeds 1 --start {seed}"
    how = f"{len(events)} events of {len(again.session)}; shows it by itself"
    if not alone:
        faults = fewest_faults(scenario, violation.name)
        calmer = run_scenario(with_faults(scenario, faults), keep_session=True)
        events = tuple(writable(event) for event in calmer.session)
        command += f" --faults {','.join(faults) or NO_FAULTS}"
        how = "needs the venues' truth: run the seed with these faults, as few as it takes"
    path = keep / f"seed-{seed}.jsonl"
    write_session(path, events)
    return (
        f"seed {seed}: {violation.name}, at {violation.at}: {violation.detail}\n"
        f"  {path}: {how}\n"
        f"  scaling-terminal replay {path}\n"
        f"  {command}"
    )


def run_seeds(
    seeds: Iterable[int], jobs: int, keep: Path, faults: tuple[str, ...] | None = None
) -> Iterator[Outcome]:
    """Run seeds in `jobs` processes; outcomes come in the order of the seeds."""
    one = partial(run_seed, keep=keep, faults=faults)
    if jobs == 1:
        yield from map(one, seeds)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(one, list(seeds), chunksize=_SEEDS_A_TASK)
