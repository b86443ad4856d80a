"""A table view that paints its cells by hand: a tenth of what the standard delegate costs."""

from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from typing import Any

from PySide6.QtCore import QItemSelection, QModelIndex, QRect, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QColor,
    QFontMetricsF,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QStaticText,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from terminal.ui.grounds import mixed
from terminal.ui.panel import PaintCost, measured
from terminal.ui.tables.column import Column, as_text
from terminal.ui.tables.rows_model import Cell, RowsModel
from terminal.ui.tables.widths import Widths
from terminal.ui.theme import Theme
from terminal.ui.words import translate, translated

ROW_HEIGHT = 21
_PADDING = 7
_LONGEST = 20  # digits' widths: a sentence does not make its column wider than this
# Laid-out texts and pictures of rows come and go: the oldest leave one by one, because emptying
# a full store at once would hold the interpreter lock for tens of milliseconds.
_MOST_TEXTS = 1024
_MOST_PICTURES = 160  # a few screens full of rows

Place = tuple[int, int, int, bool]


class TableView(QTableView):
    """Shows a `RowsModel`: fixed row height, whole rows selected, copied as tab-separated text.

    A `fitted` table shares its width out among its columns; others scroll. One with a `tightest`
    share of its columns' natural widths scrolls only where even that does not fit. A column grows
    to the widest figure that it is asked to show: a figure cut short is a wrong figure.

    The standard delegate asks the model seven times for every cell, through the language
    boundary each time (4.8 ms for 250 cells). Here a row's texts are drawn once, as a picture, and
    pictures are put together: what scrolls or is pushed down is not drawn again.
    """

    def __init__(
        self,
        model: RowsModel[Any],
        theme: Theme,
        cost: PaintCost,
        empty: str = "",
        parent: QWidget | None = None,
        *,
        fitted: bool = False,
        tightest: float = 0.0,
    ) -> None:
        super().__init__(parent)
        self._rows_model = model
        self._theme = theme
        self._cost = cost
        self.empty = empty  # what stands in place of rows where there are none
        self._fitted = fitted
        self._tightest = tightest
        self._growing = QTimer(self)
        self._growing.setSingleShot(True)
        self._growing.setInterval(0)
        self._growing.timeout.connect(self._share_out)
        self._texts: OrderedDict[tuple[str, int], tuple[QStaticText, float, float]] = OrderedDict()
        self._pictures: OrderedDict[tuple[Cell, ...], QPixmap] = OrderedDict()
        self._pictured: tuple[tuple[Place, ...], float] = ((), 1.0)
        self._pens: dict[str, QColor] = {}
        self.setFont(theme.font(12))
        self._metrics = QFontMetricsF(self.font())
        self._stripe = QColor()
        self.recolour()
        self.setModel(model)
        self._configure()
        model.rowsInserted.connect(self._stay)
        copy = QAction(translate("window", "Copy rows"), self)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy_selection)
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _configure(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        # Every cell's ground is painted here: else Qt paints those of all that lies beneath first.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        vertical = self.verticalHeader()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setMinimumSectionSize(ROW_HEIGHT)
        vertical.setDefaultSectionSize(ROW_HEIGHT)
        vertical.hide()
        horizontal = self.horizontalHeader()
        horizontal.setHighlightSections(False)
        horizontal.setStyleSheet(f"QHeaderView::section {{ padding: 3px {_PADDING}px; }}")
        horizontal.setSectionsMovable(True)
        horizontal.setMinimumSectionSize(30)
        horizontal.setSortIndicatorClearable(True)
        horizontal.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        horizontal.setStretchLastSection(True)
        self.setSortingEnabled(True)
        digit = self._metrics.horizontalAdvance("0")
        self._widths = Widths(round(_LONGEST * digit) + 2 * _PADDING)
        for number, column in enumerate(self._rows_model.columns):
            title = self._metrics.horizontalAdvance(self._heading(column))
            heading = round(title + 4) + 2 * _PADDING
            width = max(round(column.characters * digit) + 2 * _PADDING, heading)
            self._widths.add(width, heading)
            self.setColumnWidth(number, width)

    def _heading(self, column: Column[Any]) -> str:
        """Return the longest that a column's heading may be."""
        return translated(column.title)

    def copy_selection(self) -> None:
        """Put the selected rows (all where none is) on the clipboard, exact, tab-separated."""
        numbers = sorted({index.row() for index in self.selectionModel().selectedRows()})
        shown = self._rows_model.shown
        rows = [shown[number] for number in numbers] if numbers else shown
        text = as_text(self._rows_model.columns, rows, separator="\t")
        QGuiApplication.clipboard().setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out among the columns of a table that is to fit its place."""
        super().resizeEvent(event)
        self._share_out()

    def show_only(self, wanted: Callable[[Column[Any]], bool]) -> None:
        """Show the columns that are wanted; the others are exported and copied all the same."""
        hidden = [not wanted(column) for column in self._rows_model.columns]
        if hidden != [self.isColumnHidden(number) for number in range(len(hidden))]:
            for number, hide in enumerate(hidden):
                self.setColumnHidden(number, hide)
            self._share_out()

    def _share_out(self) -> None:
        widths = self._widths
        shown = [number for number in range(len(widths.least)) if not self.isColumnHidden(number)]
        if self._tightest or self._fitted:
            shares = widths.shares(shown, self.viewport().width(), tightest=self._tightest)
        else:
            shares = [max(self.columnWidth(number), widths.least[number]) for number in shown]
        for number, width in zip(shown, shares, strict=True):
            self.setColumnWidth(number, width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the visible cells that are due."""
        with measured(self.viewport(), self._cost) as painter:
            self._paint(painter, event.rect())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Repaint whole rows: the highlight runs past the last column."""
        super().selectionChanged(selected, deselected)
        self.viewport().update()

    def _paint(self, painter: QPainter, dirty: QRect) -> None:
        painter.fillRect(dirty, self._color("surface"))
        count = self._rows_model.rowCount()
        first = self.rowAt(max(0, dirty.top()))
        if not count:
            painter.setPen(self._color("text_faint"))
            painter.drawText(
                self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, translated(self.empty)
            )
        if first < 0 or not count:
            return
        last = self.rowAt(dirty.bottom())
        columns = self._columns()
        ratio = self.devicePixelRatioF()
        if (columns, ratio) != self._pictured:
            self._pictures.clear()
            self._pictured = columns, ratio
        # One look-up each for the whole table: a question to Qt costs more than a comparison.
        chosen = {index.row() for index in self.selectionModel().selectedRows()}
        current = self.currentIndex().row() if self.hasFocus() else -1
        top, width = self.rowViewportPosition(first), self.viewport().width()
        for row in range(first, (last if last >= 0 else count - 1) + 1):
            if row in chosen:
                painter.fillRect(0, top, width, ROW_HEIGHT, self._color("control_hover"))
            elif row % 2:
                painter.fillRect(0, top, width, ROW_HEIGHT, self._stripe)
            painter.drawPixmap(0, top, self._picture(self._rows_model.cells(row)))
            if row == current:
                painter.fillRect(0, top, 2, ROW_HEIGHT, self._color("accent"))
            top += ROW_HEIGHT

    def _picture(self, cells: tuple[Cell, ...]) -> QPixmap:
        """Return a row's texts on no ground: drawn once, for as long as they say the same."""
        picture = self._pictures.get(cells)
        if picture is not None:
            return picture
        columns, ratio = self._pictured
        width = max(self.viewport().width(), 1)
        picture = QPixmap(ceil(width * ratio), ceil(ROW_HEIGHT * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setFont(self.font())
        top, tone = round((ROW_HEIGHT - self._metrics.height()) / 2), ""
        for number, left, room, right in columns:
            cell = cells[number]
            if not cell.text:
                continue
            text, length, whole = self._laid_out(cell.text, room - 2 * _PADDING)
            if whole > length and self._widths.grow(number, ceil(whole) + 2 * _PADDING):
                self._growing.start()  # once Qt has painted
            if cell.tone != tone:
                tone = cell.tone
                painter.setPen(self._color(tone))
            x = left + room - _PADDING - length if right else left + _PADDING
            painter.drawStaticText(round(x), top, text)
        painter.end()
        if len(self._pictures) >= _MOST_PICTURES:
            self._pictures.popitem(last=False)
        self._pictures[cells] = picture
        return picture

    def _columns(self) -> tuple[Place, ...]:
        """Return number, left, width and side of every column that is in view."""
        found = []
        edge = self.viewport().width()
        for number, column in enumerate(self._rows_model.columns):
            left, width = self.columnViewportPosition(number), self.columnWidth(number)
            if not self.isColumnHidden(number) and left < edge and left + width > 0:
                found.append((number, left, width, column.right))
        return tuple(found)

    def _laid_out(self, text: str, width: int) -> tuple[QStaticText, float, float]:
        """Return a text for a width, its length so, and its length if nothing is cut."""
        key = (text, width)
        found = self._texts.get(key)
        if found is not None:
            return found
        length = whole = self._metrics.horizontalAdvance(text)
        if length > width:
            text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0))
            length = self._metrics.horizontalAdvance(text)
        laid_out = QStaticText(text)
        laid_out.setTextFormat(Qt.TextFormat.PlainText)
        laid_out.prepare(font=self.font())
        if len(self._texts) >= _MOST_TEXTS:
            self._texts.popitem(last=False)
        found = self._texts[key] = laid_out, length, whole
        return found

    def recolour(self) -> None:
        """Take the theme's present colours."""
        self._pens.clear()
        self._pictures.clear()
        self._stripe = mixed(self._theme.color("surface"), self._theme.color("raised"), 0.55)

    def _color(self, role: str) -> QColor:
        color = self._pens.get(role)
        if color is None:
            color = self._pens[role] = self._theme.color(role)
        return color

    def _stay(self, _parent: QModelIndex, first: int, last: int) -> None:
        """Keep what the trader reads in its place when newer rows arrive above it."""
        bar = self.verticalScrollBar()
        if bar.value() > 0 and first * ROW_HEIGHT <= bar.value():
            self.updateGeometries()  # the bar must know of the new rows before it can follow
            bar.setValue(bar.value() + (last - first + 1) * ROW_HEIGHT)
