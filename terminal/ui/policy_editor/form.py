"""The fields of a policy, one line each, with what is wrong said under the field."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from terminal.ui.format import words
from terminal.ui.policy_editor.fields import Field, Unit
from terminal.ui.policy_editor.groups import GROUPS
from terminal.ui.theme import Theme
from terminal.ui.words import translate, translated

_FIELD_WIDTH = 128


class CalmComboBox(QComboBox):
    """A choice that the wheel scrolls past, unless it has the keyboard."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class PolicyForm(QWidget):
    """Every field of a policy as text. `edited` comes with each keystroke."""

    edited = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._fields: dict[str, QLineEdit | QComboBox] = {}
        self._errors: dict[str, QLabel] = {}
        self._captions: dict[str, QLabel] = {}
        self._changed: frozenset[str] = frozenset()
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        row = 0
        for group in GROUPS:
            heading = QLabel(translated(group.heading))
            heading.setProperty("role", "caption")
            grid.addWidget(heading, row, 0, 1, 3)
            row += 1
            for field in group.fields:
                row = self._add(grid, row, field, translated(group.heading))
        grid.setRowStretch(row, 1)

    def texts(self) -> dict[str, str]:
        """Return what every field says, by key."""
        return {
            key: widget.currentData() if isinstance(widget, QComboBox) else widget.text()
            for key, widget in self._fields.items()
        }

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Fill the fields; nothing counts as edited by it."""
        for key, widget in self._fields.items():
            before = widget.blockSignals(True)
            if isinstance(widget, QComboBox):
                widget.setCurrentIndex(max(widget.findData(texts[key]), 0))
            elif widget.text() != texts[key]:
                widget.setText(texts[key])
            widget.blockSignals(before)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Say at each field what is wrong with it."""
        for key, label in self._errors.items():
            text = errors.get(key, "")
            if label.text() == text:
                continue
            label.setText(f"▲ {text}" if text else "")
            label.setVisible(bool(text))
            self._fields[key].setAccessibleDescription(text)
            mark(self._fields[key], "wrong", bool(text))

    def show_changed(self, keys: frozenset[str]) -> None:
        """Mark the fields that differ from the policy in force: by a dot, not by colour alone."""
        for key in self._changed ^ keys:
            caption = self._captions[key]
            plain = caption.text().removeprefix("● ")
            caption.setText(f"● {plain}" if key in keys else plain)
            mark(caption, "role", "changed" if key in keys else "secondary")
        self._changed = keys

    def field(self, key: str) -> QLineEdit | QComboBox:
        """Return the field of a key."""
        return self._fields[key]

    def error(self, key: str) -> str:
        """Return what is said to be wrong with a field; empty where nothing is."""
        return self._errors[key].text().removeprefix("▲ ")

    def _add(self, grid: QGridLayout, row: int, field: Field, group: str) -> int:
        caption = QLabel(translated(field.label))
        caption.setProperty("role", "secondary")
        widget = self._choice(field) if field.unit is Unit.CHOICE else self._line(field)
        widget.setFixedWidth(_FIELD_WIDTH)
        unit = "" if field.unit in (Unit.CHOICE, Unit.COUNT) else f", {words(field.unit.value)}"
        widget.setAccessibleName(f"{group}: {translated(field.label)}{unit}")
        tip = translated(field.help or field.label)
        widget.setToolTip(
            translate("window", "{tip}\npolicy key: {key}").format(tip=tip, key=field.key)
        )
        caption.setToolTip(widget.toolTip())
        caption.setBuddy(widget)
        error = QLabel()
        error.setWordWrap(True)
        error.setProperty("role", "error")
        error.setAlignment(Qt.AlignmentFlag.AlignRight)
        error.hide()
        mark = QLabel("" if field.unit is Unit.CHOICE else words(field.unit.value))
        mark.setProperty("role", "faint")
        mark.setMinimumWidth(54)
        grid.addWidget(caption, row, 0)
        grid.addWidget(widget, row, 1)
        grid.addWidget(mark, row, 2)
        grid.addWidget(error, row + 1, 0, 1, 2)
        self._fields[field.key] = widget
        self._errors[field.key] = error
        self._captions[field.key] = caption
        return row + 2

    def _choice(self, field: Field) -> CalmComboBox:
        box = CalmComboBox()
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for choice in field.choices:
            box.addItem(words(choice), choice)
        box.currentIndexChanged.connect(self.edited)
        return box

    def _line(self, field: Field) -> QLineEdit:
        line = QLineEdit()
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.setPlaceholderText(translated(field.empty))
        line.setMaxLength(24)
        line.textEdited.connect(self.edited)
        return line


def mark(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet asks for, and let the widget look like it."""
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
