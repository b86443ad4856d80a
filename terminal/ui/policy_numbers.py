"""Numbers of the policy in force, for panels that show a limit beside a figure."""

from terminal.engine.policy.policy import Policy, PolicySide
from terminal.engine.snapshot import Snapshot

_DEFAULTS = Policy(side=PolicySide.LONG, target_leverage=1.0).mapping()


def policy_number(snapshot: Snapshot, key: str) -> float:
    """Return a number of the policy in force, or the key's default where it has none."""
    value = snapshot.policy.keys.get(key) if snapshot.policy else None
    return float(value) if isinstance(value, int | float) else float(str(_DEFAULTS[key]))
