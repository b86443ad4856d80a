"""The price chart's picture: prices above, target against position below, on one time axis.

Painted by hand: a few antialiased lines of width 1 cost a millisecond, ten times a second.
"""

from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from terminal.ui.grounds import mixed
from terminal.ui.panel import Canvas, PaintCost
from terminal.ui.price.axes import Span, fitted
from terminal.ui.price.candles import candles, length_for
from terminal.ui.price.fill_painter import FillPainter
from terminal.ui.price.history import Column, History
from terminal.ui.price.overlay import Overlay
from terminal.ui.price.plot import (
    AXIS_WIDTH,
    Plot,
    draw_candles,
    fill_steps,
    fills_to_mark,
    line_of,
    steps_of,
)
from terminal.ui.price.rows import ChartRows
from terminal.ui.price.thinning import thinned
from terminal.ui.stale_marks import veil
from terminal.ui.theme import Theme
from terminal.ui.words import QT_TRANSLATE_NOOP, translate

LINES = (
    (Column.LAST, QT_TRANSLATE_NOOP("window", "Last"), "text_faint"),
    (Column.INDEX, QT_TRANSLATE_NOOP("window", "Index"), "index"),
    (Column.MARK, QT_TRANSLATE_NOOP("window", "Mark"), "accent"),
)
_LEGEND = 24
_TIME_AXIS = 20
_LOWER_SHARE = 0.28
_SHORTEST_S, _LONGEST_S = 10.0, 7200.0
_MOST_POINTS = 600


class PriceChart(Canvas):
    """Mark, index and last with fills and freezes; below them target against position.

    It follows the present until it is dragged or `look_back` is called.
    """

    follow_changed = Signal(bool)
    window_changed = Signal(float)

    def __init__(self, theme: Theme, cost: PaintCost, parent: QWidget | None = None) -> None:
        super().__init__(cost, translate("window", "Price chart"), parent)
        self._theme = theme
        self._rows: ChartRows | None = None
        self._history = History()
        self._until_s: float | None = None  # None: the present
        self._dragged_from: tuple[float, float] | None = None
        self._price_span: Span | None = None
        self._size_span: Span | None = None
        self._overlay = Overlay(theme)
        self._fills = FillPainter(theme)
        self.hover: QPointF | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(240, 150)
        self.setToolTip(
            self.tr("Scroll to zoom, drag to look back, double-click to follow the present")
        )

    @property
    def following(self) -> bool:
        """True while the right edge is the present."""
        return self._until_s is None

    def show_rows(self, rows: ChartRows, history: History) -> None:
        """Show the series of one instrument."""
        if self._rows is not None and rows.symbol != self._rows.symbol:
            self._price_span = self._size_span = None
            self._until_s = None
        self._rows, self._history = rows, history
        self.update()

    def follow(self) -> None:
        """Return to the present."""
        self._until_s = None
        self.follow_changed.emit(True)
        self.update()

    def look_back(self, until_s: float) -> None:
        """Show the time up to `until_s` and stay there."""
        if self.following:
            self.follow_changed.emit(False)
        self._until_s = until_s
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Paint both plots and what lies over them."""
        theme, rows = self._theme, self._rows
        painter.fillRect(self.rect(), theme.color("surface"))
        if rows is None or not len(self._history.samples):
            painter.setPen(theme.color("text_faint"))
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignCenter, translate("window", "No mark price yet")
            )
            return
        upper, lower = self._plots(rows)
        upper.draw_grid(painter, theme, rows.tick_size, self._last(Column.MARK))
        lower.draw_grid(painter, theme, None)
        lower.draw_time_axis(painter, theme)
        self._overlay.draw_spans(painter, upper, self._history.spans, rows.now_s)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_prices(painter, upper)
        self._draw_sizes(painter, lower)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if rows.stale:
            self._draw_stale(painter, upper, lower, rows.stale)
        self._overlay.draw_levels(painter, upper, rows)
        self._overlay.draw_mark_tag(painter, upper, self._last(Column.MARK), rows)
        self._overlay.draw_legend(painter, upper, lower, self._last, rows)
        if self.hover is not None:
            self._overlay.draw_crosshair(painter, upper, lower, self.hover, rows)

    def _draw_stale(self, painter: QPainter, upper: Plot, lower: Plot, words: str) -> None:
        veil(painter, QRect(upper.area).united(lower.area), self._theme)
        painter.setFont(self._theme.font(12))
        painter.setPen(self._theme.color("warning"))
        area = QRect(upper.area.left() + 10, upper.area.top() + 4, upper.area.width() - 20, 20)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(760, 420)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom: the window of time becomes shorter or longer."""
        rows, notches = self._rows, event.angleDelta().y() / 120
        if rows is not None and notches:
            wanted = rows.window_s * 0.8**notches
            self.window_changed.emit(min(_LONGEST_S, max(_SHORTEST_S, wanted)))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the time axis."""
        if self._rows is not None and event.button() == Qt.MouseButton.LeftButton:
            self._dragged_from = (event.position().x(), self._until(self._rows))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the time axis, or move the crosshair."""
        self.hover = event.position()
        if self._dragged_from is not None and self._rows is not None:
            start, until = self._dragged_from
            moved = event.position().x() - start
            if abs(moved) > 3 or not self.following:
                width = max(1, self.width() - AXIS_WIDTH)
                until -= moved / width * self._rows.window_s
                self.look_back(min(until, self._rows.now_s))
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go; at the present again it follows again."""
        self._dragged_from = None
        if self._until_s is not None and self._rows and self._until_s >= self._rows.now_s:
            self.follow()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Return to the present."""
        self.follow()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the crosshair away."""
        self.hover = None
        self.update()
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the ranges anew."""
        self._price_span = self._size_span = None
        super().resizeEvent(event)

    def _until(self, rows: ChartRows) -> float:
        return rows.now_s if self._until_s is None else self._until_s

    def _plots(self, rows: ChartRows) -> tuple[Plot, Plot]:
        samples = self._history.samples
        window, until = rows.window_s, self._until(rows)
        if self.following:  # a short history fills the chart instead of its right edge
            window = min(window, max(_SHORTEST_S, (rows.now_s - float(samples.times()[0])) * 1.03))
            until = rows.now_s + 0.02 * window
        time = Span(until - window, until)
        start, stop = max(0, samples.since(time.low) - 1), samples.since(time.high) + 1
        columns = [column for column, _, _ in LINES]
        if rows.candles:
            columns += [Column.LOWEST, Column.HIGHEST]
        prices = [samples.extent(column, start) for column in columns]
        sizes = [samples.extent(column, start) for column in (Column.TARGET, Column.POSITION)]
        self._price_span = fitted(self._price_span, prices, 2e-4)
        self._size_span = fitted(self._size_span, sizes, 2e-2)
        width = self.width() - AXIS_WIDTH
        room = self.height() - 2 * _LEGEND - _TIME_AXIS
        low_height = round(room * _LOWER_SHARE)
        area = QRect(0, _LEGEND, width, room - low_height)
        below = QRect(0, area.bottom() + 1 + _LEGEND, width, low_height)
        anything = Span(0.0, 1.0)
        return (
            Plot(area, time, self._price_span or anything, start, stop),
            Plot(below, time, self._size_span or anything, start, stop),
        )

    def _draw_prices(self, painter: QPainter, plot: Plot) -> None:
        samples = self._history.samples
        painter.save()
        painter.setClipRect(plot.area)
        times = samples.times()[plot.start : plot.stop]
        candled = self._rows is not None and self._rows.candles
        for column, _, role in LINES:
            if candled and column is Column.LAST:
                continue
            values = samples.values(column)[plot.start : plot.stop]
            painter.setPen(self._theme.color(role))
            painter.drawPolyline(line_of(plot, *thinned(times, values, _MOST_POINTS)))
        if candled:  # over the lines
            last, lows, highs = (
                samples.values(column)[plot.start : plot.stop]
                for column in (Column.LAST, Column.LOWEST, Column.HIGHEST)
            )
            shown = candles(times, last, length_for(plot.time.size), lows, highs)
            draw_candles(painter, plot, shown, length_for(plot.time.size), self._theme)
        fills = fills_to_mark(plot, self._history.fills)
        self._fills.draw(painter, plot, fills, self.devicePixelRatioF())
        painter.restore()

    def _draw_sizes(self, painter: QPainter, plot: Plot) -> None:
        samples, theme = self._history.samples, self._theme
        painter.save()
        painter.setClipRect(plot.area)
        times = samples.times()[plot.start : plot.stop]
        values = samples.values(Column.POSITION)[plot.start : plot.stop]
        held = steps_of(plot, *thinned(times, values, _MOST_POINTS))
        if not held.isEmpty():
            ground = mixed(theme.color("surface"), theme.color("accent"), 0.14)
            fill_steps(painter, plot, held, ground)
            painter.setPen(theme.color("accent"))
            painter.drawPolyline(held)
        values = samples.values(Column.TARGET)[plot.start : plot.stop]
        painter.setPen(theme.color("target"))
        painter.drawPolyline(steps_of(plot, *thinned(times, values, _MOST_POINTS)))
        painter.setPen(theme.color("border"))
        right = QRectF(plot.area).right()
        painter.drawLine(QLineF(right, plot.area.top(), right, plot.area.bottom()))
        painter.restore()

    def _last(self, column: Column) -> float:
        return float(self._history.samples.values(column)[-1])
