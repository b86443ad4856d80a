"""The account as the venue states it: wallets and positions, streamed and polled, in one view."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from terminal.model.events import Account, PositionReport
from terminal.venues.ccxt.catalogue import WalletRows
from terminal.venues.ccxt.market_data import number

_NS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True)
class Wallet:
    """One settlement currency's figures."""

    wallet_balance: float
    equity: float
    maintenance_margin: float | None


@dataclass(frozen=True, slots=True)
class _Position:
    report: PositionReport
    settle: str
    updated_ms: int


class AccountView:
    """Keeps the last statement of every wallet and position and turns them into `Account` events.

    A stream states single positions, a poll all of them; an older statement never replaces a
    newer one.
    """

    def __init__(self, venue: str, settles: Iterable[str]) -> None:
        self._venue = venue
        self._settles = tuple(dict.fromkeys(settles))
        self._wallets: dict[str, Wallet] = {}
        self._positions: dict[str, _Position] = {}
        self._positions_known = False
        self._as_of_ms = 0
        self.generation = 0  # counts streamed statements: a poll that one overtook is stale

    def wallet_rows(self, terms: WalletRows, rows: Any) -> None:
        """Take the coins of a wallet statement; a coin that is not stated keeps its figures."""
        for row in rows if isinstance(rows, list) else ():
            coin = row.get(terms.coin)
            balance = number(row.get(terms.wallet_balance))
            equity = number(row.get(terms.equity))
            if coin in self._settles and balance is not None and equity is not None:
                margin = number(row.get(terms.maintenance_margin))
                self._wallets[coin] = Wallet(balance, equity, margin)

    def position(self, row: Any, settle: str) -> None:
        """Take one streamed position, a flat one included."""
        self.generation += 1
        updated_ms = row.get("lastUpdateTimestamp") or 0
        known = self._positions.get(row["symbol"])
        if known is not None and updated_ms < known.updated_ms:
            return
        self._positions[row["symbol"]] = _Position(position_report(row), settle, updated_ms)

    def all_positions(self, rows: Iterable[tuple[Any, str]], as_of_ms: int) -> None:
        """Take every position of a poll (each with its settlement currency): absent means flat."""
        stated = {
            symbol: _Position(PositionReport(symbol=symbol, contracts=0.0, entry_price=None),
                              known.settle, known.updated_ms)
            for symbol, known in self._positions.items()
        }  # fmt: skip
        for row, settle in rows:
            updated_ms = row.get("lastUpdateTimestamp") or 0
            known = self._positions.get(row["symbol"])
            newer = known is not None and known.updated_ms > updated_ms
            stated[row["symbol"]] = (
                known if known is not None and newer
                else _Position(position_report(row), settle, updated_ms)
            )  # fmt: skip
        self._positions = stated
        self._positions_known = True
        self.as_of(as_of_ms)

    def as_of(self, milliseconds: int | None) -> None:
        """Note the venue's time of a statement; it never runs backwards."""
        self._as_of_ms = max(self._as_of_ms, milliseconds or 0)

    def events(self, at: int) -> Iterable[Account]:
        """Yield the accounts whose wallet and positions are both known."""
        if not self._positions_known:
            return
        for settle in self._settles:
            wallet = self._wallets.get(settle)
            if wallet is None:
                continue
            yield Account(
                at=at,
                venue=self._venue,
                settle=settle,
                wallet_balance=wallet.wallet_balance,
                equity=wallet.equity,
                maintenance_margin=wallet.maintenance_margin,
                positions=tuple(
                    position.report
                    for _, position in sorted(self._positions.items())
                    if position.settle == settle and position.report.contracts
                ),
                as_of=self._as_of_ms * _NS_PER_MS if self._as_of_ms else None,
            )


def position_report(row: Any) -> PositionReport:
    """Return one ccxt position; `contracts` is signed, from contracts alone.

    ccxt's notional and margin fields are wrong for inverse contracts on several venues, and are
    left alone.
    """
    contracts = number(row.get("contracts")) or 0.0
    return PositionReport(
        symbol=row["symbol"],
        contracts=-contracts if row.get("side") == "short" else contracts,
        entry_price=number(row.get("entryPrice")) if contracts else None,
        liquidation_price=number(row.get("liquidationPrice")) if contracts else None,
        leverage=number(row.get("leverage")),
        margin_mode=row.get("marginMode"),
    )
