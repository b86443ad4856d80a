"""A field for a number, read as the window writes numbers, whatever country the computer is set to.

Left to itself Qt takes the system's separators: where the point parts thousands, a typed 1.5 is 15.
"""

from PySide6.QtCore import QLocale
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from terminal.ui.typed import ungrouped


class NumberField(QDoubleSpinBox):
    """What is not clear ("1,5") is not taken: the value stays what it was before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Judge a text while it is typed."""
        try:
            ungrouped(text.removeprefix(self.prefix()).removesuffix(self.suffix()))
        except ValueError:
            return QValidator.State.Intermediate, text, position
        return super().validate(text, position)

    def fixup(self, text: str) -> str:
        """Leave what was not taken as it is; Qt would take the separators out, and then take it."""
        return text
