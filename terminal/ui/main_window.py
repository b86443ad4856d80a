"""The window: head, docks, actions. It composes the panels and knows nothing of what they show."""

from collections.abc import Callable
from functools import partial
from time import monotonic_ns

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QMenuBar, QVBoxLayout, QWidget

from terminal.engine.snapshot import Snapshot
from terminal.model.events import CommandName
from terminal.ui.controls.panel import ControlsPanel
from terminal.ui.convexity.panel import ConvexityPanel
from terminal.ui.desk import Desk
from terminal.ui.docks import arrange, dock, proportion, small
from terminal.ui.frame_clock import FrameClock
from terminal.ui.funding.panel import FundingPanel
from terminal.ui.health.panel import HealthPanel
from terminal.ui.kill.panel import KillPanel
from terminal.ui.kill.switch import KillSwitch
from terminal.ui.ladder.panel import LadderPanel
from terminal.ui.margin.panel import MarginPanel
from terminal.ui.panel import Focus, Panel
from terminal.ui.portfolio.panel import PortfolioPanel
from terminal.ui.price.panel import PricePanel
from terminal.ui.recommendation.panel import RecommendationPanel
from terminal.ui.status.panel import StatusPanel
from terminal.ui.tables.panels import (
    AlertsPanel,
    FillsPanel,
    JournalPanel,
    OrdersPanel,
    PositionsPanel,
)
from terminal.ui.theme import Theme

_DOUBLE_PRESS_NS = 700_000_000


class MainWindow(QMainWindow):
    """One window on one desk. `clock` is monotonic, in ns, for gestures."""

    closing = Signal()

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        *,
        clock: Callable[[], int] = monotonic_ns,
        frames_per_second: float = 60.0,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.theme = theme
        self._clock = clock
        self._escaped_ns: int | None = None
        self._may_close = False
        self.setObjectName("main_window")
        kind = "PAPER, no real money" if desk.paper else f"LIVE on {desk.title}"
        self.setWindowTitle(f"{kind} · Scaling Terminal")
        self.setDockNestingEnabled(True)
        self.frames = FrameClock(desk, frames_per_second, self)
        self.kill_switch = KillSwitch(desk, theme, clock=clock)
        self.status = StatusPanel(desk, theme, self.kill_switch)
        self.kill_panel = KillPanel(desk, theme)
        self.controls = ControlsPanel(desk, theme, clock=clock)
        self.health = HealthPanel(desk, theme)
        self.panels: dict[str, Panel] = {
            panel.name: panel
            for panel in (
                LadderPanel(desk, theme),
                PricePanel(desk, theme),
                RecommendationPanel(desk, theme),
                self.controls,
                FundingPanel(desk, theme),
                MarginPanel(desk, theme),
                PositionsPanel(desk, theme),
                OrdersPanel(desk, theme),
                FillsPanel(desk, theme),
                JournalPanel(desk, theme),
                AlertsPanel(desk, theme),
                PortfolioPanel(desk, theme),
                ConvexityPanel(desk, theme),
                self.health,
            )
        }
        self.health.watch((self.status, *self.panels.values()))
        self.docks: dict[str, QDockWidget] = {
            name: dock(panel, theme, self) for name, panel in self.panels.items()
        }
        self._menus = self._menu_bar()
        self.setMenuWidget(self._head())
        self._compact = False
        arrange(self, self.docks, compact=False)
        for panel in (self.status, self.kill_panel, *self.panels.values()):
            self.frames.add(panel)
            panel.focus_requested.connect(self.look_at)
        self.frames.listen(lambda snapshot, _: self._take(snapshot))

    def look_at(self, venue: str, symbol: str) -> None:
        """Turn every panel to another instrument."""
        self.frames.turn_to(Focus(venue, symbol))

    def restore_arrangement(self) -> None:
        """Return to the arrangement of the first start."""
        self._compact = small(self.width(), self.height())
        arrange(self, self.docks, compact=self._compact)

    def fit(self) -> None:
        """Arrange the docks for the window's size: for the first start on a screen."""
        if small(self.width(), self.height()) != self._compact:
            self.restore_arrangement()
        proportion(self, self.docks, compact=self._compact)

    def escape(self) -> None:
        """Cancel all orders on the symbol in focus when called twice in a moment."""
        now, before = self._clock(), self._escaped_ns
        if before is None or now - before > _DOUBLE_PRESS_NS:
            self._escaped_ns = now
            return
        self._escaped_ns = None
        focus = self.frames.focus
        if focus is not None:
            self.desk.send(CommandName.CANCEL_ALL, venue=focus.venue, symbol=focus.symbol)

    def allow_close(self) -> None:
        """Let the next close go through: what had to be stopped has been."""
        self._may_close = True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask for an orderly end; the window stays until that has happened."""
        if self._may_close:
            self.frames.stop()
            event.accept()
            return
        event.ignore()
        self.closing.emit()

    def _take(self, snapshot: Snapshot | None) -> None:
        if snapshot is None:
            return
        latched = snapshot.kill.latched
        if self.kill_panel.isHidden() == latched:
            self.kill_panel.setVisible(latched)
            self.kill_switch.show_latched(latched=latched)

    def _head(self) -> QWidget:
        head = QWidget()
        head.setObjectName("head")
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._menus)
        column.addWidget(self.status)
        column.addWidget(self.kill_panel)
        return head

    def _menu_bar(self) -> QMenuBar:
        bar = QMenuBar()
        bar.setAccessibleName("Menu")
        bar.setNativeMenuBar(False)
        trade = bar.addMenu("&Trade")
        self._action(trade, "Back to manual", "F8", lambda: self.desk.send(CommandName.MANUAL))
        self._action(trade, "Cancel all on this symbol (Esc twice)", "Esc", self.escape)
        trade.addSeparator()
        self._action(
            trade, "Kill: halt and cancel everything", "Ctrl+Shift+K", self.kill_switch.kill
        )
        trade.addSeparator()
        self._action(trade, "Quit", "Ctrl+Q", self.close)
        view = bar.addMenu("&View")
        for holder in self.docks.values():
            view.addAction(holder.toggleViewAction())
        view.addSeparator()
        self._action(view, "Next instrument", "Ctrl+PgDown", lambda: self._step_focus(1))
        self._action(view, "Previous instrument", "Ctrl+PgUp", lambda: self._step_focus(-1))
        self._action(view, "Restore the arrangement", "", self.restore_arrangement)
        if self.desk.scenarios():
            practise = bar.addMenu("&Practise")
            for name in self.desk.scenarios():
                text = f"Market: {name.replace('_', ' ')}"
                self._action(practise, text, "", partial(self.desk.scenario, name))
        return bar

    def _action(self, menu: QMenu, text: str, shortcut: str, act: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.setAutoRepeat(False)  # a key held down is one press
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(partial(_without_checked, act))
        menu.addAction(action)
        self.addAction(action)
        return action

    def _step_focus(self, step: int) -> None:
        instruments = self.status.instruments
        count = instruments.count()
        if count:
            instruments.setCurrentIndex((instruments.currentIndex() + step) % count)
            instruments.activated.emit(instruments.currentIndex())


def _without_checked(act: Callable[[], object], _checked: bool = False) -> None:
    """Drop what `triggered` carries: an action of ours has no check mark."""
    act()
