"""The price chart's picture, on pyqtgraph: two plots on one time axis, overlays painted on top.

Imported after the first paint, because pyqtgraph takes longer to import than the window to show.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from time import perf_counter_ns
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from terminal.ui import format as fmt
from terminal.ui.panel import PaintCost
from terminal.ui.price.history import Column, History
from terminal.ui.price.rows import ChartRows
from terminal.ui.price.thinning import thinned
from terminal.ui.reason_words import words_for
from terminal.ui.theme import Theme

_AXIS_WIDTH = 78
_LINES = (
    (Column.INDEX, "Index", "index"),
    (Column.LAST, "Last", "text_faint"),
    (Column.MARK, "Mark", "accent"),
)


class PriceChart(pg.GraphicsLayoutWidget):
    """Mark, index and last with fills and freezes; below them target against position."""

    moved_by_hand = Signal()

    def __init__(self, theme: Theme, cost: PaintCost, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cost = cost
        self._rows: ChartRows | None = None
        self._history = History()
        self._legend: tuple[tuple[str, str, str], ...] = ()
        self._range: dict[str, tuple[float, float]] = {}
        self.setBackground(theme.color("surface"))
        self.setAccessibleName("Price chart")
        self.setFrameShape(self.Shape.NoFrame)
        self.ci.layout.setContentsMargins(0, 22, 0, 0)
        self.ci.layout.setSpacing(0)
        self.price = self._plot(0, time_axis=False)
        self.position = self._plot(1, time_axis=True)
        self.position.setXLink(self.price)
        self.ci.layout.setRowStretchFactor(0, 7)
        self.ci.layout.setRowStretchFactor(1, 3)
        self._spans: list[Any] = []
        self._lines = {
            column: self._curve(self.price, role, 0.65 if column is Column.LAST else 1.0)
            for column, _, role in _LINES
        }
        self._held = self._curve(self.position, "accent")
        self._held.setFillLevel(0.0)
        self._held.setBrush(theme.color("accent", 0.16))
        self._target = self._curve(self.position, "target")
        self._fills = pg.ScatterPlotItem(pxMode=True, size=10)
        self._fills.setZValue(20)
        self.price.addItem(self._fills)
        self.price.getViewBox().sigRangeChangedManually.connect(self.moved_by_hand)

    def show_rows(self, rows: ChartRows, history: History, *, following: bool) -> None:
        """Show the series since the window's beginning; keep the range where the user moved it."""
        self._rows, self._history = rows, history
        samples = history.samples
        start = max(0, samples.since(rows.now_s - rows.window_s) - 1) if following else 0
        times = samples.times()[start:]
        most = max(200, self.width())
        for column, curve in self._lines.items():
            _set(curve, *thinned(times, samples.values(column)[start:], most))
        _set(self._held, *thinned(times, samples.values(Column.POSITION)[start:], most))
        _set(self._target, *thinned(times, samples.values(Column.TARGET)[start:], most))
        self._show_fills(rows.now_s - rows.window_s if following else 0.0)
        self._show_spans(rows.now_s)
        self._legend = self._legend_of(rows, history)
        self._tick_texts(rows)
        if following:
            self._follow(rows, start)

    def drawForeground(self, painter: QPainter, _rect: QRectF) -> None:
        """Paint the legend, the price tags on the axis and the pinned levels over the plots."""
        if self._rows is None:
            return
        painter.save()
        painter.resetTransform()
        painter.setFont(self._theme.font(11))
        self._draw_legend(painter)
        self._draw_levels(painter, self._rows)
        self._draw_mark_tag(painter, self._rows)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and note how long it took."""
        started = perf_counter_ns()
        super().paintEvent(event)
        self._cost.add(perf_counter_ns() - started)

    def _plot(self, row: int, *, time_axis: bool) -> Any:
        axes = {
            "right": _FigureAxis("right", self._theme),
            "bottom": _TimeAxis("bottom", self._theme),
        }
        plot = self.addPlot(row=row, col=0, axisItems=axes)
        plot.showAxis("left", show=False)
        plot.showAxis("right")
        plot.showAxis("bottom", show=time_axis)
        plot.getAxis("right").setWidth(_AXIS_WIDTH)
        plot.hideButtons()
        plot.setMenuEnabled(enableMenu=False)
        plot.setMouseEnabled(x=True, y=False)
        plot.getViewBox().disableAutoRange()
        plot.getViewBox().setDefaultPadding(0.0)
        return plot

    def _curve(self, plot: Any, role: str, alpha: float = 1.0) -> Any:
        curve = pg.PlotCurveItem(
            pen=QPen(self._theme.color(role, alpha), 0),
            antialias=True,
            skipFiniteCheck=True,
            connect="all",
        )
        plot.addItem(curve)
        return curve

    def _follow(self, rows: ChartRows, start: int) -> None:
        self.price.setXRange(rows.now_s - rows.window_s, rows.now_s, padding=0)
        samples = self._history.samples
        self._fit("price", self.price, [samples.extent(c, start) for c, _, _ in _LINES])
        held = [samples.extent(c, start) for c in (Column.TARGET, Column.POSITION)]
        self._fit("position", self.position, [*held, (0.0, 0.0)])

    def _fit(self, name: str, plot: Any, extents: Sequence[tuple[float, float] | None]) -> None:
        """Change the range only when the data leaves it or has shrunk: a still axis is legible."""
        known = [extent for extent in extents if extent is not None]
        if not known:
            return
        low, high = min(e[0] for e in known), max(e[1] for e in known)
        size = (high - low) or abs(high) * 1e-3 or 1.0
        shown = self._range.get(name)
        if shown:
            room = shown[1] - shown[0]
            if shown[0] <= low and high <= shown[1] and size > 0.55 * room:
                return
        self._range[name] = (low - 0.14 * size, high + 0.14 * size)
        plot.setYRange(*self._range[name], padding=0)

    def _show_fills(self, since_s: float) -> None:
        theme = self._theme
        spots = [
            {
                "pos": (fill.time_s, fill.price),
                "symbol": "t1" if fill.side > 0 else "t" if fill.side < 0 else "o",
                "brush": theme.color("up" if fill.side > 0 else "down"),
                "pen": theme.color("surface"),
            }
            for fill in self._history.fills
            if fill.time_s >= since_s
        ]
        if spots or len(self._fills.data):
            self._fills.setData(spots)

    def _show_spans(self, now_s: float) -> None:
        theme = self._theme
        spans = list(self._history.spans)[-24:]
        while len(self._spans) < len(spans):
            region = pg.LinearRegionItem(
                movable=False,
                brush=theme.color("warning", 0.14),
                pen=QPen(theme.color("warning", 0.5), 0),
            )
            region.setZValue(-10)
            self.price.addItem(region)
            self._spans.append(region)
        for place, region in enumerate(self._spans):
            if place < len(spans):
                span = spans[place]
                region.setRegion((span.since_s, now_s if span.until_s is None else span.until_s))
                region.setToolTip(words_for(span.reason).short)
            region.setVisible(place < len(spans))

    def _tick_texts(self, rows: ChartRows) -> None:
        self.price.getAxis("right").show_as(lambda value: fmt.price(value, rows.tick_size))
        self.position.getAxis("right").show_as(fmt.compact)

    def _legend_of(self, rows: ChartRows, history: History) -> tuple[tuple[str, str, str], ...]:
        samples = history.samples
        if not len(samples):
            return ()
        prices = [
            (role, label, fmt.price(float(samples.values(column)[-1]), rows.tick_size))
            for column, label, role in reversed(_LINES)
        ]
        sizes = [
            (role, label, fmt.contracts(float(samples.values(column)[-1]), rows.lot_size))
            for column, label, role in (
                (Column.POSITION, "Position", "accent"),
                (Column.TARGET, "Target", "target"),
            )
        ]
        return (*prices, *sizes)

    def _draw_legend(self, painter: QPainter) -> None:
        metrics = painter.fontMetrics()
        at, top = 10, 5
        for place, (role, label, value) in enumerate(self._legend):
            if place == len(_LINES):  # the lower plot has its own line of legend
                at, top = 10, round(self.position.sceneBoundingRect().top()) + 4
            painter.fillRect(at, top + 6, 10, 2, self._theme.color(role))
            at += 15
            painter.setPen(self._theme.color("text_secondary"))
            painter.drawText(at, top + metrics.ascent(), label)
            at += metrics.horizontalAdvance(label) + 6
            painter.setPen(self._theme.color("text"))
            painter.drawText(at, top + metrics.ascent(), value)
            at += metrics.horizontalAdvance(value) + 18

    def _draw_levels(self, painter: QPainter, rows: ChartRows) -> None:
        area = self.price.getViewBox().sceneBoundingRect()
        low, high = self.price.getViewBox().viewRange()[1]
        placed = {"above": 0, "below": 0}
        for level in rows.levels:
            if level.price is None or high <= low:
                continue
            color = self._theme.color(level.role)
            text = f"{level.label} {fmt.price(level.price, rows.tick_size)}"
            painter.setPen(QPen(color, 0))
            width = painter.fontMetrics().horizontalAdvance(text) + 12
            if low <= level.price <= high:
                y = area.bottom() - (level.price - low) / (high - low) * area.height()
                painter.drawLine(round(area.left()), round(y), round(area.right()), round(y))
                box = QRectF(area.right() - width - 6, y - 17, width, 16)
            else:
                where = "above" if level.price > high else "below"
                text = f"{text} {'▲' if where == 'above' else '▼'}"
                width = painter.fontMetrics().horizontalAdvance(text) + 12
                offset = 20 * placed[where]
                placed[where] += 1
                y = area.top() + 6 + offset if where == "above" else area.bottom() - 24 - offset
                box = QRectF(area.right() - width - 6, y, width, 17)
            painter.setBrush(self._theme.color("surface", 0.85))
            painter.drawRoundedRect(box, 3, 3)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_mark_tag(self, painter: QPainter, rows: ChartRows) -> None:
        samples = self._history.samples
        if not len(samples):
            return
        area = self.price.getViewBox().sceneBoundingRect()
        low, high = self.price.getViewBox().viewRange()[1]
        mark = float(samples.values(Column.MARK)[-1])
        if not low < mark < high:
            return
        y = area.bottom() - (mark - low) / (high - low) * area.height()
        box = QRectF(area.right() + 2, y - 9, _AXIS_WIDTH - 4, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(self._theme.font(11, QFont.Weight.DemiBold))
        painter.setPen(self._theme.color("on_strong"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, fmt.price(mark, rows.tick_size))


class _FigureAxis(pg.AxisItem):
    """An axis whose figures are formatted as everywhere else in the window."""

    def __init__(self, side: str, theme: Theme) -> None:
        super().__init__(side)
        self._text = fmt.compact
        self.setPen(QPen(theme.color("grid"), 0))
        self.setTextPen(theme.color("text_faint"))
        self.setStyle(tickFont=theme.font(11), tickLength=0, hideOverlappingLabels=True)
        self.setGrid(60)

    def show_as(self, text: Any) -> None:
        """Format every figure with `text`."""
        self._text = text

    def tickStrings(self, values: list[float], scale: float, _spacing: float) -> list[str]:
        """Return the figures of these values."""
        return [self._text(value * scale) for value in values]


class _TimeAxis(pg.AxisItem):
    """A time axis in UTC, ticked at whole seconds, minutes and hours."""

    _STEPS_S = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400)

    def __init__(self, side: str, theme: Theme) -> None:
        super().__init__(side)
        self.setPen(QPen(theme.color("grid"), 0))
        self.setTextPen(theme.color("text_faint"))
        self.setStyle(tickFont=theme.font(11), tickLength=0)
        self.setHeight(20)

    def tickValues(
        self, least: float, greatest: float, size: float
    ) -> list[tuple[float, list[float]]]:
        """Return ticks about a hundred pixels apart."""
        wanted = (greatest - least) / max(1.0, size / 110)
        step = next((step for step in self._STEPS_S if step >= wanted), self._STEPS_S[-1])
        first = -(-int(least) // step) * step
        return [(float(step), [float(tick) for tick in range(first, int(greatest) + 1, step)])]

    def tickStrings(self, values: list[float], _scale: float, spacing: float) -> list[str]:
        """Return times of day, with seconds only where they differ."""
        shape = "%H:%M" if spacing >= 60 else "%H:%M:%S"
        return [f"{datetime.fromtimestamp(value, tz=UTC):{shape}}" for value in values]


def _set(curve: Any, times: Any, values: Any) -> None:
    curve.setData(times, values, skipFiniteCheck=True, connect="all")
