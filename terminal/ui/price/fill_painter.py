"""Fills on a chart: all of them in a single call, from pictures made once.

A triangle below the price is a purchase, one above it a sale, a dot is where nobody said which.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from shiboken6 import wrapInstance

from terminal.ui.price.history import FillMark
from terminal.ui.price.plot import Plot
from terminal.ui.theme import Theme

_SIDE = 30  # px of one picture, with the price in its middle
_ROLES = ("surface", "down", "text", "up")


class FillPainter:
    """Draws fills in a theme's present colours."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._made_for: tuple[object, ...] = ()
        self._sheet = QPixmap()

    def draw(self, painter: QPainter, plot: Plot, fills: Sequence[FillMark], ratio: float) -> None:
        """Draw `fills` where their times and prices are; `ratio` is the device's pixel ratio."""
        if not fills:
            return
        colors = [self._theme.color(role) for role in _ROLES]
        wanted = (ratio, *(color.rgba() for color in colors))
        if wanted != self._made_for:
            self._made_for, self._sheet = wanted, _sheet(colors, ratio)
        side = _SIDE * ratio
        # The fields of QPainter.PixmapFragment, in its order: Qt reads them where they are.
        fragments = np.zeros((len(fills), 10))
        fragments[:, 0] = [round(plot.x(fill.time_s)) for fill in fills]
        fragments[:, 1] = [round(plot.y(fill.price)) for fill in fills]
        fragments[:, 2] = [(fill.side + 1) * side for fill in fills]
        fragments[:, 4:6] = side
        fragments[:, 6:8] = 1.0 / ratio
        fragments[:, 9] = 1.0
        first: Any = wrapInstance(fragments.ctypes.data, QPainter.PixmapFragment)
        painter.drawPixmapFragments(first, len(fills), self._sheet)


def _sheet(colors: list[QColor], ratio: float) -> QPixmap:
    """Return a sale, a dot and a purchase, side by side."""
    sheet = QPixmap(round(3 * _SIDE * ratio), round(_SIDE * ratio))
    sheet.fill(Qt.GlobalColor.transparent)
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(ratio, ratio)
    outline, *inks = colors
    painter.setPen(outline)
    for place, ink in enumerate(inks):
        side, x, y = place - 1, (place + 0.5) * _SIDE, 0.5 * _SIDE
        painter.setBrush(ink)
        if side:
            tip, base = y + 2 * side, y + 12 * side
            painter.drawPolygon([QPointF(x, tip), QPointF(x - 6, base), QPointF(x + 6, base)])
        else:
            painter.drawEllipse(QPointF(x, y), 4, 4)
    painter.end()
    return sheet
