"""The table of the journal's newest rows. Pure."""

from collections.abc import Sequence

from terminal.ui import format as show
from terminal.ui.desk import JournalRow
from terminal.ui.tables.column import Column, Kind
from terminal.ui.words import QT_TRANSLATE_NOOP

_TONES = {
    "alert": "warning",
    "freeze": "warning",
    "unfreeze": "accent",
    "kill": "alarm",
    "mode": "target",
    "fill": "text",
    "order_intent": "accent",
    "override": "warning",
}


def newer_than(rows: Sequence[JournalRow], sequence: int) -> list[JournalRow]:
    """Return those of `rows` (newest first) that were written after `sequence`."""
    return [row for row in rows if row.sequence > sequence]


def kinds_of(rows: Sequence[JournalRow]) -> set[str]:
    """Return the kinds that occur in `rows`."""
    return {row.kind for row in rows}


COLUMNS: tuple[Column[JournalRow], ...] = (
    Column(
        QT_TRANSLATE_NOOP("window", "No."),
        lambda r: r.sequence,
        lambda r: str(r.sequence),
        6,
        tone=lambda _: "text_faint",
        help=QT_TRANSLATE_NOOP("window", "The row's place in the journal's chain"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Time"),
        lambda r: r.at,
        lambda r: show.clock_time(r.at),
        8,
        Kind.TIME,
        lambda _: "text_secondary",
        QT_TRANSLATE_NOOP("window", "When it happened"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Kind"),
        lambda r: r.kind,
        lambda r: show.words(r.kind),
        12,
        Kind.TEXT,
        lambda r: _TONES.get(r.kind, "text_secondary"),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Venue"),
        lambda r: r.venue,
        lambda r: r.venue,
        7,
        Kind.TEXT,
        lambda _: "text_secondary",
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Symbol"), lambda r: r.symbol, lambda r: r.symbol, 15, Kind.TEXT
    ),
    Column(QT_TRANSLATE_NOOP("window", "What"), lambda r: r.text, lambda r: r.text, 60, Kind.TEXT),
)
