"""Our liquidation price beside the venue's, and what to make of a difference."""

from terminal.engine.market.leg import Leg
from terminal.engine.policy.policy import Policy
from terminal.engine.risk import freezes
from terminal.engine.state import DeskState
from terminal.model.arithmetic.liquidation import liquidation_price as price_of
from terminal.model.reasons import Reason


def liquidation_price(state: DeskState, leg: Leg) -> float | None:
    """Return our liquidation price of the leg's position, None where there is none or unknown.

    In a shared account the wallet that backs one position is what the others leave of it at the
    present marks: wallet + their PnL − their maintenance margin.
    """
    lots = leg.position_lots
    if not lots or leg.entry_price is None or leg.mark_price is None:
        return None
    account = state.account_of(leg)
    tier = leg.tier_of(lots)
    if account.wallet_balance is None or tier is None:
        return None
    backing = account.wallet_balance
    for other in account.legs:
        if other is not leg and other.position_lots:
            unrealized = other.unrealized_pnl()
            maintenance = account.maintenance_of(other, other.position_lots)
            if unrealized is None or maintenance is None:
                return None
            backing += unrealized - maintenance
    return price_of(
        leg.kind,
        leg.contract_size,
        1 if lots > 0 else -1,
        leg.contracts,
        leg.entry_price,
        backing,
        tier[1],
        tier[2],
        float(leg.instrument.taker_fee),
        None,
        leg.instrument.liquidation_rule,
    )


def distance_to_liquidation(state: DeskState, leg: Leg) -> float | None:
    """Return |mark − liquidation| / mark, negative once past it; None where there is none."""
    price = liquidation_price(state, leg)
    if price is None or leg.mark_price is None or not leg.position_lots:
        return None
    side = 1 if leg.position_lots > 0 else -1
    return side * (leg.mark_price - price) / leg.mark_price


def compare(state: DeskState, leg: Leg, policy: Policy) -> None:
    """Freeze the leg where the venue's liquidation price and ours differ, or make no sense."""
    theirs = leg.venue_liquidation_price
    ours = liquidation_price(state, leg)
    if ours is None or theirs is None or theirs <= 0 or leg.mark_price is None:
        freezes.let_go(state, leg, Reason.LIQUIDATION_PRICE_MISMATCH)
        freezes.let_go(state, leg, Reason.LIQUIDATION_PRICE_INSANE)
        return
    side = 1 if (leg.position_lots or 0) > 0 else -1
    if side * (leg.mark_price - theirs) <= 0:
        detail = f"the venue's {theirs:g} is on the wrong side of the mark {leg.mark_price:g}"
        freezes.hold(state, leg, Reason.LIQUIDATION_PRICE_INSANE, detail)
        return
    freezes.let_go(state, leg, Reason.LIQUIDATION_PRICE_INSANE)
    if abs(theirs - ours) / leg.mark_price > policy.liquidation_tolerance:
        detail = f"the venue says {theirs:g}, we compute {ours:g}"
        freezes.hold(state, leg, Reason.LIQUIDATION_PRICE_MISMATCH, detail)
    else:
        freezes.let_go(state, leg, Reason.LIQUIDATION_PRICE_MISMATCH)
