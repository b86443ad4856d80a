"""The status strip: gate with its reasons, mode, the newest alert, feed ages, clock."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from terminal.ui.painting import gate_shape, pill
from terminal.ui.panel import Canvas, PaintCost
from terminal.ui.status.rows import Badge, Status
from terminal.ui.theme import Theme
from terminal.ui.words import translate

HEIGHT = 28
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class StatusStrip(Canvas):
    """One line that says whether scaling runs, and if not, why and for how long."""

    def __init__(self, theme: Theme, cost: PaintCost, parent: QWidget | None = None) -> None:
        super().__init__(cost, translate("window", "Status"), parent)
        self._theme = theme
        self._status: Status | None = None
        self._alert = ""
        self._alert_role = "text_secondary"
        self._plain = theme.font(12)
        self._strong = theme.font(12, QFont.Weight.DemiBold)
        self._small = theme.font(11)
        self.setFixedHeight(HEIGHT)

    def show_status(self, status: Status, alert: str, alert_role: str) -> None:
        """Show another status and the newest alert."""
        if (status, alert, alert_role) == (self._status, self._alert, self._alert_role):
            return
        self._status, self._alert, self._alert_role = status, alert, alert_role
        words = [status.mode, status.gate, *status.reasons, alert]
        self.setAccessibleDescription("; ".join(word for word in words if word))
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Paint the strip: words from the left, badges and clock from the right."""
        theme, status = self._theme, self._status
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, HEIGHT - 1, self.width(), 1, theme.color("window"))
        if status is None:
            painter.setFont(self._plain)
            painter.setPen(theme.color("text_secondary"))
            painter.drawText(
                self.rect().adjusted(10, 0, 0, 0),
                _LEFT,
                translate("window", "Starting the engine…"),
            )
            return
        right = self._draw_right(painter, status)
        left = self._draw_left(painter, status, right)
        if self._alert and right - left > 80:
            painter.setFont(self._small)
            painter.setPen(theme.color(self._alert_role))
            room = QRect(left + 12, 0, right - left - 24, HEIGHT)
            text = QFontMetrics(self._small).elidedText(
                self._alert, Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, _RIGHT, text)

    def sizeHint(self) -> QSize:
        """Return the strip's size."""
        return QSize(900, HEIGHT)

    def _draw_left(self, painter: QPainter, status: Status, limit: int) -> int:
        theme = self._theme
        metrics = QFontMetrics(self._strong)
        painter.setFont(self._strong)
        width = metrics.horizontalAdvance(status.mode) + 18
        area = QRectF(8, 4, width, HEIGHT - 9)
        role = ("live", "on_strong") if status.auto else ("control", "text")
        pill(painter, area, status.mode, theme.color(role[0]), theme.color(role[1]))
        at = round(area.right()) + 12
        color = theme.color(status.tone)
        gate_shape(painter, QRectF(at, HEIGHT / 2 - 5.5, 10, 10), status.shape, color)
        at += 16
        painter.setPen(color)
        width = metrics.horizontalAdvance(status.gate) + 4
        painter.drawText(QRect(at, 0, width, HEIGHT), _LEFT, status.gate)
        at += width + 8
        painter.setFont(self._plain)
        plain = QFontMetrics(self._plain)
        painter.setPen(theme.color("text"))
        for place, reason in enumerate(status.reasons):
            text = reason if place == 0 else f"·  {reason}"
            width = plain.horizontalAdvance(text) + 2
            if at + width > limit - 40:
                painter.drawText(QRect(at, 0, 80, HEIGHT), _LEFT, f"+{len(status.reasons) - place}")
                return at + 30
            painter.drawText(QRect(at, 0, width, HEIGHT), _LEFT, text)
            at += width + 8
        return at

    def _draw_right(self, painter: QPainter, status: Status) -> int:
        theme = self._theme
        painter.setFont(self._strong)
        width = QFontMetrics(self._strong).horizontalAdvance(status.clock) + 4
        right = self.width() - 10
        painter.setPen(theme.color("text"))
        painter.drawText(QRect(right - width, 0, width, HEIGHT), _RIGHT, status.clock)
        right -= width + 12
        painter.setFont(self._small)
        metrics = QFontMetrics(self._small)
        for badge in reversed(status.badges):
            right -= self._draw_badge(painter, metrics, badge, right) + 6
        return right

    def _draw_badge(
        self, painter: QPainter, metrics: QFontMetrics, badge: Badge, right: int
    ) -> int:
        theme = self._theme
        text = f"{badge.feed} {badge.age}"
        # Room for "59 s" always, so that neighbours stand still while ages count.
        width = metrics.horizontalAdvance(f"{badge.feed} 59 s") + 14
        width = max(width, metrics.horizontalAdvance(text) + 14)
        area = QRectF(right - width, 5, width, HEIGHT - 11)
        ground = theme.color("control", 0.5) if badge.stale else theme.color("control")
        ink = theme.color("warning") if badge.stale else theme.color("text_secondary")
        pill(painter, area, text, ground, ink, dashed=badge.stale)
        return width
