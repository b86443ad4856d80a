"""From a world that broke an invariant to a calmer one that breaks it too.

For what cannot be seen without the venues' truth: how few kinds of mishaps it takes.
"""

from collections.abc import Collection, Sequence
from dataclasses import fields, replace

from tests.simulation.delta import fewest
from tests.simulation.scenario import Faults, Scenario
from tests.simulation.world import run_scenario

FAULTS = tuple(one.name for one in fields(Faults))
_CALM = Faults()
_MOST_RUNS = 100  # bounds the time, about a quarter of a minute


def with_faults(scenario: Scenario, names: Collection[str]) -> Scenario:
    """Return the scenario with only the named faults of its own."""
    calm = {name: getattr(_CALM, name) for name in FAULTS if name not in names}
    return replace(scenario, faults=replace(scenario.faults, **calm))


def fewest_faults(scenario: Scenario, name: str) -> tuple[str, ...]:
    """Return few of a world's faults with which the invariant `name` still breaks."""
    runs_left = _MOST_RUNS

    def shows(names: Sequence[str]) -> Sequence[str] | None:
        nonlocal runs_left
        if runs_left <= 0:
            return None
        runs_left -= 1
        outcome = run_scenario(with_faults(scenario, names))
        return names if outcome.violations and outcome.violations[0].name == name else None

    own = [one for one in FAULTS if getattr(scenario.faults, one) != getattr(_CALM, one)]
    return () if shows(()) is not None else tuple(fewest(own, shows))
