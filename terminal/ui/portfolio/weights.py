"""Which instruments rest on an account, and what the policy gives it of the target. Pure."""

from collections.abc import Sequence
from math import fsum

from terminal.engine.snapshot import AccountState, LegState, Snapshot
from terminal.ui import format as show
from terminal.ui.words import translate


def key_of(account: AccountState) -> tuple[str, str]:
    """Return venue and settlement currency: what makes an account the same one."""
    return account.venue, account.settle


def legs_of(snapshot: Snapshot, account: AccountState) -> list[LegState]:
    """Return the instruments that rest on the account."""
    return [
        leg
        for leg in snapshot.legs
        if (leg.instrument.venue, leg.instrument.settle) == key_of(account)
    ]


def is_traded(snapshot: Snapshot, account: AccountState) -> bool:
    """Return whether the policy scales anything on the account."""
    return any(leg.in_policy for leg in legs_of(snapshot, account))


def weights_of(
    snapshot: Snapshot, counted: Sequence[AccountState]
) -> dict[tuple[str, str], tuple[float | None, str]]:
    """Return what the policy gives each counted account of the target, and it in words."""
    keys = snapshot.policy.keys if snapshot.policy else {}
    traded = [account for account in counted if is_traded(snapshot, account)]
    if keys.get("allocation") == "cheapest_funding":
        ranked = sorted(traded, key=lambda account: _daily_cost(snapshot, account))
        every = len(ranked)
        return {
            key_of(a): (
                None,
                translate("window", "{place} of {every}").format(place=place, every=every),
            )
            for place, a in enumerate(ranked, start=1)
        }
    parts = {key_of(account): _part(snapshot, account, keys) for account in traded}
    whole = fsum(parts.values())
    return {
        key: (part / whole, show.percent(part / whole, 1)) if whole > 0 else (None, show.UNKNOWN)
        for key, part in parts.items()
    }


def _part(snapshot: Snapshot, account: AccountState, keys: dict[str, object]) -> float:
    """Return the account's part of the target before it is made a share: margin, or a weight."""
    if keys.get("allocation") != "weights":
        return max(account.equity_usd or 0.0, 0.0)
    weights = keys.get("weights")
    listed: dict[str, float] = weights if isinstance(weights, dict) else {}
    total = 0.0
    for leg in legs_of(snapshot, account):
        if leg.in_policy:
            own = f"{account.venue}/{leg.instrument.symbol}"
            total += float(listed.get(own, listed.get(account.venue, 0.0)))
    return total


def _daily_cost(snapshot: Snapshot, account: AccountState) -> float:
    short = snapshot.policy is not None and snapshot.policy.keys.get("side") == "short"
    costs = [
        leg.funding.rate * 86_400 / leg.funding.interval_s
        for leg in legs_of(snapshot, account)
        if leg.in_policy and leg.funding.rate is not None and leg.funding.interval_s
    ]
    return min((-cost if short else cost for cost in costs), default=0.0)
