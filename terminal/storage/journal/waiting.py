"""What waits for the journal's writer: records on their way, and the futures of who waits."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from terminal.storage.journal.intent_log import Entry
from terminal.storage.journal.records import Record

_LOG_ALONE_S = 0.02  # a log that takes longer than this is not waited for alone


class JournalError(Exception):
    """A record is not on disk; the text says why."""


class Durable(Future[int]):
    """Done by the journal's writer once the record and all before it are durable rows.

    Where the record went to the log of intents as well, `result` returns as soon as it is on disk
    there: 0, for the row has no number yet. From then on the writer never drops the record. Whoever
    waits otherwise, by a callback or on an event loop, waits for the row, and wakes the writer.
    """

    def __init__(self, wake: Callable[[], None], entry: Entry | None = None) -> None:
        super().__init__()
        self._wake = wake
        self._entry = entry
        self.kept = False

    def result(self, timeout: float | None = None) -> int:
        """Wait until the record is on disk, `timeout` seconds at most; then TimeoutError.

        Raises JournalError where it is not there. With a log it is for the engine's thread only.
        """
        if self._entry is None or self.done():
            return super().result(timeout)
        begun = time.monotonic()
        if self._in_log(
            self._entry, _LOG_ALONE_S if timeout is None else min(timeout, _LOG_ALONE_S)
        ):
            return 0
        self.hurry()
        left = None if timeout is None else max(0.0, timeout - (time.monotonic() - begun))
        try:
            return super().result(left)
        except TimeoutError:
            if self._in_log(self._entry, 0.0):  # it may have come meanwhile
                return 0
            raise

    def hurry(self) -> None:
        """Have the writer commit now; by itself it looks for records 20 times a second."""
        if not self.done():
            self._wake()

    def add_done_callback(self, fn: Callable[[Future[int]], Any]) -> None:
        """Call `fn` once this is done, and have that be soon."""
        self.hurry()
        super().add_done_callback(fn)

    def fail(self, error: JournalError) -> bool:
        """Tell who waits; True where the record must be kept all the same."""
        # In the other order than `_in_log`: one of the two always sees what the other did.
        self.set_exception(error)
        return self.kept

    def _in_log(self, entry: Entry, timeout_s: float) -> bool:
        if not entry.written(timeout_s):
            return False
        self.kept = True
        return not self.done()


class Item:
    """A record on its way, or a plain request to be told when everything before it is durable.

    `entry` is the record's place in the log of intents, which has it until its row is durable.
    """

    __slots__ = ("entry", "record", "waiter")

    def __init__(
        self, record: Record | None, waiter: Durable | None = None, entry: Entry | None = None
    ) -> None:
        self.record = record
        self.waiter = waiter
        self.entry = entry

    @property
    def wants_sync(self) -> bool:
        """True where a commit is not enough."""
        return self.waiter is not None or self.entry is not None

    def tell(self, sequence: int) -> None:
        """Tell who waits that everything up to row `sequence` is durable."""
        if self.entry is not None:
            self.entry.release()
        if self.waiter is not None:
            self.waiter.set_result(sequence)

    def fail(self, error: JournalError) -> bool:
        """Tell who waits; True where the record is to be written all the same."""
        if self.waiter is None or self.waiter.fail(error):
            self.waiter = None  # what is done cannot be done again
            return True
        if self.entry is not None:
            self.entry.release()
        return False
