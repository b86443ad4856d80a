"""The menu on a panel's title or tab: to which window it goes, floating, closed."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QDockWidget, QMenu, QWidget

from terminal.ui.docks import DockTitle
from terminal.ui.tab_help import TabHelp
from terminal.ui.words import translate
from terminal.ui.workspaces.annex import MAIN, Annex


class MoveMenus(QObject):
    """Opens the menu where a title or a tab is clicked with the right button."""

    def __init__(self, docks: Mapping[str, QDockWidget], annex: Annex, parent: QWidget) -> None:
        super().__init__(parent)
        self._docks = docks
        self._annex = annex
        self._above = parent
        for name, holder in docks.items():
            title = holder.titleBarWidget()
            if isinstance(title, DockTitle):
                title.menu_asked.connect(partial(self._open, name))

    def watch(self, tabs: TabHelp) -> None:
        """Open it on the tabs of a window too."""
        tabs.menu_asked.connect(self._open)

    def menu(self, name: str) -> QMenu:
        """Return the menu of a panel."""
        holder, annex = self._docks[name], self._annex
        menu = QMenu(self._above)
        here = annex.where(name)
        for number in (MAIN, *annex.open):
            if number != here:
                words = translate("window", "Move to {window}").format(
                    window=window_words(annex, number)
                )
                menu.addAction(words).triggered.connect(partial(self._move, name, number))
        if (free := annex.free) is not None and annex.docks(here).keys() != {name}:
            words = translate("window", "Move to a new window")
            menu.addAction(words).triggered.connect(partial(self._move, name, free))
        menu.addSeparator()
        floats = holder.isFloating()
        words = translate("window", "Dock") if floats else translate("window", "Float")
        menu.addAction(words).triggered.connect(partial(self._float, name, not floats))
        menu.addAction(translate("window", "Close")).triggered.connect(partial(self._close, name))
        return menu

    def _open(self, name: str, place: QPoint) -> None:
        menu = self.menu(name)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _move(self, name: str, number: int, _checked: bool = False) -> None:
        self._annex.move(name, number)

    def _float(self, name: str, floats: bool, _checked: bool = False) -> None:
        self._docks[name].setFloating(floats)

    def _close(self, name: str, _checked: bool = False) -> None:
        self._docks[name].close()


def window_words(annex: Annex, number: int) -> str:
    """Return a window's number and what stands in it: "window 2: Margin, Funding"."""
    if number == MAIN:
        return translate("window", "the main window")
    panels = ", ".join(holder.windowTitle() for holder in annex.docks(number).values())
    return translate("window", "window {number}: {panels}").format(number=number, panels=panels)
