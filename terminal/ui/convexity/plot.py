"""The payoff as two pictures side by side: equity in USD and in coin, over the price."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from terminal.ui import format as show
from terminal.ui.convexity.payoff import Curve, Payoff, equity_at
from terminal.ui.convexity.scale import Scale, ticks
from terminal.ui.convexity.steps import REACH, price_at
from terminal.ui.grounds import mixed
from terminal.ui.panel import Canvas, PaintCost
from terminal.ui.stale_marks import veil
from terminal.ui.theme import Theme
from terminal.ui.words import QT_TRANSLATE_NOOP, translated

_PAD = 8
_LINE = 16
_AXIS = 54  # width of the value axis
_MOVES = (-50, -25, 0, 25, 50)
_ALL_MOVES_FROM = 240  # a narrower axis has no room for all of them
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class _Style(NamedTuple):
    """How one curve looks: never told apart by colour alone."""

    words: str
    role: str
    line: Qt.PenStyle
    dots: bool = False


_STYLES = {
    "linear": _Style(
        QT_TRANSLATE_NOOP("window", "Linear, USD margin"), "target", Qt.PenStyle.DashLine
    ),
    "inverse": _Style(
        QT_TRANSLATE_NOOP("window", "Inverse perpetual, coin margin"),
        "accent",
        Qt.PenStyle.SolidLine,
    ),
    "dated": _Style(
        QT_TRANSLATE_NOOP("window", "Dated inverse, no funding"), "index", Qt.PenStyle.NoPen, True
    ),
}


class PayoffPlot(Canvas):
    """Three curves twice: what the account is worth in USD, and in coin."""

    def __init__(self, theme: Theme, cost: PaintCost, parent: QWidget | None = None) -> None:
        super().__init__(cost, self.tr("Payoff of inverse, linear and dated contract"), parent)
        self._theme = theme
        self._payoff: Payoff | None = None
        self._words = ""
        self._coin = ""
        self._veiled = False
        self._hovered: float | None = None
        self._font = theme.font(11)
        self._strong = theme.font(11, QFont.Weight.DemiBold)
        self._metrics = QFontMetrics(self._font)
        self.setMinimumSize(260, 90)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        """Return a size at which both pictures are useful."""
        return QSize(440, 240)

    def show_payoff(self, drawn: Payoff | None, words: str, coin: str, *, veiled: bool) -> None:
        """Draw the curves; `words` say what is compared, or why nothing is."""
        if (drawn, words, coin, veiled) == (
            self._payoff,
            self._words,
            self._coin,
            self._veiled,
        ):
            return
        self._payoff, self._words, self._coin, self._veiled = drawn, words, coin, veiled
        self.setToolTip(words)
        self.setAccessibleDescription(words)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the curves under the mouse."""
        self._hovered = self._move_at(event.position().x())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Read them at the mark again."""
        super().leaveEvent(event)
        self._hovered = None
        self.update()

    def scales(self) -> tuple[Scale, Scale]:
        """Return where USD and coin are drawn."""
        head = self._head_height()
        half = self.width() // 2
        high = max(self.height() - head - _LINE - 6, 20)
        values = [self._extent(coin=coin) for coin in (False, True)]
        return (
            Scale(QRect(_AXIS, head, half - _AXIS - 8, high), *values[0]),
            Scale(QRect(half + _AXIS, head, self.width() - half - _AXIS - 10, high), *values[1]),
        )

    def draw(self, painter: QPainter) -> None:
        """Paint legend and both pictures."""
        painter.fillRect(self.rect(), self._theme.color("surface"))
        drawn = self._payoff
        painter.setFont(self._font)
        if drawn is None:
            painter.setPen(self._theme.color("text_faint"))
            room = self.rect().adjusted(_PAD, 0, -_PAD, 0)
            painter.drawText(room, _CENTRE | Qt.TextFlag.TextWordWrap, self._words)
            return
        self._draw_head(painter, drawn)
        for scale, coin in zip(self.scales(), (False, True), strict=True):
            self._draw_picture(painter, drawn, scale, coin=coin)
        if self._veiled:
            veil(painter, self.rect().adjusted(0, self._head_height(), 0, 0), self._theme)

    def _head_height(self) -> int:
        return _LINE * (2 if self._roomy() else 1) + _LINE + 6

    def _roomy(self) -> bool:
        """Return whether there is height for the sentence that says what is compared."""
        return self.height() >= 170

    def _draw_head(self, painter: QPainter, drawn: Payoff) -> None:
        top = 2
        if self._roomy():
            painter.setPen(self._theme.color("text_secondary"))
            room = self.width() - 2 * _PAD
            text = self._metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(_PAD, top, room, _LINE), _LEFT, text)
            top += _LINE
        left = _PAD
        for curve in drawn.curves:
            style = _STYLES[curve.name]
            left = self._draw_entry(painter, style, self._entry(curve, style), left, top)

    def _entry(self, curve: Curve, style: _Style) -> str:
        words = translated(style.words)
        words = words if self.width() >= 520 else words.partition(",")[0]
        if self._hovered is None:
            return words
        found = equity_at(curve, self._hovered)
        name = translated(style.words).partition(",")[0].partition(" ")[0]
        if found is None:
            return self.tr("{name} liquidated").format(name=name)
        return f"{name} ${show.compact(found[0])} · {_short(found[1])}"

    def _draw_entry(self, painter: QPainter, style: _Style, words: str, left: int, top: int) -> int:
        middle = top + _LINE // 2
        self._pen(painter, style)
        if style.dots:
            for x in (left + 2, left + 8, left + 14):
                painter.fillRect(x, middle - 1, 3, 3, self._theme.color(style.role))
        else:
            painter.drawLine(left, middle, left + 18, middle)
        width = self._metrics.horizontalAdvance(words) + 4
        painter.setPen(self._theme.color("text"))
        painter.drawText(QRect(left + 22, top, width, _LINE), _LEFT, words)
        return left + 22 + width + 8

    def _draw_picture(self, painter: QPainter, drawn: Payoff, scale: Scale, *, coin: bool) -> None:
        area, theme = scale.area, self._theme
        title = self.tr("Equity in {part}").format(part=self._coin if coin else "USD")
        if self._hovered is not None:
            title += self.tr(" at {price}").format(price=self._price(drawn, self._hovered))
        painter.setFont(self._strong)
        painter.setPen(theme.color("text_secondary"))
        room = QRect(area.left(), area.top() - _LINE - 2, self.width() // 2 - _AXIS, _LINE)
        painter.drawText(room, _LEFT, title)
        painter.setFont(self._font)
        if drawn.liquidation is not None:
            self._draw_beyond(painter, drawn, scale)
        self._draw_grid(painter, scale, coin=coin)
        self._draw_marks(painter, drawn, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for curve in drawn.curves:
            self._draw_curve(painter, curve, curve.coin if coin else curve.usd, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self._hovered is not None:
            x = round(scale.x(self._hovered))
            painter.fillRect(x, area.top(), 1, area.height(), theme.color("text_secondary"))

    def _draw_beyond(self, painter: QPainter, drawn: Payoff, scale: Scale) -> None:
        """Tint the prices at which the position is gone."""
        assert drawn.liquidation is not None
        x = round(min(max(scale.x(drawn.liquidation), scale.area.left()), scale.area.right()))
        beyond = QRect(scale.area)
        if drawn.terms.side > 0:
            beyond.setRight(x)
        else:
            beyond.setLeft(x)
        if abs(drawn.liquidation) < REACH:
            tint = mixed(self._theme.color("surface"), self._theme.color("alarm"), 0.10)
            painter.fillRect(beyond, tint)

    def _draw_grid(self, painter: QPainter, scale: Scale, *, coin: bool) -> None:
        area, theme = scale.area, self._theme
        grid, faint = theme.color("grid"), theme.color("text_faint")
        for value, text in ticks(scale, coin=coin):
            y = round(scale.y(value))
            painter.fillRect(area.left(), y, area.width(), 1, grid)
            painter.setPen(faint)
            room = QRect(area.left() - _AXIS, y - _LINE // 2, _AXIS - 6, _LINE)
            painter.drawText(room, _RIGHT, text)
        for move in _MOVES:
            x = round(scale.x(move))
            painter.fillRect(x, area.top(), 1, area.height(), grid)
            painter.setPen(faint)
            text = self.tr("mark") if move == 0 else f"{show.number(move, 0, signed=True)} %"
            if abs(move) in (0, REACH) or area.width() >= _ALL_MOVES_FROM:
                edge = {-REACH: -14, REACH: -44}.get(move, -30)
                painter.drawText(QRect(x + edge, area.bottom() + 3, 60, _LINE), _CENTRE, text)

    def _draw_marks(self, painter: QPainter, drawn: Payoff, scale: Scale) -> None:
        """Draw the present price, and the liquidation price of the position itself."""
        area = scale.area
        x = round(scale.x(0))
        painter.fillRect(x, area.top(), 1, area.height(), self._theme.color("text_faint"))
        if drawn.liquidation is None or abs(drawn.liquidation) >= REACH:
            return
        alarm = self._theme.color("alarm")
        painter.setPen(_thin(alarm, Qt.PenStyle.DashLine))
        x = round(scale.x(drawn.liquidation))
        painter.drawLine(x, area.top(), x, area.bottom())
        text = self.tr("liq. {number} %").format(
            number=show.number(drawn.liquidation, 1, signed=True)
        )
        width = self._metrics.horizontalAdvance(text) + 6
        fits = x - width > area.left()
        left = x - width if fits else x + 3
        label = QRect(left, area.top(), width, _LINE)
        if not fits:  # it may lie across the mark
            painter.fillRect(label, self._theme.color("surface"))
        painter.setPen(alarm)
        painter.drawText(label, _CENTRE, text)

    @staticmethod
    def _price(drawn: Payoff, move: float) -> str:
        price = price_at(drawn.terms.mark, move)
        decimals = 0 if price >= 1000 else 2 if price >= 10 else 5
        return f"{show.number(price, decimals)} ({show.number(move, 0, signed=True)} %)"

    def _draw_curve(
        self, painter: QPainter, curve: Curve, values: Sequence[float], scale: Scale
    ) -> None:
        style = _STYLES[curve.name]
        points = [
            QPointF(scale.x(move), scale.y(value))
            for move, value in zip(curve.moves, values, strict=True)
        ]
        color = self._theme.color(style.role)
        if style.dots:
            for point in points[1::2]:
                painter.fillRect(round(point.x()) - 1, round(point.y()) - 1, 3, 3, color)
        else:
            self._pen(painter, style)
            painter.drawPolyline(QPolygonF(points))
        if curve.ends is not None:
            end = points[0] if curve.ends < 0 else points[-1]
            painter.setPen(_thin(color))
            for way in (1, -1):
                painter.drawLine(end + QPointF(-4, -4 * way), end + QPointF(4, 4 * way))

    def _pen(self, painter: QPainter, style: _Style) -> None:
        line = style.line if style.line != Qt.PenStyle.NoPen else Qt.PenStyle.SolidLine
        painter.setPen(_thin(self._theme.color(style.role), line))

    def _extent(self, *, coin: bool) -> tuple[float, float]:
        """Return the values from nothing to a little over the greatest."""
        curves = self._payoff.curves if self._payoff else ()
        values = [value for c in curves for value in (c.coin if coin else c.usd)]
        return 0.0, max(max(values, default=1.0), 1e-12) * 1.06

    def _move_at(self, x: float) -> float | None:
        for scale in self.scales():
            area = scale.area
            if area.left() <= x <= area.right():
                return (x - area.left()) / area.width() * 2 * REACH - REACH
        return None


def _thin(color: QColor, line: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    pen = QPen(color, 1, line)
    pen.setCosmetic(True)
    return pen


def _short(coin: float) -> str:
    return show.number(coin, 4 if abs(coin) < 1000 else 0)
