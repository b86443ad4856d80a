"""What the window sees: immutable, complete, built only when somebody asks for it.

Ages are seconds at `Snapshot.at`. None is unknown and is shown as unknown.
"""

from decimal import Decimal

import msgspec

from terminal.model.book import Levels
from terminal.model.events import OrderState, Side
from terminal.model.instrument import Instrument
from terminal.model.outputs import Decision, Gate, Mode, OrderType, Purpose
from terminal.model.reasons import Reason


class FreezeState(msgspec.Struct, frozen=True, gc=False):
    """One reason for which scaling stands still; `until_at` only where an end is known."""

    reason: Reason
    since_at: int
    until_at: int | None = None
    detail: str = ""
    resumable: bool = False


class FundingCost(msgspec.Struct, frozen=True, gc=False):
    """Expected funding to the horizon for one side, positive when paid."""

    coin: float
    usd: float
    share_of_equity: float | None


class FundingState(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One symbol's funding: rates are fractions for one interval.

    `ema_error` and `naive_error` are mean absolute errors over the settled history, of our
    prediction and of "the same as the last one".
    """

    rate: float | None
    predicted_rate: float | None
    venue_predicted_rate: float | None
    next_funding_at: int | None
    interval_s: float | None
    age_s: float | None
    stale: bool
    override_reason: str | None
    override_until_at: int | None
    volatility: float | None
    ema_error: float | None
    naive_error: float | None
    settled: tuple[tuple[int, float], ...]
    cost_long: FundingCost | None
    cost_short: FundingCost | None


class LegState(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One instrument on one venue, with what the engine makes of it."""

    instrument: Instrument
    mark_price: float | None
    index_price: float | None
    last_price: float | None
    mark_age_s: float | None
    bids: Levels
    asks: Levels
    book_age_s: float | None
    funding: FundingState
    position_contracts: Decimal | None
    entry_price: float | None
    unrealized_pnl: float | None
    exposure_coin: float | None
    exposure_usd: float | None
    liquidation_price: float | None
    venue_liquidation_price: float | None
    liquidation_distance: float | None
    in_flight_contracts: Decimal
    target_contracts: Decimal | None
    decision: Decision | None
    freezes: tuple[FreezeState, ...]
    in_policy: bool
    volatility_fast: float | None
    volatility_slow: float | None
    time_to_expiry_s: float | None = None
    basis: float | None = None
    accepted: tuple[Reason, ...] = ()  # lasting causes of a freeze that the trader took for known


class AccountState(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One settlement currency on one venue; margin levels are utilisation shares."""

    venue: str
    settle: str
    wallet_balance: float | None
    equity: float | None
    equity_usd: float | None
    maintenance_margin: float | None
    utilisation: float | None
    effective_leverage: float | None
    age_s: float | None
    healthy: bool


class OrderStateRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One order of this session, newest last."""

    client_order_id: str
    decision_id: int
    venue: str
    symbol: str
    side: Side
    type: OrderType
    purpose: Purpose
    contracts: Decimal
    filled_contracts: Decimal
    limit_price: Decimal | None
    average_price: float | None
    reduce_only: bool
    state: OrderState
    reason: str | None
    created_at: int
    updated_at: int


class KillState(msgspec.Struct, frozen=True, gc=False):
    """The latch, and what each venue has confirmed: requested / confirmed / unknown."""

    latched: bool
    since_at: int | None
    reason: str | None
    venues: tuple[tuple[str, str], ...]


class MarginLevels(msgspec.Struct, frozen=True, gc=False):
    """The policy's four levels of utilisation, and where the restore ends."""

    warn: float
    stop: float
    restore: float
    restore_to: float
    flatten: float


class TransferAdvice(msgspec.Struct, frozen=True, gc=False):
    """Moving this much would bring two accounts to the same liquidation distance."""

    from_venue: str
    to_venue: str
    settle: str
    amount: float


class PortfolioState(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """All venues as one: USD over the connected, healthy accounts."""

    equity_usd: float | None
    exposure_usd: float | None
    effective_leverage: float | None
    target_leverage: float | None
    utilisation: float | None
    unplaced_usd: float
    transfers: tuple[TransferAdvice, ...]


class PolicyState(msgspec.Struct, frozen=True, gc=False):
    """The policy in force: its label, content hash and every key with its value."""

    name: str
    content_hash: str
    keys: dict[str, object]


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Everything at one instant. `sequence` counts the events that led to it."""

    at: int
    sequence: int
    mode: Mode
    gate: Gate
    kill: KillState
    guard_in_manual: bool
    policy: PolicyState | None
    margin_levels: MarginLevels | None
    portfolio: PortfolioState
    accounts: tuple[AccountState, ...]
    legs: tuple[LegState, ...]
    orders: tuple[OrderStateRow, ...]


def at_rest(last: Snapshot, why: str) -> Snapshot:
    """Return the last state as it is once the engine has ended: nothing trades, all is frozen."""
    stopped = FreezeState(Reason.INTERNAL_ERROR, last.at, detail=why)
    legs = tuple(msgspec.structs.replace(leg, freezes=(stopped, *leg.freezes)) for leg in last.legs)
    return msgspec.structs.replace(last, mode=Mode.MANUAL, gate=Gate.FROZEN, legs=legs)
