"""What the tests of the ways of working share: a window, and a few things that a person does."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from terminal.ui.keeper import Keeper
from terminal.ui.main_window import MainWindow
from terminal.ui.theme import Theme
from tests.ui.fake_clock import FakeClock
from tests.ui.fake_desk import FakeDesk

LEFT = Qt.MouseButton.LeftButton


def frame(window: MainWindow, seconds: float = 0.0) -> None:
    """Let one frame pass, and the desk's time with it."""
    if seconds:
        assert isinstance(window.desk, FakeDesk)
        window.desk.advance(seconds)
    window.frames.pulse()
    window.frames.refresh_all()


def settle() -> None:
    """Let what was put off to the next turn of the loop happen."""
    for _ in range(4):
        QCoreApplication.sendPostedEvents(None, 0)
        QCoreApplication.processEvents()


def click(widget: QWidget) -> None:
    """Press and release the left button in the middle of a widget."""
    QTest.mouseClick(widget, LEFT)


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    """Drag something in a widget with the left button."""
    for kind, place, down in (
        (QEvent.Type.MouseButtonPress, start, LEFT),
        (QEvent.Type.MouseMove, start + (end - start) / 2, LEFT),
        (QEvent.Type.MouseMove, end, LEFT),
        (QEvent.Type.MouseButtonRelease, end, Qt.MouseButton.NoButton),
    ):
        button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else LEFT
        where, on_screen = QPointF(place), QPointF(widget.mapToGlobal(place))
        none = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, where, on_screen, button, down, none)
        QCoreApplication.sendEvent(widget, event)
        settle()


@contextmanager
def opened(
    qtbot: QtBot,
    desk: FakeDesk,
    theme: Theme,
    keeper: Keeper | None = None,
    clock: FakeClock | None = None,
    size: tuple[int, int] = (1920, 1080),
) -> Iterator[MainWindow]:
    """Open a window and close it in the end, as a start and an end of the program do."""
    made = MainWindow(desk, theme, keeper=keeper, clock=clock or FakeClock())
    made.resize(*size)
    made.show()
    made.fit()
    frame(made)
    settle()
    try:
        yield made
    finally:
        made.allow_close()
        made.close()
        made.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
