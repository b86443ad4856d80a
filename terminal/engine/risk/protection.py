"""Margin restore and the auto-liquidation point: reduce-only protection of what is left."""

from decimal import Decimal
from math import ceil, fsum

from terminal.engine.market.account import MarginAccount
from terminal.engine.market.leg import Leg
from terminal.engine.orders import backoff
from terminal.engine.orders.issue import cancel, issue
from terminal.engine.policy.policy import Policy
from terminal.engine.risk import freezes
from terminal.engine.risk.collar import collar_price
from terminal.engine.risk.gate import refusal
from terminal.engine.risk.liquidation import distance_to_liquidation
from terminal.engine.risk.proposal import Proposal
from terminal.engine.risk.staleness import account_problem, mark_problem
from terminal.engine.state import DeskState
from terminal.model.events import Side
from terminal.model.outputs import Action, Decision, Inputs, Level, OrderType, Purpose
from terminal.model.reasons import Reason

_LEVELS = (
    (Level.WARNING, Reason.MARGIN_WARN),
    (Level.WARNING, Reason.MARGIN_STOP),
    (Level.ALARM, Reason.MARGIN_RESTORE),
    (Level.ALARM, Reason.MARGIN_FLATTEN),
)


def protect(state: DeskState, account: MarginAccount) -> bool:
    """Act on an account's margin where it must be; True when an order was sent or is at work."""
    policy = state.policy
    if policy is None:
        return False
    utilisation = account.utilisation()
    if utilisation is None:
        return False
    _tell_level(state, account, policy, utilisation)
    near = [leg for leg in account.legs if _near_liquidation(state, leg, policy)]
    if utilisation > policy.margin_flatten:
        return _reduce(state, account, policy, account.legs, 0.0, Purpose.FLATTEN)
    if near:
        return _reduce(state, account, policy, near, 0.0, Purpose.FLATTEN)
    if utilisation > policy.margin_restore:
        keep = kept_share(account, policy.margin_restore_to)
        return _reduce(state, account, policy, account.legs, keep, Purpose.RESTORE)
    return False


def kept_share(account: MarginAccount, target_utilisation: float) -> float:
    """Return the share of every position that brings utilisation to the target.

    With k kept of maintenance M and notional V, and a fee f paid on what is closed:
    k·M = u*·(equity − f·(1 − k)·V), so k = u*·(equity − f·V) / (M − u*·f·V).
    """
    equity = account.equity()
    maintenance = account.maintenance_margin()
    if equity is None or not maintenance:
        return 1.0
    fees = fsum(
        leg.notional_of(leg.position_lots) * float(leg.instrument.taker_fee)
        for leg in account.legs
        if leg.position_lots and leg.mark_price is not None
    )
    denominator = maintenance - target_utilisation * fees
    if denominator <= 0:
        return 0.0
    return min(max(target_utilisation * (equity - fees) / denominator, 0.0), 1.0)


def _tell_level(
    state: DeskState, account: MarginAccount, policy: Policy, utilisation: float
) -> None:
    bounds = (policy.margin_warn, policy.margin_stop, policy.margin_restore, policy.margin_flatten)
    level = sum(1 for bound in bounds if utilisation > bound)
    if level > account.level:
        loudness, reason = _LEVELS[level - 1]
        detail = f"{account.settle} margin utilisation is {utilisation:.1%}"
        state.alert_venue(loudness, reason, account.venue, None, detail)
    account.level = level


def _near_liquidation(state: DeskState, leg: Leg, policy: Policy) -> bool:
    if not leg.position_lots:
        return False
    distance = distance_to_liquidation(state, leg)
    return distance is not None and distance < policy.flatten_distance


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
    acted = False
    for leg in legs:
        if leg.position_lots and mark_problem(leg, state.at, policy) is None:
            acted = _reduce_leg(state, leg, policy, keep, purpose) or acted
    return acted


def _reduce_leg(state: DeskState, leg: Leg, policy: Policy, keep: float, purpose: Purpose) -> bool:
    position = leg.position_lots or 0
    side = Side.SELL if position > 0 else Side.BUY
    for order in leg.orders:
        if order.purpose in (Purpose.SCALE, Purpose.MANUAL):
            cancel(state, order, Reason.MARGIN_RESTORE)
    closing = sum((order.open_lots for order in leg.orders if order.side is side), 0)
    # Rounded up, so that what is kept never exceeds what the margin carries.
    due = ceil(abs(position) * (1.0 - keep)) - closing
    due = min(due, abs(position) - closing)
    if due <= 0:
        return closing > 0
    if backoff.protection_waiting(leg, state.at):
        return False
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
