"""Moments as venues write them."""

from datetime import UTC, datetime
from typing import Any

_NS_PER_S = 1_000_000_000


def moment_ns(value: Any, unit_s: float) -> int | None:
    """Return a moment in ns from a number of `unit_s` or from ISO 8601; None where there is none.

    Venues write 0 or the beginning of 1970 where they mean none.
    """
    if isinstance(value, bool):
        return None
    try:
        seconds = float(value) * unit_s
    except (TypeError, ValueError):
        try:
            moment = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            return None
        seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return round(seconds * 1_000_000) * 1_000 if seconds > 0 else None
