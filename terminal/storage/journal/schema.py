"""The journal's table, its version, and how a connection to it is opened."""

import sqlite3
from pathlib import Path

from terminal.model.errors import UserError
from terminal.storage.files import create_private
from terminal.storage.journal.upgrade import Form, bring_up_to_date

FILE_NAME = "journal.sqlite"
ANCHOR_NAME = "journal.anchor"
SCHEMA_VERSION = 1
COLUMNS = "sequence, at, kind, payload, previous_hash, hash"
INSERT = f"INSERT INTO journal ({COLUMNS}) VALUES "  # noqa: S608
PLACES = "(?, ?, ?, ?, ?, ?)"

_APPLICATION_ID = 0x53434C4A
_FORM = Form(SCHEMA_VERSION, {})
_CREATE = f"""
BEGIN IMMEDIATE;
CREATE TABLE journal (
    sequence INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX journal_by_kind ON journal (kind, sequence);
PRAGMA application_id = {_APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
COMMIT;
"""


def open_for_writing(path: Path, form: Form = _FORM) -> sqlite3.Connection:
    """Open or create the journal; the caller gives the connection to one thread.

    An older version's journal is copied aside, then brought up to date whole or not at all. Raises
    UserError where the file is no journal of ours or comes from a newer version.
    """
    try:
        create_private(path)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    except (OSError, sqlite3.Error) as error:
        raise UserError(f"{path}: the journal cannot be opened: {error}") from None
    try:
        _prepare(connection, path, form)
    except BaseException:
        connection.close()
        raise
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Open an existing journal read-only; a reader never blocks the writer.

    Raises UserError where there is none or a newer version's.
    """
    if not path.is_file():
        raise UserError(f"{path}: there is no journal here; name the data directory that has one")
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=2.0, check_same_thread=False
        )
    except sqlite3.Error as error:
        raise UserError(f"{path}: the journal cannot be opened: {error}") from None
    try:
        _version(connection, path, SCHEMA_VERSION)
    except sqlite3.Error as error:
        connection.close()
        raise UserError(_damaged(path, error)) from None
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, form: Form) -> None:
    try:
        empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        version = SCHEMA_VERSION if empty else _version(connection, path, form.version)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # not every build's default
        # On macOS an ordinary fsync does not reach the platter; elsewhere these two do nothing.
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
        connection.execute("PRAGMA wal_autocheckpoint = 0")  # the writer picks a quiet moment
        connection.execute(f"PRAGMA journal_size_limit = {16 * 1024 * 1024}")
        connection.execute("PRAGMA busy_timeout = 2000")
        if empty:
            connection.executescript(_CREATE)
    except sqlite3.Error as error:
        raise UserError(_damaged(path, error)) from None
    if version < form.version:
        bring_up_to_date(connection, path, version, form)


def _version(connection: sqlite3.Connection, path: Path, known: int) -> int:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != _APPLICATION_ID:
        raise UserError(f"{path}: this is a database, but not a journal of this program")
    if version > known:
        raise UserError(
            f"{path}: the journal was written by a newer version of this program (journal "
            f"version {version}, this program knows {known}); update the program or "
            "choose another data directory"
        )
    return int(version)


def _damaged(path: Path, error: sqlite3.Error) -> str:
    return (
        f"{path}: the journal cannot be used ({error}); free disk space if there is none, "
        "otherwise move the file aside and start again"
    )
