"""The keys of a policy, their defaults, and its content hash."""

import hashlib
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from terminal.model.outputs import OrderType


class MarginBasis(StrEnum):
    """Which margin the target leverage multiplies."""

    WALLET = "wallet"
    EQUITY = "equity"
    LESSER = "lesser"


class FundingInput(StrEnum):
    """Which rate enters the size formula."""

    CURRENT = "current"
    PREDICTED = "predicted"


class FundingTreatment(StrEnum):
    """How the rate enters: as published, or as the cost to this side over the horizon."""

    PUBLISHED = "published"
    COST = "cost"


class Allocation(StrEnum):
    """How the portfolio's target is shared out among venues."""

    MARGIN = "margin"
    WEIGHTS = "weights"
    CHEAPEST_FUNDING = "cheapest_funding"


class Numeraire(StrEnum):
    """What a session loss is counted in."""

    COIN = "coin"
    USD = "usd"


class PolicySide(StrEnum):
    """The trader's side; the engine never flips it."""

    LONG = "long"
    SHORT = "short"

    @property
    def sign(self) -> int:
        """+1 for long, −1 for short."""
        return 1 if self is PolicySide.LONG else -1


class LossLock(StrEnum):
    """What a session loss locks."""

    INCREASES = "increases"
    ALL = "all"


class Policy(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Every key of a policy. A cap that is None does not bind, a response that is None is off.

    Durations end in `_s` (seconds), basis points in `_bp`; shares and rates are fractions;
    volatilities are annualised fractions. `weights` are keyed by venue or `venue/symbol`.
    """

    side: PolicySide
    target_leverage: float
    symbols: tuple[str, ...] | None = None
    margin_basis: MarginBasis = MarginBasis.LESSER

    funding_input: FundingInput = FundingInput.CURRENT
    funding_treatment: FundingTreatment = FundingTreatment.PUBLISHED
    funding_horizon_intervals: float = 3.0
    funding_half_life: float = 3.0

    rebalance_band: float = 0.01
    reduce_band: float | None = None
    min_order_contracts: float | None = None

    max_contracts: float | None = None
    max_position_usd: float | None = None
    max_position_coin: float | None = None
    max_order_usd: float | None = None
    max_leverage: float | None = None
    max_turnover_usd_per_hour: float | None = None
    max_orders_per_minute: int | None = None
    max_unattended_orders: int = 200
    stress_move: float | None = None

    volatility_target: float | None = None
    volatility_floor: float = 0.25
    volatility_fast_s: float = 60.0
    volatility_slow_s: float = 1800.0
    spike_ratio: float | None = None
    spike_leverage_factor: float = 0.5
    spike_recovery_s: float = 600.0

    max_slippage_bp: float | None = None
    max_depth_share: float | None = None
    max_spread_bp: float | None = None

    order_style: OrderType = OrderType.IOC_LIMIT
    price_collar: float = 0.02
    price_divergence: float = 0.05

    gap_threshold: float = 0.02
    gap_window_s: float = 1.0
    gap_cooldown_s: float = 2.0

    funding_stale_s: float = 90.0
    mark_stale_s: float = 5.0
    book_stale_s: float = 5.0
    account_stale_s: float = 30.0
    funding_rate_bound: float = 0.05

    margin_warn: float = 0.5
    margin_stop: float = 0.65
    margin_restore: float = 0.8
    margin_restore_to: float = 0.65
    margin_flatten: float = 0.95
    flatten_distance: float = 0.01

    max_session_loss: float | None = None
    numeraire: Numeraire = Numeraire.COIN
    session_loss_locks: LossLock = LossLock.INCREASES

    allocation: Allocation = Allocation.MARGIN
    weights: dict[str, float] | None = None
    make_up_for_unhealthy: bool = False

    guard_in_manual: bool = False
    durable_intents: bool = True

    liquidation_tolerance: float = 0.01
    funding_volatility_warn: float = 0.0005
    order_timeout_s: float = 5.0
    order_validity_s: float = 10.0
    post_only_rest_s: float = 30.0
    position_grace_s: float = 2.0
    repeat_limit: int = 5
    repeat_window_s: float = 10.0
    max_messages_per_second: float = 10.0
    roll_window_s: float = 259_200.0

    @property
    def effective_reduce_band(self) -> float:
        """The band for reductions: its own, or that of increases."""
        return self.rebalance_band if self.reduce_band is None else self.reduce_band

    def mapping(self) -> dict[str, object]:
        """Return every key with its value, as a policy file would have it; None where absent."""
        plain: dict[str, object] = msgspec.to_builtins(self)
        return plain

    def content_hash(self) -> str:
        """Return 16 hex digits that change whenever any effective value does."""
        canonical = msgspec.json.encode(self.mapping(), order="sorted")
        return hashlib.sha256(canonical).hexdigest()[:16]

    @classmethod
    def from_mapping(cls, keys: Mapping[str, object]) -> "Policy":
        """Return the policy that `keys` describe; UserError names key, value and allowed range."""
        from terminal.engine.policy.validation import validated  # the table of ranges needs Policy

        return validated(keys)
