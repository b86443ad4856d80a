"""What must hold once nothing goes wrong any more: it trades, agrees, and lets go."""

from terminal.engine.snapshot import LegState, Snapshot
from terminal.model.events import OrderState
from terminal.model.outputs import Action, Mode
from terminal.model.reasons import Reason
from tests.simulation.facts.leg import LegFacts
from tests.simulation.invariants.pace import check_answered
from tests.simulation.invariants.scene import Scene
from tests.simulation.scenario import SECOND
from tests.simulation.venue.model_venue import ModelVenue
from tests.simulation.venue.truth import LIVE

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


def check_snapshot(scene: Scene, snapshot: Snapshot) -> None:
    """A snapshot can be built at any moment, and says what the outputs said."""
    facts = scene.facts
    started = bool(facts.policy.given)
    if started and snapshot.kill.latched != facts.killed:
        scene.broken("the latch is the trader's", snapshot.at, snapshot.kill)
    if (snapshot.mode is Mode.AUTO) != facts.auto:
        scene.broken("the mode is the trader's", snapshot.at, snapshot.mode)
    confirmed = {venue for venue, word in snapshot.kill.venues if word == "confirmed"}
    heard = {venue for venue, yes in facts.confirmed.items() if yes}
    if facts.killed and confirmed != heard:
        scene.broken("only a venue's own word confirms", snapshot.at, f"{confirmed}, not {heard}")
    for leg in snapshot.legs:
        known = scene.leg(leg.instrument.venue, leg.instrument.symbol)
        if leg.mark_price != known.prices.mark:
            scene.broken("the mark shown is the last one told", snapshot.at, leg.mark_price)
        shown = {
            row.client_order_id for row in snapshot.orders if row.venue == leg.instrument.venue
        }
        forgotten = known.orders.working.keys() - shown
        if forgotten:
            scene.broken("no working order is forgotten", snapshot.at, sorted(forgotten))
        over = leg.funding.override_reason is not None and not known.funding.overridden
        if over:
            scene.broken("an override ends by itself", snapshot.at, leg.funding)


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
        if over - _MAY_STAY_FROZEN:
            scene.broken("freezes end with their causes", snapshot.at, sorted(over))
        if not frozen:
            _at_target(scene, snapshot, leg, known)


def _at_target(scene: Scene, snapshot: Snapshot, leg: LegState, known: LegFacts) -> None:
    decision = leg.decision
    if decision is None or leg.target_contracts is None or leg.position_contracts is None:
        scene.broken("there is a target", snapshot.at, leg.instrument.symbol)
        return
    facts = scene.facts
    target = leg.target_contracts
    missing = float(abs(target - leg.position_contracts))
    band = max(facts.key("rebalance_band"), facts.key("reduce_band") or 0.0) + 0.001
    smallest = max(float(leg.instrument.min_contracts), facts.key("min_order_contracts") or 0.0)
    if missing <= band * float(abs(target)) + smallest or decision.action is Action.ORDER:
        return
    wrong_side = target * leg.position_contracts < 0
    if wrong_side and float(abs(leg.position_contracts)) < smallest:
        return  # too small for the venue to close
    if any(order.at > snapshot.at - 12 * SECOND for order in scene.orders):
        return  # on its way
    if any(order.intent.at > snapshot.at - 35 * SECOND for order in known.orders.working.values()):
        return  # resting
    if any(ended > snapshot.at - 8 * SECOND for ended in known.orders.unconfirmed.values()):
        return  # ended, and about to be confirmed
    behind = facts.clocks_ahead_ns.get(leg.instrument.venue, 0) < 0
    if behind and decision.reason is Reason.ORDER_IN_FLIGHT:
        return  # dated before the order's end, and so not yet a confirmation of it
    refused_lately = known.orders.refused_at > snapshot.at - 65 * SECOND
    if decision.reason is Reason.ORDER_REJECTED and refused_lately:
        return
    # Where another venue holds a little too much, too little room may be left for an order.
    shared = (Reason.OTHER_VENUE_FIRST, Reason.BELOW_MINIMUM)
    if decision.reason in shared and _held_elsewhere(snapshot, leg):
        return
    excuse = _EXCUSES.get(decision.reason)
    if excuse is not None and not facts.policy.keys_ever.isdisjoint(excuse):
        return
    if decision.reason in (Reason.MARGIN_STOP, Reason.BELOW_MINIMUM):
        used = decision.inputs.utilisation
        if used is not None and used > facts.key("margin_stop") * 0.9:
            return
    detail = f"{leg.position_contracts} of {target}: {decision.reason}"
    scene.broken("it trades when it should", snapshot.at, detail)


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


def check_end(scene: Scene, snapshot: Snapshot) -> None:
    """At the end all is told: positions, fills, wallets and orders are the venues'."""
    assert scene.venues is not None
    for leg in snapshot.legs:
        venue = scene.venues[leg.instrument.venue]
        _position_agrees(scene, snapshot, leg, venue)
    for row in snapshot.orders:
        venue = scene.venues[row.venue]
        there = venue.truth.orders.get(row.client_order_id)
        filled = (there.filled if there else 0) * venue.instrument.lot_size
        known = scene.leg(row.venue, row.symbol).orders.known.get(row.client_order_id)
        # What a former instance heard of its order need not be told again: then it counts less.
        less = known is not None and known.recovered and row.filled_contracts < filled
        if row.filled_contracts != filled and not less:
            detail = f"{row.client_order_id}: {row.filled_contracts} of {filled}"
            scene.broken("every fill counts once", snapshot.at, detail)
        if row.filled_contracts == row.contracts and row.state is not OrderState.FILLED:
            scene.broken("a fill beats a cancellation", snapshot.at, row)
    for account in snapshot.accounts:
        truth = scene.venues[account.venue].truth
        told = account.wallet_balance
        if told is None or abs(told - truth.wallet) > 1e-6 * max(abs(truth.wallet), 1.0):
            scene.broken("the wallet is the venue's", snapshot.at, f"{told}, {truth.wallet}")
    for name, venue in scene.venues.items():
        others = venue.outsiders
        once = others.trades == 1 and not (venue.clearing.takings or others.unseen_trades)
        once = once and scene.epoch == 1
        if once and name not in scene.mismatches:
            scene.broken("somebody else's trade freezes", snapshot.at, name)
    _protected(scene, snapshot)
    _killed(scene, snapshot)


def _position_agrees(scene: Scene, snapshot: Snapshot, leg: LegState, venue: ModelVenue) -> None:
    truth = venue.truth.lots * venue.instrument.lot_size
    if leg.position_contracts != truth:
        detail = f"{leg.position_contracts} here, {truth} at the venue"
        scene.broken("the position is the venue's", snapshot.at, detail)
    if not venue.truth.live_orders() and not venue.truth.in_transit and leg.in_flight_contracts:
        scene.broken("a reservation ends", snapshot.at, leg.in_flight_contracts)


def _protected(scene: Scene, snapshot: Snapshot) -> None:
    """Margin above the restore level is reduced, frozen or not, while the guard is on."""
    if not scene.facts.guarding:
        return
    for account in snapshot.accounts:
        used = account.utilisation
        due = scene.facts.key("margin_restore")
        # A lot's granularity and the last ticks' moves are not what this is about.
        if used is not None and used > due * 1.1 + 0.02:
            scene.broken("margin is restored when due", snapshot.at, f"{used:.3f} of {due}")


def _killed(scene: Scene, snapshot: Snapshot) -> None:
    if not scene.facts.killed or scene.venues is None:
        return
    for name, venue in scene.venues.items():
        if venue.truth.live_orders():
            scene.broken("after the latch nothing rests at a venue", snapshot.at, name)
        if not scene.facts.confirmed.get(name):
            scene.broken("the kill switch asks until it is confirmed", snapshot.at, name)
        gone = venue.truth.expired(snapshot.at)
        if scene.facts.flatten and venue.truth.lots and not gone:
            detail = f"{venue.truth.lots} lots at {name}"
            scene.broken("the kill switch flattens until flat", snapshot.at, detail)


def check_given_up(scene: Scene, snapshot: Snapshot, client_order_id: str) -> None:
    """An order that the engine holds to be refused or dead must not live at the venue."""
    if scene.venues is None:
        return
    for row in reversed(snapshot.orders):
        if row.client_order_id != client_order_id:
            continue
        leg = scene.leg(row.venue, row.symbol)
        check_answered(scene, client_order_id, leg, OrderState(row.state))
        if row.state not in ("dead", "rejected"):
            return
        truth = scene.venues[row.venue].truth
        there = truth.orders.get(client_order_id)
        alive = there is not None and (there.filled > 0 or there.state in LIVE)
        if alive or client_order_id in truth.in_transit:
            scene.broken("what is given up for dead is dead", snapshot.at, client_order_id)
        return
