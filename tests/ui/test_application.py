"""The window's loop from first paint to orderly end."""

import os
import signal
import subprocess
import sys

import pytest

_PROGRAM = """
import os, signal, sys, threading
from PySide6.QtCore import QTimer
from terminal.ui.application import run
from tests.ui.fake_desk import FakeDesk

def started():
    print("started", flush=True)
    if sys.argv[1] == "raise":
        raise RuntimeError("the engine did not start")
    if sys.argv[1] == "close":
        from PySide6.QtWidgets import QApplication
        widgets = QApplication.topLevelWidgets()
        window = next(w for w in widgets if w.objectName() == "main_window")
        QTimer.singleShot(50, window.close)
    else:
        QTimer.singleShot(50, lambda: os.kill(os.getpid(), getattr(signal, sys.argv[1])))

def stop():
    main = threading.current_thread() is threading.main_thread()
    print("stopped in", "the window's thread" if main else "another thread", flush=True)

print("status", run(FakeDesk(), started=started, stop=stop))
"""


def _run(how: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", _PROGRAM, how],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )


@pytest.mark.parametrize("how", ["close", signal.SIGINT.name, signal.SIGTERM.name])
def test_closing_and_signals_end_in_order_and_off_the_windows_thread(how: str) -> None:
    ended = _run(how)
    assert ended.stdout.splitlines() == ["started", "stopped in another thread", "status 0"]
    assert ended.returncode == 0
    assert "Traceback" not in ended.stderr


def test_an_engine_that_does_not_start_ends_the_run_with_its_error() -> None:
    ended = _run("raise")
    assert ended.returncode == 1
    assert "RuntimeError: the engine did not start" in ended.stderr
    assert "stopped in another thread" in ended.stdout
