"""A short text that changes all the time and moves nothing around it."""

from math import ceil

from PySide6.QtCore import QEvent, QSize, Qt
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

    def say(self, words: str) -> None:
        """Show `words`; the label becomes wider or narrower only where they need it."""
        if words != self.text():
            self.setText(words)
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit the words anew where the font has changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        self.ensurePolished()
        metrics = self.fontMetrics()
        steps = ceil(metrics.horizontalAdvance(self.text()) / _STEP)
        size = QSize(steps * _STEP, metrics.height())
        if size != self.size():
            self.setFixedSize(size)
