"""The table of alerts, freezes and mode changes, newest first. Pure."""

from collections.abc import Iterable

import msgspec

from terminal.model.outputs import Alert, Freeze, Level, ModeChanged, Unfreeze
from terminal.ui import format as show
from terminal.ui.desk import Pushed
from terminal.ui.reason_words import mode_reason, words_for
from terminal.ui.tables.column import Column, Kind
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated

_TONES = {"ALARM": "alarm", "WARNING": "warning", "FREEZE": "warning", "MODE": "target"}
_SHAPES = {"ALARM": "■", "WARNING": "▲", "FREEZE": "‖", "MODE": "●"}
_LOUDNESS = {"ALARM": 4, "WARNING": 3, "FREEZE": 2, "MODE": 1}
_EVERYWHERE = QT_TRANSLATE_NOOP("window", "everywhere")
_LEVELS = {
    "ALARM": QT_TRANSLATE_NOOP("window", "ALARM"),
    "WARNING": QT_TRANSLATE_NOOP("window", "WARNING"),
    "FREEZE": QT_TRANSLATE_NOOP("window", "FREEZE"),
    "MODE": QT_TRANSLATE_NOOP("window", "MODE"),
    "INFO": QT_TRANSLATE_NOOP("window", "INFO"),
}


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
        level = {
            Level.ALARM: "ALARM",
            Level.WARNING: "WARNING",
        }.get(event.level, "INFO")
        return level, event.venue or _EVERYWHERE, event.symbol or "", _text(event)
    if isinstance(event, Freeze):
        text = translate("window", "Scaling frozen: {text}").format(text=_text(event))
        return "FREEZE", event.venue or _EVERYWHERE, event.symbol or "", text
    if isinstance(event, Unfreeze):
        text = translate("window", "No longer freezes: {short}").format(
            short=words_for(event.reason).short
        )
        return "INFO", event.venue or _EVERYWHERE, event.symbol or "", text
    if isinstance(event, ModeChanged):
        text = translate("window", "Mode {value}, gate {value2}").format(
            value=event.mode.value, value2=event.gate.value
        )
        return (
            "MODE",
            _EVERYWHERE,
            "",
            f"{text}: {mode_reason(event.reason)}" if event.reason else text,
        )
    return None


def _text(event: Alert | Freeze) -> str:
    words = words_for(event.reason)
    return f"{words.short}: {event.detail or words.sentence}"


COLUMNS: tuple[Column[AlertRow], ...] = (
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
        QT_TRANSLATE_NOOP("window", "Level"),
        lambda r: r.level,
        lambda r: f"{_SHAPES.get(r.level, '')} {translated(_LEVELS[r.level])}".strip(),
        11,
        Kind.TEXT,
        lambda r: _TONES.get(r.level, "text_secondary"),
        QT_TRANSLATE_NOOP("window", "How loud: alarm, warning, freeze, mode, info"),
        order=lambda r: _LOUDNESS.get(r.level, 0),
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Venue"),
        lambda r: r.venue,
        lambda r: translated(r.venue),
        9,
        Kind.TEXT,
        lambda _: "text_secondary",
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "Symbol"), lambda r: r.symbol, lambda r: r.symbol, 15, Kind.TEXT
    ),
    Column(
        QT_TRANSLATE_NOOP("window", "What"),
        lambda r: r.text,
        lambda r: r.text,
        60,
        Kind.TEXT,
        lambda r: _TONES.get(r.level, "text") if r.loud else "text",
    ),
)
