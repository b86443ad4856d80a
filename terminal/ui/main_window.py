"""The window: head, docks, actions. It composes the panels and knows nothing of what they show."""

from collections.abc import Callable
from functools import partial
from time import monotonic_ns

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QVBoxLayout, QWidget

from terminal.engine.snapshot import Snapshot
from terminal.model.events import CommandName
from terminal.ui.controls.panel import ControlsPanel
from terminal.ui.convexity.panel import ConvexityPanel
from terminal.ui.desk import Desk
from terminal.ui.docks import DockTitle, dock, reveal, world_words
from terminal.ui.first_run.bar import Introduction
from terminal.ui.frame_clock import FrameClock
from terminal.ui.funding.panel import FundingPanel
from terminal.ui.further_window import open_further
from terminal.ui.hand_orders.lock import Safety
from terminal.ui.hand_orders.panel import HandOrdersPanel
from terminal.ui.health.panel import HealthPanel
from terminal.ui.heatmap.panel import HeatmapPanel
from terminal.ui.hotkeys.book import ActionBook
from terminal.ui.keeper import Keeper, MemoryKeeper
from terminal.ui.kill.panel import KillPanel
from terminal.ui.kill.switch import KillSwitch
from terminal.ui.ladder.panel import LadderPanel
from terminal.ui.look import Look
from terminal.ui.margin.panel import MarginPanel
from terminal.ui.menus import menu_bar
from terminal.ui.move_menus import MoveMenus
from terminal.ui.panel import Focus, Panel
from terminal.ui.policy_editor.panel import PolicyEditorPanel
from terminal.ui.portfolio.panel import PortfolioPanel
from terminal.ui.price.panel import PricePanel
from terminal.ui.progress import Progress
from terminal.ui.recommendation.panel import RecommendationPanel
from terminal.ui.side_windows import SideWindows
from terminal.ui.status.panel import StatusPanel
from terminal.ui.tab_help import TabHelp
from terminal.ui.tables.panels import (
    AlertsPanel,
    FillsPanel,
    JournalPanel,
    OrdersPanel,
    PositionsPanel,
)
from terminal.ui.tables.table_panel import TablePanel
from terminal.ui.theme import Theme
from terminal.ui.window_actions import fill
from terminal.ui.workspaces.bar import WorkspaceBar
from terminal.ui.workspaces.desktop import Desktop

_DOUBLE_PRESS_NS = 700_000_000
_SAID_MS = 8000


class MainWindow(QMainWindow):
    """One window on one desk. `clock` is monotonic, in ns, for gestures."""

    closing = Signal()

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        *,
        keeper: Keeper | None = None,
        clock: Callable[[], int] = monotonic_ns,
        frames_per_second: float = 60.0,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.theme = theme
        self.keeper: Keeper = keeper or MemoryKeeper()
        self._clock = clock
        self._escaped_ns: int | None = None
        self._may_close = False
        self.setObjectName("main_window")
        self.world = world_words(desk.title, paper=desk.paper)
        self.setWindowTitle(self.tr("{world} · Scaling Terminal").format(world=self.world))
        self.setDockNestingEnabled(True)
        self.look = Look(theme, self.keeper, self._all_panels, self)
        self.frames = FrameClock(desk, frames_per_second, self)
        self.kill_switch = KillSwitch(desk, theme, clock=clock)
        self.status = StatusPanel(desk, theme, self.kill_switch)
        self.heads: list[Panel] = [self.status]
        self.kill_panel = KillPanel(desk, theme)
        self.controls = ControlsPanel(desk, theme, clock=clock)
        self.health = HealthPanel(desk, theme)
        self.ladder = LadderPanel(desk, theme)
        relock_s = self.look.preferences.hand_orders_relock_s
        self.hand_orders = HandOrdersPanel(desk, theme, clock=clock, relock_s=relock_s)
        self.policy_editor = PolicyEditorPanel(desk, theme)
        self.panels = self._make_panels()
        self.health.watch((self.status, *self.panels.values()))
        self.docks: dict[str, QDockWidget] = {
            name: dock(panel, theme, self, self.world, paper=desk.paper)
            for name, panel in self.panels.items()
        }
        self.progress = Progress()
        self.introduction = Introduction(theme)
        self.desktop = Desktop(self, self.docks, self.keeper, partial(open_further, self, clock))
        self.book = ActionBook(self, self.keeper)
        self.sides = SideWindows(self, self.book, self.desktop, self.keeper, self.look)
        fill(self.book, self)
        self.book.load()
        self._menus = menu_bar(self.book)
        self._menus.setCornerWidget(WorkspaceBar(self.desktop))
        self.setMenuWidget(self._head())
        self.tab_help = TabHelp(self, self.docks)
        self.moves = MoveMenus(self.docks, self.desktop.annex, self)
        self.moves.watch(self.tab_help)
        self._connect()
        self.setFocus()  # the first key is nobody's: no button is pressed by a stray space

    def look_at(self, venue: str, symbol: str) -> None:
        """Turn every panel to another instrument."""
        self.frames.turn_to(Focus(venue, symbol))

    def restore_arrangement(self) -> None:
        """Return the present workspace to the arrangement that it began with."""
        self.desktop.reset()

    def fit(self) -> None:
        """Arrange the docks for the window's size: once it is shown."""
        self.desktop.fit()

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
            self.desktop.end()
            event.accept()
            return
        event.ignore()
        self.closing.emit()

    def say(self, words: str) -> None:
        """Say something for a moment, where it covers nothing: below the status."""
        self.status.say(words, _SAID_MS)

    def introduce(self) -> None:
        """Begin the introduction."""
        self.introduction.begin()

    def show_panel(self, name: str) -> None:
        """Bring a panel to the front, opening it where it is closed."""
        holder = self.docks.get(name)
        if holder is not None:
            holder.show()
            holder.raise_()

    def go_to_hand_orders(self) -> None:
        """Put the cursor where a hand order begins."""
        self.show_panel("hand_orders")
        self.hand_orders.form.contracts.setFocus()
        self.hand_orders.form.contracts.selectAll()

    def go_to_policy(self) -> None:
        """Put the cursor on the first cap of the policy."""
        self.show_panel("policy_editor")
        reveal(self.policy_editor.form.field("max_position_usd"))

    def show_settings(self) -> None:
        """Open the settings page."""
        self.sides.settings().show_page()

    def show_workspaces(self) -> None:
        """Open the list of workspaces."""
        self.sides.workspaces().show_dialog()

    def show_keys(self) -> None:
        """Open the hotkey sheet."""
        self.sides.keys().show_sheet()

    def show_palette(self) -> None:
        """Open the command palette."""
        self.sides.palette().show_palette()

    def show_help(self, topic: str) -> None:
        """Open the help at a topic."""
        self.sides.help().show_topic(topic)

    def help_on_panel_in_use(self) -> None:
        """Open the help at the panel that has the keyboard."""
        self.show_help(self.panel_in_use() or "overview")

    def panel_in_use(self) -> str:
        """Return the name of the panel that has the keyboard, "" for none."""
        widget = QApplication.focusWidget()
        while widget is not None:
            if isinstance(widget, Panel) and widget.name in self.panels:
                return widget.name
            widget = widget.parentWidget()
        return ""

    def step_panel(self, step: int) -> None:
        """Give the keyboard to the next panel on screen."""
        shown = [name for name, panel in self.panels.items() if panel.isVisible()]
        visible = [name for name in shown if not self.panels[name].visibleRegion().isEmpty()]
        if not visible:
            return
        present = self.panel_in_use()
        place = visible.index(present) + step if present in visible else 0
        target = self.panels[visible[place % len(visible)]]
        target.setFocus()
        if not target.focusNextPrevChild(True):
            target.setFocus()

    def step_focus(self, step: int) -> None:
        """Look at the next instrument."""
        instruments = self.status.instruments
        count = instruments.count()
        if count:
            instruments.setCurrentIndex((instruments.currentIndex() + step) % count)
            instruments.activated.emit(instruments.currentIndex())

    def _make_panels(self) -> dict[str, Panel]:
        kinds = (PricePanel, HeatmapPanel, RecommendationPanel)
        lists = (PositionsPanel, OrdersPanel, FillsPanel, JournalPanel, AlertsPanel)
        others = (FundingPanel, MarginPanel, PortfolioPanel, ConvexityPanel)
        made = (
            self.ladder,
            *(kind(self.desk, self.theme) for kind in kinds),
            self.controls,
            self.policy_editor,
            self.hand_orders,
            *(kind(self.desk, self.theme) for kind in (*others, *lists)),
            self.health,
        )
        return {panel.name: panel for panel in made}

    def _all_panels(self) -> tuple[Panel, ...]:
        return (*self.heads, self.kill_panel, *self.panels.values())

    def _connect(self) -> None:
        for panel in self._all_panels():
            self.frames.add(panel)
            panel.focus_requested.connect(self.look_at)
            if isinstance(panel, TablePanel):
                panel.progress = self.progress
        self.frames.listen(lambda snapshot, _: self._take(snapshot))
        self.frames.listen(self.introduction.take)
        for name, holder in self.docks.items():
            title = holder.titleBarWidget()
            if isinstance(title, DockTitle):
                title.help_asked.connect(partial(self.show_help, name))
        self.tab_help.help_asked.connect(self.show_help)
        self.desktop.rearranged.connect(self.tab_help.dress)
        self.controls.policy.all_keys.clicked.connect(self.go_to_policy)
        self.ladder.price_clicked.connect(self.hand_orders.take_price)
        self.hand_orders.safety.changed.connect(
            lambda safety: self.ladder.set_armed(safety is Safety.ARMED)
        )
        self.introduction.show_panel.connect(self.show_panel)
        self.introduction.finished.connect(lambda: self.look.change("introduction", False))
        self.look.changed.connect(
            lambda: self.hand_orders.unlock_for(self.look.preferences.hand_orders_relock_s)
        )
        for failed in (self.look.failed, self.desktop.failed, self.book.failed):
            failed.connect(self.say)
        if self.desk.paper and self.look.preferences.introduction and self.keeper.fields():
            QTimer.singleShot(0, self, self.introduce)

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
        parts = (self._menus, self.status, self.kill_panel, self.introduction, self.progress)
        for widget in parts:
            column.addWidget(widget)
        return head
