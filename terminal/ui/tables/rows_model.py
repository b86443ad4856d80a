"""The model behind every table: it is told all rows and says only what changed."""

from collections.abc import Callable, Hashable, Sequence
from itertools import groupby
from typing import Any, Generic, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from terminal.ui.tables.column import Column, Row, sort_key
from terminal.ui.words import translated

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NO_PARENT = QModelIndex()
# Above this many changed cells one signal for the whole table is cheaper than one for each.
_MANY = 200


class Cell(NamedTuple):
    """What one cell shows: its text, and the role of its colour."""

    text: str
    tone: str


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows with a key each, filtered and sorted here, in Python, on values and not on texts.

    Sorting is stable and keeps the natural order (that of `set_rows`) where values are equal.
    Cells are made into text when somebody looks at them, and once.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], Hashable],
        color: Callable[[str], QColor],
        capacity: int = 10_000,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._color = color
        self._capacity = capacity
        self._source: list[Row] = []
        self._rows: list[Row] = []
        self._keys: list[Hashable] = []
        self._cells: list[tuple[Cell, ...] | None] = []
        self._filter: Callable[[Row], bool] | None = None
        self._sorting: tuple[int, bool] | None = None

    @property
    def shown(self) -> Sequence[Row]:
        """The rows as they are shown: filtered and sorted."""
        return self._rows

    @property
    def total(self) -> int:
        """How many rows there are, filtered out or not."""
        return len(self._source)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show `rows`, in this natural order; only what differs is announced."""
        self._source = list(rows[: self._capacity])
        self._show(self._arranged())

    def add_newest(self, rows: Sequence[Row]) -> None:
        """Put `rows` (newest first) before all others; the oldest make room."""
        if not rows:
            return
        self._source[:0] = rows
        del self._source[self._capacity :]
        self._show(self._arranged())

    def set_filter(self, wanted: Callable[[Row], bool] | None) -> None:
        """Show only rows that `wanted` accepts; None shows all."""
        self._filter = wanted
        self._show(self._arranged())

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; −1 restores the natural order."""
        descending = order == Qt.SortOrder.DescendingOrder
        self._sorting = (column, descending) if 0 <= column < len(self.columns) else None
        self._show(self._arranged())

    def cell(self, row: int, column: int) -> Cell:
        """Return what a cell shows."""
        return self.cells(row)[column]

    def cells(self, row: int) -> tuple[Cell, ...]:
        """Return what a row shows: the same object for as long as it shows the same."""
        cells = self._cells[row]
        if cells is None:
            cells = self._cells[row] = self._made(self._rows[row])
        return cells

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Answer for one cell: text, alignment, colour, the exact value as UserRole."""
        row, column = index.row(), index.column()
        if not (0 <= row < len(self._rows) and 0 <= column < len(self.columns)):
            return None
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return self.cell(row, column).text
        if role == Role.TextAlignmentRole:
            return _RIGHT if self.columns[column].right else _LEFT
        if role == Role.ForegroundRole:
            return self._color(self.cell(row, column).tone)
        if role == Role.UserRole:
            return self.columns[column].value(self._rows[row])
        if role == Role.AccessibleTextRole:
            return f"{translated(self.columns[column].title)}: {self.cell(row, column).text}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Answer for a column's heading; its tool tip says what the column is."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Role.DisplayRole:
            return translated(column.title)
        if role == Role.ToolTipRole:
            return translated(column.help or column.title)
        if role == Role.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        return None

    def _made(self, row: Row) -> tuple[Cell, ...]:
        return tuple(Cell(column.text(row), column.tone(row)) for column in self.columns)

    def _arranged(self) -> list[Row]:
        rows = self._source
        if self._filter is not None:
            rows = [row for row in rows if self._filter(row)]
        if self._sorting is None:
            return list(rows)
        number, descending = self._sorting
        value = self.columns[number].order or self.columns[number].value
        return sorted(rows, key=lambda row: sort_key(value(row)), reverse=descending)

    def _show(self, wanted: list[Row]) -> None:
        keys = [self._key(row) for row in wanted]
        if keys != self._keys:
            self._remove(set(keys))
            self._reorder(keys)
            self._insert(wanted, keys)
        self._update(wanted)

    def _remove(self, kept: set[Hashable]) -> None:
        gone = [number for number, key in enumerate(self._keys) if key not in kept]
        for first, last in reversed(_runs(gone)):
            self.beginRemoveRows(_NO_PARENT, first, last)
            del self._rows[first : last + 1]
            del self._keys[first : last + 1]
            del self._cells[first : last + 1]
            self.endRemoveRows()

    def _reorder(self, keys: Sequence[Hashable]) -> None:
        place = {key: number for number, key in enumerate(keys)}
        order = sorted(range(len(self._keys)), key=lambda number: place[self._keys[number]])
        if order == list(range(len(order))):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        now_at = {old: new for new, old in enumerate(order)}
        self._rows = [self._rows[number] for number in order]
        self._keys = [self._keys[number] for number in order]
        self._cells = [self._cells[number] for number in order]
        after = [self.index(now_at[index.row()], index.column()) for index in before]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _insert(self, wanted: Sequence[Row], keys: Sequence[Hashable]) -> None:
        known = set(self._keys)
        new = [number for number, key in enumerate(keys) if key not in known]
        for first, last in _runs(new):
            self.beginInsertRows(_NO_PARENT, first, last)
            self._rows[first:first] = wanted[first : last + 1]
            self._keys[first:first] = keys[first : last + 1]
            self._cells[first:first] = [None] * (last + 1 - first)
            self.endInsertRows()

    def _update(self, wanted: Sequence[Row]) -> None:
        changed: list[tuple[int, int]] = []
        for number, (old, new) in enumerate(zip(self._rows, wanted, strict=True)):
            if old is new:
                continue
            self._rows[number] = new
            before = self._cells[number]
            if old == new:
                continue
            if before is None:  # nobody has looked at it yet
                changed += [(number, column) for column in range(len(self.columns))]
                continue
            after = self._cells[number] = self._made(new)
            changed += [(number, c) for c, cell in enumerate(after) if cell != before[c]]
        if len(changed) > _MANY:
            rows = [row for row, _ in changed]
            corners = self.index(min(rows), 0), self.index(max(rows), len(self.columns) - 1)
            self.dataChanged.emit(*corners)
            return
        for row, column in changed:
            index = self.index(row, column)
            self.dataChanged.emit(index, index)


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return ascending numbers as (first, last) of each unbroken run."""
    runs = []
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        runs.append((members[0], members[-1]))
    return runs
