"""The funding panel's small print: cost to the horizon by side, and how good predictions were."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from terminal.ui.funding.rows import FundingRows
from terminal.ui.panel import Canvas, PaintCost
from terminal.ui.stale_marks import hatch
from terminal.ui.tables.shapes import side_tone
from terminal.ui.theme import Theme
from terminal.ui.words import translate, translated

_LINE = 18
_PAD = 10
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
FACTS_WIDTH = 272
FACTS_HEIGHT = 9 * _LINE + 10


class FundingFacts(Canvas):
    """Two little tables, one under the other."""

    def __init__(self, theme: Theme, cost: PaintCost, parent: QWidget | None = None) -> None:
        super().__init__(
            cost, translate("window", "Cost of funding and error of prediction"), parent
        )
        self._theme = theme
        self._rows: FundingRows | None = None
        self._font = theme.font(12)
        self._caption = theme.font(11, QFont.Weight.DemiBold)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(FACTS_WIDTH)

    def sizeHint(self) -> QSize:
        """Return the room for every line."""
        return QSize(FACTS_WIDTH, FACTS_HEIGHT)

    def show_rows(self, rows: FundingRows) -> None:
        """Show costs and errors."""
        if self._rows is not None and _shown(self._rows) == _shown(rows):
            return
        self._rows = rows
        costs = (
            f"{translated(c.side)} {c.verb} {c.coin} {rows.currency} {c.usd} {c.share}"
            for c in rows.costs
        )
        self.setAccessibleDescription(f"{'; '.join(costs)}; {rows.errors.verdict}")
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Paint both tables."""
        painter.fillRect(self.rect(), self._theme.color("surface"))
        rows = self._rows
        if rows is None:
            return
        if rows.doubtful:
            hatch(painter, QRect(0, 0, self.width(), 4 * _LINE + 8), self._theme)
        top = self._heading(painter, 4, translate("window", "Cost to horizon"), rows.horizon)
        faint = "text_faint"
        self._cells(
            painter,
            top,
            [
                ("", faint),
                (rows.currency, faint),
                ("USD", faint),
                (translate("window", "equity"), faint),
            ],
        )
        for cost in rows.costs:
            top += _LINE
            tone = "stale" if rows.doubtful else "text"
            side = f"{translated(cost.side)} {cost.verb}"
            self._cells(
                painter,
                top,
                [
                    (side, "stale" if rows.doubtful else side_tone(cost.side)),
                    (cost.coin, tone),
                    (cost.usd, tone),
                    (cost.share, tone),
                ],
            )
        top = self._heading(
            painter, top + _LINE + 8, translate("window", "Mean error of past predictions"), ""
        )
        errors = rows.errors
        self._pair(painter, top, translate("window", "EMA prediction"), errors.ours, "text")
        self._pair(
            painter,
            top + _LINE,
            translate("window", "“Same as the last one”"),
            errors.naive,
            "text",
        )
        self._pair(painter, top + 2 * _LINE, errors.verdict, "", errors.tone)

    def _heading(self, painter: QPainter, top: int, text: str, note: str) -> int:
        area = QRect(_PAD, top, self.width() - 2 * _PAD, _LINE)
        painter.setFont(self._caption)
        painter.setPen(self._theme.color("text_secondary"))
        painter.drawText(area, _LEFT, text)
        painter.setFont(self._font)
        painter.setPen(self._theme.color("text_faint"))
        painter.drawText(area, _RIGHT, note)
        return top + _LINE

    def _cells(self, painter: QPainter, top: int, cells: list[tuple[str, str]]) -> None:
        width = self.width() - 2 * _PAD
        stops = (0.0, 0.33, 0.56, 0.79, 1.0)
        for place, (text, role) in enumerate(cells):
            left = _PAD + round(stops[place] * width)
            right = _PAD + round(stops[place + 1] * width)
            painter.setPen(self._theme.color(role))
            area = QRect(left, top, right - left, _LINE)
            painter.drawText(area, _RIGHT if place else _LEFT, text)

    def _pair(self, painter: QPainter, top: int, label: str, value: str, role: str) -> None:
        area = QRect(_PAD, top, self.width() - 2 * _PAD, _LINE)
        painter.setPen(self._theme.color("text_secondary" if value else role))
        painter.drawText(area, _LEFT, label)
        painter.setPen(self._theme.color(role))
        painter.drawText(area, _RIGHT, value)


def _shown(rows: FundingRows) -> tuple[object, ...]:
    return rows.costs, rows.errors, rows.horizon, rows.currency, rows.doubtful
