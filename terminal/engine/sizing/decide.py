"""From a target to a decision: band, caps on the order, depth, and the gate's word."""

from decimal import Decimal

from terminal.engine.market import dated
from terminal.engine.market.account import Standing
from terminal.engine.market.leg import Leg
from terminal.engine.orders import backoff
from terminal.engine.orders.issue import cancel, issue, withdraw_scaling
from terminal.engine.policy.policy import Policy
from terminal.engine.risk import freezes
from terminal.engine.risk.collar import collar_price
from terminal.engine.risk.gate import refusal
from terminal.engine.risk.proposal import Proposal
from terminal.engine.sizing import increase
from terminal.engine.sizing.shown import Shown, as_shown
from terminal.engine.sizing.shown import words as shown_words
from terminal.engine.sizing.slicing import slice_of
from terminal.engine.sizing.target import Target, target_of, why_no_target
from terminal.engine.state import DeskState
from terminal.model.events import OrderState, Side
from terminal.model.outputs import (
    Action,
    Decision,
    Inputs,
    Level,
    Mode,
    OrderType,
    Purpose,
    Step,
)
from terminal.model.reasons import Reason

_NS = 1e9
# 0.29 · 100 is a hair below 29 in floats; what is exactly at the band is inside it.
_EXACTLY_AT_THE_BAND = 1.0 + 1e-12
_WAITS_FOR_BOOK = frozenset({Reason.SPREAD_TOO_WIDE, Reason.DEPTH_UNKNOWN})


class _Verdict:
    """What a decision comes to, while it is being worked out."""

    __slots__ = ("action", "bounds", "lots", "proposal", "reason")

    def __init__(self, action: Action, reason: Reason, lots: int | None = None) -> None:
        self.action = action
        self.reason = reason
        self.lots = lots
        self.bounds: list[Reason] = []
        self.proposal: Proposal | None = None


def decide(
    state: DeskState,
    leg: Leg,
    standing: Standing | None = None,
    *,
    execute: bool = False,
    shown: Shown | None = None,
) -> Decision:
    """Decide on one leg now and act on it; `execute` is the trader's click, on what was `shown`.

    `standing` is that of the leg's account in this very step, where it was worked out already.
    """
    freezes.refresh(state, leg)
    policy = state.policy
    standing = standing or leg.account.standing()
    if policy is None:
        return _record(state, leg, None, _Verdict(Action.HOLD, Reason.NO_POLICY), standing)
    target = target_of(state, leg, policy, standing.equity)
    leg.target_lots = target.signed_lots if target else None
    verdict = _judge(state, leg, policy, target, execute=execute, shown=shown)
    decision = _record(state, leg, target, verdict, standing)
    if verdict.action is Action.ORDER and verdict.proposal is not None:
        issue(state, leg, verdict.proposal, decision.decision_id)
    return decision


def _judge(
    state: DeskState,
    leg: Leg,
    policy: Policy,
    target: Target | None,
    *,
    execute: bool,
    shown: Shown | None,
) -> _Verdict:
    if state.kill.latched:
        return _Verdict(Action.FROZEN, Reason.KILLED)
    if leg.frozen:
        withdraw_scaling(state, leg, leg.frozen[0])
        return _Verdict(Action.FROZEN, leg.frozen[0])
    if target is None or leg.position_lots is None:
        return _Verdict(Action.FROZEN, why_no_target(state, leg, policy))
    position = leg.position_lots + leg.in_flight_lots
    missing = target.signed_lots - position
    if leg.orders:
        wanted = _first_part(leg.position_lots, target.signed_lots)
        _tend_resting(state, leg, policy, wanted)
        return _Verdict(Action.HOLD, Reason.ORDER_IN_FLIGHT, missing)
    if leg.mismatch_since is not None:
        return _Verdict(Action.HOLD, Reason.RECONCILING, missing)
    order = _first_part(position, target.signed_lots)
    reducing = position != 0 and order * position < 0
    verdict = _size_order(state, leg, policy, target, order, reducing=reducing)
    if verdict.lots is None or verdict.action is Action.HOLD:
        return verdict
    if shown is not None and execute:
        kept = as_shown(leg, policy, target.signed_lots, verdict.lots, shown)
        if kept is None:
            detail = f"execute: {shown_words(leg, shown, verdict.lots)}"
            state.alert(Level.WARNING, Reason.COMMAND_REFUSED, leg, detail)
            return _Verdict(Action.HOLD, Reason.NOT_AS_SHOWN, verdict.lots)
        verdict.lots = kept
    return _let_out(state, leg, policy, verdict, reducing=reducing, execute=execute)


def _first_part(position: int, target: int) -> int:
    """Return the signed lots to trade first: a change of side closes before it opens."""
    if position * target < 0:
        return -position
    return target - position


def _size_order(
    state: DeskState, leg: Leg, policy: Policy, target: Target, order: int, *, reducing: bool
) -> _Verdict:
    band = policy.effective_reduce_band if reducing else policy.rebalance_band
    # A position on the wrong side is far from its target, however small what closes it is.
    missing = abs(target.signed_lots - leg.position_lots) if leg.position_lots else abs(order)
    if missing <= band * abs(target.signed_lots) * _EXACTLY_AT_THE_BAND:
        return _Verdict(Action.HOLD, Reason.INSIDE_BAND, order)
    bounds: list[Reason] = []
    lots = abs(order)
    if not reducing:
        lots, cut = increase.allowed(state, leg, policy, target, lots)
        if lots == 0 and cut is not None:
            return _Verdict(Action.HOLD, cut, order)
        if cut is not None:
            bounds.append(cut)
    lots, cut = slice_of(state, leg, policy, lots, buying=order > 0)
    if cut is not None:
        bounds.append(cut)
    if lots < _minimum_lots(leg, policy):
        return _Verdict(Action.HOLD, bounds[-1] if bounds else Reason.BELOW_MINIMUM, order)
    reason = Reason.SCALE_DOWN if reducing else Reason.SCALE_UP
    verdict = _Verdict(Action.ORDER, reason, lots if order > 0 else -lots)
    verdict.bounds = bounds
    return verdict


def _minimum_lots(leg: Leg, policy: Policy) -> int:
    smallest = leg.minimum_lots
    if policy.min_order_contracts is None:
        return max(smallest, 1)
    return max(smallest, leg.lots.ceiling(policy.min_order_contracts), 1)


def _let_out(
    state: DeskState, leg: Leg, policy: Policy, verdict: _Verdict, *, reducing: bool, execute: bool
) -> _Verdict:
    assert verdict.lots is not None
    proposal = _proposal(leg, policy, verdict.lots, reducing=reducing, by_trader=execute)
    if state.mode is Mode.MANUAL and not execute:
        snoozed = leg.snoozed_until_at is not None and state.at < leg.snoozed_until_at
        if snoozed:
            return _Verdict(Action.HOLD, Reason.SNOOZED, verdict.lots)
        verdict.action = Action.RECOMMEND
        return verdict
    if not execute and backoff.waiting(leg, state.account_of(leg).at, state.at):
        return _Verdict(Action.HOLD, Reason.ORDER_REJECTED, verdict.lots)
    refused = refusal(state, leg, policy, proposal)
    if refused is not None:
        if refused is Reason.REPEATED_ORDER:
            freezes.hold(state, leg, refused, "the same order was sent again and again")
            return _Verdict(Action.FROZEN, refused, verdict.lots)
        return _Verdict(Action.HOLD, refused, verdict.lots)
    if execute:
        verdict.reason = Reason.EXECUTED_BY_TRADER
    verdict.proposal = proposal
    return verdict


def _proposal(
    leg: Leg, policy: Policy, signed_lots: int, *, reducing: bool, by_trader: bool
) -> Proposal:
    buying = signed_lots > 0
    price = collar_price(leg, policy, buying=buying, protective=False)
    kind = OrderType.IOC_LIMIT
    if policy.order_style is OrderType.POST_ONLY and leg.bids and leg.asks:
        kind = OrderType.POST_ONLY
        resting = leg.ticks.nearest(leg.bids[0][0] if buying else leg.asks[0][0])
        best = leg.ticks.exact(resting)
        price = min(best, price) if buying else max(best, price)
    elif policy.max_slippage_bp is not None and leg.bids and leg.asks:
        price = _within_slippage(leg, policy.max_slippage_bp, price, buying=buying)
    return Proposal(
        side=Side.BUY if buying else Side.SELL,
        lots=abs(signed_lots),
        reduce_only=reducing,
        type=kind,
        limit_price=price,
        purpose=Purpose.SCALE,
        ordered_by_trader=by_trader,
    )


def _within_slippage(leg: Leg, slippage_bp: float, price: Decimal, *, buying: bool) -> Decimal:
    """Tighten the limit to the slippage bound: on average it cannot then be exceeded."""
    best = leg.asks[0][0] if buying else leg.bids[0][0]
    reach = slippage_bp / 1e4 * 2  # a linear book's last level is twice its average away
    if buying:
        return min(price, leg.ticks.exact(leg.ticks.floor(best * (1.0 + reach))))
    return max(price, leg.ticks.exact(max(leg.ticks.ceiling(best * (1.0 - reach)), 1)))


def _tend_resting(state: DeskState, leg: Leg, policy: Policy, wanted: int) -> None:
    """Withdraw a resting scaling order that has waited too long or would go beyond the target.

    `wanted` are the signed lots from the position to where it is to go first. An order of less
    than that was cut for a reason, or the target has grown: the next one sees to the rest.
    """
    for order in leg.orders:
        if order.purpose is not Purpose.SCALE or order.type is not OrderType.POST_ONLY:
            continue
        if order.state not in (OrderState.OPEN, OrderState.PARTIALLY_FILLED):
            continue
        waited = state.at - order.created_at > policy.post_only_rest_s * _NS
        band = policy.rebalance_band * abs(leg.target_lots or 0)
        beyond = order.open_lots - wanted * order.side.sign
        if waited or beyond > max(band, order.open_lots * 0.5):
            cancel(state, order, Reason.ORDER_IN_FLIGHT)


def _record(
    state: DeskState, leg: Leg, target: Target | None, verdict: _Verdict, standing: Standing
) -> Decision:
    exact = leg.exact
    decision = Decision(
        at=state.at,
        decision_id=state.next_decision_id(),
        venue=leg.venue,
        symbol=leg.symbol,
        action=verdict.action,
        reason=verdict.reason,
        target_contracts=exact(target.signed_lots) if target else None,
        current_contracts=None if leg.position_lots is None else exact(leg.position_lots),
        in_flight_contracts=exact(leg.in_flight_lots),
        raw_size_coin=target.raw_size_coin if target else None,
        order_contracts=None if verdict.lots is None else exact(verdict.lots),
        bound_by=verdict.bounds[-1] if verdict.bounds else (target.bound_by if target else None),
        bounds=(*(target.bounds if target else ()), *verdict.bounds),
        inputs=_inputs(state, leg, target, standing),
        steps=_steps(leg, target) if target else (),
    )
    leg.decision = decision
    leg.waiting_for_book = verdict.reason in _WAITS_FOR_BOOK
    state.out.append(decision)
    return decision


def _inputs(state: DeskState, leg: Leg, target: Target | None, standing: Standing) -> Inputs:
    account = state.account_of(leg)
    policy = state.policy
    return Inputs(
        margin_basis=target.margin.basis.value if target else None,
        margin=target.margin.own if target else None,
        margin_usd=target.margin.usd if target else None,
        mark_price=leg.mark_price,
        funding_rate=target.funding_rate if target else leg.funding.rate,
        target_leverage=policy.target_leverage if policy else None,
        leverage_multiplier=target.leverage_multiplier if target else None,
        wallet_balance=account.wallet_balance,
        equity=standing.equity,
        utilisation=standing.utilisation,
        policy=state.policy_hash,
        time_to_expiry_s=dated.time_to_expiry_s(leg, state.at),
        basis=dated.basis(leg),
    )


def _steps(leg: Leg, target: Target) -> tuple[Step, ...]:
    step = leg.lots.step_float
    return (
        Step("margin_usd", target.margin.usd, "USD"),
        Step("size_coin", target.raw_size_coin, leg.instrument.base),
        Step("contracts_raw", target.raw_contracts, "contracts"),
        Step("contracts_rounded", target.rounded_lots * step, "contracts"),
        Step("contracts_capped", target.lots * step, "contracts"),
    )
