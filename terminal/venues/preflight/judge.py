"""A venue's facts as a pre-flight report."""

from terminal.model.checks import Check, CheckLine, CheckState, PreflightReport
from terminal.venues.preflight.account import account_lines
from terminal.venues.preflight.contract import contract_lines
from terminal.venues.preflight.facts import VenueFacts


def judge(facts: VenueFacts) -> PreflightReport:
    """Return the report on a venue that answered."""
    lines = list(account_lines(facts))
    for symbol in facts.symbols:
        lines += contract_lines(symbol, facts.target_leverage)
    order = list(Check)
    lines.sort(key=lambda line: order.index(line.check) if line.symbol is None else len(order))
    watched = facts.key is None and not facts.key_refused and not facts.simulated
    return PreflightReport(
        venue=facts.venue,
        at=facts.at,
        lines=tuple(lines),
        present=not watched,
        account_uid="" if facts.key is None else facts.key.uid,
    )


def unreachable(venue: str, at: int, why: str) -> PreflightReport:
    """Return the report on a venue that did not answer."""
    line = CheckLine(Check.CONNECTION, CheckState.RED, why, "it is asked again by itself")
    return PreflightReport(venue=venue, at=at, lines=(line,), present=False)
