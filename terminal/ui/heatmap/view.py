"""The heatmap's picture: one image of the book, axes, and a few lines over it."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from terminal.model.instrument import Instrument
from terminal.ui import format as show
from terminal.ui.heatmap.bubble_painter import BubblePainter
from terminal.ui.heatmap.bubbles import NOTHING, bubbles
from terminal.ui.heatmap.picture import Picture
from terminal.ui.heatmap.raster import Frame, palette
from terminal.ui.heatmap.recording import SAMPLE_S, Recording
from terminal.ui.panel import Canvas, PaintCost
from terminal.ui.price.axes import Span
from terminal.ui.price.fill_painter import FillPainter
from terminal.ui.price.plot import AXIS_WIDTH, Plot, fills_to_mark, line_of
from terminal.ui.ring_buffer import Floats
from terminal.ui.stale_marks import book_words, veil
from terminal.ui.theme import Theme
from terminal.ui.words import translate

_TIME_AXIS = 20
_LEGEND = 22
_ROW_PIXELS = (2, 3, 4, 6, 8, 12)
_MOST_COLUMNS = 720
_EDGE_ROWS = 6  # the mark this near to the edge: the picture follows it


class HeatRows(NamedTuple):
    """What is shown; `version` stands for the recording itself."""

    version: int
    instrument: Instrument
    window_s: float
    group: int
    stale: bool
    age: str
    told: bool = False  # of trades; else the moves of the last price stand in for them
    trades: str = ""  # what is to be said of them


class HeatmapView(Canvas):
    """Draws a recording. The image is made anew only when there is a new column."""

    zoomed = Signal()

    def __init__(self, theme: Theme, cost: PaintCost, parent: QWidget | None = None) -> None:
        super().__init__(cost, translate("window", "Depth heatmap"), parent)
        self._theme = theme
        self._rows: HeatRows | None = None
        self._recording: Recording | None = None
        self._frame: Frame | None = None
        self._marks: Floats = np.empty(0)
        self._stride = 1
        self._row_pixels = 4
        self.picture = _picture(theme)
        self._bubbles = BubblePainter(theme)
        self._fills = FillPainter(theme)
        self._traded = NOTHING
        self._font, self._strong = theme.font(11), theme.font(11, QFont.Weight.DemiBold)
        self.setMinimumSize(220, 140)
        self.setToolTip(self.tr("Scroll to make prices taller or lower"))

    @property
    def visible_rows(self) -> int:
        """How many rows of prices fit."""
        return max(8, self._area().height() // self._row_pixels)

    def recolour(self) -> None:
        """Draw the picture anew in the theme's present colours."""
        self.picture = _picture(self._theme)
        self._bubbles.recolour()

    def show_rows(self, rows: HeatRows, recording: Recording) -> None:
        """Show the newest columns of `recording`."""
        before, self._rows = self._rows, rows
        if before is None or (before.instrument, before.group) != (rows.instrument, rows.group):
            self._frame = None
        self._recording = recording
        self._prepare()
        self.setAccessibleDescription(
            translate("window", "{symbol}, {duration} of the book").format(
                symbol=rows.instrument.symbol, duration=show.duration(rows.window_s)
            )
            + (translate("window", ", stale {age}").format(age=rows.age) if rows.stale else "")
            + (f", {rows.trades}" if rows.trades else "")
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(640, 360)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Make a row of prices higher or lower."""
        place = _ROW_PIXELS.index(self._row_pixels) + (1 if event.angleDelta().y() > 0 else -1)
        self._row_pixels = _ROW_PIXELS[min(max(place, 0), len(_ROW_PIXELS) - 1)]
        self._frame = None
        self._prepare()
        self.zoomed.emit()
        self.update()
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the prices anew."""
        self._frame = None
        super().resizeEvent(event)
        self._prepare()

    def draw(self, painter: QPainter) -> None:
        """Paint the image, the lines over it and the axes."""
        theme, rows, frame = self._theme, self._rows, self._frame
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.setFont(self._font)
        if rows is None or frame is None:
            painter.setPen(theme.color("text_faint"))
            words = translate("window", "The picture begins with the first order book")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
            return
        area = self._area()
        place = QRect(area.left(), area.top(), area.width(), self._height(frame))
        painter.drawImage(place, self.picture.image)
        plot = self._plot(rows, frame)
        self._draw_axes(painter, plot, rows)
        self._draw_lines(painter, plot)
        if rows.stale:
            veil(painter, area, theme)
        self._draw_legend(painter, rows)

    def _area(self) -> QRect:
        width = max(40, self.width() - AXIS_WIDTH)
        return QRect(0, _LEGEND, width, max(20, self.height() - _LEGEND - _TIME_AXIS))

    def _height(self, frame: Frame) -> int:
        return frame.rows * self._row_pixels

    def _prepare(self) -> None:
        """Bring the picture up to the newest column."""
        rows, recording = self._rows, self._recording
        if rows is None or recording is None or recording.newest < 0:
            return
        wanted = max(2, round(rows.window_s / SAMPLE_S))
        self._stride = stride = -(-wanted // _MOST_COLUMNS)
        count = wanted // stride
        self._marks = recording.marks(recording.newest // stride * stride, count, stride)
        frame = self._framed(rows)
        if frame is not None:
            self._frame = frame
            tick = float(rows.instrument.tick_size)
            self.picture.advance(recording, frame, count, stride, tick, dots=not rows.told)
            self._traded = bubbles(
                recording.trades,
                frame,
                self.picture.newest - (count - 1) * stride,
                count * stride,
                self._area().width(),
                self._row_pixels,
            )

    def _framed(self, rows: HeatRows) -> Frame | None:
        """Return the prices to show: the ones shown, while the mark keeps off their edges."""
        known = self._marks[np.isfinite(self._marks)]
        if not len(known):
            return None
        step = float(rows.instrument.tick_size) * rows.group
        now, count = round(float(known[-1]) / step), self.visible_rows
        shown = self._frame
        fits = shown is not None and (shown.rows, shown.group) == (count, rows.group)
        if fits and shown and shown.top - count + _EDGE_ROWS < now < shown.top - _EDGE_ROWS:
            return shown
        low, high = float(known.min()) / step, float(known.max()) / step
        fits_whole = high - low <= count - 2 * _EDGE_ROWS
        middle = round((low + high) / 2) if fits_whole else now
        return Frame(middle + count // 2, count, rows.group)

    def _plot(self, rows: HeatRows, frame: Frame) -> Plot:
        tick, area = float(rows.instrument.tick_size), self._area()
        high = (frame.top + 0.5) * frame.group * tick
        low = high - frame.rows * frame.group * tick
        until = (self.picture.newest + self._stride) * SAMPLE_S
        time = Span(until - len(self._marks) * self._stride * SAMPLE_S, until)
        shape = QRect(area.left(), area.top(), area.width(), self._height(frame))
        return Plot(shape, time, Span(low, high), 0, len(self._marks))

    def _draw_axes(self, painter: QPainter, plot: Plot, rows: HeatRows) -> None:
        painter.save()
        painter.setClipRect(QRect(plot.area.right() + 1, 0, AXIS_WIDTH, self.height()))
        mark = float(self._marks[-1])
        tag = mark if np.isfinite(mark) else None
        plot.draw_grid(painter, self._theme, rows.instrument.tick_size, tag)
        painter.restore()
        bottom = Plot(self._area(), plot.time, plot.values, 0, 0)
        bottom.draw_time_axis(painter, self._theme)

    def _draw_lines(self, painter: QPainter, plot: Plot) -> None:
        theme = self._theme
        painter.save()
        painter.setClipRect(self._area())
        marks, stride = self._marks, self._stride
        numbers = self.picture.newest + stride * np.arange(1 - len(marks), 1)
        known = np.isfinite(marks)
        left, top, ratio = plot.area.left(), plot.area.top(), self.devicePixelRatioF()
        self._bubbles.draw(painter, self._traded, left, top, ratio)
        painter.setPen(theme.color("accent"))
        times = ((numbers[known] + 0.5 * stride) * SAMPLE_S).astype(np.float64)
        painter.drawPolyline(line_of(plot, times, marks[known]))
        recording = self._recording
        fills = fills_to_mark(plot, recording.fills if recording else ())
        self._fills.draw(painter, plot, fills, ratio)
        painter.restore()
        mark = marks[-1]
        if np.isfinite(mark) and self._rows is not None:
            box = QRectF(plot.area.right() + 2, plot.y(float(mark)) - 9, AXIS_WIDTH - 4, 18)
            painter.fillRect(box, theme.color("accent"))
            painter.setFont(self._strong)
            painter.setPen(theme.color("on_strong"))
            text = show.price(float(mark), self._rows.instrument.tick_size)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_legend(self, painter: QPainter, rows: HeatRows) -> None:
        theme = self._theme
        painter.setFont(self._font)
        metrics, left, middle = painter.fontMetrics(), 10, _LEGEND // 2
        news = self._news(rows)
        room = self.width() - 8 - metrics.horizontalAdvance(news)
        traded = (
            ("disc", theme.color("up"), translate("window", "taker buys")),
            ("ring", theme.color("down"), translate("window", "taker sells")),
        )
        moved = (("dot", theme.color("text"), translate("window", "last trade")),)
        entries: tuple[tuple[str, QColor, str], ...] = (
            ("block", theme.color("up"), translate("window", "bids")),
            ("block", theme.color("down"), translate("window", "asks")),
            ("line", theme.color("accent"), translate("window", "mark")),
            *(traded if rows.told or len(self._traded.x) else ()),
            *(() if rows.told else moved),
            ("triangle", theme.color("up"), translate("window", "own fills")),
        )
        for shape, color, words in entries:
            if left + 15 + metrics.horizontalAdvance(words) > room:
                break  # what is the matter comes before what everything means
            if shape in ("disc", "ring"):
                self._bubbles.draw_one(painter, left, middle, 1 if shape == "disc" else -1)
            else:
                _swatch(painter, shape, left, middle, color)
            painter.setPen(theme.color("text_secondary"))
            painter.drawText(left + 15, middle + metrics.ascent() // 2 - 1, words)
            left += 15 + metrics.horizontalAdvance(words) + 12
        painter.setPen(theme.color("warning" if rows.stale else "text_secondary"))
        area = QRect(0, 0, self.width() - 8, _LEGEND)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, side, news)

    @staticmethod
    def _news(rows: HeatRows) -> str:
        """Return what is the matter: the book first, then the trades; empty where nothing is."""
        return book_words(rows.age) if rows.stale else rows.trades


def _swatch(painter: QPainter, shape: str, left: int, middle: int, color: QColor) -> None:
    if shape == "block":
        painter.fillRect(left, middle - 5, 10, 10, color)
    elif shape == "line":
        painter.fillRect(left, middle - 1, 10, 2, color)
    elif shape == "dot":
        painter.fillRect(left + 3, middle - 1, 3, 3, color)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        corners = (QPointF(left + 5, middle - 5), QPointF(left, middle + 4))
        painter.drawPolygon([*corners, QPointF(left + 10, middle + 4)])
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _picture(theme: Theme) -> Picture:
    roles = (theme.color(role).rgb() & 0xFFFFFF for role in ("window", "up", "down"))
    return Picture(palette(*roles), theme.color("text").rgb())
