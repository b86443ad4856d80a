"""The heatmap among the panels, with its choice of time and of prices."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from terminal.engine.snapshot import LegState, Snapshot
from terminal.model.trades import TradeFeed
from terminal.ui import format as show
from terminal.ui.desk import Desk, Pushed
from terminal.ui.grounds import on_surface
from terminal.ui.heatmap.recording import CAPACITY, Recordings
from terminal.ui.heatmap.view import HeatmapView, HeatRows
from terminal.ui.panel import Focus, Panel, book_stale, leg_of
from terminal.ui.ring_buffer import Floats
from terminal.ui.theme import Theme
from terminal.ui.trade_notes import TradeNotes
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated

GROUPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_WINDOWS = (
    (QT_TRANSLATE_NOOP("window", "1 min"), 60.0),
    (QT_TRANSLATE_NOOP("window", "3 min"), 180.0),
    (QT_TRANSLATE_NOOP("window", "10 min"), 600.0),
)
_AUTO = 0
_TOLD = TradeFeed.CONNECTING, TradeFeed.LIVE
_ROOM = 1.15
_ONLY_JUST = 0.95  # of the rows in use: more, and a finer picture would soon be too small


class HeatmapPanel(Panel):
    """Depth over time. Records every instrument, whether it is looked at or not."""

    name = "heatmap"
    heading = QT_TRANSLATE_NOOP("window", "Depth heatmap")
    every_frames = 12

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.recordings = Recordings()
        self.notes = TradeNotes()
        self.view = HeatmapView(theme, self.cost)
        self._focus: Focus | None = None
        self._group: dict[Focus, int] = {}
        self.windows = QComboBox()
        self.windows.setAccessibleName(self.tr("Time shown in the heatmap"))
        for label, seconds in _WINDOWS:
            self.windows.addItem(translated(label), seconds)
        self.windows.setCurrentIndex(1)
        self.groups = QComboBox()
        self.groups.setAccessibleName(self.tr("Ticks per row of the heatmap"))
        self.groups.setToolTip(
            self.tr("How many ticks one row covers; auto keeps the book in the picture")
        )
        self.groups.addItem(translate("window", "Auto"), _AUTO)
        for ticks in GROUPS:
            self.groups.addItem(
                translate("window", "1 tick")
                if ticks == 1
                else translate("window", "{ticks} ticks").format(ticks=ticks),
                ticks,
            )
        self.groups.currentIndexChanged.connect(self._group.clear)
        on_surface(self, theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._tools())
        layout.addWidget(self.view, 1)

    def observe(self, snapshot: Snapshot, pushed: Sequence[Pushed]) -> None:
        """Record the books and the trades even while nobody looks."""
        self.notes.observe(pushed)
        self.recordings.observe(snapshot.at, snapshot.legs, pushed)

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> HeatRows | None:
        """Return what to show of the instrument in focus, None where there is none."""
        leg = leg_of(snapshot, focus)
        if leg is None or focus is None:
            return None
        self._focus = focus
        recording = self.recordings.of(focus)
        return HeatRows(
            version=recording.version,
            instrument=leg.instrument,
            window_s=float(self.windows.currentData()),
            group=self._ticks(focus, leg),
            stale=book_stale(leg),
            age=show.age(leg.book_age_s),
            told=self.notes.feed(focus) in _TOLD,
            trades=self.notes.words(focus, snapshot.at),
        )

    def present(self, rows: object) -> None:
        """Draw the newest columns."""
        if self._focus is not None and isinstance(rows, HeatRows):
            self.view.show_rows(rows, self.recordings.of(self._focus))

    def _ticks(self, focus: Focus, leg: LegState) -> int:
        """Return the ticks a row: those chosen, else few enough to see the book, and then kept."""
        chosen = int(self.groups.currentData())
        if chosen != _AUTO:
            return chosen
        recording, count = self.recordings.of(focus), round(float(self.windows.currentData()) * 4)
        marks = recording.marks(recording.newest, min(count, CAPACITY))
        needed, rows = needed_ticks(leg, marks), self.view.visible_rows
        group = fitting(needed, rows, self._group.get(focus))
        self._group[focus] = group
        return group

    def _tools(self) -> QHBoxLayout:
        tools = QHBoxLayout()
        tools.setContentsMargins(8, 6, 8, 2)
        tools.setSpacing(6)
        for words, box in (
            (translate("window", "Time"), self.windows),
            (translate("window", "Group"), self.groups),
        ):
            caption = QLabel(words)
            caption.setProperty("role", "secondary")
            caption.setBuddy(box)
            tools.addWidget(caption)
            tools.addWidget(box)
        tools.addStretch(1)
        return tools


def fitting(needed: float, rows: int, shown: int | None) -> int:
    """Return the fewest ticks a row with which `needed` ticks fit into `rows` rows.

    The one that is shown stays while it fits and a finer one would only just do.
    """
    finest = next((group for group in GROUPS if needed <= rows * group), GROUPS[-1])
    if shown is not None and finest < shown and needed > rows * finest * _ONLY_JUST:
        return shown
    return finest


def needed_ticks(leg: LegState, marks: Floats) -> float:
    """Return how many ticks the picture must cover for the book and the way of the mark."""
    tick = float(leg.instrument.tick_size)
    book = (leg.asks[-1][0] - leg.bids[-1][0]) / tick if leg.bids and leg.asks else 0.0
    known = marks[np.isfinite(marks)]
    way = (float(known.max()) - float(known.min())) / tick if len(known) else 0.0
    return max(book * _ROOM, way * _ROOM + book * 0.5)
