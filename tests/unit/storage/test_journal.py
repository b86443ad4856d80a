"""The journal as the engine's thread uses it."""

import asyncio
import sqlite3
import stat
from decimal import Decimal
from pathlib import Path

import pytest

from terminal.model.errors import UserError
from terminal.model.events import Side
from terminal.model.outputs import OrderIntent, OrderType, Purpose
from terminal.storage.journal import (
    Journal,
    JournalError,
    JournalReader,
    Record,
    RecordKind,
    intent_record,
    verify,
)
from terminal.storage.journal.anchor import Anchor, Head, read_anchor
from terminal.storage.journal.records import GENESIS
from terminal.storage.journal.schema import ANCHOR_NAME, FILE_NAME


def alert(number: int) -> Record:
    return Record(number, RecordKind.ALERT, {"number": number})


def filled(directory: Path, rows: int) -> None:
    """Leave a closed journal of `rows` rows behind."""
    journal = Journal.open(directory)
    for number in range(1, rows + 1):
        journal.append(alert(number))
    assert journal.close()


def test_rows_come_back_in_the_order_in_which_they_were_appended(tmp_path: Path) -> None:
    filled(tmp_path, 3)
    reader = JournalReader(tmp_path)
    rows = reader.after(0, 10)
    assert [row.sequence for row in rows] == [1, 2, 3]
    assert [row.payload for row in rows] == [f'{{"number":{n}}}' for n in (1, 2, 3)]
    assert rows[0].previous_hash == GENESIS
    assert [row.previous_hash for row in rows[1:]] == [row.hash for row in rows[:-1]]
    assert [row.sequence for row in reader.latest(2)] == [3, 2]
    reader.close()


def test_rows_of_one_kind_can_be_asked_for(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path)
    for number in range(1, 7):
        kind = RecordKind.FILL if number % 2 else RecordKind.ORDER
        journal.append(Record(number, kind, {}))
    journal.close()
    reader = JournalReader(tmp_path)
    assert [row.sequence for row in reader.latest(2, [RecordKind.FILL])] == [5, 3]
    assert [row.sequence for row in reader.after(2, 9, [RecordKind.ORDER])] == [4, 6]
    assert len(reader.latest(9, [RecordKind.ORDER, RecordKind.FILL])) == 6
    reader.close()


async def test_a_durable_row_and_all_before_it_are_readable_when_the_future_is_done(
    tmp_path: Path,
) -> None:
    journal = Journal.open(tmp_path)
    reader = JournalReader(tmp_path)
    journal.append(alert(1))
    sequence = await journal.append_durable(alert(2))
    assert sequence == 2
    assert [row.sequence for row in reader.after(0, 9)] == [1, 2]
    reader.close()
    journal.close()


async def test_an_intent_keeps_its_exact_decimals(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path)
    intent = OrderIntent(
        at=5,
        client_order_id="st1n1",
        decision_id=1,
        venue="paper",
        symbol="BTC/USD:BTC",
        side=Side.BUY,
        contracts=Decimal(30114),
        reduce_only=True,
        type=OrderType.IOC_LIMIT,
        limit_price=Decimal("57000.50"),
        purpose=Purpose.SCALE,
    )
    await journal.append_durable(intent_record(intent))
    journal.close()
    reader = JournalReader(tmp_path)
    (row,) = reader.latest(1)
    assert '"limit_price":57000.50' in row.payload
    assert row.kind == "order_intent"
    reader.close()


async def test_flush_makes_everything_before_it_durable(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path)
    for number in range(1, 50):
        journal.append(alert(number))
    await journal.flush()
    assert journal.rows == 49
    assert verify(tmp_path).rows == 49
    journal.close()


def test_a_second_session_continues_the_chain_of_the_first(tmp_path: Path) -> None:
    filled(tmp_path, 3)
    filled(tmp_path, 2)
    result = verify(tmp_path)
    assert result.rows == 5
    assert result.intact


def test_more_rows_than_fit_in_one_batch_are_all_written(tmp_path: Path) -> None:
    filled(tmp_path, 2_500)
    result = verify(tmp_path)
    assert (result.rows, result.intact) == (2_500, True)


def test_what_json_cannot_say_is_kept_as_text(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path)
    journal.append(Record(1, RecordKind.ALERT, {"strange": object, "lone": "\ud800"}))
    journal.append(Record(2**80, RecordKind.ALERT, {"nan": float("nan")}))
    assert journal.close()
    reader = JournalReader(tmp_path)
    first, second = reader.after(0, 9)
    assert first.payload.startswith('{"as_text":')
    assert second.payload == '{"nan":null}'
    reader.close()
    assert verify(tmp_path).intact


def test_files_can_be_read_by_their_owner_only(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    for path in tmp_path.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def test_a_journal_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    filled(tmp_path, 1)
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("PRAGMA user_version = 7")
    connection.close()
    with pytest.raises(UserError, match="newer version.*journal version 7.*update the program"):
        Journal.open(tmp_path)
    with pytest.raises(UserError, match="newer version"):
        verify(tmp_path)


def test_another_program_s_database_is_refused(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("CREATE TABLE notes (text)")
    connection.close()
    with pytest.raises(UserError, match="not a journal of this program"):
        Journal.open(tmp_path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database " * 500)
    with pytest.raises(UserError, match="move the file aside"):
        Journal.open(tmp_path)


def test_a_directory_without_a_journal_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no journal here"):
        verify(tmp_path)


async def fill_the_disk(journal: Journal) -> None:
    """Let SQLite refuse to grow the file, as it does when the disk is full."""
    connection = journal._writer._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")


async def test_an_intent_that_finds_no_room_on_disk_fails_and_is_not_kept(tmp_path: Path) -> None:
    failures: list[str] = []
    journal = Journal.open(tmp_path, failures.append)
    await journal.append_durable(alert(1))
    await fill_the_disk(journal)
    large = Record(2, RecordKind.ORDER_INTENT, {"text": "x" * 50_000})
    with pytest.raises(JournalError, match="cannot be written.*full"):
        await journal.append_durable(large)
    assert len(failures) == 1
    journal._writer._connection.execute("PRAGMA max_page_count = 1000000")
    assert await journal.append_durable(alert(3)) == 2
    journal.close()
    result = verify(tmp_path)
    assert (result.rows, result.intact) == (2, True)


async def test_ordinary_records_wait_for_room_and_are_written_when_there_is_some(
    tmp_path: Path,
) -> None:
    journal = Journal.open(tmp_path)
    await journal.flush()
    await fill_the_disk(journal)
    journal.append(Record(1, RecordKind.ALERT, {"text": "x" * 50_000}))
    with pytest.raises(JournalError):
        await journal.append_durable(alert(2))
    assert journal.rows == 0
    journal._writer._connection.execute("PRAGMA max_page_count = 1000000")
    await journal.append_durable(alert(3))
    journal.close()
    reader = JournalReader(tmp_path)
    assert [row.at for row in reader.after(0, 9)] == [1, 3]
    reader.close()


async def test_rows_stand_and_the_alarm_is_told_once_where_the_anchor_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures: list[str] = []
    journal = Journal.open(tmp_path, failures.append)

    def refuse(_anchor: Anchor, _head: Head) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(Anchor, "write", refuse)
        for at in (1, 2):
            journal.append(alert(at))
            assert await journal.append_durable(alert(at)) == 2 * at
    assert failures == ["the journal cannot be written: no space left"]
    assert await journal.append_durable(alert(3)) == 5
    journal.close()
    assert [row.at for row in _all(tmp_path)] == [1, 1, 2, 2, 3]
    assert verify(tmp_path).intact


async def test_nothing_is_accepted_durably_after_the_end(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path)
    journal.close()
    with pytest.raises(JournalError, match="closed"):
        await journal.append_durable(alert(1))


async def test_a_waiter_that_gave_up_does_not_stop_the_writer(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path)
    given_up = journal.append_durable(alert(1))
    given_up.cancel()
    assert await journal.append_durable(alert(2)) >= 1
    await asyncio.sleep(0)
    journal.close()
    assert [row.at for row in _all(tmp_path)][-1] == 2
    assert verify(tmp_path).intact


async def test_a_reader_in_the_middle_of_a_query_does_not_block_the_writer(tmp_path: Path) -> None:
    filled(tmp_path, 100)
    journal = Journal.open(tmp_path)
    reader = sqlite3.connect(tmp_path / FILE_NAME)
    cursor = reader.execute("SELECT * FROM journal")
    cursor.fetchone()
    async with asyncio.timeout(1.5):
        await journal.append_durable(alert(101))
    cursor.close()
    reader.close()
    journal.close()


def _all(directory: Path) -> list[Record]:
    reader = JournalReader(directory)
    rows = reader.after(0, 100)
    reader.close()
    return [Record(row.at, RecordKind(row.kind), {}) for row in rows]


async def test_a_durable_row_is_committed_with_a_sync_and_others_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal.storage.journal.writer._SYNC_S", 1e9)
    journal = Journal.open(tmp_path)
    statements: list[str] = []
    journal._writer._connection.set_trace_callback(statements.append)
    await journal.append_durable(alert(1))
    # One statement is a transaction of its own, and it begins on a connection that syncs.
    assert [statement.split(" ")[0] for statement in statements] == ["INSERT"]
    assert journal._writer._connection.execute("PRAGMA synchronous").fetchone() == (2,)
    statements.clear()
    journal.append(alert(2))
    async with asyncio.timeout(5):
        while journal.rows < 2:  # noqa: ASYNC110 — the writer's thread looks by itself
            await asyncio.sleep(0.005)
    async with asyncio.timeout(5):
        while len(statements) < 5:  # noqa: ASYNC110 — the row is counted before the last one
            await asyncio.sleep(0.005)
    assert statements[0] == "PRAGMA synchronous = NORMAL"
    assert statements[-2:] == ["COMMIT", "PRAGMA synchronous = FULL"]
    # The anchor never names a row that a power cut could take back.
    anchor = read_anchor(tmp_path / ANCHOR_NAME)
    assert anchor is not None
    assert anchor.count == 1
    journal.close()
    anchor = read_anchor(tmp_path / ANCHOR_NAME)
    assert anchor is not None
    assert anchor.count == 2


async def test_many_rows_before_one_that_someone_waits_for_are_one_transaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal.storage.journal.writer._BATCH_S", 1e3)
    journal = Journal.open(tmp_path)
    statements: list[str] = []
    journal._writer._connection.set_trace_callback(statements.append)
    for number in range(1, 101):
        journal.append(alert(number))
    assert await journal.append_durable(alert(101)) == 101
    assert statements.count("BEGIN IMMEDIATE") == statements.count("COMMIT") == 1
    journal.close()
    assert [row.at for row in _all(tmp_path)][:100] == list(range(1, 101))
    verify(tmp_path)


async def test_the_anchor_follows_when_rows_were_synced_in_a_quiet_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal.open(tmp_path)
    await journal.append_durable(alert(1))
    monkeypatch.setattr("terminal.storage.journal.writer._SYNC_S", 0.2)
    journal.append(alert(2))
    async with asyncio.timeout(5):
        while (read_anchor(tmp_path / ANCHOR_NAME) or Head(0, "")).count < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    journal.close()
