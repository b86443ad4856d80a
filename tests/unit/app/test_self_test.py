"""The self-test tells what failed, goes on with the rest, and ends with status 2."""

import pytest

from terminal.app.self_test import Check, checks, run
from terminal.app.self_test.parts import FailedCheckError, expect, journal, keyring, resources
from terminal.model.errors import UserError


def broken() -> str:
    raise FileNotFoundError("libqxcb.so is missing")


def test_every_check_that_is_promised_is_made() -> None:
    assert [check.name for check in checks()] == [
        "resources",
        "keyring",
        "journal",
        "venues",
        "window",
    ]


def test_what_failed_is_named_and_the_rest_is_looked_at() -> None:
    chosen = (Check("first", broken), Check("second", lambda: "fine"), Check("third", broken))
    lines: list[str] = []
    with pytest.raises(UserError, match="self-test: failed: first, third; install"):
        lines.extend(run(chosen))  # what came before the error stays
    assert [line.split()[:2] for line in lines] == [
        ["first", "FAILED"],
        ["second", "ok"],
        ["third", "FAILED"],
    ]
    assert "FileNotFoundError: libqxcb.so is missing" in lines[0]


def test_checks_that_succeed_raise_nothing() -> None:
    parts = (Check("resources", resources), Check("journal", journal), Check("keyring", keyring))
    assert [line.split()[1] for line in run(parts)] == ["ok", "ok", "ok"]


def test_an_expectation_complains_in_its_own_words() -> None:
    expect(True, "never said")
    with pytest.raises(FailedCheckError, match="no font"):
        expect([], "no font")
