"""The window between two desks: what is wrong, and a way to try again."""

import os
import signal
import subprocess
import sys

_PROGRAM = """
import os, signal, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from terminal.model.errors import UserError
from terminal.ui.application import application
from terminal.ui.keeper import MemoryKeeper
from terminal.ui.notice import Notice, ask_to_try_again

class BrokenKeeper(MemoryKeeper):
    def value(self, key):
        raise UserError("settings.toml: line 1: what the notice is about")

kept = application(MemoryKeeper())
keeper = BrokenKeeper()

def answer(how):
    there = [w for w in QApplication.topLevelWidgets() if isinstance(w, Notice) and w.isVisible()]
    if not there:
        QTimer.singleShot(5, lambda: answer(how))
    elif how in ("again", "leave"):
        print(there[0].windowTitle(), "|", there[0].words.text(), flush=True)
        getattr(there[0], how).click()
    elif how == "close":
        there[0].close()
    else:
        os.kill(os.getpid(), getattr(signal, how))

for how in sys.argv[1:]:
    QTimer.singleShot(0, lambda: answer(how))
    print(how, ask_to_try_again(keeper, "It did not begin", "<b>why</b>"), flush=True)
"""


def test_it_says_why_and_is_answered_by_button_by_closing_it_or_by_a_signal() -> None:
    """Whatever the settings are like: they may be what is wrong."""
    ways = ("again", "leave", "close", signal.SIGINT.name, signal.SIGTERM.name)
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", _PROGRAM, *ways],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    said = "It did not begin | <b>why</b>"
    assert ended.stdout.splitlines() == [
        said, "again True", said, "leave False", "close False", "SIGINT False", "SIGTERM False",
    ]  # fmt: skip
    assert ended.returncode == 0
    assert "Traceback" not in ended.stderr
