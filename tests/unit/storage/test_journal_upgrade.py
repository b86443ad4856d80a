"""A journal of an older version is copied aside and brought up to date; a newer one is refused."""

import contextlib
import sqlite3
import stat
from pathlib import Path

import pytest

from terminal.model.errors import UserError
from terminal.storage.journal import verify
from terminal.storage.journal.journal import Journal
from terminal.storage.journal.records import Record, RecordKind
from terminal.storage.journal.schema import FILE_NAME, SCHEMA_VERSION, open_for_writing
from terminal.storage.journal.upgrade import Form

NEXT = Form(
    SCHEMA_VERSION + 1,
    {SCHEMA_VERSION: "CREATE TABLE notes (sequence INTEGER PRIMARY KEY, text TEXT NOT NULL);"},
)
BROKEN = Form(
    SCHEMA_VERSION + 1,
    {SCHEMA_VERSION: "CREATE TABLE notes (text TEXT); INSERT INTO nowhere VALUES (1);"},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write(tmp_path, 3)
    return tmp_path / FILE_NAME


def write(directory: Path, rows: int) -> None:
    journal = Journal.open(directory)
    for number in range(rows):
        journal.append(Record(number, RecordKind.SESSION, {"number": number}))
    assert journal.close()


def tables(path: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


def version(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_an_older_journal_is_brought_up_to_date_after_a_copy(path: Path) -> None:
    open_for_writing(path, NEXT).close()
    copy = path.with_name(f"{FILE_NAME}.version-{SCHEMA_VERSION}")
    assert (version(path), version(copy)) == (SCHEMA_VERSION + 1, SCHEMA_VERSION)
    assert "notes" in tables(path) - tables(copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    copied = path.parent / "copied"
    copied.mkdir()
    copy.rename(copied / FILE_NAME)
    (copied / "journal.anchor").write_bytes((path.parent / "journal.anchor").read_bytes())
    found = verify(copied)
    assert found.intact
    assert found.rows == 3


def test_a_journal_of_a_newer_program_is_refused_by_writer_and_reader(path: Path) -> None:
    open_for_writing(path, NEXT).close()
    before = path.read_bytes()
    with pytest.raises(UserError, match="newer version of this program .journal version 2"):
        Journal.open(path.parent)
    with pytest.raises(UserError, match="update the program or choose another data directory"):
        verify(path.parent)
    assert path.read_bytes() == before


def test_a_step_that_fails_leaves_the_journal_as_it_was(path: Path) -> None:
    for _ in range(2):  # the copy of the first try serves the second
        with pytest.raises(UserError, match="could not be brought to version 2 .no such table"):
            open_for_writing(path, BROKEN)
    assert "notes" not in tables(path)
    assert version(path) == SCHEMA_VERSION
    assert len(list(path.parent.glob("*.version-1*"))) == 1
    write(path.parent, 1)
    assert verify(path.parent).rows == 4


def test_a_copy_of_another_journal_is_not_overwritten(path: Path) -> None:
    open_for_writing(path, NEXT).close()
    for old in path.parent.glob("journal.*"):
        if "version" not in old.name:
            old.unlink()
    write(path.parent, 5)
    open_for_writing(path, NEXT).close()
    copies = sorted(path.parent.glob("*.version-1*"))
    assert [copy.name for copy in copies] == [f"{FILE_NAME}.version-1", f"{FILE_NAME}.version-1-2"]


def test_a_new_journal_needs_no_steps(tmp_path: Path) -> None:
    open_for_writing(tmp_path / FILE_NAME).close()
    assert version(tmp_path / FILE_NAME) == SCHEMA_VERSION
    assert list(tmp_path.glob("*.version-*")) == []
