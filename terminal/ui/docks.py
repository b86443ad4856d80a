"""Panels as docks: a quiet title, and the arrangement that a new trader finds."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from terminal.ui.panel import Panel
from terminal.ui.theme import Theme

_TITLE_HEIGHT = 24
_TABS = (
    *("positions", "orders", "fills", "journal", "alerts"),
    *("portfolio", "convexity", "health"),
)
_WIDE, _HIGH = 1600, 1000


class DockTitle(QWidget):
    """A dock's heading; dragging and double-clicking stay the dock's own."""

    def __init__(self, heading: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = heading
        self._theme = theme
        self.setAccessibleName(f"{heading}, title")
        self._height = _TITLE_HEIGHT
        self.setToolTip("Drag to move, double-click to float")

    def set_tabbed(self, tabbed: bool) -> None:
        """Vanish where a tab says the heading already."""
        self._height = 0 if tabbed else _TITLE_HEIGHT
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the title's size."""
        return QSize(80, self._height)

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


def dock(panel: Panel, theme: Theme, window: QMainWindow) -> QDockWidget:
    """Return a dock that holds `panel`; its object name is what a saved layout knows it by."""
    holder = QDockWidget(panel.heading, window)
    holder.setObjectName(f"dock_{panel.name}")
    holder.setAccessibleName(panel.heading)
    holder.setTitleBarWidget(DockTitle(panel.heading, theme))
    holder.setWidget(panel)
    holder.setFeatures(
        QDockWidget.DockWidgetFeature.DockWidgetMovable
        | QDockWidget.DockWidgetFeature.DockWidgetFloatable
        | QDockWidget.DockWidgetFeature.DockWidgetClosable
    )
    return holder


def arrange(window: QMainWindow, docks: Mapping[str, QDockWidget], *, compact: bool) -> None:
    """Arrange the docks: ladder left, charts and tables in the middle, decisions right.

    On a small screen funding and margin share their place with the tables.
    """
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
    for holder in docks.values():
        holder.setFloating(False)
        holder.show()
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks["ladder"])
    window.splitDockWidget(docks["ladder"], docks["price"], across)
    window.splitDockWidget(docks["price"], docks["recommendation"], across)
    window.splitDockWidget(docks["recommendation"], docks["controls"], down)
    if compact:
        window.splitDockWidget(docks["price"], docks["positions"], down)
        window.tabifyDockWidget(docks["positions"], docks["funding"])
        window.tabifyDockWidget(docks["positions"], docks["margin"])
    else:
        window.splitDockWidget(docks["price"], docks["funding"], down)
        window.splitDockWidget(docks["funding"], docks["positions"], down)
        window.splitDockWidget(docks["funding"], docks["margin"], across)
    for name in _TABS[1:]:
        window.tabifyDockWidget(docks["positions"], docks[name])
    tabbed = {*_TABS, *(("funding", "margin") if compact else ())}
    for name, holder in docks.items():
        title = holder.titleBarWidget()
        if isinstance(title, DockTitle):
            title.set_tabbed(name in tabbed)
    docks["funding" if compact else "positions"].raise_()
    proportion(window, docks, compact=compact)


def small(width: int, height: int) -> bool:
    """Return whether a window of this size needs the compact arrangement."""
    return width < _WIDE or height < _HIGH


def proportion(window: QMainWindow, docks: Mapping[str, QDockWidget], *, compact: bool) -> None:
    """Give every dock its share of the window's present size."""
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    width, height = window.width(), max(400, window.height() - 112)
    side, right = (264, 348) if compact else (312, 396)
    middle = max(200, width - side - right)
    columns = [docks["ladder"], docks["price"], docks["recommendation"]]
    window.resizeDocks(columns, [side, middle, right], across)
    stack, shares = [docks["price"], docks["positions"]], [0.52, 0.48]
    if not compact:
        half = middle // 2
        window.resizeDocks([docks["funding"], docks["margin"]], [half, middle - half], across)
        stack.insert(1, docks["funding"])
        shares = [0.40, 0.38, 0.22]
    window.resizeDocks(stack, [round(height * share) for share in shares], down)
    decisions = [docks["recommendation"], docks["controls"]]
    window.resizeDocks(decisions, [round(height * 0.5), round(height * 0.5)], down)
