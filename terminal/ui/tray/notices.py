"""Which of the things that happen are worth a notice or a sound, and in which words. Pure."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from terminal.model.checks import NOT_MADE_YET
from terminal.model.events import Fill, FillType
from terminal.model.outputs import Alert, Freeze, Level
from terminal.model.reasons import Reason
from terminal.ui import format as fmt
from terminal.ui.desk import Pushed
from terminal.ui.keeper import Preferences
from terminal.ui.reason_words import words_for
from terminal.ui.words import translate

# A feed's first word is awaited, not missed, and so is a venue's first pre-flight: no news for
# the desktop.
_FIRST_WORDS = (Reason.MARK_UNKNOWN, Reason.FUNDING_UNKNOWN, Reason.ACCOUNT_UNKNOWN)


class NoticeKind(StrEnum):
    """What a notice is about; each has its own sound."""

    FILL = "fill"
    FREEZE = "freeze"
    ALARM = "alarm"


class Notice(NamedTuple):
    """One notice: what it is about, its title and its words."""

    kind: NoticeKind
    title: str
    words: str


def notices(pushed: Iterable[Pushed]) -> list[Notice]:
    """Return what is worth telling of what was pushed, in order."""
    return [notice for event in pushed if (notice := _notice(event)) is not None]


def wanted(notice: Notice, preferences: Preferences) -> bool:
    """Return whether the trader wants to be told of it on the desktop."""
    return {
        NoticeKind.FILL: preferences.notify_fills,
        NoticeKind.FREEZE: preferences.notify_freezes,
        NoticeKind.ALARM: preferences.notify_alerts,
    }[notice.kind]


def gathered(told: Sequence[Notice]) -> Notice | None:
    """Return several notices as one: the gravest in full, how many more there are."""
    if not told:
        return None
    order = (NoticeKind.ALARM, NoticeKind.FREEZE, NoticeKind.FILL)
    first = min(told, key=lambda notice: order.index(notice.kind))
    more = (
        translate("window", " (and {part} more)").format(part=len(told) - 1)
        if len(told) > 1
        else ""
    )
    return first._replace(words=first.words + more)


def _first_word(event: Freeze) -> bool:
    return event.reason in _FIRST_WORDS or (
        event.reason is Reason.PREFLIGHT and event.detail == NOT_MADE_YET
    )


def _notice(event: Pushed) -> Notice | None:
    if isinstance(event, Fill):
        return _fill(event)
    if isinstance(event, Freeze) and not _first_word(event):
        where = event.symbol or event.venue or ""
        said = words_for(event.reason)
        return Notice(
            NoticeKind.FREEZE,
            translate("window", "Frozen: {short}").format(short=said.short),
            f"{where} {said.sentence}".strip(),
        )
    if isinstance(event, Alert) and event.level is Level.ALARM:
        said = words_for(event.reason)
        detail = event.detail or said.sentence
        return Notice(NoticeKind.ALARM, said.short, f"{event.venue or ''} {detail}".strip())
    return None


def _fill(fill: Fill) -> Notice | None:
    if fill.fill_type is FillType.FUNDING:
        return None
    amount = fmt.compact(fill.contracts)
    if fill.fill_type is FillType.TRADE:
        return Notice(
            NoticeKind.FILL,
            translate("window", "Filled {symbol}").format(symbol=fill.symbol),
            translate("window", "{amount} at {price:,}").format(amount=amount, price=fill.price),
        )
    words = translate("window", "{amount} at {price:,}").format(amount=amount, price=fill.price)
    return Notice(NoticeKind.ALARM, f"{fill.fill_type.value.upper()}: {fill.symbol}", words)
