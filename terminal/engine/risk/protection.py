"""Margin restore and the auto-liquidation point: reduce-only protection of what is left."""

from decimal import Decimal
from math import ceil

from terminal.engine.market.account import MarginAccount, Standing
from terminal.engine.market.leg import Leg
from terminal.engine.orders import backoff
from terminal.engine.orders.issue import cancel, issue
from terminal.engine.policy.policy import Policy
from terminal.engine.risk import freezes
from terminal.engine.risk.collar import collar_price
from terminal.engine.risk.gate import refusal
from terminal.engine.risk.margin_levels import tell_level, tell_near
from terminal.engine.risk.proposal import Proposal
from terminal.engine.risk.restore import kept_share
from terminal.engine.risk.staleness import account_problem, mark_problem
from terminal.engine.state import DeskState
from terminal.model.events import Side
from terminal.model.outputs import Action, Decision, Inputs, OrderType, Purpose
from terminal.model.reasons import Reason


def protect(state: DeskState, account: MarginAccount) -> Standing:
    """Act on an account's margin where it must be; returns how the account stands."""
    standing = account.standing()
    policy = state.policy
    if policy is not None:
        _act(state, account, policy, standing.utilisation)
    return standing


def _act(
    state: DeskState, account: MarginAccount, policy: Policy, utilisation: float | None
) -> bool:
    """Send what the margin asks for; True when an order was sent or is at work."""
    near = tell_near(state, account, policy)
    if utilisation is not None:
        tell_level(state, account, policy, utilisation)
        if utilisation > policy.margin_flatten:
            return _reduce(state, account, policy, account.legs, 0.0, Purpose.FLATTEN)
    to_close = [
        leg for leg in account.legs if leg in near or (leg.flattening and _half_flattened(leg))
    ]
    if to_close:
        return _reduce(state, account, policy, to_close, 0.0, Purpose.FLATTEN)
    if utilisation is not None and utilisation > policy.margin_restore:
        keep = kept_share(account, policy.margin_restore_to)
        return _reduce(state, account, policy, account.legs, keep, Purpose.RESTORE)
    return False


def _half_flattened(leg: Leg) -> bool:
    leg.flattening = leg.flattening and bool(leg.position_lots)
    return leg.flattening


def _reduce(
    state: DeskState,
    account: MarginAccount,
    policy: Policy,
    legs: list[Leg],
    keep: float,
    purpose: Purpose,
) -> bool:
    if not state.guarding or account_problem(account, state.at, policy) is not None:
        return False
    if any(map(_on_one_mark, account.legs)) and (
        purpose is Purpose.FLATTEN or not account.borne_out()
    ):
        return False
    acted = False
    for leg in legs:
        if leg.position_lots and mark_problem(leg, state.at, policy) is None:
            acted = _reduce_leg(state, leg, policy, keep, purpose) or acted
    return acted


def _on_one_mark(leg: Leg) -> bool:
    """True where a position is valued by a first mark that no other has borne out yet.

    One that is wrong would close what nothing threatens, on every contract that shares the margin.
    For a restore, which closes a part, the venue's own equity bears it out as well.
    """
    return bool(leg.position_lots) and leg.mark_price is not None and leg.suspicion.alone


def _reduce_leg(state: DeskState, leg: Leg, policy: Policy, keep: float, purpose: Purpose) -> bool:
    position = leg.position_lots or 0
    side = Side.SELL if position > 0 else Side.BUY
    for order in leg.orders:
        if order.purpose in (Purpose.SCALE, Purpose.MANUAL):
            cancel(state, order, Reason.MARGIN_RESTORE)
    closing = leg.closing_lots(side, reserved=purpose is not Purpose.FLATTEN)
    # Rounded up, so that what is kept never exceeds what the margin carries.
    due = ceil(abs(position) * (1.0 - keep)) - closing
    due = min(due, abs(position) - closing)
    if due <= 0:
        return closing > 0
    if backoff.protection_waiting(leg, state.at):
        return False
    if purpose is Purpose.RESTORE and backoff.answer_awaited(leg, state.at):
        return True
    proposal = Proposal(
        side=side,
        lots=due,
        reduce_only=True,
        type=OrderType.IOC_LIMIT,
        limit_price=collar_price(leg, policy, buying=side is Side.BUY, protective=True),
        purpose=purpose,
    )
    if refusal(state, leg, policy, proposal) is not None:
        return False
    reason = Reason.AUTO_LIQUIDATION if purpose is Purpose.FLATTEN else Reason.MARGIN_RESTORE
    keeps = abs(position) - due - closing
    decision_id = record_protective(state, leg, reason, keeps if position > 0 else -keeps)
    issue(state, leg, proposal, decision_id)
    if purpose is Purpose.FLATTEN:
        leg.flattening = True
        freezes.hold(state, leg, reason, "the position was closed before the venue would have")
    return True


def record_protective(state: DeskState, leg: Leg, reason: Reason, target_lots: int) -> int:
    """Record the decision behind an order that the size formula did not ask for."""
    account = state.account_of(leg)
    position = leg.position_lots or 0
    decision = Decision(
        at=state.at,
        decision_id=state.next_decision_id(),
        venue=leg.venue,
        symbol=leg.symbol,
        action=Action.ORDER,
        reason=reason,
        target_contracts=leg.exact(target_lots),
        current_contracts=leg.exact(position),
        in_flight_contracts=leg.exact(leg.in_flight_lots),
        raw_size_coin=None,
        order_contracts=_exact_difference(leg, target_lots, position),
        bound_by=reason,
        bounds=(reason,),
        inputs=Inputs(
            mark_price=leg.mark_price,
            wallet_balance=account.wallet_balance,
            equity=account.equity(),
            utilisation=account.utilisation(),
            policy=state.policy_hash,
        ),
    )
    leg.decision = decision
    leg.target_lots = target_lots
    state.out.append(decision)
    return decision.decision_id


def _exact_difference(leg: Leg, target_lots: int, position: int) -> Decimal:
    return leg.exact(target_lots - position)
