"""What a venue tells of our API key, by read-only requests."""

import logging
from collections.abc import Mapping
from typing import Any

from terminal.model.checks import KeyReport
from terminal.venues.ccxt.catalogue import VenueEntry
from terminal.venues.ccxt.moments import moment_ns
from terminal.venues.ccxt.observe import dig
from terminal.venues.ccxt.safeguards import KEYS, KeyTerms
from terminal.venues.ccxt.wire_errors import safe_text

_LOG = logging.getLogger(__name__)


async def check_key(exchange: Any, entry: VenueEntry) -> KeyReport:
    """Ask about the key that `exchange` signs with; an empty report where the venue does not tell.

    Raises whatever ccxt does for the rights; an account that is not named stays without a name.
    """
    terms = KEYS.get(entry.id)
    if terms is None:
        return KeyReport()
    answer = await getattr(exchange, terms.call)() if terms.call else None
    named = answer
    if terms.uid_call:
        try:
            named = await getattr(exchange, terms.uid_call)(dict(terms.uid_asked_with))
        except Exception as error:  # noqa: BLE001 - the edge to the wire; the rights were told
            _LOG.warning("%s: the account's name: %s", entry.title, safe_text(None, error))
            named = None
    return key_report(terms, answer, named)


def key_report(terms: KeyTerms, answer: Any, named: Any) -> KeyReport:
    """Return what an answer tells; what it does not state stays None and never becomes "no"."""
    told = dig(answer, terms.rights)
    rights = _rights(told)
    known = _is_told(terms, told)
    read_only = dig(answer, terms.read_only) if terms.read_only else None
    may_trade = None
    if known:
        may_trade = bool(rights & terms.trades) and str(read_only or 0) not in ("1", "true", "True")
    addresses = dig(answer, terms.addresses) if terms.addresses else None
    uid = dig(named, terms.uid) if terms.uid else None
    return KeyReport(
        may_trade=may_trade,
        may_withdraw=bool(rights & terms.takes_money) if known else None,
        bound_to_addresses=None if addresses is None else addresses not in terms.anywhere,
        expires_at=moment_ns(dig(answer, terms.expires), 0.001) if terms.expires else None,
        uid="" if uid is None else str(uid),
        permissions=tuple(sorted(rights)) if known else (),
    )


def _is_told(terms: KeyTerms, told: Any) -> bool:
    if isinstance(told, str):
        return terms.told_by in _rights(told)
    return isinstance(told, Mapping) and terms.told_by in told


def _rights(told: Any) -> frozenset[str]:
    """Return the rights by name: `Group.Right` where the venue groups them."""
    if isinstance(told, str):
        return frozenset(part.strip() for part in told.split(",") if part.strip())
    if not isinstance(told, Mapping):
        return frozenset()
    found: set[str] = set()
    for name, value in told.items():
        if isinstance(value, list):
            found |= {f"{name}.{right}" for right in value}
        elif value is True:
            found.add(str(name))
    return frozenset(found)
