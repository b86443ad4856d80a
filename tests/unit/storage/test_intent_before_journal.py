"""An order's intent is durable as soon as it is in the log, and never lost from there on."""

import asyncio
import errno
import sqlite3
from pathlib import Path

import pytest

from terminal.storage.journal import Journal, JournalError, JournalReader, Record, verify
from terminal.storage.journal import RecordKind as Kind
from terminal.storage.journal.intent_log import Entry, IntentLog, leftover
from terminal.storage.journal.records import Fields
from terminal.storage.journal.waiting import Durable, Item
from tests.unit.storage.intents import Kernel, log_path, opened, order

_LONGEST_WAIT_S = 5.0


@pytest.fixture
def kernel(tmp_path: Path) -> Kernel:
    return Kernel(log_path(tmp_path))


def times(directory: Path) -> list[int]:
    reader = JournalReader(directory)
    rows = reader.after(0, 100)
    reader.close()
    return [row.at for row in rows]


def closed(journal: Journal, directory: Path) -> list[int]:
    """Close a journal that has nothing to complain of; return its rows' times."""
    assert journal.close()
    assert verify(directory).intact
    return times(directory)


def refuse(patch: pytest.MonkeyPatch, journal: Journal) -> None:
    """Let nothing be committed as long as the patch is on."""

    def full(_rows: list[Fields], *, sync: bool) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    patch.setattr(journal._writer, "_insert", full)


def test_an_intent_that_is_in_the_log_does_not_wait_for_the_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernel: Kernel
) -> None:
    journal = opened(tmp_path, monkeypatch, kernel)
    with monkeypatch.context() as patch:
        patch.setattr(journal._writer._wake, "set", lambda: pytest.fail("the writer was woken"))
        durable = journal.put_durable(order(1))
        assert durable.result(_LONGEST_WAIT_S) == 0
    assert not durable.done()
    assert journal.rows == 0
    assert [left.at for left in leftover(log_path(tmp_path))] == [1]
    assert closed(journal, tmp_path) == [1]
    assert durable.result(0) == 1
    assert not log_path(tmp_path).exists()


def test_the_real_log_answers_before_the_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal.storage.journal.writer._BATCH_S", 1e3)
    monkeypatch.setattr("terminal.storage.journal.waiting._LOG_ALONE_S", _LONGEST_WAIT_S)
    journal = Journal.open(tmp_path)
    if journal._log is None:
        journal.close()
        pytest.skip("this system or file system has no direct writes that nobody waits for")
    waiting = [journal.put_durable(order(number)) for number in range(1, 9)]
    assert [durable.result(_LONGEST_WAIT_S) for durable in waiting] == [0] * 8
    assert journal.rows == 0
    assert closed(journal, tmp_path) == list(range(1, 9))
    assert not log_path(tmp_path).exists()


def test_the_writer_takes_it_over_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernel: Kernel
) -> None:
    journal = opened(tmp_path, monkeypatch, kernel, looks_by_itself=True)
    durable = journal.put_durable(order(1))
    assert durable.exception(_LONGEST_WAIT_S) is None  # nobody wakes it for that
    assert journal.rows == 1
    journal.close()


@pytest.mark.parametrize("way", ["refused", "silent", "failed"])
def test_where_the_log_has_no_word_the_journal_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernel: Kernel, way: str
) -> None:
    monkeypatch.setattr("terminal.storage.journal.waiting._LOG_ALONE_S", 0.0)
    journal = opened(tmp_path, monkeypatch, kernel)
    kernel.refuses = way == "refused"
    kernel.at_once = way == "failed"
    kernel.result = -errno.EIO
    durable = journal.put_durable(order(1))
    assert durable.result(_LONGEST_WAIT_S) == 1
    assert closed(journal, tmp_path) == [1]


def test_a_log_that_comes_late_is_heard_all_the_same(kernel: Kernel) -> None:
    kernel.at_once = False
    entry = IntentLog(kernel.path, kernel).begin(order(1))
    durable = Durable(kernel.land, entry)  # it comes while the writer is woken
    assert durable.result(0) == 0
    assert not durable.done()


async def test_who_waits_on_a_loop_waits_for_the_row_and_wakes_the_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernel: Kernel
) -> None:
    journal = opened(tmp_path, monkeypatch, kernel)
    async with asyncio.timeout(_LONGEST_WAIT_S):
        assert await asyncio.wrap_future(journal.put_durable(order(1))) == 1
    assert kernel.submitted == 1
    journal.close()


async def test_only_an_order_s_intent_that_a_thread_waits_for_goes_to_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernel: Kernel
) -> None:
    journal = opened(tmp_path, monkeypatch, kernel)
    assert journal.put_durable(Record(1, Kind.ALERT, {})).result(_LONGEST_WAIT_S) == 1
    assert await journal.append_durable(order(2)) == 2
    await journal.flush()
    assert kernel.submitted == 0
    journal.close()


def test_an_intent_in_the_log_is_kept_when_the_journal_fails_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernel: Kernel
) -> None:
    journal = opened(tmp_path, monkeypatch, kernel)
    with monkeypatch.context() as patch:
        refuse(patch, journal)
        sent = journal.put_durable(order(1))
        assert sent.result(_LONGEST_WAIT_S) == 0
        journal.append(Record(2, Kind.ALERT, {}))
        journal._writer._wake.set()
        assert isinstance(sent.exception(_LONGEST_WAIT_S), JournalError)
        # It has failed once and is tried again, with nobody to tell.
        refused = journal.put_durable(order(3))
        with pytest.raises(JournalError):
            refused.result(_LONGEST_WAIT_S)
        assert [left.at for left in leftover(log_path(tmp_path))] == [1]
    assert journal.put_durable(order(4)).result(_LONGEST_WAIT_S) == 3
    assert closed(journal, tmp_path) == [1, 2, 4]
    assert not log_path(tmp_path).exists()


def test_an_order_whose_intent_failed_first_is_not_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernel: Kernel
) -> None:
    journal = opened(tmp_path, monkeypatch, kernel)
    with monkeypatch.context() as patch:
        refuse(patch, journal)
        durable = journal.put_durable(order(1))
        journal._writer._wake.set()
        assert durable.exception(_LONGEST_WAIT_S) is not None
        with pytest.raises(JournalError, match="full"):
            durable.result(_LONGEST_WAIT_S)
    assert closed(journal, tmp_path) == []
    assert not log_path(tmp_path).exists()  # its slot was given back


class Meddling(Entry):
    """An entry during whose writing something else happens."""

    def __init__(self, item: Item) -> None:
        super().__init__(IntentLog.__new__(IntentLog), 0, 0.0)
        self.item = item
        self.seen: list[bool] = []

    def written(self, timeout_s: float) -> bool:
        self.seen.append(self.item.fail(JournalError("the disk is full")))
        return True


def test_a_journal_that_fails_while_the_log_is_waited_for_is_heard() -> None:
    item = Item(order(1))
    meddling = Meddling(item)
    item.entry = meddling
    item.waiter = durable = Durable(lambda: None, meddling)
    with pytest.raises(JournalError, match="full"):
        durable.result(_LONGEST_WAIT_S)
    assert meddling.seen == [False]
    assert meddling.released


def test_one_of_writer_and_waiter_always_sees_the_other(kernel: Kernel) -> None:
    entry = IntentLog(kernel.path, kernel).begin(order(1))

    class Watched(Durable):
        """Fails at the very moment between the word of the log and the last look."""

        def done(self) -> bool:
            if self.kept and not super().done():
                assert item.fail(JournalError("the disk is full"))
            return super().done()

    durable = Watched(lambda: None, entry)
    item = Item(order(1), durable, entry)
    with pytest.raises(JournalError):
        durable.result(_LONGEST_WAIT_S)
    assert item.waiter is None
    assert entry is not None
    assert not entry.released


def test_the_log_is_not_used_while_the_journal_fails_or_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernel: Kernel
) -> None:
    journal = opened(tmp_path, monkeypatch, kernel)
    with monkeypatch.context() as patch:
        refuse(patch, journal)
        with pytest.raises(JournalError):
            journal.put_durable(Record(1, Kind.ALERT, {})).result(_LONGEST_WAIT_S)
        for number in (2, 3):
            with pytest.raises(JournalError, match="full"):
                journal.put_durable(order(number)).result(_LONGEST_WAIT_S)
        assert kernel.submitted == 0
    for number in (4, 5):  # the journal's own word, the first time in any case
        assert journal.put_durable(Record(number, Kind.ALERT, {})).result(_LONGEST_WAIT_S)
    assert journal.put_durable(order(6)).result(_LONGEST_WAIT_S) == 0
    journal.close()
    with pytest.raises(JournalError, match="closed"):
        journal.put_durable(order(7)).result(_LONGEST_WAIT_S)
    assert kernel.submitted == 1
    assert times(tmp_path) == [4, 5, 6]


def test_a_slot_is_given_back_when_the_row_is_durable_though_nobody_waits_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernel: Kernel
) -> None:
    journal = opened(tmp_path, monkeypatch, kernel)
    syncs: list[bool] = []
    insert = journal._writer._insert

    def noted(rows: list[Fields], *, sync: bool) -> None:
        syncs.append(sync)
        insert(rows, sync=sync)

    monkeypatch.setattr(journal._writer, "_insert", noted)
    monkeypatch.setattr(journal._writer, "_synced_at", float("inf"))
    durable = journal.put_durable(order(1))
    assert durable.cancel()
    assert journal._log is not None
    (entry,) = journal._log._taken.values()
    before = entry.released
    journal._writer._write_incoming()  # the writer's own thread sleeps
    assert syncs == [True]
    assert (before, entry.released) == (False, True)
    assert closed(journal, tmp_path) == [1]


def test_intents_in_the_log_are_not_among_what_a_long_failure_loses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernel: Kernel
) -> None:
    monkeypatch.setattr("terminal.storage.journal.writer._MOST_PENDING", 3)
    journal = opened(tmp_path, monkeypatch, kernel)
    with monkeypatch.context() as patch:
        refuse(patch, journal)
        sent = journal.put_durable(order(1))
        assert sent.result(_LONGEST_WAIT_S) == 0
        for number in range(2, 8, 2):
            for one in (number, number + 1):
                journal.append(Record(one, Kind.ALERT, {}))
            with pytest.raises(JournalError):
                journal.put_durable(Record(100, Kind.ALERT, {})).result(_LONGEST_WAIT_S)
    rows = closed(journal, tmp_path)
    assert rows[-3:] == [1, 6, 7]
    assert 2 not in rows


def test_the_log_keeps_what_the_journal_could_not_take_before_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kernel: Kernel
) -> None:
    journal = opened(tmp_path, monkeypatch, kernel)
    refuse(monkeypatch, journal)
    assert journal.put_durable(order(1)).result(_LONGEST_WAIT_S) == 0
    journal.close()
    assert times(tmp_path) == []
    assert [left.at for left in leftover(log_path(tmp_path))] == [1]
