"""The health panel: how fresh the feeds are, and how well both loops keep up."""

from collections.abc import Callable, Iterable, Sequence
from time import perf_counter_ns
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from terminal.engine.snapshot import Snapshot
from terminal.ui.desk import Desk, Health, Pushed
from terminal.ui.figure_strip import FigureStrip
from terminal.ui.grounds import on_surface
from terminal.ui.health.columns import FEEDS, PANELS, VENUES
from terminal.ui.health.gaps import GapCounter
from terminal.ui.health.meter import FrameMeter, LagHistory, PaintMeter, PanelCost
from terminal.ui.health.rows import (
    FRAME_LIMIT_MS,
    LAG_LIMIT_MS,
    HealthRows,
    feed_rows,
    health_figures,
    venue_rows,
)
from terminal.ui.health.sparkline import Sparkline
from terminal.ui.panel import Focus, Panel
from terminal.ui.tables.rows_model import RowsModel
from terminal.ui.tables.table_view import ROW_HEIGHT, TableView
from terminal.ui.theme import Theme
from terminal.ui.trade_notes import TradeNotes
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated

_BESIDE_FROM = 1000  # pixels of width from which everything stands side by side
_SECOND_NS = 1_000_000_000
_PANELS_WIDTH = 316
_SPARKS_WIDTH = 206
_FEEDS_UNSCROLLED = 4
_ANY = 16_777_215


class HealthPanel(Panel):
    """Latency and feeds. `clock` is monotonic, in ns: what the frames are measured by."""

    name = "health"
    heading = QT_TRANSLATE_NOOP("window", "Health")
    every_frames = 30

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        *,
        clock: Callable[[], int] = perf_counter_ns,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, theme, parent)
        self.frames = FrameMeter()
        self.paints = PaintMeter()
        self.history = LagHistory()
        self.gaps = GapCounter()
        self.trades = TradeNotes()
        self._clock = clock
        self._health = Health()
        self._panels: tuple[PanelCost, ...] = ()
        self._times = self.frames.times()
        self._sampled_ns: int | None = None
        self._drawn = -1
        self.strip = FigureStrip(theme, self.cost, translate("window", "Health figures"), self)
        self.feeds = self._table(
            FEEDS,
            lambda row: row.key,
            translate("window", "Feeds"),
            translate("window", "No instrument is listed yet"),
        )
        self.venues = self._table(
            VENUES,
            lambda row: row.key,
            translate("window", "Venues"),
            translate("window", "No venue is connected"),
        )
        self.panels = self._table(
            PANELS,
            lambda row: row.name,
            translate("window", "Cost of painting"),
            translate("window", "Nothing has been measured yet"),
        )
        self.lag = Sparkline(
            theme, self.cost, translate("window", "Loop lag, p99"), LAG_LIMIT_MS, self
        )
        self.frame = Sparkline(
            theme, self.cost, translate("window", "Longest frame"), FRAME_LIMIT_MS, self
        )
        self._sparks = QWidget(self)
        sparks = QVBoxLayout(self._sparks)
        sparks.setContentsMargins(0, 0, 0, 0)
        sparks.setSpacing(0)
        sparks.addWidget(self.lag, 1)
        sparks.addWidget(self.frame, 1)
        on_surface(self, theme)
        self._side = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._side.setSpacing(1)
        self._side.addWidget(self.panels, 1)
        self._side.addWidget(self._sparks)
        self._lower = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._lower.setSpacing(1)
        watched = QVBoxLayout()
        watched.setSpacing(1)
        watched.addWidget(self.venues)
        watched.addWidget(self.feeds, 1)
        self._lower.addLayout(watched, 1)
        self._lower.addLayout(self._side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addLayout(self._lower, 1)
        self._fit()

    def watch(self, panels: Iterable[Panel]) -> None:
        """Measure what painting these panels costs."""
        self.paints.watch({translated(panel.heading) or panel.name: panel.cost for panel in panels})

    def observe(self, snapshot: Snapshot, pushed: Sequence[Pushed]) -> None:
        """Time every frame, also while hidden; once a second ask the engine."""
        now = self._clock()
        self.frames.beat(now, len(pushed))
        self.gaps.note(snapshot.at, snapshot.legs)
        self.trades.observe(pushed)
        if self._sampled_ns is None:
            self._sampled_ns = now
            self._health = self.desk.health()
            return
        elapsed = now - self._sampled_ns
        if elapsed >= _SECOND_NS:
            self._sampled_ns = now
            self._health = self.desk.health()
            self._times = self.frames.times()
            self._panels = self.paints.take(elapsed / _SECOND_NS)
            self.history.note(now / _SECOND_NS, self._health, self.frames.take_worst())

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> HealthRows:
        """Return figures, feeds and costs; figures are new once a second."""
        return HealthRows(
            health_figures(self._health, self._times, self._panels),
            feed_rows(snapshot, self.desk.now(), self.gaps, self.trades),
            self._panels,
            self.history.samples,
            venue_rows(self._health, self.desk.now()),
        )

    def present(self, rows: object) -> None:
        """Show them; each part repaints only if it differs."""
        assert isinstance(rows, HealthRows)
        self.strip.show_figures(rows.figures)
        self._list(self.feeds, rows.feeds)
        self._list(self.venues, rows.venues)
        self._list(self.panels, rows.panels)
        self._fit()
        if rows.history != self._drawn:
            self._drawn = rows.history
            self.lag.show_ring(self.history.lag)
            self.frame.show_ring(self.history.frames)

    def minimumSizeHint(self) -> QSize:
        """Return a size that leaves the neighbours of this tab the height they chose."""
        return QSize(240, 96)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything side by side where there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.width() >= _BESIDE_FROM
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._lower.direction() != way:
            self._lower.setDirection(way)
        heading = self.feeds.horizontalHeader().sizeHint().height()
        most = min(max(self.feeds.model().rowCount(), 1), _FEEDS_UNSCROLLED)
        self.feeds.setMinimumHeight(0 if beside else heading + ROW_HEIGHT * most + 2)
        venues = self.venues.model().rowCount()
        self.venues.setVisible(bool(venues))
        self.venues.setFixedHeight(heading + ROW_HEIGHT * min(venues, _FEEDS_UNSCROLLED) + 2)
        self.panels.setMinimumWidth(_PANELS_WIDTH if beside else 0)
        self.panels.setMaximumWidth(_PANELS_WIDTH if beside else _ANY)
        self._sparks.setFixedWidth(_SPARKS_WIDTH)

    def _table(
        self, columns: Sequence[Any], key: Callable[[Any], Any], name: str, empty: str
    ) -> TableView:
        model: RowsModel[Any] = RowsModel(columns, key, self.theme.color, 200, self)
        view = TableView(model, self.theme, self.cost, empty, self, fitted=True)
        view.setAccessibleName(name)
        return view

    @staticmethod
    def _list(table: TableView, rows: Sequence[Any]) -> None:
        model = table.model()
        assert isinstance(model, RowsModel)
        model.set_rows(rows)
