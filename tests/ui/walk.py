"""Walks over what can be used in a window: its names, and the keyboard's way through it."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QTextBrowser,
    QWidget,
)

from terminal.ui.panel import Canvas

_KINDS = (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QAbstractSpinBox,
    QAbstractItemView,
    QTextBrowser,
    Canvas,
)


def nameless(root: QWidget) -> list[str]:
    """Return what a screen reader could not name."""
    return [described(widget) for widget in usable(root) if not _name(widget)]


def unexplained(root: QWidget) -> list[str]:
    """Return the buttons without a tip."""
    buttons = (widget for widget in usable(root) if isinstance(widget, QAbstractButton))
    return [described(button) for button in buttons if not button.toolTip()]


def unreached(root: QWidget) -> list[str]:
    """Return what can be used now by the mouse alone: Tab does not come there."""
    walked = set(_chain(root))
    return [
        described(widget)
        for widget in usable(root)
        if widget.isVisible() and widget.isEnabled() and widget not in walked
    ]


def leaps(root: QWidget) -> list[str]:
    """Return where Tab goes back up the window, though not to begin anew."""
    found = []
    stops = [widget for widget in _chain(root) if not widget.visibleRegion().isEmpty()]
    for before, after in pairwise(stops):
        top, bottom = _top(before, root), _top(after, root) + after.height()
        beside = after.mapTo(root, QPoint()).x() >= before.mapTo(root, before.rect().topRight()).x()
        if bottom <= top and not beside:
            found.append(f"{described(before)} → {described(after)}")
    return found


def usable(root: QWidget) -> Iterator[QWidget]:
    """Yield what a person can use, without the parts that Qt makes for it."""
    for widget in root.findChildren(QWidget):
        if isinstance(widget, _KINDS) and not _belongs_to_qt(widget):
            yield widget


def described(widget: QWidget) -> str:
    """Return a widget in words, for a failure."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    words = f"{type(widget).__name__} {widget.objectName()!r} {_name(widget)!r} {text!r}"
    return f"{words} in {_panel_of(widget)}"


def _chain(root: QWidget) -> Iterator[QWidget]:
    """Yield the stops of Tab below a widget, from its first on."""
    widget = root.nextInFocusChain()
    while widget is not None and widget is not root:
        if root.isAncestorOf(widget) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget
        widget = widget.nextInFocusChain()


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


def _top(widget: QWidget, root: QWidget) -> int:
    return widget.mapTo(root, QPoint()).y()


def _belongs_to_qt(widget: QWidget) -> bool:
    if isinstance(widget, QHeaderView):
        return True
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QComboBox | QAbstractSpinBox | QLineEdit | QTabBar | QScrollBar):
            return True
        if isinstance(parent, QAbstractItemView) and not isinstance(widget, QAbstractItemView):
            return True
        parent = parent.parentWidget()
    return widget.objectName().startswith("qt_")


def _panel_of(widget: QWidget) -> str:
    parent = widget.parentWidget()
    while parent is not None and not parent.objectName():
        parent = parent.parentWidget()
    return parent.objectName() if parent else "?"
