"""Once nothing goes wrong any more, every position goes to its target and every freeze ends."""

from terminal.engine.snapshot import LegState, Snapshot
from terminal.model.arithmetic.contracts import notional
from terminal.model.outputs import Action, Decision, Inputs
from terminal.model.reasons import Reason
from tests.simulation.facts.leg import LegFacts
from tests.simulation.invariants.scene import Scene
from tests.simulation.scenario import SECOND

# Why a position may stand beside its target for good, and the policy key that it takes.
_EXCUSES: dict[Reason, tuple[str, ...]] = {
    Reason.SESSION_LOSS: ("max_session_loss",),
    Reason.MAX_TURNOVER: ("max_turnover_usd_per_hour",),
    Reason.MAX_ORDERS_PER_MINUTE: ("max_orders_per_minute",),
    Reason.SPREAD_TOO_WIDE: ("max_spread_bp",),
    Reason.DEPTH_UNKNOWN: ("max_spread_bp", "max_slippage_bp", "max_depth_share"),
    Reason.MAX_SLIPPAGE: ("max_slippage_bp",),
    Reason.MAX_DEPTH_SHARE: ("max_depth_share",),
    Reason.BELOW_MINIMUM: ("max_slippage_bp", "max_depth_share", "max_turnover_usd_per_hour"),
    Reason.MAX_ORDER_USD: ("max_order_usd",),
    Reason.VOLATILITY_UNKNOWN: ("volatility_target", "spike_ratio"),
}
_MAY_STAY_FROZEN = {Reason.AUTO_LIQUIDATION, Reason.REPEATED_ORDER}


def check_trading(scene: Scene, snapshot: Snapshot) -> None:
    """Armed, and with nothing wrong for long enough, every position is at its target."""
    if not scene.facts.auto or scene.facts.killed:
        return
    for leg in snapshot.legs:
        known = scene.leg(leg.instrument.venue, leg.instrument.symbol)
        frozen = {freeze.reason for freeze in leg.freezes}
        if Reason.EXPIRED in frozen:
            continue
        # What came up after the trader last let things go on waits for his word again.
        resumed_at = scene.facts.resumed_at
        over = {one.reason for one in leg.freezes if not one.resumable or one.since_at < resumed_at}
        if known.in_gap(snapshot.at):
            over.discard(Reason.PRICE_GAP)
        scene.forbid(
            "freezes end with their causes", over - _MAY_STAY_FROZEN, snapshot.at, sorted(over)
        )
        if not frozen:
            _at_target(scene, snapshot, leg, known)


def _at_target(scene: Scene, snapshot: Snapshot, leg: LegState, known: LegFacts) -> None:
    decision = leg.decision
    target, position = leg.target_contracts, leg.position_contracts
    unknown = decision is None or target is None or position is None
    scene.forbid("there is a target", unknown, snapshot.at, leg.instrument.symbol)
    if decision is None or target is None or position is None:
        return
    facts = scene.facts
    missing = float(abs(target - position))
    band = max(facts.key("rebalance_band"), facts.key("reduce_band") or 0.0) + 0.001
    smallest = _smallest(scene, leg)
    away = missing > band * float(abs(target)) + smallest and decision.action is not Action.ORDER
    if target * position < 0 and float(abs(position)) < smallest:
        away = False  # too small for the venue to close
    stays = away and not (
        _under_way(scene, snapshot.at, known) or _excused(scene, snapshot, leg, known, decision)
    )
    detail = "{} of {}: {}"
    scene.forbid(
        "it trades when it should", stays, snapshot.at, detail, position, target, decision.reason
    )


def _under_way(scene: Scene, at: int, known: LegFacts) -> bool:
    """True where an order has just left, rests, or has ended and is about to be confirmed."""
    return (
        any(order.at > at - 12 * SECOND for order in scene.orders)
        or any(order.intent.at > at - 35 * SECOND for order in known.orders.working.values())
        or any(ended > at - 8 * SECOND for ended in known.orders.unconfirmed.values())
    )


def _excused(
    scene: Scene, snapshot: Snapshot, leg: LegState, known: LegFacts, decision: Decision
) -> bool:
    """True where the decision's reason is one that may last."""
    facts, reason = scene.facts, decision.reason
    if reason is Reason.ORDER_IN_FLIGHT and facts.clocks_ahead_ns.get(leg.instrument.venue, 0) < 0:
        return True  # dated before the order's end, and so not yet a confirmation of it
    if reason is Reason.ORDER_REJECTED and known.orders.refused_at > snapshot.at - 65 * SECOND:
        return True
    # Where another venue holds a little too much, too little room may be left for an order.
    shared = (Reason.OTHER_VENUE_FIRST, Reason.BELOW_MINIMUM)
    if reason in shared and _held_elsewhere(snapshot, leg):
        return True
    keys = _EXCUSES.get(reason)
    if keys is not None and not facts.policy.keys_ever.isdisjoint(keys):
        return True
    if reason not in (Reason.MARGIN_STOP, Reason.BELOW_MINIMUM):
        return False
    if not leg.position_contracts:
        return _too_little_for_one(scene, leg, decision.inputs)
    return _near_stop(scene, leg, decision.inputs.utilisation)


def _too_little_for_one(scene: Scene, leg: LegState, inputs: Inputs) -> bool:
    """True where even the smallest first order would use more margin than increases may.

    Of what losses left: nothing is used yet, so that the share in use says nothing here.
    """
    equity, mark, terms = inputs.equity, inputs.mark_price, leg.instrument
    if equity is None or mark is None:
        return False
    worth = notional(terms.kind, float(terms.contract_size), _smallest(scene, leg), mark)
    least = worth * float(terms.tiers[0].maintenance_rate)
    return least > float(scene.facts.key("margin_stop")) * equity


def _near_stop(scene: Scene, leg: LegState, used: float | None) -> bool:
    """True where the margin carries hardly more, or less than the smallest order."""
    if not used or leg.position_contracts is None:
        return False
    left = float(scene.facts.key("margin_stop")) / used - 1
    return left < 0.12 or left * float(abs(leg.position_contracts)) < _smallest(scene, leg)


def _smallest(scene: Scene, leg: LegState) -> float:
    """Return the contracts of the smallest order that may leave."""
    own = scene.facts.key("min_order_contracts") or 0.0
    return max(float(leg.instrument.min_contracts), own)


def _held_elsewhere(snapshot: Snapshot, leg: LegState) -> bool:
    """True where another venue holds more than its part of the shared target, or may."""
    for other in snapshot.legs:
        if other is leg or other.position_contracts is None:
            continue
        if other.target_contracts is None or other.in_flight_contracts:
            return True
        if abs(other.position_contracts) > abs(other.target_contracts):
            return True
    return False
