"""The columns of the health panel's tables. Pure."""

from terminal.ui import format as show
from terminal.ui.health.meter import PanelCost
from terminal.ui.health.rows import PAINT_LIMIT_MS, FeedRow, VenueRow
from terminal.ui.tables.column import Column, Kind
from terminal.ui.words import QT_TRANSLATE_NOOP, translate


def _age(feed: str, help: str) -> Column[FeedRow]:
    return Column(
        feed,
        lambda r: r.badge(feed).age,
        lambda r: f"{'! ' if r.badge(feed).stale else ''}{r.badge(feed).age}",
        9,
        tone=lambda r: "warning" if r.badge(feed).stale else "text",
        help=help,
    )


def _cost_tone(value: float | None) -> str:
    if value is None:
        return "text_faint"
    return "warning" if value > PAINT_LIMIT_MS else "text"


def _gaps(row: FeedRow) -> str:
    if not row.gaps.times:
        return translate("window", "none")
    return f"{row.gaps.times} · {show.age(row.gaps.longest_s)}"


VENUES: tuple[Column[VenueRow], ...] = (
    Column(
        QT_TRANSLATE_NOOP("window", "Venue"), lambda r: r.venue, lambda r: r.venue, 9, Kind.TEXT
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "State"),
        lambda r: r.state.split()[-1],
        lambda r: r.state,
        13,
        Kind.TEXT,
        lambda r: r.tone,
        QT_TRANSLATE_NOOP("window", "Whether the venue delivers"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "For"),
        lambda r: r.since,
        lambda r: r.since,
        7,
        Kind.TEXT,
        help=QT_TRANSLATE_NOOP("window", "Since how long"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Why"),
        lambda r: r.detail,
        lambda r: r.detail,
        40,
        Kind.TEXT,
        lambda _: "text_secondary",
        QT_TRANSLATE_NOOP("window", "What is the matter, in the venue's or the terminal's words"),
    ),
)

FEEDS: tuple[Column[FeedRow], ...] = (
    Column(
        QT_TRANSLATE_NOOP("window", "Venue"), lambda r: r.venue, lambda r: r.venue, 6, Kind.TEXT
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Symbol"), lambda r: r.symbol, lambda r: r.symbol, 15, Kind.TEXT
    ),
    _age(
        QT_TRANSLATE_NOOP("window", "Mark"),
        QT_TRANSLATE_NOOP("window", "How old the mark price is; ! past the policy's limit"),
    ),
    _age(
        QT_TRANSLATE_NOOP("window", "Book"),
        QT_TRANSLATE_NOOP("window", "How old the order book is; ! past the policy's limit"),
    ),
    _age(
        QT_TRANSLATE_NOOP("window", "Funding"),
        QT_TRANSLATE_NOOP("window", "How old the funding rate is; ! past the policy's limit"),
    ),
    _age(
        QT_TRANSLATE_NOOP("window", "Account"),
        QT_TRANSLATE_NOOP(
            "window", "How old the venue's statement of the account is; ! past the policy's limit"
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Trades"),
        lambda r: r.trades,
        lambda r: f"{'! ' if r.trades_lost else ''}{r.trades}",
        9,
        tone=lambda r: "warning" if r.trades_lost else "text",
        help=QT_TRANSLATE_NOOP(
            "window",
            "How old the last public trade is; they are only shown, and scaling does not need them",
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Gaps"),
        lambda r: r.gaps.times,
        _gaps,
        8,
        tone=lambda r: "warning" if r.gaps.times else "text_faint",
        help=QT_TRANSLATE_NOOP(
            "window",
            "How often a feed of it was lost, stale or invalid since the window opened, "
            "and for how long at worst",
        ),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "State"),
        lambda r: r.state,
        lambda r: r.state,
        17,
        Kind.TEXT,
        lambda r: r.state_tone,
        QT_TRANSLATE_NOOP(
            "window", "Whether the engine scales on these feeds, or why it stands still"
        ),
    ),
)

PANELS: tuple[Column[PanelCost], ...] = (
    Column(QT_TRANSLATE_NOOP("window", "Panel"), lambda r: r.name, lambda r: r.name, 16, Kind.TEXT),
    Column(
        QT_TRANSLATE_NOOP("window", "Paints/s"),
        lambda r: r.paints_per_second,
        lambda r: show.number(r.paints_per_second, 0),
        6,
        tone=lambda r: "text" if r.paints_per_second else "text_faint",
        help=QT_TRANSLATE_NOOP("window", "How often its parts were painted in the last second"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Mean ms"),
        lambda r: r.mean_ms,
        lambda r: show.number(r.mean_ms, 2),
        6,
        tone=lambda r: _cost_tone(r.mean_ms),
        help=QT_TRANSLATE_NOOP("window", "Mean cost of one painting in the last second"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Worst ms"),
        lambda r: r.worst_ms,
        lambda r: show.number(r.worst_ms, 2),
        6,
        tone=lambda r: _cost_tone(r.worst_ms),
        help=QT_TRANSLATE_NOOP("window", "Dearest painting since the window opened"),
    ),
)
