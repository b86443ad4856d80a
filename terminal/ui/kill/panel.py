"""The bar below the status strip while the latch is closed: what each venue said, and reset."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from terminal.engine.snapshot import Snapshot
from terminal.model.events import CommandName
from terminal.ui import format as fmt
from terminal.ui.desk import Desk, Pushed
from terminal.ui.kill.drill import Drill, drill_words, watched
from terminal.ui.panel import Focus, Panel
from terminal.ui.theme import Theme
from terminal.ui.words import QT_TRANSLATE_NOOP, translate

_SHAPES = {"confirmed": "✓", "requested": "…", "unknown": "?"}
_DRILL_OVER = QT_TRANSLATE_NOOP("window", "drill over")


class KillRows(NamedTuple):
    """The latch in words: since when, why, and each venue's answer."""

    latched: bool
    since: str
    venues: str
    unconfirmed: bool
    drill: str = ""  # how the drill goes; empty where the kill is no drill


def kill_rows(snapshot: Snapshot, drill: Drill | None = None) -> KillRows:
    """Return what the bar says; never more than a venue itself confirmed."""
    kill = snapshot.kill
    answers = [f"{venue} {_SHAPES.get(said, '?')} {said}" for venue, said in kill.venues]
    return KillRows(
        latched=kill.latched,
        since=fmt.clock_time(kill.since_at, zoned=True),
        venues="   ".join(answers) or translate("window", "no venue has been asked yet"),
        unconfirmed=any(said != "confirmed" for _, said in kill.venues),
        drill=drill_words(drill) if drill is not None else "",
    )


class KillPanel(Panel):
    """Hidden while trading may go on."""

    name = "kill"
    heading = QT_TRANSLATE_NOOP("window", "Kill switch")
    every_frames = 3

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self._drill: Drill | None = None
        self.title = QLabel()
        self.title.setFont(theme.font(13, QFont.Weight.DemiBold))
        self.venues = QLabel()
        self.venues.setFont(theme.font(12, QFont.Weight.Medium))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("Why trading may go on"))
        self.reason.setAccessibleName(self.tr("Reason for resetting the kill switch"))
        self.reason.setMaxLength(200)
        self.reason.setFixedWidth(260)
        self.reset = QPushButton(self.tr("Reset to manual"))
        self.reset.setAccessibleName(self.tr("Reset the kill switch"))
        self.reset.setToolTip(self.tr("Open the latch, back to manual mode; needs a reason"))
        self.reset.setEnabled(False)
        self.end_drill = QPushButton(self.tr("End the drill"))
        self.end_drill.setToolTip(self.tr("Open the latch, back to manual mode"))
        self.end_drill.hide()
        self.reason.textChanged.connect(lambda text: self.reset.setEnabled(bool(text.strip())))
        self.reason.returnPressed.connect(self.reset.click)
        self.reset.clicked.connect(self._reset)
        self.end_drill.clicked.connect(lambda: desk.send(CommandName.RESET, reason=_DRILL_OVER))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.setSpacing(14)
        layout.addWidget(self.title)
        layout.addWidget(self.venues, 1)
        layout.addWidget(self.reason)
        layout.addWidget(self.reset)
        layout.addWidget(self.end_drill)
        self.hide()

    def observe(self, snapshot: Snapshot, pushed: Sequence[Pushed]) -> None:
        """Time the answers to a drill, frame by frame."""
        self._drill = watched(self._drill, snapshot)

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> object:
        """Return the latch in words."""
        return kill_rows(snapshot, self._drill)

    def present(self, rows: object) -> None:
        """Say it."""
        if not isinstance(rows, KillRows):
            return
        drill = bool(rows.drill)
        if drill:
            self.title.setText(self.tr("■ Drill since {at}").format(at=rows.since))
            self.venues.setText(
                self.tr("Nothing but cancels and reductions leaves: {venues} ({drill})").format(
                    venues=rows.venues, drill=rows.drill
                )
            )
        else:
            killed = self.tr("■ Killed at {at}: cancels and reductions only")
            self.title.setText(killed.format(at=rows.since))
            words = self.tr("Cancel all: {venues}").format(venues=rows.venues)
            if rows.unconfirmed:
                words += self.tr("   Asking again until it is confirmed.")
            self.venues.setText(words)
        self.reason.setVisible(not drill)
        self.reset.setVisible(not drill)
        self.end_drill.setVisible(drill)

    def _reset(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self.desk.send(CommandName.RESET, reason=reason)
            self.reason.clear()
