"""What the first version wrote is read by every later one. The files here are never changed."""

import hashlib
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from terminal.engine.policy.policy import Policy
from terminal.model.errors import UserError
from terminal.storage.journal import Journal, JournalReader, Record, RecordKind, verify
from terminal.storage.journal.unresolved import unresolved_orders
from terminal.storage.policies import find_policy, save_policy
from terminal.storage.settings import Environment, read_settings, write_settings
from terminal.storage.versioned import Form, VersionedFile
from terminal.ui.workspaces.shelf import FORM, Shelf

CORPUS = Path(__file__).resolve().parents[2] / "data" / "version_1"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Return a data directory as version 1 left it."""
    copy = tmp_path / "data"
    shutil.copytree(CORPUS, copy)
    copy.chmod(0o700)
    return copy


def test_the_corpus_is_as_it_was() -> None:
    lines = (CORPUS / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = {
        f"./{path.relative_to(CORPUS).as_posix()}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in CORPUS.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    assert found == sums


def test_its_settings_are_read_and_written(directory: Path) -> None:
    path = directory / "settings.toml"
    settings = read_settings(path)
    assert settings.policy == "mine"
    assert settings.paper.seed == 7
    assert settings.venues["practice"].symbols == ("BTC/USD:BTC", "ETH/USD:ETH")
    assert settings.venues["practice"].environment is Environment.TESTNET
    write_settings(path, settings)
    assert read_settings(path) == settings
    assert "# the test network" in path.read_text("utf-8")


def test_its_policies_are_read_and_written(directory: Path) -> None:
    name, keys = find_policy("mine", directory / "policies")
    policy = Policy.from_mapping(keys)
    assert (name, policy.target_leverage, policy.weights) == ("mine", 1.5, {"practice": 1.0})
    text = (directory / "policies" / "mine.toml").read_text("utf-8")
    save_policy(directory / "policies", "mine", text.replace("1.5 ", "1.25"))
    _, changed = find_policy("mine", directory / "policies")
    assert changed["target_leverage"] == 1.25


def test_its_journal_is_verified_read_and_written_on(directory: Path) -> None:
    before = verify(directory)
    assert before.intact
    reader = JournalReader(directory)
    intents = reader.latest(100, [RecordKind.ORDER_INTENT])
    reader.close()
    assert len(intents) == 5
    assert unresolved_orders(directory, 0) == []
    journal = Journal.open(directory)
    assert journal.damage is None
    journal.append(Record(1, RecordKind.SESSION, {"by": "a later version", "at": Decimal(1)}))
    assert journal.close()
    after = verify(directory)
    assert after.intact
    assert after.rows == before.rows + 1


def test_its_workspaces_are_read_and_written(directory: Path) -> None:
    form = Form(FORM.name, FORM.version, dict(FORM.steps))
    file = VersionedFile(directory / "window" / "workspaces.json", form)
    shelf = Shelf()
    shelf.restore(file.read())
    assert shelf.current == "Evening"
    assert shelf["Evening"].panels == ("ladder", "price")
    file.write(shelf.document())
    assert file.read() == shelf.document()


def made_newer(path: Path) -> Path:
    """Let a version of this program far in the future have written `path`."""
    text = path.read_text("utf-8").replace("version = 1\n", "")
    path.write_text(f"version = 99\n{text}", "utf-8")
    return path


def test_an_older_program_leaves_newer_settings_alone(directory: Path) -> None:
    settings = read_settings(directory / "settings.toml")
    path = made_newer(directory / "settings.toml")
    with pytest.raises(UserError, match=r"newer version of this program .* version 99"):
        read_settings(path)
    with pytest.raises(UserError, match="update the program"):
        write_settings(path, settings)
    assert "version = 99" in path.read_text("utf-8")


def test_an_older_program_leaves_a_newer_policy_alone(directory: Path) -> None:
    path = made_newer(directory / "policies" / "mine.toml")
    with pytest.raises(UserError, match=r"newer version of this program .* version 99"):
        find_policy("mine", path.parent)
    with pytest.raises(UserError, match="update the program"):
        save_policy(path.parent, "mine", "side = 'long'\ntarget_leverage = 1\n")
    assert "version = 99" in path.read_text("utf-8")
