"""One plot: how times and values become pixels, with its grid and axes."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF
from shiboken6 import VoidPtr

from terminal.ui import format as fmt
from terminal.ui.price.axes import Span, moment, time_ticks, value_ticks
from terminal.ui.price.candles import Candles
from terminal.ui.price.history import FillMark
from terminal.ui.ring_buffer import Floats
from terminal.ui.theme import Theme
from terminal.ui.zone import zone_name

AXIS_WIDTH = 74
_TICK_EVERY_Y = 42
_TAG_ROOM = 17
_TICK_EVERY_X = 104
_MARK_CELL = 8  # px


class Plot:
    """An area, its ranges of time and value, and which samples lie in it."""

    __slots__ = ("area", "start", "stop", "time", "values", "x_scale", "y_scale")

    def __init__(self, area: QRect, time: Span, values: Span, start: int, stop: int) -> None:
        self.area = area
        self.time = time
        self.values = values
        self.start = start
        self.stop = stop
        self.x_scale = area.width() / time.size
        self.y_scale = area.height() / values.size

    def x(self, time_s: float) -> float:
        """Return where a time is, in pixels from the left."""
        return self.area.left() + (time_s - self.time.low) * self.x_scale

    def y(self, value: float) -> float:
        """Return where a value is, in pixels from the top."""
        return self.area.top() + (self.values.high - value) * self.y_scale

    def time_at(self, x: float) -> float:
        """Return the time at a pixel."""
        return self.time.low + (x - self.area.left()) / self.x_scale

    def value_at(self, y: float) -> float:
        """Return the value at a pixel."""
        return self.values.high - (y - self.area.top()) / self.y_scale

    def draw_grid(
        self, painter: QPainter, theme: Theme, tick_size: Decimal | None, tag: float | None = None
    ) -> None:
        """Draw horizontal lines with their figures: prices of a tick size, or short quantities.

        Where the tag of the value `tag` will stand, there is no figure under it.
        """
        painter.setFont(theme.font(11))
        area = self.area
        for value in value_ticks(self.values, max(2, area.height() // _TICK_EVERY_Y)):
            y = round(self.y(value))
            painter.setPen(theme.color("grid"))
            painter.drawLine(area.left(), y, area.right(), y)
            if tag is not None and abs(y - self.y(tag)) < _TAG_ROOM:
                continue
            painter.setPen(theme.color("text_faint"))
            text = fmt.compact(value) if tick_size is None else fmt.price(value, tick_size)
            figure = QRect(area.right() + 8, y - 9, AXIS_WIDTH - 12, 18)
            painter.drawText(
                figure, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text
            )

    def draw_time_axis(self, painter: QPainter, theme: Theme) -> None:
        """Draw the times below the plot."""
        area = self.area
        ticks, shape = time_ticks(self.time.low, self.time.high, area.width() // _TICK_EVERY_X)
        painter.setPen(theme.color("text_faint"))
        for tick in ticks:
            place = QRectF(self.x(tick) - 40, area.bottom() + 3, 80, 16)
            if area.left() <= place.left() and place.right() <= area.right():
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, moment(tick, shape))
        corner = QRect(area.right() + 8, area.bottom() + 3, AXIS_WIDTH - 12, 16)
        painter.drawText(corner, Qt.AlignmentFlag.AlignLeft, zone_name())


def line_of(plot: Plot, times: Floats, values: Floats) -> QPolygonF:
    """Return a series as a line; numpy writes its points in place, forty times as fast as lists."""
    line = QPolygonF()
    count = len(times)
    if count:
        line.resize(count)
        pointer: Any = VoidPtr  # its stub knows no arguments
        memory = pointer(line.data(), count * 16, True)
        points = np.frombuffer(memory, np.float64).reshape(count, 2)
        points[:, 0] = plot.area.left() + (times - plot.time.low) * plot.x_scale
        points[:, 1] = plot.area.top() + (plot.values.high - values) * plot.y_scale
    return line


def steps_of(plot: Plot, times: Floats, values: Floats) -> QPolygonF:
    """Return a series as steps: a quantity stays until it changes."""
    if len(values) > 1:
        changed = np.flatnonzero(np.diff(values) != 0) + 1
        kept = np.concatenate(([0], changed, [len(values) - 1]))
        times, values = times[kept], values[kept]
        times, values = np.repeat(times, 2)[1:], np.repeat(values, 2)[:-1]
    return line_of(plot, times, values)


def fill_steps(painter: QPainter, plot: Plot, line: QPolygonF, color: QColor) -> None:
    """Fill below steps, or above them where they are negative: a rectangle each.

    One see-through polygon over the same area costs thirty times as much.
    """
    floor = round(min(max(plot.y(0.0), float(plot.area.top())), plot.area.bottom() + 1.0))
    points = line.toList()
    for start, end in pairwise(points):
        if end.x() > start.x():
            top, left = round(start.y()), round(start.x())
            height, width = abs(floor - top), round(end.x()) - left
            painter.fillRect(left, min(top, floor), width, height, color)


def draw_candles(
    painter: QPainter, plot: Plot, shown: Candles, length_s: float, theme: Theme
) -> None:
    """Draw candles: falling ones filled, rising ones hollow, so that colour is not alone."""
    width = max(1, round(length_s * plot.x_scale * 0.7))
    up, down, ground = theme.color("up"), theme.color("down"), theme.color("surface")
    middles = np.rint(
        plot.area.left() + (shown.begins - plot.time.low + length_s / 2) * (plot.x_scale)
    ).astype(int)
    tops = plot.area.top() + (plot.values.high - np.array(shown[1:])) * plot.y_scale
    opens, highs, lows, closes = np.rint(tops).astype(int).tolist()
    for x, start, high, low, end in zip(middles.tolist(), opens, highs, lows, closes, strict=True):
        rising = end <= start  # pixels count downwards
        color = up if rising else down
        painter.fillRect(x, high, 1, low - high + 1, color)
        body = QRect(x - width // 2, min(start, end), width, max(1, abs(end - start)))
        painter.fillRect(body, color)
        if rising and width > 2 and body.height() > 2:
            painter.fillRect(body.adjusted(1, 1, -1, -1), ground)


def fills_to_mark(plot: Plot, fills: Iterable[FillMark]) -> list[FillMark]:
    """Return the fills in sight, of those that would cover each other the newest.

    An active hour has hundreds of fills, and an antialiased mark for each would hold up the
    frame for milliseconds to show the same triangles many times over.
    """
    shown: dict[tuple[int, int, int], FillMark] = {}
    for fill in fills:
        if plot.time.low <= fill.time_s <= plot.time.high:
            place = int(plot.x(fill.time_s)) // _MARK_CELL, int(plot.y(fill.price)) // _MARK_CELL
            shown[*place, fill.side] = fill
    return list(shown.values())
