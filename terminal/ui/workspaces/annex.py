"""The panels that stand in the second window: moved there, given back, kept with a workspace."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QObject, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow

from terminal.ui.docks import put_away
from terminal.ui.workspaces.screens import fitted, screens

_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea


class Annexed(NamedTuple):
    """What the second window held, how it was arranged and where it was."""

    panels: tuple[str, ...] = ()
    arrangement: QByteArray | None = None
    geometry: QByteArray | None = None


class Annex(QObject):
    """Moves docks between the main window and a second one, which `make` makes at the first."""

    moved = Signal()

    def __init__(
        self,
        window: QMainWindow,
        docks: Mapping[str, QDockWidget],
        make: Callable[[], QMainWindow],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._docks = docks
        self._make = make
        self._second: QMainWindow | None = None
        self._held: list[str] = []

    @property
    def second(self) -> QMainWindow | None:
        """The second window, None where there was never need of it."""
        return self._second

    def docks(self, *, second: bool) -> dict[str, QDockWidget]:
        """Return the docks of one of the two windows."""
        return {name: dock for name, dock in self._docks.items() if (name in self._held) == second}

    def take(self, name: str) -> None:
        """Move a panel into the second window, beside or below the one before it."""
        if name in self._held:
            return
        second, dock = self._opened(), self._docks[name]
        before = self._docks[self._held[-1]] if self._held else None
        if dock.isFloating():
            dock.setFloating(False)
        self._window.removeDockWidget(dock)
        if before is None:
            second.addDockWidget(_LEFT, dock)
        else:
            wide = before.width() > before.height() * 1.2
            way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
            whole = before.width() if wide else before.height()
            second.splitDockWidget(before, dock, way)
            second.resizeDocks([before, dock], [whole // 2, whole // 2], way)
        self._held.append(name)
        dock.show()
        second.show()
        self.moved.emit()

    def give_back(self, name: str) -> None:
        """Move a panel back among the main window's tabs."""
        if name not in self._held:
            return
        self._release(name)
        put_away(self._window, self.docks(second=False))
        self._docks[name].show()
        self._docks[name].raise_()
        if not self._held and self._second is not None:
            self._second.hide()
        self.moved.emit()

    def give_all_back(self) -> None:
        """Empty the second window and put it away."""
        for name in tuple(self._held):
            self.give_back(name)

    def release_all(self) -> None:
        """Take every panel out of the second window; who arranges the main one places them."""
        for name in tuple(self._held):
            self._release(name)
        if self._second is not None:
            self._second.hide()

    def record(self) -> Annexed:
        """Return what has to be remembered."""
        if self._second is None or not self._held:
            return Annexed()
        return Annexed(tuple(self._held), self._second.saveState(), self._second.saveGeometry())

    def restore(self, before: Annexed) -> None:
        """Bring back what was remembered; panels that do not exist (any more) are left out."""
        known = [name for name in before.panels if name in self._docks]
        for name in known:
            self.take(name)
        second = self._second
        if not known or second is None:
            return
        if before.arrangement is not None:
            second.restoreState(before.arrangement)
        if before.geometry is not None and second.restoreGeometry(before.geometry):
            second.setGeometry(fitted(second.geometry(), screens()))

    def dissolve(self) -> None:
        """Give the docks back to the main window and the second window up: at the end."""
        self.release_all()
        if self._second is not None:
            self._second.deleteLater()
            self._second = None

    def _opened(self) -> QMainWindow:
        if self._second is None:
            self._second = self._make()
        return self._second

    def _release(self, name: str) -> None:
        self._held.remove(name)
        dock = self._docks[name]
        if dock.isFloating():
            dock.setFloating(False)
        if self._second is not None:
            self._second.removeDockWidget(dock)
        self._window.addDockWidget(_LEFT, dock)  # makes it a child of the main window again
        self._window.removeDockWidget(dock)
