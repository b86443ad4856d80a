"""What an order does to the position: it grows within the caps, or it only reduces."""

from terminal.model.outputs import Decision, OrderIntent
from tests.simulation.facts.leg import LegFacts
from tests.simulation.invariants.depth import check_depth
from tests.simulation.invariants.scene import Scene
from tests.simulation.invariants.sizes import most_contracts
from tests.simulation.scenario import SECOND
from tests.simulation.venue.truth import LIVE

_ROUNDING = 1e-9
_IN_DOUBT_NS = 30 * SECOND  # as long as the policy lets an account's word be relied on


def check_increase(
    scene: Scene, order: OrderIntent, leg: LegFacts, decision: Decision | None
) -> None:
    """Check what makes a position larger: by the venue's truth where it is known."""
    scene.forbid("protection only reduces", order.purpose.protective, order.at, order)
    scene.forbid(
        "nothing grows while an order is unknown",
        leg.orders.unknown(),
        order.at,
        leg.orders.unknown(),
    )
    # What margin on its way makes of a loss is told by tests of its own.
    if scene.facts.key("max_session_loss") is not None and not scene.margin_moved(order.venue):
        locked = scene.losses.locks(order)
        scene.forbid("nothing grows after the session's loss", locked, order.at, order)
    if decision is None or leg.prices.mark is None:
        return
    check_depth(scene, order, leg)
    scene.forbid(
        "nothing grows while prices are apart",
        leg.prices_apart(scene.facts.key("price_divergence") * (1 + _ROUNDING)),
        order.at,
        "{}, {}, {}",
        leg.prices.mark,
        leg.prices.index,
        leg.prices.last,
    )
    stop = scene.facts.key("margin_stop")
    used = decision.inputs.utilisation
    if used is not None:
        detail = "{:.3f} of {}"
        scene.forbid(
            "nothing grows above the stop level", used > stop, order.at, detail, used, stop
        )
    most = most_contracts(scene, leg, leg.prices.mark, decision.inputs.equity)
    sign = order.side.sign
    said = float(decision.current_contracts or 0) * sign + float(order.contracts)
    scene.forbid(
        "an order keeps the position within its caps",
        said > most * (1 + _ROUNDING),
        order.at,
        "{} of {}",
        said,
        most,
    )
    venue = scene.left_alone(order.venue, order.at)
    cap = scene.facts.key("max_contracts")
    if venue is None or cap is None:
        return
    if venue.lateness.misleads(order.at) and venue.lateness.misleads(scene.facts.resumed_at):
        return  # the trader took a late statement's word for the position
    worst = float(venue.truth.position) * sign + float(order.contracts)
    worst += sum(
        float(other.contracts)
        for other in venue.truth.in_transit.values()
        if other.side.sign == sign
    )
    lot = float(venue.instrument.lot_size)
    worst += sum(
        (there.lots - there.filled) * lot
        for there in venue.truth.orders.values()
        if there.state in LIVE and there.intent.side.sign == sign
    )
    scene.forbid(
        "caps hold at the venue, in flight counted",
        worst > cap + _ROUNDING,
        order.at,
        "{} of {}",
        worst,
        cap,
    )


def check_reduction(scene: Scene, order: OrderIntent, leg: LegFacts, decision: Decision) -> None:
    """A reduce-only order is against the position, and with its like no larger than it."""
    current = float(decision.current_contracts or 0)
    sign = order.side.sign
    closing = sum(
        float(one.intent.contracts) - one.filled
        for one in leg.orders.working.values()
        if one.intent.side.sign == sign
    )
    against = current * sign < 0
    scene.forbid("a reduction is against the position", not against, order.at, order)
    if against:
        scene.forbid(
            "reductions never exceed the position",
            float(order.contracts) + closing > abs(current) + 1e-6,
            order.at,
            "{} and {} closing, of {}",
            order.contracts,
            closing,
            current,
        )
    venue = scene.left_alone(order.venue, order.at)
    if venue is None:
        return
    # While what is under way may explain the venue's word, the word before it is in force.
    said = leg.account.most_stated(order.at - _IN_DOUBT_NS)
    scene.forbid(
        "a reduce-only order never grows",
        float(order.contracts) > max(abs(venue.truth.position), said) + 1e-6,
        order.at,
        "{} of {}",
        order,
        venue.truth.position,
    )
