"""The journal as the engine's thread uses it: append, append durably, close."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from terminal.storage.journal.anchor import Anchor, Head
from terminal.storage.journal.intent_log import LOG_NAME, IntentLog
from terminal.storage.journal.records import GENESIS, Record, RecordKind
from terminal.storage.journal.schema import ANCHOR_NAME, FILE_NAME, open_for_writing
from terminal.storage.journal.takeover import emptied_log, take_over
from terminal.storage.journal.verification import tail_damage
from terminal.storage.journal.waiting import JournalError
from terminal.storage.journal.writer import Writer

__all__ = ["Journal", "JournalError"]

_ROWS_CHECKED_AT_START = 2_000


def _silent(_text: str) -> None:
    """Nobody asked to hear of failures; they are logged in any case."""


class Journal:
    """One open journal, one writer thread, and a log for the intents that must not wait for it.

    `damage` says in words what is wrong with the file as it was found; then nothing can be made
    durable, so that no order leaves, and the anchor stays as it is for whoever looks into it.
    """

    def __init__(self, writer: Writer, damage: str | None, log: IntentLog | None = None) -> None:
        self._writer = writer
        self._log = log
        self.damage = damage

    @classmethod
    def open(cls, directory: Path, on_failure: Callable[[str], None] = _silent) -> "Journal":
        """Open or create the journal in `directory`; raises UserError where it cannot be used.

        Intents that a former process left in its log are rows of it when this returns.
        `on_failure` is called on the writer's thread when writing begins to fail.
        """
        anchor = log = None
        connection = open_for_writing(directory / FILE_NAME)
        try:
            damage = tail_damage(connection, directory, _ROWS_CHECKED_AT_START)
            last = connection.execute(
                "SELECT sequence, hash FROM journal ORDER BY sequence DESC LIMIT 1"
            ).fetchone()
            head = Head(*last) if last else Head(0, GENESIS)
            if damage is None:  # a damaged journal's log stays as it is, as its anchor does
                anchor = Anchor(directory / ANCHOR_NAME)
                head = take_over(connection, anchor, directory / LOG_NAME, head)
                log = emptied_log(directory / LOG_NAME)
        except BaseException:
            connection.close()
            if anchor is not None:
                anchor.close(sync=False)
            raise
        writer = Writer(connection, anchor, head, on_failure)
        writer.start()
        return cls(writer, damage, log)

    @property
    def rows(self) -> int:
        """How many rows are committed."""
        return self._writer.head.count

    def append(self, record: Record) -> None:
        """Hand over a record; returns at once, the writer commits it within 50 ms or so."""
        self._writer.put(record)

    def append_durable(self, record: Record) -> asyncio.Future[int]:
        """Hand over a record; the future is done once it and all before it are on disk.

        To be called on a running event loop. Fails with JournalError where it is not on disk.
        """
        if self.damage is not None:
            return asyncio.wrap_future(self._refused())
        return asyncio.wrap_future(self._writer.put_durable(record))

    def put_durable(self, record: Record) -> Future[int]:
        """Hand over a record; the future is done once it and all before it are on disk.

        One thread, the engine's, may wait for it without an event loop: `result` returns as soon
        as an order's intent is on disk by itself (see `Durable`). Fails with JournalError.
        """
        if self.damage is not None:
            return self._refused()
        entry = None
        if self._log is not None and record.kind is RecordKind.ORDER_INTENT and self._writer.well:
            entry = self._log.begin(record)
        return self._writer.put_durable(record, entry)

    def hurry(self) -> None:
        """Have everything appended so far committed now, and not within 50 ms."""
        self._writer.hurry()

    def flush(self) -> asyncio.Future[int]:
        """Return a future that is done once everything appended so far is on disk."""
        return asyncio.wrap_future(self._writer.put_durable(None))

    def close(self, timeout_s: float = 5.0) -> bool:
        """Write what is left and stop the writer; False where that took longer than `timeout_s`."""
        closed = self._writer.close(timeout_s)
        if closed and self._log is not None:
            self._log.close()
        return closed

    def _refused(self) -> Future[int]:
        failed: Future[int] = Future()
        failed.set_exception(JournalError(f"the journal is damaged: {self.damage}"))
        return failed
