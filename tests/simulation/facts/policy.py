"""The trader's policy as he gave it, with the values of the keys that he left out."""

from dataclasses import dataclass, field
from typing import Any

# Where a fact or an invariant depends on them.
_DEFAULTS: dict[str, Any] = {
    "gap_threshold": 0.02,
    "gap_cooldown_s": 2.0,
    "price_collar": 0.02,
    "margin_basis": "lesser",
    "rebalance_band": 0.01,
    "margin_stop": 0.65,
    "margin_restore": 0.8,
    "margin_restore_to": 0.65,
    "margin_flatten": 0.95,
    "funding_input": "current",
    "funding_treatment": "published",
    "order_style": "ioc_limit",
    "allocation": "margin",
    "session_loss_locks": "increases",
    "guard_in_manual": False,
    "make_up_for_unhealthy": False,
    "max_unattended_orders": 200,
    "price_divergence": 0.05,
    "volatility_floor": 0.25,
    "spike_leverage_factor": 0.5,
    "spike_recovery_s": 600.0,
}


@dataclass(slots=True)
class PolicyFacts:
    """The policy in force; `keys_ever` are those of every one so far: some have lasting effects."""

    given: dict[str, Any] = field(default_factory=dict)
    keys_ever: set[str] = field(default_factory=set)

    def take(self, given: dict[str, Any]) -> None:
        """Put another policy in force."""
        self.given = given
        self.keys_ever |= given.keys()

    def key(self, name: str) -> Any:
        """Return a policy key's value: its own, or the default."""
        value = self.given.get(name)
        return _DEFAULTS.get(name) if value is None else value
