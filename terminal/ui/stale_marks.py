"""How doubtful figures look: grey, on hatched ground, never by colour alone."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter

from terminal.ui.format import UNKNOWN
from terminal.ui.theme import Theme
from terminal.ui.words import translate


def hatch(painter: QPainter, area: QRect | QRectF, theme: Theme) -> None:
    """Hatch the ground under figures, which stay readable."""
    painter.fillRect(area, QBrush(theme.color("stale", 0.38), Qt.BrushStyle.BDiagPattern))


def veil(painter: QPainter, area: QRect | QRectF, theme: Theme) -> None:
    """Dim and hatch what has been painted: a picture of data that is stale."""
    painter.fillRect(area, theme.color("surface", 0.45))
    painter.fillRect(area, QBrush(theme.color("stale", 0.6), Qt.BrushStyle.BDiagPattern))


def book_words(age: str) -> str:
    """Return what is said of a book that is not to be relied on; `age` is its age in words."""
    if age == UNKNOWN:
        return translate("window", "no book")
    return translate("window", "stale {age}").format(age=age)
