"""Paper or live, in words and colour, impossible to confuse."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from terminal.ui.theme import Theme
from terminal.ui.words import translate


class Banner(QWidget):
    """A filled block: PAPER with "no real money", or LIVE with the venue's name."""

    def __init__(
        self, theme: Theme, *, paper: bool, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._paper = paper
        # On live data the prices are real, which the block says; that the money is not, PAPER does.
        market = title.removeprefix("Paper on ") if title.startswith("Paper on ") else ""
        self._words = (
            translate("window", "PAPER"),
            translate("window", "on {market}").format(market=market)
            if market
            else translate("window", "no real money"),
        )
        if not paper:
            self._words = (translate("window", "LIVE"), title)
        self.setAccessibleName(" ".join(self._words))
        self.setToolTip(
            translate("window", "Orders go to a simulated exchange{part}").format(
                part=translate("window", "; prices are {market}").format(market=market)
                if market
                else ""
            )
            if paper
            else translate("window", "Orders move real money on {title}").format(title=title)
        )
        self.setFixedSize(104, 56)

    def sizeHint(self) -> QSize:
        """Return the banner's size."""
        return QSize(104, 56)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the block."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0, 6, 0, -6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("paper" if self._paper else "live"))
        painter.drawRoundedRect(area, 5, 5)
        painter.setPen(theme.color("on_strong"))
        painter.setFont(theme.font(15, QFont.Weight.DemiBold))
        upper = QRectF(area.left(), area.top() + 4, area.width(), 20)
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, self._words[0])
        painter.setFont(theme.font(11))
        lower = QRectF(area.left() + 4, area.top() + 23, area.width() - 8, 16)
        text = painter.fontMetrics().elidedText(
            self._words[1], Qt.TextElideMode.ElideRight, round(lower.width())
        )
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
