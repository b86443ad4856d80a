"""What a target comes to once the mark has moved against it as far as the policy fears."""

from terminal.model.arithmetic.contracts import notional, pnl
from tests.simulation.facts.leg import LegFacts
from tests.simulation.facts.policy import PolicyFacts
from tests.simulation.invariants.protection import maintenance_at

_ROUNDING = 1e-6


def broken_by_stress(
    leg: LegFacts, policy: PolicyFacts, contracts: float, mark: float, equity: float
) -> str | None:
    """Return what a signed target breaks at the stressed mark, None where all holds.

    `equity` is of the present mark, settlement currency.
    """
    move = policy.key("stress_move")
    side = 1 if contracts > 0 else -1
    terms, size, held = leg.terms, float(leg.terms.contract_size), abs(contracts)
    then = mark * (1 - side * move)
    left = max(equity, 0.0) + pnl(terms.kind, size, side, held, mark, then)
    value = notional(terms.kind, size, held, then)
    leverage = policy.key("max_leverage")
    if leverage is not None and value > leverage * left * (1 + _ROUNDING):
        return f"leverage {value / left if left else 0.0:.3f} of {leverage}"
    if terms.tiers and maintenance_at(leg, held, then) > left * (1 + _ROUNDING):
        return f"{left} left of {equity}, less than its maintenance"
    coin, usd = policy.key("max_position_coin"), policy.key("max_position_usd")
    if terms.inverse and coin is not None and value > coin * (1 + _ROUNDING):
        return f"{value} coin of {coin}"
    if not terms.inverse and usd is not None and value > usd * (1 + _ROUNDING):
        return f"{value} USD of {usd}"
    return None
