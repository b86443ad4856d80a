"""What a venue states of one settlement currency, wherever its answer keeps it."""

from dataclasses import dataclass
from typing import Any

from terminal.venues.ccxt.catalogue import WalletRows
from terminal.venues.ccxt.market_data import number
from terminal.venues.ccxt.mending import ask
from terminal.venues.ccxt.observe import dig


@dataclass(frozen=True, slots=True)
class Wallet:
    """One settlement currency's figures.

    Equity and balance differ by the positions' profit: one of them may be None and is reckoned.
    """

    wallet_balance: float | None
    equity: float | None
    maintenance_margin: float | None

    def balance_with(self, profit: float) -> float:
        """Return the balance, given the profit of the positions it backs."""
        if self.wallet_balance is not None:
            return self.wallet_balance
        return (self.equity or 0.0) - profit

    def equity_with(self, profit: float) -> float:
        """Return the equity, given the profit of the positions it backs."""
        return self.balance_with(profit) + profit if self.equity is None else self.equity


async def statement(exchange: Any, terms: WalletRows) -> Any:
    """Ask for the wallets and return the venue's own answer."""
    if terms.call is not None:
        return await ask(exchange, terms.call)
    return (await exchange.fetch_balance()).get("info")


def wallet_of(terms: WalletRows, answer: Any, settle: str) -> Wallet | None:
    """Return a currency's wallet out of a statement, None where it does not state all of it."""
    coin = terms.coins.get(settle, settle)
    rows = dig(answer, tuple(_filled(step, coin) for step in terms.answered))
    if isinstance(rows, dict):
        row: Any = rows if not terms.coin or rows.get(terms.coin) == coin else None
    else:
        listed = rows if isinstance(rows, list) else ()
        row = next((row for row in listed if row.get(terms.coin) == coin), None)
    if row is None:
        return None

    def figure(name: str) -> float | None:
        steps = _filled(name, coin).split(".") if name else ()
        return number(dig(row, tuple(steps))) if steps else None

    balance, equity = figure(terms.wallet_balance), figure(terms.equity)
    missing = (balance is None and terms.wallet_balance) or (equity is None and terms.equity)
    return None if missing else Wallet(balance, equity, figure(terms.maintenance_margin))


def _filled(step: Any, coin: str) -> Any:
    return step.format(coin=coin) if isinstance(step, str) else step
