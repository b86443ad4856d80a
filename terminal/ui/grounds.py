"""The ground that a panel's own widgets stand on, the same inside a dock and alone."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from terminal.ui.theme import Theme


def on_surface(widget: QWidget, theme: Theme) -> None:
    """Fill the background of `widget` with the theme's surface; cheaper than a style sheet."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.Window, theme.color("surface"))
    widget.setPalette(palette)
    widget.setAutoFillBackground(True)
