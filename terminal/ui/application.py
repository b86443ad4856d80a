"""The window's loop: Qt and asyncio as one in the main thread, from first paint to orderly end."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

os.environ.setdefault("QT_API", "pyside6")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

import qasync
from PySide6.QtCore import QLocale, QTemporaryDir, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from terminal.resource_files import RESOURCES
from terminal.ui.desk import Desk
from terminal.ui.keeper import Keeper, MemoryKeeper, preferences_of
from terminal.ui.main_window import MainWindow
from terminal.ui.starter import Starter, links_by
from terminal.ui.theme import Theme, load_fonts
from terminal.ui.tray.herald import Herald, Tray
from terminal.ui.tray.tones import Tones
from terminal.ui.words import translate

_FIRST_SIZE = (1600, 960)
_UNREAD_MS = 60_000


def _nothing() -> None:
    """Nothing to do."""


def run(
    desk: Desk,
    *,
    arguments: Sequence[str] = ("scaling-terminal",),
    keeper: Keeper | None = None,
    started: Callable[[], None] = _nothing,
    stop: Callable[[], None] = _nothing,
    starter: Starter | None = None,
) -> int:
    """Open the window on `desk` and return its exit status once everything has ended.

    `keeper` remembers settings, workspaces and keys; without one they last as long as the window.
    `started` is called in this thread once the window has been painted for the first time; what
    it raises ends the run. `stop` is called in another thread when the window is to close (also on
    Ctrl-C and SIGTERM) and returns when the engine has stopped; the window answers meanwhile.
    Other programs (a browser, a player of tones) are started by `starter`, or by one made here.
    """
    keeper = keeper or MemoryKeeper()
    preferences = preferences_of(keeper)
    ours = application(keeper, arguments)
    load_fonts()
    theme = Theme(preferences.ground, preferences.directions)
    theme.apply(ours)
    translator = _translator(ours)
    loop = qasync.QEventLoop(ours)
    with contextlib.ExitStack() as until_the_end:
        starter = starter or until_the_end.enter_context(Starter())
        until_the_end.enter_context(links_by(starter))
        until_the_end.enter_context(loop)
        status = loop.run_until_complete(_live(desk, theme, keeper, started, stop, starter))
    if translator is not None:
        ours.removeTranslator(translator)
    return int(status)


def application(keeper: Keeper, arguments: Sequence[str] = ("scaling-terminal",)) -> QApplication:
    """Return Qt's application, the one there is or a new one; it ends with its last reference."""
    percent = preferences_of(keeper).scale_percent
    there = QApplication.instance()
    if there is None and percent != 100:  # beside what the screen itself asks for
        os.environ["QT_SCALE_FACTOR"] = str(percent / 100)
    ours = there or QApplication(list(arguments))
    assert isinstance(ours, QApplication)
    ours.setApplicationName("Scaling Terminal")
    ours.setDesktopFileName("scaling-terminal")
    ours.setWindowIcon(QIcon(str(RESOURCES / "icons" / "scaling-terminal.png")))
    ours.setQuitOnLastWindowClosed(False)
    return ours


async def _live(
    desk: Desk,
    theme: Theme,
    keeper: Keeper,
    started: Callable[[], None],
    stop: Callable[[], None],
    starter: Starter,
) -> int:
    """Show the window until somebody wants it closed, then end in order."""
    ending = asyncio.Event()
    failure: list[BaseException] = []
    window = MainWindow(desk, theme, keeper=keeper)
    tray = Tray(window.windowTitle(), theme.color("paper" if desk.paper else "live"), window)
    sounds = QTemporaryDir()
    tones = Tones(Path(sounds.path()), starter)
    herald = Herald(lambda: window.look.preferences, tray.show_notice, tones, window)
    window.frames.listen(herald.take)
    window.closing.connect(ending.set)
    restore = catch_signals(asyncio.get_running_loop(), ending.set)

    def begin() -> None:
        try:
            started()
        except BaseException as error:  # noqa: BLE001 - carried out of Qt's slot and raised below
            failure.append(error)
            ending.set()
            return
        window.frames.start()
        if words := keeper.unread():
            window.status.say(words, _UNREAD_MS)

    try:
        _show(window)
        QTimer.singleShot(0, window, begin)
        await ending.wait()
        window.setWindowTitle(
            translate("window", "Closing… · {title}").format(title=window.windowTitle())
        )
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
    """Show the window where it was at the last end, else as large as is useful here."""
    if window.desktop.restore_window():
        window.show()
        QTimer.singleShot(0, window, window.fit)
        return
    screen = window.screen().availableGeometry()
    wide, high = _FIRST_SIZE
    if screen.width() <= wide or screen.height() <= high:
        window.setGeometry(screen)
        window.showMaximized()
    else:
        window.resize(min(1920, screen.width()), min(1080, screen.height()))
        window.show()
    QTimer.singleShot(0, window, window.fit)


def _translator(application: QApplication) -> QTranslator | None:
    """Install the translation into the user's language, where there is one; English needs none."""
    translator = QTranslator(application)
    if translator.load(QLocale(), "terminal", "_", str(RESOURCES / "translations")):
        application.installTranslator(translator)
        return translator
    return None


def catch_signals(loop: asyncio.AbstractEventLoop, end: Callable[[], object]) -> Callable[[], None]:
    """Have `end` called on the loop for Ctrl-C and SIGTERM; returns what undoes this."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(end)

    numbers = [signal.SIGINT, signal.SIGTERM]
    if sys.platform == "win32":
        numbers = [signal.SIGINT]
    before = {number: signal.signal(number, ask) for number in numbers}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    return restore
