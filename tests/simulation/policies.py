"""Policies of many kinds: every cap and response binds in some worlds and is absent in others."""

from random import Random

from terminal.model.instrument import Instrument

_LEVEL_KEYS = (
    "margin_warn",
    "margin_stop",
    "margin_restore",
    "margin_restore_to",
    "margin_flatten",
)
# Low ones too, so that protection has work to do.
_MARGIN_LEVELS = (
    (0.5, 0.65, 0.8, 0.65, 0.95),
    (0.04, 0.06, 0.08, 0.06, 0.2),
    (0.02, 0.03, 0.05, 0.03, 0.3),
    (0.1, 0.15, 0.2, 0.12, 0.25),
)


def tense_policy(random: Random, policy: dict[str, object]) -> dict[str, object]:
    """Return the policy without caps, at so much leverage that protection has work to do.

    With the default levels it is liquidation's nearness that flattens, long before they do.
    """
    kept = {key: value for key, value in policy.items() if key[:4] not in ("max_", "marg", "stre")}
    leverage = 40.0
    if random.random() < 0.6:
        kept |= dict(zip(_LEVEL_KEYS, random.choice(_MARGIN_LEVELS[1:]), strict=True))
        leverage = 20.0
    return kept | {"target_leverage": leverage, "guard_in_manual": True}


def _usd_of_one(instrument: Instrument) -> float:
    """Return roughly what one contract is worth, for caps that bind in some worlds only."""
    return float(instrument.contract_size) * (1 if instrument.inverse else 60_000)


def policy_of(random: Random, instruments: tuple[Instrument, ...]) -> dict[str, object]:
    """Return the keys of a valid policy for `instruments`."""
    leverage = random.choice((1.0, 2.0, 3.0, 5.0, 8.0, 20.0))
    policy: dict[str, object] = {
        "side": random.choice(("long", "short")),
        "target_leverage": leverage,
        "margin_basis": random.choice(("wallet", "equity", "lesser")),
        "rebalance_band": random.choice((0.0, 0.001, 0.01)),
        "guard_in_manual": random.random() < 0.5,
    }

    def perhaps(key: str, probability: float, *values: object) -> None:
        if random.random() < probability:
            policy[key] = random.choice(values)

    perhaps("reduce_band", 0.5, 0.0005)
    worth = _usd_of_one(instruments[0])
    perhaps("max_contracts", 0.5, *(float(usd / worth) for usd in (150_000, 400_000, 900_000)))
    perhaps("max_position_usd", 0.2, 150_000.0, 400_000.0)
    perhaps("max_position_coin", 0.2, 3.0, 7.5)
    perhaps("max_leverage", 0.3, leverage * 0.8, leverage * 1.5)
    perhaps("max_order_usd", 0.3, 20_000.0, 100_000.0)
    perhaps("max_turnover_usd_per_hour", 0.2, 200_000.0, 1_000_000.0)
    perhaps("max_orders_per_minute", 0.3, 5, 20)
    perhaps("min_order_contracts", 0.2, 50.0)
    perhaps("max_slippage_bp", 0.3, 5.0)
    perhaps("max_depth_share", 0.2, 0.5)
    perhaps("max_spread_bp", 0.2, 5.0)
    perhaps("funding_treatment", 0.3, "cost")
    perhaps("funding_input", 0.2, "predicted")
    perhaps("max_session_loss", 0.2, 0.02, 0.2)
    perhaps("session_loss_locks", 0.3, "all")
    perhaps("max_unattended_orders", 0.2, 3, 12)
    perhaps("order_style", 0.3, "post_only", "post_only", "market")
    perhaps("gap_threshold", 0.3, 0.01)
    perhaps("gap_cooldown_s", 0.3, 6.0)
    perhaps("price_collar", 0.2, 0.005)
    if random.random() < 0.2:
        policy |= {"volatility_target": 0.6, "spike_ratio": 3.0}
    if random.random() < 0.6:
        levels = random.choice(_MARGIN_LEVELS)
        if levels[2] < 0.8 and random.random() < 0.7:
            policy["target_leverage"] = 20.0  # so that a move against it has margin to restore
        policy |= dict(zip(_LEVEL_KEYS, levels, strict=True))
    if len(instruments) > 1:
        perhaps("allocation", 0.5, "weights", "cheapest_funding")
        perhaps("make_up_for_unhealthy", 0.2, True)
        weights = {item.venue: float(number + 1) for number, item in enumerate(instruments)}
        if policy.get("allocation") == "weights":
            policy["weights"] = weights
    return policy
