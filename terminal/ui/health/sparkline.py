"""A small line over the last minutes, with its limit."""

from math import isfinite

import numpy as np
from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from terminal.ui import format as show
from terminal.ui.panel import Canvas, PaintCost
from terminal.ui.ring_buffer import RingBuffer
from terminal.ui.theme import Theme
from terminal.ui.words import translate

_PAD = 10
_LINE = 16
_SECONDS = 300
_MOST_LIMITS = 3.0
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class Sparkline(Canvas):
    """One figure in milliseconds, once a second, newest at the right; a gap where unknown."""

    def __init__(
        self,
        theme: Theme,
        cost: PaintCost,
        caption: str,
        limit: float,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(cost, caption, parent)
        self._theme = theme
        self._caption = caption
        self._limit = limit
        self._ring: RingBuffer | None = None
        self._strong = theme.font(11, QFont.Weight.DemiBold)
        self.setMinimumHeight(56)

    def sizeHint(self) -> QSize:
        """Return the room for the line and its caption."""
        return QSize(240, 72)

    def show_ring(self, ring: RingBuffer) -> None:
        """Draw what `ring` holds now."""
        self._ring = ring
        newest = self._newest()
        known = (
            translate("window", "not known")
            if newest is None
            else translate("window", "{newest:.1f} ms").format(newest=newest)
        )
        self.setAccessibleDescription(
            translate("window", "{known}, limit {limit:.0f} ms").format(
                known=known, limit=self._limit
            )
        )
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Paint caption, limit and line."""
        theme = self._theme
        painter.fillRect(self.rect(), theme.color("surface"))
        head = QRect(_PAD, 4, self.width() - 2 * _PAD, _LINE)
        painter.setFont(self._strong)
        painter.setPen(theme.color("text_secondary"))
        painter.drawText(
            head,
            _LEFT,
            translate("window", "{caption} ≤ {limit:.0f} ms").format(
                caption=self._caption, limit=self._limit
            ),
        )
        newest = self._newest()
        over = newest is not None and newest > self._limit
        painter.setPen(theme.color("warning" if over else "text"))
        text = (
            show.UNKNOWN
            if newest is None
            else translate("window", "{number} ms").format(number=show.number(newest, 1))
        )
        painter.drawText(head, _RIGHT, text)
        area = QRect(_PAD, 4 + _LINE + 4, self.width() - 2 * _PAD, self.height() - _LINE - 14)
        if area.height() > 8:
            self._draw_line(painter, area)

    def _newest(self) -> float | None:
        ring = self._ring
        if ring is None or not len(ring):
            return None
        value = float(ring.values()[-1])
        return value if isfinite(value) else None

    def _draw_line(self, painter: QPainter, area: QRect) -> None:
        theme, ring = self._theme, self._ring
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, theme.color("border"))
        extent = ring.extent() if ring is not None else None
        # One long frame, the first, would flatten five minutes of ordinary ones.
        greatest = extent[1] * 1.1 if extent else 0.0
        top = min(max(self._limit * 1.25, greatest), self._limit * _MOST_LIMITS)
        y = round(area.bottom() - self._limit / top * area.height())
        pen = QPen(theme.color("warning"), 1, Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawLine(area.left(), y, area.right(), y)
        if ring is None or not len(ring):
            return
        times, values = ring.times(), ring.values()
        xs = area.right() - (times[-1] - times) * (area.width() / _SECONDS)
        ys = area.bottom() - np.minimum(values / top, 1.0) * area.height()
        painter.setPen(theme.color("accent"))
        known = np.isfinite(ys)
        breaks = np.flatnonzero(~known)
        start = 0
        for stop in (*breaks.tolist(), len(ys)):
            run = zip(xs[start:stop].tolist(), ys[start:stop].tolist(), strict=True)
            points = [QPointF(x, y) for x, y in run]
            if len(points) > 1:
                painter.drawPolyline(QPolygonF(points))
            elif points:
                painter.drawPoint(points[0])
            start = stop + 1
