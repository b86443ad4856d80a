"""The one thread that writes the journal: batches, their durability, and what it does on failure.

A record that nobody waits for is written within a twentieth of a second and is on the disk's
own medium within about a second; one that somebody waits for is there before they hear of it.
"""

import contextlib
import logging
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from itertools import chain

from terminal.storage.journal.anchor import Anchor, Head
from terminal.storage.journal.intent_log import Entry
from terminal.storage.journal.records import Fields, Record, RecordKind, chained
from terminal.storage.journal.schema import INSERT, PLACES
from terminal.storage.journal.waiting import Durable, Item, JournalError

_BATCH_S = 0.05
_SYNC_S = 1.0
_RETRY_S = 1.0
_MOST_ROWS_IN_A_BATCH = 1_000
_MOST_PENDING = 100_000
_CHECKPOINT_ROWS = 2_000
_MOST_ROWS_IN_A_STATEMENT = 32

_log = logging.getLogger(__name__)


class Writer:
    """Owns the connection and the anchor from `start` to `close`.

    `on_failure` is called on the writer's thread, once for each time that writing begins to fail.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        anchor: Anchor | None,
        head: Head,
        on_failure: Callable[[str], None],
    ) -> None:
        self._connection = connection
        self._anchor = anchor
        self._head = head
        self._on_failure = on_failure
        self._incoming: deque[Item] = deque()
        self._retained: deque[Item] = deque()
        self._wake = threading.Event()
        self._closing = False
        self._failing = False
        self._lost = 0
        self._turned_away = 0  # counted by who hands over, never set back
        self._turned_away_told = 0
        self._unsynced = False
        self._synced_at = 0.0
        self._rows_since_checkpoint = 0
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    @property
    def head(self) -> Head:
        """Where the journal ends, as last committed."""
        return self._head

    @property
    def well(self) -> bool:
        """True while what is handed over can be expected in the table soon."""
        return not self._failing and not self._closing

    def put(self, record: Record) -> None:
        """Hand over a record. Never blocks; the thread looks for it by itself.

        While the disk hangs what waits is bounded; how much was lost is journalled afterwards.
        """
        if self._closing or len(self._incoming) >= _MOST_PENDING:
            self._turned_away += 1
        else:
            self._incoming.append(Item(record))

    def put_durable(self, record: Record | None, entry: Entry | None = None) -> Durable:
        """Hand over a record (or none) and return a future of the row that is durable by then.

        The future fails with JournalError where it could not be made so. A record that has its
        entry in the log of intents does not wake the thread.
        """
        waiter = Durable(self.hurry, entry)
        item = Item(record, waiter, entry)
        if self._closing:
            item.fail(JournalError("the journal is closed"))
            return waiter
        self._incoming.append(item)
        if entry is None:
            self._wake.set()
        return waiter

    def hurry(self) -> None:
        """Have what was handed over written now; by itself the thread looks 20 times a second."""
        self._wake.set()

    def close(self, timeout_s: float) -> bool:
        """Write what is left, stop the thread; False where it did not end in time."""
        self._closing = True
        self._wake.set()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            while not self._closing:
                self._wake.wait(_RETRY_S if self._failing else _BATCH_S)
                self._wake.clear()
                self._write_incoming()
                self._settle()
            self._write_incoming()
        except Exception as error:  # noqa: BLE001 — the thread's edge: nobody else would hear of it
            _log.exception("the journal's writer stopped")
            self._closing = True
            self._on_failure(f"the journal's writer stopped: {error}")
        finally:
            self._finish()

    def _write_incoming(self) -> None:
        """Write everything handed over so far, in order, in batches of bounded size."""
        while True:
            batch = self._take()
            if not batch:
                return
            try:
                self._write(batch)
            except (sqlite3.Error, OSError) as error:
                self._fail(batch, error)
                return

    def _take(self) -> list[Item]:
        batch: list[Item] = []
        for source in (self._retained, self._incoming):
            while source and len(batch) < _MOST_ROWS_IN_A_BATCH:
                item = source.popleft()
                # A waiter who gave up meanwhile is not told; the record is written all the same.
                if item.waiter is not None and not item.waiter.set_running_or_notify_cancel():
                    item.waiter = None
                if item.record is not None or item.waiter is not None:
                    batch.append(item)
        return batch

    def _write(self, batch: list[Item]) -> None:
        durable = any(item.wants_sync for item in batch)
        turned_away = self._turned_away
        sync = durable or self._closing or time.monotonic() - self._synced_at >= _SYNC_S
        rows = self._rows(batch, self._lost + turned_away - self._turned_away_told)
        if rows:
            self._insert(rows, sync=sync)
            sequence, *_, last_hash = rows[-1]
            self._head = Head(sequence, last_hash)
            self._lost, self._turned_away_told = 0, turned_away
            self._unsynced = True
            self._rows_since_checkpoint += len(rows)
        elif self._unsynced:
            self._flush()
        if durable:
            for item in batch:
                item.tell(self._head.count)
        if rows and sync:  # the anchor may lag behind, those who wait need not wait for it
            try:
                self._mark_synced()
            except OSError as error:  # the rows themselves stand
                self._fail([], error)
                return
        if sync:
            self._failing = False

    def _insert(self, rows: list[Fields], *, sync: bool) -> None:
        """Commit rows, all or none.

        Every call into SQLite lets go of the interpreter lock and has to wait for it again while
        the window paints. An order waits for its intent, so the few rows of that batch are one
        statement and thereby a transaction, and the connection is always left ready to sync.
        """
        if sync and len(rows) <= _MOST_ROWS_IN_A_STATEMENT:
            statement = INSERT + ", ".join([PLACES] * len(rows))
            self._connection.execute(statement, list(chain.from_iterable(rows)))
            return
        if not sync:
            self._connection.execute("PRAGMA synchronous = NORMAL")
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(INSERT + PLACES, rows)
            self._connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise
        finally:
            if not sync:
                self._connection.execute("PRAGMA synchronous = FULL")

    def _rows(self, batch: list[Item], lost: int) -> list[Fields]:
        records = [item.record for item in batch if item.record is not None]
        if lost and records:
            content = {"lost_records": lost}
            records.insert(0, Record(records[0].at, RecordKind.LOST, content))
        contents = [(record.at, record.kind.value, record.payload()) for record in records]
        return chained(self._head.count, self._head.hash, contents)

    def _fail(self, batch: list[Item], error: Exception) -> None:
        """Raise the alarm, tell those who wait, keep the rest for another try.

        What is in the log of intents by now is of the rest: its order has been sent.
        """
        text = f"the journal cannot be written: {error}"
        if not self._failing:
            self._failing = True
            _log.error(text)
            self._on_failure(text)
        kept = [item for item in batch if item.fail(JournalError(text))]
        self._retained.extendleft(reversed(kept))
        while len(self._retained) > _MOST_PENDING:
            del self._retained[self._oldest_to_lose()]
            self._lost += 1

    def _oldest_to_lose(self) -> int:
        """Return where it is; the few that are in the log of intents are never lost."""
        return next(at for at, item in enumerate(self._retained) if item.entry is None)

    def _settle(self) -> None:
        """In a quiet moment: bring the last rows to the medium, and the log into the table."""
        if self._incoming or self._failing:
            return
        due = self._unsynced and time.monotonic() - self._synced_at >= _SYNC_S
        if not due and self._rows_since_checkpoint < _CHECKPOINT_ROWS:
            return
        try:
            if self._checkpoint("PASSIVE"):
                self._mark_synced()
        except (sqlite3.Error, OSError) as error:
            self._fail([], error)

    def _flush(self) -> None:
        """Bring what is committed to the medium, waiting for readers to finish if need be."""
        if not self._checkpoint("FULL"):
            raise sqlite3.OperationalError("a reader holds the journal")
        self._mark_synced()

    def _checkpoint(self, how: str) -> bool:
        """Sync the write-ahead log and copy it into the table; False where readers hindered."""
        busy, logged, copied = self._connection.execute(f"PRAGMA wal_checkpoint({how})").fetchone()
        self._rows_since_checkpoint = 0
        return not busy and bool(logged == copied)

    def _mark_synced(self) -> None:
        self._unsynced = False
        self._synced_at = time.monotonic()
        if self._anchor is not None:
            self._anchor.write(self._head)

    def _finish(self) -> None:
        for source in (self._retained, self._incoming):
            for item in source:
                if item.waiter is not None and not item.waiter.done():
                    item.waiter.set_exception(JournalError("the journal is closed"))
        try:
            if self._unsynced:
                self._flush()
        except (sqlite3.Error, OSError) as error:
            _log.error("the journal's end could not be brought to disk: %s", error)
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()
        if self._anchor is not None:
            with contextlib.suppress(OSError):
                self._anchor.close(sync=True)
