"""Our liquidation price beside the venue's, and what to make of a difference."""

from terminal.engine.market.leg import Leg
from terminal.engine.market.sanity import possible_price
from terminal.engine.market.tiers import Tier
from terminal.engine.policy.policy import Policy
from terminal.engine.risk import freezes
from terminal.engine.state import DeskState
from terminal.model.arithmetic.liquidation import disagreement
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
    tier = leg.tier_of(lots)
    backing = None if tier is None else _backing(state, leg)
    if tier is None or backing is None:
        return None
    # The mark enters by the tier alone, so that from tick to tick the price mostly stays.
    rests_on = (lots, leg.entry_price, backing, tier[1], tier[2])
    known_for, price = leg.known_liquidation
    if rests_on != known_for:
        price = _price_in(leg, leg.entry_price, backing, tier)
        leg.known_liquidation = (rests_on, price)
    return price


def _backing(state: DeskState, leg: Leg) -> float | None:
    """Return the wallet that backs the leg's position, None where it is unknown."""
    account = state.account_of(leg)
    backing = account.wallet_balance
    if backing is None:
        return None
    for other in account.legs:
        if other is not leg and other.position_lots:
            unrealized = other.unrealized_pnl()
            maintenance = account.maintenance_of(other, other.position_lots)
            if unrealized is None or maintenance is None:
                return None
            backing += unrealized - maintenance
    return backing


def _price_in(leg: Leg, entry: float, backing: float, tier: Tier) -> float | None:
    """Return the liquidation price of the leg's position by a tier's rate and deduction."""
    return price_of(
        leg.kind,
        leg.contract_size,
        1 if (leg.position_lots or 0) > 0 else -1,
        leg.contracts,
        entry,
        backing,
        tier[1],
        tier[2],
        float(leg.instrument.taker_fee),
        None,
        leg.instrument.liquidation_rule,
    )


def distance_to_liquidation(state: DeskState, leg: Leg) -> float | None:
    """Return |mark − liquidation| / mark, negative once past it; None where there is none.

    Where we cannot compute the price, the venue's own stands for the position it was stated for.
    """
    if leg.mark_price is None or not leg.position_lots:
        return None
    side = 1 if leg.position_lots > 0 else -1
    price = liquidation_price(state, leg)
    if price is not None:
        return side * (leg.mark_price - price) / leg.mark_price
    theirs = leg.venue_liquidation_price
    if theirs is None or leg.venue_lots != leg.position_lots or not possible_price(theirs):
        return None
    distance = side * (leg.mark_price - theirs) / leg.mark_price
    return distance if distance > 0 else None  # on the wrong side it says nothing


def compare(state: DeskState, leg: Leg, policy: Policy) -> None:
    """Freeze the leg where the venue's liquidation price and ours differ, or make no sense."""
    if leg.venue_lots != leg.position_lots:
        return  # prices of two different positions: a fill or a statement is still on its way
    theirs = leg.venue_liquidation_price
    ours = liquidation_price(state, leg)
    mark = leg.mark_price
    if theirs is not None and not possible_price(theirs):
        theirs = None  # some venues say 0 where there is none
    if not leg.position_lots or mark is None:
        theirs = ours = None
    side = 1 if (leg.position_lots or 0) > 0 else -1
    for price, whose in ((theirs, "the venue's"), (ours, "our")):
        if price is not None and mark is not None and side * (mark - price) <= 0:
            detail = f"{whose} {price:g} is on the wrong side of the mark {mark:g}"
            freezes.hold(state, leg, Reason.LIQUIDATION_PRICE_INSANE, detail)
            return
    freezes.let_go(state, leg, Reason.LIQUIDATION_PRICE_INSANE)
    tolerance = policy.liquidation_tolerance
    if not (ours and theirs and mark) or disagreement(mark, ours, theirs) <= tolerance:
        freezes.let_go(state, leg, Reason.LIQUIDATION_PRICE_MISMATCH)
    elif not _of_another_tier(state, leg, theirs, tolerance):
        detail = f"the venue says {theirs:g}, we compute {ours:g}"
        freezes.hold(state, leg, Reason.LIQUIDATION_PRICE_MISMATCH, detail)


def _of_another_tier(state: DeskState, leg: Leg, theirs: float, tolerance: float) -> bool:
    """True where the venue's price is ours in a tier that the position was in when it was stated.

    Which that was nobody says: a statement is on its way for a while, the mark may have moved
    since, and it may have been made at a mark that we have not heard yet. Such a price shows no
    difference, and no agreement either.
    """
    entry, mark, backing = leg.entry_price, leg.mark_price, _backing(state, leg)
    if entry is None or mark is None or backing is None:
        return False
    for tier in leg.tiers.when_stated(leg.contracts, *leg.mark_span.bounds()):
        price = _price_in(leg, entry, backing, tier)
        if price is not None and disagreement(mark, price, theirs) <= tolerance:
            return True
    return False
