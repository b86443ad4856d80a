"""Venues in the settings: added, listed and removed, each mistake named."""

from pathlib import Path

import pytest

from terminal.app.command_line import main
from terminal.storage.account_book import AccountBook
from terminal.storage.settings import Environment, read_settings


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def said(capsys: pytest.CaptureFixture[str], data: Path, *arguments: str) -> str:
    assert main(["venues", *arguments, "--data-dir", str(data)]) == 0
    return capsys.readouterr().out


def complaint(capsys: pytest.CaptureFixture[str], data: Path, *arguments: str) -> str:
    assert main(["venues", *arguments, "--data-dir", str(data)]) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    return captured.err


def test_without_one_the_terminal_trades_on_paper(
    capsys: pytest.CaptureFixture[str], data: Path
) -> None:
    assert "on paper" in said(capsys, data, "list")


def test_a_venue_is_added_listed_and_removed(
    capsys: pytest.CaptureFixture[str], data: Path
) -> None:
    text = said(capsys, data, "add", "main", "bybit", "BTC/USD:BTC,ETH/USD:ETH")
    assert "keys add bybit/testnet/main" in text
    assert "real money" not in text
    listed = said(capsys, data, "list")
    assert listed == "main: bybit, testnet, account main, BTC/USD:BTC, ETH/USD:ETH\n"
    venue = read_settings(data / "settings.toml").venues["main"]
    assert venue.environment is Environment.TESTNET
    assert venue.symbols == ("BTC/USD:BTC", "ETH/USD:ETH")
    assert "stay as they are" in said(capsys, data, "remove", "main")
    assert read_settings(data / "settings.toml").venues == {}


def test_real_money_is_called_that(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    text = said(
        capsys, data, "add", "main", "bybit", "BTC/USD:BTC", "--environment", "live",
    )  # fmt: skip
    assert "real money" in text
    assert "keys add bybit/live/main" in text


def test_a_venue_that_is_only_watched_says_why_and_speaks_of_no_key(
    capsys: pytest.CaptureFixture[str], data: Path
) -> None:
    arguments = ("add", "htx", "htx", "BTC/USD:BTC", "--environment", "live")
    text = said(capsys, data, *arguments)
    assert "it is watched and takes no API key: of a coin-margined swap it keeps a long" in text
    assert "real money" not in text
    assert "keys add" not in text
    listed = said(capsys, data, "list")
    assert listed == "htx: htx, live, watched, not traded, BTC/USD:BTC\n"


def test_a_venue_that_was_tried_on_loopback_only_says_what_real_money_needs(
    capsys: pytest.CaptureFixture[str], data: Path
) -> None:
    text = said(capsys, data, "add", "main", "okx", "BTC/USD:BTC", "--environment", "live")
    assert "accept_untried = true is under [venues.main]" in text
    text = said(capsys, data, "add", "test", "okx", "BTC/USD:BTC")
    assert "accept_untried" not in text


def test_comments_in_the_file_stay(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    data.mkdir(mode=0o700)
    (data / "settings.toml").write_text("# mine\npolicy = 'cautious'\n")
    said(capsys, data, "add", "main", "bybit", "BTC/USD:BTC")
    text = (data / "settings.toml").read_text()
    assert "# mine" in text
    assert read_settings(data / "settings.toml").policy == "cautious"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add", "main", "byebye", "BTC/USD:BTC"], "'byebye' is not known"),
        (["add", "main", "bybit", "BTCUSD"], "symbol 'BTCUSD': write it as BASE/QUOTE:SETTLE"),
        (["add", "main", "bybit", ","], "name at least one symbol"),
        (["add", "paper", "bybit", "BTC/USD:BTC"], "not `paper`, which is ours"),
        (["add", "a b", "bybit", "BTC/USD:BTC"], "use small letters"),
        (["add", "m", "bybit", "BTC/USD:BTC", "--account", "a/b"], "account 'a/b'"),
        (["add", "m", "bybit", "BTC/USD:BTC", "--environment", "x"], "invalid choice: 'x'"),
        (["add", "main", "bybit"], "the following arguments are required: SYMBOL"),
        (["add", "main", "binancecoinm", "BTC/USD:BTC"], "Binance COIN-M has no testnet; choose"),
        (["remove", "main"], "is not configured; there are: none"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], data: Path, arguments: list[str], words: str
) -> None:
    assert words in complaint(capsys, data, *arguments)
    assert not (data / "settings.toml").exists()


def test_one_account_is_one_venue(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    said(capsys, data, "add", "main", "bybit", "BTC/USD:BTC")
    text = complaint(capsys, data, "add", "more", "bybit", "ETH/USD:ETH")
    assert "main trades on that account already" in text
    assert "is there already" in complaint(capsys, data, "add", "main", "bybit", "ETH/USD:ETH")
    said(capsys, data, "add", "more", "bybit", "ETH/USD:ETH", "--account", "second")


def test_a_venue_s_next_account_may_be_another_one(
    capsys: pytest.CaptureFixture[str], data: Path
) -> None:
    data.mkdir(mode=0o700)
    book = AccountBook(data)
    book.note("main", "111")
    assert "the account that connects next" in said(capsys, data, "rebind", "main")
    assert book.known("main") is None
    assert "no account is noted" in complaint(capsys, data, "rebind", "main")
