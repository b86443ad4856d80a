"""The funding panel: what funding costs, when it is due, and how far the rate can be trusted."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from terminal.engine.snapshot import Snapshot
from terminal.ui.desk import Desk
from terminal.ui.figure_strip import Banner, Figure, FigureStrip, Gauge
from terminal.ui.funding.facts import FundingFacts
from terminal.ui.funding.rows import FundingRows, Loudness, Series, funding_rows
from terminal.ui.funding.sentences import Condition
from terminal.ui.grounds import on_surface
from terminal.ui.panel import Focus, Panel, leg_of
from terminal.ui.theme import Theme
from terminal.ui.words import QT_TRANSLATE_NOOP, translate

if TYPE_CHECKING:
    from terminal.ui.funding.chart import FundingChart

_BESIDE_FROM = 520  # pixels of width from which facts stand beside the chart
_BANNER_ROLES = {
    Condition.STALE: "warning",
    Condition.UNKNOWN: "warning",
    Condition.OVERRIDDEN: "live",
    Condition.NONE: "stale",
}
_LOUD = {Loudness.CALM: "text", Loudness.WARNING: "warning", Loudness.ALARM: "alarm"}
_NOTHING = (
    Figure(
        QT_TRANSLATE_NOOP("window", "Funding"),
        "—",
        QT_TRANSLATE_NOOP("window", "no instrument is chosen"),
    ),
)


class FundingPanel(Panel):
    """Banner, figures, chart and costs of the instrument in focus."""

    name = "funding"
    heading = QT_TRANSLATE_NOOP("window", "Funding")
    every_frames = 6

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self.banner = Banner(theme, self.cost, translate("window", "Funding warning"), self)
        self.strip = FigureStrip(theme, self.cost, translate("window", "Funding figures"), self)
        self.facts = FundingFacts(theme, self.cost, self)
        self.chart: FundingChart | None = None
        self._series: Series | None = None
        self._lower = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lower.setSpacing(0)
        self._lower.addWidget(self.facts)
        on_surface(self, theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self.strip)
        layout.addLayout(self._lower, 1)

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> FundingRows | None:
        """Return words, figures and series of the instrument in focus."""
        return funding_rows(snapshot, leg_of(snapshot, focus))

    def present(self, rows: object) -> None:
        """Show them; each part repaints only if it differs."""
        if not isinstance(rows, FundingRows):
            self.banner.say("", "warning")
            self.strip.show_figures(_NOTHING)
            return
        self.banner.say(rows.banner, _BANNER_ROLES.get(rows.condition, "warning"))
        self.strip.show_figures(figures(rows), frozenset({0, 2}) if rows.doubtful else frozenset())
        self.facts.show_rows(rows)
        chart = self.chart or self._with_chart()
        chart.set_veiled(rows.doubtful)
        if rows.series != self._series:
            self._series = rows.series
            chart.show_series(rows.series)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the facts under the chart where there is no room beside it."""
        super().resizeEvent(event)
        beside = event.size().width() >= _BESIDE_FROM
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._lower.direction() != way:
            self._lower.setDirection(way)

    def _with_chart(self) -> "FundingChart":
        from terminal.ui.funding.chart import FundingChart  # pyqtgraph, not before it is needed

        self.chart = FundingChart(self.theme, self.cost, self)
        self._lower.insertWidget(0, self.chart, 1)
        return self.chart


def figures(rows: FundingRows) -> tuple[Figure, ...]:
    """Return the strip's figures; a dated contract has its expiry and its basis there."""
    if rows.dated is not None:
        dated = rows.dated
        tone = "warning" if dated.due else "text"
        return (
            Figure(translate("window", "Expires in"), dated.left, dated.expires, tone),
            Figure(translate("window", "Basis"), dated.basis, dated.basis_note),
            Figure(
                translate("window", "Basis, annualised"),
                dated.annualised,
                translate("window", "until it expires"),
            ),
            Figure(
                translate("window", "Roll"),
                dated.roll,
                dated.roll_note,
                tone,
                tone if dated.due else "text_secondary",
            ),
        )
    volatility = rows.volatility
    tone = _LOUD[volatility.loudness]
    gauge = None
    if volatility.filled is not None:
        filler = "accent" if volatility.loudness is Loudness.CALM else tone
        gauge = Gauge(volatility.filled, (0.5,), filler)
    note_tone = "text_secondary" if volatility.loudness is Loudness.CALM else tone
    age = "warning" if rows.doubtful else "text_secondary"
    return (
        Figure(translate("window", "Running rate"), rows.rate, rows.rate_note),
        Figure(translate("window", "Next settlement"), rows.countdown, rows.settles, note_tone=age),
        Figure(
            translate("window", "Predicted next"), rows.predicted, rows.venue_predicted, "target"
        ),
        Figure(
            translate("window", "Funding volatility"),
            volatility.text,
            volatility.note,
            tone,
            note_tone,
            gauge,
        ),
    )
