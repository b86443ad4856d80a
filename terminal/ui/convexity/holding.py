"""A position and the margin that backs it, now and after an order at the mark. Pure."""

import msgspec

from terminal.engine.snapshot import AccountState, LegState, Snapshot
from terminal.model.arithmetic.contracts import fee, notional
from terminal.model.arithmetic.entry import position_after_fill
from terminal.model.arithmetic.liquidation import liquidation_price
from terminal.model.arithmetic.margin import maintenance_margin, tier_of
from terminal.model.instrument import Instrument, Kind, Tier
from terminal.ui.panel import account_of

_NOISE = 1e-9


class Holding(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Signed `contracts` from `entry`, at `mark`. Money is in settlement currency.

    `wallet` is the account's equity without this position's PnL, so other positions of the
    account keep their present value; `others_maintenance` is what they need of it, and `balance`
    is the wallet balance alone. `cushion` backs the liquidation price: it leaves out what the
    venue counts as equity beyond wallet and PnL, as the engine does.
    """

    instrument: Instrument
    contracts: float
    entry: float
    mark: float
    wallet: float
    balance: float
    cushion: float

    @property
    def side(self) -> int:
        """+1 for long or flat, −1 for short."""
        return -1 if self.contracts < 0 else 1

    @property
    def size(self) -> float:
        """Unsigned contracts."""
        return abs(self.contracts)

    @property
    def contract_size(self) -> float:
        """USD a contract for an inverse contract, coin for a linear one."""
        return float(self.instrument.contract_size)

    def coin_at(self, price: float) -> float:
        """Return how much coin the position stands for at `price`, unsigned."""
        value = notional(self.instrument.kind, self.contract_size, self.size, price)
        return value if self.instrument.inverse else value / price

    def tier_at(self, price: float) -> Tier | None:
        """Return the margin tier that the position is in at `price`, None without tiers."""
        listed = self.instrument
        return tier_of(listed.tiers, listed.tiers_in, self.size, self.coin_at(price))

    def liquidation_at(self, price: float) -> float | None:
        """Return the liquidation price with the tier that counts at `price`."""
        tier, listed = self.tier_at(price), self.instrument
        if tier is None:
            return None
        return liquidation_price(
            listed.kind,
            self.contract_size,
            self.side,
            self.size,
            self.entry,
            self.cushion,
            float(tier.maintenance_rate),
            float(tier.deduction),
            float(listed.taker_fee),
            None,
            listed.liquidation_rule,
        )


def holding_of(snapshot: Snapshot, leg: LegState) -> Holding | None:
    """Return the leg's position with its margin; None where a part of it is unknown."""
    account = account_of(snapshot, leg)
    mark, contracts = leg.mark_price, leg.position_contracts
    if account is None or mark is None or contracts is None:
        return None
    balance, equity = account.wallet_balance, account.equity
    unrealized = leg.unrealized_pnl if contracts else 0.0
    entry = leg.entry_price if contracts else mark
    if balance is None or equity is None or unrealized is None or entry is None:
        return None
    others = _others(snapshot, leg, account)
    return Holding(
        instrument=leg.instrument,
        contracts=float(contracts),
        entry=entry,
        mark=mark,
        wallet=equity - unrealized,
        balance=balance,
        cushion=balance + others,
    )


def after_order(holding: Holding, order: float) -> Holding:
    """Return the holding once `order` (signed contracts) is filled at the mark, its fee paid."""
    listed, size, mark = holding.instrument, holding.contract_size, holding.mark
    contracts, entry, realized = position_after_fill(
        listed.kind, size, holding.contracts, holding.entry, order, mark
    )
    if abs(contracts) < float(listed.lot_size) / 2:
        contracts, entry = 0.0, None
    paid = realized - fee(listed.kind, size, abs(order), mark, float(listed.taker_fee))
    return msgspec.structs.replace(
        holding,
        contracts=contracts,
        entry=mark if entry is None else entry,
        wallet=holding.wallet + paid,
        balance=holding.balance + paid,
        cushion=holding.cushion + paid,
    )


def shares_account(snapshot: Snapshot, leg: LegState) -> bool:
    """Return whether other positions rest on the same margin."""
    return any(other.position_contracts for other in _siblings(snapshot, leg))


def _siblings(snapshot: Snapshot, leg: LegState) -> list[LegState]:
    listed = leg.instrument
    return [
        other
        for other in snapshot.legs
        if other is not leg
        and (other.instrument.venue, other.instrument.settle) == (listed.venue, listed.settle)
    ]


def _others(snapshot: Snapshot, leg: LegState, account: AccountState) -> float:
    """Return what the account's other positions add to the wallet: PnL less maintenance."""
    held = [other for other in _siblings(snapshot, leg) if other.position_contracts]
    if not held:
        return 0.0
    own, theirs = _maintenance(leg), sum(_maintenance(other) for other in held)
    # The venue may ask for more than its tiers say: the engine scales all to its statement.
    stated = account.maintenance_margin or 0.0
    scale = max(1.0, stated / (own + theirs)) if own + theirs > _NOISE else 1.0
    return sum(other.unrealized_pnl or 0.0 for other in held) - theirs * scale


def _maintenance(leg: LegState) -> float:
    listed, mark = leg.instrument, leg.mark_price
    if mark is None or not leg.position_contracts:
        return 0.0
    size = abs(float(leg.position_contracts))
    value = notional(listed.kind, float(listed.contract_size), size, mark)
    coin = value if listed.kind is Kind.INVERSE else value / mark
    tier = tier_of(listed.tiers, listed.tiers_in, size, coin)
    if tier is None:
        return 0.0
    return maintenance_margin(value, float(tier.maintenance_rate), float(tier.deduction))
