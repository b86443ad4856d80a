"""The script behind the two commands, up to the point where it would change the machine."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from terminal.app.command_line import _parser
from tests.architecture.source import ROOT

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="concerns Linux")


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return a fresh copy of the script, at work in an empty folder."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "packaging" / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    environment = tmp_path / ".venv"
    environment.mkdir()
    monkeypatch.setattr(module, "ENVIRONMENT", environment)
    monkeypatch.setattr(module, "UNFINISHED", environment / "unfinished")
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    return module


@pytest.fixture
def steps(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return the steps of a set-up that the script would have run."""
    taken: list[list[str]] = []
    monkeypatch.setattr(start, "run_step", taken.append)
    return taken


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ([], True),
        (["--temp"], True),
        (["--replay", "a session.jsonl"], True),
        (["--headless"], False),
        (["--temp", "--headless"], False),
        (["--version"], False),
        (["doctor"], False),
        (["replay", "a session.jsonl"], False),
    ],
)
def test_only_the_window_needs_a_display(
    start: ModuleType, arguments: list[str], answer: bool
) -> None:
    assert start.opens_a_window(arguments) is answer


@LINUX
def test_without_a_display_it_points_at_headless(
    start: ModuleType,
    steps: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert start.main([]) == 2
    said = capsys.readouterr().err
    assert "no display" in said
    assert "--headless" in said
    assert steps == []


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 14, 0)])
def test_another_python_is_told_which_one_to_use(
    start: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    version: tuple[int, int, int],
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    assert start.main(["calc"]) == 2
    assert "Python 3.11, 3.12 or 3.13 is needed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("platform", "machine", "libc", "words"),
    [
        ("darwin", "x86_64", ("", ""), "Apple silicon"),
        ("linux", "x86_64", ("glibc", "2.31"), "2.34 or newer: that of Debian 12 or Ubuntu 22.04"),
        ("linux", "aarch64", ("glibc", "2.36"), "2.39 or newer: that of Debian 13 or Ubuntu 24.04"),
    ],
)
def test_a_machine_without_builds_is_told_so_before_anything_is_installed(
    start: ModuleType,
    steps: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    platform: str,
    machine: str,
    libc: tuple[str, str],
    words: str,
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(start.platform, "machine", lambda: machine)
    monkeypatch.setattr(start.platform, "libc_ver", lambda: libc)
    assert start.main(["calc"]) == 2
    assert words in capsys.readouterr().err
    assert steps == []


@pytest.mark.parametrize(
    ("platform", "machine", "libc"),
    [
        ("darwin", "arm64", ("", "")),
        ("linux", "x86_64", ("glibc", "2.34")),
        ("linux", "aarch64", ("glibc", "2.41")),
        ("linux", "x86_64", ("musl", "1.2")),  # pip has the last word on what nobody knows
        ("win32", "AMD64", ("", "")),
    ],
)
def test_a_machine_with_builds_is_let_through(
    start: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    machine: str,
    libc: tuple[str, str],
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(start.platform, "machine", lambda: machine)
    monkeypatch.setattr(start.platform, "libc_ver", lambda: libc)
    start.check_machine()


@LINUX
def test_missing_libraries_are_named_with_the_line_that_installs_them(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = {"libEGL.so.1", "libxcb-cursor.so.0"}
    monkeypatch.setattr(start, "loads", lambda library: library not in absent)
    monkeypatch.setattr(start, "superuser_prefix", lambda: None)
    monkeypatch.setattr(start.shutil, "which", lambda program: program == "apt-get")
    with pytest.raises(start.SetupError) as refusal:
        start.install_system_packages(qt=True)
    assert "sudo apt-get install -y --no-install-recommends libegl1 libxcb-cursor0" in str(
        refusal.value
    )


@LINUX
def test_what_needs_no_window_needs_no_library_of_the_window(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "loads", lambda _: False)
    assert start.missing_packages(0, qt=False) == []


def test_the_lock_is_installed_with_hashes_once(start: ModuleType, steps: list[list[str]]) -> None:
    assert not start.is_set_up(start.RUN_LOCK)
    start.set_up(start.RUN_LOCK)
    assert "--require-hashes" in steps[0]
    assert "--no-deps" in steps[1]
    assert start.is_set_up(start.RUN_LOCK)


def test_what_the_tests_need_holds_what_the_terminal_needs(
    start: ModuleType, steps: list[list[str]]
) -> None:
    start.set_up(start.RUN_LOCK)
    assert not start.is_set_up(start.TEST_LOCK)
    start.set_up(start.TEST_LOCK)
    assert start.is_set_up(start.TEST_LOCK)
    assert start.is_set_up(start.RUN_LOCK)
    assert not any("venv" in step for step in steps)


def test_a_changed_lock_is_installed_again(
    start: ModuleType, steps: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("a==1", encoding="utf-8")
    monkeypatch.setattr(start, "ROOT", tmp_path)
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(start, "RUN_LOCK", lock)
    monkeypatch.setattr(start, "TEST_LOCK", lock)
    start.set_up(lock)
    assert start.is_set_up(lock)
    lock.write_text("a==2", encoding="utf-8")
    assert not start.is_set_up(lock)


def test_an_interrupted_set_up_begins_with_a_new_environment(
    start: ModuleType, steps: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: list[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "run_step", interrupt)
    assert start.main(["calc"]) == 130
    assert not start.is_set_up(start.RUN_LOCK)
    monkeypatch.setattr(start, "run_step", steps.append)
    start.set_up(start.RUN_LOCK)
    assert "--clear" in steps[0]
    assert start.is_set_up(start.RUN_LOCK)


def test_every_command_is_known_to_need_no_window(start: ModuleType) -> None:
    commands = next(action for action in _parser()._actions if action.dest == "==SUPPRESS==")
    assert set(commands.choices or ()) == start.WINDOWLESS_COMMANDS


def test_a_self_test_needs_no_display(start: ModuleType) -> None:
    assert not start.opens_a_window(["--self-test"])
