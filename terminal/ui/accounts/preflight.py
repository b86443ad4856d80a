"""The pre-flight, line by line, as long as the window is open."""

from html import escape

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from terminal.ui.accounts.port import HasAccounts
from terminal.ui.accounts.rows import LineRow, line_rows, venue_words, verdict
from terminal.ui.desk import Desk
from terminal.ui.theme import Theme
from terminal.ui.words import translate

_EVERY_MS = 500


class PreflightDialog(QDialog):
    """Opened at a refused arming or from the menu; takes no focus and blocks nothing."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self._shown: tuple[LineRow, ...] | None = None
        self.setWindowTitle(self.tr("Pre-flight"))
        self.setAccessibleName(self.tr("Pre-flight"))
        self.resize(1040, 520)
        self.verdict = _label()
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("Pre-flight, line by line"))
        self.list.setHeaderLabels(
            [
                translate("window", "Venue"),
                translate("window", "State"),
                translate("window", "Looked at"),
                translate("window", "Found"),
                translate("window", "What to do"),
            ]
        )
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.venues = _label()
        self.venues.setProperty("role", "secondary")
        self.again = QPushButton(self.tr("Look again"))
        self.again.setToolTip(self.tr("Ask every venue anew, by reads only"))
        self.again.setAutoDefault(False)
        self.again.clicked.connect(self.look)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        for part in (self.verdict, self.list, self.venues, self.again):
            column.addWidget(part)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.refresh)

    def show_dialog(self, *, focus: bool = True) -> None:
        """Show it, and look anew; without `focus` the window in use stays so."""
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not focus)
        self.show()
        self.raise_()
        if focus:
            self.activateWindow()
        self.look()
        self.refresh()
        self._timer.start()

    def look(self) -> None:
        """Have every venue looked over now."""
        if isinstance(self._desk, HasAccounts):
            self._desk.preflight()

    def refresh(self) -> None:
        """Show what is known; does nothing while hidden."""
        if not self.isVisible():
            self._timer.stop()
            return
        health = self._desk.health()
        self.venues.setText(venue_words(health.venues))
        rows = line_rows(health.preflights)
        self.verdict.setText(verdict(health.preflights))
        if rows == self._shown:
            return
        self._shown = rows
        self.list.clear()
        for row in rows:
            item = QTreeWidgetItem([row.venue, row.sign, row.check, row.found, row.remedy])
            item.setForeground(1, self._theme.color(row.tone))
            # A tooltip guesses whether it is HTML: a venue's words must not be taken for it.
            item.setToolTip(3, f"<p>{escape(row.found)}</p>")
            item.setToolTip(4, f"<p>{escape(row.remedy)}</p>" if row.remedy else "")
            self.list.addTopLevelItem(item)


def _label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
