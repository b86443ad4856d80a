"""The ground that a panel's own widgets stand on, the same inside a dock and alone."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from terminal.ui.theme import Theme


def on_surface(widget: QWidget, _theme: Theme) -> None:
    """Fill the background of `widget` with the theme's surface; cheaper than a style sheet."""
    widget.setBackgroundRole(QPalette.ColorRole.Base)  # the application's palette has it there
    widget.setAutoFillBackground(True)


def mixed(ground: QColor, other: QColor, share: float) -> QColor:
    """Return `other` laid over `ground` at `share` of its strength, without transparency."""
    return QColor.fromRgbF(
        ground.redF() + (other.redF() - ground.redF()) * share,
        ground.greenF() + (other.greenF() - ground.greenF()) * share,
        ground.blueF() + (other.blueF() - ground.blueF()) * share,
    )
