"""What the policy in force asks of a venue: the venue states, the desk judges by its own terms."""

from collections.abc import Mapping

import msgspec

from terminal.engine.snapshot import Snapshot
from terminal.model.checks import CheckLine, CheckState, PreflightReport
from terminal.model.reasons import Reason
from terminal.venues.preflight.contract import FIGURES_DIFFER, PRICE_TOLERANCE

_ACCEPTED = "you accepted that these differ"
_UNTIL = "auto may be armed; your word counts until the two agree again"


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a report is judged by; one made under other terms is out of date.

    `liquidation_tolerance` is a share, `accepted` names by venue and symbol where the trader took
    a difference of the liquidation prices for known.
    """

    target_leverage: float | None = None
    liquidation_tolerance: float = PRICE_TOLERANCE
    accepted: frozenset[tuple[str, str]] = frozenset()


def terms_of(snapshot: Snapshot) -> Terms:
    """Return the terms of the policy in force, and what the trader accepted by now."""
    accepted = frozenset(
        (leg.instrument.venue, leg.instrument.symbol)
        for leg in snapshot.legs
        if Reason.LIQUIDATION_PRICE_MISMATCH in leg.accepted
    )
    keys = {} if snapshot.policy is None else snapshot.policy.keys
    return msgspec.structs.replace(terms_of_policy(keys), accepted=accepted)


def terms_of_policy(keys: Mapping[str, object]) -> Terms:
    """Return the terms that a policy's keys make; what it does not set has its default."""
    tolerance = _number(keys.get("liquidation_tolerance"))
    return Terms(
        target_leverage=_number(keys.get("target_leverage")),
        liquidation_tolerance=PRICE_TOLERANCE if tolerance is None else tolerance,
    )


def judged(report: PreflightReport, terms: Terms) -> PreflightReport:
    """Return the report with every comparison judged by the terms, in place of the default."""
    lines = tuple(
        line if line.apart is None else _compared(line, line.apart, report.venue, terms)
        for line in report.lines
    )
    return msgspec.structs.replace(report, lines=lines)


def _compared(line: CheckLine, apart: float, venue: str, terms: Terms) -> CheckLine:
    if apart <= terms.liquidation_tolerance:
        return msgspec.structs.replace(line, state=CheckState.GREEN, remedy="")
    if (venue, line.symbol) in terms.accepted:
        found = f"{line.found}; {_ACCEPTED}"
        return msgspec.structs.replace(line, state=CheckState.WARNING, found=found, remedy=_UNTIL)
    return msgspec.structs.replace(line, state=CheckState.RED, remedy=FIGURES_DIFFER)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
