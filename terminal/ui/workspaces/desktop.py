"""The docks of the window as workspaces: switched, remembered, brought back at the next start."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal
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
from terminal.ui.workspaces.annex import MAIN, Annex
from terminal.ui.workspaces.plan import PLANS, Plan, cells, fixed_widths
from terminal.ui.workspaces.proportions import Proportions
from terminal.ui.workspaces.screens import brought_back, fitted, screens
from terminal.ui.workspaces.shelf import FORM, Shelf, Workspace
from terminal.ui.workspaces.texts import as_record, as_text

_LEAST_HEIGHT = 600


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
        further: Callable[[int], QMainWindow],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._docks = docks
        self._keeper = keeper
        self.annex = Annex(window, docks, further)
        self._proportions: dict[int, Proportions] = {}
        self.shelf = Shelf()
        self.shelf.restore(keeper.read(FORM))
        self._compact = True  # until `fit`
        # Left to Qt, the docks' own least heights would let the window outgrow a small screen.
        window.setMinimumHeight(_LEAST_HEIGHT)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(0)
        self._settling.timeout.connect(self._settle)
        for holder in docks.values():
            holder.topLevelChanged.connect(self._moved)
            holder.dockLocationChanged.connect(self._moved)
            holder.visibilityChanged.connect(self._settling.start)
        window.tabifiedDockWidgetActivated.connect(self._settling.start)
        self.annex.moved.connect(self._moved)
        arrange(window, docks, self._plan())

    @property
    def remembered(self) -> bool:
        """True where the window has been placed before: at an earlier start."""
        return bool(self.shelf.geometry)

    def restore_window(self) -> bool:
        """Put the window where it was at the last end; False where that is not known."""
        geometry = self.shelf.geometry
        done = bool(geometry) and self._window.restoreGeometry(as_record(geometry))
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
        self.annex.restore(space.windows)
        show_titles(self._window, self.annex.docks(MAIN))
        self._moved()

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
        self.shelf.annex(name, held.windows)
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
        self.shelf.arrange(self.shelf.current, self._arrangement(), tuple(self._docks))
        self.shelf.annex(self.shelf.current, self.annex.record())
        self.shelf.geometry = as_text(self._window.saveGeometry())

    def keep(self) -> None:
        """Remember everything over a restart: when the window closes."""
        self.remember()
        self._keep()

    def end(self) -> None:
        """Keep everything, and give the further windows up: when the window closes."""
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
        return as_text(self._window.saveState())

    def _restore(self, space: Workspace) -> bool:
        """Arrange the docks as they were; those that are newer than that go among the tabs."""
        before = self._window.saveState()
        clear(self._window, self._docks)  # what the record does not name must not stay in between
        if not self._window.restoreState(as_record(space.arrangement)):
            self._window.restoreState(before)  # a damaged record leaves Qt's layout half made
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

    def _moved(self) -> None:
        """Look at everything anew once the docks have come to rest."""
        for each in self._proportions.values():
            each.forget()
        self._settling.start()

    def _settle(self) -> None:
        fixed = fixed_widths(self._plan())
        for number, window in self.annex.windows.items():
            docks = self.annex.docks(number)
            show_titles(window, docks)
            hide_stray_tabs(window, docks)
            if number not in self._proportions:
                self._proportions[number] = Proportions(window)
            self._proportions[number].note(docks, fixed)
        self.rearranged.emit()
