"""What the panels with one table have in common: the table, a filter, copy and export."""

from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from terminal.ui.desk import Desk
from terminal.ui.grounds import on_surface
from terminal.ui.panel import Panel
from terminal.ui.progress import Ending, Progress
from terminal.ui.steady_label import SteadyLabel
from terminal.ui.tables.column import Column, Kind
from terminal.ui.tables.export import steps_of, written
from terminal.ui.tables.rows_model import RowsModel
from terminal.ui.tables.table_view import TableView
from terminal.ui.theme import Theme
from terminal.ui.words import translate, translated

_TYPING_PAUSE_MS = 150
_MESSAGE_MS = 6000
_AT_ONCE = 200  # rows that are written before anybody could look


class TablePanel(Panel):
    """A panel that is one table; each kind of row adds its columns and its words."""

    every_frames = 6
    empty: ClassVar[str] = ""
    searchable: ClassVar[bool] = True
    capacity: ClassVar[int] = 10_000
    tightest: ClassVar[float] = 0.0  # how far columns give way before the table scrolls

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        columns: Sequence[Column[Any]],
        key: Callable[[Any], Hashable],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, theme, parent)
        self.model: RowsModel[Any] = RowsModel(columns, key, theme.color, self.capacity, self)
        self.view = TableView(
            self.model, theme, self.cost, self.empty, self, tightest=self.tightest
        )
        self.view.setAccessibleName(self.tr("{} table").format(translated(self.heading)))
        self.view.activated.connect(self._on_activated)
        self.export_action = QAction(translate("window", "Export CSV…"), self)
        self.export_action.setToolTip(self.tr("Save the rows that are shown, exact, as a CSV file"))
        self.export_action.triggered.connect(self._ask_where)
        self.view.addAction(self.export_action)
        on_surface(self, theme)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._count = SteadyLabel(self)
        self._count.setProperty("role", "faint")
        self.search = QLineEdit(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.apply_filter)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self._say_count)
        self.bar = QHBoxLayout()
        self._fill_bar()
        self._layout.addWidget(self.view, 1)
        self.progress = Progress(self)  # a window puts its own in its place: never out of sight
        self._layout.addWidget(self.progress)
        for signal in (self.model.rowsInserted, self.model.rowsRemoved, self.model.modelReset):
            signal.connect(self._say_count)
        self._say_count()

    def wanted(self, _row: Any) -> bool:
        """Return whether the panel's own filter, beside the words searched for, accepts a row."""
        return True

    def apply_filter(self) -> None:
        """Show what the filter lets through."""
        words = self.search.text().casefold().split()
        texts = [column.value for column in self.model.columns if column.kind is Kind.TEXT]

        def accepted(row: Any) -> bool:
            if not self.wanted(row):
                return False
            if not words:
                return True
            searched = "\n".join(str(value(row) or "") for value in texts).casefold()
            return all(word in searched for word in words)

        self.model.set_filter(accepted)
        self._say_count()

    def export(self, path: Path) -> None:
        """Write the rows that are shown to `path` as CSV, in the order in which they are shown."""
        for _ in written(path, self.model.columns, self.model.shown):
            pass

    def _fill_bar(self) -> None:
        holder = QWidget(self)
        self.bar.setContentsMargins(6, 3, 6, 3)
        self.bar.setSpacing(6)
        holder.setLayout(self.bar)
        self.search.setPlaceholderText(self.tr("Filter"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Filter {}").format(translated(self.heading).lower()))
        self.search.setMaximumWidth(180)
        self.search.textChanged.connect(self._pause.start)
        export = QToolButton(self)
        export.setDefaultAction(self.export_action)
        export.setText(self.tr("CSV"))
        export.setAccessibleName(
            self.tr("Export {} as CSV").format(translated(self.heading).lower())
        )
        self.bar.addWidget(self.search)
        self.bar.addStretch(1)
        self.bar.addWidget(self._count)
        self.bar.addWidget(export)
        self._layout.addWidget(holder)
        holder.setVisible(self.searchable)

    def _say_count(self) -> None:
        if self._quiet.isActive():
            return
        shown, total = self.model.rowCount(), self.model.total
        self._count.say(
            f"{shown:,}"
            if shown == total
            else translate("window", "{shown:,} of {total:,}").format(shown=shown, total=total)
        )

    def _say(self, message: str) -> None:
        self._count.say(message)
        self._quiet.start(_MESSAGE_MS)

    def _ask_where(self) -> None:
        dialog = QFileDialog(
            self,
            translate("window", "Export {part}").format(part=translated(self.heading).lower()),
            f"{self.name}.csv",
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(translate("window", "CSV (*.csv)"))
        dialog.setDefaultSuffix("csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    @property
    def message(self) -> str:
        """What stands beside the filter: the number of rows, or what became of an export."""
        return self._count.text()

    def save_to(self, chosen: str) -> None:
        """Export to the file that was chosen, and say what became of it.

        Many rows are written between frames, with their progress shown, and can be given up.
        """
        path, rows = Path(chosen), len(self.model.shown)
        if rows <= _AT_ONCE:
            try:
                self.export(path)
            except OSError as error:
                self._say_ended(path, rows, Ending.FAILED, error.strerror or str(error))
            else:
                self._say_ended(path, rows, Ending.DONE, "")
            return
        self.progress.run(
            translate("window", "Writing {name}").format(name=path.name),
            written(path, self.model.columns, self.model.shown),
            total=steps_of(rows),
            ended=lambda ending, why: self._say_ended(path, rows, ending, why),
        )

    def _say_ended(self, path: Path, rows: int, ending: Ending, why: str) -> None:
        if ending is Ending.DONE:
            self._say(
                translate("window", "Saved {rows:,} rows to {name}").format(
                    rows=rows, name=path.name
                )
            )
        elif ending is Ending.CANCELLED:
            self._say(
                translate("window", "Given up: {name} was not written").format(name=path.name)
            )
        else:
            self._say(
                translate("window", "Not saved: {why}. Choose another place.").format(why=why)
            )

    def _on_activated(self, index: QModelIndex) -> None:
        row = self.model.shown[index.row()]
        venue, symbol = self.place_of(row)
        if venue and symbol:
            self.focus_requested.emit(venue, symbol)

    def place_of(self, row: Any) -> tuple[str, str]:
        """Return venue and symbol of a row, "" where it has none."""
        return row.venue, row.symbol
