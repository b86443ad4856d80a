"""The portfolio panel: every account beside the others, the total, and what to move."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from terminal.engine.snapshot import Snapshot
from terminal.ui.desk import Desk
from terminal.ui.grounds import on_surface
from terminal.ui.panel import Focus, Panel
from terminal.ui.portfolio.advice import AdviceList
from terminal.ui.portfolio.columns import COLUMNS
from terminal.ui.portfolio.rows import PortfolioRow, PortfolioRows, portfolio_rows
from terminal.ui.tables.rows_model import RowsModel
from terminal.ui.tables.table_view import ROW_HEIGHT, TableView
from terminal.ui.theme import Theme
from terminal.ui.words import QT_TRANSLATE_NOOP, translate

_BESIDE_FROM = 1120  # pixels of width from which the advice stands beside the table
_ADVICE_WIDTH = 240
_TIGHTEST, _WIDEST = 0.9, 1.5  # of the columns' natural widths
_ANY = 16_777_215


class PortfolioPanel(Panel):
    """Venues as one portfolio: margin, weights, health, leverage against target, advice."""

    name = "portfolio"
    heading = QT_TRANSLATE_NOOP("window", "Portfolio")
    every_frames = 15

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.model: RowsModel[PortfolioRow] = RowsModel(
            COLUMNS, lambda row: row.key, theme.color, 200, self
        )
        empty = translate("window", "No account has been heard of yet")
        self.table = TableView(self.model, theme, self.cost, empty, self)
        self.table.setAccessibleName(self.tr("Accounts of the portfolio"))
        self.table.setSortingEnabled(False)  # the total stays below what it adds up
        self.table.horizontalHeader().setStretchLastSection(False)
        self._natural = [self.table.columnWidth(number) for number in range(len(COLUMNS))]
        self.advice = AdviceList(theme, self.cost, self)
        on_surface(self, theme)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addWidget(self.table, 1)
        self._box.addWidget(self.advice)

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> PortfolioRows:
        """Return accounts, total and advice."""
        return portfolio_rows(snapshot)

    def present(self, rows: object) -> None:
        """Show them."""
        assert isinstance(rows, PortfolioRows)
        self.model.set_rows(rows.accounts)
        self.advice.show_advice(rows.advice)
        self.advice.setVisible(bool(rows.advice))
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return a size that leaves the neighbours of this tab the height they chose."""
        return QSize(240, 96)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the advice beside the table where there is room."""
        super().resizeEvent(event)
        self._fit()
        self._share_out()

    def _share_out(self) -> None:
        """Give the columns the table's width, as long as their figures stay readable."""
        width = self.width() - (self.advice.width() if self.width() >= _BESIDE_FROM else 0)
        share = min(max(width / sum(self._natural), _TIGHTEST), _WIDEST)
        for number, natural in enumerate(self._natural):
            self.table.setColumnWidth(number, int(natural * share))

    def _fit(self) -> None:
        beside = self.width() >= _BESIDE_FROM
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._box.direction() != way:
            self._box.setDirection(way)
        if beside:
            self.advice.setFixedWidth(_ADVICE_WIDTH)
            self.table.setMaximumHeight(_ANY)
            self.advice.setMaximumHeight(_ANY)
            return
        self.advice.setMinimumWidth(0)
        self.advice.setMaximumWidth(_ANY)
        heading = self.table.horizontalHeader().sizeHint().height()
        bar = self.table.horizontalScrollBar().sizeHint().height()
        needed = heading + ROW_HEIGHT * max(self.model.rowCount(), 1) + bar + 4
        self.table.setMaximumHeight(needed)
