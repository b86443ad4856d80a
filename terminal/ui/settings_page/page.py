"""The settings page: a window of its own that blocks nothing; a change counts as it is made."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from terminal.ui.keeper import Keeper
from terminal.ui.settings_page.field_row import FieldRow
from terminal.ui.words import translated


class SettingsPage(QDialog):
    """Every setting that is one value, in groups, with a filter above."""

    changed = Signal(str)  # the key of the setting that was changed

    def __init__(self, keeper: Keeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self.setWindowTitle(self.tr("Settings"))
        self.setAccessibleName(self.tr("Settings"))
        self.resize(640, 620)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter settings"))
        self.filter.setAccessibleName(self.tr("Filter settings"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        self.rows: dict[str, FieldRow] = {}
        self._groups: list[tuple[QLabel, list[FieldRow]]] = []
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(4)
        self._fill(column)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(self.tr("Settings"))
        scroll.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.filter)
        layout.addWidget(scroll, 1)

    def show_page(self) -> None:
        """Show the page with the values as they are now."""
        for key, row in self.rows.items():
            row.show_value(self._keeper.value(key))
        self.show()
        self.raise_()
        self.activateWindow()
        self.filter.setFocus()

    def _fill(self, column: QVBoxLayout) -> None:
        titles = {
            "window": self.tr("Window"),
            "": self.tr("Start"),
            "paper": self.tr("Paper market"),
        }
        fields = self._keeper.fields()
        for table, title in titles.items():
            mine = [field for field in fields if field.key.rpartition(".")[0] == table]
            if not mine:
                continue
            caption = QLabel(title)
            caption.setProperty("role", "caption")
            column.addSpacing(8)
            column.addWidget(caption)
            rows = []
            for field in mine:
                row = FieldRow(field, self._keeper.value(field.key), self._keeper.change)
                row.kept.connect(self.changed)
                column.addWidget(row)
                rows.append(row)
                self.rows[field.key] = row
            self._groups.append((caption, rows))
        if not self.rows:
            column.addWidget(QLabel(self.tr("This window keeps no settings.")))

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for caption, rows in self._groups:
            shown = False
            for row in rows:
                field = row.field
                told = (field.title, field.description, field.unit)
                said = " ".join((*told, *map(translated, told), field.key)).casefold()
                fits = all(word in said for word in words)
                row.setVisible(fits)
                shown |= fits
            caption.setVisible(shown)
