"""The money side of the simulated exchange: wallets, positions, margins, liquidation prices.

One account a settlement currency, cross margin: everything in the wallet backs every position
that settles in it. Contracts are whole lots, so that no position is ever off the grid.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum

from terminal.model.arithmetic import contracts as value
from terminal.model.arithmetic.entry import position_after_fill
from terminal.model.arithmetic.liquidation import liquidation_price
from terminal.model.arithmetic.margin import initial_margin, maintenance_margin, tier_of
from terminal.model.instrument import Instrument, LiquidationRule, Tier
from terminal.venues.paper.matching import Market
from terminal.venues.paper.orders import AccountState, PositionState

# What a venue that publishes no maximum would allow: half the room to liquidation is margin.
_MAINTENANCE_TO_INITIAL = 2.0
_LEVERAGE_WITHOUT_TIERS = 100.0


class Terms:
    """A contract's numbers as the floats that money is reckoned in, with quantities in lots."""

    __slots__ = ("instrument", "kind", "lot_value", "maker_fee", "taker_fee")

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.kind = instrument.kind
        self.lot_value = float(instrument.contract_size * instrument.lot_size)
        self.taker_fee = float(instrument.taker_fee)
        self.maker_fee = float(instrument.maker_fee)

    def notional(self, lots: int, price: float) -> float:
        """Return the value of so many lots (unsigned) in settlement currency."""
        return value.notional(self.kind, self.lot_value, float(abs(lots)), price)

    def pnl(self, lots: int, entry_price: float, price: float) -> float:
        """Return the profit of signed lots from entry to `price`."""
        side = 1 if lots > 0 else -1
        return value.pnl(self.kind, self.lot_value, side, float(abs(lots)), entry_price, price)

    def tier(self, lots: int, price: float) -> Tier | None:
        """Return the margin tier of a position of so many lots."""
        contracts = abs(lots) * float(self.instrument.lot_size)
        coin = value.exposure_coin(self.kind, self.lot_value, float(abs(lots)), price)
        return tier_of(self.instrument.tiers, self.instrument.tiers_in, contracts, coin)

    def max_leverage(self, lots: int, price: float) -> float:
        """Return the highest leverage at which a position of so many lots may be opened."""
        tier = self.tier(lots, price)
        if tier is None:
            return _LEVERAGE_WITHOUT_TIERS
        if tier.max_leverage is not None:
            return float(tier.max_leverage)
        if tier.maintenance_rate == 0:
            return _LEVERAGE_WITHOUT_TIERS
        return 1 / (_MAINTENANCE_TO_INITIAL * float(tier.maintenance_rate))

    def maintenance(self, lots: int, entry_price: float, mark_price: float) -> float:
        """Return the maintenance margin of a position, valued as the venue's rule says."""
        tier = self.tier(lots, mark_price)
        if tier is None:
            return 0.0
        rule = self.instrument.liquidation_rule
        rate = float(tier.maintenance_rate)
        if rule is not LiquidationRule.MARK:
            rate += self.taker_fee
        at = entry_price if rule is LiquidationRule.ENTRY else mark_price
        return maintenance_margin(self.notional(lots, at), rate, float(tier.deduction))


@dataclass(slots=True)
class Position:
    """One symbol's position; `lots` is signed, `leverage` the trader's setting for new margin."""

    leverage: float
    lots: int = 0
    entry_price: float | None = None


@dataclass(slots=True)
class Wallet:
    """One settlement currency's running totals."""

    transferred: float = 0.0
    realized_pnl: float = 0.0
    fees_paid: float = 0.0
    funding_received: float = 0.0
    insurance_received: float = 0.0

    @property
    def balance(self) -> float:
        """Return what is in the wallet."""
        return (
            self.transferred
            + self.realized_pnl
            - self.fees_paid
            + self.funding_received
            + self.insurance_received
        )


class Ledger:
    """Every wallet and position of one trader, valued at the markets' mark prices."""

    def __init__(self) -> None:
        self.markets: dict[str, Market] = {}
        self.terms: dict[str, Terms] = {}
        self.positions: dict[str, Position] = {}
        self.wallets: dict[str, Wallet] = {}

    def list_market(self, market: Market) -> None:
        """Make a contract known; a position in it stays as it is where its terms change."""
        symbol, settle = market.instrument.symbol, market.instrument.settle
        self.markets[symbol] = market
        self.terms[symbol] = Terms(market.instrument)
        self.positions.setdefault(symbol, Position(self.terms[symbol].max_leverage(0, 1.0)))
        self.wallets.setdefault(settle, Wallet())

    def open_wallet(self, settle: str, balance: float) -> None:
        """Start one currency's running totals over, from a balance."""
        self.wallets[settle] = Wallet(transferred=balance)

    def settling_in(self, settle: str) -> Iterable[str]:
        """Return the symbols that an account backs."""
        return [s for s, market in self.markets.items() if market.instrument.settle == settle]

    def apply_fill(self, symbol: str, signed_lots: int, price: float, fee: float) -> float:
        """Book one fill and return the profit that it realised, before its fee."""
        position, terms = self.positions[symbol], self.terms[symbol]
        _, entry, realized = position_after_fill(
            terms.kind,
            terms.lot_value,
            float(position.lots),
            position.entry_price,
            float(signed_lots),
            price,
        )
        position.lots += signed_lots
        position.entry_price = entry
        wallet = self.wallets[terms.instrument.settle]
        wallet.realized_pnl += realized
        wallet.fees_paid += fee
        return realized

    def apply_funding(self, symbol: str, funding_rate: float, mark_price: float) -> float:
        """Settle one funding interval on mark value and return what was received."""
        position, terms = self.positions[symbol], self.terms[symbol]
        side = 1 if position.lots > 0 else -1
        paid = value.funding_paid(
            terms.kind, terms.lot_value, side, float(abs(position.lots)), mark_price, funding_rate
        )
        received = -paid if position.lots else 0.0
        self.wallets[terms.instrument.settle].funding_received += received
        return received

    def value_price(self, symbol: str) -> float | None:
        """Return the price at which a position is valued: mark, or its entry before the first."""
        mark = self.markets[symbol].mark_price
        return self.positions[symbol].entry_price if mark is None else mark

    def unrealized_pnl(self, symbol: str) -> float:
        """Return a position's profit at mark."""
        position, price = self.positions[symbol], self.value_price(symbol)
        if not position.lots or position.entry_price is None or price is None:
            return 0.0
        return self.terms[symbol].pnl(position.lots, position.entry_price, price)

    def equity(self, settle: str) -> float:
        """Return wallet balance plus the profit of every position that it backs."""
        unrealized = fsum(self.unrealized_pnl(s) for s in self.settling_in(settle))
        return self.wallets[settle].balance + unrealized

    def leverage(self, symbol: str, lots: int, price: float) -> float:
        """Return the leverage of initial margin: the setting, no more than the tier allows."""
        maximum = self.terms[symbol].max_leverage(lots, price)
        return min(self.positions[symbol].leverage, maximum)

    def initial_margin(self, symbol: str, lots: int, price: float) -> float:
        """Return the margin that so many lots of a symbol tie up."""
        notional = self.terms[symbol].notional(lots, price)
        return initial_margin(notional, self.leverage(symbol, lots, price))

    def maintenance(self, settle: str) -> float:
        """Return the maintenance margin of every position that an account backs."""
        return fsum(self._maintenance_of(symbol) for symbol in self.settling_in(settle))

    def _maintenance_of(self, symbol: str) -> float:
        position, price = self.positions[symbol], self.value_price(symbol)
        if not position.lots or position.entry_price is None or price is None:
            return 0.0
        return self.terms[symbol].maintenance(position.lots, position.entry_price, price)

    def liquidation_price(self, symbol: str) -> float | None:
        """Return where mark must go to liquidate, were every other position to stand still."""
        position, terms = self.positions[symbol], self.terms[symbol]
        price = self.value_price(symbol)
        if not position.lots or position.entry_price is None or price is None:
            return None
        settle = terms.instrument.settle
        others = [s for s in self.settling_in(settle) if s != symbol]
        backing = self.wallets[settle].balance + fsum(
            self.unrealized_pnl(other) - self._maintenance_of(other) for other in others
        )
        tier = terms.tier(position.lots, price)
        return liquidation_price(
            terms.kind,
            terms.lot_value,
            1 if position.lots > 0 else -1,
            float(abs(position.lots)),
            position.entry_price,
            backing,
            0.0 if tier is None else float(tier.maintenance_rate),
            0.0 if tier is None else float(tier.deduction),
            terms.taker_fee,
            rule=terms.instrument.liquidation_rule,
        )

    def position_state(self, symbol: str) -> PositionState:
        """Return one position with its figures, flat or not."""
        position, terms = self.positions[symbol], self.terms[symbol]
        lots, price = position.lots, self.value_price(symbol)
        valued = lots != 0 and price is not None
        return PositionState(
            symbol=symbol,
            contracts=self.markets[symbol].lots.exact(lots),
            entry_price=position.entry_price,
            mark_price=self.markets[symbol].mark_price,
            notional=terms.notional(lots, price) if valued and price else 0.0,
            unrealized_pnl=self.unrealized_pnl(symbol),
            initial_margin=self.initial_margin(symbol, lots, price) if valued and price else 0.0,
            maintenance_margin=self._maintenance_of(symbol),
            liquidation_price=self.liquidation_price(symbol),
            leverage=position.leverage,
        )

    def account_state(self, settle: str, order_margin: float) -> AccountState:
        """Return one account with every position in it that is not flat."""
        wallet = self.wallets[settle]
        positions = tuple(
            self.position_state(symbol)
            for symbol in self.settling_in(settle)
            if self.positions[symbol].lots
        )
        return AccountState(
            settle=settle,
            wallet_balance=wallet.balance,
            equity=wallet.balance + fsum(p.unrealized_pnl for p in positions),
            initial_margin=fsum(p.initial_margin for p in positions),
            order_margin=order_margin,
            maintenance_margin=fsum(p.maintenance_margin for p in positions),
            positions=positions,
            transferred=wallet.transferred,
            realized_pnl=wallet.realized_pnl,
            fees_paid=wallet.fees_paid,
            funding_received=wallet.funding_received,
            insurance_received=wallet.insurance_received,
        )
