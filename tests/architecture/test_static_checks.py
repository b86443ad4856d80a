"""Lint, types and import contracts are part of the suite; pyproject.toml configures them."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT


def check(*command: str) -> None:
    """Run one of the environment's own programs and fail with what it printed."""
    program = Path(sys.executable).parent / command[0]
    done = subprocess.run(
        [program, *command[1:]], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode:
        pytest.fail(f"{' '.join(command)}\n{done.stdout}{done.stderr}", pytrace=False)


@pytest.mark.slowest_first
def test_types_are_right_under_mypy_strict() -> None:
    check("mypy")


def test_lint_is_clean() -> None:
    check("ruff", "check", "--output-format", "concise", ".")


def test_rooms_import_only_what_they_may() -> None:
    check("lint-imports", "--no-logo")
