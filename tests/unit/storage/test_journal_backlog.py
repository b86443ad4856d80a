"""What waits for a disk that hangs is bounded, and what that cost is written down."""

import json
import threading
from pathlib import Path

import pytest

from terminal.storage.journal import Journal, JournalReader, Record, RecordKind, verify
from terminal.storage.journal import writer as writer_module
from terminal.storage.journal.waiting import Item

_LONGEST_WAIT_S = 5.0


def test_a_disk_that_hangs_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "_MOST_PENDING", 50)
    journal = Journal.open(tmp_path)
    writer = journal._writer
    hanging, go_on = threading.Event(), threading.Event()
    write = writer._write

    def hang(batch: list[Item]) -> None:
        hanging.set()
        assert go_on.wait(_LONGEST_WAIT_S)
        write(batch)

    writer._write = hang  # type: ignore[method-assign]
    journal.append(Record(1, RecordKind.ALERT, {}))
    assert hanging.wait(_LONGEST_WAIT_S)
    for number in range(200):
        journal.append(Record(2 + number, RecordKind.ALERT, {}))
    assert len(writer._incoming) == 50
    go_on.set()
    assert journal.close()
    assert verify(tmp_path).intact
    reader = JournalReader(tmp_path)
    (lost,) = reader.latest(10, [RecordKind.LOST])
    reader.close()
    assert json.loads(lost.payload) == {"lost_records": 150}


def test_a_closed_journal_takes_nothing_more(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path)
    journal.close()
    journal.append(Record(1, RecordKind.ALERT, {}))
    assert len(journal._writer._incoming) == 0
