"""The price chart among the panels, with its choice of the time shown."""

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from terminal.engine.snapshot import Snapshot
from terminal.ui import format as fmt
from terminal.ui.desk import Desk, Pushed
from terminal.ui.panel import Focus, Panel, leg_of
from terminal.ui.price.chart import PriceChart
from terminal.ui.price.history import Histories
from terminal.ui.price.rows import ChartRows, chart_rows
from terminal.ui.theme import Theme
from terminal.ui.words import QT_TRANSLATE_NOOP, translate

_WINDOWS = (("1m", 60.0), ("5m", 300.0), ("15m", 900.0), ("1h", 3600.0), ("2h", 7200.0))


class PricePanel(Panel):
    """Mark, index, last, fills and freezes; target against actual position below."""

    name = "price"
    heading = QT_TRANSLATE_NOOP("window", "Price and position")
    every_frames = 6

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.histories = Histories()
        self.chart = PriceChart(theme, self.cost)
        self._focus: Focus | None = None
        self._window_s = _WINDOWS[1][1]
        self._windows = QButtonGroup(self)
        self._follow = self._segment(
            translate("window", "Follow"), translate("window", "Follow the present")
        )
        self.candles = self._segment(
            translate("window", "Candles"), translate("window", "Candles of the last price")
        )
        self.candles.setToolTip(self.tr("Candles of the last price, with mark and index as lines"))
        self._follow.setToolTip(
            self.tr("Drag the chart to look back; Follow returns to the present")
        )
        self._follow.setChecked(True)
        self._follow.clicked.connect(self.chart.follow)
        self.chart.follow_changed.connect(self._follow.setChecked)
        self.chart.window_changed.connect(self.set_window)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._tools())
        layout.addWidget(self.chart, 1)

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
        return chart_rows(
            leg,
            version=version,
            at=snapshot.at,
            window_s=self._window_s,
            candles=self.candles.isChecked(),
        )

    def present(self, rows: object) -> None:
        """Draw the series."""
        if self._focus is not None and isinstance(rows, ChartRows):
            self.chart.show_rows(rows, self.histories.of(self._focus))

    def set_window(self, seconds: float) -> None:
        """Show `seconds` of time."""
        self._window_s = seconds
        self._windows.setExclusive(False)
        for button, (_, offered) in zip(self._choices, _WINDOWS, strict=True):
            button.setChecked(offered == seconds)
        self._windows.setExclusive(True)

    def _tools(self) -> QHBoxLayout:
        tools = QHBoxLayout()
        tools.setContentsMargins(8, 6, 8, 2)
        tools.setSpacing(4)
        self._choices = [
            self._segment(
                label,
                translate("window", "Show the last {duration}").format(
                    duration=fmt.duration(seconds)
                ),
            )
            for label, seconds in _WINDOWS
        ]
        for button, (_, seconds) in zip(self._choices, _WINDOWS, strict=True):
            button.setChecked(seconds == self._window_s)
            button.clicked.connect(lambda _=False, wanted=seconds: self.set_window(wanted))
            self._windows.addButton(button)
            tools.addWidget(button)
        tools.addSpacing(8)
        tools.addWidget(self.candles)
        tools.addStretch(1)
        tools.addWidget(self._follow)
        return tools

    @staticmethod
    def _segment(text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setCheckable(True)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setProperty("role", "segment")
        return button
