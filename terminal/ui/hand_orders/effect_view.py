"""What the order would do, both sides at once: now, after buying, after selling."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from terminal.ui.format import UNKNOWN
from terminal.ui.hand_orders.rows import Effect
from terminal.ui.words import QT_TRANSLATE_NOOP, translated

_LINES = (
    QT_TRANSLATE_NOOP("window", "Position"),
    QT_TRANSLATE_NOOP("window", "Leverage"),
    QT_TRANSLATE_NOOP("window", "Liquidation"),
    QT_TRANSLATE_NOOP("window", "Fee"),
    QT_TRANSLATE_NOOP("window", "Fill"),
    QT_TRANSLATE_NOOP("window", "To liquidation"),
    QT_TRANSLATE_NOOP("window", "Value"),
    QT_TRANSLATE_NOOP("window", "Price"),
)


class EffectView(QWidget):
    """A small table of labels; only what differs is touched."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What the order would do"))
        grid = QGridLayout(self)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(1)
        heads = ("", self.tr("now"), self.tr("▲ if bought"), self.tr("▼ if sold"))
        for column, text in enumerate(heads):
            grid.addWidget(self._label(text, "caption", column), 0, column)
        self._cells: dict[str, tuple[QLabel, QLabel, QLabel]] = {}
        for row, name in enumerate(_LINES, 1):
            grid.addWidget(self._label(translated(name), "secondary", 0), row, 0)
            cells = tuple(self._label(UNKNOWN, "figure", column) for column in (1, 2, 3))
            for column, cell in enumerate(cells, 1):
                grid.addWidget(cell, row, column)
            self._cells[name] = (cells[0], cells[1], cells[2])
        grid.setColumnStretch(0, 1)
        grid.setContentsMargins(0, 0, 10, 0)

    def show_effects(self, buy: Effect | None, sell: Effect | None) -> None:
        """Show both sides; unknown where there is nothing to reckon with."""
        bought = {name: (now, after) for name, now, after in buy.lines} if buy else {}
        sold = {name: (now, after) for name, now, after in sell.lines} if sell else {}
        for name, cells in self._cells.items():
            now, after_buy = bought.get(name, ("", UNKNOWN))
            _, after_sell = sold.get(name, ("", UNKNOWN))
            for cell, text in zip(cells, (now, after_buy, after_sell), strict=True):
                if cell.text() != text:
                    cell.setText(text)

    @staticmethod
    def _label(text: str, role: str, column: int) -> QLabel:
        label = QLabel(text)
        label.setProperty("role", role)
        side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
        label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        return label
