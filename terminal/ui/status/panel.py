"""The head of the window: banner, instrument, key figures, kill switch; status strip below."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from terminal.engine.snapshot import Snapshot
from terminal.model.outputs import Alert, Freeze, Level, ModeChanged, Unfreeze
from terminal.model.reasons import Reason
from terminal.ui import format as fmt
from terminal.ui.desk import Desk, Pushed
from terminal.ui.panel import Focus, Panel
from terminal.ui.reason_words import mode_reason, words_for
from terminal.ui.status.banner import Banner
from terminal.ui.status.head import HeadFigures
from terminal.ui.status.rows import Status, figures, status
from terminal.ui.status.strip import StatusStrip
from terminal.ui.theme import Theme
from terminal.ui.words import QT_TRANSLATE_NOOP, translate

_ALERT_ROLES = {Level.INFO: "text_secondary", Level.WARNING: "warning", Level.ALARM: "alarm"}
_ALERT_LASTS_S = 60.0
_News = Alert | Freeze | Unfreeze | ModeChanged
# A feed's first word is no news, and neither is what the trader has just done.
_FIRST_WORDS = (Reason.MARK_UNKNOWN, Reason.FUNDING_UNKNOWN, Reason.ACCOUNT_UNKNOWN)


class StatusPanel(Panel):
    """Always on screen; the window puts the kill switch at its right end."""

    name = "status"
    heading = QT_TRANSLATE_NOOP("window", "Status")
    every_frames = 3

    def __init__(
        self, desk: Desk, theme: Theme, kill: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, theme, parent)
        self._alert: _News | None = None
        self._said = ""
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(lambda: self.say("", 0))
        self._focus: Focus | None = None
        self._listed: tuple[Focus, ...] = ()
        self.instruments = QComboBox()
        self.instruments.setFont(theme.font(14, QFont.Weight.DemiBold))
        self.instruments.setMinimumWidth(168)
        self.instruments.setMinimumHeight(30)
        self.instruments.setAccessibleName(self.tr("Instrument"))
        self.instruments.setToolTip(
            self.tr("The instrument that ladder, charts and controls look at")
        )
        self.instruments.activated.connect(self._choose)
        self.head = HeadFigures(theme, self.cost)
        self.strip = StatusStrip(theme, self.cost)
        upper = QHBoxLayout()
        upper.setContentsMargins(8, 0, 8, 0)
        upper.setSpacing(14)
        upper.addWidget(Banner(theme, paper=desk.paper, title=desk.title))
        upper.addWidget(self.instruments)
        upper.addWidget(self.head, 1)
        upper.addWidget(kill)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(upper)
        layout.addWidget(self.strip)

    def observe(self, snapshot: Snapshot, pushed: Sequence[Pushed]) -> None:
        """Remember the newest alert or freeze."""
        for event in pushed:
            if isinstance(event, Unfreeze) and event.reason is Reason.PREFLIGHT:
                # Every start goes through it: what it ends is taken back, and that is all.
                if isinstance(self._alert, Freeze) and self._alert.reason is event.reason:
                    self._alert = None
            elif isinstance(event, _News) and not _expected(event):
                self._alert = event

    def say(self, words: str, for_ms: int) -> None:
        """Say something of the window's own in the alerts' place for a moment."""
        self._said = words
        if words:
            self._quiet.start(for_ms)

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> object:
        """Return figures, status, alert and the list of instruments."""
        now = self.desk.now()
        listed = tuple(Focus(leg.instrument.venue, leg.instrument.symbol) for leg in snapshot.legs)
        return (
            figures(snapshot, focus),
            status(snapshot, focus, now),
            self._alert_words(now),
            listed,
            focus,
        )

    def present(self, rows: object) -> None:
        """Show them."""
        assert isinstance(rows, tuple)
        shown, state, (words, role), listed, focus = rows
        assert isinstance(state, Status)
        if listed != self._listed:
            self._listed = listed
            venues = {each.venue for each in listed}
            self.instruments.clear()
            self.instruments.addItems(
                [f"{f.symbol}  {f.venue}" if len(venues) > 1 else f.symbol for f in listed]
            )
        if focus in listed:
            self.instruments.setCurrentIndex(listed.index(focus))
        if focus != self._focus:
            self._focus = focus
            self.head.forget_widths()
        self.head.show_figures(shown)
        self.strip.show_status(state, words, role)

    def _alert_words(self, now: int) -> tuple[str, str]:
        event = self._alert
        if self._said:
            return self._said, "warning"
        if event is None or now - event.at > _ALERT_LASTS_S * 1e9:
            return "", "text_secondary"
        if isinstance(event, ModeChanged):
            return f"{fmt.clock_time(event.at)}  {_mode_words(event)}", "warning"
        words = words_for(event.reason).short
        if isinstance(event, Unfreeze):
            return translate("window", "{clock_time}  Over: {part}").format(
                clock_time=fmt.clock_time(event.at), part=words.lower()
            ), "text_secondary"
        detail = f": {event.detail}" if event.detail else ""
        role = _ALERT_ROLES[event.level] if isinstance(event, Alert) else "warning"
        return f"{fmt.clock_time(event.at)}  {words}{detail}", role

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._listed):
            venue, symbol = self._listed[place]
            self.focus_requested.emit(venue, symbol)


def _expected(event: _News) -> bool:
    if isinstance(event, ModeChanged):
        return event.reason is None
    return isinstance(event, Freeze | Unfreeze) and event.reason in _FIRST_WORDS


def _mode_words(event: ModeChanged) -> str:
    """Return a change of mode that somebody gave a reason for: the engine's or the trader's."""
    mode = translate("window", "{capitalize} mode").format(capitalize=event.mode.value.capitalize())
    return f"{mode}: {mode_reason(event.reason or '')}"
