"""The trader's word against the system's: funding override, resume, guard, cancel all."""

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from terminal.model.events import CommandName
from terminal.ui.controls.rows import OverrideRows
from terminal.ui.desk import Desk
from terminal.ui.enabling import enable, leave
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated

_BOXES: tuple[tuple[str, float | None], ...] = (
    (QT_TRANSLATE_NOOP("window", "5 min"), 300.0),
    (QT_TRANSLATE_NOOP("window", "15 min"), 900.0),
    (QT_TRANSLATE_NOOP("window", "1 h"), 3600.0),
    (QT_TRANSLATE_NOOP("window", "4 h"), 14_400.0),
    (QT_TRANSLATE_NOOP("window", "until live"), None),
)


class Overrides(QWidget):
    """Each button is enabled only when it applies, and says why when it does not."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: OverrideRows | None = None
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("Reason to override"))
        self.reason.setAccessibleName(self.tr("Reason for the funding override"))
        self.reason.setMaxLength(200)
        self.box = QComboBox()
        self.box.setAccessibleName(self.tr("Time box of the funding override"))
        self.box.setToolTip(self.tr("The override ends by itself then, or when the feed resumes"))
        for label, _ in _BOXES:
            self.box.addItem(translated(label))
        self.reason.setMinimumWidth(90)
        self.override = self._button(
            translate("window", "Override"),
            translate("window", "Override stale funding"),
            translate("window", "Go on with the last known funding rate"),
        )
        self.end = self._button(
            translate("window", "End override"),
            translate("window", "End the funding override"),
            translate("window", "Freeze again until the feed resumes"),
        )
        self.resume = self._button(
            translate("window", "Resume"),
            translate("window", "Resume scaling"),
            translate("window", "Continue on your word after a breaker or a mismatch"),
        )
        self.cancel_all = self._button(
            translate("window", "Cancel all"),
            translate("window", "Cancel all orders on this symbol"),
            translate("window", "Also: Esc twice"),
        )
        self.guard = QCheckBox(self.tr("Protect margin in manual mode"))
        self.guard.setAccessibleName(self.tr("Reduce-only protection in manual mode"))
        self.guard.setToolTip(
            self.tr("Let the margin guard reduce the position in manual mode too")
        )
        self._says = QLabel()
        self._says.setProperty("role", "secondary")
        self._says.setWordWrap(True)
        self._frozen = QLabel()
        self._frozen.setProperty("role", "secondary")
        self._frozen.setWordWrap(True)
        self.reason.textChanged.connect(self._enable)
        self.override.clicked.connect(self._override)
        self.reason.returnPressed.connect(self.override.click)
        self.end.clicked.connect(lambda: self._send(CommandName.END_OVERRIDE))
        self.resume.clicked.connect(lambda: self._send(CommandName.RESUME, reason="resumed"))
        self.cancel_all.clicked.connect(lambda: self._send(CommandName.CANCEL_ALL))
        self.guard.clicked.connect(self._set_guard)
        self._lay_out()
        self._enable()

    def show_rows(self, rows: OverrideRows) -> None:
        """Show what applies now."""
        if rows == self._rows:
            return
        self._rows = rows
        self.guard.setChecked(rows.guard)
        self._says.setText(
            translate("window", "In force: {override}").format(override=rows.override)
            if rows.override
            else translate("window", "Funding: {why_not}").format(why_not=rows.why_not).strip()
        )
        if rows.can_override:
            self._says.setText(
                self.tr(
                    "Funding is stale and freezes scaling. "
                    "Give a reason to go on with the last rate."
                )
            )
        self._frozen.setText(
            "; ".join(rows.resumable) or translate("window", "Nothing is waiting for your word.")
        )
        self._enable()

    def _enable(self) -> None:
        rows = self._rows
        stale = rows is not None and rows.can_override
        enable(self.reason, stale)
        enable(self.box, stale)
        enable(self.override, stale and bool(self.reason.text().strip()))
        overridden = rows is not None and bool(rows.override)
        enable(self.end, overridden)
        for button, shown in ((self.end, overridden), (self.override, not overridden)):
            if not shown:
                leave(button)
            button.setVisible(shown)
        enable(self.resume, rows is not None and bool(rows.resumable))
        enable(self.cancel_all, rows is not None and rows.focus is not None)

    def _override(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            box = _BOXES[self.box.currentIndex()][1]
            self._send(CommandName.OVERRIDE_FUNDING, reason=reason, duration_s=box)
            self.reason.clear()

    def _set_guard(self, enabled: bool) -> None:
        self._desk.send(CommandName.SET_GUARD, enabled=enabled)

    def _send(self, name: CommandName, **arguments: object) -> None:
        if self._rows is not None and self._rows.focus is not None:
            venue, symbol = self._rows.focus
            self._desk.send(name, venue=venue, symbol=symbol, **arguments)

    @staticmethod
    def _button(text: str, accessible: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(accessible)
        button.setToolTip(tip)
        return button

    def _lay_out(self) -> None:
        funding = QHBoxLayout()
        funding.setSpacing(6)
        funding.addWidget(self.reason, 1)
        funding.addWidget(self.box)
        funding.addWidget(self.override)
        funding.addWidget(self.end)
        rest = QHBoxLayout()
        rest.setSpacing(6)
        rest.addWidget(self.resume)
        rest.addWidget(self._frozen, 1)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self.guard, 1)
        foot.addWidget(self.cancel_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        caption = QLabel(self.tr("Overrides"))
        caption.setProperty("role", "caption")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(caption)
        head.addWidget(self._says, 1)
        layout.addLayout(head)
        layout.addLayout(funding)
        layout.addLayout(rest)
        layout.addLayout(foot)
