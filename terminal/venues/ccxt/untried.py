"""The pre-flight's word on a venue whose orders were never tried on its own wire."""

from msgspec.structs import replace

from terminal.model.checks import Check, CheckLine, CheckState, PreflightReport
from terminal.venues.ccxt.catalogue import VenueEntry

_LINE = CheckLine(
    Check.TRIED,
    CheckState.WARNING,
    "tried on loopback only, never on the venue's own wire",
    "begin on its testnet where it has one, and live with the smallest orders",
)


def told_untried(entry: VenueEntry, report: PreflightReport) -> PreflightReport:
    """Return the report with the line that says so, where it is so and the venue answered."""
    if entry.tried or not report.present:
        return report
    order = list(Check)
    place = sum(
        1
        for line in report.lines
        if line.symbol is None and order.index(line.check) < order.index(Check.TRIED)
    )
    return replace(report, lines=(*report.lines[:place], _LINE, *report.lines[place:]))
