"""Small pieces of painting that several panels share."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter


def pill(
    painter: QPainter, area: QRectF, text: str, ground: QColor, ink: QColor, *, dashed: bool = False
) -> None:
    """Draw `text` centred on a rounded ground; a dashed one is hatched: it is stale."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(area, 4, 4)
    if dashed:
        painter.setBrush(QBrush(ink, Qt.BrushStyle.BDiagPattern))
        painter.setOpacity(0.25)
        painter.drawRoundedRect(area, 4, 4)
        painter.setOpacity(1.0)
    painter.setPen(ink)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)


def gate_shape(painter: QPainter, area: QRectF, shape: str, color: QColor) -> None:
    """Draw what says the gate's state beside its colour: running dot, frozen bars, killed block."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    if shape == "dot":
        painter.drawEllipse(area)
    elif shape == "bars":
        width = area.width() * 0.36
        painter.drawRect(QRectF(area.left(), area.top(), width, area.height()))
        painter.drawRect(QRectF(area.right() - width, area.top(), width, area.height()))
    else:
        painter.drawRect(area)
    painter.setBrush(Qt.BrushStyle.NoBrush)
