"""The journal as the window lists it: each row in one line of words."""

import sqlite3
import threading
from pathlib import Path
from typing import Any

import msgspec

from terminal.model.errors import UserError
from terminal.storage.journal import JournalReader, RecordKind, Row
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
_KINDS = frozenset(kind.value for kind in RecordKind)
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


class JournalView:
    """Reads rows for the window's thread, over a connection of its own."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._reader: JournalReader | None = None
        self._closed = False
        self._answers: dict[tuple[int, str | None], list[JournalRow]] = {}
        self._lock = threading.Lock()  # the window may still ask while another thread closes

    def latest(self, limit: int, kind: str | None) -> list[JournalRow]:
        """Return the newest rows, newest first; none where there is no journal to read (yet).

        Asked again for the same, only what has been written meanwhile is read.
        """
        if kind and kind not in _KINDS:
            return []
        with self._lock:
            if self._closed:
                return []
            try:
                if self._reader is None:
                    self._reader = JournalReader(self._directory)
                return self._follow(self._reader, limit, kind)
            except (UserError, sqlite3.Error):
                return []

    def _follow(self, reader: JournalReader, limit: int, kind: str | None) -> list[JournalRow]:
        kinds = (RecordKind(kind),) if kind else ()
        known = self._answers.get((limit, kind), [])
        new = reader.after(known[0].sequence, limit, kinds) if known else []
        if known and len(new) < limit:
            rows = [*map(journal_row, reversed(new)), *known][:limit]
        else:
            rows = [*map(journal_row, reader.latest(limit, kinds))]
        self._answers[limit, kind] = rows
        return rows

    def close(self) -> None:
        """Close the connection; nothing is read afterwards."""
        with self._lock:
            self._closed = True
            if self._reader is not None:
                self._reader.close()
                self._reader = None
