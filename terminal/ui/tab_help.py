"""A question mark on the tab in front, a double click that floats it, and its menu.

Where panels share a place the tab is their title: what a title offers must be there too.
"""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QToolButton

from terminal.ui.docks import help_button

_SIDE = QTabBar.ButtonPosition.RightSide


class TabHelp(QObject):
    """Dresses the tab bars that the main window makes and unmakes as docks move."""

    help_asked = Signal(str)  # the name of the panel
    menu_asked = Signal(str, QPoint)  # the same, and where on the screen

    def __init__(self, window: QMainWindow, docks: Mapping[str, QDockWidget]) -> None:
        super().__init__(window)
        self._window = window
        self._names = {holder.windowTitle(): name for name, holder in docks.items()}
        self._docks = docks
        self._known: set[int] = set()

    def dress(self) -> None:
        """Look at every tab bar of docks; cheap where nothing has changed."""
        for bar in self._window.findChildren(QTabBar):
            if bar.parent() is not self._window:
                continue
            if id(bar) not in self._known:
                self._known.add(id(bar))
                bar.setAccessibleName(self.tr("Panels in one place"))
                bar.setElideMode(Qt.TextElideMode.ElideNone)  # a name cut short says nothing
                bar.setUsesScrollButtons(True)
                bar.currentChanged.connect(partial(self._mark, bar))
                bar.destroyed.connect(partial(self._known.discard, id(bar)))
                bar.tabBarDoubleClicked.connect(partial(self._float, bar))
                bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                bar.customContextMenuRequested.connect(partial(self._ask_menu, bar))
            self._mark(bar, bar.currentIndex())

    def _float(self, bar: QTabBar, place: int) -> None:
        """Float the panel whose tab is double-clicked."""
        name = self._names.get(bar.tabText(place))
        if name is not None:
            self._docks[name].setFloating(True)

    def _ask_menu(self, bar: QTabBar, place: QPoint) -> None:
        name = self._names.get(bar.tabText(bar.tabAt(place)))
        if name is not None:
            self.menu_asked.emit(name, bar.mapToGlobal(place))

    def _mark(self, bar: QTabBar, current: int) -> None:
        for place in range(bar.count()):
            button = bar.tabButton(place, _SIDE)
            dressed = isinstance(button, QToolButton)
            name = self._names.get(bar.tabText(place))
            if place == current and not dressed and name is not None:
                made = help_button(bar, bar.tabText(place))
                made.clicked.connect(partial(self._ask, name))
                bar.setTabButton(place, _SIDE, made)
            elif place != current and dressed:
                bar.setTabButton(place, _SIDE, None)
                button.deleteLater()

    def _ask(self, name: str) -> None:
        self.help_asked.emit(name)
