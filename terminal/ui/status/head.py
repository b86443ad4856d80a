"""The head's figures: caption above, value below; early warnings carry a shape and a colour."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from terminal.ui.panel import Canvas, PaintCost
from terminal.ui.status.rows import Figure
from terminal.ui.theme import Theme
from terminal.ui.words import translate

_GAP = 22
_LEFT = 4
_SHAPES = ("●", "▲", "■")
_ROLES = ("up", "warning", "alarm")


class HeadFigures(Canvas):
    """Paints as many figures as fit, spare ones left out first; widths only ever grow."""

    def __init__(self, theme: Theme, cost: PaintCost, parent: QWidget | None = None) -> None:
        super().__init__(cost, translate("window", "Key figures"), parent)
        self._theme = theme
        self._figures: tuple[Figure, ...] = ()
        self._widths: dict[str, int] = {}
        self._fonts = {
            "caption": theme.font(11),
            "value": theme.font(14, QFont.Weight.Medium),
            "large": theme.font(22, QFont.Weight.DemiBold),
        }
        self._metrics = {name: QFontMetrics(font) for name, font in self._fonts.items()}
        self.setMinimumSize(200, 56)

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        """Show other figures."""
        self._figures = figures
        self.setAccessibleDescription("; ".join(f"{f.caption} {f.value}" for f in figures))
        self.update()

    def forget_widths(self) -> None:
        """Another instrument has figures of other widths."""
        self._widths.clear()

    def draw(self, painter: QPainter) -> None:
        """Paint the figures from left to right."""
        theme = self._theme
        painter.fillRect(self.rect(), theme.color("window"))
        left = _LEFT
        for figure, width in self.fitting():
            self._draw_figure(painter, left, width, figure)
            left += width + _GAP

    def fitting(self) -> list[tuple[Figure, int]]:
        """Return the figures that there is room for, each with its width."""
        wide = [(figure, self._width(figure)) for figure in self._figures]
        room = self.width() - _LEFT
        if sum(width + _GAP for _, width in wide) - _GAP > room:
            wide = [(figure, width) for figure, width in wide if not figure.spare]
        while wide and sum(width + _GAP for _, width in wide) - _GAP > room:
            wide.pop()
        return wide

    def sizeHint(self) -> QSize:
        """Return the size of all figures side by side."""
        return QSize(900, 56)

    def _width(self, figure: Figure) -> int:
        value = self._metrics["large" if figure.large else "value"]
        caption = self._metrics["caption"].horizontalAdvance(figure.caption)
        if figure.note:
            caption += self._metrics["caption"].horizontalAdvance(figure.note) + 10
        shape = 0 if figure.level is None else 16
        needed = max(caption, value.horizontalAdvance(figure.value) + shape) + 2
        width = max(needed, self._widths.get(figure.caption, 0))
        self._widths[figure.caption] = width
        return width

    def _draw_figure(self, painter: QPainter, left: int, width: int, figure: Figure) -> None:
        theme = self._theme
        bottom = Qt.AlignmentFlag.AlignBottom
        painter.setFont(self._fonts["caption"])
        painter.setPen(theme.color("text_secondary"))
        caption = QRect(left, 6, width, 16)
        painter.drawText(caption, Qt.AlignmentFlag.AlignLeft | bottom, figure.caption)
        if figure.note:
            painter.setPen(theme.color("text_faint"))
            painter.drawText(caption, Qt.AlignmentFlag.AlignRight | bottom, figure.note)
        painter.setFont(self._fonts["large" if figure.large else "value"])
        value = QRect(left, 20, width, 31)
        if figure.level is not None:
            painter.setPen(theme.color(_ROLES[figure.level]))
            painter.drawText(
                value,
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                _SHAPES[figure.level],
            )
            value.setLeft(left + 16)
        role = figure.role if not figure.level else _ROLES[figure.level]
        painter.setPen(theme.color(role))
        painter.drawText(
            value, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, figure.value
        )
