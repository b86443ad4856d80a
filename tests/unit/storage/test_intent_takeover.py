"""What the log of a process that died has and the journal has not becomes rows, once."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from terminal.model.errors import UserError
from terminal.model.events import Side
from terminal.model.outputs import OrderIntent, OrderType, Purpose
from terminal.storage.journal import Journal, JournalReader, Record, intent_record, verify
from terminal.storage.journal import RecordKind as Kind
from terminal.storage.journal.anchor import read_anchor
from terminal.storage.journal.intent_log import IntentLog, encoded, leftover
from terminal.storage.journal.schema import ANCHOR_NAME, FILE_NAME
from terminal.storage.journal.unresolved import unresolved_orders
from tests.unit.storage.intents import log_path

SECOND = 1_000_000_000

CHILD = """
import os, signal, sys
from pathlib import Path
from terminal.storage.journal import Journal, intent_record, waiting, writer
from tests.unit.storage.test_intent_takeover import intent

writer._BATCH_S = 1e3  # it would take them over within a twentieth of a second
waiting._LOG_ALONE_S = 30.0
journal = Journal.open(Path(sys.argv[1]))
if journal._log is None:
    journal.close()
    sys.exit(5)
waiting = [journal.put_durable(intent_record(intent(name))) for name in sys.argv[2:]]
answers = [durable.result(30) for durable in waiting]
print(answers, journal.rows, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def intent(name: str) -> OrderIntent:
    return OrderIntent(
        at=SECOND,
        client_order_id=name,
        decision_id=1,
        venue="v",
        symbol="s",
        side=Side.SELL,
        contracts=Decimal(100),
        reduce_only=True,
        type=OrderType.IOC_LIMIT,
        limit_price=Decimal("59000.50"),
        purpose=Purpose.SCALE,
    )


def leave(directory: Path, *names: str) -> bytes:
    """Leave a log as a process does that died; return its content."""
    slots = [encoded(number, intent_record(intent(name))) for number, name in enumerate(names, 1)]
    content = b"".join(slot for slot in slots if slot is not None)
    log_path(directory).write_bytes(content)
    return content


def unresolved(directory: Path) -> list[str]:
    return [order.client_order_id for order in unresolved_orders(directory, 100 * SECOND)]


def closed_cleanly(directory: Path, *records: Record) -> None:
    journal = Journal.open(directory)
    for record in records:
        journal.append(record)
    assert journal.close()


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9 on Windows")
def test_an_intent_outlives_a_process_that_is_killed_before_the_journal_has_it(
    tmp_path: Path,
) -> None:
    closed_cleanly(tmp_path, Record(1, Kind.SESSION, {}))
    died = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path), "n1", "n2", "n3"],
        capture_output=True,
        text=True,
    )
    if died.returncode == 5:
        pytest.skip("this system or file system has no direct writes that nobody waits for")
    assert (died.returncode, died.stdout) == (-signal.SIGKILL, "[0, 0, 0] 1\n")
    assert unresolved(tmp_path) == []
    for _ in range(2):
        journal = Journal.open(tmp_path)
        assert (journal.damage, journal.rows) == (None, 4)
        assert unresolved(tmp_path) == ["n1", "n2", "n3"]
        assert journal.close()
        assert verify(tmp_path).intact
    assert not log_path(tmp_path).exists()


def test_what_only_the_log_has_is_in_the_journal_when_it_is_open(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    closed_cleanly(tmp_path, intent_record(intent("n1")), Record(1, Kind.ALERT, {}))
    leave(tmp_path, "n1", "n2", "n3")
    journal = Journal.open(tmp_path)
    assert unresolved(tmp_path) == ["n1", "n2", "n3"]
    reader = JournalReader(tmp_path)
    assert [row.payload for row in reader.after(2, 9)] == [
        intent_record(intent(name)).payload() for name in ("n2", "n3")
    ]
    reader.close()
    assert [
        line for line in caplog.messages if line.startswith("2 of the last run's order intents")
    ]
    assert leftover(log_path(tmp_path)) == []  # this process's own begins empty
    anchor = read_anchor(tmp_path / ANCHOR_NAME)
    assert anchor is not None
    assert anchor.count == 4  # or a process killed now would leave a journal that looks damaged
    assert journal.close()
    assert verify(tmp_path).intact


def test_a_process_killed_during_the_takeover_leaves_nothing_to_be_done_twice(
    tmp_path: Path,
) -> None:
    content = leave(tmp_path, "n1", "n2")
    killed = tmp_path / "killed"
    killed.mkdir()
    journal = Journal.open(tmp_path)
    for path in tmp_path.iterdir():
        if path.is_file():
            shutil.copy(path, killed)
    journal.close()
    log_path(killed).write_bytes(content)  # rows committed, log not emptied yet
    journal = Journal.open(killed)
    assert (journal.damage, journal.rows) == (None, 2)
    assert journal.close()
    assert verify(killed).intact


def test_more_rows_than_are_compared_do_not_come_between(tmp_path: Path) -> None:
    alerts = [Record(number, Kind.ALERT, {}) for number in range(2_100)]
    closed_cleanly(tmp_path, intent_record(intent("n1")), *alerts)
    leave(tmp_path, "n1")
    journal = Journal.open(tmp_path)
    assert journal.rows == 2_101
    journal.close()


def test_they_are_taken_over_where_this_process_has_no_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(tmp_path, "n1", "n2")
    monkeypatch.setattr(IntentLog, "open", lambda _path: None)
    journal = Journal.open(tmp_path)
    assert unresolved(tmp_path) == ["n1", "n2"]
    assert not log_path(tmp_path).exists()
    assert journal.put_durable(intent_record(intent("n3"))).result(5) == 3
    assert journal.close()
    assert verify(tmp_path).intact


def test_a_damaged_journal_s_log_stays_as_it_is(tmp_path: Path) -> None:
    closed_cleanly(tmp_path, intent_record(intent("n1")))
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("UPDATE journal SET at = 0")
    connection.commit()
    connection.close()
    content = leave(tmp_path, "n2")
    journal = Journal.open(tmp_path)
    assert journal.damage is not None
    assert journal.put_durable(intent_record(intent("n3"))).exception(5) is not None
    journal.close()
    assert log_path(tmp_path).read_bytes() == content


def test_a_log_that_cannot_be_read_is_not_passed_over(tmp_path: Path) -> None:
    log_path(tmp_path).mkdir()
    with pytest.raises(UserError, match="intents.log.*cannot be read.*look at the venue"):
        Journal.open(tmp_path)


def test_a_log_that_cannot_be_taken_over_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = leave(tmp_path, "n1")
    with monkeypatch.context() as patch:
        patch.setattr("terminal.storage.journal.takeover.INSERT", "INSERT INTO nowhere VALUES ")
        with pytest.raises(UserError, match="intents.*cannot be journalled.*free disk space"):
            Journal.open(tmp_path)
    assert log_path(tmp_path).read_bytes() == content
    journal = Journal.open(tmp_path)
    assert unresolved(tmp_path) == ["n1"]
    journal.close()


def test_a_journal_that_is_closed_leaves_no_log(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path)
    assert journal.put_durable(intent_record(intent("n1"))).result(5) in (0, 1)
    assert journal.close()
    assert not log_path(tmp_path).exists()
    assert verify(tmp_path).rows == 1
