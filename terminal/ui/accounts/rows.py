"""What the pre-flight window shows. Pure."""

from datetime import UTC, datetime
from typing import NamedTuple

from terminal.model.checks import (
    Check,
    CheckLine,
    CheckState,
    DeadMan,
    DeadManState,
    PreflightReport,
)
from terminal.ui.desk import VenueHealth
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated

_SIGNS = {
    CheckState.GREEN: (QT_TRANSLATE_NOOP("window", "● green"), "up"),
    CheckState.WARNING: (QT_TRANSLATE_NOOP("window", "▲ warning"), "warning"),
    CheckState.RED: (QT_TRANSLATE_NOOP("window", "■ red"), "alarm"),
    CheckState.UNKNOWN: (QT_TRANSLATE_NOOP("window", "○ unknown"), "text_secondary"),
}


# What the venue's own name for a check does not tell by itself.
_CHECKS = {Check.TRIED: QT_TRANSLATE_NOOP("window", "orders tried there")}


class LineRow(NamedTuple):
    """One line: a sign with its word, its colour's role, and the texts."""

    venue: str
    sign: str
    tone: str
    check: str
    found: str
    remedy: str


def line_rows(reports: tuple[PreflightReport, ...]) -> tuple[LineRow, ...]:
    """Return every line of every venue, red ones first."""
    rows = [
        LineRow(
            report.venue,
            translated(_SIGNS[line.state][0]),
            _SIGNS[line.state][1],
            f"{check_words(line.check)} {line.symbol or ''}".strip(),
            line.found,
            line.remedy,
        )
        for report in reports
        for line in report.lines
    ]
    return tuple(sorted(rows, key=lambda row: row.tone != "alarm"))


def check_words(check: Check) -> str:
    """Return what a line looked at."""
    return _CHECKS.get(check, check.value)


def line_words(line: CheckLine) -> str:
    """Return a line as one sentence."""
    where = translate("window", " of {symbol}").format(symbol=line.symbol) if line.symbol else ""
    remedy = f"; {line.remedy}" if line.remedy else ""
    return f"{check_words(line.check)}{where}: {line.found}{remedy}"


def verdict(reports: tuple[PreflightReport, ...]) -> str:
    """Return whether auto could be armed, and what speaks against it."""
    if not reports:
        return translate("window", "No venue has been looked over yet.")
    red = [f"{report.venue}: {line_words(line)}" for report in reports for line in report.red]
    if any(report.present and report.red for report in reports):
        return translate("window", "Auto cannot be armed. {part}{part2}.").format(
            part=red[0][:1].upper(), part2=red[0][1:]
        )
    if not any(report.passed for report in reports):
        return (
            translate("window", "Nothing can be traded on. {part}{part2}.").format(
                part=red[0][:1].upper(), part2=red[0][1:]
            )
            if red
            else ""
        )
    open_ = sum(
        line.state in (CheckState.UNKNOWN, CheckState.WARNING)
        for report in reports
        for line in report.lines
    )
    if not open_:
        return translate("window", "Auto can be armed.")
    lines = (
        translate("window", "1 line is")
        if open_ == 1
        else translate("window", "{open} lines are").format(open=open_)
    )
    return translate(
        "window",
        "Auto can be armed. {lines} no obstacle but a warning or unknown: weigh what they say.",
    ).format(lines=lines)


def dead_man_words(dead_man: DeadMan | None) -> str:
    """Return how the venue's own switch stands, by the venue's answer."""
    if dead_man is None or dead_man.state is DeadManState.OFF:
        return translate("window", "dead-man switch: off")
    until = ""
    if dead_man.until_at is not None:
        until = translate("window", " until {fromtimestamp:%H:%M:%S} UTC").format(
            fromtimestamp=datetime.fromtimestamp(dead_man.until_at / 1e9, UTC)
        )
    detail = f": {dead_man.detail}" if dead_man.detail else ""
    if dead_man.state is DeadManState.ARMED:
        return translate("window", "dead-man switch: armed at venue{until}{detail}").format(
            until=until, detail=detail
        )
    if dead_man.state is DeadManState.LAPSING:
        return translate("window", "dead-man switch: LEFT TO LAPSE{until}{detail}").format(
            until=until, detail=detail
        )
    if dead_man.state is DeadManState.UNSUPPORTED:
        return translate("window", "dead-man switch: the venue has none")
    return translate("window", "dead-man switch: NOT ARMED{detail}").format(detail=detail)


def venue_words(venues: tuple[VenueHealth, ...]) -> str:
    """Return one line for each venue: its connection and its switch."""
    return "\n".join(
        f"{venue.name}: {venue.state.value}{f' ({venue.detail})' if venue.detail else ''} · "
        f"{dead_man_words(venue.dead_man)}"
        for venue in venues
    )
