"""What lies over the price chart: freezes, levels, tags, legend, crosshair."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from terminal.model.reasons import Reason
from terminal.ui import format as fmt
from terminal.ui.price.axes import moment
from terminal.ui.price.history import Column, Span
from terminal.ui.price.plot import AXIS_WIDTH, Plot
from terminal.ui.price.rows import ChartRows
from terminal.ui.reason_words import words_for
from terminal.ui.theme import Theme
from terminal.ui.words import QT_TRANSLATE_NOOP, translated

_UPPER = (
    (Column.MARK, QT_TRANSLATE_NOOP("window", "Mark"), "accent"),
    (Column.INDEX, QT_TRANSLATE_NOOP("window", "Index"), "index"),
)
_UPPER_LAST = (Column.LAST, QT_TRANSLATE_NOOP("window", "Last"), "text_faint")
_LOWER = (
    (Column.POSITION, QT_TRANSLATE_NOOP("window", "Position"), "accent"),
    (Column.TARGET, QT_TRANSLATE_NOOP("window", "Target"), "target"),
)
_TAG_HEIGHT = 18


class Overlay:
    """Paints over plots; keeps nothing but the theme."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._font = theme.font(11)
        self._strong = theme.font(11, QFont.Weight.DemiBold)

    def draw_spans(
        self, painter: QPainter, plot: Plot, spans: Iterable[Span], now_s: float
    ) -> None:
        """Shade the times in which scaling was frozen: the breaker loudest."""
        painter.setFont(self._font)
        area = plot.area
        labelled: list[tuple[int, int]] = []
        for reason, left, right in stretches(plot, spans, now_s):
            breaker = reason is Reason.PRICE_GAP
            role = "alarm" if breaker else "warning"
            shade = self._theme.color(role, 0.16 if breaker else 0.07)
            painter.fillRect(QRect(left, area.top(), right - left, area.height()), shade)
            painter.fillRect(QRect(left, area.top(), right - left, 2), self._theme.color(role))
            words = words_for(reason).short
            if painter.fontMetrics().horizontalAdvance(words) + 10 < right - left:
                beside = sum(begin < right and left < end for begin, end in labelled)
                labelled.append((left, right))
                painter.setPen(self._theme.color(role))
                painter.drawText(left + 5, area.top() + 16 + 15 * beside, words)

    def draw_levels(self, painter: QPainter, plot: Plot, rows: ChartRows) -> None:
        """Draw entry and liquidation: lines where they are in sight, else pinned at the edge."""
        painter.setFont(self._font)
        above = below = 0
        for level in rows.levels:
            if level.price is None:
                continue
            color = self._theme.color(level.role)
            text = f"{level.label} {fmt.price(level.price, rows.tick_size)}"
            if plot.values.low <= level.price <= plot.values.high:
                y = round(plot.y(level.price))
                painter.setPen(color)
                painter.drawLine(plot.area.left(), y, plot.area.right(), y)
                self._label(painter, plot, y - _TAG_HEIGHT - 1, text, color)
            elif level.price > plot.values.high:
                self._label(painter, plot, plot.area.top() + 4 + 20 * above, f"{text} ▲", color)
                above += 1
            else:
                top = plot.area.bottom() - _TAG_HEIGHT - 3 - 20 * below
                self._label(painter, plot, top, f"{text} ▼", color)
                below += 1

    def draw_mark_tag(self, painter: QPainter, plot: Plot, mark: float, rows: ChartRows) -> None:
        """Write the mark price on the axis, where it is."""
        if plot.values.low < mark < plot.values.high:
            accent, ink = self._theme.color("accent"), self._theme.color("on_strong")
            text = fmt.price(mark, rows.tick_size)
            self._axis_tag(painter, plot, plot.y(mark), text, accent, ink)

    def draw_legend(
        self,
        painter: QPainter,
        upper: Plot,
        lower: Plot,
        last: Callable[[Column], float],
        rows: ChartRows,
    ) -> None:
        """Name the lines with their newest values."""
        prices = [
            (role, translated(label), fmt.price(last(column), rows.tick_size))
            for column, label, role in (*_UPPER, _UPPER_LAST)
        ]
        sizes = [
            (role, translated(label), fmt.contracts(last(column), rows.lot_size, signed=True))
            for column, label, role in _LOWER
        ]
        painter.setFont(self._font)
        for top, entries in ((upper.area.top() - 20, prices), (lower.area.top() - 20, sizes)):
            left = 10
            for role, label, value in entries:
                left = self._entry(painter, left, top, (role, label, value))

    def draw_crosshair(
        self, painter: QPainter, upper: Plot, lower: Plot, at: QPointF, rows: ChartRows
    ) -> None:
        """Draw the crosshair with the value and the moment under it."""
        plot = upper if at.y() < lower.area.top() - 20 else lower
        x, y = round(at.x()), round(at.y())
        if not plot.area.contains(x, y):
            return
        theme = self._theme
        painter.setPen(theme.color("text_faint", 0.6))
        painter.drawLine(x, upper.area.top(), x, lower.area.bottom())
        painter.drawLine(plot.area.left(), y, plot.area.right(), y)
        value = plot.value_at(at.y())
        text = fmt.price(value, rows.tick_size) if plot is upper else fmt.compact(value)
        ground, ink = theme.color("control_hover"), theme.color("text")
        self._axis_tag(painter, plot, at.y(), text, ground, ink)
        box = QRectF(x - 36, lower.area.bottom() + 2, 72, _TAG_HEIGHT)
        self._box(painter, box, moment(plot.time_at(at.x()), "%H:%M:%S"), ground, ink)

    def _entry(self, painter: QPainter, left: int, top: int, entry: tuple[str, str, str]) -> int:
        role, label, value = entry
        metrics = painter.fontMetrics()
        base = top + metrics.ascent() + 1
        painter.fillRect(left, base - 5, 10, 2, self._theme.color(role))
        left += 15
        painter.setPen(self._theme.color("text_secondary"))
        painter.drawText(left, base, label)
        left += metrics.horizontalAdvance(label) + 6
        painter.setPen(self._theme.color("text"))
        painter.drawText(left, base, value)
        return left + metrics.horizontalAdvance(value) + 18

    def _label(self, painter: QPainter, plot: Plot, top: float, text: str, color: QColor) -> None:
        width = painter.fontMetrics().horizontalAdvance(text) + 12
        # On the left: on the right it would cover the newest prices.
        box = QRectF(plot.area.left() + 8, top, width, _TAG_HEIGHT)
        painter.setPen(color)
        painter.setBrush(self._theme.color("surface", 0.88))
        painter.drawRect(box)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _axis_tag(
        self, painter: QPainter, plot: Plot, y: float, text: str, ground: QColor, ink: QColor
    ) -> None:
        box = QRectF(plot.area.right() + 2, y - _TAG_HEIGHT / 2, AXIS_WIDTH - 4, _TAG_HEIGHT)
        self._box(painter, box, text, ground, ink)

    def _box(self, painter: QPainter, box: QRectF, text: str, ground: QColor, ink: QColor) -> None:
        painter.fillRect(box, ground)
        painter.setFont(self._strong)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def stretches(plot: Plot, spans: Iterable[Span], now_s: float) -> list[tuple[Reason, int, int]]:
    """Return what to shade, in pixels: spans of one reason that touch on screen are one."""
    area, shaded = plot.area, list[tuple[Reason, int, int]]()
    open_at: dict[Reason, int] = {}  # reason -> place of its last stretch
    for span in spans:
        until = now_s if span.until_s is None else span.until_s
        if until < plot.time.low or span.since_s > plot.time.high:
            continue
        left = max(area.left(), round(plot.x(span.since_s)))
        right = min(area.right(), max(left + 1, round(plot.x(until))))
        place = open_at.get(span.reason)
        if place is not None and left <= shaded[place][2] + 1:
            shaded[place] = (span.reason, shaded[place][1], max(right, shaded[place][2]))
        else:
            open_at[span.reason] = len(shaded)
            shaded.append((span.reason, left, right))
    return shaded
