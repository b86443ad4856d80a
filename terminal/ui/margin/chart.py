"""The margin chart: utilisation of portfolio and accounts under the four levels."""

from math import ceil

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from terminal.ui import format as show
from terminal.ui.grounds import mixed
from terminal.ui.margin.history import PORTFOLIO, MarginHistory, peaks
from terminal.ui.margin.rows import LevelLine
from terminal.ui.panel import PaintCost
from terminal.ui.theme import Theme
from terminal.ui.time_chart import Legend, TimeChart, thin_pen
from terminal.ui.words import translate

_WINDOW_S = 900.0
_STEP_S = 30.0  # the window moves on in steps: its labels are painted anew each time
_ROLES = ("text_secondary", "index", "target", "paper", "up")
_TOP = 1.04


class MarginChart(TimeChart):
    """One line for the portfolio, one for each account; levels as labelled lines."""

    def __init__(self, theme: Theme, cost: PaintCost, parent: QWidget | None = None) -> None:
        super().__init__(theme, cost, translate("window", "Margin utilisation over time"), parent)
        self._levels: tuple[LevelLine, ...] = ()
        self._curves: dict[str, pg.PlotCurveItem] = {}
        self._history = MarginHistory()
        self.box.setYRange(0.0, _TOP, padding=0)
        self.box.setLimits(yMin=0.0, yMax=_TOP, minXRange=30.0, maxXRange=8 * 3600.0)
        self.box.sigXRangeChanged.connect(self._draw_curves)

    def show_levels(self, levels: tuple[LevelLine, ...]) -> None:
        """Draw the policy's levels."""
        if levels != self._levels:
            self._levels = levels
            self.viewport().update()

    def show_history(self, history: MarginHistory) -> None:
        """Draw what has been noted so far."""
        self._history = history
        if not self._move_on():
            self._draw_curves()

    def follow(self) -> None:
        """Show the last quarter of an hour again."""
        super().follow()
        if not self._move_on():
            self._draw_curves()

    def tip_at(self, time: float) -> str:
        """Return every utilisation at `time`."""
        lines = [show.date_time(int(time) * 1_000_000_000)]
        for name, ring in self._history.series.items():
            place = ring.since(time)
            if place < len(ring):
                lines.append(f"{name} {show.percent(float(ring.values()[place]), 1)}")
        return "\n".join(lines) if len(lines) > 1 else ""

    def draw_ground(self, painter: QPainter, area: QRectF) -> None:
        """Tint the zone over each level."""
        above, ground = area.top(), self.theme.color("surface")
        for line in self._levels:
            if line.tone != "accent":
                y = max(round(self.y_of(line.value)), area.top())
                tint = mixed(ground, self.theme.color(line.tone), 0.06)
                painter.fillRect(QRectF(area.left(), above, area.width(), y - above), tint)
                above = y

    def draw_marks(self, painter: QPainter) -> None:
        """Draw each level, and what happens there."""
        area = self.plot_area()
        for line in self._levels:
            y = round(self.y_of(line.value))
            painter.fillRect(QRectF(area.left(), y, area.width(), 1), self.theme.color(line.tone))
        self._draw_labels(painter, area)

    def _draw_labels(self, painter: QPainter, area: QRectF) -> None:
        metrics = painter.fontMetrics()
        height, ground = metrics.ascent() + metrics.descent(), self.theme.color("surface", 0.9)
        bottom, left = -1.0, area.left() + 8
        for line in self._levels:
            top = round(self.y_of(line.value)) - height // 2 + 1
            if top >= bottom - 1:  # clear of the label before: begin at the left again
                left = area.left() + 8
            room = QRectF(left, top, metrics.horizontalAdvance(line.label) + 6, height - 1)
            if room.right() > area.right():  # no room beside the one before: the line alone
                continue
            painter.fillRect(room, ground)
            painter.setPen(self.theme.color(line.tone))
            painter.drawText(QPointF(left + 3, top + metrics.ascent()), line.label)
            bottom, left = top + height - 1, room.right() + 6

    def _move_on(self) -> bool:
        ring = self._history.series.get(PORTFOLIO)
        if not self.following or ring is None or not len(ring):
            return False
        right = ceil(ring.last_time / _STEP_S + 0.1) * _STEP_S
        left = right - _WINDOW_S
        if self.box.viewRange()[0] == [left, right]:
            return False
        self.box.setXRange(left, right, padding=0)
        return True

    def _draw_curves(self) -> None:
        left, right = self.box.viewRange()[0]
        most = max(int(self.plot_area().width()), 100)
        for name, ring in self._history.series.items():
            start, stop = ring.since(left), ring.since(right) + 1
            start = max(start - 1, 0)
            times, values = peaks(ring.times()[start:stop], ring.values()[start:stop], most)
            known = bool(np.isfinite(values).all())
            curve = self._curves.get(name) or self._add_curve(name)
            curve.setData(
                times, values, connect="all" if known else "finite", skipFiniteCheck=known
            )

    def recolour(self) -> None:
        """Take the theme's present colours."""
        super().recolour()
        for place, (name, curve) in enumerate(self._curves.items()):
            curve.setPen(thin_pen(self.theme.color(_role(name, place))))

    def _add_curve(self, name: str) -> pg.PlotCurveItem:
        role = _role(name, len(self._curves))
        curve = pg.PlotCurveItem(pen=thin_pen(self.theme.color(role)))
        curve.setZValue(1 if name == PORTFOLIO else 0)
        self.addItem(curve)
        self._curves[name] = curve
        names = list(self._curves)
        roles = ["accent", *(_ROLES[n % len(_ROLES)] for n in range(len(names) - 1))]
        self.set_legend([Legend("line", r, n) for n, r in zip(names, roles, strict=True)])
        return curve


def _role(name: str, place: int) -> str:
    """Return the colour of the curve that was added as number `place`."""
    return "accent" if name == PORTFOLIO else _ROLES[(place - 1) % len(_ROLES)]
