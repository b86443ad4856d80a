"""Orders that the trader sends by hand: the same gate, the same life."""

from decimal import Decimal

from terminal.engine.market.leg import Leg
from terminal.engine.orders.issue import issue
from terminal.engine.risk.collar import collar_price
from terminal.engine.risk.gate import refusal
from terminal.engine.risk.proposal import Proposal
from terminal.engine.risk.protection import record_protective
from terminal.engine.state import DeskState
from terminal.model.errors import UserError
from terminal.model.events import Command, Side
from terminal.model.outputs import Level, OrderType, Purpose
from terminal.model.reasons import Reason


def place(state: DeskState, command: Command) -> None:
    """Send the order a command describes, or say which rule refused it."""
    leg = state.legs.get((command.venue or "", command.symbol or ""))
    if leg is None:
        raise UserError(
            f"command order: {command.symbol!r} on {command.venue!r} is not known; "
            "give `venue` and `symbol` of a listed contract"
        )
    proposal = _proposal(state, leg, command)
    if state.policy is None:
        refused: Reason | None = Reason.NO_POLICY
    else:
        refused = refusal(state, leg, state.policy, proposal)
    if refused is not None:
        detail = f"order: {refused.value}"
        state.alert(Level.WARNING, Reason.COMMAND_REFUSED, leg, detail)
        return
    target = (leg.position_lots or 0) + leg.in_flight_lots + proposal.signed_lots
    decision_id = record_protective(state, leg, Reason.MANUAL_ORDER, target)
    issue(state, leg, proposal, decision_id)


def _proposal(state: DeskState, leg: Leg, command: Command) -> Proposal:
    if command.side not in ("buy", "sell"):
        raise UserError(f"command order: key `side` is {command.side!r}; allowed: buy, sell")
    if command.contracts is None or not command.contracts > 0:
        raise UserError(
            f"command order: key `contracts` is {command.contracts!r}; allowed: above 0"
        )
    kinds = tuple(kind.value for kind in OrderType)
    if command.order_type not in (None, *kinds):
        raise UserError(
            f"command order: key `order_type` is {command.order_type!r}; "
            f"allowed: {', '.join(kinds)}"
        )
    side = Side(command.side)
    kind = OrderType(command.order_type or "ioc_limit")
    price = None if command.limit_price is None else Decimal(repr(command.limit_price))
    if kind is OrderType.MARKET or price is None:
        if leg.mark_price is None or state.policy is None:
            raise UserError("command order: no mark price is known; give `limit_price`")
        buying = side is Side.BUY
        price = collar_price(leg, state.policy, buying=buying, protective=False)
        kind = OrderType.IOC_LIMIT if kind is OrderType.MARKET else kind
    return Proposal(
        side=side,
        lots=leg.lots.toward_zero(command.contracts),
        reduce_only=command.reduce_only,
        type=kind,
        limit_price=price,
        purpose=Purpose.MANUAL,
        ordered_by_trader=True,
    )
