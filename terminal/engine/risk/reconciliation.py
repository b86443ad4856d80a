"""Our account of positions and orders beside the venue's: a difference freezes, both are shown."""

from collections.abc import Iterable

from terminal.engine.market.leg import Leg
from terminal.engine.orders.issue import ask, cancel, epoch_of, withdraw_scaling
from terminal.engine.orders.order import Order
from terminal.engine.policy.policy import Policy
from terminal.engine.risk import freezes
from terminal.engine.state import DeskState
from terminal.model.events import OpenOrders, OrderReport, OrderState, PositionReport
from terminal.model.outputs import Mode
from terminal.model.reasons import Reason

_NS = 1e9
_LISTING_GRACE_NS = 2_000_000_000
_LATEST_NS = 30_000_000_000  # no statement is on its way for longer
_DEFAULT_GRACE_S = 2.0
_DEFAULT_TIMEOUT_S = 5.0


def reconcile_position(state: DeskState, leg: Leg, report: PositionReport | None) -> None:
    """Take the venue's word on one position, absent meaning flat.

    A difference that orders in flight or fills of the last moment explain waits for the next
    statement, and scaling waits with it; any other makes the venue's position ours and freezes
    until both agree or the trader resumes.
    """
    theirs = leg.lots.nearest(report.contracts) if report else 0
    entry = report.entry_price if report else None
    leg.venue_lots = theirs
    leg.venue_liquidation_price = report.liquidation_price if report else None
    if leg.position_lots is None:
        leg.position_lots = theirs
        leg.entry_price = entry if theirs else None
    elif theirs == leg.position_lots:
        _agreed(state, leg, theirs, entry)
    elif _recovering(leg, theirs):
        leg.adopt_position(theirs, entry, state.at)
        _release(state, leg)
    elif theirs == 0 and leg.expired(state.at):
        _settled(state, leg)
    elif _explained(state, leg, theirs):
        leg.mismatch_since = leg.mismatch_since or state.at
    else:
        _differ(state, leg, theirs, entry)
    if report is not None:
        _compare_terms(state, leg, report)


def _agreed(state: DeskState, leg: Leg, theirs: int, entry: float | None) -> None:
    leg.mismatch_since = None
    if leg.doubted_at is not None and state.at - leg.doubted_at >= _grace_ns(state.policy):
        leg.doubted_at = None  # said again, and two late ones come close together
    if theirs and entry is not None:
        leg.entry_price = entry
    _release(state, leg)
    if Reason.POSITION_MISMATCH in leg.held and theirs == leg.expected_lots:
        freezes.let_go(state, leg, Reason.POSITION_MISMATCH)


def _release(state: DeskState, leg: Leg) -> None:
    """Let go of what the present statement is late enough to know of.

    It may have been long on its way: what counts is when the venue made it, by our clock, which
    is not known well before a few statements: each of those so far may have been as late as any.
    Where it does not say, a resting order, whose cancel a fill may have overtaken, waits for a
    later statement, and one of a former instance for one so late that it cannot be of before.
    """
    account = state.account_of(leg)
    if account.as_of is not None:
        made_at = account.venue_clock.by_ours(account.as_of, _LATEST_NS)
        state.orders.release(leg, min(made_at, state.at))
    else:
        grace = _grace_ns(state.policy)
        late = grace + _timeout_ns(state.policy)
        state.orders.release(leg, state.at, resting_doubt_ns=grace, recovered_doubt_ns=late)


def _recovering(leg: Leg, theirs: int) -> bool:
    """True where an order of a former instance may have moved the position to theirs."""
    recovered = [order for order in leg.orders if order.recovered]
    moves = [order.lots * order.side.sign for order in recovered]
    return bool(recovered) and _within_reach(leg, theirs, moves)


def _within_reach(leg: Leg, theirs: int, moves: Iterable[int]) -> bool:
    """True where some of these signed lots may have brought our position to theirs."""
    ours = leg.position_lots or 0
    signed = list(moves)
    falling = sum((lots for lots in signed if lots < 0), 0)
    rising = sum((lots for lots in signed if lots > 0), 0)
    return ours + falling <= theirs <= ours + rising


def _settled(state: DeskState, leg: Leg) -> None:
    """The venue settled an expired contract: that is no change from outside."""
    leg.adopt_position(0, None, state.at)
    leg.mismatch_since = None
    _release(state, leg)


def _explained(state: DeskState, leg: Leg, theirs: int) -> bool:
    grace = _grace_ns(state.policy)
    # What an ended order left unfilled explains a difference only while a fill may be on its way.
    at_work = [
        order for order in leg.orders if not order.reserved or state.at - order.updated_at <= grace
    ]
    if at_work and _within_reach(leg, theirs, map(_open, at_work)):
        return not _waited_enough(state, leg)
    if leg.moved_at is None:
        return False
    if state.at - leg.moved_at <= grace:
        return True
    # A statement of before the fill that we counted tells nothing of it, however late it comes: it
    # may have lain there while the machine slept. A clock that is behind is not waited for longer.
    waited = state.at - max(leg.moved_at, leg.mismatch_since or state.at)
    return waited <= grace + _timeout_ns(state.policy) and _older_than_the_move(state, leg)


def _older_than_the_move(state: DeskState, leg: Leg) -> bool:
    account = state.account_of(leg)
    if account.as_of is None or leg.moved_at is None:
        return False
    made_at = account.venue_clock.by_ours(account.as_of, _grace_ns(state.policy))
    return made_at <= leg.moved_at


def _waited_enough(state: DeskState, leg: Leg) -> bool:
    """Ask about working orders that may explain a difference; True when no answer closed it.

    An order sent long after a difference began explains another one, with a time of its own to do
    so; what follows it does not, or closing orders that fill nothing would put off the end.
    """
    if leg.mismatch_since is None:
        return False
    later = [order.created_at for order in leg.orders if order.created_at > leg.mismatch_since]
    since = max(leg.mismatch_since, leg.moved_at or 0, min(later, default=0))
    if state.at - since <= _grace_ns(state.policy):
        return False
    for order in leg.orders:
        if not order.state.terminal and (order.asked_at is None or order.asked_at < since):
            ask(state, order)
    return state.at - since > _grace_ns(state.policy) + _timeout_ns(state.policy)


def _differ(state: DeskState, leg: Leg, theirs: int, entry: float | None) -> None:
    ours = leg.position_lots or 0
    # Orders under way may have brought the difference, and their fills come late.
    filling = _within_reach(leg, theirs, map(_open, leg.orders))
    leg.adopt_position(theirs, entry, state.at)
    leg.mismatch_since = None
    leg.doubted_at = state.at if _may_be_late(state, leg) else None
    _release(state, leg)
    if Reason.POSITION_MISMATCH in leg.held and theirs == leg.expected_lots:
        leg.doubted_at = None
        if not filling:
            leg.adoption.forget()  # what we had counted was right: no fill is missing from it
        freezes.let_go(state, leg, Reason.POSITION_MISMATCH)
        return
    detail = f"we had {leg.exact(ours)} contracts, the venue has {leg.exact(theirs)}"
    hold_mismatch(state, leg, ours, detail)


def _open(order: Order) -> int:
    """Return what an order may still fill, signed lots."""
    return order.open_lots * order.side.sign


def _may_be_late(state: DeskState, leg: Leg) -> bool:
    """True where the statement may be from before a fill of ours that it denies.

    Trading on from what it says would then buy or sell a second time: the next one has to say so
    too before the trader's word counts.
    """
    if leg.moved_at is None or state.at - leg.moved_at > _LATEST_NS:
        return False
    return state.account_of(leg).as_of is None or _older_than_the_move(state, leg)


def hold_mismatch(state: DeskState, leg: Leg, expected_lots: int, detail: str) -> None:
    """Freeze until the position is again what it was, or the trader accepts what it is."""
    if Reason.POSITION_MISMATCH not in leg.held:
        leg.expected_lots = expected_lots
    freezes.hold(state, leg, Reason.POSITION_MISMATCH, detail)


def _grace_ns(policy: Policy | None) -> int:
    seconds = policy.position_grace_s if policy else _DEFAULT_GRACE_S
    return int(seconds * _NS)


def _timeout_ns(policy: Policy | None) -> int:
    seconds = policy.order_timeout_s if policy else _DEFAULT_TIMEOUT_S
    return int(seconds * _NS)


def _compare_terms(state: DeskState, leg: Leg, report: PositionReport) -> None:
    """Freeze while leverage or margin mode are not what they were; the trader may accept them."""
    if report.leverage is not None:
        leg.venue_leverage = report.leverage
        if leg.expected_leverage is None:
            leg.expected_leverage = report.leverage
        if report.leverage == leg.expected_leverage:
            freezes.let_go(state, leg, Reason.LEVERAGE_CHANGED)
        else:
            detail = f"leverage at the venue: {leg.expected_leverage:g} before, {report.leverage:g}"
            freezes.hold(state, leg, Reason.LEVERAGE_CHANGED, detail)
    if report.margin_mode is not None:
        leg.venue_margin_mode = report.margin_mode
        if leg.expected_margin_mode is None:
            leg.expected_margin_mode = report.margin_mode
        if report.margin_mode == leg.expected_margin_mode:
            freezes.let_go(state, leg, Reason.MARGIN_MODE_CHANGED)
        else:
            detail = f"margin mode at the venue: {leg.expected_margin_mode} before, "
            detail += report.margin_mode
            freezes.hold(state, leg, Reason.MARGIN_MODE_CHANGED, detail)


def take_foreign_report(state: DeskState, leg: Leg, event: OrderReport) -> None:
    """Take a report of an order that is not ours: one that works freezes until it has ended."""
    name = event.client_order_id
    if event.state.terminal:
        leg.foreign_orders.discard(name)
        leg.accepted_orders.discard(name)
        if not leg.foreign_orders:
            freezes.let_go(state, leg, Reason.FOREIGN_ORDER)
    elif name not in leg.accepted_orders:
        leg.foreign_orders.add(name)
        freezes.hold(state, leg, Reason.FOREIGN_ORDER, f"order {name} is not ours")


def reconcile_orders(state: DeskState, leg: Leg, event: OpenOrders) -> None:
    """Take the venue's list of open orders: others' freeze, our missing ones are asked about."""
    listed = set(event.client_order_ids)
    leg.accepted_orders &= listed
    foreign = sorted(listed - state.orders.orders.keys() - leg.accepted_orders)
    leg.foreign_orders = set(foreign)
    if foreign:
        _tell_foreign(state, leg, foreign)
    else:
        freezes.let_go(state, leg, Reason.FOREIGN_ORDER)
    for order in leg.orders:
        missing = order.client_order_id not in listed and not order.state.terminal
        if missing and state.at - order.created_at > _LISTING_GRACE_NS:
            order.advance(OrderState.UNKNOWN, state.at)
            ask(state, order)
    for name in sorted(listed & state.orders.orders.keys()):
        _check_ended(state, leg, state.orders.orders[name])
    freezes.refresh(state, leg)


def _tell_foreign(state: DeskState, leg: Leg, foreign: list[str]) -> None:
    other_instance = any(epoch_of(name) is not None for name in foreign)
    whose = "another instance of this program" if other_instance else "somebody else"
    detail = f"{len(foreign)} open order(s) of {whose}: {', '.join(foreign[:3])}"
    freezes.hold(state, leg, Reason.FOREIGN_ORDER, detail)
    if other_instance:
        state.set_mode(Mode.MANUAL, Reason.FOREIGN_ORDER)
        withdraw_scaling(state, leg, Reason.FOREIGN_ORDER)


def _check_ended(state: DeskState, leg: Leg, order: Order) -> None:
    """Cancel an order that we hold for ended and the venue lists as open."""
    if not order.state.terminal or state.at - order.updated_at <= _LISTING_GRACE_NS:
        return
    order.revive(state.at)
    if order not in leg.orders:
        leg.orders.append(order)
    cancel(state, order, Reason.UNKNOWN_ORDER)
