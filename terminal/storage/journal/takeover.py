"""What a former process left in its log of intents becomes rows of the journal, before all else.

Those orders may have been sent: whoever asks the journal afterwards which orders it knows no end
of has to find them.
"""

import logging
import sqlite3
from pathlib import Path

from terminal.model.errors import UserError
from terminal.storage.files import remove_durably
from terminal.storage.journal.anchor import Anchor, Head
from terminal.storage.journal.intent_log import IntentLog, Leftover, leftover
from terminal.storage.journal.records import chained
from terminal.storage.journal.schema import INSERT, PLACES

# A slot is taken anew after a few dozen other intents at most.
_ROWS_COMPARED = 2_000
_LATEST = "SELECT at, payload FROM journal WHERE kind = ? ORDER BY sequence DESC LIMIT ?"

_log = logging.getLogger(__name__)


def take_over(connection: sqlite3.Connection, anchor: Anchor, path: Path, head: Head) -> Head:
    """Commit the intents that only the log at `path` has; return the journal's end afterwards.

    They are durable when this returns. Raises UserError where they cannot be read or committed.
    """
    try:
        left = leftover(path)
    except OSError as error:
        raise UserError(
            f"{path}: intents of orders that may have been sent cannot be read ({error}); make "
            "the file readable, or move it aside and look at the venue for open orders"
        ) from None
    if not left:
        return head
    try:
        missing = _missing(connection, left)
        if not missing:
            return head
        head = _commit(connection, head, missing)
        anchor.write(head)
    except (sqlite3.Error, OSError) as error:
        raise UserError(
            f"{path}: intents of orders that may have been sent ({len(left)}) cannot be "
            f"journalled: {error}; free disk space if there is none, then start again"
        ) from None
    _log.warning(
        "%d of the last run's order intents were on disk but not in the journal; now they are",
        len(missing),
    )
    return head


def emptied_log(path: Path) -> IntentLog | None:
    """Open the log for this process; where it has none, the former one's file goes."""
    log = IntentLog.open(path)
    if log is None and path.exists():
        try:
            remove_durably(path)
        except OSError as error:
            # Its intents are rows by now: they will be recognised next time.
            _log.warning("%s could not be removed: %s", path, error)
    return log


def _missing(connection: sqlite3.Connection, left: list[Leftover]) -> list[Leftover]:
    known = {
        (kind, *fields)
        for kind in {one.kind for one in left}
        for fields in connection.execute(_LATEST, (kind, _ROWS_COMPARED))
    }
    return [one for one in left if (one.kind, one.at, one.payload) not in known]


def _commit(connection: sqlite3.Connection, head: Head, left: list[Leftover]) -> Head:
    """Commit as one statement on a connection that syncs: all or none."""
    rows = chained(head.count, head.hash, [(one.at, one.kind, one.payload) for one in left])
    places = ", ".join([PLACES] * len(rows))
    connection.execute(INSERT + places, [field for row in rows for field in row])
    sequence, *_, last_hash = rows[-1]
    return Head(sequence, last_hash)
