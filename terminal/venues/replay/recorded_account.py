"""The account of a recording, followed to tell money moved in or out from money earned.

A simulation starts at the recording's first account and then earns and pays by itself: what the
recorded policy earned is not its own. Deposits and withdrawals are; they are what a wallet moved
by beyond the profit, fees and funding that the recording shows.
"""

from dataclasses import dataclass, field

from terminal.model.arithmetic.contracts import funding_paid
from terminal.model.arithmetic.entry import position_after_fill
from terminal.model.events import Account, Fill, FillType
from terminal.model.instrument import Instrument

# A venue states money with 8 decimals and may round every step: less than this share of the
# wallet is no transfer.
_ROUNDING = 1e-6
# Fills that never add up are not carried for ever: beyond these the next line is a fresh start.
_MOST_UNEXPLAINED_FILLS = 1_000


@dataclass(slots=True)
class _Held:
    contracts: float
    entry_price: float | None


@dataclass(slots=True)
class RecordedAccount:
    """One settlement currency as the recording states it, since the last line that added up."""

    wallet_balance: float
    positions: dict[str, _Held]
    fills: list[tuple[Instrument, Fill]] = field(default_factory=list)
    funding_received: float = 0.0

    @classmethod
    def stated(cls, event: Account) -> "RecordedAccount":
        """Return the account that a first line states."""
        positions = {p.symbol: _Held(p.contracts, p.entry_price) for p in event.positions}
        return cls(event.wallet_balance, positions)

    def fill(self, instrument: Instrument, fill: Fill) -> None:
        """Note a recorded fill."""
        if fill.fill_type is not FillType.FUNDING:
            self.fills.append((instrument, fill))

    def funding(
        self, instrument: Instrument, funding_rate: float, amount: float | None, mark: float | None
    ) -> None:
        """Note a recorded settlement; without an amount it is reckoned on mark value."""
        held = self.positions.get(instrument.symbol)
        if amount is not None:
            self.funding_received += amount
        elif held is not None and held.contracts and mark is not None:
            side = 1 if held.contracts > 0 else -1
            size = float(instrument.contract_size)
            unsigned = abs(held.contracts)
            self.funding_received -= funding_paid(
                instrument.kind, size, side, unsigned, mark, funding_rate
            )

    def transferred(self, event: Account) -> float:
        """Return what was moved into the wallet (negative: out of it) since the last such line.

        While the recording's fills do not add up to its positions, nobody can tell a transfer from
        a profit: then it is 0, and the next line that adds up answers for the whole time.
        """
        earned = self._earned(event)
        if earned is None and len(self.fills) < _MOST_UNEXPLAINED_FILLS:
            return 0.0
        moved = 0.0 if earned is None else event.wallet_balance - self.wallet_balance - earned
        fresh = RecordedAccount.stated(event)
        self.wallet_balance, self.positions = fresh.wallet_balance, fresh.positions
        self.fills, self.funding_received = [], 0.0
        return moved if abs(moved) > _ROUNDING * abs(event.wallet_balance) else 0.0

    def _earned(self, event: Account) -> float | None:
        """Return profit less fees plus funding, None where fills and positions do not add up."""
        stated = {p.symbol: p.contracts for p in event.positions}
        held = {s: _Held(h.contracts, h.entry_price) for s, h in self.positions.items()}
        earned = self.funding_received
        for instrument, fill in self.fills:
            one = held.setdefault(instrument.symbol, _Held(0.0, None))
            change = stated.get(instrument.symbol, 0.0) - self._contracts(instrument.symbol)
            # A fill of an order of ours may leave its side out: then the change must tell it.
            sign = fill.side.sign if fill.side is not None else 1 if change > 0 else -1
            _, one.entry_price, realized = position_after_fill(
                instrument.kind,
                float(instrument.contract_size),
                one.contracts,
                one.entry_price,
                sign * fill.contracts,
                fill.price,
            )
            one.contracts += sign * fill.contracts
            earned += realized - fill.fee
        for symbol in {**held, **stated}:
            there = held[symbol].contracts if symbol in held else 0.0
            if abs(stated.get(symbol, 0.0) - there) > 1e-9 * max(1.0, abs(there)):
                return None
        return earned

    def _contracts(self, symbol: str) -> float:
        held = self.positions.get(symbol)
        return held.contracts if held is not None else 0.0
