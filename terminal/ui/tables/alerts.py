"""The table of alerts, freezes and mode changes, newest first. Pure."""

from collections.abc import Iterable

import msgspec

from terminal.model.outputs import Alert, Freeze, Level, ModeChanged, Unfreeze
from terminal.ui import format as show
from terminal.ui.desk import Pushed
from terminal.ui.reason_words import words_for
from terminal.ui.tables.column import Column, Kind

_TONES = {"ALARM": "alarm", "WARNING": "warning", "FREEZE": "warning", "MODE": "target"}
_SHAPES = {"ALARM": "■", "WARNING": "▲", "FREEZE": "‖", "MODE": "●"}
_LOUDNESS = {"ALARM": 4, "WARNING": 3, "FREEZE": 2, "MODE": 1}
_EVERYWHERE = "everywhere"


class AlertRow(msgspec.Struct, frozen=True, gc=False):
    """One thing that the trader should know: how loud, where, and what in words."""

    number: int
    at: int
    level: str
    venue: str
    symbol: str
    text: str

    @property
    def key(self) -> int:
        """What makes the row the same one later."""
        return self.number

    @property
    def loud(self) -> bool:
        """True for what calls for the trader's eye."""
        return self.level in ("ALARM", "WARNING")


def alert_rows(pushed: Iterable[Pushed], first: int) -> list[AlertRow]:
    """Return what of `pushed` belongs into the table, oldest first, numbered from `first`."""
    rows: list[AlertRow] = []
    for event in pushed:
        described = _described(event)
        if described is not None:
            level, venue, symbol, text = described
            rows.append(AlertRow(first + len(rows), event.at, level, venue, symbol, text))
    return rows


def _described(event: Pushed) -> tuple[str, str, str, str] | None:
    if isinstance(event, Alert):
        level = {Level.ALARM: "ALARM", Level.WARNING: "WARNING"}.get(event.level, "INFO")
        return level, event.venue or _EVERYWHERE, event.symbol or "", _text(event)
    if isinstance(event, Freeze):
        text = f"Scaling frozen: {_text(event)}"
        return "FREEZE", event.venue or _EVERYWHERE, event.symbol or "", text
    if isinstance(event, Unfreeze):
        text = f"No longer freezes: {words_for(event.reason).short}"
        return "INFO", event.venue or _EVERYWHERE, event.symbol or "", text
    if isinstance(event, ModeChanged):
        text = f"Mode {event.mode.value}, gate {event.gate.value}"
        return "MODE", _EVERYWHERE, "", f"{text}: {event.reason}" if event.reason else text
    return None


def _text(event: Alert | Freeze) -> str:
    words = words_for(event.reason)
    return f"{words.short}: {event.detail or words.sentence}"


COLUMNS: tuple[Column[AlertRow], ...] = (
    Column(
        "Time",
        lambda r: r.at,
        lambda r: show.clock_time(r.at),
        8,
        Kind.TIME,
        lambda _: "text_secondary",
        "When it happened",
    ),
    Column(
        "Level",
        lambda r: r.level,
        lambda r: f"{_SHAPES[r.level]} {r.level}" if r.level in _SHAPES else r.level,
        11,
        Kind.TEXT,
        lambda r: _TONES.get(r.level, "text_secondary"),
        "How loud: alarm, warning, freeze, mode, info",
        order=lambda r: _LOUDNESS.get(r.level, 0),
    ),
    Column(
        "Venue",
        lambda r: r.venue,
        lambda r: r.venue,
        9,
        Kind.TEXT,
        lambda _: "text_secondary",
    ),
    Column("Symbol", lambda r: r.symbol, lambda r: r.symbol, 15, Kind.TEXT),
    Column(
        "What",
        lambda r: r.text,
        lambda r: r.text,
        60,
        Kind.TEXT,
        lambda r: _TONES.get(r.level, "text") if r.loud else "text",
    ),
)
