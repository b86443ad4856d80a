"""What an increase waits for and how far it may go. A reduction asks none of this."""

from math import ceil

from terminal.engine.market.divergence import diverging
from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import MarginBasis, Policy
from terminal.engine.risk.margin import lots_within_utilisation
from terminal.engine.sizing.slack import slack_usd
from terminal.engine.sizing.slicing import held_back
from terminal.engine.sizing.target import Target
from terminal.engine.state import DeskState
from terminal.model.reasons import Reason


def allowed(
    state: DeskState, leg: Leg, policy: Policy, target: Target, lots: int
) -> tuple[int, Reason | None]:
    """Return how many of `lots` (unsigned) may be added now, and what cut them.

    0 lots come with the reason for which nothing is added.
    """
    cut: Reason | None = None
    waiting = _known_too_little(state, leg, policy)
    if waiting is not None:
        return 0, waiting
    rooms = (
        (Reason.MARGIN_STOP, lots_within_utilisation(state, leg, policy.margin_stop)),
        (Reason.MARGIN_UNCONFIRMED, _confirmed_room(leg, target)),
        (Reason.OTHER_VENUE_FIRST, _portfolio_room(state, leg, policy, target)),
    )
    for reason, room in rooms:
        if room is not None and lots > room:
            lots, cut = max(room, 0), reason
            if lots == 0:
                return 0, cut
    waiting = held_back(leg, policy)
    return (lots, cut) if waiting is None else (0, waiting)


def _known_too_little(state: DeskState, leg: Leg, policy: Policy) -> Reason | None:
    if state.account_of(leg).loss_locked:
        return Reason.SESSION_LOSS
    responds = policy.volatility_target is not None or policy.spike_ratio is not None
    if responds and not leg.volatility.known:
        # Without an estimate the response multiplies by 1: the most leverage that it ever gives.
        return Reason.VOLATILITY_UNKNOWN
    return Reason.PRICES_DIVERGE if diverging(leg, policy.price_divergence) else None


def _confirmed_room(leg: Leg, target: Target) -> int | None:
    """Return the lots up to a target on the smaller of what wallet and stated equity tell."""
    unconfirmed = leg.account.unconfirmed
    if unconfirmed <= 0 or target.lots == 0:
        return None
    wallet = leg.account.wallet_balance or 0.0
    on_wallet = target.margin.basis is MarginBasis.WALLET
    margin = wallet if on_wallet else leg.account.equity() or 0.0
    share = max(1.0 - unconfirmed / margin, 0.0) if margin > 0 else 0.0
    return int(target.lots * share) - abs(leg.position_lots or 0)


def _portfolio_room(state: DeskState, leg: Leg, policy: Policy, target: Target) -> int | None:
    """Return the lots up to the target less what other venues hold beyond the whole's."""
    if len(leg.group) == 1:
        return None
    slack = slack_usd(state, leg, policy) / leg.usd_of_one_lot
    missing = target.lots - abs(leg.position_lots or 0)
    if slack >= 0:
        return None
    return 0 if -slack >= missing else missing - ceil(-slack)
