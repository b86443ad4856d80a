"""What the charts over time share: time axis, value axis in percent, legend, dimming and hatching.

This module imports pyqtgraph, which takes a third of a second: import it when a chart is due.
"""

from collections.abc import Sequence
from math import ceil, floor, log10
from time import perf_counter_ns
from typing import Any, NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from terminal.ui.format import percent
from terminal.ui.panel import PaintCost
from terminal.ui.ring_buffer import Floats
from terminal.ui.stale_marks import veil
from terminal.ui.theme import Theme
from terminal.ui.words import QT_TRANSLATE_NOOP, translated
from terminal.ui.zone import moment as zoned_moment
from terminal.ui.zone import zone_name

_FONT_PIXELS = 11
_AXIS_WIDTH = 58
_LEGEND_HEIGHT = 18
_LABEL_WIDTH = 64.0
_LABEL_HEIGHT = 26.0
_DAY_S = 86_400
# Not the locale's: a screenshot or a report reads the same everywhere.
_MONTHS = QT_TRANSLATE_NOOP("window", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
_TIME_STEPS = (
    *(1, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200),
    *(days * _DAY_S for days in (1, 2, 5, 10, 20, 50, 100, 365)),
)


class Legend(NamedTuple):
    """One entry of a legend: a swatch (bar, frame, line or dot), its colour's role, its words."""

    swatch: str
    role: str
    words: str


class PercentAxis(pg.AxisItem):
    """A value axis of fractions, written as percentages with as many decimals as they need."""

    def tickValues(self, least: float, greatest: float, size: float) -> list[Any]:
        """Return round values, as dense as their labels allow and all with the same decimals."""
        room = (greatest - least) * _LABEL_HEIGHT / max(size, 1.0)
        if not room > 0:
            return []
        power = 10.0 ** floor(log10(room))
        step = next(power * digit for digit in (1, 2, 5, 10) if power * digit >= room * 0.999)
        first = ceil(least / step - 1e-9)
        return [(step, [step * n for n in range(first, floor(greatest / step + 1e-9) + 1)])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Return the labels of `values`, `spacing` apart."""
        exact = (d for d in range(6) if abs(spacing * 10 ** (d + 2) % 1 - 0.5) > 0.5 - 1e-6)
        decimals = next(exact, 6)
        return [percent(value, decimals) for value in values]


class ClockAxis(pg.AxisItem):
    """A time axis in the zone that is shown: times of day, and the date where a day begins."""

    def tickValues(self, least: float, greatest: float, size: float) -> list[Any]:
        """Return round moments, as dense as their labels allow."""
        room = (greatest - least) * _LABEL_WIDTH / max(size, 1.0)
        step = next((step for step in _TIME_STEPS if step >= room), _TIME_STEPS[-1])
        first = ceil(least / step)
        return [(step, [step * n for n in range(first, int(greatest // step) + 1)])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Return the labels of the moments `values`."""
        return [_moment(value, spacing) for value in values]


class TimeChart(pg.PlotWidget):
    """A chart whose horizontal axis is time. Zoom by wheel, pan by drag, double click to follow.

    The axes are pictures that pyqtgraph keeps while the range stands still, so ranges move in
    steps: a chart that scrolls by a pixel a frame would pay for its labels every time. Grid, bars
    and zones are filled here, in whole pixels and without transparency: pyqtgraph's own grid and
    bars, transformed and blended, cost 12 ms of 13 at 1920 × 500.
    """

    follow_changed = Signal(bool)

    def __init__(
        self, theme: Theme, cost: PaintCost, name: str, parent: QWidget | None = None
    ) -> None:
        axes: dict[str, pg.AxisItem] = {
            "bottom": ClockAxis(orientation="bottom"),
            "right": PercentAxis(orientation="right"),
        }
        super().__init__(parent, background=theme.color("surface"), axisItems=axes)
        for part in (self, self.viewport()):  # no key does anything here: Tab need not stop
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.theme = theme
        self.following = True
        self._cost = cost
        self._legend: tuple[Legend, ...] = ()
        self._veil = False
        self._legend_font = theme.font(_FONT_PIXELS)
        self.setAccessibleName(name)
        self.setFrameShape(self.Shape.NoFrame)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(x=True, y=False)
        self.setMinimumSize(160, 80)
        # A kept background would have to be thrown away with every range: grid and bars are in it.
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self._values = axes["right"]
        self._dress(axes)
        self.box = self.getPlotItem().getViewBox()
        self.box.setDefaultPadding(0)
        self.box.disableAutoRange()
        self.box.sigRangeChangedManually.connect(self._stop_following)

    def recolour(self) -> None:
        """Take the theme's present colours."""
        self.setBackground(self.theme.color("surface"))
        for name in ("bottom", "right"):
            axis = self.getPlotItem().getAxis(name)
            axis.setPen(pg.mkPen(self.theme.color("border")))
            axis.setTextPen(pg.mkPen(self.theme.color("text_faint")))

    def _dress(self, axes: dict[str, Any]) -> None:
        plot = self.getPlotItem()
        plot.setContentsMargins(4, _LEGEND_HEIGHT, 2, 0)
        plot.hideAxis("left")
        plot.showAxis("right")
        for axis in axes.values():
            axis.setPen(pg.mkPen(self.theme.color("border")))
            axis.setTextPen(pg.mkPen(self.theme.color("text_faint")))
            axis.setStyle(tickFont=self._legend_font, tickLength=-4)
            axis.enableAutoSIPrefix(False)
        axes["right"].setWidth(_AXIS_WIDTH)
        axes["bottom"].setHeight(20)

    @property
    def veiled(self) -> bool:
        """True while the chart is dimmed and hatched because its data is stale."""
        return self._veil

    def set_veiled(self, veiled: bool) -> None:
        """Dim and hatch the chart, or show it plainly again."""
        if veiled != self._veil:
            self._veil = veiled
            self.viewport().update()

    def set_legend(self, legend: Sequence[Legend]) -> None:
        """Say what the chart's marks mean."""
        if tuple(legend) != self._legend:
            self._legend = tuple(legend)
            self.viewport().update()

    def follow(self) -> None:
        """Show the newest data again, as before the trader zoomed or panned."""
        self.following = True
        self.follow_changed.emit(True)

    def y_of(self, value: float) -> float:
        """Return where `value` is painted, in pixels from the top."""
        (least, greatest), area = self.box.viewRange()[1], self.plot_area()
        return float(area.bottom() - (value - least) / (greatest - least) * area.height())

    def x_of(self, times: Floats) -> Floats:
        """Return where `times` are painted, in pixels from the left."""
        (first, last), area = self.box.viewRange()[0], self.plot_area()
        places: Floats = area.left() + (times - first) * (area.width() / (last - first))
        return places

    def ys_of(self, values: Floats) -> Floats:
        """Return where `values` are painted, in whole pixels from the top."""
        (least, greatest), area = self.box.viewRange()[1], self.plot_area()
        places: Floats = np.rint(
            area.bottom() - (values - least) * (area.height() / (greatest - least))
        )
        return places

    def plot_area(self) -> QRectF:
        """Return where the data is painted, in pixels."""
        area: QRectF = self.box.sceneBoundingRect()
        return area

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Follow the newest data again."""
        super().mouseDoubleClickEvent(event)
        self.follow()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and note how long it took."""
        started = perf_counter_ns()
        super().paintEvent(event)
        self._cost.add(perf_counter_ns() - started)

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        """Draw what lies under the lines: the surface, marks of the chart's own, the grid."""
        painter.fillRect(rect, self.theme.color("surface"))
        area = self.plot_area()
        if not rect.intersects(area):
            return
        self.draw_ground(painter, area)
        least, greatest = self.box.viewRange()[1]
        grid = self.theme.color("grid")
        for _, values in self._values.tickValues(least, greatest, area.height()):
            for value in values:
                line = QRectF(area.left(), round(self.y_of(value)), area.width(), 1)
                painter.fillRect(line, grid)
        self.draw_shapes(painter, area)

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        """Draw what lies over the data: marks of the chart's own, the veil, the legend."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(self._legend_font)
        self.draw_marks(painter)
        if self._veil:
            veil(painter, self.plot_area(), self.theme)
        self._draw_legend(painter)
        painter.setPen(self.theme.color("text_faint"))
        corner = QRectF(self.width() - _AXIS_WIDTH, self.height() - 19, _AXIS_WIDTH - 8, 18)
        painter.drawText(corner, Qt.AlignmentFlag.AlignRight, zone_name())
        painter.restore()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what is under the mouse when it rests."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            time = self.box.mapSceneToView(QPointF(event.pos())).x()
            QToolTip.showText(event.globalPos(), self.tip_at(time), self)
            return True
        handled: bool = super().viewportEvent(event)
        return handled

    def tip_at(self, _time: float) -> str:
        """Return what to say of the moment `_time` (seconds since the epoch); "" for nothing."""
        return ""

    def draw_ground(self, painter: QPainter, area: QRectF) -> None:
        """Fill what of this chart alone lies under its grid, in pixels."""

    def draw_shapes(self, painter: QPainter, area: QRectF) -> None:
        """Fill what of this chart alone lies between grid and lines, in pixels."""

    def draw_marks(self, painter: QPainter) -> None:
        """Draw what belongs to this chart alone, in pixels."""

    def _draw_legend(self, painter: QPainter) -> None:
        left, middle = self.plot_area().left() + 6, _LEGEND_HEIGHT / 2
        metrics = painter.fontMetrics()
        for entry in self._legend:
            if left + 16 + metrics.horizontalAdvance(entry.words) > self.width():
                return
            _draw_swatch(painter, entry.swatch, QPointF(left, middle), self.theme.color(entry.role))
            left += 16
            painter.setPen(self.theme.color("text_secondary"))
            baseline = middle + metrics.ascent() / 2 - 1
            painter.drawText(QPointF(left, baseline), entry.words)
            left += metrics.horizontalAdvance(entry.words) + 12

    def _stop_following(self) -> None:
        if self.following:
            self.following = False
            self.follow_changed.emit(False)


def thin_pen(color: QColor, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """Return a pen one pixel wide, whatever the scale: wider ones cost hundreds of times more."""
    pen = QPen(color, 1, style)
    pen.setCosmetic(True)
    return pen


def _moment(time: float, spacing: float) -> str:
    moment = zoned_moment(round(time))
    if spacing >= _DAY_S or not (moment.hour or moment.minute or moment.second):
        return f"{moment.day} {translated(_MONTHS).split()[moment.month - 1]}"
    return f"{moment:%H:%M:%S}" if spacing < 60 else f"{moment:%H:%M}"


def _draw_swatch(painter: QPainter, swatch: str, at: QPointF, color: QColor) -> None:
    if swatch == "bar":
        painter.fillRect(QRectF(at.x() + 2, at.y() - 5, 8, 10), color)
        return
    painter.setPen(thin_pen(color))
    if swatch == "frame":
        painter.drawRect(QRectF(at.x() + 2, at.y() - 5, 8, 9))
    elif swatch == "line":
        painter.drawLine(at, QPointF(at.x() + 12, at.y()))
    else:
        painter.setBrush(color)
        painter.drawEllipse(QPointF(at.x() + 6, at.y()), 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
