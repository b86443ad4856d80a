"""How many seeds each planted bug lives through, and which invariant finds it."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.simulation.planted import BUGS
from tests.simulation.world import run

TABLE = Path(__file__).with_name("PLANTED.md")
MOST_SEEDS = 500
_HEAD = """# Planted bugs

Each bug is planted in the engine alone, and seeds are run from 0 until an invariant breaks.
Written by `python -m tests.simulation --planted`.

| bug | seeds | found by |
| --- | ---: | --- |
"""


def seeds_until_found(name: str, most: int = MOST_SEEDS) -> tuple[int, str] | None:
    """Return how many seeds it took to find a bug and the invariant that did; None: not found."""
    bug = next(bug for bug in BUGS if bug.name == name)
    with bug.in_force():
        for seed in range(most):
            violations = run(seed).violations
            if violations:
                return seed + 1, violations[0].name
    return None


def run_table(jobs: int, only: str | None = None) -> int:
    """Find every bug, or only one, write the table, and return 1 where one was not found.

    The rows of the others stay as they are.
    """
    rows = _written()
    names = [bug.name for bug in BUGS if only in (None, bug.name)]
    missed = 0
    with ProcessPoolExecutor(jobs) as pool:
        for name, found in zip(names, pool.map(seeds_until_found, names), strict=True):
            missed += found is None
            seeds, by = (f"> {MOST_SEEDS}", "not found") if found is None else found
            rows[name] = f"| {name} | {seeds} | {by} |"
            print(rows[name], flush=True)
    table = [rows[bug.name] for bug in BUGS if bug.name in rows]
    TABLE.write_text(_HEAD + "\n".join(table) + "\n", encoding="utf-8")
    print(f"{len(names)} bugs, {missed} not found within {MOST_SEEDS} seeds", flush=True)
    return 1 if missed else 0


def _written() -> dict[str, str]:
    """Return the table's rows by the names of their bugs."""
    lines = TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else []
    return {line.split(" | ")[0].removeprefix("| "): line for line in lines if line[:2] == "| "}
