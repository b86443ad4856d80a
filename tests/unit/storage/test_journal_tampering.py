"""Whatever is done to a journal behind our back is found, and the row is named."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from terminal.model.errors import UserError
from terminal.storage.journal import Journal, JournalError, Record, RecordKind, verify
from terminal.storage.journal.anchor import Anchor, Head, read_anchor
from terminal.storage.journal.records import row_hash
from terminal.storage.journal.schema import ANCHOR_NAME, FILE_NAME

ROWS = 20


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A closed journal of twenty rows, in one file without a write-ahead log."""
    opened = Journal.open(tmp_path)
    for number in range(1, ROWS + 1):
        opened.append(Record(number, RecordKind.FILL, {"contracts": number}))
    assert opened.close()
    return tmp_path


def tamper(directory: Path, *statements: str) -> None:
    connection = sqlite3.connect(directory / FILE_NAME)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def found(directory: Path) -> list[str]:
    return [finding.text for finding in verify(directory).findings]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "at + 1"),
        ("kind", "'alert'"),
        ("payload", "replace(payload, '7', '8')"),
        ("payload", "payload || ' '"),
        ("payload", "CAST(payload AS BLOB)"),
        ("previous_hash", "'" + "0" * 64 + "'"),
        ("hash", "'" + "f" * 64 + "'"),
        ("at", "at + 0.5"),
    ],
)
def test_an_edited_field_is_found(journal: Path, column: str, value: str) -> None:
    tamper(journal, f"UPDATE journal SET {column} = {value} WHERE sequence = 7")
    assert "row 7 was edited or moved" in found(journal)


def test_an_edited_row_with_its_hash_made_to_fit_breaks_the_next_link(journal: Path) -> None:
    connection = sqlite3.connect(journal / FILE_NAME)
    at, kind, previous = connection.execute(
        "SELECT at, kind, previous_hash FROM journal WHERE sequence = 7"
    ).fetchone()
    forged = row_hash(previous, 7, at, kind, '{"contracts":700}')
    connection.execute(
        "UPDATE journal SET payload = ?, hash = ? WHERE sequence = 7",
        ('{"contracts":700}', forged),
    )
    connection.commit()
    connection.close()
    assert found(journal) == ["row 8 does not follow row 7: one of the two was replaced or moved"]


def test_a_rewritten_end_differs_from_the_anchor(journal: Path) -> None:
    connection = sqlite3.connect(journal / FILE_NAME)
    (previous,) = connection.execute(
        "SELECT previous_hash FROM journal WHERE sequence = ?", (ROWS,)
    ).fetchone()
    forged = row_hash(previous, ROWS, ROWS, "fill", "{}")
    connection.execute(
        "UPDATE journal SET payload = '{}', hash = ? WHERE sequence = ?", (forged, ROWS)
    )
    connection.commit()
    connection.close()
    assert found(journal) == ["row 20 is not the one that the anchor names: it was rewritten"]


def test_a_dropped_row_is_named(journal: Path) -> None:
    tamper(journal, "DELETE FROM journal WHERE sequence = 7")
    assert "row 7 is missing" in found(journal)


def test_dropped_rows_are_named(journal: Path) -> None:
    tamper(journal, "DELETE FROM journal WHERE sequence BETWEEN 7 AND 9")
    assert "rows 7 to 9 are missing" in found(journal)


def test_a_dropped_first_row_is_named(journal: Path) -> None:
    tamper(journal, "DELETE FROM journal WHERE sequence = 1")
    assert "row 1 is missing" in found(journal)


def test_a_dropped_row_with_the_rest_renumbered_is_found(journal: Path) -> None:
    tamper(
        journal,
        "DELETE FROM journal WHERE sequence = 7",
        "UPDATE journal SET sequence = sequence - 1 + 1000 WHERE sequence > 7",
        "UPDATE journal SET sequence = sequence - 1000 WHERE sequence > 1000",
    )
    texts = found(journal)
    assert "row 7 was edited or moved" in texts
    assert "row 20 is missing at the end" in texts


def test_two_rows_that_changed_places_are_both_named(journal: Path) -> None:
    tamper(
        journal,
        "UPDATE journal SET sequence = 1000 WHERE sequence = 7",
        "UPDATE journal SET sequence = 7 WHERE sequence = 8",
        "UPDATE journal SET sequence = 8 WHERE sequence = 1000",
    )
    texts = found(journal)
    assert "row 7 was edited or moved" in texts
    assert "row 8 was edited or moved" in texts


def test_an_inserted_row_is_found(journal: Path) -> None:
    tamper(
        journal,
        "INSERT INTO journal SELECT 21, at, kind, payload, hash, 'invented' FROM journal "
        "WHERE sequence = 20",
    )
    assert found(journal) == ["row 21 was edited or moved"]


@pytest.mark.parametrize("kept", [0, 1, 12, ROWS - 1])
def test_a_cut_off_end_is_found(journal: Path, kept: int) -> None:
    tamper(journal, f"DELETE FROM journal WHERE sequence > {kept}")
    missing = "row 20 is" if kept == ROWS - 1 else f"rows {kept + 1} to 20 are"
    assert found(journal) == [f"{missing} missing at the end"]


def test_a_journal_file_that_is_gone_is_found(journal: Path) -> None:
    (journal / FILE_NAME).unlink()
    assert found(journal) == ["journal.sqlite is missing; its anchor names 20 rows"]


def test_an_anchor_that_is_gone_is_found(journal: Path) -> None:
    (journal / ANCHOR_NAME).unlink()
    assert found(journal) == [
        "journal.anchor is missing or unreadable: a cut-off end would not show"
    ]


def test_an_untouched_journal_is_intact(journal: Path) -> None:
    result = verify(journal)
    assert result.intact
    assert result.rows == ROWS
    assert read_anchor(journal / ANCHOR_NAME) == Head(ROWS, result.last_hash)


def test_every_flipped_bit_in_a_row_is_found(journal: Path, chance: Random) -> None:
    original = (journal / FILE_NAME).read_bytes()
    # Where the rows' own text lies; elsewhere in the file are SQLite's spare bytes.
    places = [
        start + offset
        for number in range(1, ROWS + 1)
        if (start := original.find(b'{"contracts":%d}' % number)) >= 0
        for offset in range(len(b'{"contracts":%d}' % number))
    ]
    assert len(places) > ROWS * 10
    for place in chance.sample(places, 60):
        damaged = bytearray(original)
        damaged[place] ^= 1 << chance.randrange(8)
        (journal / FILE_NAME).write_bytes(damaged)
        assert not verify(journal).intact, place


def test_a_damaged_page_is_a_finding_and_not_a_crash(journal: Path) -> None:
    content = bytearray((journal / FILE_NAME).read_bytes())
    content[4096:8192] = b"\xff" * 4096
    (journal / FILE_NAME).write_bytes(content)
    assert any("the file is damaged" in text for text in found(journal))


@pytest.mark.parametrize(
    "damage",
    [
        lambda directory: tamper(directory, "DELETE FROM journal WHERE sequence > 15"),
        lambda directory: tamper(directory, "DELETE FROM journal WHERE sequence = 15"),
        lambda directory: tamper(directory, "UPDATE journal SET at = 0 WHERE sequence = 15"),
        lambda directory: (directory / FILE_NAME).unlink(),
        lambda directory: (directory / ANCHOR_NAME).unlink(),
    ],
    ids=["cut off", "dropped", "edited", "journal gone", "anchor gone"],
)
async def test_nothing_can_be_made_durable_in_a_damaged_journal(
    journal: Path, damage: Callable[[Path], None]
) -> None:
    damage(journal)
    evidence = (journal / ANCHOR_NAME).read_bytes() if (journal / ANCHOR_NAME).exists() else None
    opened = Journal.open(journal)
    assert opened.damage is not None
    with pytest.raises(JournalError, match="the journal is damaged"):
        await opened.append_durable(Record(1, RecordKind.ORDER_INTENT, {}))
    opened.append(Record(1, RecordKind.ALERT, {}))
    opened.close()
    if evidence is not None:
        assert (journal / ANCHOR_NAME).read_bytes() == evidence
    assert not verify(journal).intact


def test_a_file_cut_in_the_middle_is_refused_at_start(journal: Path) -> None:
    content = (journal / FILE_NAME).read_bytes()
    (journal / FILE_NAME).write_bytes(content[: len(content) // 2 // 4096 * 4096 + 100])
    with pytest.raises(UserError, match="journal"):
        Journal.open(journal)


def test_a_torn_anchor_leaves_the_slot_before_it(tmp_path: Path) -> None:
    path = tmp_path / "anchor"
    anchor = Anchor(path)
    for count in (1, 2, 3):
        anchor.write(Head(count, "a" * 64))
    anchor.close(sync=True)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        head = read_anchor(path)
        assert head in (None, Head(3, "a" * 64), Head(2, "a" * 64)), length
    torn = whole[:40] + b"\0" * 20 + whole[60:]
    path.write_bytes(torn)
    assert read_anchor(path) == Head(2, "a" * 64)


def test_every_cut_of_the_write_ahead_log_leaves_a_valid_prefix(tmp_path: Path) -> None:
    source, copy = tmp_path / "source", tmp_path / "copy"
    source.mkdir()
    opened = Journal.open(source)
    for number in range(1, 4):
        opened.append(Record(number, RecordKind.FILL, {}))
        opened._writer.put_durable(None).result(5)
    log = (source / f"{FILE_NAME}-wal").read_bytes()
    files = {name: (source / name).read_bytes() for name in (FILE_NAME, ANCHOR_NAME)}
    opened.close()
    assert len(log) > 4096
    for length in range(0, len(log), 997):
        copy.mkdir()
        (copy / FILE_NAME).write_bytes(files[FILE_NAME])
        (copy / f"{FILE_NAME}-wal").write_bytes(log[:length])
        again = Journal.open(copy)  # no anchor: a power cut tears the log before it is synced
        assert again.rows in range(4)
        again.close()
        shutil.rmtree(copy)
