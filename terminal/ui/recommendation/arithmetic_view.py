"""The arithmetic as a column of figures: operator, label, value, unit."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QWidget

from terminal.ui.panel import Canvas, PaintCost
from terminal.ui.recommendation.arithmetic import Line
from terminal.ui.theme import Theme
from terminal.ui.words import translate

LINE_HEIGHT = 19
_UNIT_WIDTH = 62
_MARGIN = 12


class ArithmeticView(Canvas):
    """Paints lines of arithmetic; results are strong and ruled off."""

    def __init__(self, theme: Theme, cost: PaintCost, parent: QWidget | None = None) -> None:
        super().__init__(cost, translate("window", "How the target was computed"), parent)
        self._theme = theme
        self._lines: tuple[Line, ...] = ()
        self.setMinimumWidth(240)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Show other lines; read aloud they are one line each."""
        if len(lines) != len(self._lines):
            self.setFixedHeight(max(1, len(lines)) * LINE_HEIGHT + 8)
        self._lines = lines
        self.setAccessibleDescription(
            "; ".join(f"{line.label} {line.value} {line.unit}" for line in lines)
        )
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Paint the lines."""
        theme = self._theme
        painter.fillRect(self.rect(), theme.color("surface"))
        plain, strong = theme.font(12), theme.font(12, QFont.Weight.DemiBold)
        small = theme.font(11)
        right = self.width() - _MARGIN - _UNIT_WIDTH
        middle = Qt.AlignmentFlag.AlignVCenter
        for number, line in enumerate(self._lines):
            top = 4 + number * LINE_HEIGHT
            row = QRect(_MARGIN, top, self.width() - 2 * _MARGIN, LINE_HEIGHT)
            if line.strong:
                painter.fillRect(row.left(), top, row.width(), 1, theme.color("border"))
            painter.setFont(small)
            painter.setPen(theme.color("text_faint"))
            painter.drawText(row, Qt.AlignmentFlag.AlignLeft | middle, line.operator)
            unit = QRect(right + 6, top, _UNIT_WIDTH, LINE_HEIGHT)
            painter.drawText(unit, Qt.AlignmentFlag.AlignLeft | middle, line.unit)
            label = QRect(_MARGIN + 16, top, right - _MARGIN - 16, LINE_HEIGHT)
            painter.setFont(plain)
            painter.setPen(theme.color("text" if line.strong else "text_secondary"))
            painter.drawText(label, Qt.AlignmentFlag.AlignLeft | middle, line.label)
            if line.tag:
                width = painter.fontMetrics().horizontalAdvance(line.label)
                painter.setFont(small)
                painter.setPen(theme.color("target"))
                tag = label.adjusted(width + 8, 0, 0, 0)
                painter.drawText(tag, Qt.AlignmentFlag.AlignLeft | middle, line.tag)
            painter.setFont(strong if line.strong else plain)
            painter.setPen(theme.color("text"))
            painter.drawText(label, Qt.AlignmentFlag.AlignRight | middle, line.value)

    def sizeHint(self) -> QSize:
        """Return a size that shows every line."""
        return QSize(340, max(1, len(self._lines)) * LINE_HEIGHT + 8)
