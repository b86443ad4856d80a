"""Orders that the trader sends by hand: the same gate, the same life."""

from decimal import Decimal

from terminal.engine.market.leg import Leg
from terminal.engine.market.sanity import possible_amount, possible_price
from terminal.engine.orders.issue import issue
from terminal.engine.policy.policy import Policy
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
    policy = state.policy
    if policy is None:
        _refuse(state, leg, Reason.NO_POLICY)
        return
    proposal = _proposal(leg, policy, command)
    refused = refusal(state, leg, policy, proposal)
    if refused is not None:
        _refuse(state, leg, refused)
        return
    target = (leg.position_lots or 0) + leg.in_flight_lots + proposal.signed_lots
    decision_id = record_protective(state, leg, Reason.MANUAL_ORDER, target)
    issue(state, leg, proposal, decision_id)


def _refuse(state: DeskState, leg: Leg, reason: Reason) -> None:
    state.alert(Level.WARNING, Reason.COMMAND_REFUSED, leg, f"order: {reason.value}")


def _proposal(leg: Leg, policy: Policy, command: Command) -> Proposal:
    if command.side not in ("buy", "sell"):
        raise UserError(f"command order: key `side` is {command.side!r}; allowed: buy, sell")
    contracts = command.contracts
    if contracts is None or not (contracts > 0 and possible_amount(contracts)):
        raise UserError(f"command order: key `contracts` is {contracts!r}; allowed: above 0")
    price = command.limit_price
    if price is not None and not possible_price(price):
        raise UserError(f"command order: key `limit_price` is {price!r}; allowed: above 0")
    kinds = tuple(kind.value for kind in OrderType)
    if command.order_type not in (None, *kinds):
        raise UserError(
            f"command order: key `order_type` is {command.order_type!r}; "
            f"allowed: {', '.join(kinds)}"
        )
    side = Side(command.side)
    kind = OrderType(command.order_type or "ioc_limit")
    if price is None and kind in (OrderType.LIMIT, OrderType.POST_ONLY):
        raise UserError("command order: key `limit_price` is missing; a resting order needs one")
    limit = None if price is None else Decimal(repr(price))
    if kind is OrderType.MARKET or limit is None:
        if leg.mark_price is None:
            raise UserError("command order: no mark price is known; give `limit_price`")
        limit = collar_price(leg, policy, buying=side is Side.BUY, protective=False)
        kind = OrderType.IOC_LIMIT
    return Proposal(
        side=side,
        lots=leg.lots.toward_zero(contracts),
        reduce_only=command.reduce_only,
        type=kind,
        limit_price=limit,
        purpose=Purpose.MANUAL,
        ordered_by_trader=True,
    )
