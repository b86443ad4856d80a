"""An order is a whole number of lots at a possible price on the tick."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk.proposal import Proposal
from terminal.engine.state import DeskState
from terminal.model.outputs import OrderType
from terminal.model.reasons import Reason


def refuse(_: DeskState, leg: Leg, __: Policy, order: Proposal) -> Reason | None:
    """Refuse what no venue could take, or what would mean something else than was meant."""
    price = order.limit_price
    if order.lots <= 0 or (price is not None and (not price.is_finite() or price <= 0)):
        return Reason.MALFORMED_ORDER
    if order.type is not OrderType.MARKET and price is None:
        return Reason.MALFORMED_ORDER
    if price is not None and price % leg.ticks.step != 0:
        return Reason.MALFORMED_ORDER
    return None
