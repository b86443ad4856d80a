"""A row of large figures with their captions, and the banner that goes above one."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from terminal.ui.panel import Canvas, PaintCost
from terminal.ui.stale_marks import hatch
from terminal.ui.theme import Theme

ROW_OF_FIGURES = 62  # pixels
_NARROWEST = 132  # a figure narrower than this would lose digits: two rows then
_PAD = 10
_GAUGE_HEIGHT = 3
_BANNER_LINES = 3


class Gauge(NamedTuple):
    """How far a figure is on its way: shares of the gauge's length; `tone` is a role."""

    filled: float
    marks: tuple[float, ...]
    tone: str


class Figure(NamedTuple):
    """One figure: what it is, its value, what to know about it. `tone` is a colour's role."""

    caption: str
    value: str
    note: str = ""
    tone: str = "text"
    note_tone: str = "text_secondary"
    gauge: Gauge | None = None


class FigureStrip(Canvas):
    """Figures side by side, equally wide; doubtful ones grey on a hatched ground."""

    def __init__(
        self, theme: Theme, cost: PaintCost, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(cost, name, parent)
        self._theme = theme
        self._figures: tuple[Figure, ...] = ()
        self._doubtful: frozenset[int] = frozenset()
        self._caption_font = theme.font(11, QFont.Weight.Medium)
        self._value_font = theme.font(18, QFont.Weight.DemiBold)
        self._note_font = theme.font(11)
        self.setFixedHeight(ROW_OF_FIGURES)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What is shown."""
        return self._figures

    def show_figures(
        self, figures: tuple[Figure, ...], doubtful: frozenset[int] = frozenset()
    ) -> None:
        """Show `figures`; those at the places in `doubtful` cannot be relied on."""
        if (figures, doubtful) == (self._figures, self._doubtful):
            return
        self._figures, self._doubtful = figures, doubtful
        self._fit()
        self.setAccessibleDescription(
            "; ".join(f"{figure.caption}: {figure.value} {figure.note}" for figure in figures)
        )
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Paint every figure in its place."""
        painter.fillRect(self.rect(), self._theme.color("surface"))
        if not self._figures:
            return
        columns = self._columns()
        width = self.width() / columns
        border = self._theme.color("border")
        for place, figure in enumerate(self._figures):
            row, column = divmod(place, columns)
            left, top = round(column * width), row * ROW_OF_FIGURES
            area = QRect(left, top, round(width), ROW_OF_FIGURES - 1)
            self._draw_figure(painter, figure, area, doubtful=place in self._doubtful)
            painter.setPen(border)
            if column:
                painter.drawLine(left, top + 10, left, top + ROW_OF_FIGURES - 10)
            else:
                bottom = top + ROW_OF_FIGURES - 1
                painter.drawLine(0, bottom, self.width(), bottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take two rows where one would be too tight."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Tell the whole figure under the pointer, where its place is too narrow for it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.told(event.x(), event.y()), self)
            return True
        return super().event(event)

    def told(self, x: int, y: int) -> str:
        """Return the figure at a point in words, "" where there is none."""
        columns = self._columns()
        place = y // ROW_OF_FIGURES * columns + int(x * columns / max(self.width(), 1))
        if not 0 <= place < len(self._figures):
            return ""
        figure = self._figures[place]
        return f"{figure.caption}: {figure.value}\n{figure.note}".strip()

    def _columns(self) -> int:
        count = len(self._figures)
        tight = self.width() < count * _NARROWEST
        return max(1, -(-count // 2) if tight else count)

    def _fit(self) -> None:
        rows = -(-len(self._figures) // self._columns())
        height = max(1, rows) * ROW_OF_FIGURES
        if self.height() != height:
            self.setFixedHeight(height)

    def _draw_figure(
        self, painter: QPainter, figure: Figure, area: QRect, *, doubtful: bool
    ) -> None:
        if doubtful:
            hatch(painter, area, self._theme)
        left, width = area.left() + _PAD, area.width() - _PAD - 4
        lines = (
            (self._caption_font, "text_secondary", figure.caption, 5),
            (self._value_font, "stale" if doubtful else figure.tone, figure.value, 19),
            (self._note_font, "stale" if doubtful else figure.note_tone, figure.note, 41),
        )
        for font, role, text, top in lines:
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(self._theme.color(role))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(left, area.top() + top + metrics.ascent() - 1, shown)
        if figure.gauge is not None:
            self._draw_gauge(
                painter, figure.gauge, QRectF(left, area.top() + 56, width - 6, _GAUGE_HEIGHT)
            )

    def _draw_gauge(self, painter: QPainter, gauge: Gauge, area: QRectF) -> None:
        painter.fillRect(area, self._theme.color("control"))
        filled = QRectF(area)
        filled.setWidth(area.width() * min(max(gauge.filled, 0.0), 1.0))
        painter.fillRect(filled, self._theme.color(gauge.tone))
        for mark in gauge.marks:
            x = round(area.left() + area.width() * mark)
            tick = QRectF(x, area.top() - 2, 1, area.height() + 4)
            painter.fillRect(tick, self._theme.color("text_secondary"))


class Banner(Canvas):
    """One loud sentence across a panel; takes no room while there is nothing to say."""

    def __init__(
        self, theme: Theme, cost: PaintCost, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(cost, name, parent)
        self._theme = theme
        self._text = ""
        self._role = "warning"
        self._font = theme.font(12, QFont.Weight.DemiBold)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def text(self) -> str:
        """What the banner says."""
        return self._text

    def say(self, text: str, role: str) -> None:
        """Show `text` on the colour of `role`; "" hides the banner."""
        if (text, role) == (self._text, self._role):
            return
        self._text, self._role = text, role
        self.setAccessibleDescription(text)
        self._fit()
        self.setVisible(bool(text))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room that the sentence needs."""
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the sentence the lines that it needs at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def draw(self, painter: QPainter) -> None:
        """Paint the sentence."""
        painter.fillRect(self.rect(), self._theme.color(self._role))
        painter.setFont(self._font)
        painter.setPen(self._theme.color("on_strong"))
        area = self.rect().adjusted(_PAD, 3, -_PAD, -3)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area, flags, self._text)

    def _fit(self) -> None:
        metrics = QFontMetrics(self._font)
        room = QRect(0, 0, max(self.width() - 2 * _PAD, 50), 1000)
        needed = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self._text).height()
        self.setFixedHeight(min(needed, _BANNER_LINES * metrics.lineSpacing()) + 8)
