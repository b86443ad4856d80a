"""The journal as the window lists it: only what is new is read again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from terminal.app.journal_view import JournalView
from terminal.storage.journal import Journal, JournalReader, Record, RecordKind


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal.open(tmp_path)
    yield journal
    journal.close()


async def write(journal: Journal, *kinds: RecordKind) -> None:
    for at, kind in enumerate(kinds, start=journal.rows + 1):
        journal.append(Record(at, kind, {"detail": f"row {at}"}))
    await journal.flush()


def sequences(view: JournalView, limit: int, kind: str | None = None) -> list[int]:
    return [row.sequence for row in view.latest(limit, kind)]


async def test_new_rows_come_first_and_old_ones_leave(tmp_path: Path, journal: Journal) -> None:
    view = JournalView(tmp_path)
    assert view.latest(3, None) == []
    await write(journal, *[RecordKind.MODE] * 2)
    assert sequences(view, 3) == [2, 1]
    await write(journal, *[RecordKind.MODE] * 2)
    assert sequences(view, 3) == [4, 3, 2]
    await write(journal, *[RecordKind.MODE] * 5)  # more than one page
    assert sequences(view, 3) == [9, 8, 7]
    view.close()


async def test_each_kind_and_each_page_is_followed_by_itself(
    tmp_path: Path, journal: Journal
) -> None:
    view = JournalView(tmp_path)
    await write(journal, RecordKind.MODE, RecordKind.ALERT, RecordKind.MODE)
    assert sequences(view, 5, "alert") == [2]
    assert sequences(view, 5) == [3, 2, 1]
    await write(journal, RecordKind.ALERT, RecordKind.MODE)
    assert sequences(view, 5, "alert") == [4, 2]
    assert sequences(view, 2) == [5, 4]
    assert sequences(view, 5) == [5, 4, 3, 2, 1]
    view.close()


async def test_rows_that_are_known_are_not_read_again(
    tmp_path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    def counted(method: Any) -> Any:
        def call(*arguments: Any) -> Any:
            rows = method(*arguments)
            read.append(len(rows))
            return rows

        return call

    monkeypatch.setattr(JournalReader, "latest", counted(JournalReader.latest))
    monkeypatch.setattr(JournalReader, "after", counted(JournalReader.after))
    view = JournalView(tmp_path)
    await write(journal, *[RecordKind.MODE] * 4)
    view.latest(256, None)
    view.latest(256, None)
    await write(journal, RecordKind.MODE)
    view.latest(256, None)
    assert read == [4, 0, 1]
    view.close()
