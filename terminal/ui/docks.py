"""Panels as docks: a quiet title, and the arrangement that a new trader finds."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from terminal.ui.panel import Panel
from terminal.ui.theme import Theme

_TITLE_HEIGHT = 24
_TABS = ("positions", "orders", "fills", "journal", "alerts")
_WIDE = 1600


class DockTitle(QWidget):
    """A dock's heading; dragging and double-clicking stay the dock's own."""

    def __init__(self, heading: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = heading
        self._theme = theme
        self.setAccessibleName(f"{heading}, title")
        self.setFixedHeight(_TITLE_HEIGHT)
        self.setToolTip("Drag to move, double-click to float")

    def sizeHint(self) -> QSize:
        """Return the title's size."""
        return QSize(80, _TITLE_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the title's size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the heading."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("raised"))
        painter.setFont(self._theme.font(11, QFont.Weight.DemiBold))
        painter.setPen(self._theme.color("text_secondary"))
        area = QRect(10, 0, self.width() - 20, self.height())
        painter.drawText(
            area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._heading
        )
        painter.end()


class _NoTitle(QWidget):
    """Nothing: a tab says the heading already."""

    def sizeHint(self) -> QSize:
        return QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)


def dock(panel: Panel, theme: Theme, window: QMainWindow) -> QDockWidget:
    """Return a dock that holds `panel`; its object name is what a saved layout knows it by."""
    holder = QDockWidget(panel.heading, window)
    holder.setObjectName(f"dock_{panel.name}")
    holder.setAccessibleName(panel.heading)
    title = _NoTitle() if panel.name in _TABS else DockTitle(panel.heading, theme)
    holder.setTitleBarWidget(title)
    holder.setWidget(panel)
    holder.setFeatures(
        QDockWidget.DockWidgetFeature.DockWidgetMovable
        | QDockWidget.DockWidgetFeature.DockWidgetFloatable
        | QDockWidget.DockWidgetFeature.DockWidgetClosable
    )
    return holder


def arrange(window: QMainWindow, docks: Mapping[str, QDockWidget]) -> None:
    """Arrange the docks: ladder left, charts and tables in the middle, decisions right."""
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
    for holder in docks.values():
        holder.setFloating(False)
        holder.show()
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks["ladder"])
    window.splitDockWidget(docks["ladder"], docks["price"], across)
    window.splitDockWidget(docks["price"], docks["recommendation"], across)
    window.splitDockWidget(docks["recommendation"], docks["controls"], down)
    window.splitDockWidget(docks["price"], docks["funding"], down)
    window.splitDockWidget(docks["funding"], docks["positions"], down)
    window.splitDockWidget(docks["funding"], docks["margin"], across)
    for name in _TABS[1:]:
        window.tabifyDockWidget(docks["positions"], docks[name])
    docks["positions"].raise_()
    proportion(window, docks)


def proportion(window: QMainWindow, docks: Mapping[str, QDockWidget]) -> None:
    """Give every dock its share of the window's present size."""
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    width, height = window.width(), max(400, window.height() - 112)
    wide = width >= _WIDE
    side, right = (312, 396) if wide else (248, 340)
    middle = width - side - right
    window.resizeDocks(
        [docks["ladder"], docks["price"], docks["recommendation"]], [side, middle, right], across
    )
    window.resizeDocks(
        [docks["funding"], docks["margin"]], [middle // 2, middle - middle // 2], across
    )
    shares = (0.44, 0.32, 0.24) if wide else (0.40, 0.34, 0.26)
    window.resizeDocks(
        [docks["price"], docks["funding"], docks["positions"]],
        [round(height * share) for share in shares],
        down,
    )
    window.resizeDocks(
        [docks["recommendation"], docks["controls"]],
        [round(height * 0.53), round(height * 0.47)],
        down,
    )
