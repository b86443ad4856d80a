"""The panels that stand in further windows: moved there, given back, kept with a workspace.

The main window is number 1; a further one keeps its number as long as it holds anything.
"""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow

from terminal.ui.docks import put_away
from terminal.ui.workspaces.screens import named_screens, offset_on_screen, on_its_screen
from terminal.ui.workspaces.shelf import FURTHER, Annexed
from terminal.ui.workspaces.texts import as_record, as_text

MAIN = 1

_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
_LEAST = 260  # a panel that would get less than this many pixels becomes a tab instead


class Annex(QObject):
    """Moves docks between the main window and further ones; `make` makes the one of a number."""

    moved = Signal()

    def __init__(
        self,
        window: QMainWindow,
        docks: Mapping[str, QDockWidget],
        make: Callable[[int], QMainWindow],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._docks = docks
        self._make = make
        self._made: dict[int, QMainWindow] = {}
        self._held: dict[str, int] = {}

    @property
    def windows(self) -> dict[int, QMainWindow]:
        """The main window and every further one that was ever needed, by number."""
        return {MAIN: self._window, **self._made}

    @property
    def open(self) -> tuple[int, ...]:
        """The numbers of the further windows that hold panels."""
        return tuple(sorted(set(self._held.values())))

    @property
    def free(self) -> int | None:
        """The number that a new window would get, None where there are enough."""
        return next((number for number in FURTHER if number not in self.open), None)

    def where(self, name: str) -> int:
        """Return the number of the window that a panel stands in."""
        return self._held.get(name, MAIN)

    def docks(self, number: int) -> dict[str, QDockWidget]:
        """Return the docks of a window."""
        return {name: dock for name, dock in self._docks.items() if self.where(name) == number}

    def move(self, name: str, number: int) -> None:
        """Move a panel into a window: a further one beside what is there, the main one as a tab."""
        if number == self.where(name):
            return
        left = self.where(name)
        if number == MAIN:
            self._release(name)
            put_away(self._window, self.docks(MAIN))
            self._docks[name].show()
            self._docks[name].raise_()
        else:
            self._take(name, number)
        self._hide_if_empty(left)
        self.moved.emit()

    def close(self, number: int) -> None:
        """Give everything that a further window holds back to the main one."""
        for name in self.docks(number):
            self.move(name, MAIN)

    def release_all(self) -> None:
        """Take every panel out of the further windows; who arranges the main one places them."""
        for name in tuple(self._held):
            self._release(name)
        for made in self._made.values():
            made.hide()

    def record(self) -> tuple[Annexed, ...]:
        """Return what has to be remembered of each further window."""
        return tuple(self._record(number) for number in self.open)

    def restore(self, before: Sequence[Annexed]) -> None:
        """Bring back what was remembered; panels that do not exist (any more) are left out."""
        for each in before:
            known = [name for name in each.panels if name in self._docks]
            for name in known:
                self.move(name, each.number)
            if known:
                made = self._made[each.number]
                made.restoreState(as_record(each.arrangement))
                _stand_again(made, each)

    def dissolve(self) -> None:
        """Give the docks back to the main window and the further ones up: at the end."""
        self.release_all()
        for made in self._made.values():
            made.deleteLater()
        self._made.clear()

    def _record(self, number: int) -> Annexed:
        made = self._made[number]
        panels = tuple(name for name, held in self._held.items() if held == number)
        screen, offset = offset_on_screen(made)
        return Annexed(
            number, panels, as_text(made.saveState()), as_text(made.saveGeometry()), screen, offset
        )

    def _take(self, name: str, number: int) -> None:
        if number not in self._made:
            self._made[number] = self._make(number)
        further, dock = self._made[number], self._docks[name]
        there = [each for each, held in self._held.items() if held == number]
        before = self._docks[there[-1]] if there else None
        if name in self._held:
            self._release(name)
        if dock.isFloating():
            dock.setFloating(False)
        self._window.removeDockWidget(dock)
        if before is None:
            further.addDockWidget(_LEFT, dock)
        else:
            _place_beside(further, before, dock)
        self._held[name] = number
        dock.show()
        further.show()

    def _hide_if_empty(self, number: int) -> None:
        if number in self._made and number not in self.open:
            self._made[number].hide()

    def _release(self, name: str) -> None:
        number = self._held.pop(name)
        dock = self._docks[name]
        if dock.isFloating():
            dock.setFloating(False)
        self._made[number].removeDockWidget(dock)
        self._window.addDockWidget(_LEFT, dock)  # makes it a child of the main window again
        self._window.removeDockWidget(dock)


def _place_beside(window: QMainWindow, before: QDockWidget, dock: QDockWidget) -> None:
    wide = before.width() > before.height() * 1.2
    way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
    half = (before.width() if wide else before.height()) // 2
    if half < _LEAST:
        window.tabifyDockWidget(before, dock)
        dock.show()
        dock.raise_()
        return
    window.splitDockWidget(before, dock, way)
    window.resizeDocks([before, dock], [half, half], way)


def _stand_again(window: QMainWindow, before: Annexed) -> None:
    """Put a window where it stood: on its own screen, else on one that is there."""
    if not window.restoreGeometry(as_record(before.geometry)):
        return
    state = window.windowState()
    window.setWindowState(Qt.WindowState.WindowNoState)
    offset = None if before.offset is None else QPoint(*before.offset)
    window.setGeometry(on_its_screen(window.geometry(), before.screen, offset, named_screens()))
    window.setWindowState(state)
