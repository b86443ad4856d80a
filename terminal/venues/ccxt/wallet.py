"""What a venue states of one settlement currency, wherever its answer keeps it."""

from collections.abc import Awaitable, Callable, Sequence
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


async def statement(
    exchange: Any, terms: WalletRows, settles: Sequence[str], turn: Callable[[], Awaitable[None]]
) -> Any:
    """Ask for the wallets of `settles` and return the venue's own answer.

    Where each takes a request of its own, that is a table by the venue's names of them. `turn` is
    awaited before every request.
    """
    call = terms.call
    if call is None or not call.asks("coin"):
        await turn()
        if call is not None:
            return await ask(exchange, call)
        return (await exchange.fetch_balance()).get("info")
    answers: dict[str, Any] = {}
    for coin in (terms.coins.get(settle, settle) for settle in dict.fromkeys(settles)):
        await turn()
        answers[coin] = await ask(exchange, call, coin=coin)
    return answers


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
