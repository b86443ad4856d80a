"""A journal row in one line of words, for the window's table."""

from typing import Any

import msgspec

from terminal.storage.journal import Row
from terminal.ui.desk import JournalRow

_WORDS = (
    "name",
    "mode",
    "gate",
    "level",
    "action",
    "state",
    "purpose",
    "side",
    "contracts",
    "filled_contracts",
    "target_contracts",
    "limit_price",
    "price",
    "average_price",
    "fee",
    "funding_rate",
    "amount",
    "feed",
    "reason",
    "bound_by",
    "confirmed",
    "detail",
    "client_order_id",
)
_LABELLED = frozenset(
    {
        "filled_contracts",
        "target_contracts",
        "limit_price",
        "price",
        "average_price",
        "fee",
        "funding_rate",
        "amount",
        "bound_by",
    }
)
_DECODER = msgspec.json.Decoder(dict[str, Any])


def journal_row(row: Row) -> JournalRow:
    """Return what the window lists of a row."""
    try:
        payload = _DECODER.decode(row.payload)
    except msgspec.DecodeError:
        payload = {}
    return JournalRow(
        sequence=row.sequence,
        at=row.at,
        kind=row.kind,
        venue=str(payload.get("venue") or ""),
        symbol=str(payload.get("symbol") or ""),
        text=_text(payload) or row.payload,
    )


def _text(payload: dict[str, Any]) -> str:
    words = []
    for key in _WORDS:
        value = payload.get(key)
        if value in (None, ""):
            continue
        shown = f"{value:g}" if isinstance(value, float) else str(value)
        words.append(f"{key.replace('_', ' ')} {shown}" if key in _LABELLED else shown)
    return " · ".join(words)
