"""The docks of the window as workspaces: switched, remembered, brought back at the next start."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping

from PySide6.QtCore import QByteArray, QObject, QTimer, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow

from terminal.model.errors import UserError
from terminal.ui.docks import (
    arrange,
    clear,
    hide_stray_tabs,
    proportion,
    put_away,
    show_titles,
    small,
)
from terminal.ui.keeper import Keeper
from terminal.ui.workspaces.annex import Annex, Annexed
from terminal.ui.workspaces.plan import PLANS, Plan, cells
from terminal.ui.workspaces.screens import brought_back, fitted, screens
from terminal.ui.workspaces.shelf import FORM, Shelf, Workspace


class Desktop(QObject):
    """Arranges the window's docks; what the trader moves belongs to the workspace chosen."""

    changed = Signal()  # the list of workspaces or the one chosen
    rearranged = Signal()  # docks have moved, opened, closed
    failed = Signal(str)  # something could not be kept, in words

    def __init__(
        self,
        window: QMainWindow,
        docks: Mapping[str, QDockWidget],
        keeper: Keeper,
        second: Callable[[], QMainWindow],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._docks = docks
        self._keeper = keeper
        self.annex = Annex(window, docks, second)
        self.shelf = Shelf()
        self.shelf.restore(keeper.read(FORM))
        self._compact = False
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(0)
        self._settling.timeout.connect(self._settle)
        for holder in docks.values():
            holder.topLevelChanged.connect(self._settling.start)
            holder.dockLocationChanged.connect(self._settling.start)
            holder.visibilityChanged.connect(self._settling.start)
        window.tabifiedDockWidgetActivated.connect(self._settling.start)
        self.annex.moved.connect(self._settling.start)
        arrange(window, docks, self._plan())

    @property
    def remembered(self) -> bool:
        """True where the window has been placed before: at an earlier start."""
        return bool(self.shelf.geometry)

    def restore_window(self) -> bool:
        """Put the window where it was at the last end; False where that is not known."""
        geometry = self.shelf.geometry
        done = bool(geometry) and self._window.restoreGeometry(_bytes(geometry))
        if done and not self._window.isMaximized():
            self._window.setGeometry(fitted(self._window.geometry(), screens()))
        return done

    def fit(self) -> None:
        """Arrange the docks for the window's size: once it is shown, and after a reset."""
        self._compact = small(self._window.width(), self._window.height())
        space = self.shelf[self.shelf.current]
        self.annex.release_all()
        if not (space.arrangement and self._restore(space)):
            arrange(self._window, self._docks, self._plan())
            proportion(self._window, self._docks, self._plan())
        self.annex.restore(_annexed(space))
        show_titles(self._window, self.annex.docks(second=False))
        self._settling.start()

    def switch(self, name: str) -> None:
        """Leave the present workspace as it is and show another one."""
        if name != self.shelf.current:
            self.remember()
            self.shelf.current = name
            self.fit()
        self._keep()

    def save_as(self, name: str) -> None:
        """Save the present arrangement under a new name; UserError where that cannot be."""
        self.remember()
        held = self.shelf[self.shelf.current]
        self.shelf.add(name, self._arrangement(), tuple(self._docks))
        self.shelf.annex(name, held.second, held.second_arrangement, held.second_geometry)
        self._keep()

    def rename(self, old: str, new: str) -> None:
        """Call a workspace something else; UserError where that cannot be."""
        self.shelf.rename(old, new)
        self._keep()

    def delete(self, name: str) -> None:
        """Forget a workspace; UserError for a built-in one."""
        was = self.shelf.current
        self.shelf.delete(name)
        if was != self.shelf.current:
            self.fit()
        self._keep()

    def reset(self) -> None:
        """Return the present workspace to the plan it began as."""
        self.shelf.reset(self.shelf.current)
        self.fit()
        self._keep()

    def remember(self) -> None:
        """Take note of the present arrangement; it is written by `keep`."""
        held = self.annex.record()
        self.shelf.arrange(self.shelf.current, self._arrangement(), tuple(self._docks))
        self.shelf.annex(
            self.shelf.current, held.panels, _text(held.arrangement), _text(held.geometry)
        )
        self.shelf.geometry = _text(self._window.saveGeometry())

    def keep(self) -> None:
        """Remember everything over a restart: when the window closes."""
        self.remember()
        self._keep()

    def end(self) -> None:
        """Keep everything, and give the second window up: when the window closes."""
        self.keep()
        self.annex.dissolve()

    def _keep(self) -> None:
        self.changed.emit()
        try:
            self._keeper.write(FORM, self.shelf.document())
        except UserError as error:
            self.failed.emit(str(error))

    def _plan(self) -> Plan:
        return PLANS[self.shelf[self.shelf.current].plan](compact=self._compact)

    def _arrangement(self) -> str:
        return _text(self._window.saveState())

    def _restore(self, space: Workspace) -> bool:
        """Arrange the docks as they were; those that are newer than that go among the tabs."""
        clear(self._window, self._docks)  # what the record does not name must not stay in between
        if not self._window.restoreState(_bytes(space.arrangement)):
            return False
        planned = {name for cell in cells(self._plan()) for name in cell.tabs}
        for name in put_away(self._window, self._docks):
            self._docks[name].setVisible(name in planned and name not in space.panels)
        self._bring_back()
        return True

    def _bring_back(self) -> None:
        for holder in self._docks.values():
            if holder.isFloating() and not holder.isHidden():
                wanted = brought_back(holder.geometry(), screens())
                if wanted != holder.geometry():
                    holder.setGeometry(wanted)

    def _settle(self) -> None:
        for window, second in ((self._window, False), (self.annex.second, True)):
            if window is not None:
                docks = self.annex.docks(second=second)
                show_titles(window, docks)
                hide_stray_tabs(window, docks)
        self.rearranged.emit()


def _annexed(space: Workspace) -> Annexed:
    return Annexed(space.second, _bytes(space.second_arrangement), _bytes(space.second_geometry))


def _text(content: QByteArray | None) -> str:
    return "" if content is None else b64encode(content.data()).decode("ascii")


def _bytes(text: str) -> QByteArray:
    try:
        return QByteArray(b64decode(text, validate=True))
    except ValueError:
        return QByteArray()
