"""Brings an older version's journal up to date, whole or not at all, after copying it aside.

The columns of the chain are the same in every version: steps from one to the next add beside them,
so that the hashes of old rows still hold, and any version's rows can be read and verified.
"""

import contextlib
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from terminal.model.errors import UserError
from terminal.storage.files import create_private, sync_directory

_END = "SELECT sequence, hash FROM journal ORDER BY sequence DESC LIMIT 1"


class Form(NamedTuple):
    """The version of today's journal; `steps[n]` is the SQL that makes version n + 1 of n."""

    version: int
    steps: Mapping[int, str]


def bring_up_to_date(connection: sqlite3.Connection, path: Path, version: int, form: Form) -> Path:
    """Take the steps from `version` on and return the path of the older one's copy.

    UserError where that fails; then the journal is as it was.
    """
    steps = "\n".join(form.steps[number] for number in range(version, form.version))
    try:
        copy = _copy(connection, path, version)
        connection.executescript(
            f"BEGIN IMMEDIATE;\n{steps}\nPRAGMA user_version = {form.version};\nCOMMIT;"
        )
    except (OSError, sqlite3.Error) as error:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise UserError(
            f"{path}: the journal of version {version} could not be brought to version "
            f"{form.version} ({error}); nothing in it was changed: free disk space if there is "
            "none, or choose another data directory"
        ) from None
    return copy


def _copy(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """Copy the whole journal beside itself, durable when this returns.

    A copy that is there already is not overwritten; one of an earlier try need not be repeated.
    """
    copy = path.with_name(f"{path.name}.version-{version}")
    number = 1
    while copy.exists():
        if _end_of(copy) == connection.execute(_END).fetchone():
            return copy
        number += 1
        copy = path.with_name(f"{path.name}.version-{version}-{number}")
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    create_private(unfinished)
    with contextlib.closing(sqlite3.connect(unfinished)) as target:
        target.execute("PRAGMA synchronous = FULL")
        connection.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file that stands by itself
    unfinished.replace(copy)
    sync_directory(copy.parent)
    return copy


def _end_of(copy: Path) -> tuple[int, str] | None:
    with contextlib.closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as it:
        end: tuple[int, str] | None = it.execute(_END).fetchone()
        return end
