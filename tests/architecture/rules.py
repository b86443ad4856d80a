"""The house's own rules, those that no linter knows. Each yields line and complaint."""

import ast
from collections.abc import Callable, Iterator

from tests.architecture.source import Module, dotted

Complaints = Iterator[tuple[int, str]]
Rule = Callable[[Module], Complaints]

PURE_IMPORTS = {
    "__future__", "abc", "bisect", "collections", "contextlib", "copy", "dataclasses", "decimal",
    "difflib",
    "enum", "fractions", "functools", "hashlib", "heapq", "itertools", "json", "math", "msgspec",
    "operator", "re", "sortedcontainers", "string", "terminal", "types", "typing",
}  # fmt: skip
# What IEEE 754 or the definition itself fixes to the last bit, on every machine.
EXACT_MATH = {
    "ceil", "copysign", "fabs", "floor", "fmod", "frexp", "fsum", "gcd", "inf", "isclose",
    "isfinite", "isinf", "isnan", "isqrt", "lcm", "ldexp", "modf", "nan", "nextafter", "prod",
    "remainder", "sqrt", "trunc", "ulp",
}  # fmt: skip
IMPURE_BUILTINS = {
    "__import__", "breakpoint", "eval", "exec", "globals", "hash", "input", "open", "print",
}  # fmt: skip
WALL_CLOCKS = {
    "time.time", "time.time_ns", "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today",
    "datetime.date.today",
}  # fmt: skip
# Whatever decides the outputs of a replay: the same bytes are promised on every machine.
BIT_EXACT = ("terminal/engine", "terminal/model", "terminal/venues/paper", "terminal/venues/replay")
LONGEST_MODULE = 300
LONGER_WITH_REASON = {
    "terminal/model/events.py": "one vocabulary: every event in the order of the specification",
    "terminal/ui/reason_words.py": "one table: what each reason means, in words for the trader",
}
OWNERS_OF_TASKS = {
    "terminal/app/prompt_task.py": "hands each task to the owner that asked for it",
    "terminal/app/task_scope.py": "what it is for: it awaits every task it starts",
    "terminal/venues/ccxt/connection.py": "awaits both its tasks where a TaskGroup loses a cancel",
}
LONGEST_TEST_SLEEP_S = 0.05


def imports_only_what_is_pure(module: Module) -> Complaints:
    """Engine and model import what has no clock, no I/O, no thread and no chance."""
    if not module.within("terminal/engine", "terminal/model"):
        return
    for node in ast.walk(module.tree):
        match node:
            case ast.Import(names=names):
                imported = [alias.name for alias in names]
            case ast.ImportFrom(module=str(name)):
                imported = [name]
            case _:
                continue
        for name in imported:
            if name.partition(".")[0] not in PURE_IMPORTS:
                yield node.lineno, f"imports {name}, which is not on the list of pure modules"


def calls_nothing_impure(module: Module) -> Complaints:
    """Engine and model neither print nor read, nor see a hash that changes with the process."""
    if not module.within("terminal/engine", "terminal/model"):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and dotted(node.func) in IMPURE_BUILTINS:
            yield node.lineno, f"calls {dotted(node.func)}()"


def computes_the_same_bits_everywhere(module: Module) -> Complaints:
    """What a replay's outputs come from leaves log, exp and powers to terminal.model.exact_math."""
    if not module.within(*BIT_EXACT):
        return
    for node in ast.walk(module.tree):
        match node:
            case ast.Attribute(value=ast.Name(id="math"), attr=name) if name not in EXACT_MATH:
                yield node.lineno, f"math.{name} differs between C libraries: use exact_math"
            case ast.ImportFrom(module="math", names=names):
                for alias in names:
                    if alias.name not in EXACT_MATH:
                        yield node.lineno, f"math.{alias.name} differs between C libraries"
            case ast.BinOp(op=ast.Pow(), left=left) if not isinstance(
                left, ast.Constant | ast.Call
            ):
                yield node.lineno, "a power of a float differs between C libraries"
            case ast.Call(func=ast.Name(id="pow")):
                yield node.lineno, "a power of a float differs between C libraries"


def sums_floats_the_same_on_every_python(module: Module) -> Complaints:
    """Where bits matter floats go through fsum: Python 3.12 changed what sum() makes of them."""
    if not module.within(*BIT_EXACT):
        return
    for node in ast.walk(module.tree):
        match node:
            case ast.Call(func=ast.Name(id="sum"), args=[ast.GeneratorExp(elt=item)]) if is_whole(
                item
            ):
                continue
            case ast.Call(func=ast.Name(id="sum"), args=[_] | [_, ast.Constant(value=float())]):
                yield node.lineno, "floats: math.fsum; the rest: a start, sum(x, Decimal(0))"


def is_whole(item: ast.expr) -> bool:
    """Return whether an expression is a whole number by its form or its name: lots are."""
    return isinstance(item, ast.Constant) or dotted(item).endswith("lots")


def iterates_no_set(module: Module) -> Complaints:
    """Engine and model never depend on a set's order, which changes from process to process."""
    if not module.within("terminal/engine", "terminal/model"):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.For | ast.comprehension):
            match node.iter:
                case ast.Set() | ast.SetComp() | ast.Call(func=ast.Name(id="set" | "frozenset")):
                    yield node.iter.lineno, "iterates over a set: its order is not deterministic"


def reads_the_wall_clock_in_app_only(module: Module) -> Complaints:
    """Time is an argument everywhere but in terminal.app, which hands it out."""
    if not module.within("terminal") or module.within("terminal/app"):
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and dotted(node) in WALL_CLOCKS:
            yield node.lineno, f"{dotted(node)}: take a Clock instead"
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            for alias in node.names:
                if f"time.{alias.name}" in WALL_CLOCKS:
                    yield node.lineno, f"time.{alias.name}: take a Clock instead"


def gives_every_task_an_owner(module: Module) -> Complaints:
    """A task is made by what awaits it (a TaskGroup, the task scope), never by asyncio itself."""
    if module.path in OWNERS_OF_TASKS or not module.within("terminal"):
        return
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        owner, _, method = dotted(node.func).rpartition(".")
        loose = owner == "asyncio" or owner.endswith(("loop", "loop()"))
        if method in {"create_task", "ensure_future"} and loose:
            yield node.lineno, f"{owner}.{method}() makes a task that nobody awaits"


def runs_no_nested_event_loop(module: Module) -> Complaints:
    """Dialogs are opened, never executed: a nested loop kills other tasks."""
    if not module.within("terminal"):
        return
    for node in ast.walk(module.tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="exec" | "exec_" | "processEvents" as name)):
                yield node.lineno, f".{name}() turns a second event loop: use open()"


def keeps_no_global_state(module: Module) -> Complaints:
    """A module binds no empty container to a name: that is where global state begins."""
    if not module.within("terminal"):
        return
    for node in module.tree.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign):
            continue
        match node.value:
            case (
                ast.List(elts=[])
                | ast.Dict(keys=[])
                | ast.Call(func=ast.Name(id="list" | "dict" | "set" | "defaultdict"), args=[])
            ):
                yield node.lineno, "an empty container at module level is global state"


def is_written_to_the_end(module: Module) -> Complaints:
    """Nothing is left for later."""
    for node in ast.walk(module.tree):
        match node:
            case ast.Raise(exc=ast.expr() as raised) if "NotImplementedError" in dotted(raised):
                yield node.lineno, "raises NotImplementedError"


def fits_in_the_head(module: Module) -> Complaints:
    """A module of the program has at most 300 lines, or a reason that is listed here."""
    if module.within("terminal") and module.path not in LONGER_WITH_REASON:
        length = module.text.count("\n")
        if length > LONGEST_MODULE:
            yield length, f"{length} lines; the longest allowed is {LONGEST_MODULE}"


def does_not_sleep_on_the_wall_clock(module: Module) -> Complaints:
    """Tests wait for what they wait for, on a virtual clock or by an event; they do not sleep."""
    if not module.within("tests"):
        return
    for node in ast.walk(module.tree):
        match node:
            case ast.Call(func=function, args=[ast.Constant(value=int() | float() as seconds)]):
                sleeps = dotted(function) in {"asyncio.sleep", "time.sleep", "sleep"}
                if sleeps and seconds > LONGEST_TEST_SLEEP_S:
                    yield node.lineno, f"sleeps {seconds} s"


RULES: tuple[Rule, ...] = (
    imports_only_what_is_pure,
    calls_nothing_impure,
    computes_the_same_bits_everywhere,
    sums_floats_the_same_on_every_python,
    iterates_no_set,
    reads_the_wall_clock_in_app_only,
    gives_every_task_an_owner,
    runs_no_nested_event_loop,
    keeps_no_global_state,
    is_written_to_the_end,
    fits_in_the_head,
    does_not_sleep_on_the_wall_clock,
)
