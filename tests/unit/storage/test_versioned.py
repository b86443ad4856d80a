"""A file's version: an older one is read and kept, a newer one is refused and left alone."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from terminal.model.errors import UserError
from terminal.storage.versioned import Form, VersionedFile, keep_older, up_to_date


def renamed(table: dict[str, Any]) -> dict[str, Any]:
    """Call `old` by its new name."""
    return {"new" if key == "old" else key: value for key, value in table.items()}


def doubled(table: dict[str, Any]) -> dict[str, Any]:
    """Count in halves."""
    return {**table, "new": 2 * table["new"]}


FIRST = Form("layout")
THIRD = Form("layout", 3, {1: renamed, 2: doubled})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "layout.json"


@pytest.mark.parametrize(
    ("table", "today"),
    [
        ({"old": 5}, {"new": 10}),
        ({"version": 1, "old": 5, "kept": "x"}, {"new": 10, "kept": "x"}),
        ({"version": 2, "new": 5}, {"new": 10}),
        ({"version": 3, "new": 5}, {"new": 5}),
    ],
)
def test_every_older_version_becomes_today_s(
    path: Path, table: dict[str, Any], today: dict[str, Any]
) -> None:
    assert up_to_date(path, table, THIRD) == today


@pytest.mark.parametrize("version", [0, -1, True, "1", 1.0, None])
def test_a_version_that_is_none_is_named(path: Path, version: object) -> None:
    with pytest.raises(UserError, match=r"layout.json: key `version` is .* from 1 to 3"):
        up_to_date(path, {"version": version}, THIRD)


def test_a_newer_version_is_refused_in_words(path: Path) -> None:
    with pytest.raises(UserError, match="newer version of this program .layout version 4, .*knows"):
        up_to_date(path, {"version": 4}, THIRD)


def test_a_form_that_lacks_a_step_cannot_be_declared() -> None:
    with pytest.raises(AssertionError, match="no step leads on from version 1"):
        Form("layout", 3, {2: doubled})


def test_what_was_written_is_read_again_with_its_version(path: Path) -> None:
    file = VersionedFile(path, FIRST)
    assert file.read() is None
    file.write({"panels": ["ladder"]})
    assert file.read() == {"panels": ["ladder"]}
    assert json.loads(path.read_bytes()) == {"version": 1, "panels": ["ladder"]}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_reading_an_older_file_changes_nothing_on_disk(path: Path) -> None:
    VersionedFile(path, FIRST).write({"old": 5})
    before = path.read_bytes()
    assert VersionedFile(path, THIRD).read() == {"new": 10}
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_writing_over_an_older_file_keeps_it_beside_the_new_one(path: Path) -> None:
    VersionedFile(path, FIRST).write({"old": 5})
    before = path.read_bytes()
    VersionedFile(path, THIRD).write({"new": 12})
    VersionedFile(path, THIRD).write({"new": 14})
    assert VersionedFile(path, THIRD).read() == {"new": 14}
    assert path.with_name("layout.json.version-1").read_bytes() == before
    assert len(list(path.parent.iterdir())) == 2


def test_a_kept_copy_is_never_overwritten_by_another_one(path: Path) -> None:
    for number in (5, 6, 6):  # the trader puts the older program's file back, changed, then again
        path.unlink(missing_ok=True)
        VersionedFile(path, FIRST).write({"old": number})
        VersionedFile(path, THIRD).write({"new": 1})
    copies = sorted(path.parent.glob("*.version-1*"))
    assert [json.loads(copy.read_bytes())["old"] for copy in copies] == [5, 6]


def test_an_older_program_leaves_a_newer_file_as_it_is(path: Path) -> None:
    VersionedFile(path, THIRD).write({"new": 12})
    before = path.read_bytes()
    older = VersionedFile(path, FIRST)
    with pytest.raises(UserError, match="update the program"):
        older.read()
    with pytest.raises(UserError, match="update the program"):
        older.write({"old": 1})
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 100_000])
def test_a_damaged_file_is_named_and_may_be_replaced(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    file = VersionedFile(path, THIRD)
    with pytest.raises(UserError, match=r"layout.json: the layout file is damaged"):
        file.read()
    file.write({"new": 1})
    assert file.read() == {"new": 1}


def test_a_file_of_today_s_version_is_not_copied(path: Path) -> None:
    path.write_text('{"version": 3}')
    assert keep_older(path, {"version": 3}, THIRD) is None
