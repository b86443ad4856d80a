from typing import Any

from terminal.model.events import Account
from terminal.venues.ccxt.account import AccountView
from terminal.venues.ccxt.catalogue import BYBIT

BTC, ETH = "BTC/USD:BTC", "ETH/USD:ETH"


def coin(name: str, balance: str, equity: str, margin: str = "0.01") -> dict[str, Any]:
    return {"coin": name, "walletBalance": balance, "equity": equity, "totalPositionMM": margin}


def wallet(*coins: dict[str, Any]) -> dict[str, Any]:
    return {"result": {"list": [{"coin": list(coins)}]}}


def position(symbol: str, contracts: float, updated_ms: int, side: str = "long") -> dict[str, Any]:
    return {
        "symbol": symbol,
        "contracts": contracts,
        "side": side if contracts else None,
        "entryPrice": 60_000.0,
        "liquidationPrice": None,
        "leverage": 5.0,
        "marginMode": None,
        "notional": 123.0,  # wrong on purpose: nobody may look at it
        "lastUpdateTimestamp": updated_ms,
    }


def view() -> AccountView:
    made = AccountView("bybit", ["BTC", "BTC", "ETH"])
    made.answered(BYBIT.wallet, wallet(coin("BTC", "2", "1.9"), coin("USDT", "5", "5")))
    return made


def only(made: AccountView) -> Account:
    (account,) = made.events(5)
    return account


def test_nothing_is_said_before_positions_are_known() -> None:
    made = view()
    assert list(made.events(5)) == []
    made.position(position(BTC, 100.0, 10), "BTC")
    assert list(made.events(5)) == [], "a stream states single positions, not all of them"


def test_an_account_states_wallet_equity_margin_and_signed_positions() -> None:
    made = view()
    made.all_positions([(position(BTC, 100.0, 10, "short"), "BTC")], 11)
    account = only(made)
    assert (account.settle, account.wallet_balance, account.equity) == ("BTC", 2.0, 1.9)
    assert account.maintenance_margin == 0.01
    (held,) = account.positions
    assert (held.symbol, held.contracts, held.entry_price) == (BTC, -100.0, 60_000.0)
    assert account.as_of == 11_000_000


def test_a_currency_is_left_out_until_its_wallet_is_known() -> None:
    made = view()
    made.all_positions([], 11)
    assert [account.settle for account in made.events(5)] == ["BTC"]
    made.answered(BYBIT.wallet, wallet(coin("ETH", "10", "10")))
    assert [account.settle for account in made.events(5)] == ["BTC", "ETH"]


def test_absent_from_a_poll_means_flat() -> None:
    made = view()
    made.all_positions([(position(BTC, 100.0, 10), "BTC")], 11)
    made.all_positions([], 12)
    assert only(made).positions == ()


def test_each_currency_states_its_own_positions() -> None:
    made = view()
    made.answered(BYBIT.wallet, wallet(coin("ETH", "10", "10")))
    rows = [(position(BTC, 1.0, 1), "BTC"), (position(ETH, 2.0, 1), "ETH")]
    made.all_positions(rows, 3)
    held = {account.settle: [p.symbol for p in account.positions] for account in made.events(5)}
    assert held == {"BTC": [BTC], "ETH": [ETH]}


def test_an_older_statement_never_replaces_a_newer_one() -> None:
    made = view()
    made.all_positions([], 5)
    made.position(position(BTC, 300.0, 20), "BTC")
    made.position(position(BTC, 100.0, 10), "BTC")
    assert only(made).positions[0].contracts == 300.0
    made.all_positions([(position(BTC, 100.0, 10), "BTC")], 12)
    assert only(made).positions[0].contracts == 300.0
    made.all_positions([], 30)
    made.position(position(BTC, 100.0, 19), "BTC")
    assert only(made).positions == (), "a late message does not bring a closed position back"


def test_the_time_of_the_statement_never_runs_backwards() -> None:
    made = view()
    made.all_positions([], 50)
    made.as_of(40)
    made.as_of(None)
    assert only(made).as_of == 50_000_000


def test_a_flat_row_of_the_stream_closes_the_position() -> None:
    made = view()
    made.all_positions([(position(BTC, 100.0, 10), "BTC")], 11)
    made.position(position(BTC, 0.0, 12), "BTC")
    assert only(made).positions == ()


def test_a_wallet_without_figures_keeps_the_last_ones() -> None:
    made = view()
    made.all_positions([], 1)
    made.answered(BYBIT.wallet, wallet(coin("BTC", "", "1")))
    made.answered(BYBIT.wallet, None)
    assert only(made).wallet_balance == 2.0
