"""The ladder's picture: about a millisecond for sixty rows, from a glyph atlas."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from terminal.ui.ladder.row_painter import ROW_HEIGHT, RowPainter
from terminal.ui.ladder.rows import EMPTY, Ladder
from terminal.ui.panel import Canvas, PaintCost
from terminal.ui.stale_marks import book_words, veil
from terminal.ui.theme import Theme
from terminal.ui.words import translate

HEAD_HEIGHT = 22
FOOT_HEIGHT = 40


class LadderView(Canvas):
    """Paints a `Ladder`; reports scrolling, clicks, and the wish to see the middle again.

    A click is press and release on the same price and side of the book. Between the two nothing
    may move: `held` is true from the press on, and the panel leaves the prices where they are.
    """

    scrolled = Signal(int)  # rows, positive upwards
    recentre_requested = Signal()
    resized = Signal()
    clicked = Signal(int, int)  # row number, side: +1 left of the prices, −1 right of them

    def __init__(self, theme: Theme, cost: PaintCost, parent: QWidget | None = None) -> None:
        super().__init__(cost, translate("window", "Price ladder"), parent)
        self._theme = theme
        self._ladder = EMPTY
        self._painter = RowPainter(theme)
        self._head_font = theme.font(11)
        self._armed = False
        self._pressed: tuple[int, int] | None = None
        self._hovered: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(230, 200)

    @property
    def row_count(self) -> int:
        """How many rows fit."""
        return max(1, (self.height() - HEAD_HEIGHT - FOOT_HEIGHT) // ROW_HEIGHT)

    @property
    def ladder(self) -> Ladder:
        """What is shown."""
        return self._ladder

    def show_ladder(self, ladder: Ladder) -> None:
        """Show another state of the market."""
        self._ladder = ladder
        self.update()

    @property
    def held(self) -> bool:
        """True while a mouse button is down on the prices, or armed and the mouse over them."""
        return self._pressed is not None or (self._armed and self._hovered is not None)

    def let_go(self) -> None:
        """Forget a press that has not ended: what was under the mouse is there no more."""
        self._pressed = None

    def set_armed(self, armed: bool) -> None:
        """Show that a click trades: the price under the mouse is framed in the order's colour."""
        if armed != self._armed:
            self._armed = armed
            self.update()

    def set_totals(self, totals: bool) -> None:
        """Write cumulative sizes in place of those of each price."""
        self._painter.totals = totals
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Paint head, rows and foot."""
        rows = self._painter
        rows.prepare(self.devicePixelRatioF())
        rows.width = self.width()
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
            top = HEAD_HEIGHT + number * ROW_HEIGHT
            rows.draw(painter, top, row, left, right)
            if self._hovered is not None and self._hovered[0] == row.number:
                side = self._hovered[1] if self._armed else 0
                pressed = self._pressed == self._hovered
                rows.draw_hovered(painter, top, left, right, side=side, pressed=pressed)
        self._draw_head(painter, left, right)
        self._draw_foot(painter)
        if self._ladder.stale:
            veil(painter, self.rect().adjusted(0, HEAD_HEIGHT, 0, -FOOT_HEIGHT), theme)

    def sizeHint(self) -> QSize:
        """Return a size that shows some forty prices."""
        return QSize(312, HEAD_HEIGHT + FOOT_HEIGHT + 40 * ROW_HEIGHT)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by three rows a notch."""
        notches = event.angleDelta().y() / 120
        if notches:
            self.scrolled.emit(round(notches * 3))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Return to the middle of the market; where a click trades it is a second press."""
        if self._armed:
            self.mousePressEvent(event)
        else:
            self.recentre_requested.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note what was pressed; nothing happens before the button is let go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._place(event)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Report the click if it ended where it began."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        pressed, self._pressed = self._pressed, None
        self.update()
        if pressed is not None and pressed == self._place(event):
            self.clicked.emit(*pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the price under the mouse."""
        hovered = self._place(event)
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Light up nothing."""
        self._hovered = self._pressed = None
        self.update()
        super().leaveEvent(event)

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
            self._painter.forget()
        super().changeEvent(event)

    def _place(self, event: QMouseEvent) -> tuple[int, int] | None:
        """Return row number and side under the mouse; None beside the rows and over the prices."""
        x, y = round(event.position().x()), round(event.position().y()) - HEAD_HEIGHT
        rows = self._ladder.rows
        if not 0 <= y < len(rows) * ROW_HEIGHT or not self._painter.ready:
            return None
        left, right = self._price_column()
        side = 1 if x < left else -1 if x >= right else 0
        return (rows[y // ROW_HEIGHT].number, side) if side else None

    def _price_column(self) -> tuple[int, int]:
        rows = self._ladder.rows
        half = 36
        if rows:
            half = self._painter.half_price(rows[0].price)
        middle = self.width() // 2
        return middle - half, middle + half

    def _draw_head(self, painter: QPainter, left: int, right: int) -> None:
        theme = self._theme
        painter.setPen(theme.color("text_secondary"))
        painter.setFont(self._head_font)
        bid, ask = (
            (translate("window", "Buy"), translate("window", "Sell"))
            if self._armed
            else (translate("window", "Bid"), translate("window", "Ask"))
        )
        size = "total" if self._painter.totals else "size"
        vertical = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            QRect(6, 0, left - 13, HEAD_HEIGHT),
            Qt.AlignmentFlag.AlignRight | vertical,
            f"{bid} {size}",
        )
        painter.drawText(
            QRect(left, 0, right - left, HEAD_HEIGHT),
            Qt.AlignmentFlag.AlignCenter,
            translate("window", "Price"),
        )
        painter.drawText(
            QRect(right + 7, 0, left - 13, HEAD_HEIGHT),
            Qt.AlignmentFlag.AlignLeft | vertical,
            f"{ask} {size}",
        )

    def _draw_foot(self, painter: QPainter) -> None:
        theme, ladder = self._theme, self._ladder
        top = self.height() - FOOT_HEIGHT
        painter.fillRect(0, top, self.width(), FOOT_HEIGHT, theme.color("surface"))
        painter.fillRect(0, top, self.width(), 1, theme.color("border"))
        painter.setFont(self._head_font)
        vertical = Qt.AlignmentFlag.AlignVCenter
        inner = QRect(8, top + 3, self.width() - 16, FOOT_HEIGHT // 2 - 3)
        painter.setPen(theme.color("text_secondary"))
        painter.drawText(
            inner,
            Qt.AlignmentFlag.AlignLeft | vertical,
            translate("window", "Spread {spread}").format(spread=ladder.spread),
        )
        words = ladder.trades
        if not ladder.stale:
            painter.setPen(theme.color("text_secondary"))
        else:
            painter.setPen(theme.color("warning"))
            words = book_words(ladder.age)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | vertical, words)
        inner.translate(0, FOOT_HEIGHT // 2 - 2)
        painter.setPen(theme.color("target"))
        nothing = translate("window", "No order staged")
        if not ladder.next_order:
            painter.setPen(theme.color("text_faint"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | vertical, ladder.next_order or nothing)
