"""The convexity panel: a ladder of prices beside the payoff of the three kinds of contract."""

from enum import Enum

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from terminal.engine.snapshot import Snapshot
from terminal.ui import format as show
from terminal.ui.convexity.columns import AFTER, COMPARED, NOW
from terminal.ui.convexity.plot import PayoffPlot
from terminal.ui.convexity.rows import ConvexityRows, convexity_rows
from terminal.ui.convexity.summary import Span, Summary
from terminal.ui.convexity.table import LadderTable
from terminal.ui.desk import Desk
from terminal.ui.grounds import on_surface
from terminal.ui.panel import Focus, Panel, leg_of
from terminal.ui.theme import Theme
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated

_BESIDE_FROM = 1000  # pixels of width from which ladder and payoff stand side by side
_VIEWS_FROM, _STEPS_FROM = 350, 450  # narrower, their words would be cut
_LADDER_SHARE = 0.6
_STEPS = (5, 10)


class View(Enum):
    """Which columns the ladder has."""

    NOW = QT_TRANSLATE_NOOP("window", "Now")
    AFTER = QT_TRANSLATE_NOOP("window", "After")
    COMPARED = QT_TRANSLATE_NOOP("window", "Compare")


_COLUMNS = {View.NOW: NOW, View.AFTER: AFTER, View.COMPARED: COMPARED}
_HELP = {
    View.NOW: QT_TRANSLATE_NOOP("window", "The position as it is"),
    View.AFTER: QT_TRANSLATE_NOOP("window", "The position once the staged order is filled"),
    View.COMPARED: QT_TRANSLATE_NOOP("window", "Both, figure by figure"),
}


class ConvexityPanel(Panel):
    """What every price from −50 % to +50 % would mean for the instrument in focus."""

    name = "convexity"
    heading = QT_TRANSLATE_NOOP("window", "Convexity")
    every_frames = 30  # twice a second: a ladder is read, not watched

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.step = _STEPS[1]
        self.view = View.COMPARED
        self._payoff_wanted = False
        self._rows: ConvexityRows | None = None
        self._groups: list[QButtonGroup] = []
        self.summary = Summary(theme, self.cost, self)
        self.table = LadderTable(theme, self.cost, self)
        self.plot = PayoffPlot(theme, self.cost, self)
        self.steps = {
            step: self._segment(
                f"{step} %", translate("window", "Prices {step} % apart").format(step=step)
            )
            for step in _STEPS
        }
        self.views = {
            view: self._segment(translated(view.value), translated(_HELP[view])) for view in View
        }
        self.parts = {
            payoff: self._segment(text, text)
            for payoff, text in (
                (False, translate("window", "Ladder")),
                (True, translate("window", "Payoff")),
            )
        }
        self._wire()
        on_surface(self, theme)
        self._lower = QHBoxLayout()
        self._lower.setSpacing(1)
        self._lower.addWidget(self.table)
        self._lower.addWidget(self.plot, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._bar())
        layout.addLayout(self._lower, 1)
        self._arrange()

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> ConvexityRows:
        """Return ladder and payoff of the instrument in focus."""
        return convexity_rows(snapshot, leg_of(snapshot, focus), self.step)

    def present(self, rows: object) -> None:
        """Show them."""
        assert isinstance(rows, ConvexityRows)
        self._rows = rows
        self.table.empty = rows.empty
        self.table.show_steps(rows.steps)
        self.summary.say(spans(rows))
        self.plot.show_payoff(rows.payoff, rows.payoff_words, rows.coin, veiled=bool(rows.warning))
        self._arrange()

    def look_at(self, view: View) -> None:
        """Show now, after the staged order, or both."""
        self.view = view
        self._arrange()

    def set_step(self, step: int) -> None:
        """Put the prices `step` percent apart; shown with the next frame."""
        self.step = step
        snapshot = self.desk.snapshot()
        if snapshot is not None and self._rows is not None and self._rows.steps:
            listed = self._rows.steps[0].instrument
            self.refresh(snapshot, Focus(listed.venue, listed.symbol))

    def show_part(self, *, payoff: bool) -> None:
        """Show the payoff or the ladder where there is room for one of them only."""
        self._payoff_wanted = payoff
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return a size that leaves the neighbours of this tab the height they chose."""
        return QSize(240, 96)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put ladder and payoff side by side where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        staged = self._rows is not None and self._rows.order is not None
        for view, button in self.views.items():
            button.setEnabled(staged or view is View.NOW)
            button.setToolTip(
                translated(_HELP[view])
                if button.isEnabled()
                else translate("window", "No order is staged")
            )
            button.setChecked(view is (self.view if staged else View.NOW))
        self.table.show_columns(_COLUMNS[self.view if staged else View.NOW])
        beside = self.width() >= _BESIDE_FROM
        for buttons, needed in ((self.views, _VIEWS_FROM), (self.steps, _STEPS_FROM)):
            for button in buttons.values():
                button.setVisible(self.width() >= needed)
        for payoff, button in self.parts.items():
            button.setVisible(not beside)
            button.setChecked(payoff is self._payoff_wanted)
        self.table.setVisible(beside or not self._payoff_wanted)
        self.plot.setVisible(beside or self._payoff_wanted)
        if beside:
            self.table.setFixedWidth(round(self.width() * _LADDER_SHARE))
        else:
            self.table.setMinimumWidth(0)
            self.table.setMaximumWidth(16_777_215)

    def _wire(self) -> None:
        for step, button in self.steps.items():
            button.setChecked(step == self.step)
            button.clicked.connect(lambda _=False, wanted=step: self.set_step(wanted))
        for view, button in self.views.items():
            button.clicked.connect(lambda _=False, wanted=view: self.look_at(wanted))
        for payoff, button in self.parts.items():
            button.clicked.connect(lambda _=False, wanted=payoff: self.show_part(payoff=wanted))

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(4, 2, 4, 2)
        bar.setSpacing(2)
        for buttons in (self.parts, self.views, self.steps):
            group = QButtonGroup(self)
            for button in buttons.values():
                group.addButton(button)
                bar.addWidget(button)
            self._groups.append(group)
            bar.addSpacing(8)
        bar.addWidget(self.summary, 1)
        return bar

    @staticmethod
    def _segment(text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setCheckable(True)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setProperty("role", "segment")
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return button


def spans(rows: ConvexityRows) -> tuple[Span, ...]:
    """Return the line over the ladder: warning, now, after."""
    if rows.empty:
        return ()
    found: list[Span] = []
    if rows.warning:
        found.append((rows.warning, "warning", True))
    found += [(translate("window", "Now"), "text_secondary", False), (rows.now, "text", True)]
    if rows.order is None:
        found.append((rows.after, "text_faint", False))
        return (*found, (rows.basis, "text_faint", False))
    order = show.contracts(rows.order, rows.steps[0].instrument.lot_size, signed=True)
    found += [
        (translate("window", "→ after {order}").format(order=order), "text_secondary", False),
        (rows.after, "text", True),
    ]
    return (*found, (rows.basis, "text_faint", False))
