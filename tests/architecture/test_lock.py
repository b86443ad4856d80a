"""The locks hold exactly what pyproject.toml asks for, hashed, and name no host."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.source import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUN, TEST = "requirements.txt", "requirements-test.txt"
PIN = re.compile(
    r"^(?P<pin>[A-Za-z0-9][^\\]*?) \\\n(?P<hashes>(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)


def locked(name: str) -> dict[str, Requirement]:
    """Return the pins of a lock by canonical name."""
    text = (ROOT / "packaging" / name).read_text("utf-8")
    pins = [Requirement(match["pin"]) for match in PIN.finditer(text)]
    return {canonicalize_name(pin.name): pin for pin in pins}


def asked(name: str) -> list[Requirement]:
    """Return what pyproject.toml wants in a lock."""
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    wanted = [*project["dependencies"], *groups["build"]]
    if name == TEST:
        wanted += groups["test"]
        wanted += [one for extra in project["optional-dependencies"].values() for one in extra]
    return [Requirement(line) for line in wanted]


@pytest.mark.parametrize("name", [RUN, TEST])
def test_a_lock_is_nothing_but_hashed_pins(name: str) -> None:
    text = (ROOT / "packaging" / name).read_text("utf-8")
    assert PIN.sub("", text).strip() == ""
    assert all(str(pin.specifier).startswith("==") for pin in locked(name).values())
    assert all(pin.url is None for pin in locked(name).values())


@pytest.mark.parametrize("name", [RUN, TEST])
def test_a_lock_pins_what_the_project_asks_for(name: str) -> None:
    for wanted in asked(name):
        pin = locked(name)[canonicalize_name(wanted.name)]
        assert pin.specifier == wanted.specifier, wanted
        assert str(pin.marker or "").replace('"', "'") == str(wanted.marker or "").replace('"', "'")


def test_the_test_lock_holds_the_whole_run_lock() -> None:
    run, test = locked(RUN), locked(TEST)
    assert {name: str(pin) for name, pin in run.items()} == {
        name: str(test.get(name)) for name in run
    }


@pytest.mark.parametrize("name", [RUN, TEST])
def test_a_lock_holds_all_that_is_needed_and_nothing_else(name: str) -> None:
    """Follow the requirements of what is installed, for this machine's markers."""
    pins = locked(name)
    needed: set[str] = set()
    waiting = list(asked(name))
    while waiting:
        wanted = waiting.pop()
        key = canonicalize_name(wanted.name)
        if not applies(wanted) or key in needed:
            continue
        assert key in pins, f"{name} lacks {wanted}: remake it with packaging/lock.py"
        assert wanted.specifier.contains(
            str(pins[key].specifier).removeprefix("=="), prereleases=True
        )
        needed.add(key)
        waiting += [Requirement(line) for line in requirements_of(key)]
    here = {key for key, pin in pins.items() if applies(pin)}
    assert here - needed == set()


def applies(requirement: Requirement) -> bool:
    """Return whether the requirement's marker is true here, without any extra."""
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


def requirements_of(name: str) -> list[str]:
    """Return the declared requirements of an installed distribution."""
    try:
        return requires(name) or []
    except PackageNotFoundError:
        pytest.fail(f"{name} is locked but not installed here: run packaging/start.py test")
