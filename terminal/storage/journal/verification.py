"""Finds what was done to a journal behind our back: every row is checked against the chain."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from terminal.model.errors import UserError
from terminal.storage.journal.anchor import Head, read_anchor
from terminal.storage.journal.records import GENESIS, Row
from terminal.storage.journal.schema import ANCHOR_NAME, COLUMNS, FILE_NAME, open_for_reading

_MOST_FINDINGS = 100
_ROWS_FROM = f"SELECT {COLUMNS} FROM journal WHERE sequence >= ? ORDER BY sequence"  # noqa: S608
_TYPES = tuple[int, int, str, str, str, str]


class Finding(msgspec.Struct, frozen=True):
    """One thing wrong; `sequence` is the row it concerns, None where it is the whole file."""

    sequence: int | None
    text: str


class Verification(msgspec.Struct, frozen=True):
    """What a full check found: the journal is intact when there are no findings."""

    rows: int
    last_hash: str
    findings: tuple[Finding, ...]

    @property
    def intact(self) -> bool:
        """True when every row is as it was written and none is missing."""
        return not self.findings


def verify(directory: Path) -> Verification:
    """Check the whole journal in `directory`, as it stands now; raises UserError without one."""
    anchor_path = directory / ANCHOR_NAME
    anchor = read_anchor(anchor_path)
    path = directory / FILE_NAME
    if not path.is_file() and anchor is not None and anchor.count:
        text = f"{FILE_NAME} is missing; its anchor names {anchor.count} rows"
        return Verification(0, GENESIS, (Finding(None, text),))
    connection = open_for_reading(path)
    try:
        connection.execute("BEGIN")  # one state of the table for every query below
        findings: list[Finding] = []
        head = Head(0, GENESIS)
        try:
            findings.extend(_check_file(connection))
            rows = _Counted(all_rows(connection, 1))
            for finding in check_chain(rows, Head(0, GENESIS)):
                findings.append(finding)
                if len(findings) >= _MOST_FINDINGS:
                    break
            head = rows.head
            findings.extend(check_anchor(connection, anchor, anchor_path, head))
        except sqlite3.Error as error:
            findings.append(Finding(head.count + 1, f"the file is damaged: {error}"))
        return Verification(head.count, head.hash, tuple(findings))
    finally:
        connection.close()


def check_chain(rows: Iterable[Row], before: Head) -> Iterator[Finding]:
    """Yield what is wrong with `rows`, which should follow on `before` without a gap."""
    expected, previous_hash = before.count + 1, before.hash
    for row in rows:
        if row.sequence != expected:
            yield Finding(expected, _missing(expected, row.sequence - 1))
            # What came before the gap is gone: the row's own link is all there is to go on.
            previous_hash = row.previous_hash
        if row.expected_hash() != row.hash:
            yield Finding(row.sequence, f"row {row.sequence} was edited or moved")
        elif row.previous_hash != previous_hash:
            yield Finding(
                row.sequence,
                f"row {row.sequence} does not follow row {row.sequence - 1}: one of the two "
                "was replaced or moved",
            )
        expected, previous_hash = row.sequence + 1, row.hash


def check_anchor(
    connection: sqlite3.Connection, anchor: Head | None, anchor_path: Path, head: Head
) -> Iterator[Finding]:
    """Yield what the anchor knows better than a table whose end is `head`."""
    if anchor is None:
        if head.count:
            text = f"{anchor_path.name} is missing or unreadable: a cut-off end would not show"
            yield Finding(None, text)
        return
    if anchor.count > head.count:
        yield Finding(head.count + 1, _missing(head.count + 1, anchor.count) + " at the end")
        return
    if anchor.count == 0:
        return
    row = connection.execute(
        "SELECT hash FROM journal WHERE sequence = ?", (anchor.count,)
    ).fetchone()
    if row is not None and row[0] != anchor.hash:
        text = f"row {anchor.count} is not the one that the anchor names: it was rewritten"
        yield Finding(anchor.count, text)


def all_rows(connection: sqlite3.Connection, first: int) -> Iterator[Row]:
    """Yield every row from `first` on; a field of a wrong type is one that was edited."""
    for fields in connection.execute(_ROWS_FROM, (first,)):
        try:
            yield Row(*msgspec.convert(fields, _TYPES))
        except msgspec.ValidationError:
            sequence, _, _, _, previous_hash, _ = fields
            yield Row(sequence, 0, "", "", str(previous_hash), "")


class _Counted:
    """Remembers how far an iteration over rows came."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self.head = Head(0, GENESIS)

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.head = Head(row.sequence, row.hash)
            yield row


def _check_file(connection: sqlite3.Connection) -> Iterator[Finding]:
    for (text,) in connection.execute("PRAGMA integrity_check(20)"):
        if text != "ok":
            yield Finding(None, f"the file is damaged: {text}")


def _missing(first: int, last: int) -> str:
    return f"row {first} is missing" if first >= last else f"rows {first} to {last} are missing"


def tail_damage(connection: sqlite3.Connection, directory: Path, checked_rows: int) -> str | None:
    """Check the last rows and the anchor, at start; return what is wrong in words, None if nothing.

    Raises UserError where the file itself cannot be read.
    """
    anchor_path = directory / ANCHOR_NAME
    anchor = read_anchor(anchor_path)
    try:
        last = connection.execute("SELECT max(sequence) FROM journal").fetchone()[0] or 0
        first = max(1, last - checked_rows + 1)
        row = connection.execute(
            "SELECT hash FROM journal WHERE sequence = ?", (first - 1,)
        ).fetchone()
        rows = _Counted(all_rows(connection, first))
        before = Head(first - 1, row[0] if row else GENESIS)
        findings = list(check_chain(rows, before))
        head = rows.head if rows.head.count else before
        findings.extend(check_anchor(connection, anchor, anchor_path, head))
    except sqlite3.Error as error:
        raise UserError(
            f"{directory / FILE_NAME}: the journal is damaged ({error}); move it and "
            f"{ANCHOR_NAME} aside and start again"
        ) from None
    return findings[0].text if findings else None
