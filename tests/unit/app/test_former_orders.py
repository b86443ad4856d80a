"""Whom a start asks about the orders of the last: never a market that cannot know them."""

from pathlib import Path

import pytest

from terminal.app.desk import Desk
from terminal.app.options import RunOptions
from terminal.app.paths import DataDirectory, open_directory
from terminal.app.wiring import make_desk
from terminal.model.errors import UserError
from terminal.model.outputs import Purpose
from terminal.storage.credentials import Credential, CredentialName, CredentialStore
from terminal.storage.journal import Journal, intent_record
from terminal.storage.keyring_backend import StoreReport
from terminal.storage.redaction import Redactor
from tests.unit.app.fakes import intent

_LIVE = '[venues.bybit]\nexchange = "bybit"\nsymbols = ["BTC/USD:BTC"]\nenvironment = "live"\n'


@pytest.fixture
def directory(tmp_path: Path) -> DataDirectory:
    """Return a directory whose last start ended with an order that nobody answered for."""
    made = open_directory(tmp_path)
    journal = Journal.open(made.root)
    journal.append(intent_record(intent("lost", purpose=Purpose.MANUAL, venue="bybit")))
    assert journal.close()
    return made


def _asked_about(desk: Desk) -> list[str]:
    parts = desk._build(lambda _: None)
    parts.journal.close()
    return [order.client_order_id for order in parts.unresolved]


def _desk(
    directory: DataDirectory, options: RunOptions, keys: dict[str, str] | None = None
) -> Desk:
    store = CredentialStore(None, StoreReport(None))
    for account, key in (keys or {}).items():
        name = CredentialName("bybit", "live", account)
        store.store_for_session(name, Credential(key=key, secret="planted-secret"))
    return make_desk(options, directory, lambda: store, Redactor())


def test_paper_under_a_venue_s_name_is_not_asked_about_its_live_orders(
    directory: DataDirectory,
) -> None:
    # It would know nothing of them, and that would pass for proof that they never lived.
    assert _asked_about(_desk(directory, RunOptions(paper_on="bybit"))) == []
    directory.settings.write_text(f"{_LIVE}paper = true\n", encoding="utf-8")
    assert _asked_about(_desk(directory, RunOptions())) == []


def test_the_venue_itself_still_is_afterwards(directory: DataDirectory) -> None:
    assert _asked_about(_desk(directory, RunOptions(paper_on="bybit"))) == []
    directory.settings.write_text(_LIVE, encoding="utf-8")
    assert _asked_about(_desk(directory, RunOptions())) == ["lost"]


_TWICE = """
[venues.one]
exchange = "bybit"
symbols = ["BTC/USD:BTC"]
environment = "live"
account = "main"

[venues.two]
exchange = "bybit"
symbols = ["BTC/USD:BTC"]
environment = "live"
account = "ACCOUNT"
"""


@pytest.mark.parametrize(("account", "key"), [("main", "key-1"), ("second", "key-1")])
def test_one_account_under_two_names_is_refused_in_one_sentence(
    tmp_path: Path, account: str, key: str
) -> None:
    made = open_directory(tmp_path)
    made.settings.write_text(_TWICE.replace("ACCOUNT", account), encoding="utf-8")
    with pytest.raises(UserError) as raised:
        _desk(made, RunOptions(), {"main": "key-1", account: key})
    assert str(raised.value) == (
        "venues: `one` and `two` use one key of bybit live, so its margin would be counted twice; "
        "name all contracts of that account under one of the two"
    )


def test_two_accounts_at_one_exchange_and_one_that_is_only_watched_are_two(tmp_path: Path) -> None:
    made = open_directory(tmp_path)
    made.settings.write_text(_TWICE.replace("ACCOUNT", "second"), encoding="utf-8")
    _desk(made, RunOptions(), {"main": "key-1", "second": "key-2"})
    _desk(made, RunOptions(), {"main": "key-1"})
