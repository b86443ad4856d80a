"""How much of a due order goes out now: order cap, turnover, slippage and depth."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.sizing.depth import contracts_within_slippage, view
from terminal.engine.state import DeskState
from terminal.model.reasons import Reason


def slice_of(
    state: DeskState, leg: Leg, policy: Policy, lots: int, *, buying: bool
) -> tuple[int, Reason | None]:
    """Return the lots (unsigned) of `lots` that may go now and what cut them, None where nothing.

    0 lots come with the reason that holds the whole order back.
    """
    limits: list[tuple[Reason, int]] = []
    one_lot = leg.usd_of_one_lot
    if policy.max_order_usd is not None:
        limits.append((Reason.MAX_ORDER_USD, int(policy.max_order_usd / one_lot + 1e-9)))
    if policy.max_turnover_usd_per_hour is not None:
        left = state.rates.turnover_left(state.at, policy)
        limits.append((Reason.MAX_TURNOVER, int(left / one_lot + 1e-9)))
    if policy.max_slippage_bp is not None or policy.max_depth_share is not None:
        limits.extend(_depth_limits(leg, policy, buying=buying))
    cut: Reason | None = None
    for reason, most in limits:
        if lots > most:
            lots = most
            cut = reason
    return lots, cut


def held_back(leg: Leg, policy: Policy) -> Reason | None:
    """Return why an increase waits for a better book; None where it need not."""
    needs_book = (
        policy.max_spread_bp is not None
        or policy.max_slippage_bp is not None
        or policy.max_depth_share is not None
    )
    if not needs_book:
        return None
    seen = view(leg.bids, leg.asks, buying=True)
    if seen is None:
        return Reason.DEPTH_UNKNOWN
    if policy.max_spread_bp is not None and seen.spread_bp > policy.max_spread_bp:
        return Reason.SPREAD_TOO_WIDE
    return None


def _depth_limits(leg: Leg, policy: Policy, *, buying: bool) -> list[tuple[Reason, int]]:
    seen = view(leg.bids, leg.asks, buying=buying)
    if seen is None:
        return []  # a reduction is not held back by a book that cannot be seen
    levels = leg.asks if buying else leg.bids
    limits: list[tuple[Reason, int]] = []
    step = leg.lots.step_float
    if policy.max_slippage_bp is not None:
        within = contracts_within_slippage(levels, policy.max_slippage_bp, buying=buying)
        limits.append((Reason.MAX_SLIPPAGE, int(within / step + 1e-9)))
    if policy.max_depth_share is not None:
        share = seen.visible_contracts * policy.max_depth_share
        limits.append((Reason.MAX_DEPTH_SHARE, int(share / step + 1e-9)))
    return limits
