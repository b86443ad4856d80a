"""Every key of a policy as a field, in the order in which a trader meets them. Pure."""

from collections.abc import Mapping

from terminal.ui.policy_editor.fields import DEFAULTS, Field, Group, Unit
from terminal.ui.words import QT_TRANSLATE_NOOP

_NO_CAP = QT_TRANSLATE_NOOP("window", "no cap")
_OFF = QT_TRANSLATE_NOOP("window", "off")
_OF_UTILISATION = QT_TRANSLATE_NOOP("window", "Of utilisation")


def _cap(key: str, label: str, unit: Unit, help: str = "") -> Field:
    return Field(key, label, unit, _NO_CAP, help)


def _level(key: str, label: str) -> Field:
    return Field(key, label, Unit.PERCENT, help=_OF_UTILISATION)


def _seconds(key: str, label: str) -> Field:
    return Field(key, label, Unit.SECONDS)


GROUPS = (
    Group(
        QT_TRANSLATE_NOOP("window", "Target"),
        (
            Field(
                "side",
                QT_TRANSLATE_NOOP("window", "Side"),
                Unit.CHOICE,
                help=QT_TRANSLATE_NOOP("window", "The engine never flips it"),
            ),
            Field(
                "target_leverage",
                QT_TRANSLATE_NOOP("window", "Target leverage"),
                Unit.TIMES,
                help=QT_TRANSLATE_NOOP("window", "Of the portfolio"),
            ),
            Field(
                "margin_basis",
                QT_TRANSLATE_NOOP("window", "Margin basis"),
                Unit.CHOICE,
                help=QT_TRANSLATE_NOOP(
                    "window",
                    "Wallet holds coin exposure constant, equity holds leverage constant, "
                    "lesser takes the smaller of both",
                ),
            ),
            Field(
                "funding_input",
                QT_TRANSLATE_NOOP("window", "Funding rate"),
                Unit.CHOICE,
                help=QT_TRANSLATE_NOOP("window", "Which rate enters the size"),
            ),
            Field(
                "funding_treatment",
                QT_TRANSLATE_NOOP("window", "Funding term"),
                Unit.CHOICE,
                help=QT_TRANSLATE_NOOP(
                    "window",
                    "Published: as the formula stands. Cost: what this side pays to the horizon",
                ),
            ),
        ),
    ),
    Group(
        QT_TRANSLATE_NOOP("window", "Bands"),
        (
            Field(
                "rebalance_band",
                QT_TRANSLATE_NOOP("window", "Band"),
                Unit.PERCENT,
                help=QT_TRANSLATE_NOOP(
                    "window", "No order while the difference is within this share of the target"
                ),
            ),
            Field(
                "reduce_band",
                QT_TRANSLATE_NOOP("window", "Band to reduce"),
                Unit.PERCENT,
                QT_TRANSLATE_NOOP("window", "same band"),
                QT_TRANSLATE_NOOP("window", "The band of reductions"),
            ),
            Field(
                "min_order_contracts",
                QT_TRANSLATE_NOOP("window", "Smallest order"),
                Unit.CONTRACTS,
                QT_TRANSLATE_NOOP("window", "the lot"),
                QT_TRANSLATE_NOOP("window", "0: every lot"),
            ),
        ),
    ),
    Group(
        QT_TRANSLATE_NOOP("window", "Caps"),
        (
            _cap(
                "max_leverage",
                QT_TRANSLATE_NOOP("window", "Leverage"),
                Unit.TIMES,
                QT_TRANSLATE_NOOP("window", "Effective leverage at most"),
            ),
            _cap(
                "max_position_usd",
                QT_TRANSLATE_NOOP("window", "Position"),
                Unit.USD,
                QT_TRANSLATE_NOOP("window", "Exposure in USD at most"),
            ),
            _cap(
                "max_position_coin",
                QT_TRANSLATE_NOOP("window", "Position"),
                Unit.COIN,
                QT_TRANSLATE_NOOP("window", "Exposure in coin at most"),
            ),
            _cap(
                "max_contracts",
                QT_TRANSLATE_NOOP("window", "Position"),
                Unit.CONTRACTS,
                QT_TRANSLATE_NOOP("window", "Contracts at most"),
            ),
            _cap(
                "max_order_usd",
                QT_TRANSLATE_NOOP("window", "Order"),
                Unit.USD,
                QT_TRANSLATE_NOOP("window", "A larger order is cut in parts"),
            ),
            _cap(
                "max_turnover_usd_per_hour",
                QT_TRANSLATE_NOOP("window", "Turnover an hour"),
                Unit.USD,
            ),
            _cap(
                "max_orders_per_minute", QT_TRANSLATE_NOOP("window", "Orders a minute"), Unit.COUNT
            ),
            Field(
                "max_unattended_orders",
                QT_TRANSLATE_NOOP("window", "Unattended orders"),
                Unit.COUNT,
                help=QT_TRANSLATE_NOOP(
                    "window", "So many orders in auto without a sign of you, and it waits"
                ),
            ),
            Field(
                "stress_move",
                QT_TRANSLATE_NOOP("window", "Stress move"),
                Unit.PERCENT,
                _OFF,
                QT_TRANSLATE_NOOP(
                    "window", "The position must survive a move of the price by this much"
                ),
            ),
        ),
    ),
    Group(
        QT_TRANSLATE_NOOP("window", "Volatility response"),
        (
            Field(
                "volatility_target",
                QT_TRANSLATE_NOOP("window", "Target volatility"),
                Unit.PERCENT,
                _OFF,
                QT_TRANSLATE_NOOP(
                    "window", "Annualised: leverage is scaled by target / measured, never above 1"
                ),
            ),
            Field(
                "volatility_floor",
                QT_TRANSLATE_NOOP("window", "Not below"),
                Unit.PERCENT,
                help=QT_TRANSLATE_NOOP("window", "The least it scales to"),
            ),
            Field(
                "spike_ratio",
                QT_TRANSLATE_NOOP("window", "Spike at"),
                Unit.TIMES,
                _OFF,
                QT_TRANSLATE_NOOP("window", "Fast volatility over slow"),
            ),
            Field(
                "spike_leverage_factor",
                QT_TRANSLATE_NOOP("window", "Spike cuts to"),
                Unit.PERCENT,
                help=QT_TRANSLATE_NOOP("window", "Of the leverage"),
            ),
            _seconds("spike_recovery_s", QT_TRANSLATE_NOOP("window", "Recovers over")),
        ),
    ),
    Group(
        QT_TRANSLATE_NOOP("window", "Depth response"),
        (
            Field(
                "max_slippage_bp",
                QT_TRANSLATE_NOOP("window", "Slippage"),
                Unit.POINTS,
                _OFF,
                QT_TRANSLATE_NOOP("window", "Above it orders are sliced"),
            ),
            Field(
                "max_depth_share",
                QT_TRANSLATE_NOOP("window", "Share of book"),
                Unit.PERCENT,
                _OFF,
                QT_TRANSLATE_NOOP("window", "Above it: sliced"),
            ),
            Field(
                "max_spread_bp",
                QT_TRANSLATE_NOOP("window", "Spread"),
                Unit.POINTS,
                _OFF,
                QT_TRANSLATE_NOOP("window", "Wider: increases wait"),
            ),
            Field("order_style", QT_TRANSLATE_NOOP("window", "Order style"), Unit.CHOICE),
            Field(
                "price_collar",
                QT_TRANSLATE_NOOP("window", "Price collar"),
                Unit.PERCENT,
                help=QT_TRANSLATE_NOOP("window", "Of the mark price"),
            ),
        ),
    ),
    Group(
        QT_TRANSLATE_NOOP("window", "Margin levels"),
        (
            _level("margin_warn", QT_TRANSLATE_NOOP("window", "Warn")),
            _level("margin_stop", QT_TRANSLATE_NOOP("window", "Stop increases")),
            _level("margin_restore", QT_TRANSLATE_NOOP("window", "Restore")),
            _level("margin_restore_to", QT_TRANSLATE_NOOP("window", "Restore ends at")),
            _level("margin_flatten", QT_TRANSLATE_NOOP("window", "Flatten")),
            Field(
                "flatten_distance",
                QT_TRANSLATE_NOOP("window", "Flatten within"),
                Unit.PERCENT,
                help=QT_TRANSLATE_NOOP("window", "Of the liq. price"),
            ),
        ),
    ),
    Group(
        QT_TRANSLATE_NOOP("window", "Circuit breaker and staleness"),
        (
            Field(
                "gap_threshold",
                QT_TRANSLATE_NOOP("window", "Gap"),
                Unit.PERCENT,
                help=QT_TRANSLATE_NOOP("window", "A faster move freezes scaling"),
            ),
            _seconds("gap_window_s", QT_TRANSLATE_NOOP("window", "Within")),
            _seconds("gap_cooldown_s", QT_TRANSLATE_NOOP("window", "Cooldown")),
            _seconds("mark_stale_s", QT_TRANSLATE_NOOP("window", "Mark stale after")),
            _seconds("book_stale_s", QT_TRANSLATE_NOOP("window", "Book stale after")),
            _seconds("funding_stale_s", QT_TRANSLATE_NOOP("window", "Funding stale after")),
            _seconds("account_stale_s", QT_TRANSLATE_NOOP("window", "Account stale after")),
        ),
    ),
)
FIELDS: dict[str, Field] = {field.key: field for group in GROUPS for field in group.fields}


def value_of(keys: Mapping[str, object], field: Field) -> object:
    """Return a key's value, its default where the policy does not name it."""
    value = keys.get(field.key)
    return DEFAULTS[field.key] if value is None and not field.empty else value
