"""The gate between sizing and the wire. Every order passes it, the trader's own included.

The questions stand in a fixed order; the first refusal names the reason.
"""

from collections.abc import Callable

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.proposal import Proposal
from terminal.engine.risk.rules import (
    arming,
    direction,
    freeze,
    kill_latch,
    margin_stop,
    no_flip,
    one_at_a_time,
    order_size,
    position_caps,
    price_collar,
    prices,
    rate,
    reduce_only,
    session_loss,
    turnover,
    unknown_orders,
    well_formed,
)
from terminal.engine.state import DeskState
from terminal.model.reasons import Reason

_Rule = Callable[[DeskState, Leg, Policy, Proposal], Reason | None]

RULES: tuple[_Rule, ...] = (
    well_formed.refuse,
    kill_latch.refuse,
    arming.refuse,
    freeze.refuse,
    direction.refuse,
    reduce_only.refuse,
    no_flip.refuse,
    one_at_a_time.refuse,
    unknown_orders.refuse,
    position_caps.refuse,
    order_size.refuse,
    turnover.refuse,
    price_collar.refuse,
    prices.refuse,
    rate.refuse,
    session_loss.refuse,
    margin_stop.refuse,
)


def refusal(state: DeskState, leg: Leg, policy: Policy, order: Proposal) -> Reason | None:
    """Return why `order` may not leave the process, None where it may."""
    for rule in RULES:
        reason = rule(state, leg, policy, order)
        if reason is not None:
            return reason
    return None
