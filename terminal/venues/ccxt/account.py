"""The account as the venue states it: wallets and positions, streamed and polled, in one view."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import fsum
from typing import Any

from msgspec import structs

from terminal.model.events import Account, PositionReport
from terminal.venues.ccxt.catalogue import PositionRows, WalletRows
from terminal.venues.ccxt.market_data import number
from terminal.venues.ccxt.observe import dig
from terminal.venues.ccxt.wallet import Wallet, wallet_of

_NS_PER_MS = 1_000_000
_AS_CCXT_SAYS = PositionRows()


@dataclass(frozen=True, slots=True)
class _Position:
    report: PositionReport
    settle: str
    updated_ms: int
    unrealized_pnl: float = 0.0


class AccountView:
    """Keeps the last statement of every wallet and position and turns them into `Account` events.

    A stream states single positions, a poll all of them; an older statement never replaces a
    newer one.
    """

    def __init__(
        self, venue: str, settles: Iterable[str], terms: PositionRows = _AS_CCXT_SAYS
    ) -> None:
        self._venue = venue
        self._terms = terms
        self.settles = tuple(dict.fromkeys(settles))
        self._wallets: dict[str, Wallet] = {}
        self._positions: dict[str, _Position] = {}
        self._positions_known = False
        self._as_of_ms = 0
        self.generation = 0  # counts streamed statements: a poll that one overtook is stale

    def answered(self, terms: WalletRows, answer: Any) -> None:
        """Take a statement that was asked for; a coin that is not stated keeps its figures."""
        for settle in self.settles:
            wallet = wallet_of(terms, answer, settle)
            if wallet is not None:
                self._wallets[settle] = wallet

    def streamed(self, terms: WalletRows, rows: Any) -> None:
        """Take the coins of a streamed statement; a coin that is not stated keeps its figures."""
        short = bool(terms.streamed_coin)
        coin_field = terms.streamed_coin if short else terms.coin
        balance_field = terms.streamed_wallet_balance if short else terms.wallet_balance
        for row in rows if isinstance(rows, list) else ():
            coin = row.get(coin_field)
            balance = number(row.get(balance_field))
            equity = None if short else number(row.get(terms.equity))
            if coin in self.settles and balance is not None and (short or equity is not None):
                margin = None if short else number(row.get(terms.maintenance_margin))
                self._wallets[coin] = Wallet(balance, equity, margin)

    def position(self, row: Any, settle: str) -> None:
        """Take one streamed position, a flat one included."""
        self.generation += 1
        stated = self._stated(row, settle)
        known = self._positions.get(row["symbol"])
        if known is not None and stated.updated_ms < known.updated_ms:
            return
        if known is not None and stated.report.leverage is None:
            # A stream that does not speak of leverage has not changed it.
            report = structs.replace(stated.report, leverage=known.report.leverage)
            stated = replace(stated, report=report)
        self._positions[row["symbol"]] = stated

    def all_positions(self, rows: Iterable[tuple[Any, str]], as_of_ms: int) -> None:
        """Take every position of a poll (each with its settlement currency): absent means flat."""
        stated = {
            symbol: _Position(PositionReport(symbol=symbol, contracts=0.0, entry_price=None),
                              known.settle, known.updated_ms)
            for symbol, known in self._positions.items()
        }  # fmt: skip
        for row, settle in rows:
            polled = self._stated(row, settle)
            known = self._positions.get(row["symbol"])
            # Of the same position a poll says more than a stream, also where its stamp is older.
            overtaken = (
                known is not None
                and known.updated_ms > polled.updated_ms
                and known.report.contracts != polled.report.contracts
            )
            stated[row["symbol"]] = known if known is not None and overtaken else polled
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
        for settle in self.settles:
            wallet = self._wallets.get(settle)
            if wallet is None:
                continue
            held = [p.unrealized_pnl for p in self._positions.values() if p.settle == settle]
            profit = fsum(held)
            yield Account(
                at=at,
                venue=self._venue,
                settle=settle,
                wallet_balance=wallet.balance_with(profit),
                equity=wallet.equity_with(profit),
                maintenance_margin=wallet.maintenance_margin,
                positions=tuple(
                    position.report
                    for _, position in sorted(self._positions.items())
                    if position.settle == settle and position.report.contracts
                ),
                as_of=self._as_of_ms * _NS_PER_MS if self._as_of_ms else None,
            )

    def _stated(self, row: Any, settle: str) -> _Position:
        updated_ms = row.get("lastUpdateTimestamp") or row.get("timestamp") or 0
        profit = profit_of(row, self._terms)
        return _Position(position_report(row, self._terms), settle, updated_ms, profit)


def position_report(row: Any, terms: PositionRows = _AS_CCXT_SAYS) -> PositionReport:
    """Return one ccxt position; `contracts` is signed, from contracts alone.

    ccxt's notional and margin fields are wrong for inverse contracts on several venues, and are
    left alone.
    """
    contracts = abs(number(row.get("contracts")) or 0.0)
    signed = next((s for f in terms.signed if (s := number(dig(row, ("info", f))))), None)
    short = row.get("side") == "short" if signed is None else signed < 0
    return PositionReport(
        symbol=row["symbol"],
        contracts=-contracts if short else contracts,
        entry_price=number(row.get("entryPrice")) if contracts else None,
        liquidation_price=(number(row.get("liquidationPrice")) or None) if contracts else None,
        leverage=number(row.get("leverage")) or None,
        margin_mode=row.get("marginMode"),
    )


def profit_of(row: Any, terms: PositionRows) -> float:
    """Return a ccxt position's profit since its entry price, in settlement currency."""
    told = dig(row, ("info", terms.profit)) if terms.profit else row.get("unrealizedPnl")
    return number(told) or 0.0
