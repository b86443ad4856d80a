"""Bringing back what would be out of reach: a window on a screen that is no longer there. Pure."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication, QRegion
from PySide6.QtWidgets import QWidget

_GRIP = QSize(96, 24)  # so much of a window's top must be on a screen to take hold of it


def screens() -> list[QRect]:
    """Return what of each screen a window may use."""
    return [screen.availableGeometry() for screen in QGuiApplication.screens()]


def named_screens() -> dict[str, QRect]:
    """Return the same by the screen's name."""
    return {screen.name(): screen.availableGeometry() for screen in QGuiApplication.screens()}


def offset_on_screen(window: QWidget) -> tuple[str, tuple[int, int]]:
    """Return the name of the screen that a window stands on, and its place from that one's corner.

    A screen keeps its name when another one is plugged in beside it, but not its coordinates.
    """
    screen = window.screen()
    place = window.geometry().topLeft() - screen.availableGeometry().topLeft()
    return screen.name(), (place.x(), place.y())


def on_its_screen(
    window: QRect, screen: str, offset: QPoint | None, screens: Mapping[str, QRect]
) -> QRect:
    """Return where a window should be that stood `offset` from the corner of a screen.

    Where that screen is gone: where it was, if that can be reached, else on the nearest one.
    """
    there = screens.get(screen)
    if there is not None and offset is not None:
        window = QRect(there.topLeft() + offset, window.size())
    return fitted(window, tuple(screens.values()))


def within_reach(window: QRect, screens: Sequence[QRect]) -> bool:
    """Return whether enough of the window's top edge lies on some screen."""
    top = QRect(window.topLeft(), QSize(window.width(), _GRIP.height()))
    return any(
        (seen := top.intersected(screen)).width() >= min(_GRIP.width(), window.width())
        and seen.height() >= _GRIP.height() // 2
        for screen in screens
    )


def brought_back(window: QRect, screens: Sequence[QRect]) -> QRect:
    """Return where the window should be: there, if within reach; else on the nearest screen.

    It keeps its size as far as the screen has room.
    """
    if not screens or within_reach(window, screens):
        return window
    centre = window.center()
    return _onto(min(screens, key=lambda each: _distance(each, centre)), window)


def fitted(window: QRect, screens: Sequence[QRect]) -> QRect:
    """Return where a window of the full height should be: on screens from edge to edge."""
    everything = QRegion()
    for screen in screens:
        everything += QRegion(screen)
    if not screens or QRegion(window).subtracted(everything).isEmpty():
        return window
    return _onto(min(screens, key=lambda each: _distance(each, window.center())), window)


def _onto(screen: QRect, window: QRect) -> QRect:
    size = window.size().boundedTo(screen.size())
    left = min(max(window.left(), screen.left()), screen.right() + 1 - size.width())
    top = min(max(window.top(), screen.top()), screen.bottom() + 1 - size.height())
    return QRect(QPoint(left, top), size)


def _distance(screen: QRect, point: QPoint) -> int:
    across = max(screen.left() - point.x(), 0, point.x() - screen.right())
    down = max(screen.top() - point.y(), 0, point.y() - screen.bottom())
    return across + down
