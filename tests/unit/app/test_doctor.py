"""The doctor tells the truth about a machine, and what it means."""

from pathlib import Path

import pytest

from terminal.app.contracts import Probe, Prober
from terminal.app.doctor import Line, State, examine, no_display
from terminal.app.instance_lock import InstanceLock
from terminal.app.latch import Latch
from terminal.app.paths import DataDirectory, open_directory
from terminal.model.checks import KeyReport
from terminal.model.errors import UnavailableError
from terminal.storage.credentials import (
    Credential,
    CredentialName,
    CredentialStore,
    StoreReport,
)
from terminal.storage.journal import Journal, Record, RecordKind

NOWHERE = CredentialStore(None, StoreReport(None, ("Secret Service: the daemon is not running",)))


@pytest.fixture
def directory(tmp_path: Path) -> DataDirectory:
    return open_directory(tmp_path / "data")


def answering(exchange: str, environment: str, credential: Credential | None) -> Probe:
    """A venue that is there, tells the right time and takes every key."""
    return Probe(clock_offset_s=0.02, key=None if credential is None else KeyReport())


def report(
    directory: DataDirectory,
    store: CredentialStore = NOWHERE,
    prober: Prober = answering,
    **environment: str,
) -> dict[str, Line]:
    lines = examine(directory, lambda: store, prober, environment)
    return {line.subject: line for line in lines}


def configured(directory: DataDirectory) -> CredentialStore:
    """A venue in the settings, and its key."""
    directory.settings.write_text("[venues.main]\nexchange = 'bybit'\nsymbols = ['BTC/USD:BTC']\n")
    store = CredentialStore(None, StoreReport(None))
    secret = Credential(key="KEYabcdef123456", secret="SECRETabcdef123456")
    store.store(CredentialName("bybit", "testnet", "main"), secret)
    return store


def test_without_a_keyring_it_says_so_and_what_that_means(directory: DataDirectory) -> None:
    line = report(directory)["keyring"]
    assert line.state is State.NOTE
    assert line.found == "none (Secret Service: the daemon is not running)"
    assert "paper trading works" in line.meaning
    assert "one session only" in line.meaning
    assert "never on disk" in line.meaning


def test_with_a_keyring_it_names_it_and_claims_no_more_than_is_true(
    directory: DataDirectory,
) -> None:
    store = CredentialStore(None, StoreReport("Secret Service"))
    line = report(directory, store)["keyring"]
    assert (line.state, line.found) == (State.OK, "Secret Service")
    assert "not from a program that runs as you" in line.meaning


def test_a_fresh_machine_has_nothing_to_complain_of(directory: DataDirectory) -> None:
    lines = report(directory)
    assert not [line for line in lines.values() if line.state is State.PROBLEM]
    assert lines["journal"].found == "none yet: the first start makes one"
    assert lines["kill switch"].found == "not latched"
    assert lines["venue paper"].state is State.OK
    assert list(directory.root.iterdir()) == [directory.lock]


def test_without_a_display_it_points_at_headless(
    directory: DataDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    line = report(directory)["display"]
    assert line.state is State.NOTE
    assert "--headless works" in line.meaning


def test_a_display_of_either_kind_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert no_display({"DISPLAY": ":0"}) is None
    assert no_display({"WAYLAND_DISPLAY": "wayland-0"}) is None
    assert no_display({"QT_QPA_PLATFORM": "offscreen"}) is None
    assert no_display({}) is not None
    monkeypatch.setattr("sys.platform", "darwin")
    assert no_display({}) is None


def test_a_tampered_journal_is_a_problem(directory: DataDirectory) -> None:
    journal = Journal.open(directory.root)
    journal.append(Record(1, RecordKind.ALERT, {}))
    journal.close()
    assert report(directory)["journal"].found == "1 rows, every one in its place"
    (directory.root / "journal.sqlite").unlink()
    directory.root.joinpath("journal.sqlite-wal").unlink(missing_ok=True)
    opened = Journal.open(directory.root)
    opened.close()
    line = report(directory)["journal"]
    assert line.state is State.PROBLEM
    assert "row 1 is missing" in line.found
    assert "no order is sent" in line.meaning


def test_a_latched_switch_is_told(directory: DataDirectory) -> None:
    Latch(directory.kill_latch, directory.kill_state).press("a", 1, "enough", flatten=False)
    line = report(directory)["kill switch"]
    assert (line.state, line.found) == (State.NOTE, "latched: enough")


def test_a_running_terminal_is_told(directory: DataDirectory) -> None:
    with InstanceLock(directory.lock):
        assert "a terminal is running on it" in report(directory)["data directory"].found


def test_settings_that_cannot_be_read_are_a_problem(directory: DataDirectory) -> None:
    directory.settings.write_text("polcy = 1")
    line = report(directory)["settings"]
    assert line.state is State.PROBLEM
    assert "did you mean `policy`" in line.found


def test_each_configured_venue_is_told_with_its_key_s_fingerprint_only(
    directory: DataDirectory,
) -> None:
    directory.settings.write_text(
        "[venues.main]\nexchange = 'bybit'\nsymbols = ['BTC/USD:BTC']\n"
        "[venues.other]\nexchange = 'bybit'\nsymbols = ['BTC/USD:BTC']\naccount = 'other'\n"
    )
    store = CredentialStore(None, StoreReport(None))
    secret = Credential(key="KEYabcdef123456", secret="SECRETabcdef123456")
    store.store(CredentialName("bybit", "testnet", "main"), secret)
    lines = report(directory, store)
    assert lines["venue main"].state is State.OK
    assert lines["venue main"].found.startswith("bybit, testnet, BTC/USD:BTC, key KEYa…")
    assert lines["venue other"].state is State.NOTE
    assert "market data only" in lines["venue other"].meaning
    text = "\n".join(str(line) for line in lines.values())
    assert not any(part in text for part in secret.secrets)


def test_a_venue_that_cannot_be_reached_is_a_problem(directory: DataDirectory) -> None:
    def silent(exchange: str, environment: str, credential: Credential | None) -> Probe:
        raise UnavailableError("Bybit cannot be reached: no route to host")

    line = report(directory, configured(directory), silent)["venue main"]
    assert line.state is State.PROBLEM
    assert line.meaning == "Bybit cannot be reached: no route to host"


def test_a_clock_that_differs_from_the_venue_s_is_a_problem(directory: DataDirectory) -> None:
    def early(exchange: str, environment: str, credential: Credential | None) -> Probe:
        return Probe(clock_offset_s=-10.0, key=KeyReport())

    line = report(directory, configured(directory), early)["venue main"]
    assert line.state is State.PROBLEM
    assert "clocks 10.00 s apart" in line.found


@pytest.mark.parametrize(
    ("may_withdraw", "state", "words"),
    [
        (True, State.PROBLEM, "the key may withdraw"),
        (False, State.OK, ""),
        (None, State.OK, "not verified"),
    ],
)
def test_what_is_known_of_a_key_s_rights_is_told_and_no_more(
    directory: DataDirectory, may_withdraw: bool | None, state: State, words: str
) -> None:
    def tell(exchange: str, environment: str, credential: Credential | None) -> Probe:
        return Probe(clock_offset_s=None, key=KeyReport(may_withdraw=may_withdraw))

    line = report(directory, configured(directory), tell)["venue main"]
    assert line.state is state
    assert words in line.meaning


def test_a_locked_keyring_is_a_problem_and_no_missing_one(directory: DataDirectory) -> None:
    store = CredentialStore(None, StoreReport("Secret Service", locked=True))
    line = report(directory, store)["keyring"]
    assert (line.state, line.found) == (State.PROBLEM, "Secret Service, locked")
    assert "unlock it" in line.meaning
