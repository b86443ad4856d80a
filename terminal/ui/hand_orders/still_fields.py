"""Fields that the mouse wheel does not change: rolled by accident, it would change an order."""

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox

from terminal.ui.number_field import NumberField


class StillNumber(NumberField):
    """A number to be typed, or stepped by its arrows and the keys."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to what lies around, which may scroll."""
        event.ignore()


class StillChoice(QComboBox):
    """A choice to be made by opening it, or by the keys."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to what lies around, which may scroll."""
        event.ignore()
