"""One line over the ladder: what is held now, and what the staged order makes of it."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from terminal.ui.panel import Canvas, PaintCost
from terminal.ui.theme import Theme
from terminal.ui.words import translate

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
Span = tuple[str, str, bool]  # text, role of its colour, strong


class Summary(Canvas):
    """Spans of text one after the other, cut off with an ellipsis where there is no room."""

    def __init__(self, theme: Theme, cost: PaintCost, parent: QWidget | None = None) -> None:
        super().__init__(
            cost, translate("window", "Position now and after the staged order"), parent
        )
        self._theme = theme
        self._spans: tuple[Span, ...] = ()
        self._fonts = (theme.font(12), theme.font(12, QFont.Weight.DemiBold))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(24)

    @property
    def text(self) -> str:
        """What the line says."""
        return " ".join(text for text, _, _ in self._spans)

    def sizeHint(self) -> QSize:
        """Return the height of a line; the width is what is left."""
        return QSize(120, 24)

    def say(self, spans: tuple[Span, ...]) -> None:
        """Show other spans."""
        if spans != self._spans:
            self._spans = spans
            self.setAccessibleDescription(self.text)
            self.setToolTip(self.text)
            self.update()

    def draw(self, painter: QPainter) -> None:
        """Paint the spans from the left."""
        painter.fillRect(self.rect(), self._theme.color("surface"))
        left = 6
        for text, role, strong in self._spans:
            font = self._fonts[strong]
            metrics = QFontMetrics(font)
            room = self.width() - left - 4
            if room < 20:
                return
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.setFont(font)
            painter.setPen(self._theme.color(role))
            painter.drawText(QRect(left, 0, room, self.height()), _LEFT, shown)
            left += metrics.horizontalAdvance(shown) + 10
