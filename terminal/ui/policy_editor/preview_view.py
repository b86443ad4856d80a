"""The preview as figures: per instrument target and order, before → after, and why."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from terminal.ui.panel import Canvas, PaintCost
from terminal.ui.policy_editor.preview import LegPreview, Preview
from terminal.ui.theme import Theme
from terminal.ui.words import translate

_LINE = 18
_MARGIN = 12
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NOTHING = Preview((), "")


class PreviewView(Canvas):
    """Paints a `Preview`; as high as what it says."""

    def __init__(self, theme: Theme, cost: PaintCost, parent: QWidget | None = None) -> None:
        super().__init__(cost, translate("window", "What the prepared policy would do"), parent)
        self._theme = theme
        self._preview = _NOTHING
        self._plain, self._strong = theme.font(12), theme.font(12, QFont.Weight.DemiBold)
        self._small = theme.font(11)
        self.setMinimumWidth(240)

    @property
    def preview(self) -> Preview:
        """What is shown."""
        return self._preview

    def show_preview(self, preview: Preview | None) -> None:
        """Show another preview, nothing for None."""
        shown = preview or _NOTHING
        if shown == self._preview:
            return
        self._preview = shown
        self.setAccessibleDescription("; ".join(_spoken(leg) for leg in shown.legs))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size that shows every line."""
        lines = sum(2 + len(leg.figures) for leg in self._preview.legs)
        return QSize(320, max(1, lines) * _LINE + 8)

    def draw(self, painter: QPainter) -> None:
        """Paint the instruments one under the other."""
        painter.fillRect(self.rect(), self._theme.color("surface"))
        top = 4
        for leg in self._preview.legs:
            top = self._draw_leg(painter, top, leg)

    def _draw_leg(self, painter: QPainter, top: int, leg: LegPreview) -> int:
        color = self._theme.color
        width = self.width() - 2 * _MARGIN
        painter.fillRect(_MARGIN, top, width, 1, color("border"))
        self._write(painter, QRect(_MARGIN, top, width, _LINE), leg.name, self._strong, "text")
        for compared in leg.figures:
            top += _LINE
            label = width * 22 // 100
            half = (width - label - 22) // 2
            before = QRect(_MARGIN + label, top, half, _LINE)
            arrow = QRect(before.right() + 1, top, 22, _LINE)
            after = QRect(arrow.right() + 1, top, half, _LINE)
            line = QRect(_MARGIN, top, label, _LINE)
            self._write(painter, line, compared.label, self._plain, "text_secondary")
            self._write(painter, before, compared.before, self._plain, "text_secondary", _RIGHT)
            centre = int(Qt.AlignmentFlag.AlignCenter)
            self._write(painter, arrow, "→", self._plain, "text_faint", centre)
            self._write(painter, after, compared.after, self._strong, compared.tone, _RIGHT)
        top += _LINE
        why = QFontMetrics(self._small).elidedText(leg.why, Qt.TextElideMode.ElideRight, width)
        self._write(painter, QRect(_MARGIN, top, width, _LINE), why, self._small, "text_faint")
        return top + _LINE

    def _write(
        self, painter: QPainter, area: QRect, text: str, font: QFont, role: str, side: int = _LEFT
    ) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(role))
        painter.drawText(area, side, text)


def _spoken(leg: LegPreview) -> str:
    figures = ", ".join(
        translate("window", "{label} {before} to {after}").format(
            label=one.label, before=one.before, after=one.after
        )
        for one in leg.figures
    )
    return f"{leg.name}: {figures}; {leg.why}"
