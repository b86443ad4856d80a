"""The window's keys are those of the command line, and nothing entered shows anywhere."""

import pytest

from terminal.app.contracts import Probe
from terminal.app.key_cabinet import StoreCabinet
from terminal.model.checks import KeyReport
from terminal.model.errors import AuthenticationError, UserError
from terminal.storage.credentials import Credential, CredentialName, CredentialStore, StoreReport
from terminal.storage.redaction import MASK, Redactor
from terminal.ui.accounts.port import KeyCabinet
from tests.unit.storage.test_credentials import FakeKeyring

KEY, SECRET, WORDS = "KEYplanted7315024", "SECRETplanted9948271", "WORDSplanted5521"
SECRETS = (KEY, SECRET, WORDS)


class Venue:
    """Answers what it is told to."""

    def __init__(self) -> None:
        self.report = KeyReport(may_trade=True, may_withdraw=False, uid="7", permissions=("trade",))
        self.refuse = False
        self.asked: list[tuple[str, str]] = []

    def __call__(self, exchange: str, environment: str, credential: Credential | None) -> Probe:
        self.asked.append((exchange, environment))
        if self.refuse:
            raise AuthenticationError("Bybit does not accept the API key.")
        return Probe(clock_offset_s=0.0, key=self.report)


@pytest.fixture
def venue() -> Venue:
    return Venue()


@pytest.fixture
def redactor() -> Redactor:
    return Redactor()


@pytest.fixture
def cabinet(venue: Venue, redactor: Redactor) -> StoreCabinet:
    backend = FakeKeyring()
    backend.items = {}
    store = CredentialStore(backend, StoreReport("Secret Service"))
    return StoreCabinet(lambda: store, venue, redactor)


def add(
    cabinet: StoreCabinet,
    name: str = "bybit/live/main",
    *,
    replace: bool = False,
    session: bool = False,
) -> str:
    return cabinet.add(name, KEY, SECRET, WORDS, tried=True, replace=replace, session=session)


def test_it_is_what_the_window_asks_for(cabinet: StoreCabinet) -> None:
    asked_for: KeyCabinet = cabinet
    assert asked_for.place().keeps
    assert "bybit" in cabinet.exchanges()


def test_a_key_is_tried_in_its_own_environment_and_kept_with_what_was_told(
    cabinet: StoreCabinet, venue: Venue
) -> None:
    said = add(cabinet)
    assert venue.asked == [("bybit", "live")]
    assert "may not withdraw" in said
    (row,) = cabinet.keys()
    assert row.name == "bybit/live/main"
    assert row.shown.startswith("KEYp…")
    stored = cabinet._store().load(CredentialName("bybit", "live", "main"))
    assert stored is not None
    assert (stored.uid, stored.checked_permissions) == ("7", ("trade",))
    assert not any(secret in said + str(row) + repr(stored) for secret in SECRETS)


def test_a_key_of_the_testnet_is_never_taken_for_one_of_the_live_exchange(
    cabinet: StoreCabinet,
) -> None:
    add(cabinet, "bybit/testnet/main")
    assert cabinet._store().load(CredentialName("bybit", "live", "main")) is None
    with pytest.raises(UserError, match="environments are live, demo, testnet"):
        add(cabinet, "bybit/mainnet/main")


def test_a_key_that_may_move_money_is_refused_and_not_kept(
    cabinet: StoreCabinet, venue: Venue
) -> None:
    venue.report = KeyReport(may_trade=True, may_withdraw=True)
    with pytest.raises(UserError, match="may withdraw or transfer") as refused:
        add(cabinet)
    assert cabinet.keys() == ()
    assert not any(secret in str(refused.value) for secret in SECRETS)


def test_a_key_that_the_venue_refuses_is_not_kept(cabinet: StoreCabinet, venue: Venue) -> None:
    venue.refuse = True
    with pytest.raises(UserError, match="The key was not kept"):
        add(cabinet)
    assert cabinet.keys() == ()


@pytest.mark.parametrize("look", ["keys", "test"])
def test_what_was_kept_before_is_redacted_from_the_first_look_on(
    venue: Venue, redactor: Redactor, look: str
) -> None:
    backend = FakeKeyring()
    backend.items = {}
    store = CredentialStore(backend, StoreReport("Secret Service"))
    name = CredentialName("bybit", "live", "main")
    store.store(name, Credential(key=KEY, secret=SECRET, passphrase=WORDS))
    cabinet = StoreCabinet(lambda: store, venue, redactor)
    assert redactor(f"it says {SECRET}") == f"it says {SECRET}"
    if look == "keys":
        cabinet.keys()
    else:
        cabinet.test(name.item())
    for secret in SECRETS:
        assert redactor(f"it says {secret}") == f"it says {MASK}"


def test_what_is_entered_is_redacted_from_then_on_kept_or_not(
    cabinet: StoreCabinet, redactor: Redactor
) -> None:
    with pytest.raises(UserError):
        add(cabinet, "nowhere")
    for secret in SECRETS:
        assert redactor(f"it says {secret}") == f"it says {MASK}"


def test_a_key_is_tested_renamed_and_deleted(cabinet: StoreCabinet) -> None:
    add(cabinet)
    assert "accepted" in cabinet.test("bybit/live/main")
    assert "is now bybit/live/desk" in cabinet.rename("bybit/live/main", "desk")
    with pytest.raises(UserError, match="there is a key"):
        add(cabinet, "bybit/live/desk")
    add(cabinet, "bybit/live/desk", replace=True)
    assert "at the venue it stays valid" in cabinet.delete("bybit/live/desk")
    assert cabinet.keys() == ()


def test_without_a_keyring_it_says_how_to_trade_for_one_session(
    venue: Venue, redactor: Redactor
) -> None:
    store = CredentialStore(None, StoreReport(None, ("Secret Service: no bus",)))
    cabinet = StoreCabinet(lambda: store, venue, redactor)
    place = cabinet.place()
    assert (place.keeps, "--ask-keys" in place.words) == (False, True)
    assert "Paper trading works" in place.words
    with pytest.raises(UserError, match="--ask-keys"):
        add(cabinet)
    assert "kept in memory until this program ends; accepted" in add(cabinet, session=True)
    kept = store.load(CredentialName("bybit", "live", "main"))
    assert kept is not None
    assert (kept.key, kept.uid) == (KEY, "7")
    (row,) = cabinet.keys()
    assert row.shown.startswith("KEYp…"), "in use for this session"


def test_a_key_for_this_session_leaves_the_keyring_alone(venue: Venue, redactor: Redactor) -> None:
    backend = FakeKeyring()
    backend.items = {}
    store = CredentialStore(backend, StoreReport("Secret Service"))
    add(StoreCabinet(lambda: store, venue, redactor), session=True)
    assert backend.items == {}
    assert store.load(CredentialName("bybit", "live", "main")) is not None


def test_another_desk_begins_only_where_it_can(venue: Venue, redactor: Redactor) -> None:
    store = CredentialStore(None, StoreReport(None, ()))
    asked: list[bool] = []
    cabinet = StoreCabinet(lambda: store, venue, redactor, lambda: asked.append(True))
    assert cabinet.begin_anew()
    assert asked == [True]
    assert not StoreCabinet(lambda: store, venue, redactor).begin_anew()
