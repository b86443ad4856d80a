"""Order reports and fills: into the ledger, the position and the wallet."""

import msgspec

from terminal.engine.market.intake import leg_of
from terminal.engine.market.leg import Leg
from terminal.engine.market.sanity import possible_amount, possible_price, price_or_none
from terminal.engine.orders import attention, backoff
from terminal.engine.orders.issue import ask, cancel, withdraw_scaling
from terminal.engine.orders.order import Order
from terminal.engine.policy.policy import Policy
from terminal.engine.risk import freezes, reconciliation
from terminal.engine.state import DeskState
from terminal.model.events import Fill, FillType, OrderReport, OrderState
from terminal.model.outputs import Level, Mode
from terminal.model.reasons import Reason

_NS = 1e9
_ASK_EVERY_NS = 1_000_000_000
_DEFAULT_TIMEOUT_S = 5.0
_DEFAULT_VALIDITY_S = 10.0


def take_report(state: DeskState, event: OrderReport) -> Leg:
    """Take what a venue says of one of our orders; returns the leg it concerns."""
    leg = leg_of(state, event.venue, event.symbol)
    order = state.orders.orders.get(event.client_order_id)
    if order is None:
        reconciliation.take_foreign_report(state, leg, event)
        return leg
    before, filled = order.state, order.accounted_lots
    _apply(state, leg, order, _made_sense_of(event))
    attention.count(state, order, filled)
    if order.state is before:
        return leg
    backoff.note(leg, order, event.at)
    if before is OrderState.DEAD and not order.state.terminal:
        cancel(state, order, Reason.ORDER_RESOLVED)  # it lives after all, and nobody waits for it
    if order.state is OrderState.REJECTED:
        detail = f"{order.client_order_id}: {event.reason or 'no reason given'}"
        state.alert(Level.WARNING, Reason.ORDER_REJECTED, leg, detail)
    elif order.state is OrderState.UNKNOWN:
        state.alert(Level.ALARM, Reason.ORDER_UNKNOWN, leg, order.client_order_id)
        ask(state, order)
    elif before is OrderState.UNKNOWN:
        detail = f"{order.client_order_id} is {order.state.value}"
        state.alert(Level.INFO, Reason.ORDER_RESOLVED, leg, detail)
    freezes.refresh(state, leg)
    return leg


def _made_sense_of(event: OrderReport) -> OrderReport:
    """Return the report with what is possible of it: without a count of fills it tells nothing."""
    price = price_or_none(event.average_price)
    if event.filled_contracts >= 0 and possible_amount(event.filled_contracts):
        if price == event.average_price:
            return event
        return msgspec.structs.replace(event, average_price=price)
    return msgspec.structs.replace(
        event, state=OrderState.UNKNOWN, filled_contracts=0.0, average_price=None
    )


def _apply(state: DeskState, leg: Leg, order: Order, event: OrderReport) -> None:
    lots = min(leg.lots.nearest(event.filled_contracts), order.lots) - order.accounted_lots
    stated = leg.stated_already(max(lots, 0) * order.side.sign)
    realized = state.orders.take_report(leg, order, event)
    if event.state is OrderState.NOT_FOUND and _past_validity(order, event.at, state.policy):
        # Not found while the order could still arrive proves nothing; now it is proof that it
        # never will, or that it has ended where the venue had acknowledged it.
        ended = OrderState.CANCELLED if order.acknowledged else OrderState.DEAD
        order.advance(ended, event.at)
    _credit(state, leg, realized, stated=stated)


def _past_validity(order: Order, at: int, policy: Policy | None) -> bool:
    validity_s = policy.order_validity_s if policy else _DEFAULT_VALIDITY_S
    return order.state is OrderState.UNKNOWN and at - order.created_at > validity_s * _NS


def take_fill(state: DeskState, event: Fill) -> Leg:
    """Count one execution once; returns the leg it concerns."""
    leg = leg_of(state, event.venue, event.symbol)
    order = state.orders.orders.get(event.client_order_id or "")
    fee = event.fee if possible_amount(event.fee) else 0.0  # the next statement has the true one
    if event.fill_type is FillType.FUNDING:
        if not state.orders.seen_before(event):
            _credit(state, leg, -fee, stated=False)
        return leg
    if not _possible(event):
        _doubt(state, leg, order, event)
        return leg
    if state.orders.seen_before(event):
        return leg
    if order is not None and event.fill_type is FillType.TRADE:
        _take_own(state, leg, order, event, fee)
    else:
        _take_foreign(state, leg, event, fee)
    return leg


def _take_own(state: DeskState, leg: Leg, order: Order, event: Fill, fee: float) -> None:
    signed = abs(leg.lots.nearest(event.contracts)) * order.side.sign
    stated = leg.stated_already(signed)
    filled = order.accounted_lots
    realized = state.orders.take_fill(leg, order, event)
    attention.count(state, order, filled)
    backoff.note(leg, order, event.at)
    _credit(state, leg, realized - fee, stated=stated)
    freezes.refresh(state, leg)


def _take_foreign(state: DeskState, leg: Leg, event: Fill, fee: float) -> None:
    """Take a fill that no order of ours made: it is in the position, whoever made it."""
    before = leg.position_lots
    state.account_of(leg).transfers.forget()  # a liquidation costs more than its fill tells
    if event.side is not None and before is not None:
        signed = abs(leg.lots.nearest(event.contracts)) * event.side.sign
        stated = leg.stated_already(signed)
        signed = leg.adoption.untold(signed, event.at, sent_at=None)
        if event.fill_type is not FillType.TRADE:
            # A venue that liquidates never turns a position round: the account came first.
            signed = max(signed, min(-before, 0)) if signed < 0 else min(signed, max(-before, 0))
        if signed:
            leg.moved_at = event.at
            realized = leg.apply_fill(signed, event.price)
            _credit(state, leg, realized - fee, stated=stated)
    _tell_foreign(state, leg, event, before)


def _possible(event: Fill) -> bool:
    contracts = abs(event.contracts)
    return contracts > 0 and possible_amount(contracts) and possible_price(event.price)


def _doubt(state: DeskState, leg: Leg, order: Order | None, event: Fill) -> None:
    """Something was executed that the report does not tell: ask, or wait for the account."""
    state.account_of(leg).transfers.forget()
    if order is None or event.fill_type is not FillType.TRADE:
        _tell_foreign(state, leg, event, leg.position_lots)
        return
    if order.advance(OrderState.UNKNOWN, event.at):
        state.alert(Level.ALARM, Reason.ORDER_UNKNOWN, leg, order.client_order_id)
    ask(state, order)
    freezes.refresh(state, leg)


def _tell_foreign(state: DeskState, leg: Leg, event: Fill, before: int | None) -> None:
    """Tell of a liquidation, an ADL, or a trade that no order of ours made; the first disarm."""
    if event.fill_type is FillType.TRADE:
        detail = f"fill {event.fill_id} is not of our orders"
        reconciliation.hold_mismatch(state, leg, before or 0, detail)
        return
    reason = Reason.ADL if event.fill_type is FillType.ADL else Reason.LIQUIDATED
    detail = f"{event.contracts:g} contracts at {event.price:g}"
    freezes.hold(state, leg, Reason.LIQUIDATED, f"{reason.value}: {detail}")
    state.alert(Level.ALARM, reason, leg, detail)
    state.set_mode(Mode.MANUAL, reason.value)
    for other in state.legs.values():
        withdraw_scaling(state, other, Reason.NOT_ARMED)


def _credit(state: DeskState, leg: Leg, amount: float, *, stated: bool) -> None:
    """Take into the wallet what a fill did to it, unless the last statement came after it."""
    account = state.account_of(leg)
    account.transfers.credit(amount)
    if amount and not stated and account.wallet_balance is not None:
        account.wallet_balance += amount


def ask_about_working(state: DeskState, leg: Leg) -> None:
    """Ask about every order that has not ended: reports may have been missed."""
    for order in leg.orders:
        if not order.state.terminal:
            ask(state, order)


def chase(state: DeskState, leg: Leg) -> None:
    """Make orders that nobody answers for unknown, and keep asking about those that are."""
    policy = state.policy
    timeout = (policy.order_timeout_s if policy else _DEFAULT_TIMEOUT_S) * _NS
    for order in leg.orders:
        if order.cancel_reason is not None:
            cancel(state, order, order.cancel_reason)
        if order.state is OrderState.UNKNOWN:
            if order.asked_at is None or state.at - order.asked_at >= _ASK_EVERY_NS:
                ask(state, order)
            continue
        waiting = order.state is OrderState.PENDING or not (order.rests or order.state.terminal)
        if waiting and state.at - order.created_at > timeout:
            order.advance(OrderState.UNKNOWN, state.at)
            state.alert(Level.ALARM, Reason.ORDER_UNKNOWN, leg, order.client_order_id)
            ask(state, order)
            freezes.refresh(state, leg)
