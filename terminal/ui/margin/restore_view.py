"""The restore's plan under the figures: a line an account, two at most, the rest in the tip."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from terminal.ui.margin.restore import RestoreWords
from terminal.ui.panel import Canvas, PaintCost
from terminal.ui.theme import Theme
from terminal.ui.words import translate

_LINE = 18
_MOST = 2
_PAD = 10
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class RestoreLines(Canvas):
    """Paints sentences one under the other, cut off with an ellipsis where there is no room."""

    def __init__(self, theme: Theme, cost: PaintCost, parent: QWidget | None = None) -> None:
        super().__init__(cost, translate("window", "What the margin restore would do"), parent)
        self._theme = theme
        self._words: tuple[RestoreWords, ...] = ()
        self._font = theme.font(11)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_LINE)
        self.hide()

    @property
    def text(self) -> str:
        """Everything that is said."""
        return "\n".join(words.text for words in self._words)

    def say(self, words: tuple[RestoreWords, ...]) -> None:
        """Show other sentences; nothing takes no room."""
        if words == self._words:
            return
        self._words = words
        self.setAccessibleDescription(self.text)
        self.setToolTip(self.text)
        self.setFixedHeight(_LINE * max(1, min(len(words), _MOST)) + 2)
        self.setVisible(bool(words))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of the lines."""
        return QSize(200, self.height())

    def draw(self, painter: QPainter) -> None:
        """Paint the sentences."""
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.setFont(self._font)
        metrics = QFontMetrics(self._font)
        for number, words in enumerate(self._words[:_MOST]):
            area = QRect(_PAD, number * _LINE, self.width() - 2 * _PAD, _LINE)
            text = metrics.elidedText(words.text, Qt.TextElideMode.ElideRight, area.width())
            painter.setPen(self._theme.color(words.tone))
            painter.drawText(area, _LEFT, text)
