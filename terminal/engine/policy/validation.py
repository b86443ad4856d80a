"""What each policy key may be. An error names the key, the value and the allowed range."""

import difflib
import itertools
from collections.abc import Mapping
from enum import StrEnum
from math import fsum, isinf

import msgspec

from terminal.engine.policy import policy as keys
from terminal.model.errors import UserError
from terminal.model.outputs import OrderType

# Whole numbers in TOML have no bound, floats do.
_LARGEST = 1e300


class Range(msgspec.Struct, frozen=True):
    """Numbers from `low` to `high`; an open end excludes the bound itself."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False
    whole: bool = False

    def holds(self, value: float) -> bool:
        """True when `value` lies in the range."""
        if not abs(value) <= _LARGEST:
            return False
        above = value > self.low if self.low_open else value >= self.low
        below = value < self.high if self.high_open else value <= self.high
        return above and below

    def words(self) -> str:
        """Return the range as a person would say it."""
        kind = "a whole number" if self.whole else "a number"
        low = f"{'above' if self.low_open else 'from'} {self.low:g}"
        if isinf(self.high):
            return f"{kind} {low}" + ("" if self.low_open else " up")
        return f"{kind} {low} {'to below' if self.high_open else 'to'} {self.high:g}"


_UNBOUNDED = float("inf")
_POSITIVE = Range(0, _UNBOUNDED, low_open=True)
_SECONDS = Range(0, 86_400 * 366, low_open=True)
_SHARE = Range(0, 1)
_OPEN_SHARE = Range(0, 1, low_open=True)
_COUNT = Range(1, 1_000_000, whole=True)

RANGES: dict[str, Range] = {
    "target_leverage": Range(0, 125),
    "funding_horizon_intervals": Range(0, 1000),
    "funding_half_life": Range(0, 1000, low_open=True),
    "rebalance_band": Range(0, 1, high_open=True),
    "reduce_band": Range(0, 1, high_open=True),
    "min_order_contracts": Range(0, _UNBOUNDED),
    "max_contracts": Range(0, _UNBOUNDED),
    "max_position_usd": Range(0, _UNBOUNDED),
    "max_position_coin": Range(0, _UNBOUNDED),
    "max_order_usd": _POSITIVE,
    "max_leverage": Range(0, 125, low_open=True),
    "max_turnover_usd_per_hour": Range(0, _UNBOUNDED),
    "max_orders_per_minute": _COUNT,
    "max_unattended_orders": _COUNT,
    "stress_move": Range(0, 0.95, low_open=True),
    "volatility_target": Range(0, 100, low_open=True),
    "volatility_floor": _SHARE,
    "volatility_fast_s": _SECONDS,
    "volatility_slow_s": _SECONDS,
    "spike_ratio": Range(1, 1000, low_open=True),
    "spike_leverage_factor": _SHARE,
    "spike_recovery_s": _SECONDS,
    "max_slippage_bp": Range(0, 10_000, low_open=True),
    "max_depth_share": _OPEN_SHARE,
    "max_spread_bp": Range(0, 10_000, low_open=True),
    "price_collar": Range(0, 0.5, low_open=True),
    "price_divergence": _OPEN_SHARE,
    "gap_threshold": _OPEN_SHARE,
    "gap_window_s": _SECONDS,
    "gap_cooldown_s": Range(0, 86_400),
    "funding_stale_s": _SECONDS,
    "mark_stale_s": _SECONDS,
    "book_stale_s": _SECONDS,
    "account_stale_s": _SECONDS,
    "funding_rate_bound": _OPEN_SHARE,
    "margin_warn": _OPEN_SHARE,
    "margin_stop": _OPEN_SHARE,
    "margin_restore": _OPEN_SHARE,
    "margin_restore_to": _OPEN_SHARE,
    "margin_flatten": _OPEN_SHARE,
    "flatten_distance": Range(0, 1, high_open=True),
    "max_session_loss": _POSITIVE,
    "liquidation_tolerance": _OPEN_SHARE,
    "funding_volatility_warn": Range(0, 1),
    "order_timeout_s": _SECONDS,
    "order_validity_s": _SECONDS,
    "post_only_rest_s": _SECONDS,
    "position_grace_s": Range(0, 3600),
    "repeat_limit": _COUNT,
    "repeat_window_s": _SECONDS,
    "max_messages_per_second": _POSITIVE,
    "roll_window_s": Range(0, 86_400 * 366),
}

CHOICES: dict[str, type[StrEnum]] = {
    "side": keys.PolicySide,
    "margin_basis": keys.MarginBasis,
    "funding_input": keys.FundingInput,
    "funding_treatment": keys.FundingTreatment,
    "order_style": OrderType,
    "numeraire": keys.Numeraire,
    "session_loss_locks": keys.LossLock,
    "allocation": keys.Allocation,
}
_ORDER_STYLES = ("ioc_limit", "market", "post_only")

SWITCHES = ("guard_in_manual", "durable_intents", "make_up_for_unhealthy")


def validated(given: Mapping[str, object]) -> keys.Policy:
    """Return the policy that `given` describes; UserError names key, value and allowed range."""
    checked: dict[str, object] = {}
    for key, value in given.items():
        if key not in keys.Policy.__struct_fields__:
            raise UserError(_unknown(key))
        if value is not None:
            checked[key] = _checked(key, value)
    for required in ("side", "target_leverage"):
        if required not in checked:
            raise UserError(f"policy key `{required}` is missing; it has no default")
    made = keys.Policy(**checked)  # type: ignore[arg-type]  # each value was checked by its key
    _check_together(made)
    return made


def _unknown(key: str) -> str:
    near = difflib.get_close_matches(key, keys.Policy.__struct_fields__, n=1)
    hint = f"; did you mean `{near[0]}`?" if near else ""
    return f"policy key `{key}` is not known{hint}"


def _checked(key: str, value: object) -> object:
    if key in RANGES:
        return _number(key, value)
    if key in CHOICES:
        return _choice(key, value)
    if key in SWITCHES:
        if not isinstance(value, bool):
            raise UserError(f"policy key `{key}` is {value!r}; allowed: true or false")
        return value
    if key == "symbols":
        if not isinstance(value, list | tuple) or not all(isinstance(name, str) for name in value):
            raise UserError(f"policy key `symbols` is {value!r}; allowed: a list of symbols")
        return tuple(value)
    return _weights(value)


def _number(key: str, value: object) -> float | int:
    allowed = RANGES[key]
    fits = isinstance(value, int | float) and not isinstance(value, bool)
    if fits and isinstance(value, int | float) and allowed.holds(value):
        if not allowed.whole:
            return float(value)
        if value == int(value):
            return int(value)
    raise UserError(f"policy key `{key}` is {value!r}; allowed: {allowed.words()}")


def _choice(key: str, value: object) -> StrEnum:
    names = _ORDER_STYLES if key == "order_style" else tuple(item.value for item in CHOICES[key])
    if value not in names:
        raise UserError(f"policy key `{key}` is {value!r}; allowed: {', '.join(names)}")
    return CHOICES[key](str(value))


def _weights(value: object) -> dict[str, float]:
    if not isinstance(value, Mapping) or not value:
        raise UserError(f"policy key `weights` is {value!r}; allowed: a table of venue = weight")
    weights: dict[str, float] = {}
    for venue, weight in value.items():
        number = isinstance(weight, int | float) and not isinstance(weight, bool)
        if not number or not 0 <= weight <= _LARGEST:
            raise UserError(
                f"policy key `weights.{venue}` is {weight!r}; allowed: a number from 0 up"
            )
        weights[str(venue)] = float(weight)
    if fsum(weights.values()) <= 0:
        raise UserError("policy key `weights` sums to 0; give at least one venue a weight above 0")
    return weights


def _check_together(made: keys.Policy) -> None:
    levels = ("margin_warn", "margin_stop", "margin_restore", "margin_flatten")
    for lower, higher in itertools.pairwise(levels):
        low, high = getattr(made, lower), getattr(made, higher)
        if low >= high:
            raise UserError(f"policy key `{lower}` is {low:g}; allowed: below {higher} ({high:g})")
    if made.margin_restore_to >= made.margin_restore:
        raise UserError(
            f"policy key `margin_restore_to` is {made.margin_restore_to:g}; "
            f"allowed: below margin_restore ({made.margin_restore:g})"
        )
    if made.volatility_fast_s >= made.volatility_slow_s:
        raise UserError(
            f"policy key `volatility_fast_s` is {made.volatility_fast_s:g}; "
            f"allowed: below volatility_slow_s ({made.volatility_slow_s:g})"
        )
    if made.allocation is keys.Allocation.WEIGHTS and made.weights is None:
        raise UserError("policy key `weights` is missing; allocation = 'weights' needs it")
