"""A turn of the mouse wheel, and when what it changed has been painted."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

_NOTCH = 120  # eighths of a degree


class _Watcher(QObject):
    """Waits for the wheel to arrive, and for the painting that follows."""

    def __init__(self, widget: QWidget, painted: Callable[[], None]) -> None:
        super().__init__(widget)
        self._painted = painted
        self._turned = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            self._turned = True
        elif event.type() == QEvent.Type.Paint and self._turned:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._end)  # once it has been painted, and brought to the screen
        return False

    def _end(self) -> None:
        self._painted()
        self.deleteLater()


def until_painted(widget: QWidget, notches: int, painted: Callable[[], None]) -> None:
    """Turn the wheel over `widget` and call `painted` once that can be seen."""
    _Watcher(widget, painted)
    middle = QPointF(widget.rect().center())
    turned = QWheelEvent(
        middle,
        QPointF(widget.mapToGlobal(middle)),
        QPoint(),
        QPoint(0, notches * _NOTCH),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.postEvent(widget, turned)
