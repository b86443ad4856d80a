"""Reads the journal beside the writer, without blocking it."""

from collections.abc import Sequence
from pathlib import Path

from terminal.storage.journal.records import RecordKind, Row
from terminal.storage.journal.schema import COLUMNS, FILE_NAME, open_for_reading


class JournalReader:
    """A read-only connection of its own; used by one thread at a time."""

    def __init__(self, directory: Path) -> None:
        self._connection = open_for_reading(directory / FILE_NAME)

    def latest(self, count: int, kinds: Sequence[RecordKind] = ()) -> list[Row]:
        """Return the newest `count` rows, newest first, of `kinds` where any are given."""
        where, arguments = _of(kinds)
        return self._query(f"{where} ORDER BY sequence DESC LIMIT ?", [*arguments, count])

    def after(self, sequence: int, count: int, kinds: Sequence[RecordKind] = ()) -> list[Row]:
        """Return up to `count` rows that come after row `sequence`, oldest first."""
        where, arguments = _of(kinds)
        condition = f"{where} AND" if where else "WHERE"
        tail = f"{condition} sequence > ? ORDER BY sequence LIMIT ?"
        return self._query(tail, [*arguments, sequence, count])

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _query(self, tail: str, arguments: list[str | int]) -> list[Row]:
        # Only this module's own words are put together here; every value is a parameter.
        query = f"SELECT {COLUMNS} FROM journal {tail}"  # noqa: S608
        rows = self._connection.execute(query, arguments)
        return [Row(*fields) for fields in rows]


def _of(kinds: Sequence[RecordKind]) -> tuple[str, list[str | int]]:
    if not kinds:
        return "", []
    return f"WHERE kind IN ({', '.join('?' * len(kinds))})", [kind.value for kind in kinds]
