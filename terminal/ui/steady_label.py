"""A short text that changes all the time and moves nothing around it."""

from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

_STEP = 24  # pixels by which it grows and shrinks


class SteadyLabel(QLabel):
    """A label on one line, right-aligned, that keeps its size while its text roughly does.

    Qt asks a whole window's layout anew for every new text of an ordinary label, docks and all;
    one of a fixed size concerns nobody else.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._needed = 0

    def say(self, words: str) -> None:
        """Show `words`; the label becomes wider or narrower only where they need it."""
        if words == self.text():
            return
        advance = self.fontMetrics().horizontalAdvance(words)
        needed = ceil(advance / _STEP) * _STEP
        if needed != self._needed:
            self._needed = needed
            self.setFixedSize(needed, self.fontMetrics().height())
        self.setText(words)
