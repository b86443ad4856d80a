"""The lines about clock, key and account."""

from collections.abc import Iterator
from datetime import UTC, datetime

from terminal.model.checks import Check, CheckLine, CheckState, KeyReport
from terminal.venues.preflight.facts import VenueFacts

WARN_OFFSET_S = 1.0
_SOON_NS = 7 * 86_400 * 10**9
_NTP = "set this computer's clock by NTP"


def account_lines(facts: VenueFacts) -> Iterator[CheckLine]:
    """Yield what is to be said of the venue as a whole."""
    yield clock_line(facts)
    yield key_line(facts)
    if facts.account_problem:
        yield CheckLine(
            Check.ACCOUNT, CheckState.RED, facts.account_problem, "it must be readable to trade"
        )
    else:
        yield CheckLine(Check.ACCOUNT, CheckState.GREEN, "balances and positions are told")
    yield _external(facts)


def clock_line(facts: VenueFacts) -> CheckLine:
    """Judge the offset: past a second it warns, past half a request's validity orders fail."""
    offset_s = facts.clock_offset_s
    if facts.simulated:
        return CheckLine(Check.CLOCK, CheckState.GREEN, "the same clock")
    if offset_s is None:
        return CheckLine(Check.CLOCK, CheckState.UNKNOWN, "the venue does not tell its time")
    way = "ahead of" if offset_s > 0 else "behind"
    found = f"{abs(offset_s):.2f} s {way} the venue's"
    if facts.validity_s is not None and abs(offset_s) > facts.validity_s / 2:
        limit = f"{found}, more than half of the {facts.validity_s:g} s that a request is valid"
        return CheckLine(Check.CLOCK, CheckState.RED, limit, _NTP)
    if abs(offset_s) > WARN_OFFSET_S:
        return CheckLine(Check.CLOCK, CheckState.WARNING, found, _NTP)
    return CheckLine(Check.CLOCK, CheckState.GREEN, found)


def key_line(facts: VenueFacts) -> CheckLine:
    """Judge the key: one that can move money away or may not trade is red."""
    key = facts.key
    if facts.simulated:
        return CheckLine(Check.KEY, CheckState.GREEN, "none is needed on paper")
    if facts.key_refused:
        return CheckLine(Check.KEY, CheckState.RED, facts.key_refused)
    if key is None and facts.watched_because:
        return CheckLine(
            Check.KEY, CheckState.RED, f"this venue is only watched: {facts.watched_because}"
        )
    if key is None:
        return CheckLine(
            Check.KEY, CheckState.RED, "there is none: this venue is only watched",
            "add one under Accounts or with `keys add`",
        )  # fmt: skip
    if key.may_withdraw:
        return CheckLine(
            Check.KEY, CheckState.RED, "it may withdraw or transfer money away",
            "take that right from it at the venue; the terminal never needs it",
        )  # fmt: skip
    if key.may_trade is False:
        return CheckLine(
            Check.KEY, CheckState.RED, "it may not trade contracts", "give it that right"
        )
    if key.expires_at is not None and key.expires_at <= facts.at:
        return CheckLine(Check.KEY, CheckState.RED, f"it expired on {_day(key)}", "make a new one")
    if key.may_withdraw is None:
        note = f" ({facts.key_note})" if facts.key_note else ""
        return CheckLine(
            Check.KEY, CheckState.UNKNOWN, f"whether it may withdraw is NOT VERIFIED{note}",
            "look at its rights on the venue's page",
        )  # fmt: skip
    found = f"may trade, may not withdraw{_expiry(key)}"
    if key.bound_to_addresses is False:
        return CheckLine(
            Check.KEY, CheckState.WARNING, f"{found}; usable from any address",
            "bind it to your addresses at the venue",
        )  # fmt: skip
    if key.expires_at is not None and key.expires_at - facts.at < _SOON_NS:
        return CheckLine(Check.KEY, CheckState.WARNING, found, "renew it in time")
    bound = "; bound to your addresses" if key.bound_to_addresses else ""
    return CheckLine(Check.KEY, CheckState.GREEN, found + bound)


def _external(facts: VenueFacts) -> CheckLine:
    found = []
    if facts.foreign_positions:
        found.append(f"positions in {', '.join(facts.foreign_positions)}")
    if facts.foreign_orders:
        found.append(f"{len(facts.foreign_orders)} open orders that are not ours")
    if not found:
        return CheckLine(Check.EXTERNAL, CheckState.GREEN, "none")
    return CheckLine(
        Check.EXTERNAL, CheckState.WARNING, "; ".join(found),
        "the terminal leaves them alone; they may share the margin",
    )  # fmt: skip


def _expiry(key: KeyReport) -> str:
    return "" if key.expires_at is None else f"; valid until {_day(key)}"


def _day(key: KeyReport) -> str:
    return f"{datetime.fromtimestamp((key.expires_at or 0) / 1e9, UTC):%Y-%m-%d}"
