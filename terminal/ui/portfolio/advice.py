"""The portfolio's advice: short sentences, each with its shape, wrapped where it is narrow."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from terminal.ui.panel import Canvas, PaintCost
from terminal.ui.portfolio.rows import Advice
from terminal.ui.theme import Theme
from terminal.ui.words import translate

_PAD = 10
_INDENT = 18
_GAP = 6
_TOP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_WRAPPED = _TOP | int(Qt.TextFlag.TextWordWrap)


class AdviceList(Canvas):
    """Sentences one under the other."""

    def __init__(self, theme: Theme, cost: PaintCost, parent: QWidget | None = None) -> None:
        super().__init__(cost, translate("window", "Portfolio advice"), parent)
        self._theme = theme
        self._advice: tuple[Advice, ...] = ()
        self._font = theme.font(12)
        self._caption = theme.font(11, QFont.Weight.DemiBold)
        self._metrics = QFontMetrics(self._font)

    @property
    def advice(self) -> tuple[Advice, ...]:
        """What is shown."""
        return self._advice

    def sizeHint(self) -> QSize:
        """Return the room for a few sentences."""
        return QSize(300, 96)

    def show_advice(self, advice: tuple[Advice, ...]) -> None:
        """Show other sentences."""
        if advice == self._advice:
            return
        self._advice = advice
        words = " ".join(line.text for line in advice)
        self.setAccessibleDescription(words)
        self.setToolTip("\n".join(line.text for line in advice))
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Paint the sentences from the top, as far as there is room."""
        theme = self._theme
        painter.fillRect(self.rect(), theme.color("surface"))
        if not self._advice:
            return
        painter.setFont(self._caption)
        painter.setPen(theme.color("text_secondary"))
        painter.drawText(
            QRect(_PAD, 6, self.width() - 2 * _PAD, 16), _TOP, translate("window", "What to do")
        )
        painter.setFont(self._font)
        top, width = 26, self.width() - 2 * _PAD - _INDENT
        for line in self._advice:
            if top + self._metrics.height() > self.height():
                return
            room = QRect(_PAD + _INDENT, top, width, 400)
            high = self._metrics.boundingRect(room, _WRAPPED, line.text).height()
            painter.setPen(theme.color(line.tone))
            painter.drawText(QRect(_PAD, top, _INDENT, 20), _TOP, line.shape)
            painter.drawText(room, _WRAPPED, line.text)
            top += high + _GAP
