"""What a snapshot says, at any moment and once all is told: the same as outputs and venues."""

from terminal.engine.snapshot import LegState, Snapshot
from terminal.model.events import OrderState
from terminal.model.outputs import Mode
from tests.simulation.invariants.latch import check_latched
from tests.simulation.invariants.pace import check_answered
from tests.simulation.invariants.scene import Scene
from tests.simulation.venue.model_venue import ModelVenue
from tests.simulation.venue.truth import LIVE


def check_snapshot(scene: Scene, snapshot: Snapshot) -> None:
    """A snapshot can be built at any moment, and says what the outputs said."""
    facts = scene.facts
    started = bool(facts.policy.given)
    if started:
        latched = snapshot.kill.latched != facts.killed
        scene.forbid("the latch is the trader's", latched, snapshot.at, snapshot.kill)
    scene.forbid(
        "the mode is the trader's",
        (snapshot.mode is Mode.AUTO) != facts.auto,
        snapshot.at,
        snapshot.mode,
    )
    confirmed = {venue for venue, word in snapshot.kill.venues if word == "confirmed"}
    heard = {venue for venue, yes in facts.confirmed.items() if yes}
    if facts.killed:
        scene.forbid(
            "only a venue's own word confirms",
            confirmed != heard,
            snapshot.at,
            "{}, not {}",
            confirmed,
            heard,
        )
    for leg in snapshot.legs:
        known = scene.leg(leg.instrument.venue, leg.instrument.symbol)
        scene.forbid(
            "the mark shown is the last one told",
            leg.mark_price != known.prices.mark,
            snapshot.at,
            leg.mark_price,
        )
        shown = {
            row.client_order_id for row in snapshot.orders if row.venue == leg.instrument.venue
        }
        forgotten = known.orders.working.keys() - shown
        scene.forbid("no working order is forgotten", forgotten, snapshot.at, sorted(forgotten))
        if leg.funding.override_reason is not None:
            over = not known.funding.overridden
            scene.forbid("an override ends by itself", over, snapshot.at, leg.funding)


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
        scene.forbid(
            "every fill counts once",
            row.filled_contracts != filled and not less,
            snapshot.at,
            "{}: {} of {}",
            row.client_order_id,
            row.filled_contracts,
            filled,
        )
        scene.forbid(
            "a fill beats a cancellation",
            row.filled_contracts == row.contracts and row.state is not OrderState.FILLED,
            snapshot.at,
            row,
        )
    for account in snapshot.accounts:
        truth = scene.venues[account.venue].truth
        told = account.wallet_balance
        scene.forbid(
            "the wallet is the venue's",
            told is None or abs(told - truth.wallet) > 1e-6 * max(abs(truth.wallet), 1.0),
            snapshot.at,
            "{}, {}",
            told,
            truth.wallet,
        )
    for name, venue in scene.venues.items():
        others = venue.outsiders
        once = others.trades == 1 and not (venue.clearing.takings or others.unseen_trades)
        # A contract that ended in an outage, between the trade and the first word after it, is
        # found settled: nothing the engine could have heard ever told of that trade.
        if once and others.stated and scene.epoch == 1:
            unseen = name not in scene.mismatches
            scene.forbid("somebody else's trade freezes", unseen, snapshot.at, name)
    _protected(scene, snapshot)
    check_latched(scene, snapshot.at)


def _position_agrees(scene: Scene, snapshot: Snapshot, leg: LegState, venue: ModelVenue) -> None:
    truth = venue.truth.lots * venue.instrument.lot_size
    scene.forbid(
        "the position is the venue's",
        leg.position_contracts != truth,
        snapshot.at,
        "{} here, {} at the venue",
        leg.position_contracts,
        truth,
    )
    if not venue.truth.live_orders() and not venue.truth.in_transit:
        in_flight = leg.in_flight_contracts
        scene.forbid("a reservation ends", in_flight, snapshot.at, in_flight)


def _protected(scene: Scene, snapshot: Snapshot) -> None:
    """Margin above the restore level is reduced, frozen or not, while the guard is on."""
    if not scene.facts.guarding:
        return
    for account in snapshot.accounts:
        used = account.utilisation
        due = scene.facts.key("margin_restore")
        if not used:
            continue
        # A lot's granularity and the last ticks' moves are not what this is about.
        over = used > due * 1.1 + 0.02
        scene.forbid("margin is restored when due", over, snapshot.at, "{:.3f} of {}", used, due)


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
        scene.forbid(
            "what is given up for dead is dead",
            alive or client_order_id in truth.in_transit,
            snapshot.at,
            client_order_id,
        )
        return
