import gzip
from pathlib import Path

import pytest

from terminal.model.errors import UserError
from terminal.model.events import AnyEvent
from terminal.model.session import encode
from terminal.venues.replay.session_file import SessionWriter, read_session, write_session
from tests.unit.replay.lines import account, book, instrument, mark

EVENTS: list[AnyEvent] = [
    instrument(),
    account(0, 2.0, 600_000),
    book(1, 59_999.5, 60_000.5),
    mark(2, 60_000.0),
]


@pytest.mark.parametrize("name", ["session.jsonl", "session.jsonl.gz"])
def test_what_is_written_is_read_back(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert write_session(path, EVENTS) == len(EVENTS)
    assert list(read_session(path)) == EVENTS
    assert (path.read_bytes()[:2] == b"\x1f\x8b") == name.endswith(".gz")


def test_the_same_records_make_the_same_gzip_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.gz", tmp_path / "b.gz"
    write_session(first, EVENTS)
    write_session(second, EVENTS)
    assert first.read_bytes() == second.read_bytes()


def test_a_flushed_recording_can_be_read_before_it_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "session.jsonl"
    with SessionWriter(path, flushed_every=1) as writer:
        writer.write(EVENTS[0])
        assert list(read_session(path)) == EVENTS[:1]


def test_a_file_is_read_line_by_line_as_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "session.jsonl"
    path.write_bytes(encode(EVENTS[0]) + b"\n" + b"no event\n")
    events = read_session(path)
    assert next(events) == EVENTS[0]
    with pytest.raises(UserError, match="line 2: is not JSON"):
        next(events)


def test_blank_lines_are_skipped_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "session.jsonl"
    path.write_bytes(b"\n" + encode(EVENTS[0]) + b"\n  \n" + b'{"event":"clock"}\n')
    with pytest.raises(UserError, match="line 4: key `at` is missing"):
        list(read_session(path))


def test_a_line_earlier_than_the_one_before_is_named(tmp_path: Path) -> None:
    path = tmp_path / "session.jsonl"
    write_session(path, [EVENTS[0], EVENTS[3], EVENTS[2]])
    with pytest.raises(UserError, match=r"line 3: key `at`: \d+ is earlier than \d+"):
        list(read_session(path))


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "plain.gz").write_bytes(encode(EVENTS[0]) + b"\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.gz").mkdir()
    cut = gzip.compress(b"".join(encode(event) + b"\n" for event in EVENTS) * 50)
    (tmp_path / "cut.gz").write_bytes(cut[: len(cut) // 2])
    (tmp_path / "damaged.gz").write_bytes(cut[:20] + b"\xff" * 40 + cut[60:])
    for name, problem in {
        "absent.jsonl": "there is no such file",
        "absent.jsonl.gz": "there is no such file",
        "folder": "is a directory",
        "folder.gz": "is a directory",
        "plain.gz": "is not gzip",
        "cut.gz": "cut off or damaged",
        "damaged.gz": "damaged|gzip",
    }.items():
        with pytest.raises(UserError, match=problem) as caught:
            list(read_session(tmp_path / name))
        assert str(tmp_path / name) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_bytes_that_are_no_text_are_an_error_of_their_line(tmp_path: Path) -> None:
    path = tmp_path / "session.jsonl"
    path.write_bytes(encode(EVENTS[0]) + b"\n\xff\xfe\x00\n")
    with pytest.raises(UserError, match="line 2"):
        list(read_session(path))
