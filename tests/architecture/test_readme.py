"""The README promises only what exists, and the checks run what it tells people to run."""

import re
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

README = (ROOT / "README.md").read_text("utf-8")
PROMISED = sorted(set(re.findall(r"^scaling-terminal(?: ([a-z]+))?.*$", README, re.MULTILINE)))


def help_of(command: str) -> str:
    """Return what `scaling-terminal COMMAND --help` prints."""
    arguments = [sys.executable, "-m", "terminal", *command.split(), "--help"]
    return subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("command", PROMISED)
def test_every_option_in_the_readme_exists(command: str) -> None:
    lines = re.findall(rf"^scaling-terminal {command}\b[^#\n]*", README, re.MULTILINE)
    if not command:
        lines = re.findall(r"^scaling-terminal(?: -[^#\n]*)?", README, re.MULTILINE)
    options = {option for line in lines for option in re.findall(r"--[a-z-]+", line)}
    offered = set(re.findall(r"--[a-z-]+", help_of(command)))
    assert options <= offered


def test_every_link_in_the_readme_leads_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).is_file()] == []


def test_the_checks_run_the_readme_s_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    command = "python3 packaging/start.py test"
    assert command in README
    assert [line for line in script.splitlines() if "python" in line] == [f'exec {command} "$@"']
