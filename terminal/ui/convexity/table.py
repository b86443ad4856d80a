"""The ladder's table: never sorted, some columns at a time, the mark in the middle."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from terminal.ui.convexity.columns import ARROW, COLUMNS, described, heading
from terminal.ui.convexity.rows import StepRow
from terminal.ui.panel import PaintCost
from terminal.ui.tables.column import Column
from terminal.ui.tables.rows_model import RowsModel
from terminal.ui.tables.table_view import TableView
from terminal.ui.theme import Theme
from terminal.ui.words import translated


class LadderModel(RowsModel[StepRow]):
    """Rows whose headings depend on which columns stand side by side."""

    columns_shown: frozenset[int] = frozenset()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Answer for a column's heading."""
        across = orientation == Qt.Orientation.Horizontal
        if across and role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(COLUMNS):
            return heading(section, self.columns_shown)
        if across and role == Qt.ItemDataRole.ToolTipRole and 0 <= section < len(COLUMNS):
            return described(section)
        return super().headerData(section, orientation, role)


class LadderTable(TableView):
    """Prices from the highest to the lowest, as a book has them."""

    def __init__(self, theme: Theme, cost: PaintCost, parent: QWidget | None = None) -> None:
        self.rows_model = LadderModel(COLUMNS, lambda r: r.move, theme.color)
        super().__init__(self.rows_model, theme, cost, "", parent, tightest=0.6)
        self.rows_model.setParent(self)
        self.setAccessibleName(self.tr("Convexity ladder"))
        self.setSortingEnabled(False)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(False)
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._shown: frozenset[int] = frozenset()
        self._centred = 0

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that are shown."""
        return tuple(heading(number, self._shown) for number in sorted(self._shown))

    def show_columns(self, numbers: frozenset[int]) -> None:
        """Show the columns of these numbers and no other."""
        if numbers == self._shown:
            return
        self._shown = self.rows_model.columns_shown = numbers
        for number in range(len(COLUMNS)):
            self.setColumnHidden(number, number not in numbers)
        self.rows_model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self._share_out()

    def show_steps(self, steps: tuple[StepRow, ...]) -> None:
        """Show the ladder; a ladder of another length is centred anew."""
        self.rows_model.set_rows(steps)
        if len(steps) != self._centred:
            self._centred = len(steps)
            self.centre()

    def centre(self) -> None:
        """Bring the mark to the middle."""
        rows = self.rows_model.rowCount()
        if rows:
            mark = self.rows_model.index(rows // 2, 0)
            self.scrollTo(mark, QAbstractItemView.ScrollHint.PositionAtCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out among the shown columns, and keep the mark in the middle."""
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self.centre()

    def _heading(self, column: Column[Any]) -> str:
        return translated(column.title.removeprefix(ARROW))
