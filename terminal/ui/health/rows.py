"""What the health panel shows. Pure: equal rows look the same."""

import msgspec

from terminal.engine.snapshot import LegState, Snapshot
from terminal.model.outputs import Gate
from terminal.ui import format as show
from terminal.ui.accounts.rows import dead_man_words
from terminal.ui.desk import Health, VenueHealth, VenueState
from terminal.ui.figure_strip import Figure
from terminal.ui.health.gaps import GapCounter, Gaps
from terminal.ui.health.meter import FrameTimes, PanelCost
from terminal.ui.panel import Focus
from terminal.ui.status.rows import Badge, badges, reason_text
from terminal.ui.trade_notes import TradeNotes
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated

LAG_LIMIT_MS = 8.0  # what the engine's loop is built to stay under, p99
ORDER_LIMIT_MS = 5.0
FRAME_LIMIT_MS = 34.0  # two frames of 60 in a second: a skipped one is seen
PAINT_LIMIT_MS = 2.0  # longer, and the panels after it are late

_VENUES = {
    VenueState.CONNECTING: (QT_TRANSLATE_NOOP("window", "◌ connecting"), "warning"),
    VenueState.LIVE: (QT_TRANSLATE_NOOP("window", "● live"), "up"),
    VenueState.UNAVAILABLE: (QT_TRANSLATE_NOOP("window", "‖ unavailable"), "warning"),
    VenueState.REFUSED: (QT_TRANSLATE_NOOP("window", "■ refused"), "alarm"),
    VenueState.ENDED: (QT_TRANSLATE_NOOP("window", "○ ended"), "text_secondary"),
}


class FeedRow(msgspec.Struct, frozen=True, gc=False):
    """The feeds of one instrument: age of each in words, and whether scaling stands still.

    `trades` says how the public trades stand; they are shown only, so nothing stands still for
    them.
    """

    venue: str
    symbol: str
    badges: tuple[Badge, ...]
    state: str
    state_tone: str
    freezes: int
    gaps: Gaps = Gaps()
    trades: str = show.UNKNOWN
    trades_lost: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What makes the row the same one later."""
        return self.venue, self.symbol

    def badge(self, feed: str) -> Badge:
        """Return the age of one feed."""
        return next(badge for badge in self.badges if badge.feed == feed)


class VenueRow(msgspec.Struct, frozen=True, gc=False):
    """One venue: its state by shape and word, for how long, and why."""

    venue: str
    state: str
    tone: str
    since: str
    detail: str

    @property
    def key(self) -> str:
        """What makes the row the same one later."""
        return self.venue


class HealthRows(msgspec.Struct, frozen=True, gc=False):
    """Figures, feeds and panels; `history` counts the samples of the sparklines."""

    figures: tuple[Figure, ...]
    feeds: tuple[FeedRow, ...]
    panels: tuple[PanelCost, ...]
    history: int
    venues: tuple[VenueRow, ...] = ()


def venue_rows(health: Health, now: int) -> tuple[VenueRow, ...]:
    """Return one row for each venue; `now` is the desk's time in ns."""
    return tuple(
        VenueRow(
            venue=venue.name,
            state=translated(_VENUES[venue.state][0]),
            tone=_VENUES[venue.state][1],
            since=show.age(max(0.0, (now - venue.since_at) / 1e9)),
            detail=_detail(venue),
        )
        for venue in health.venues
    )


def _detail(venue: VenueHealth) -> str:
    """Return why a venue is as it is, and how its own dead-man switch stands where it has one."""
    if venue.dead_man is None:
        return venue.detail
    switch = dead_man_words(venue.dead_man)
    return f"{venue.detail} · {switch}" if venue.detail else switch


def feed_rows(
    snapshot: Snapshot,
    now: int,
    gaps: GapCounter | None = None,
    trades: TradeNotes | None = None,
) -> tuple[FeedRow, ...]:
    """Return one row for each instrument, by venue; `now` is the desk's time in ns.

    A snapshot that is not of this moment makes everything in it as much older.
    """
    silent_s = max(0.0, (now - snapshot.at) / 1e9)
    notes = trades or TradeNotes()
    rows = [_feeds(snapshot, leg, silent_s, gaps, notes) for leg in snapshot.legs]
    return tuple(sorted(rows, key=lambda row: (row.venue, not row.freezes)))


def health_figures(
    health: Health, frames: FrameTimes, panels: tuple[PanelCost, ...]
) -> tuple[Figure, ...]:
    """Return the strip's figures; what nobody has measured yet is —."""
    return (
        Figure(
            translate("window", "Loop lag, p99"),
            _ms(health.loop_lag_p99_ms),
            _note(health.loop_lag_p50_ms, LAG_LIMIT_MS),
            _tone(health.loop_lag_p99_ms, LAG_LIMIT_MS),
        ),
        Figure(
            translate("window", "Tick to order, p99"),
            _ms(health.tick_to_order_p99_ms),
            _order_note(health),
            _tone(health.tick_to_order_p99_ms, ORDER_LIMIT_MS),
        ),
        Figure(
            translate("window", "Events a second"),
            show.number(health.events_per_second, 0),
            translate("window", "most in one frame {most_pushed}").format(
                most_pushed=frames.most_pushed
            ),
        ),
        Figure(
            translate("window", "Frame time, p99"),
            _ms(frames.p99_ms),
            _frame_note(frames),
            _tone(frames.p99_ms, FRAME_LIMIT_MS),
        ),
        _painting(panels),
    )


def _painting(panels: tuple[PanelCost, ...]) -> Figure:
    """Return the panel that costs most at present; the worst ever stands in the table."""
    painted = [cost for cost in panels if cost.mean_ms is not None]
    if not painted:
        return Figure(
            translate("window", "Dearest painting"),
            show.UNKNOWN,
            translate("window", "not measured yet"),
            "text_secondary",
        )
    dearest = max(painted, key=lambda cost: cost.mean_ms or 0.0)
    tone = _tone(dearest.mean_ms, PAINT_LIMIT_MS)
    return Figure(translate("window", "Dearest painting"), _ms(dearest.mean_ms), dearest.name, tone)


def _feeds(
    snapshot: Snapshot,
    leg: LegState,
    silent_s: float,
    gaps: GapCounter | None,
    notes: TradeNotes,
) -> FeedRow:
    state, tone = translate("window", "● live"), "up"
    found = badges(snapshot, leg, silent_s)
    if snapshot.gate is Gate.KILLED:
        state, tone = translate("window", "■ killed"), "alarm"
    elif leg.freezes:
        first = reason_text(leg.freezes[0], snapshot.at)
        more = f" +{len(leg.freezes) - 1}" if len(leg.freezes) > 1 else ""
        state, tone = f"‖ {first}{more}", "warning"
    elif any(badge.stale for badge in found):
        state, tone = translate("window", "◌ stale, not scaled"), "stale"
    focus = Focus(leg.instrument.venue, leg.instrument.symbol)
    trades, trades_lost = notes.standing(focus, snapshot.at)
    return FeedRow(
        venue=leg.instrument.venue,
        symbol=leg.instrument.symbol,
        badges=found,
        state=state,
        state_tone=tone,
        freezes=len(leg.freezes),
        gaps=gaps.of(leg.instrument.venue, leg.instrument.symbol) if gaps else Gaps(),
        trades=trades,
        trades_lost=trades_lost,
    )


def _frame_note(frames: FrameTimes) -> str:
    if frames.p50_ms is None:
        return translate("window", "no frame yet")
    return translate("window", "p50 {number} · {number2} fps").format(
        number=show.number(frames.p50_ms, 1), number2=show.number(frames.per_second, 0)
    )


def _order_note(health: Health) -> str:
    if health.tick_to_order_p99_ms is None:
        return translate("window", "no order sent yet")
    return _note(health.tick_to_order_p50_ms, ORDER_LIMIT_MS)


def _note(median: float | None, limit: float) -> str:
    middle = "" if median is None else f"p50 {show.number(median, 2)} · "
    return translate("window", "{middle}limit {limit:.0f} ms").format(middle=middle, limit=limit)


def _ms(value: float | None) -> str:
    if value is None:
        return show.UNKNOWN
    return translate("window", "{number} ms").format(
        number=show.number(value, 2 if value < 10 else 1 if value < 100 else 0)
    )


def _tone(value: float | None, limit: float) -> str:
    if value is None:
        return "text_secondary"
    return "alarm" if value > 2 * limit else "warning" if value > limit else "text"
