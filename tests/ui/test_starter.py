"""What is started beside the window: in time, and no slower for the window's giving way."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from terminal.app.precedence import give_way
from terminal.ui.starter import Starter, links_by

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="no window gives way elsewhere")
_WRITE_STANDING = """
import os, sys
from pathlib import Path
told = f"{os.getpriority(os.PRIO_PROCESS, 0)} {os.sched_getscheduler(0)}"
part = Path(sys.argv[1] + ".part")
part.write_text(told)
part.rename(sys.argv[1])
"""


class Noted(Starter):
    """Starts nothing: notes what it was to start, and says whether there is such a program."""

    def __init__(self, *, there: bool) -> None:
        super().__init__()
        self.there = there
        self.programs: list[tuple[str, list[str]]] = []

    def program(self, name: str, arguments: list[str]) -> bool:
        """Note it."""
        self.programs.append((name, arguments))
        return self.there


def test_what_is_run_is_run_in_the_thread_that_was_there_first() -> None:
    with Starter() as starter:
        first = starter.run(threading.current_thread)
        assert first is starter.run(threading.current_thread)
    assert first is not threading.current_thread()
    assert not first.is_alive()


def test_what_goes_wrong_is_told_to_who_asked() -> None:
    def fail() -> None:
        raise ValueError("the engine did not start")

    with Starter() as starter, pytest.raises(ValueError, match="did not start"):
        starter.run(fail)


def test_a_program_that_is_not_there_is_told_of(qtbot: QtBot) -> None:
    with Starter() as starter:
        assert not starter.program("no-such-program-anywhere", [])


@linux_only
def test_a_program_does_not_stand_back_as_the_window_does(qtbot: QtBot, tmp_path: Path) -> None:
    told = tmp_path / "standing"
    ours = f"{os.getpriority(os.PRIO_PROCESS, 0)} {os.sched_getscheduler(0)}"

    def the_window() -> bool:
        give_way()
        return starter.program(sys.executable, ["-c", _WRITE_STANDING, str(told)])

    with Starter() as starter, ThreadPoolExecutor(1) as window:
        assert window.submit(the_window).result()
        qtbot.waitUntil(told.exists, timeout=20_000)
    assert told.read_text() == ours


@linux_only
def test_links_lead_out_by_the_starter_with_nothing_for_a_shell_to_read(qtbot: QtBot) -> None:
    with Noted(there=True) as starter, links_by(starter):
        assert QDesktopServices.openUrl(QUrl("https://example.org/a b;c?d=ä#e"))
        assert QDesktopServices.openUrl(QUrl("http://example.org/"))
    assert starter.programs == [
        ("xdg-open", ["https://example.org/a%20b;c?d=%C3%A4#e"]),
        ("xdg-open", ["http://example.org/"]),
    ]


@linux_only
def test_a_link_that_the_starter_cannot_open_goes_qt_s_own_way(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_qt: list[str] = []
    real = QDesktopServices.openUrl

    def open_url(link: QUrl) -> bool:
        by_qt.append(link.toString())
        return True

    with Noted(there=False) as starter, links_by(starter):
        monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(open_url))
        for _ in range(2):  # what was taken off for the first is there again for the second
            assert real(QUrl("https://example.org/"))
    assert by_qt == ["https://example.org/"] * 2
    assert len(starter.programs) == 2


@linux_only
@pytest.mark.qt_log_ignore("does not support QPlatformServices::openUrl")
def test_afterwards_links_are_qt_s_again(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    with Noted(there=True) as starter:
        with links_by(starter):
            pass
        monkeypatch.setenv("PATH", "/nowhere")  # no browser is to open on a desktop
        QDesktopServices.openUrl(QUrl("https://example.org/"))
    assert starter.programs == []
