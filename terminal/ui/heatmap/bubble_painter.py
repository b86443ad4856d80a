"""Bubbles in pixels: every one of them in a single call, from pictures made once.

A disc is a purchase by the taker, a ring a sale: the shape tells them apart without the colour.
"""

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from shiboken6 import wrapInstance

from terminal.ui.grounds import mixed
from terminal.ui.heatmap.bubbles import LARGEST, SMALLEST, Bubbles
from terminal.ui.theme import Theme

_SIDE = 2 * LARGEST + 4  # px of one picture
_KINDS = LARGEST - SMALLEST + 1


class BubblePainter:
    """Draws bubbles in a theme's colours."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._ratio = 0.0
        self._sheet = QPixmap()

    def recolour(self) -> None:
        """Make the pictures anew at the next drawing."""
        self._ratio = 0.0

    def draw(self, painter: QPainter, bubbles: Bubbles, left: int, top: int, ratio: float) -> None:
        """Draw `bubbles` of a picture whose left upper corner is at (`left`, `top`)."""
        count = len(bubbles.x)
        if not count:
            return
        if ratio != self._ratio:
            self._ratio, self._sheet = ratio, _sheet(self._theme, ratio)
        side = _SIDE * ratio
        # The fields of QPainter.PixmapFragment, in its order: Qt reads them where they are.
        fragments = np.zeros((count, 10))
        fragments[:, 0] = left + bubbles.x
        fragments[:, 1] = top + bubbles.y
        fragments[:, 2] = (bubbles.radius - SMALLEST) * side
        fragments[:, 3] = np.where(bubbles.side > 0, 0.0, side)
        fragments[:, 4:6] = side
        fragments[:, 6:8] = 1.0 / ratio
        fragments[:, 9] = 1.0
        first: Any = wrapInstance(fragments.ctypes.data, QPainter.PixmapFragment)
        painter.drawPixmapFragments(first, count, self._sheet)

    def draw_one(self, painter: QPainter, left: int, middle: int, side: int) -> None:
        """Draw a bubble of the legend."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw(painter, QPointF(left + 5, middle), 5.0, side, self._theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _sheet(theme: Theme, ratio: float) -> QPixmap:
    """Return every size side by side, purchases above and sales below."""
    sheet = QPixmap(round(_KINDS * _SIDE * ratio), round(2 * _SIDE * ratio))
    sheet.fill(Qt.GlobalColor.transparent)
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(ratio, ratio)
    for kind in range(_KINDS):
        for row, side in enumerate((1, -1)):
            centre = QPointF((kind + 0.5) * _SIDE, (row + 0.5) * _SIDE)
            _draw(painter, centre, float(SMALLEST + kind), side, theme)
    painter.end()
    return sheet


def _draw(painter: QPainter, centre: QPointF, radius: float, side: int, theme: Theme) -> None:
    """Draw a disc or a ring, light enough to stand on the book's own colours, dark around it."""
    color = mixed(theme.color("up" if side > 0 else "down"), theme.color("text"), 0.25)
    ground = theme.color("window")
    painter.setPen(QPen(ground, 1.5))
    painter.setBrush(color)
    painter.drawEllipse(centre, radius, radius)
    if side < 0:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        inner = radius - max(1.5, radius / 3)
        painter.drawEllipse(centre, inner, inner)
    painter.setBrush(Qt.BrushStyle.NoBrush)
