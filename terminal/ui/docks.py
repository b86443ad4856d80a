"""Panels as docks: a quiet title with its help, and how a plan becomes an arrangement."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)

from terminal.ui.panel import Panel
from terminal.ui.theme import Theme
from terminal.ui.words import translate, translated
from terminal.ui.workspaces.plan import Plan, cells, present
from terminal.ui.workspaces.proportions import GRIPS, room_of

_TITLE_HEIGHT = 24
_WIDE, _HIGH = 1600, 1000
_CENTRE = "price"  # where a panel goes that an arrangement has no place for
_ACROSS, _DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


class DockTitle(QWidget):
    """A dock's heading; dragging and double-clicking stay the dock's own.

    A floating panel is a window of its own: its title says paper or live, like the main one's.
    """

    help_asked = Signal()
    menu_asked = Signal(QPoint)  # where on the screen

    def __init__(
        self,
        heading: str,
        theme: Theme,
        world: str = "",
        parent: QWidget | None = None,
        *,
        paper: bool = True,
    ) -> None:
        super().__init__(parent)
        self._heading = heading
        self._theme = theme
        self._world = world
        self._paper = paper
        self._alone = False
        self.setAccessibleName(translate("window", "{heading}, title").format(heading=heading))
        self._height = _TITLE_HEIGHT
        self.setToolTip(self.tr("Drag to move, double-click to float"))
        self.help = help_button(self, heading)
        self.help.clicked.connect(self.help_asked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.addStretch(1)
        layout.addWidget(self.help)

    def set_tabbed(self, tabbed: bool) -> None:
        """Vanish where a tab says the heading already."""
        height = 0 if tabbed else _TITLE_HEIGHT
        if height != self._height:
            self._height = height
            self.help.setVisible(not tabbed)
            self.updateGeometry()

    def set_alone(self, alone: bool) -> None:
        """Say paper or live where the panel is a window of its own."""
        self._alone = alone
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the panel's menu."""
        self.menu_asked.emit(event.globalPos())
        event.accept()

    def sizeHint(self) -> QSize:
        """Return the title's size."""
        return QSize(80, self._height)

    def minimumSizeHint(self) -> QSize:
        """Return the title's size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the heading."""
        theme = self._theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("raised"))
        painter.setFont(theme.font(11, QFont.Weight.DemiBold))
        left = 10
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if self._alone and self._world:
            word = paper_or_live(paper=self._paper)
            width = painter.fontMetrics().horizontalAdvance(word) + 14
            chip = QRect(0, 0, width, self.height())
            painter.fillRect(chip, theme.color("paper" if self._paper else "live"))
            painter.setPen(theme.color("on_strong"))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, word)
            left = width + 8
        painter.setPen(theme.color("text_secondary"))
        painter.drawText(
            QRect(left, 0, self.width() - left - 30, self.height()), middle, self._heading
        )
        painter.end()


def paper_or_live(*, paper: bool) -> str:
    """Return the one word that tells whether real money can move."""
    return translate("window", "PAPER") if paper else translate("window", "LIVE")


def world_words(title: str, *, paper: bool) -> str:
    """Return what a window's title begins with: paper, or live on what."""
    if not paper:
        return translate("window", "LIVE on {title}").format(title=title)
    on_live_data = title.startswith("Paper on ")
    word = paper_or_live(paper=True)
    words = title.replace("Paper", word, 1) if on_live_data else word
    return translate("window", "{words}, no real money").format(words=words)


def help_button(parent: QWidget, heading: str) -> QToolButton:
    """Return the small question mark that opens a panel's topic."""
    button = QToolButton(parent)
    button.setText("?")
    button.setObjectName("panel_help")
    button.setAccessibleName(translate("window", "Help: {heading}").format(heading=heading))
    button.setToolTip(
        translate("window", "What “{heading}” shows and how to use it").format(heading=heading)
    )
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setFixedSize(20, 18)
    return button


def dock(
    panel: Panel, theme: Theme, window: QMainWindow, world: str = "", *, paper: bool = True
) -> QDockWidget:
    """Return a dock that holds `panel`; its object name is what a saved layout knows it by.

    `world` is what the main window's title begins with: paper, or live on what.
    """
    heading = translated(panel.heading)
    holder = QDockWidget(heading, window)
    holder.setObjectName(f"dock_{panel.name}")
    holder.setAccessibleName(heading)
    title = DockTitle(heading, theme, world, paper=paper)
    holder.setTitleBarWidget(title)
    holder.setWidget(panel)
    holder.setFeatures(
        QDockWidget.DockWidgetFeature.DockWidgetMovable
        | QDockWidget.DockWidgetFeature.DockWidgetFloatable
        | QDockWidget.DockWidgetFeature.DockWidgetClosable
    )
    holder.topLevelChanged.connect(title.set_alone)
    return holder


def arrange(window: QMainWindow, docks: Mapping[str, QDockWidget], plan: Plan) -> None:
    """Arrange the docks as `plan` says; what it does not name is closed."""
    plan = present(plan, frozenset(docks))
    window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
    clear(window, docks)
    previous: QDockWidget | None = None
    for column in plan:  # first the columns, by the first panel of each
        first = docks[column.rows[0].cells[0].tabs[0]]
        previous = _place(window, previous, first, _ACROSS)
    for column in plan:
        above: QDockWidget | None = None
        for row in column.rows:
            beside = docks[row.cells[0].tabs[0]]
            above = beside if above is None else _place(window, above, beside, _DOWN)
    for column in plan:
        for row in column.rows:
            beside = docks[row.cells[0].tabs[0]]
            for cell in row.cells[1:]:
                beside = _place(window, beside, docks[cell.tabs[0]], _ACROSS)
    for cell in cells(plan):
        front = docks[cell.tabs[0]]
        for name in cell.tabs[1:]:
            window.tabifyDockWidget(front, docks[name])
            docks[name].show()
        front.show()
        front.raise_()
    put_away(window, docks)
    proportion(window, docks, plan)


def clear(window: QMainWindow, docks: Mapping[str, QDockWidget]) -> None:
    """Take every dock out of the window."""
    for holder in docks.values():
        if holder.isFloating():
            holder.setFloating(False)
        if placed(window, holder):
            window.removeDockWidget(holder)


def put_away(window: QMainWindow, docks: Mapping[str, QDockWidget]) -> list[str]:
    """Give the docks that have no place one, closed, among the tabs; return which they were."""
    home = next((holder for holder in docks.values() if placed(window, holder)), None)
    price = docks.get(_CENTRE)
    if price is not None and placed(window, price):
        home = price
    absent = [name for name, holder in docks.items() if not placed(window, holder)]
    for name in absent:
        if home is None:
            window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks[name])
        else:
            window.tabifyDockWidget(home, docks[name])
        docks[name].hide()
    return absent


def placed(window: QMainWindow, holder: QDockWidget) -> bool:
    """Return whether a dock has a place in the window, open or closed."""
    return window.dockWidgetArea(holder) != Qt.DockWidgetArea.NoDockWidgetArea


def small(width: int, height: int) -> bool:
    """Return whether a window of this size needs the compact arrangement."""
    return width < _WIDE or height < _HIGH


def proportion(window: QMainWindow, docks: Mapping[str, QDockWidget], plan: Plan) -> None:
    """Give every dock its share of the window's present size."""
    plan = present(plan, frozenset(docks))
    # Docks that are asked for more height than there is would make the window outgrow its screen.
    room = room_of(window)
    width, height = room.width() - GRIPS, max(400, room.height() - GRIPS)
    fixed = sum(column.pixels or 0 for column in plan)
    free = sum(column.pixels is None for column in plan)
    rest = max(200, (width - fixed) // max(1, free))
    widths = [column.pixels or rest for column in plan]
    window.resizeDocks([docks[c.rows[0].cells[0].tabs[0]] for c in plan], widths, _ACROSS)
    for column, wide in zip(plan, widths, strict=True):
        firsts = [docks[row.cells[0].tabs[0]] for row in column.rows]
        window.resizeDocks(firsts, [round(height * row.share) for row in column.rows], _DOWN)
        for row in column.rows:
            if len(row.cells) > 1:
                side = [docks[cell.tabs[0]] for cell in row.cells]
                window.resizeDocks(side, [wide // len(side)] * len(side), _ACROSS)


def reveal(field: QWidget) -> None:
    """Give a field the keyboard, and scroll to it; what is typed takes the place of its text."""
    field.setFocus()
    if isinstance(field, QLineEdit):
        field.selectAll()
    above = field.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(field, 0, 60)
        above = above.parentWidget()


def show_titles(window: QMainWindow, docks: Mapping[str, QDockWidget]) -> None:
    """Hide the titles that a tab repeats, after the docks have moved."""
    for holder in docks.values():
        title = holder.titleBarWidget()
        if isinstance(title, DockTitle):
            beside = [other for other in window.tabifiedDockWidgets(holder) if not other.isHidden()]
            title.set_tabbed(bool(beside) and not holder.isFloating() and not holder.isHidden())


def hide_stray_tabs(window: QMainWindow, docks: Mapping[str, QDockWidget]) -> None:
    """Hide the tab bars that Qt leaves behind when docks move: they would shine through.

    A bar in use ends where the dock in front begins.
    """
    window_layout = window.layout()
    if window_layout is not None:
        window_layout.activate()
    fronts = {
        (holder.x(), holder.y())
        for holder in docks.values()
        if not holder.isFloating() and not holder.isHidden()
    }
    for bar in window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
        used = bar.count() > 1 and (bar.x(), bar.geometry().bottom() + 1) in fronts
        if bar.isHidden() == used:
            bar.setVisible(used)


def _place(
    window: QMainWindow, before: QDockWidget | None, holder: QDockWidget, way: Qt.Orientation
) -> QDockWidget:
    if before is None:
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, holder)
    else:
        window.splitDockWidget(before, holder, way)
    holder.show()
    return holder
