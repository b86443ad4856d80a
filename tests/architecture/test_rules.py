"""The house keeps its own rules, and each rule sees what it forbids."""

from functools import cache

import pytest

from tests.architecture import rules
from tests.architecture.rules import RULES, Rule
from tests.architecture.source import ROOT, modules, parse

# One break of each rule, and where it is allowed.
BROKEN: list[tuple[Rule, str, str]] = [
    (rules.imports_only_what_is_pure, "terminal/engine/a.py", "import asyncio"),
    (rules.imports_only_what_is_pure, "terminal/model/a.py", "from os.path import join"),
    (rules.calls_nothing_impure, "terminal/model/a.py", "print(1)"),
    (rules.calls_nothing_impure, "terminal/engine/a.py", "key = hash('a')"),
    (rules.computes_the_same_bits_everywhere, "terminal/engine/a.py", "import math\nmath.log(2)"),
    (rules.computes_the_same_bits_everywhere, "terminal/engine/a.py", "from math import exp"),
    (rules.computes_the_same_bits_everywhere, "terminal/model/a.py", "y = x ** 0.5"),
    (rules.sums_floats_the_same_on_every_python, "terminal/engine/a.py", "sum(x for x in y)"),
    (rules.iterates_no_set, "terminal/engine/a.py", "for x in {1, 2}: pass"),
    (rules.iterates_no_set, "terminal/engine/a.py", "y = [x for x in set(z)]"),
    (rules.reads_the_wall_clock_in_app_only, "terminal/ui/a.py", "import time\ntime.time_ns()"),
    (rules.reads_the_wall_clock_in_app_only, "terminal/venues/a.py", "from time import time"),
    (rules.reads_the_wall_clock_in_app_only, "terminal/storage/a.py", "now = datetime.now"),
    (rules.gives_every_task_an_owner, "terminal/app/a.py", "asyncio.create_task(x())"),
    (
        rules.gives_every_task_an_owner,
        "terminal/a.py",
        "asyncio.get_running_loop().create_task(x())",
    ),
    (rules.gives_every_task_an_owner, "terminal/app/a.py", "self.loop.create_task(x())"),
    (rules.runs_no_nested_event_loop, "terminal/ui/a.py", "dialog.exec()"),
    (rules.keeps_no_global_state, "terminal/ui/a.py", "CACHE: dict[str, int] = {}"),
    (rules.keeps_no_global_state, "terminal/ui/a.py", "cache = set()"),
    (rules.is_written_to_the_end, "terminal/app/a.py", "def f(): raise NotImplementedError"),
    (rules.fits_in_the_head, "terminal/app/a.py", "x = 1\n" * 301),
    (rules.does_not_sleep_on_the_wall_clock, "tests/a.py", "await_ = asyncio.sleep(1)"),
]
KEPT: list[tuple[Rule, str, str]] = [
    (rules.imports_only_what_is_pure, "terminal/app/a.py", "import asyncio"),
    (rules.computes_the_same_bits_everywhere, "terminal/engine/a.py", "from math import sqrt"),
    (rules.computes_the_same_bits_everywhere, "terminal/engine/a.py", "y = 10 ** x"),
    (rules.sums_floats_the_same_on_every_python, "terminal/model/a.py", "sum(x, Decimal(0))"),
    (rules.sums_floats_the_same_on_every_python, "terminal/model/a.py", "sum(1 for x in y)"),
    (rules.sums_floats_the_same_on_every_python, "terminal/engine/a.py", "sum(o.lots for o in y)"),
    (rules.reads_the_wall_clock_in_app_only, "terminal/app/a.py", "import time\ntime.time_ns()"),
    (rules.gives_every_task_an_owner, "terminal/app/a.py", "group.create_task(x())"),
    (rules.keeps_no_global_state, "terminal/ui/a.py", "WORDS = {'a': 1}"),
    (rules.does_not_sleep_on_the_wall_clock, "tests/a.py", "await_ = asyncio.sleep(0)"),
]


@cache
def complaints_by_rule() -> dict[Rule, list[str]]:
    """Read the whole house once, and keep what each rule says and no tree."""
    found: dict[Rule, list[str]] = {rule: [] for rule in RULES}
    for module in modules("terminal", "tests"):
        for rule in RULES:
            found[rule] += [f"{module.path}:{line}: {said}" for line, said in rule(module)]
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_module_keeps_the_rule(rule: Rule) -> None:
    complaints = complaints_by_rule()[rule]
    assert not complaints, f"{rule.__doc__}\n" + "\n".join(complaints)


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN)
def test_a_rule_sees_what_it_forbids(rule: Rule, path: str, text: str) -> None:
    assert list(rule(parse(path, text)))


@pytest.mark.parametrize(("rule", "path", "text"), KEPT)
def test_a_rule_lets_the_rest_be(rule: Rule, path: str, text: str) -> None:
    assert not list(rule(parse(path, text)))


def test_every_rule_is_shown_to_see_something() -> None:
    assert {rule for rule, _, _ in BROKEN} == set(RULES)


def test_every_long_module_on_the_list_is_still_long() -> None:
    for path in rules.LONGER_WITH_REASON:
        length = (ROOT / path).read_text("utf-8").count("\n")
        assert length > rules.LONGEST_MODULE, f"{path} has {length} lines: take it off the list"
