"""The price chart among the panels: its window of time, and its late beginning."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from terminal.engine.snapshot import Snapshot
from terminal.ui import format as fmt
from terminal.ui.desk import Desk, Pushed
from terminal.ui.panel import Focus, Panel, leg_of
from terminal.ui.price.history import Histories
from terminal.ui.price.rows import ChartRows, chart_rows
from terminal.ui.theme import Theme

if TYPE_CHECKING:
    from terminal.ui.price.chart import PriceChart

_WINDOWS = (("1m", 60.0), ("5m", 300.0), ("15m", 900.0), ("1h", 3600.0), ("2h", 7200.0))


class PricePanel(Panel):
    """Mark, index, last, fills and freezes; target against actual position below."""

    name = "price"
    heading = "Price and position"
    every_frames = 6

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.histories = Histories()
        self.chart: PriceChart | None = None
        self._focus: Focus | None = None
        self._window_s = _WINDOWS[1][1]
        self._following = True
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._place.setSpacing(0)
        self._place.addLayout(self._tools())
        self._waiting = QLabel("Preparing the chart…")
        self._waiting.setProperty("role", "faint")
        self._waiting.setMargin(12)
        self._place.addWidget(self._waiting, 1)
        self.setMinimumSize(260, 180)

    def observe(self, snapshot: Snapshot, pushed: Sequence[Pushed]) -> None:
        """Keep history even while nobody looks."""
        self.histories.observe(snapshot.at, snapshot.legs, pushed)

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> object:
        """Return which series and levels to show; None before there is an instrument."""
        leg = leg_of(snapshot, focus)
        if leg is None or focus is None:
            return None
        self._focus = focus
        version = self.histories.of(focus).version
        return chart_rows(leg, version=version, at=snapshot.at, window_s=self._window_s)

    def present(self, rows: object) -> None:
        """Draw the series."""
        if self.chart is not None and self._focus is not None and isinstance(rows, ChartRows):
            history = self.histories.of(self._focus)
            self.chart.show_rows(rows, history, following=self._following)

    def refresh(self, snapshot: Snapshot, focus: Focus | None) -> bool:
        """Show the snapshot once the chart has been built."""
        return self.chart is not None and super().refresh(snapshot, focus)

    def showEvent(self, event: QShowEvent) -> None:
        """Build the chart after the window's first paint."""
        super().showEvent(event)
        if self.chart is None:
            QTimer.singleShot(0, self, self.build)

    def build(self) -> None:
        """Put the chart in its place; takes a few tenths of a second, once."""
        if self.chart is not None:
            return
        from terminal.ui.price.chart import PriceChart

        self.chart = PriceChart(self.theme, self.cost)
        self.chart.moved_by_hand.connect(self._let_go)
        self._place.replaceWidget(self._waiting, self.chart)
        self._waiting.deleteLater()

    def follow(self) -> None:
        """Follow the present again after the chart was moved by hand."""
        self._following = True
        self._follow_button.setChecked(True)
        self._shown = None

    def set_window(self, seconds: float) -> None:
        """Show the last `seconds`."""
        self._window_s = seconds
        self.follow()

    def _let_go(self) -> None:
        self._following = False
        self._follow_button.setChecked(False)

    def _tools(self) -> QHBoxLayout:
        tools = QHBoxLayout()
        tools.setContentsMargins(8, 6, 8, 2)
        tools.setSpacing(4)
        group = QButtonGroup(self)
        for label, seconds in _WINDOWS:
            button = QPushButton(label)
            button.setCheckable(True)
            button.setChecked(seconds == self._window_s)
            button.setAccessibleName(f"Show the last {label}")
            button.setToolTip(f"Show the last {fmt.duration(seconds)}")
            button.setProperty("role", "segment")
            button.clicked.connect(lambda _=False, wanted=seconds: self.set_window(wanted))
            group.addButton(button)
            tools.addWidget(button)
        tools.addStretch(1)
        self._follow_button = QPushButton("Follow")
        self._follow_button.setCheckable(True)
        self._follow_button.setChecked(True)
        self._follow_button.setAccessibleName("Follow the present")
        self._follow_button.setToolTip("Drag or scroll to look back; Follow returns to the present")
        self._follow_button.setProperty("role", "segment")
        self._follow_button.clicked.connect(self.follow)
        tools.addWidget(self._follow_button)
        return tools
