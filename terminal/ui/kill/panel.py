"""The bar below the status strip while the latch is closed: what each venue said, and reset."""

from typing import NamedTuple

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from terminal.engine.snapshot import Snapshot
from terminal.model.events import CommandName
from terminal.ui import format as fmt
from terminal.ui.desk import Desk
from terminal.ui.panel import Focus, Panel
from terminal.ui.theme import Theme

_SHAPES = {"confirmed": "✓", "requested": "…", "unknown": "?"}


class KillRows(NamedTuple):
    """The latch in words: since when, why, and each venue's answer."""

    latched: bool
    since: str
    venues: str
    unconfirmed: bool


def kill_rows(snapshot: Snapshot) -> KillRows:
    """Return what the bar says; never more than a venue itself confirmed."""
    kill = snapshot.kill
    answers = [f"{venue} {_SHAPES.get(said, '?')} {said}" for venue, said in kill.venues]
    return KillRows(
        latched=kill.latched,
        since=fmt.clock_time(kill.since_at, zoned=True),
        venues="   ".join(answers) or "no venue has been asked yet",
        unconfirmed=any(said != "confirmed" for _, said in kill.venues),
    )


class KillPanel(Panel):
    """Hidden while trading may go on."""

    name = "kill"
    heading = "Kill switch"
    every_frames = 3

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self._title = QLabel()
        self._title.setFont(theme.font(13, QFont.Weight.DemiBold))
        self._venues = QLabel()
        self._venues.setFont(theme.font(12, QFont.Weight.Medium))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("Why trading may go on")
        self.reason.setAccessibleName("Reason for resetting the kill switch")
        self.reason.setMaxLength(200)
        self.reason.setFixedWidth(260)
        self.reset = QPushButton("Reset to manual")
        self.reset.setAccessibleName("Reset the kill switch")
        self.reset.setToolTip("Open the latch, back to manual mode; needs a reason")
        self.reset.setEnabled(False)
        self.reason.textChanged.connect(lambda text: self.reset.setEnabled(bool(text.strip())))
        self.reason.returnPressed.connect(self.reset.click)
        self.reset.clicked.connect(self._reset)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.setSpacing(14)
        layout.addWidget(self._title)
        layout.addWidget(self._venues, 1)
        layout.addWidget(self.reason)
        layout.addWidget(self.reset)
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), theme.color("kill"))
        palette.setColor(self.foregroundRole(), "#ffffff")
        self.setPalette(palette)
        self.hide()

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> object:
        """Return the latch in words."""
        return kill_rows(snapshot)

    def present(self, rows: object) -> None:
        """Say it."""
        if isinstance(rows, KillRows):
            self._title.setText(f"■ Killed at {rows.since}: cancels and reductions only")
            self._venues.setText(f"Cancel all: {rows.venues}")

    def _reset(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self.desk.send(CommandName.RESET, reason=reason)
            self.reason.clear()
