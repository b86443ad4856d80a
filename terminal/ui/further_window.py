"""A further window for another screen: the same head and kill switch, and docks of its own.

The panels in it are the main window's own: one frame clock feeds them all, and what is hidden
costs nothing. Closing it gives them back and ends nothing.
"""

from collections.abc import Callable, Sequence
from time import monotonic_ns
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QTabWidget

from terminal.engine.snapshot import Snapshot
from terminal.ui.desk import Desk, Pushed
from terminal.ui.kill.switch import KillSwitch
from terminal.ui.status.panel import StatusPanel
from terminal.ui.tab_help import TabHelp
from terminal.ui.theme import Theme
from terminal.ui.workspaces.screens import fitted, screens

if TYPE_CHECKING:
    from terminal.ui.main_window import MainWindow

_FIRST_SIZE = (1100, 760)
_LEAST_HEIGHT = 320
_STEP = 40  # pixels that a window stands further down than the one before it


class FurtherHead(StatusPanel):
    """Paper or live, figures, gate and freezes: as in the main window."""

    name = "further_status"


class FurtherWindow(QMainWindow):
    """Holds panels that were moved to it; made when the first one is. `number` is 2 or more."""

    closing = Signal(int)  # the trader wants it away: what it holds has to go somewhere

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        world: str,
        number: int,
        clock: Callable[[], int] = monotonic_ns,
    ) -> None:
        super().__init__()
        self.number = number
        self.setObjectName(f"window_{number}")
        self.setWindowTitle(
            self.tr("{world} · Scaling Terminal, window {number}").format(
                world=world, number=number
            )
        )
        self.setDockNestingEnabled(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.kill_switch = KillSwitch(desk, theme, clock=clock)
        self.head = FurtherHead(desk, theme, self.kill_switch)
        self.setMenuWidget(self.head)
        self.setMinimumHeight(_LEAST_HEIGHT)  # it never grows by what stands in it
        self.resize(*_FIRST_SIZE)
        self._latched = False

    def take(self, snapshot: Snapshot | None, _pushed: Sequence[Pushed]) -> None:
        """Show the kill switch as it stands."""
        if snapshot is not None and snapshot.kill.latched != self._latched:
            self._latched = snapshot.kill.latched
            self.kill_switch.show_latched(latched=self._latched)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask for what it holds to be taken back; it hides once that is done."""
        event.ignore()
        self.closing.emit(self.number)


def open_further(window: "MainWindow", clock: Callable[[], int], number: int) -> FurtherWindow:
    """Return a further window for the main one: fed by its frame clock, obeying its keys."""
    made = FurtherWindow(window.desk, window.theme, window.world, number, clock)
    beside = made.geometry().translated(window.pos() + QPoint(_STEP, _STEP) * number)
    made.setGeometry(fitted(beside, screens()))
    made.addActions(window.actions())  # the kill switch's key first of all
    made.closing.connect(window.desktop.annex.close)
    made.head.focus_requested.connect(window.look_at)
    window.heads.append(made.head)
    window.frames.add(made.head)
    window.frames.listen(made.take)
    helps = TabHelp(made, window.docks)
    helps.help_asked.connect(window.show_help)
    window.moves.watch(helps)
    window.desktop.rearranged.connect(helps.dress)
    return made
