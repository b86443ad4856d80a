"""The command line: exit status 0, or 2 after one line that says what is wrong."""

import json
import sqlite3
from pathlib import Path

import pytest

from terminal import __version__
from terminal.app import command_line
from terminal.app.command_line import main
from terminal.app.latch import Latch
from terminal.model.session import encode
from terminal.storage.journal import Journal, Record, RecordKind
from tests.unit.app.fakes import mark


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run something that is wrong and return the one line it says."""
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1, captured.err
    assert captured.err.startswith("scaling-terminal: ")
    assert "Traceback" not in captured.err
    return captured.err


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    opened = Journal.open(tmp_path)
    for number in range(3):
        opened.append(Record(number, RecordKind.ALERT, {"detail": f"number {number}"}))
    opened.close()
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--bogus"], "unrecognized arguments: --bogus"),
        (["bogus"], "invalid choice: 'bogus'"),
        (["replay"], "the following arguments are required: FILE"),
        (["replay", "nowhere.jsonl"], "nowhere.jsonl: there is no such file"),
        (["replay", "x", "--fill", "some"], "argument --fill: invalid choice: 'some'"),
        (["calc"], "name the quantity"),
        (["calc", "wealth"], "no such quantity"),
        (["calc", "pnl", "kind=inverse"], "side"),
        (["journal"], "the following arguments are required: ACTION"),
        (["--temp", "--data-dir", "x", "--headless"], "--temp and --data-dir exclude each other"),
        (["--headless", "--temp", "--policy", "brave"], "there is no preset named 'brave'"),
        (["--headless", "--temp", "--replay", "nowhere.jsonl"], "there is no such file"),
        (["--headless", "--temp", "--seed", "x"], "argument --seed: invalid int value: 'x'"),
        (["--head"], "unrecognized arguments: --head"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert words in complaint(capsys, *arguments)


def test_without_a_display_the_window_points_at_headless(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    text = complaint(capsys, "--temp")
    assert "there is no display" in text
    assert "--headless" in text


def test_a_defect_of_ours_shows_no_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> int:
        raise ZeroDivisionError("surprise")

    monkeypatch.setattr(command_line, "_calc", fail)
    assert "internal error (ZeroDivisionError" in complaint(capsys, "calc", "pnl")


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"scaling-terminal {__version__}\n"


def test_calc_prints_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["kind=inverse", "contract_size=1", "contracts=600000", "price=60000"]
    assert main(["calc", "notional", *arguments]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["value"] == 10
    assert captured.err == ""


def test_replay_prints_what_the_engine_says(
    capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    path = tmp_path / "session.jsonl"
    command = {"at": 1, "event": "command", "name": "set_policy", "reason": "mine"}
    command["policy"] = {"side": "long", "target_leverage": 2}
    path.write_text(json.dumps(command) + "\n")
    assert main(["replay", str(path)]) == 0
    first = capsysbinary.readouterr().out
    assert json.loads(first.splitlines()[0])["reason"] == "policy_changed"
    assert main(["replay", str(path)]) == 0
    assert capsysbinary.readouterr().out == first


def test_replay_under_another_policy_leaves_the_file_s_own_out(
    capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    path = tmp_path / "session.jsonl"
    path.write_text('{"at":1,"event":"command","name":"set_policy","policy":{"side":"up"}}\n')
    assert main(["replay", str(path), "--policy", "cautious"]) == 0
    assert capsysbinary.readouterr().out == b""


def test_replay_says_which_line_made_no_sense(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "session.jsonl"
    path.write_bytes(b"\n" + encode(mark(at=5)) + b"\n")
    text = complaint(capsys, "replay", str(path))
    assert f"{path}: line 2: mark: " in text


def test_a_malformed_line_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "session.jsonl"
    path.write_text('{"at":1,"event":"clock"}\n{"event":"clock"}\n')
    assert "line 2: key `at` is missing" in complaint(capsys, "replay", str(path))


def test_a_policy_of_one_s_own_with_a_mistake_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    session, policy = tmp_path / "session.jsonl", tmp_path / "mine.toml"
    session.write_text('{"at":1,"event":"clock"}\n')
    policy.write_text("side = 'long'\ntarget_leverage = -1\n")
    text = complaint(capsys, "replay", str(session), "--policy", str(policy))
    assert f"{policy}: policy key `target_leverage` is -1" in text


def test_verify_finds_a_journal_intact(capsys: pytest.CaptureFixture[str], journal: Path) -> None:
    assert main(["journal", "verify", "--data-dir", str(journal)]) == 0
    assert capsys.readouterr().out.startswith("3 rows, every one as it was written")


def test_verify_names_the_row_and_fails(capsys: pytest.CaptureFixture[str], journal: Path) -> None:
    connection = sqlite3.connect(journal / "journal.sqlite")
    connection.execute("UPDATE journal SET payload = '{}' WHERE sequence = 2")
    connection.commit()
    connection.close()
    assert main(["--data-dir", str(journal), "journal", "verify"]) == 2
    captured = capsys.readouterr()
    assert captured.out == "row 2 was edited or moved\n"
    assert captured.err.count("\n") == 1
    assert "1 fault: row 2 was edited or moved" in captured.err


def test_verify_without_a_journal_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "there is no journal here" in complaint(
        capsys, "journal", "verify", "--data-dir", str(tmp_path)
    )


def test_export_goes_to_standard_output_or_a_file(
    capsys: pytest.CaptureFixture[str], journal: Path, tmp_path: Path
) -> None:
    assert main(["journal", "export", "-", "--data-dir", str(journal)]) == 0
    text = capsys.readouterr().out
    assert text.splitlines()[0].startswith("sequence,at,time,kind,venue")
    assert len(text.splitlines()) == 4
    target = tmp_path / "out.csv"
    assert main(["journal", "export", str(target), "--data-dir", str(journal)]) == 0
    assert capsys.readouterr().out == f"{target}: 3 rows as csv\n"
    assert target.read_text(encoding="utf-8").splitlines() == text.splitlines()


def test_parquet_is_not_printed(capsys: pytest.CaptureFixture[str], journal: Path) -> None:
    arguments = ["journal", "export", "-", "--format", "parquet", "--data-dir", str(journal)]
    assert "Parquet is not text" in complaint(capsys, *arguments)


@pytest.mark.parametrize("flatten", [False, True])
def test_kill_without_a_running_terminal_latches_for_the_next_start(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, flatten: bool
) -> None:
    arguments = ["kill", "--data-dir", str(tmp_path / "data"), *(["--flatten"] if flatten else [])]
    assert main(arguments) == 0
    text = capsys.readouterr().out
    assert "no terminal is running" in text
    assert "Nothing was sent to any venue" in text
    latched = Latch(tmp_path / "data" / "kill.latch", tmp_path / "none").read()
    assert latched is not None
    assert latched.flatten is flatten


def test_doctor_answers_with_status_0(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["doctor", "--data-dir", str(tmp_path / "data")]) == 0
    text = capsys.readouterr().out
    for subject in ("program", "display", "clock", "data directory", "keyring", "venue paper"):
        assert f"\n{subject} " in f"\n{text}"
