"""How fast and how often: nothing is sent again at once, and nobody is left alone for long."""

from terminal.model.events import OrderState
from terminal.model.outputs import CancelIntent, Decision, OrderIntent, Purpose
from tests.simulation.facts.leg import LegFacts
from tests.simulation.invariants.scene import Scene
from tests.simulation.scenario import SECOND

_MOST_A_SECOND = 10
# What only closes follows every mark while it gets anywhere; while it does not, it slows down.
_MOST_FRUITLESS_A_SECOND = 5
_CANCEL_AGAIN_NS = 2 * SECOND
_MOST_REFUSED_A_MINUTE = 7  # 1 s, then twice as long after each: 1 + 2 + 4 + … + 32 = 63


def check_pace(
    scene: Scene, order: OrderIntent, decision: Decision | None, *, clicked: bool
) -> None:
    """Check one order beside those before it."""
    leg = scene.leg(order.venue, order.symbol)
    lately = [
        one
        for one in scene.orders
        if one.venue == order.venue and one.at > order.at - SECOND and one is not order
    ]
    most = _MOST_A_SECOND
    if order.purpose.protective:
        # What came to nothing, or has not come to anything yet.
        lately = [one for one in lately if one.purpose.protective and not _filled(scene, one)]
        most = _MOST_FRUITLESS_A_SECOND
    scene.forbid("orders a second are bounded", len(lately) >= most, order.at, len(lately) + 1)
    if order.purpose.protective:
        _pauses(scene, order, leg)
    if order.purpose is Purpose.SCALE:
        _as_decided(scene, order, decision)
        if not clicked:
            _not_refused_lately(scene, order, leg)
            _attended(scene, order)


def _filled(scene: Scene, order: OrderIntent) -> bool:
    """True where it is known that something of the order filled."""
    known = scene.leg(order.venue, order.symbol).orders.known.get(order.client_order_id)
    return known is not None and known.filled > 0


def _pauses(scene: Scene, order: OrderIntent, leg: LegFacts) -> None:
    """A restore adds to what is on its way only once that is answered, or late.

    And after a closing order that filled nothing comes a pause, unless a statement came first.
    """
    if order.purpose is Purpose.RESTORE:
        unanswered = [
            one.intent
            for one in leg.orders.working.values()
            if one.intent.purpose.protective
            and not one.filled
            and order.at - one.intent.at < SECOND // 4
        ]
        scene.forbid("a restore waits for answers", unanswered, order.at, unanswered)
    name = leg.orders.closed_nothing
    if name is None or name not in leg.orders.unconfirmed or leg.orders.known[name].filled:
        return
    scene.forbid(
        "closing orders that fill nothing pause",
        order.at - leg.orders.known[name].ended_at < SECOND // 2,
        order.at,
        order,
    )


def _as_decided(scene: Scene, order: OrderIntent, decision: Decision | None) -> None:
    """Sent contracts less intended contracts are zero."""
    decided = decision.order_contracts if decision is not None else None
    scene.forbid(
        "what is sent is what was decided",
        decided is None or decided * order.side.sign != order.contracts,
        order.at,
        "{}, {}",
        order.contracts,
        decided,
    )


def _not_refused_lately(scene: Scene, order: OrderIntent, leg: LegFacts) -> None:
    if not leg.orders.refused_in_row:
        return
    since = leg.orders.refused_at
    scene.forbid(
        "a refused order is not tried again at once",
        order.at - since < SECOND or leg.account.at is None or leg.account.at <= since,
        order.at,
        order,
    )
    refused = [at for at in leg.orders.refusals if at > order.at - 60 * SECOND]
    scene.forbid(
        "refusals make more and more patient",
        min(len(refused), leg.orders.refused_in_row) > _MOST_REFUSED_A_MINUTE,
        order.at,
        len(refused),
    )


def _attended(scene: Scene, order: OrderIntent) -> None:
    most = scene.facts.key("max_unattended_orders")
    scene.forbid(
        "orders that nobody looks at are bounded",
        scene.facts.unattended >= most,
        order.at,
        "{} of {}",
        scene.facts.unattended,
        most,
    )


def check_cancel_pace(scene: Scene, cancel: CancelIntent) -> None:
    """What is cancelled by its name is not asked for again within two seconds."""
    if cancel.client_order_id is None:
        return
    leg = scene.leg(cancel.venue, cancel.symbol or "")
    order = leg.orders.known.get(cancel.client_order_id)
    if order is None:
        return
    if order.cancelled_at is not None:
        at_once = cancel.at - order.cancelled_at < _CANCEL_AGAIN_NS
        scene.forbid("a cancel is not repeated at once", at_once, cancel.at, cancel)
    order.cancelled_at = cancel.at


def check_answered(scene: Scene, client_order_id: str, leg: LegFacts, state: OrderState) -> None:
    """Once it can no longer arrive, an order that the venue does not know has ended."""
    order = leg.orders.known.get(client_order_id)
    if order is not None and order.state.terminal:
        scene.forbid(
            "no unknown outlives its validity and an answer",
            not state.terminal,
            order.ended_at,
            state,
        )
