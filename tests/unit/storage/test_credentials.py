"""API keys: where they go, and where they never show."""

import sys
from pathlib import Path

import pytest

from terminal.model.errors import UserError
from terminal.storage.credentials import Credential, CredentialName, CredentialStore, open_store
from terminal.storage.keyring_backend import BACKENDS

NAME = CredentialName("bybit", "testnet", "main")
SECRET = Credential(key="KEYabcdef123456", secret="SECRETabcdef123456", passphrase="PASSabcdef")


class FakeKeyring:
    """A store that works; what is written goes into the class, as a system's store outlives it."""

    viable = True
    priority = 5
    items: dict[tuple[str, str], str]

    def get_password(self, service: str, username: str) -> str | None:
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.items[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.items[service, username]


class RoamingKeyring(FakeKeyring):
    """As Windows has it: kept for every machine of the profile unless told otherwise."""

    persist = "enterprise"


class ForgetfulKeyring(FakeKeyring):
    """Takes everything and gives nothing back, as keyring's null backend does."""

    def get_password(self, service: str, username: str) -> str | None:
        return None


class LockedKeyring(FakeKeyring):
    """Worked a moment ago."""

    def get_password(self, service: str, username: str) -> str | None:
        if username == NAME.item():
            raise PermissionError("dismissed SECRETabcdef123456")
        return super().get_password(service, username)


class StickyKeyring(FakeKeyring):
    """Says that it deletes, and does not."""

    def delete_password(self, service: str, username: str) -> None:
        return


class KeyringLocked(Exception):  # noqa: N818 — the library's own name
    """What the library raises where the owner does not open the store."""


class ClosedKeyring(FakeKeyring):
    """There, and locked; counts who knocks."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("Failed to unlock the collection!")

    get_password = delete_password = set_password  # type: ignore[assignment]


class AbsentKeyring(FakeKeyring):
    """Not on this machine."""

    viable = False

    @property
    def unused(self) -> None:
        """Nothing."""


class _Priority:
    def __get__(self, instance: object, owner: type) -> int:
        raise RuntimeError("the daemon is not running")


AbsentKeyring.priority = _Priority()  # type: ignore[assignment]


@pytest.fixture(autouse=True)
def empty_stores() -> None:
    FakeKeyring.items = {}


def opened(*classes: type[FakeKeyring]) -> CredentialStore:
    table = {"here": tuple((__name__, kind.__name__, kind.__name__) for kind in classes)}
    return open_store("here", table)


def test_a_key_is_kept_read_and_forgotten() -> None:
    store = opened(FakeKeyring)
    assert store.report.persistent
    assert store.load(NAME) is None
    store.store(NAME, SECRET)
    assert opened(FakeKeyring).load(NAME) == SECRET
    store.delete(NAME)
    assert store.load(NAME) is None
    store.delete(NAME)


def test_the_environment_is_part_of_the_name() -> None:
    store = opened(FakeKeyring)
    store.store(NAME, SECRET)
    assert store.load(CredentialName("bybit", "live", "main")) is None


def test_the_self_check_leaves_nothing_behind() -> None:
    opened(FakeKeyring)
    assert FakeKeyring.items == {}


def test_keys_do_not_roam_to_other_machines() -> None:
    store = opened(RoamingKeyring)
    assert store._backend is not None
    assert store._backend.persist == "local machine"  # type: ignore[attr-defined]


def test_a_store_that_gives_nothing_back_is_not_believed() -> None:
    store = opened(ForgetfulKeyring)
    assert not store.report.persistent
    assert "does not give back" in store.report.reasons[0]


def test_a_store_that_does_not_delete_is_not_believed() -> None:
    store = opened(StickyKeyring)
    assert not store.report.persistent
    assert "does not delete" in store.report.reasons[0]


def test_two_processes_that_check_the_store_at_once_do_not_disturb_each_other() -> None:
    names: set[str] = set()

    class Noting(FakeKeyring):
        def set_password(self, service: str, username: str, password: str) -> None:
            names.add(username)
            super().set_password(service, username, password)

    globals()["Noting"] = Noting
    opened(Noting)
    opened(Noting)
    assert len(names) == 2


def test_a_locked_store_is_not_replaced_by_memory() -> None:
    """Else a venue would quietly trade without its key, or a key be entered twice."""
    store = opened(ClosedKeyring, FakeKeyring)
    assert (store.report.name, store.report.locked) == ("ClosedKeyring", True)
    assert "unlock it" in store.report.meaning()
    with pytest.raises(UserError, match="unlock it and try again"):
        store.load(NAME)
    with pytest.raises(UserError, match="unlock it and try again"):
        store.store(NAME, SECRET)
    assert FakeKeyring.items == {}


def test_the_names_of_keys_are_listed_and_none_of_their_content() -> None:
    store = opened(FakeKeyring)
    assert store.names() == ()
    other = CredentialName("binancecoinm", "live", "main")
    store.store(NAME, SECRET)
    store.store(other, SECRET)
    store.store(NAME, SECRET)
    assert opened(FakeKeyring).names() == (other, NAME)
    assert SECRET.key not in FakeKeyring.items["scaling-terminal", "names"]
    assert store.delete(other)
    assert not store.delete(other)
    assert store.names() == (NAME,)


def test_a_list_of_names_that_somebody_spoilt_loses_no_key() -> None:
    store = opened(FakeKeyring)
    store.store(NAME, SECRET)
    FakeKeyring.items["scaling-terminal", "names"] = '["x", 7'
    assert store.names() == ()
    assert store.load(NAME) == SECRET
    store.store(NAME, SECRET)
    assert store.names() == (NAME,)


def test_a_key_is_renamed_within_its_exchange_and_environment() -> None:
    store = opened(FakeKeyring)
    store.store(NAME, SECRET)
    renamed = store.rename(NAME, "second")
    assert renamed == CredentialName("bybit", "testnet", "second")
    assert store.load(renamed) == SECRET
    assert store.load(NAME) is None
    assert store.names() == (renamed,)


def test_a_key_is_never_renamed_onto_another() -> None:
    store = opened(FakeKeyring)
    second = CredentialName("bybit", "testnet", "second")
    store.store(NAME, SECRET)
    store.store(second, Credential(key="OTHERKEY", secret="OTHERSECRET"))
    with pytest.raises(UserError, match="delete that one first"):
        store.rename(NAME, "second")
    with pytest.raises(UserError, match="there is no key of bybit/testnet/third"):
        store.rename(CredentialName("bybit", "testnet", "third"), "fourth")
    assert store.load(NAME) == SECRET


def test_a_key_for_the_session_is_used_first_and_never_written() -> None:
    store = opened(FakeKeyring)
    store.store(NAME, SECRET)
    other = Credential(key="SESSIONKEY", secret="SESSIONSECRET")
    store.store_for_session(NAME, other)
    assert store.load(NAME) == other
    assert opened(FakeKeyring).load(NAME) == SECRET
    assert not any("SESSION" in text for text in FakeKeyring.items.values())


def test_a_key_that_cannot_be_read_can_be_deleted() -> None:
    store = opened(FakeKeyring)
    FakeKeyring.items["scaling-terminal", NAME.item()] = "{broken"
    assert store.delete(NAME)
    assert store.load(NAME) is None


def test_the_reason_of_each_store_that_is_not_there_is_told() -> None:
    store = opened(AbsentKeyring, FakeKeyring)
    assert store.report.name == "FakeKeyring"
    assert store.report.reasons == ("AbsentKeyring: the daemon is not running",)


def test_without_a_store_keys_live_for_the_session_only() -> None:
    store = opened(AbsentKeyring)
    assert store.report.name is None
    assert "one session only" in store.report.meaning()
    store.store(NAME, SECRET)
    assert store.load(NAME) == SECRET
    assert opened(AbsentKeyring).load(NAME) is None


def test_an_unknown_system_has_no_store() -> None:
    report = open_store("plan9", {}).report
    assert report.name is None
    assert report.reasons == ("no store is known for the system 'plan9'",)


def test_a_store_that_refuses_is_told_without_what_it_said() -> None:
    store = opened(LockedKeyring)
    with pytest.raises(UserError, match=r"would not read the key of bybit/testnet/main") as error:
        store.load(NAME)
    assert "SECRET" not in str(error.value)
    assert error.value.__suppress_context__


def test_an_item_that_somebody_else_wrote_is_refused() -> None:
    store = opened(FakeKeyring)
    FakeKeyring.items["scaling-terminal", NAME.item()] = "{broken"
    with pytest.raises(UserError, match="delete it and enter it again"):
        store.load(NAME)


def test_a_credential_shows_only_its_fingerprint() -> None:
    text = f"{SECRET} {SECRET!r} {[SECRET]}"
    assert not any(part in text for part in SECRET.secrets)
    assert "KEYa…" in text


@pytest.mark.parametrize("part", ["", "a/b", "a\nb", "a\x1b[2J"])
def test_a_name_cannot_be_taken_for_another(part: str) -> None:
    with pytest.raises(UserError, match="a word without a slash"):
        CredentialName("bybit", "live", part).item()


def test_only_the_systems_own_stores_are_ever_tried() -> None:
    modules = {module for rows in BACKENDS.values() for module, _, _ in rows}
    assert modules == {
        "keyring.backends.SecretService",
        "keyring.backends.kwallet",
        "keyring.backends.macOS",
        "keyring.backends.Windows",
    }


def test_the_users_keyring_configuration_is_not_obeyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A configuration file and a variable that both name foreign code are ignored."""
    marker = tmp_path / "executed"
    (tmp_path / "rogue_keyring.py").write_text(
        f"from pathlib import Path\nPath({str(marker)!r}).write_text('yes')\n"
        "class Keyring:\n    viable = True\n    priority = 99\n"
    )
    configuration = tmp_path / "python_keyring"
    configuration.mkdir()
    (configuration / "keyringrc.cfg").write_text(
        f"[backend]\ndefault-keyring=rogue_keyring.Keyring\nkeyring-path={tmp_path}\n"
    )
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "rogue_keyring.Keyring")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    monkeypatch.syspath_prepend(str(tmp_path))
    open_store()
    assert not marker.exists()
    assert "rogue_keyring" not in sys.modules
