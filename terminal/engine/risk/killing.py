"""Flattening after the kill switch: reduce-only, after each venue's cancel, until flat."""

from terminal.engine.kill import Confirmation
from terminal.engine.market.leg import Leg
from terminal.engine.orders import backoff
from terminal.engine.orders.issue import cancel, issue
from terminal.engine.policy.policy import Policy, PolicySide
from terminal.engine.risk.collar import collar_price
from terminal.engine.risk.gate import refusal
from terminal.engine.risk.proposal import Proposal
from terminal.engine.risk.protection import record_protective
from terminal.engine.risk.staleness import mark_problem
from terminal.engine.state import DeskState
from terminal.model.events import Side
from terminal.model.outputs import CancelIntent, OrderType, Purpose
from terminal.model.reasons import Reason

_PATIENCE_NS = 500_000_000  # how long flattening waits for a venue's word on the cancel
_RETRY_NS = 2_000_000_000
# Only the collar of it is used: a kill must be possible before any policy was set.
_WITHOUT_POLICY = Policy(side=PolicySide.LONG, target_leverage=0.0)


def confirm(state: DeskState, venue: str, *, confirmed: bool) -> None:
    """Take a venue's answer; what it did not confirm is asked for again."""
    if state.kill.latched:
        state.kill.confirm(venue, confirmed=confirmed)
        flatten(state)


def press_on(state: DeskState) -> None:
    """Ask venues that have not confirmed again, and flatten what is left."""
    if not state.kill.latched:
        return
    for venue, word in state.kill.venues.items():
        unconfirmed = word is not Confirmation.CONFIRMED
        if unconfirmed and state.kill.due(venue, state.at, _RETRY_NS):
            state.kill.request(venue, state.at)
            state.out.append(CancelIntent(at=state.at, venue=venue, reason=Reason.KILLED))
    if state.at - (state.kill.since_at or 0) >= _RETRY_NS:
        _cancel_survivors(state)
    flatten(state)


def _cancel_survivors(state: DeskState) -> None:
    """Cancel by its id, again and again, what was on its way when everything was cancelled."""
    for leg in state.legs.values():
        for order in leg.orders:
            if order.purpose is not Purpose.KILL:
                cancel(state, order, Reason.KILLED)


def flatten(state: DeskState) -> None:
    """Close every position reduce-only, where the kill switch was told to."""
    if not (state.kill.latched and state.kill.flatten):
        return
    since = state.kill.since_at or 0
    for leg in state.legs.values():
        heard = state.kill.venues.get(leg.venue) is Confirmation.CONFIRMED
        if leg.position_lots and (heard or state.at - since >= _PATIENCE_NS):
            _close(state, leg)


def _close(state: DeskState, leg: Leg) -> None:
    position = leg.position_lots or 0
    side = Side.SELL if position > 0 else Side.BUY
    due = abs(position) - leg.closing_lots(side, reserved=False)
    if due <= 0 or backoff.protection_waiting(leg, state.at):
        return
    policy = state.policy or _WITHOUT_POLICY
    price = None
    kind = OrderType.MARKET
    if mark_problem(leg, state.at, policy) is None:
        price = collar_price(leg, policy, buying=side is Side.BUY, protective=True)
        kind = OrderType.IOC_LIMIT
    proposal = Proposal(
        side=side,
        lots=due,
        reduce_only=True,
        type=kind,
        limit_price=price,
        purpose=Purpose.KILL,
    )
    if refusal(state, leg, policy, proposal) is None:
        decision_id = record_protective(state, leg, Reason.KILL_FLATTEN, 0)
        issue(state, leg, proposal, decision_id)
