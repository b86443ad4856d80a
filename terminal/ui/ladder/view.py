"""The ladder's picture: about a millisecond for sixty rows, from a glyph atlas."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from terminal.ui.format import UNKNOWN
from terminal.ui.glyphs import GlyphAtlas
from terminal.ui.ladder.rows import EMPTY, Ladder, LadderRow, Marker
from terminal.ui.painting import hatch
from terminal.ui.panel import Canvas, PaintCost
from terminal.ui.theme import Theme

ROW_HEIGHT = 19
HEAD_HEIGHT = 22
FOOT_HEIGHT = 40
_MARKER_ROLE = {
    Marker.MARK: "accent",
    Marker.INDEX: "index",
    Marker.LAST: "text",
    Marker.ENTRY: "target",
    Marker.LIQUIDATION: "alarm",
}


class LadderView(Canvas):
    """Paints a `Ladder`; reports scrolling and the wish to see the middle again."""

    scrolled = Signal(int)  # rows, positive upwards
    recentre_requested = Signal()
    resized = Signal()

    def __init__(self, theme: Theme, cost: PaintCost, parent: QWidget | None = None) -> None:
        super().__init__(cost, "Price ladder", parent)
        self._theme = theme
        self._ladder = EMPTY
        self._ratio = 0.0
        self._atlases: dict[str, GlyphAtlas] = {}
        self._bars: dict[str, QColor] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(230, 200)

    @property
    def row_count(self) -> int:
        """How many rows fit."""
        return max(1, (self.height() - HEAD_HEIGHT - FOOT_HEIGHT) // ROW_HEIGHT)

    def show_ladder(self, ladder: Ladder) -> None:
        """Show another state of the market."""
        self._ladder = ladder
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Paint head, rows and foot."""
        self._prepare()
        theme = self._theme
        painter.fillRect(self.rect(), theme.color("surface"))
        left, right = self._price_column()
        painter.fillRect(
            left,
            HEAD_HEIGHT,
            right - left,
            self.height() - HEAD_HEIGHT - FOOT_HEIGHT,
            theme.color("raised"),
        )
        for number, row in enumerate(self._ladder.rows):
            self._draw_row(painter, HEAD_HEIGHT + number * ROW_HEIGHT, row, left, right)
        self._draw_head(painter, left, right)
        self._draw_foot(painter)
        if self._ladder.stale:
            hatch(painter, self.rect().adjusted(0, HEAD_HEIGHT, 0, -FOOT_HEIGHT), theme)

    def sizeHint(self) -> QSize:
        """Return a size that shows some forty prices."""
        return QSize(312, HEAD_HEIGHT + FOOT_HEIGHT + 40 * ROW_HEIGHT)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by three rows a notch."""
        notches = event.angleDelta().y() / 120
        if notches:
            self.scrolled.emit(round(notches * 3))
        event.accept()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Return to the middle of the market."""
        self.recentre_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """C returns to the middle, arrows and page keys scroll."""
        steps = {
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: self.row_count // 2,
            Qt.Key.Key_PageDown: -(self.row_count // 2),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.scrolled.emit(steps[key])
        elif key == Qt.Key.Key_C:
            self.recentre_requested.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another number of rows fits."""
        super().resizeEvent(event)
        self.resized.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the glyphs anew on another screen or in another style."""
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            self._ratio = 0.0
        super().changeEvent(event)

    def _prepare(self) -> None:
        ratio = self.devicePixelRatioF()
        if ratio == self._ratio:
            return
        self._ratio = ratio
        theme = self._theme
        plain, strong = theme.font(12), theme.font(12, QFont.Weight.DemiBold)
        self._atlases = {
            "size": GlyphAtlas(plain, theme.color("text"), ratio),
            "up": GlyphAtlas(plain, theme.color("up"), ratio),
            "down": GlyphAtlas(plain, theme.color("down"), ratio),
            "between": GlyphAtlas(plain, theme.color("text_faint"), ratio),
            "last": GlyphAtlas(strong, theme.color("on_strong"), ratio),
            "own": GlyphAtlas(strong, theme.color("target"), ratio),
        }
        self._bars = {
            "up": theme.color("up", 0.20),
            "down": theme.color("down", 0.20),
            "eaten": theme.color("target", 0.40),
        }
        for marker, role in _MARKER_ROLE.items():
            font = theme.font(9, QFont.Weight.DemiBold)
            self._atlases[marker] = GlyphAtlas(font, theme.color(role), ratio)

    def _price_column(self) -> tuple[int, int]:
        rows = self._ladder.rows
        half = 36
        if rows:
            half = self._atlases["size"].width(rows[0].price) // 2 + 9
        middle = self.width() // 2
        return middle - half, middle + half

    def _draw_row(self, painter: QPainter, top: int, row: LadderRow, left: int, right: int) -> None:
        atlases = self._atlases
        text_top = top + (ROW_HEIGHT - atlases["size"].height) // 2
        reach = left - 4
        if row.bid_bar:
            self._bar(painter, left, top, -round(reach * row.bid_bar), self._bars["up"])
            if row.eaten:
                self._bar(painter, left, top, -round(reach * row.eaten), self._bars["eaten"])
            atlases["size"].draw_right(painter, left - 7, text_top, row.bid)
        if row.ask_bar:
            self._bar(painter, right, top, round(reach * row.ask_bar), self._bars["down"])
            if row.eaten:
                self._bar(painter, right, top, round(reach * row.eaten), self._bars["eaten"])
            atlases["size"].draw(painter, right + 7, text_top, row.ask)
        if row.own_bid:
            atlases["own"].draw(painter, 6, text_top, row.own_bid)
        if row.own_ask:
            atlases["own"].draw_right(painter, self.width() - 6, text_top, row.own_ask)
        self._draw_price(painter, top, text_top, row, left, right)

    def _draw_price(
        self, painter: QPainter, top: int, text_top: int, row: LadderRow, left: int, right: int
    ) -> None:
        name = "up" if row.side > 0 else "down" if row.side < 0 else "between"
        if Marker.LAST in row.markers:
            color = self._theme.color("text" if name == "between" else name)
            painter.fillRect(left, top + 1, right - left, ROW_HEIGHT - 2, color)
            name = "last"
        atlas = self._atlases[name]
        centre = (left + right) // 2
        atlas.draw(painter, centre - atlas.width(row.price) // 2, text_top, row.price)
        marks = [marker for marker in row.markers if marker is not Marker.LAST]
        if not marks:
            return
        color = self._theme.color(_MARKER_ROLE[marks[0]])
        painter.fillRect(left, top + ROW_HEIGHT - 1, right - left, 1, color)
        painter.fillRect(left, top + 3, 3, ROW_HEIGHT - 6, color)
        painter.fillRect(right - 3, top + 3, 3, ROW_HEIGHT - 6, color)
        # Tags stand where this side of the book is empty: opposite to the quantity.
        at = right + 7 if row.side >= 0 else left - 7
        for marker in marks:
            tag = self._atlases[marker]
            tag_top = top + (ROW_HEIGHT - tag.height) // 2
            if row.side >= 0:
                tag.draw(painter, at, tag_top, marker.value)
                at += tag.width(marker.value) + 6
            else:
                tag.draw_right(painter, at, tag_top, marker.value)
                at -= tag.width(marker.value) + 6

    def _bar(self, painter: QPainter, start: int, top: int, width: int, color: QColor) -> None:
        left = start if width > 0 else start + width
        painter.fillRect(left, top + 1, abs(width), ROW_HEIGHT - 2, color)

    def _draw_head(self, painter: QPainter, left: int, right: int) -> None:
        theme = self._theme
        painter.setPen(theme.color("text_secondary"))
        painter.setFont(theme.font(11))
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            QRect(6, 0, left - 13, HEAD_HEIGHT), Qt.AlignmentFlag.AlignRight | vertical, "Bid size"
        )
        painter.drawText(
            QRect(left, 0, right - left, HEAD_HEIGHT), Qt.AlignmentFlag.AlignCenter, "Price"
        )
        painter.drawText(
            QRect(right + 7, 0, left - 13, HEAD_HEIGHT),
            Qt.AlignmentFlag.AlignLeft | vertical,
            "Ask size",
        )

    def _draw_foot(self, painter: QPainter) -> None:
        theme, ladder = self._theme, self._ladder
        top = self.height() - FOOT_HEIGHT
        painter.fillRect(0, top, self.width(), FOOT_HEIGHT, theme.color("surface"))
        painter.fillRect(0, top, self.width(), 1, theme.color("border"))
        painter.setFont(theme.font(11))
        vertical = Qt.AlignmentFlag.AlignVCenter
        inner = QRect(8, top + 3, self.width() - 16, FOOT_HEIGHT // 2 - 3)
        painter.setPen(theme.color("text_secondary"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | vertical, f"Spread {ladder.spread}")
        words = ""
        if ladder.stale:
            words = "no book" if ladder.age == UNKNOWN else f"stale {ladder.age}"
        painter.setPen(theme.color("warning"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | vertical, words)
        inner.translate(0, FOOT_HEIGHT // 2 - 2)
        painter.setPen(theme.color("target"))
        nothing = "No order staged"
        if not ladder.next_order:
            painter.setPen(theme.color("text_faint"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | vertical, ladder.next_order or nothing)
