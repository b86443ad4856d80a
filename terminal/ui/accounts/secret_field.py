"""A field for a secret: never shown, never suggested, gone without a trace once it is used."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget


class SecretField(QLineEdit):
    """Nothing can be copied out of it, and no undo brings back what was cleared."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        hints = Qt.InputMethodHint
        self.setInputMethodHints(
            hints.ImhHiddenText | hints.ImhSensitiveData | hints.ImhNoPredictiveText
        )

    def take(self) -> str:
        """Return what was entered and forget it."""
        text = self.text()
        self.forget()
        return text

    def forget(self) -> None:
        """Empty the field; unlike `clear`, `setText` empties the undo history as well."""
        self.setText("")
