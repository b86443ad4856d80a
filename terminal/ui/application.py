"""The window's loop: Qt and asyncio as one in the main thread, from first paint to orderly end."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType

os.environ.setdefault("QT_API", "pyside6")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

import qasync
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from terminal.ui.desk import Desk
from terminal.ui.main_window import MainWindow
from terminal.ui.theme import Directions, Ground, Theme, load_fonts

_FIRST_SIZE = (1600, 960)


def _nothing() -> None:
    """Nothing to do."""


def run(
    desk: Desk,
    *,
    arguments: Sequence[str] = ("scaling-terminal",),
    ground: Ground = Ground.DARK,
    directions: Directions = Directions.WESTERN,
    started: Callable[[], None] = _nothing,
    stop: Callable[[], None] = _nothing,
) -> int:
    """Open the window on `desk` and return its exit status once everything has ended.

    `started` is called in this thread once the window has been painted for the first time; what
    it raises ends the run. `stop` is called in another thread when the window is to close (also on
    Ctrl-C and SIGTERM) and returns when the engine has stopped; the window answers meanwhile.
    """
    application = QApplication.instance() or QApplication(list(arguments))
    assert isinstance(application, QApplication)
    application.setApplicationName("Scaling Terminal")
    application.setQuitOnLastWindowClosed(False)
    load_fonts()
    theme = Theme(ground, directions)
    theme.apply(application)
    loop = qasync.QEventLoop(application)
    with loop:
        status = loop.run_until_complete(_live(desk, theme, started, stop))
    return int(status)


async def _live(
    desk: Desk, theme: Theme, started: Callable[[], None], stop: Callable[[], None]
) -> int:
    """Show the window until somebody wants it closed, then end in order."""
    ending = asyncio.Event()
    failure: list[BaseException] = []
    window = MainWindow(desk, theme)
    window.closing.connect(ending.set)
    restore = _catch_signals(asyncio.get_running_loop(), ending)

    def begin() -> None:
        try:
            started()
        except BaseException as error:  # noqa: BLE001 - carried out of Qt's slot and raised below
            failure.append(error)
            ending.set()
            return
        window.frames.start()

    try:
        _show(window)
        QTimer.singleShot(0, window, begin)
        await ending.wait()
        window.setWindowTitle(f"Closing… · {window.windowTitle()}")
        await asyncio.to_thread(stop)
    finally:
        restore()
        window.allow_close()
        window.close()
        window.deleteLater()
    if failure:
        raise failure[0]
    return 0


def _show(window: MainWindow) -> None:
    """Show the window as large as is useful on this screen."""
    screen = window.screen().availableGeometry()
    wide, high = _FIRST_SIZE
    if screen.width() <= wide or screen.height() <= high:
        window.setGeometry(screen)
        window.showMaximized()
    else:
        window.resize(min(1920, screen.width()), min(1080, screen.height()))
        window.show()
    QTimer.singleShot(0, window, window.fit)


def _catch_signals(loop: asyncio.AbstractEventLoop, ending: asyncio.Event) -> Callable[[], None]:
    """End in order on Ctrl-C and SIGTERM; returns what undoes this."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(ending.set)

    numbers = [signal.SIGINT, signal.SIGTERM]
    if sys.platform == "win32":
        numbers = [signal.SIGINT]
    before = {number: signal.signal(number, ask) for number in numbers}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    return restore
