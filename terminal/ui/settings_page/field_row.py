"""One setting on the page: caption, field with its unit, and below it what is wrong."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from terminal.model.errors import UserError
from terminal.ui.keeper import SettingField
from terminal.ui.typed import ungrouped
from terminal.ui.words import translated

_FIELD_WIDTH = 240


class FieldRow(QWidget):
    """Asks `change` to take a value; a refusal stays beside the field until it is mended."""

    kept = Signal(str)  # the key of the setting that was changed

    def __init__(
        self,
        field: SettingField,
        value: object,
        change: Callable[[str, object], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._change = change
        self.error = QLabel()
        self.error.setProperty("role", "error")
        self.error.setWordWrap(True)
        self.error.hide()
        self.input = self._input(value)
        self.input.setAccessibleName(translated(field.title))
        self.input.setToolTip(field.allowed().capitalize() if field.kind != "switch" else "")
        self._lay_out()

    def show_value(self, value: object) -> None:
        """Show another value, without asking anybody to keep it."""
        entry = self.input
        entry.blockSignals(True)
        if isinstance(entry, QCheckBox):
            entry.setChecked(bool(value))
        elif isinstance(entry, QComboBox):
            entry.setCurrentIndex(entry.findData(value))
        elif isinstance(entry, QLineEdit):
            entry.setText("" if value is None else _plain(value))
        entry.blockSignals(False)
        self._complain("")

    def _input(self, value: object) -> QWidget:
        if self.field.kind == "switch":
            switch = QCheckBox(translated(self.field.title))
            switch.setChecked(bool(value))
            switch.toggled.connect(self._take)
            return switch
        if self.field.kind == "choice":
            choice = QComboBox()
            for name in self.field.choices:
                choice.addItem(_words(name), name)
            choice.setCurrentIndex(choice.findData(value))
            choice.currentIndexChanged.connect(lambda _: self._take(choice.currentData()))
            return choice
        entry = QLineEdit("" if value is None else _plain(value))
        entry.setPlaceholderText(self.tr("nothing") if self.field.optional else "")
        entry.editingFinished.connect(lambda: self._take(self._read(entry.text().strip())))
        return entry

    def _read(self, text: str) -> object:
        """Return the text as the kind of value it should be; what is none is kept as text."""
        if not text and self.field.optional:
            return None
        try:
            if self.field.kind == "whole":
                return int(ungrouped(text))
            if self.field.kind == "number":
                return float(ungrouped(text))
        except ValueError:
            pass  # the change is refused, with what would be allowed
        return text

    def _take(self, value: object) -> None:
        try:
            self._change(self.field.key, value)
        except UserError as error:
            self._complain(str(error))
        else:
            self._complain("")
            self.kept.emit(self.field.key)

    def _complain(self, words: str) -> None:
        self.error.setText(words)
        self.error.setVisible(bool(words))
        self.input.setProperty("wrong", bool(words))
        self.input.style().unpolish(self.input)
        self.input.style().polish(self.input)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        if self.field.kind != "switch":
            caption = QLabel(translated(self.field.title))
            caption.setBuddy(self.input)
            caption.setMinimumWidth(_FIELD_WIDTH)
            row.addWidget(caption)
            self.input.setFixedWidth(_FIELD_WIDTH)
        row.addWidget(self.input)
        unit = QLabel(translated(self.field.unit))
        unit.setProperty("role", "secondary")
        row.addWidget(unit)
        row.addStretch(1)
        about = translated(self.field.description)
        if self.field.next_start:
            counts = self.tr("Counts from the next start.")
            about = f"{about} {counts}".strip()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 3, 0, 3)
        column.setSpacing(2)
        column.addLayout(row)
        if about:
            note = QLabel(about)
            note.setProperty("role", "secondary")
            note.setWordWrap(True)
            column.addWidget(note)
        column.addWidget(self.error)


def _words(name: str) -> str:
    return translated(name.replace("_", " ").capitalize()) if name != "utc" else "UTC"


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
