"""The set of reasons for which a leg's scaling stands still, and how it is told."""

from terminal.engine.market.leg import Leg
from terminal.engine.risk.staleness import all_fresh, stale_reasons
from terminal.engine.snapshot import FreezeState
from terminal.engine.state import DeskState
from terminal.model.events import OrderState
from terminal.model.outputs import Freeze, Level, Unfreeze
from terminal.model.reasons import Reason

# What the trader's word may end: the rest ends when its cause does.
RESUMABLE = frozenset(
    {
        Reason.POSITION_MISMATCH,
        Reason.FOREIGN_ORDER,
        Reason.LEVERAGE_CHANGED,
        Reason.MARGIN_MODE_CHANGED,
        Reason.LIQUIDATION_PRICE_MISMATCH,
        Reason.REPEATED_ORDER,
        Reason.LIQUIDATED,
        Reason.AUTO_LIQUIDATION,
        Reason.INSTRUMENT_CHANGED,
    }
)

# What may last although the trader accepted it, so that it must not freeze at once again. All
# others are events: the next one is news.
_LASTING = frozenset({Reason.LIQUIDATION_PRICE_MISMATCH})

# Before a feed's first word nothing has gone wrong yet: the freeze shows, no alarm sounds.
_EXPECTED_AT_START = frozenset(
    {Reason.MARK_UNKNOWN, Reason.ACCOUNT_UNKNOWN, Reason.FUNDING_UNKNOWN, Reason.PREFLIGHT}
)


def refresh(state: DeskState, leg: Leg) -> None:
    """Work out the leg's reasons anew and tell what changed."""
    found = _reasons(state, leg)
    if not found and not leg.frozen:
        return
    reasons = tuple(found)
    if reasons == leg.frozen:
        return
    before = leg.frozen
    leg.frozen = reasons
    for reason in reasons:
        if reason not in before:
            leg.frozen_since[reason] = state.at
            detail = detail_of(leg, reason)
            state.out.append(
                Freeze(
                    at=state.at, reason=reason, venue=leg.venue, symbol=leg.symbol, detail=detail
                )
            )
            if leg.traded and reason not in _EXPECTED_AT_START:
                state.alert(Level.ALARM, reason, leg, detail)
    for reason in before:
        if reason not in reasons:
            leg.frozen_since.pop(reason, None)
            state.out.append(
                Unfreeze(at=state.at, reason=reason, venue=leg.venue, symbol=leg.symbol)
            )


def hold(state: DeskState, leg: Leg, reason: Reason, detail: str) -> None:
    """Freeze the leg until the trader resumes it or the cause is gone (see `let_go`)."""
    if reason not in leg.held and reason not in leg.accepted:
        leg.held[reason] = FreezeState(
            reason, state.at, detail=detail, resumable=reason in RESUMABLE
        )
    refresh(state, leg)


def let_go(state: DeskState, leg: Leg, reason: Reason) -> None:
    """Take back a held freeze: its cause is gone, and may freeze again when it returns."""
    leg.accepted.discard(reason)
    if leg.held.pop(reason, None) is not None:
        refresh(state, leg)


def resume(state: DeskState, leg: Leg) -> tuple[Reason, ...]:
    """End every held freeze that the trader's word may end; returns them.

    A lasting cause that the trader accepted does not freeze again until it has gone once. A
    position that only one statement tells of, which may be late, is not there to be accepted yet.
    """
    ended = tuple(reason for reason in leg.held if reason in RESUMABLE)
    if leg.doubted_at is not None:
        ended = tuple(reason for reason in ended if reason is not Reason.POSITION_MISMATCH)
    for reason in ended:
        del leg.held[reason]
        if reason in _LASTING:
            leg.accepted.add(reason)
    leg.flattening = False
    leg.expected_leverage = leg.venue_leverage
    leg.expected_margin_mode = leg.venue_margin_mode
    leg.accepted_orders |= leg.foreign_orders
    leg.foreign_orders.clear()
    refresh(state, leg)
    return ended


def _reasons(state: DeskState, leg: Leg) -> list[Reason]:
    policy = state.policy
    if policy is None:
        return list(leg.held)
    account = state.account_of(leg)
    found: list[Reason] = []
    if not all_fresh(leg, account, state.at, policy):
        found = stale_reasons(leg, account, state.at, policy)
    if leg.breaker.gap_at is not None and leg.breaker.frozen(state.at, leg.mark_at, account.at):
        found.append(Reason.PRICE_GAP)
    if leg.orders and any(order.state is OrderState.UNKNOWN for order in leg.orders):
        found.append(Reason.UNKNOWN_ORDER)
    if leg.expired(state.at):
        found.append(Reason.EXPIRED)
    if leg.held:
        found.extend(leg.held)
    return found


def detail_of(leg: Leg, reason: Reason) -> str:
    """Return the particulars of a freeze, in words."""
    if reason in leg.held:
        return leg.held[reason].detail
    if reason is Reason.PRICE_GAP:
        return f"the mark moved {leg.breaker.move:+.2%}"
    if reason is Reason.MARK_INVALID and leg.suspicion.price is not None:
        return f"{leg.suspicion.price:g} after {leg.mark_price:g}, and nothing confirms it yet"
    if reason is Reason.FEED_DISCONNECTED:
        return ", ".join(sorted(feed.value for feed in leg.down_feeds))
    return ""
