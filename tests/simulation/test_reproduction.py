"""A seed that fails says how to see it again: by a short session, or in a calmer world."""

from pathlib import Path

import pytest

from terminal.app.replay_command import replay_lines
from terminal.venues.replay.session_file import read_session
from tests.simulation.calming import fewest_faults, with_faults
from tests.simulation.planted import BUGS
from tests.simulation.planting import Planted
from tests.simulation.reproduction import first_violation, minimal_session, shrink, write_session
from tests.simulation.runner import run_seed
from tests.simulation.scenario import scenario_of
from tests.simulation.world import Run, run, run_scenario

# Seeds that show a bug at the time of writing; others are tried where they no longer do.
_SHRUNK = (
    ("closing orders sent with every answer", 223, 12),
    ("a restore that is too small", 162, 8),
    ("an override that never ends", 1, 8),
)


def _bug(name: str) -> Planted:
    return next(bug for bug in BUGS if bug.name == name)


def _failed(likely: int) -> Run:
    seed = next(seed for seed in (likely, *range(500)) if run(seed).violations)
    return run(seed, keep_session=True)


@pytest.mark.parametrize(("name", "likely", "most"), _SHRUNK)
def test_a_failing_seed_is_shrunk_to_a_session_that_a_person_can_read(
    name: str, likely: int, most: int, tmp_path: Path
) -> None:
    path = tmp_path / "minimal.jsonl"
    with _bug(name).in_force():
        failed = _failed(likely)
        broken = failed.violations[0].name
        events, alone = minimal_session(failed.session, broken)
        write_session(path, events)
        told = first_violation(tuple(read_session(path)))
    print(f"seed {failed.seed}: {len(events)} events of {len(failed.session)}")
    assert alone
    assert len(failed.session) > 100, "nothing much to shrink"
    assert len(events) <= most
    assert told == (broken, len(events))
    assert first_violation(events) is None, "without the bug nothing is wrong with them"
    assert list(replay_lines(path, None, "none")), "the program replays it"


def test_shrinking_gives_the_same_every_time_and_stops_when_told_to() -> None:
    with _bug("an override that never ends").in_force():
        failed = _failed(1)
        name = failed.violations[0].name
        whole = shrink(failed.session, name, most_steps=0)
        once, again = (shrink(failed.session, name, most_steps=2_000) for _ in range(2))
    assert whole is not None
    assert once is not None
    assert once == again
    assert len(once) < len(whole)
    assert whole == failed.session[: len(whole)]


def test_what_needs_the_venues_is_shown_in_a_calmer_world(tmp_path: Path) -> None:
    with _bug("fills not de-duplicated").in_force():
        failed = _failed(0)
        scenario = scenario_of(failed.seed)
        name = failed.violations[0].name
        faults = fewest_faults(scenario, name)
        calmer = run_scenario(with_faults(scenario, faults))
        failure = run_seed(failed.seed, tmp_path).failure
    assert faults == ("duplicated",)
    assert calmer.violations[0].name == name
    assert failure is not None
    assert f"python -m tests.simulation --seeds 1 --start {failed.seed} --faults dup" in failure


def test_a_failing_seed_says_how_to_see_it_again(tmp_path: Path) -> None:
    with _bug("the reduce-only flag dropped").in_force():
        outcomes = (run_seed(seed, tmp_path) for seed in range(3))
        failure = next(outcome for outcome in outcomes if outcome.failure is not None)
    assert failure.failure is not None
    path = tmp_path / f"seed-{failure.seed}.jsonl"
    assert f"seed {failure.seed}: a reduction is reduce-only" in failure.failure
    assert f"scaling-terminal replay {path}" in failure.failure
    assert path.exists()
