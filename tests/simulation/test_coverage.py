"""COVERAGE.md names what exists, every mishap in it happens, and every bug can be planted."""

import dataclasses
import re
from collections import Counter
from pathlib import Path

from tests.simulation.invariants.names import INVARIANTS, LEAST_ASKED, LEAST_ASKED_IN
from tests.simulation.luck import CONSEQUENCES
from tests.simulation.planted import BUGS
from tests.simulation.scenario import Faults
from tests.simulation.world import run

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]
_TABLE = (_HERE / "COVERAGE.md").read_text(encoding="utf-8")
# Not thrown with a probability: how a world is, and what comes of it is counted.
_CONDITIONS = {"clock_ahead_s", "venue_rate_limit", "venue_leverage"}
MISHAPS = {field.name for field in dataclasses.fields(Faults)} - _CONDITIONS | set(CONSEQUENCES)
# Seeds that have all of them at the time of writing; others are tried where they no longer do.
_LIKELY = (237, 246, 174, 1, 61, 31, 0, 29, 169)
# Seeds that ask every invariant often at the time of writing; as above.
_ASKING = (114, 174, 239, 29, 1, 13, 15, 67, 249)
# Those that a deterministic simulation is to have, by the catalogue of faults.
_FAULTS = {1, 2, 3, 4, 5, 6, 7, 8, 13, 14, 16, 18, 19, 26, 28, 33, 35, 36, 37, 39, 42}


def test_every_invariant_has_its_row() -> None:
    rows = [int(number) for number in re.findall(r"^\| I(\d+) \|", _TABLE, re.MULTILINE)]
    assert rows == list(range(1, 21))


def test_every_fault_of_the_engine_has_its_row() -> None:
    rows = {int(number) for number in re.findall(r"^\| (\d+) \|", _TABLE, re.MULTILINE)}
    assert rows >= _FAULTS


def test_every_invariant_that_the_table_names_is_checked() -> None:
    code = "".join(path.read_text() for path in (_HERE / "invariants").glob("*.py"))
    named = set(re.findall(r"`invariant: ([^`]+)`", _TABLE))
    assert {name for name in named if f'"{name}"' not in code} == set()
    assert len(named) > 40


def test_every_mishap_is_in_the_table_and_nothing_else() -> None:
    assert set(re.findall(r"`mishap: ([^`]+)`", _TABLE)) == MISHAPS


def test_every_test_that_the_table_names_exists() -> None:
    for named in sorted(set(re.findall(r"`(tests/[^`]+)`", _TABLE))):
        file, _, test = named.partition("::")
        text = (_ROOT / file).read_text(encoding="utf-8")
        assert not test or f"def {test}(" in text, named


def test_every_mishap_happens_in_the_worlds_of_the_suite() -> None:
    happened: Counter[str] = Counter()
    for seed in (*_LIKELY, *range(2_000)):
        happened.update(dict(run(seed).happened))
        if happened.keys() >= MISHAPS:
            break
    assert {name for name in MISHAPS if not happened[name]} == set()


def test_every_invariant_applies_often_enough_to_prove_something() -> None:
    asked: Counter[str] = Counter()
    most = 0
    for seed in (*_ASKING, *range(2_000)):
        asked.update(dict(run(seed).asked))
        most += 1
        if all(asked[name] >= LEAST_ASKED for name in INVARIANTS):
            break
    assert {name for name in INVARIANTS if asked[name] < LEAST_ASKED} == set()
    assert most <= LEAST_ASKED_IN


def test_every_invariant_is_counted_where_it_is_asked() -> None:
    broken = re.compile(r'\.broken\(\s*"([^"]+)"')
    code = "".join(path.read_text() for path in (_HERE / "invariants").glob("*.py"))
    assert set(broken.findall(code)) == {"every event is taken", "the engine never fails"}
    assert len(INVARIANTS) > 80


def test_every_bug_can_be_planted_and_is_gone_afterwards() -> None:
    for bug in BUGS:
        before = [getattr(owner, attribute) for owner, attribute, _ in bug.changes]
        with bug.in_force():
            during = [getattr(owner, attribute) for owner, attribute, _ in bug.changes]
        after = [getattr(owner, attribute) for owner, attribute, _ in bug.changes]
        assert before == after
        assert all(new is not old for new, old in zip(during, before, strict=True)), bug.name
