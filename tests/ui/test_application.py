"""The window's loop from first paint to orderly end."""

import os
import signal
import subprocess
import sys

_PROGRAM = """
import os, signal, sys, threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from terminal.ui.application import application, run
from terminal.ui.keeper import MemoryKeeper
from tests.ui.fake_desk import FakeDesk

class Damaged(MemoryKeeper):
    def unread(self):
        return "the window begins without its workspaces"

kept = application(MemoryKeeper())

def started(how):
    print(how, flush=True)
    if how == "raise":
        raise RuntimeError("the engine did not start")
    if how in ("close", "unread"):
        shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        window = next(w for w in shown if w.objectName() == "main_window")
        if how == "unread":
            QTimer.singleShot(25, lambda: print("says", window.status._said, flush=True))
        QTimer.singleShot(50, window.close)
    else:
        QTimer.singleShot(50, lambda: os.kill(os.getpid(), getattr(signal, how)))

def stop():
    main = threading.current_thread() is threading.main_thread()
    print("stopped in", "the window's thread" if main else "another thread", flush=True)

for how in sys.argv[1:]:
    keeper = Damaged() if how == "unread" else MemoryKeeper()
    status = run(FakeDesk(), keeper=keeper, started=lambda: started(how), stop=stop)
    print("status", status, flush=True)
"""


def _run(*ways: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", _PROGRAM, *ways],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )


def test_closing_and_signals_end_in_order_off_the_windows_thread_and_a_window_can_follow() -> None:
    ways = ("close", signal.SIGINT.name, signal.SIGTERM.name)
    ended = _run(*ways)
    lines = iter(ended.stdout.splitlines())
    for how in ways:
        assert [next(lines) for _ in range(3)] == [how, "stopped in another thread", "status 0"]
    assert ended.returncode == 0
    assert "Traceback" not in ended.stderr


def test_the_window_says_what_of_its_own_could_not_be_read() -> None:
    ended = _run("unread")
    assert "says the window begins without its workspaces" in ended.stdout.splitlines()
    assert ended.returncode == 0


def test_an_engine_that_does_not_start_ends_the_run_with_its_error() -> None:
    ended = _run("raise")
    assert ended.returncode == 1
    assert "RuntimeError: the engine did not start" in ended.stderr
    assert "stopped in another thread" in ended.stdout
