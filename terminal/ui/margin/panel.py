"""The margin panel: how much margin is used, and how far liquidation is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from terminal.engine.restore_plan import RestorePlan, restore_plans
from terminal.engine.snapshot import Snapshot
from terminal.ui import format as show
from terminal.ui.desk import Desk, Pushed
from terminal.ui.figure_strip import ROW_OF_FIGURES, Banner, Figure, FigureStrip, Gauge
from terminal.ui.grounds import on_surface
from terminal.ui.margin.columns import ACCOUNTS, LIQUIDATIONS
from terminal.ui.margin.history import MarginHistory
from terminal.ui.margin.restore_view import RestoreLines
from terminal.ui.margin.rows import MarginRows, margin_rows
from terminal.ui.margin.zones import ZONE_TONES, Zone
from terminal.ui.panel import Focus, Panel
from terminal.ui.tables.positions import distance_tone
from terminal.ui.tables.rows_model import RowsModel
from terminal.ui.tables.table_view import ROW_HEIGHT, TableView
from terminal.ui.theme import Theme
from terminal.ui.words import QT_TRANSLATE_NOOP, translate

if TYPE_CHECKING:
    from terminal.ui.margin.chart import MarginChart

_BESIDE_FROM = 960  # pixels of width from which the tables stand beside the chart
_TABLES_WIDTH = 540
_LEAST_CHART = 48
_ROWS_BY_HEIGHT = ((520, 6), (430, 4), (300, 2))  # of each table, the rest scrolls


class MarginPanel(Panel):
    """Banner, figures, chart with levels, accounts and liquidation prices: all venues."""

    name = "margin"
    heading = QT_TRANSLATE_NOOP("window", "Margin")
    every_frames = 6

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.history = MarginHistory()
        self.banner = Banner(theme, self.cost, translate("window", "Margin warning"), self)
        self.strip = FigureStrip(theme, self.cost, translate("window", "Margin figures"), self)
        self.restores = RestoreLines(theme, self.cost, self)
        self._plans: tuple[RestorePlan, ...] = ()
        self._planned: object = None
        self.chart: MarginChart | None = None
        self._drawn = -1
        self.accounts = self._table(
            ACCOUNTS,
            translate("window", "Accounts"),
            translate("window", "No account has been heard of yet"),
        )
        self.liquidations = self._table(
            LIQUIDATIONS,
            translate("window", "Liquidation prices"),
            translate("window", "No position"),
        )
        self._tables = QWidget(self)
        tables = QVBoxLayout(self._tables)
        tables.setContentsMargins(0, 0, 0, 0)
        tables.setSpacing(0)
        tables.addWidget(self.accounts)
        tables.addWidget(self.liquidations)
        tables.addStretch(1)
        self._lower = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._lower.setSpacing(0)
        self._lower.addWidget(self._tables)
        on_surface(self, theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self.strip)
        layout.addWidget(self.restores)
        layout.addLayout(self._lower, 1)

    def observe(self, snapshot: Snapshot, pushed: Sequence[Pushed]) -> None:
        """Note the utilisations, also while hidden."""
        self.history.note(snapshot)

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> MarginRows:
        """Return figures, levels, accounts and liquidation prices of all venues."""
        return margin_rows(snapshot, self.history.samples, self._restore_plans(snapshot))

    def present(self, rows: object) -> None:
        """Show them; each part repaints only if it differs."""
        assert isinstance(rows, MarginRows)
        self.banner.say(rows.banner, rows.banner_tone)
        self.strip.show_figures(
            figures(rows), frozenset(range(4)) if rows.doubtful else frozenset()
        )
        self.restores.say(rows.restores)
        for table, listed in (
            (self.accounts, rows.accounts),
            (self.liquidations, rows.liquidations),
        ):
            self._list(table, listed)
        chart = self.chart or self._with_chart()
        chart.set_veiled(rows.doubtful)
        chart.show_levels(rows.levels)
        if rows.history != self._drawn:
            self._drawn = rows.history
            chart.show_history(self.history)

    def _restore_plans(self, snapshot: Snapshot) -> tuple[RestorePlan, ...]:
        """Return the plans of the margin restore, worked out anew once a second."""
        planned = (
            snapshot.at // 1_000_000_000,
            snapshot.policy and snapshot.policy.content_hash,
            tuple(leg.position_contracts for leg in snapshot.legs),
        )
        if planned != self._planned:
            self._planned, self._plans = planned, restore_plans(snapshot)
        return self._plans

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the tables beside the chart where there is room."""
        super().resizeEvent(event)
        beside = event.size().width() >= _BESIDE_FROM
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._lower.direction() != way:
            self._lower.setDirection(way)
            self._tables.setMaximumWidth(_TABLES_WIDTH if beside else 16_777_215)
            self._tables.setMinimumWidth(_TABLES_WIDTH if beside else 0)
        self._fit(self.accounts)
        self._fit(self.liquidations)

    def minimumSizeHint(self) -> QSize:
        """Return the least size, with a row a table and one of figures.

        Otherwise a new position, or not having been on screen yet, would move other panels' edges.
        """
        least = super().minimumSizeHint()
        more = sum(max(0, t.height() - _high(t, 1)) for t in (self.accounts, self.liquidations))
        return QSize(least.width(), least.height() - more - self.strip.height() + ROW_OF_FIGURES)

    def _table(self, columns: Sequence[Any], name: str, empty: str) -> TableView:
        model: RowsModel[Any] = RowsModel(columns, lambda row: row.key, self.theme.color, 200, self)
        view = TableView(model, self.theme, self.cost, empty, self, fitted=True)
        view.setAccessibleName(name)
        return view

    def _list(self, table: TableView, rows: Sequence[Any]) -> None:
        model = table.model()
        assert isinstance(model, RowsModel)
        model.set_rows(rows)
        self._fit(table)

    def _fit(self, table: TableView) -> None:
        """Give a table the height of its rows, but leave the chart most of a low panel."""
        beside = self._lower.direction() == QBoxLayout.Direction.LeftToRight
        room = self.height() * (2 if beside else 1)
        most = next((rows for height, rows in _ROWS_BY_HEIGHT if room >= height), 1)
        height = _high(table, min(max(table.model().rowCount(), 1), most))
        if table.height() != height:
            table.setFixedHeight(height)

    def _with_chart(self) -> "MarginChart":
        from terminal.ui.margin.chart import MarginChart  # pyqtgraph, not before it is needed

        self.chart = MarginChart(self.theme, self.cost, self)
        self.chart.setMinimumHeight(_LEAST_CHART)
        self._lower.insertWidget(0, self.chart, 1)
        return self.chart


def _high(table: TableView, rows: int) -> int:
    """Return how high a table of so many rows is."""
    return table.horizontalHeader().sizeHint().height() + ROW_HEIGHT * rows + 2


def figures(rows: MarginRows) -> tuple[Figure, ...]:
    """Return the strip's figures."""
    tone = ZONE_TONES[rows.zone]
    gauge = None
    if rows.utilisation is not None:
        filler = "accent" if rows.zone is Zone.CALM else tone
        gauge = Gauge(rows.utilisation, rows.level_shares, filler)
    used = show.percent(rows.utilisation, 1)
    distance = distance_tone(rows.distance)
    return (
        Figure(translate("window", "Margin used"), used, rows.utilisation_note, tone, gauge=gauge),
        Figure(translate("window", "Effective leverage"), rows.leverage, rows.leverage_note),
        Figure(translate("window", "Equity"), rows.equity, rows.equity_note),
        Figure(
            translate("window", "Nearest liquidation"),
            rows.distance_text,
            rows.distance_note,
            distance,
        ),
    )
