"""Keys from the command line: asked for, tried, kept, named, forgotten, and never shown."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from terminal.app import keys_command
from terminal.app.command_line import main
from terminal.app.contracts import Probe, Prober
from terminal.app.keys_command import parse_name
from terminal.app.options import RunOptions
from terminal.app.run import run
from terminal.app.secret_input import ask, ask_credential
from terminal.model.checks import KeyReport
from terminal.model.errors import AuthenticationError, UnavailableError, UserError
from terminal.storage.credentials import (
    Credential,
    CredentialName,
    CredentialStore,
    StoreReport,
)

NAME = CredentialName("bybit", "testnet", "main")
KEY, SECRET, WORDS = "KEYabcdef123456", "SECRETabcdef123456", "PASSabcdef12"
ENTERED = Credential(key=KEY, secret=SECRET, created_at=1_704_067_200 * 10**9)


class Memory:
    """A keyring that works."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.items[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.items[service, username]


@pytest.fixture
def store() -> CredentialStore:
    return CredentialStore(Memory(), StoreReport("Fake Keyring"))


def answering(report: KeyReport | None = None, offset_s: float | None = 0.01) -> Prober:
    def prober(exchange: str, environment: str, credential: Credential | None) -> Probe:
        assert (exchange, environment, credential) == ("bybit", "testnet", ENTERED)
        return Probe(clock_offset_s=offset_s, key=report or KeyReport())

    return prober


def failing(error: Exception) -> Prober:
    def prober(exchange: str, environment: str, credential: Credential | None) -> Probe:
        raise error

    return prober


def added(store: CredentialStore, prober: Prober | None = None, *, replace: bool = False) -> str:
    lines = keys_command.add(store, NAME, lambda: ENTERED, prober, replace=replace)
    return "\n".join(lines)


def unshown(text: str) -> str:
    assert not any(part in text for part in (KEY, SECRET, WORDS))
    return text


# names


def test_a_name_has_an_environment_and_the_account_is_main_by_default() -> None:
    assert parse_name("bybit/testnet") == NAME
    assert parse_name("bybit/live/second") == CredentialName("bybit", "live", "second")


@pytest.mark.parametrize("text", ["bybit", "bybit/paper", "a/testnet/b/c", "/testnet/", ""])
def test_a_name_that_leaves_something_open_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        parse_name(text)


# adding


def test_a_key_is_kept_and_shown_by_its_fingerprint(store: CredentialStore) -> None:
    text = unshown(added(store, answering()))
    assert text.startswith(f"bybit/testnet/main: {ENTERED.fingerprint} is kept in Fake Keyring")
    assert "accepted" in text
    assert "whether it may withdraw is NOT VERIFIED" in text
    assert store.load(NAME) == ENTERED


def test_a_key_is_not_replaced_by_accident(store: CredentialStore) -> None:
    store.store(NAME, Credential(key="OLDKEY12", secret="OLDSECRET12"))
    with pytest.raises(UserError, match="--replace"):
        added(store)
    added(store, replace=True)
    assert store.load(NAME) == ENTERED


def test_a_key_that_the_venue_refuses_is_not_kept(store: CredentialStore) -> None:
    with pytest.raises(UserError, match="does not accept the API key.*was not kept"):
        added(store, failing(AuthenticationError("Bybit does not accept the API key.")))
    assert store.names() == ()


def test_a_key_that_may_withdraw_is_not_kept(store: CredentialStore) -> None:
    with pytest.raises(UserError, match="may withdraw"):
        added(store, answering(KeyReport(may_withdraw=True)))
    assert store.load(NAME) is None


def test_a_venue_that_is_away_leaves_the_key_unverified_and_says_so(
    store: CredentialStore,
) -> None:
    text = added(store, failing(UnavailableError("Bybit cannot be reached")))
    assert "NOT VERIFIED: Bybit cannot be reached" in text
    assert store.load(NAME) == ENTERED


@pytest.mark.parametrize(
    ("exchange", "environment", "words"),
    [
        ("byebye", "testnet", "'byebye' is not known"),
        ("htx", "live", "HTX can be watched but not traded .* leave its key away"),
        ("binancecoinm", "testnet", "Binance COIN-M has no testnet; choose demo or live"),
    ],
)
def test_a_key_that_nothing_could_use_is_not_even_asked_for(
    store: CredentialStore, exchange: str, environment: str, words: str
) -> None:
    def enter() -> Credential:
        raise AssertionError("asked")

    name = CredentialName(exchange, environment, "main")
    with pytest.raises(UserError, match=words):
        list(keys_command.add(store, name, enter, None, replace=False))


def test_without_a_keyring_a_key_is_not_asked_for_and_the_way_out_is_named() -> None:
    nowhere = CredentialStore(None, StoreReport(None, ("Secret Service: not running",)))
    with pytest.raises(UserError, match="--ask-keys.*in memory and never on disk"):
        added(nowhere)
    assert nowhere.names() == ()


def test_a_locked_keyring_is_called_locked() -> None:
    locked = CredentialStore(Memory(), StoreReport("Fake Keyring", locked=True))
    with pytest.raises(UserError, match="unlock it"):
        added(locked)


# testing, listing, renaming, deleting


def test_a_kept_key_is_tried(store: CredentialStore) -> None:
    store.store(NAME, ENTERED)
    rights = KeyReport(
        may_trade=False, may_withdraw=False, bound_to_addresses=False, permissions=("read",)
    )
    (line,) = keys_command.test(store, NAME, answering(rights, offset_s=4.0))
    assert line == (
        f"bybit/testnet/main ({ENTERED.fingerprint}): accepted, may: read, may not trade, may "
        "not withdraw, usable from any address: bind it to yours at the venue, this computer's "
        "clock is 4.0 s ahead of the venue's: set it"
    )


def test_a_kept_key_that_is_refused_is_an_error(store: CredentialStore) -> None:
    store.store(NAME, ENTERED)
    with pytest.raises(UserError, match=r"bybit/testnet/main \(KEYa.*key expired"):
        list(keys_command.test(store, NAME, failing(AuthenticationError("key expired"))))


def test_a_kept_key_that_may_withdraw_is_an_error(store: CredentialStore) -> None:
    store.store(NAME, ENTERED)
    with pytest.raises(UserError, match="may withdraw"):
        list(keys_command.test(store, NAME, answering(KeyReport(may_withdraw=True))))


def test_a_key_that_is_not_there_cannot_be_tried_or_deleted(store: CredentialStore) -> None:
    with pytest.raises(UserError, match="there is no key of bybit/testnet/main in Fake Keyring"):
        list(keys_command.test(store, NAME, answering()))
    with pytest.raises(UserError, match="there is no key"):
        list(keys_command.delete(store, NAME, in_use=False))


def test_keys_are_listed_by_fingerprint(store: CredentialStore) -> None:
    assert list(keys_command.listing(store)) == ["no keys are kept in Fake Keyring"]
    store.store(NAME, ENTERED)
    (line,) = keys_command.listing(store)
    assert unshown(line) == f"bybit/testnet/main: {ENTERED.fingerprint}, added 2024-01-01"


def test_without_a_keyring_the_list_says_what_that_means() -> None:
    nowhere = CredentialStore(None, StoreReport(None, ("Secret Service: not running",)))
    (line,) = keys_command.listing(nowhere)
    assert "Secret Service: not running" in line
    assert "never on disk" in line


def test_a_key_is_renamed_and_deleted(store: CredentialStore) -> None:
    store.store(NAME, ENTERED)
    (line,) = keys_command.rename(store, NAME, "second")
    assert "is now bybit/testnet/second" in line
    renamed = parse_name("bybit/testnet/second")
    lines = list(keys_command.delete(store, renamed, in_use=True))
    assert "at the venue it stays valid" in lines[0]
    assert "until it is restarted" in lines[1]
    assert store.names() == ()


# where secrets come in


def entering(*texts: str) -> Callable[[str], str]:
    lines: Iterator[str] = iter(texts)
    return lambda _: next(lines)


def test_what_is_pasted_with_spaces_around_it_is_taken_without() -> None:
    entered = ask_credential(
        "x", 7, passphrase=True, ask=entering(f" {KEY} ", f"{SECRET}\r", WORDS)
    )
    assert entered == Credential(key=KEY, secret=SECRET, passphrase=WORDS, created_at=7)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (("", SECRET), "API key: nothing was entered"),
        ((KEY, ""), "secret: nothing was entered"),
        ((KEY, "short"), "secret: has 5 characters"),
        ((KEY, f"{SECRET} {SECRET}"), "secret: has spaces"),
        ((KEY, f"{SECRET}\x1b[2J"), "secret: has spaces or characters that cannot be shown"),
        ((KEY, KEY), "the same text"),
        ((KEY, SECRET, "x"), "passphrase: has 1 characters"),
    ],
)
def test_what_cannot_be_a_key_is_refused_without_showing_it(
    texts: tuple[str, ...], words: str
) -> None:
    with pytest.raises(UserError) as refused:
        ask_credential("x", 7, passphrase=len(texts) == 3, ask=entering(*texts))
    assert words in unshown(str(refused.value))


def test_a_passphrase_that_may_be_missing_is_asked_for_once() -> None:
    without = ask_credential("x", 7, passphrase=None, ask=entering(KEY, SECRET, ""))
    assert without.passphrase == ""
    with_one = ask_credential("x", 7, passphrase=None, ask=entering(KEY, SECRET, WORDS))
    assert with_one.passphrase == WORDS


def test_one_line_of_standard_input_is_read_and_no_byte_more(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "input"
    path.write_text(f"{KEY}\n{SECRET}\nrest")
    kept = os.dup(0)
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.dup2(descriptor, 0)
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        assert ask("API key") == KEY
        assert ask("secret") == SECRET
        assert os.read(0, 10) == b"rest"
    finally:
        os.dup2(kept, 0)
        os.close(kept)
        os.close(descriptor)


def test_at_a_terminal_nothing_is_echoed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def getpass(prompt: str) -> str:
        asked.append(prompt)
        return SECRET

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", getpass)
    assert ask("secret of x") == SECRET
    assert asked == ["secret of x (not shown): "]


# the words of the command line


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["keys"], "the following arguments are required: ACTION"),
        (["keys", "add"], "the following arguments are required: NAME"),
        (["keys", "add", "bybit"], "EXCHANGE/ENVIRONMENT"),
        (["keys", "add", "bybit/testnet", SECRET], "unrecognized arguments"),
        (["keys", "add", "bybit/testnet", f"--secret={SECRET}"], "in the shell's history now"),
        (["keys", "add", SECRET], "EXCHANGE/ENVIRONMENT"),
        (["keys", SECRET], "invalid choice"),
    ],
)
def test_a_secret_as_an_argument_is_refused_and_not_repeated(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert SECRET not in captured.err + captured.out


def test_the_whole_way_from_the_command_line(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    store: CredentialStore,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("terminal.app.account_commands.open_store", lambda: store)
    monkeypatch.setattr("terminal.app.environment.forbid_core_dumps", lambda: None)
    monkeypatch.setattr("terminal.app.venue_probe.probe", failing(UnavailableError("away")))
    lines = entering(KEY, SECRET)
    monkeypatch.setattr(
        "terminal.app.secret_input.ask_credential",
        lambda name, at, **given: ask_credential(name, at, ask=lines, **given),
    )
    assert main(["keys", "add", "bybit/testnet"]) == 0
    assert main(["keys", "list"]) == 0
    assert main(["keys", "rename", "bybit/testnet", "second"]) == 0
    assert main(["keys", "test", "bybit/testnet/second"]) == 2
    directory = ["--data-dir", str(tmp_path / "none")]
    assert main(["keys", "delete", "bybit/testnet/second", *directory]) == 0
    captured = capsys.readouterr()
    unshown(captured.out + captured.err)
    assert "NOT VERIFIED: away" in captured.out
    assert captured.err.count("\n") == 1
    assert not (tmp_path / "none").exists()


def test_keys_for_a_session_need_a_venue(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no venue is configured"):
        run(RunOptions(data_dir=tmp_path / "data", headless=True, ask_keys=True))
