"""The policy's keys as a trader edits them: groups, labels, units, text in and out. Pure."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import NamedTuple

from terminal.engine.policy.policy import Policy, PolicySide
from terminal.engine.policy.validation import CHOICES, RANGES, Range
from terminal.model.errors import UserError
from terminal.ui import format as show
from terminal.ui.typed import ungrouped

DEFAULTS = Policy(side=PolicySide.LONG, target_leverage=1.0).mapping()
_ORDER_STYLES = ("ioc_limit", "market", "post_only")


class Unit(Enum):
    """What stands behind a figure; a percentage is kept as a fraction."""

    TIMES = "×"
    PERCENT = "%"
    USD = "USD"
    COIN = "coin"
    CONTRACTS = "contracts"
    POINTS = "bp"
    SECONDS = "s"
    COUNT = ""
    CHOICE = "choice"


class Field(NamedTuple):
    """One key: its label, unit, what an empty field means ("" where it may not be empty)."""

    key: str
    label: str
    unit: Unit
    empty: str = ""
    help: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be chosen; nothing where a figure is typed."""
        if self.key == "order_style":
            return _ORDER_STYLES
        return tuple(item.value for item in CHOICES[self.key]) if self.key in CHOICES else ()

    def text(self, value: object) -> str:
        """Return a value of the policy as the field shows it: every digit, none too many."""
        if value is None:
            return ""
        if not isinstance(value, int | float) or isinstance(value, bool):
            return str(value)
        number = Decimal(repr(value)) * (100 if self.unit is Unit.PERCENT else 1)
        text = f"{number.normalize():f}"
        return text if "." in text or len(text) < 5 else f"{int(text):,}"

    def value(self, text: str) -> object:
        """Return what a field's text says; UserError says what is allowed where it says nothing."""
        if self.unit is Unit.CHOICE:
            return text
        try:
            plain = ungrouped(text.strip().removesuffix("%").removesuffix("×"))
        except ValueError as error:
            raise UserError(f"{error}.") from None
        if not plain:
            if self.empty:
                return None
            raise UserError(f"Give a number: {self.allowed()}.")
        try:
            number = Decimal(plain)
        except InvalidOperation:
            raise UserError(f"“{text.strip()}” is no number; allowed: {self.allowed()}.") from None
        if self.unit is Unit.PERCENT:
            number /= 100
        if not number.is_finite() or not RANGES[self.key].holds(float(number)):
            raise UserError(f"Allowed: {self.allowed()}.")
        if RANGES[self.key].whole:
            if number != int(number):
                raise UserError(f"Allowed: {self.allowed()}.")
            return int(number)
        return float(number)

    def allowed(self) -> str:
        """Return in words what the field takes, in its own unit."""
        allowed = RANGES[self.key]
        if self.unit is Unit.PERCENT:
            allowed = Range(
                allowed.low * 100, allowed.high * 100, allowed.low_open, allowed.high_open
            )
        words = allowed.words().removeprefix("a number ").removeprefix("a whole number ")
        words = f"whole numbers {words}" if RANGES[self.key].whole else words
        unit = "" if self.unit is Unit.COUNT else f" {self.unit.value}"
        return f"{words}{unit}" + (f", or nothing ({self.empty})" if self.empty else "")

    def shown(self, value: object) -> str:
        """Return a value with its unit, for a sentence."""
        if value is None:
            return self.empty or "none"
        if self.unit is Unit.CHOICE:
            return show.words(str(value))
        text = self.text(value)
        if self.unit is Unit.TIMES:
            return f"{text}×"
        return text if self.unit is Unit.COUNT else f"{text} {self.unit.value}"


class Group(NamedTuple):
    """Fields under one heading."""

    heading: str
    fields: tuple[Field, ...]


_NO_CAP = "no cap"
_OFF = "off"
GROUPS = (
    Group(
        "Target",
        (
            Field("side", "Side", Unit.CHOICE, help="The engine never flips it"),
            Field("target_leverage", "Target leverage", Unit.TIMES, help="Of the portfolio"),
            Field(
                "margin_basis",
                "Margin basis",
                Unit.CHOICE,
                help="Wallet holds coin exposure constant, equity holds leverage constant, "
                "lesser takes the smaller of both",
            ),
            Field("funding_input", "Funding rate", Unit.CHOICE, help="Which rate enters the size"),
            Field(
                "funding_treatment",
                "Funding term",
                Unit.CHOICE,
                help="Published: as the formula stands. Cost: what this side pays to the horizon",
            ),
        ),
    ),
    Group(
        "Bands",
        (
            Field(
                "rebalance_band",
                "Band",
                Unit.PERCENT,
                help="No order while the difference is within this share of the target",
            ),
            Field(
                "reduce_band", "Band to reduce", Unit.PERCENT, "same band", "The band of reductions"
            ),
            Field(
                "min_order_contracts", "Smallest order", Unit.CONTRACTS, "the lot", "0: every lot"
            ),
        ),
    ),
    Group(
        "Caps",
        (
            Field("max_leverage", "Leverage", Unit.TIMES, _NO_CAP, "Effective leverage at most"),
            Field("max_position_usd", "Position", Unit.USD, _NO_CAP, "Exposure in USD at most"),
            Field("max_position_coin", "Position", Unit.COIN, _NO_CAP, "Exposure in coin at most"),
            Field("max_contracts", "Position", Unit.CONTRACTS, _NO_CAP, "Contracts at most"),
            Field("max_order_usd", "Order", Unit.USD, _NO_CAP, "A larger order is cut in parts"),
            Field("max_turnover_usd_per_hour", "Turnover an hour", Unit.USD, _NO_CAP),
            Field("max_orders_per_minute", "Orders a minute", Unit.COUNT, _NO_CAP),
            Field(
                "max_unattended_orders",
                "Unattended orders",
                Unit.COUNT,
                help="So many orders in auto without a sign of you, and it waits",
            ),
            Field(
                "stress_move",
                "Stress move",
                Unit.PERCENT,
                _OFF,
                "The position must survive a move of the price by this much",
            ),
        ),
    ),
    Group(
        "Volatility response",
        (
            Field(
                "volatility_target",
                "Target volatility",
                Unit.PERCENT,
                _OFF,
                "Annualised: leverage is scaled by target / measured, never above 1",
            ),
            Field("volatility_floor", "Not below", Unit.PERCENT, help="The least it scales to"),
            Field("spike_ratio", "Spike at", Unit.TIMES, _OFF, "Fast volatility over slow"),
            Field("spike_leverage_factor", "Spike cuts to", Unit.PERCENT, help="Of the leverage"),
            Field("spike_recovery_s", "Recovers over", Unit.SECONDS),
        ),
    ),
    Group(
        "Depth response",
        (
            Field("max_slippage_bp", "Slippage", Unit.POINTS, _OFF, "Above it orders are sliced"),
            Field("max_depth_share", "Share of book", Unit.PERCENT, _OFF, "Above it: sliced"),
            Field("max_spread_bp", "Spread", Unit.POINTS, _OFF, "Wider: increases wait"),
            Field("order_style", "Order style", Unit.CHOICE),
            Field("price_collar", "Price collar", Unit.PERCENT, help="Of the mark price"),
        ),
    ),
    Group(
        "Margin levels",
        (
            Field("margin_warn", "Warn", Unit.PERCENT, help="Of utilisation"),
            Field("margin_stop", "Stop increases", Unit.PERCENT, help="Of utilisation"),
            Field("margin_restore", "Restore", Unit.PERCENT, help="Of utilisation"),
            Field("margin_restore_to", "Restore ends at", Unit.PERCENT, help="Of utilisation"),
            Field("margin_flatten", "Flatten", Unit.PERCENT, help="Of utilisation"),
            Field("flatten_distance", "Flatten within", Unit.PERCENT, help="Of the liq. price"),
        ),
    ),
    Group(
        "Circuit breaker and staleness",
        (
            Field("gap_threshold", "Gap", Unit.PERCENT, help="A faster move freezes scaling"),
            Field("gap_window_s", "Within", Unit.SECONDS),
            Field("gap_cooldown_s", "Cooldown", Unit.SECONDS),
            Field("mark_stale_s", "Mark stale after", Unit.SECONDS),
            Field("book_stale_s", "Book stale after", Unit.SECONDS),
            Field("funding_stale_s", "Funding stale after", Unit.SECONDS),
            Field("account_stale_s", "Account stale after", Unit.SECONDS),
        ),
    ),
)
FIELDS: dict[str, Field] = {field.key: field for group in GROUPS for field in group.fields}


def value_of(keys: Mapping[str, object], field: Field) -> object:
    """Return a key's value, its default where the policy does not name it."""
    value = keys.get(field.key)
    return DEFAULTS[field.key] if value is None and not field.empty else value
