"""The data directory: private, locked by one terminal at a time, counting its starts."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from terminal.app.epoch import next_epoch
from terminal.app.instance_lock import InstanceLock, is_running
from terminal.app.paths import open_directory, temporary_directory
from terminal.model.errors import UserError

posix = pytest.mark.skipif(os.name == "nt", reason="permissions are the profile's on Windows")


@posix
def test_a_new_directory_can_be_entered_by_its_owner_only(tmp_path: Path) -> None:
    root = tmp_path / "a" / "b"
    assert open_directory(root).root == root
    assert stat.S_IMODE(root.stat().st_mode) == 0o700


@posix
def test_a_directory_that_others_can_write_to_is_refused(tmp_path: Path) -> None:
    (tmp_path / "something").touch()
    tmp_path.chmod(0o777)
    with pytest.raises(UserError, match=r"other users can write to it; run `chmod go-w"):
        open_directory(tmp_path)


@posix
def test_an_empty_directory_is_made_private(tmp_path: Path) -> None:
    tmp_path.chmod(0o775)
    open_directory(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="choose another with --data-dir"):
        open_directory(tmp_path / "file" / "below")


def test_a_file_in_its_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="is a file; name a directory"):
        open_directory(tmp_path / "file")


def test_a_temporary_directory_leaves_nothing_behind() -> None:
    with temporary_directory() as name:
        (Path(name) / "journal.sqlite").touch()
    assert not Path(name).exists()


def test_a_second_terminal_on_the_same_directory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with InstanceLock(path):
        assert is_running(path)
        with (
            pytest.raises(UserError, match="another terminal is running on it"),
            InstanceLock(path),
        ):
            pass
    assert not is_running(path)
    with InstanceLock(path):
        pass


def test_the_lock_is_gone_with_the_process_that_held_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    code = (
        "import sys, pathlib; from terminal.app.instance_lock import InstanceLock\n"
        "lock = InstanceLock(pathlib.Path(sys.argv[1]))\n"
        "lock.acquire() and print('held', flush=True)\n"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert is_running(path)
        holder.kill()
    assert not is_running(path)


def test_every_start_has_a_number_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "epoch"
    assert [next_epoch(path) for _ in range(3)] == [1, 2, 3]


@pytest.mark.parametrize("content", ["", "three", "-1", "\u00b2"])
def test_a_count_that_is_none_is_not_guessed(tmp_path: Path, content: str) -> None:
    path = tmp_path / "epoch"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match="holds no count of starts"):
        next_epoch(path)
    assert path.read_text(encoding="utf-8") == content
