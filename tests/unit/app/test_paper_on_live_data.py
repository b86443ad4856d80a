"""Paper on an exchange's live data, chosen on the command line or in the settings."""

from pathlib import Path

import pytest

from terminal.app.options import RunOptions
from terminal.app.paths import open_directory
from terminal.app.wiring import make_desk
from terminal.model.errors import UserError
from terminal.storage.credentials import Credential, CredentialName, CredentialStore
from terminal.storage.keyring_backend import StoreReport
from terminal.storage.redaction import Redactor


def no_store() -> CredentialStore:
    raise AssertionError("paper reads no key")


def titled(root: Path, options: RunOptions) -> tuple[str, bool]:
    desk = make_desk(options, open_directory(root), no_store, Redactor())
    return desk.title, desk.paper


def test_the_title_says_paper_and_whose_data(tmp_path: Path) -> None:
    options = RunOptions(paper_on="binancecoinm")
    assert titled(tmp_path, options) == ("Paper on Binance COIN-M live data", True)


def test_a_venue_of_the_settings_may_be_on_paper(tmp_path: Path) -> None:
    text = '[venues.try]\nexchange = "bybit"\nsymbols = ["BTC/USD:BTC"]\npaper = true\n'
    directory = open_directory(tmp_path)
    directory.settings.write_text(text, encoding="utf-8")
    desk = make_desk(RunOptions(), directory, no_store, Redactor())
    assert (desk.title, desk.paper) == ("Paper on Bybit live data", True)


_LIVE = CredentialName("bybit", "live", "main")
_MONEY = '[venues.money]\nexchange = "bybit"\nsymbols = ["BTC/USD:BTC"]\nenvironment = "live"\n'
_PAPER = '[venues.try]\nexchange = "okx"\nsymbols = ["BTC/USD:BTC"]\npaper = true\n'
_TESTNET = '[venues.try]\nexchange = "bybit"\nsymbols = ["ETH/USD:ETH"]\n'


def keys_of(*names: CredentialName) -> CredentialStore:
    store = CredentialStore(None, StoreReport(None))
    for name in names:
        store.store_for_session(name, Credential(key="k" * 8, secret="s" * 8))
    return store


@pytest.mark.parametrize("pretended", [_PAPER, _TESTNET])
def test_money_that_is_not_real_is_never_counted_beside_money_that_is(
    tmp_path: Path, pretended: str
) -> None:
    # One portfolio's target is shared out: what paper cannot place would be bought with money.
    directory = open_directory(tmp_path)
    directory.settings.write_text(_MONEY + pretended, encoding="utf-8")
    store = keys_of(_LIVE, CredentialName("bybit", "testnet", "main"))
    with pytest.raises(UserError, match="`try` does not trade real money, `money` does"):
        make_desk(RunOptions(), directory, lambda: store, Redactor())


def test_a_venue_that_is_only_watched_may_stand_beside_paper(tmp_path: Path) -> None:
    directory = open_directory(tmp_path)
    directory.settings.write_text(_MONEY + _PAPER, encoding="utf-8")
    store = keys_of()
    make_desk(RunOptions(), directory, lambda: store, Redactor())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (RunOptions(paper_on="bitmex"), "'bitmex' is not known; choose one of"),
        (RunOptions(paper_on="bybit", symbols=()), "name at least one contract"),
    ],
)
def test_what_cannot_be_is_said_before_the_window_opens(
    tmp_path: Path, options: RunOptions, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        titled(tmp_path, options)
