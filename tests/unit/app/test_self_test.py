"""The self-test tells what failed, goes on with the rest, and ends with status 2."""

import os
import subprocess
import sys

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


CRASH = """
import os
from terminal.app import self_test

def loads_a_damaged_library():
    os.abort()

for line in self_test.run([self_test.Check("fine", lambda: "yes"),
                           self_test.Check("damaged", loads_a_damaged_library)]):
    print(line, flush=True)
"""


def test_a_check_that_crashes_says_which_one_it_was() -> None:
    command = [sys.executable, "-c", CRASH]
    done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ))
    assert done.returncode != 0
    assert done.stdout.split()[:2] == ["fine", "ok"]
    assert "loads_a_damaged_library" in done.stderr


@pytest.mark.parametrize(
    ("name", "words"),
    [("scaling-terminal.svg", "cannot be drawn"), ("fonts", "typeface Inter was not loaded")],
)
def test_what_qt_would_leave_out_without_a_word_is_found_out(
    name: str, words: str, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    from terminal.app.self_test import session

    class Nothing:
        """A picture that could not be read, and a database without letters."""

        def __init__(self, _path: str = "") -> None: ...

        def isNull(self) -> bool:
            return True

        @staticmethod
        def families() -> list[str]:
            return ["Other"]

    if name == "fonts":
        monkeypatch.setattr(session, "QFontDatabase", Nothing)
    else:
        monkeypatch.setattr(session, "QPixmap", Nothing)
    with pytest.raises(FailedCheckError, match=words):
        session._look_at_drawing()
