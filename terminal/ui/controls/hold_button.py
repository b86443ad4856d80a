"""A button that must be held: what it does is shown filling up, letting go early undoes it."""

from collections.abc import Callable
from time import monotonic_ns

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from terminal.ui.theme import Theme

_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LONGEST_STEP_NS = 50_000_000


class HoldButton(QAbstractButton):
    """Held for `hold_ms` with mouse or keyboard it emits `held`; `pressed` comes at once.

    Time in which the window did not answer does not count as holding: after a stall nobody can
    tell whether the button was still down. `clock` is monotonic, in ns; tests give their own and
    call `advance`.
    """

    held = Signal()
    abandoned = Signal()  # let go too early

    def __init__(
        self,
        text: str,
        theme: Theme,
        *,
        hold_ms: int = 1200,
        fill: str = "accent",
        ground: str = "control",
        clock: Callable[[], int] = monotonic_ns,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hold_ns = hold_ms * 1_000_000
        self._fill = fill
        self._ground = ground
        self._clock = clock
        self._last_ns: int | None = None  # None: not held
        self._held_ns = 0
        self._done = False
        self._caption = ""
        self._lit = False
        self._timer = QTimer(self)
        self._timer.setInterval(16)
        self._timer.timeout.connect(self.advance)
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(30)

    @property
    def progress(self) -> float:
        """How much of the hold has passed, 0 to 1."""
        return min(1.0, self._held_ns / self._hold_ns) if self._last_ns is not None else 0.0

    def set_caption(self, caption: str) -> None:
        """Show a second, smaller line: what the hold will do."""
        if caption != self._caption:
            self._caption = caption
            self.update()

    def set_look(self, *, ground: str, fill: str, lit: bool = False) -> None:
        """Change the colours, by their role in the theme; a lit one stays so while disabled."""
        if (ground, fill, lit) != (self._ground, self._fill, self._lit):
            self._ground, self._fill, self._lit = ground, fill, lit
            self.update()

    def advance(self) -> None:
        """Look at the clock; emits `held` once when the hold is complete."""
        if self._last_ns is None:
            return
        now = self._clock()
        self._held_ns += min(now - self._last_ns, _LONGEST_STEP_NS)
        self._last_ns = now
        self.update()
        if self.progress >= 1.0 and not self._done:
            self._done = True
            self._timer.stop()
            self.held.emit()

    def begin(self) -> None:
        """Start holding, as a press of the mouse or of Space does."""
        if self._last_ns is not None or not self.isEnabled():
            return
        self._last_ns = self._clock()
        self._held_ns = 0
        self._done = False
        self.setDown(True)
        self._timer.start()
        self.pressed.emit()
        self.update()

    def end(self) -> None:
        """Let go."""
        if self._last_ns is None:
            return
        finished = self._done
        self._last_ns = None
        self._timer.stop()
        self.setDown(False)
        self.update()
        self.released.emit()
        if not finished:
            self.abandoned.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start holding."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.begin()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Slipping off the button is letting go, not holding on."""
        if self._last_ns is not None and not self.rect().contains(event.position().toPoint()):
            self._give_up()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Start holding; a key's auto-repeat is not a new press."""
        if event.key() not in _KEYS:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.begin()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go."""
        if event.key() not in _KEYS:
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat():
            self.end()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Losing the keyboard is letting go."""
        self._give_up()
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Being disabled is letting go."""
        if event.type() == QEvent.Type.EnabledChange and not self.isEnabled():
            self._give_up()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Return a size with room for the caption."""
        width = self.fontMetrics().horizontalAdvance(self.text()) + 32
        return QSize(width, 44 if self._caption else 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, what has been held of it, and the words."""
        theme, enabled = self._theme, self.isEnabled() or self._lit
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(area, 4, 4)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self._ground if enabled else "surface"
        if enabled and self.underMouse() and ground == "control":
            ground = "control_hover"
        painter.fillPath(shape, theme.color(ground))
        if self._last_ns is not None:
            painter.setClipPath(shape)
            filled = QRectF(area)
            filled.setWidth(area.width() * self.progress)
            painter.fillRect(filled, theme.color(self._fill, 0.55))
            painter.setClipping(False)
        edge = "accent" if self.hasFocus() else "border"
        painter.setPen(theme.color(edge))
        painter.drawPath(shape)
        self._paint_words(painter, area, self._words_color(ground))
        painter.end()

    def _words_color(self, ground: str) -> QColor:
        if ground == "kill":
            return QColor("#ffffff")
        if ground in ("live", "alarm", "accent"):
            return self._theme.color("on_strong")
        return self._theme.color("text" if self.isEnabled() else "text_faint")

    def _paint_words(self, painter: QPainter, area: QRectF, color: QColor) -> None:
        painter.setPen(color)
        painter.setFont(self._theme.font(12, QFont.Weight.DemiBold))
        if not self._caption:
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.text())
            return
        upper = QRectF(area.left(), area.top() + 4, area.width(), area.height() / 2 - 3)
        lower = QRectF(area.left(), area.center().y(), area.width(), area.height() / 2 - 4)
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.setFont(self._theme.font(11))
        color.setAlphaF(0.85)
        painter.setPen(color)
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, self._caption)

    def _give_up(self) -> None:
        if self._last_ns is not None:
            self.end()
