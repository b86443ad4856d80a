"""Every order that leaves: explained, on the grid, allowed, paced, and within its caps."""

from decimal import Decimal

from terminal.model.events import AnyEvent, Command, CommandName
from terminal.model.outputs import Action, Decision, OrderIntent, OrderType, Purpose
from tests.simulation.facts.leg import LegFacts
from tests.simulation.invariants.growth import check_increase, check_reduction
from tests.simulation.invariants.pace import check_pace
from tests.simulation.invariants.scene import Scene
from tests.simulation.scenario import SECOND

_ROUNDING = 1e-9
_IN_DOUBT_NS = 30 * SECOND  # as long as the policy lets an account's word be relied on


def check_order(
    scene: Scene, event: AnyEvent, order: OrderIntent, decisions: dict[int, Decision]
) -> None:
    """Check one order as it leaves."""
    leg = scene.leg(order.venue, order.symbol)
    decision = decisions.get(order.decision_id)
    _explained(scene, order, decision)
    _on_grid(scene, order, leg)
    flattens = order.purpose is Purpose.KILL
    if scene.facts.killed:
        reduces = flattens and order.reduce_only
        scene.forbid("after the latch only reductions leave", not reduces, order.at, order)
    if flattens:
        killed = scene.facts.killed
        scene.forbid("nothing is flattened without the latch", not killed, order.at, order)
    if order.purpose is Purpose.SCALE:
        _scaling(scene, event, order, leg, decision)
    if not order.reduce_only:
        check_increase(scene, order, leg, decision)
    elif decision is not None:
        check_reduction(scene, order, leg, decision)
    if order.purpose in (Purpose.SCALE, Purpose.MANUAL):
        _priced(scene, order, leg)
        _paced(scene, order, leg)
    check_pace(scene, order, decision, clicked=clicked(event))
    scene.orders.append(order)
    scene.turnover_usd += _usd(order, leg)


def clicked(event: AnyEvent) -> bool:
    """True where the trader asked for what is sent now."""
    names = (CommandName.EXECUTE, CommandName.ORDER)
    return isinstance(event, Command) and event.name in names


def _explained(scene: Scene, order: OrderIntent, decision: Decision | None) -> None:
    scene.forbid(
        "one intent is one order",
        order.client_order_id in scene.ids,
        order.at,
        order.client_order_id,
    )
    scene.ids.add(order.client_order_id)
    scene.forbid(
        "an order carries its instance",
        f"st{scene.epoch:05d}n" not in order.client_order_id,
        order.at,
        order.client_order_id,
    )
    explained = decision is not None and decision.action is Action.ORDER
    scene.forbid(
        "every order is explained by one decision",
        not explained or any(known.decision_id == order.decision_id for known in scene.orders),
        order.at,
        order,
    )


def _on_grid(scene: Scene, order: OrderIntent, leg: LegFacts) -> None:
    whole = order.contracts > 0 and order.contracts % leg.terms.lot_size == 0
    price = order.limit_price
    priced = price is None or (price > 0 and price % leg.terms.tick_size == 0)
    scene.forbid("orders are on the grid", not (whole and priced), order.at, order)


def _scaling(
    scene: Scene, event: AnyEvent, order: OrderIntent, leg: LegFacts, decision: Decision | None
) -> None:
    scene.forbid(
        "nothing scales unless armed", not (scene.facts.auto or clicked(event)), order.at, order
    )
    stale = leg.stale(order.at)
    scene.forbid("nothing scales on stale data", stale is not None, order.at, stale)
    scene.forbid("a gap freezes scaling", leg.in_gap(order.at), order.at, order)
    scaling = [one for one in leg.orders.working.values() if one.intent.purpose is Purpose.SCALE]
    scene.forbid("one scaling order at a time", scaling, order.at, scaling)
    scene.forbid(
        "an unknown order stops scaling", leg.orders.unknown(), order.at, leg.orders.unknown()
    )
    scene.forbid(
        "a reservation waits for a later statement", leg.orders.unconfirmed, order.at, order
    )
    _moves_to_target(scene, order, decision, leg)
    _outside_its_band(scene, order, decision)


def _moves_to_target(
    scene: Scene, order: OrderIntent, decision: Decision | None, leg: LegFacts
) -> None:
    aimless = decision is None or decision.target_contracts is None
    scene.forbid("a scaling order has a target", aimless, order.at, order)
    if decision is None or decision.target_contracts is None:
        return
    current = (decision.current_contracts or 0) + decision.in_flight_contracts
    missing = decision.target_contracts - current
    signed = order.contracts * order.side.sign
    scene.forbid(
        "an order moves to its target",
        signed * missing <= 0 or abs(signed) > abs(missing),
        order.at,
        "{} of {}",
        signed,
        missing,
    )
    scene.forbid(
        "an order does not flip the side",
        (current + signed) * current < 0,
        order.at,
        "{} on {}",
        signed,
        current,
    )
    scene.forbid(
        "a reduction is reduce-only", (signed * current < 0) != order.reduce_only, order.at, order
    )
    scene.forbid(
        "an order is no smaller than the venue's minimum",
        order.contracts < leg.terms.min_contracts,
        order.at,
        order,
    )


def _outside_its_band(scene: Scene, order: OrderIntent, decision: Decision | None) -> None:
    if decision is None or decision.target_contracts is None:
        return
    band = scene.facts.key("rebalance_band")
    if order.reduce_only and scene.facts.key("reduce_band") is not None:
        band = scene.facts.key("reduce_band")
    target, current = decision.target_contracts, decision.current_contracts or Decimal(0)
    missing = abs(target - current - decision.in_flight_contracts)
    scene.forbid(
        "nothing trades inside the band",
        float(missing) <= band * float(abs(target)) * (1 - _ROUNDING),
        order.at,
        "{} of {}",
        missing,
        target,
    )


def _priced(scene: Scene, order: OrderIntent, leg: LegFacts) -> None:
    unlimited = order.limit_price is None or order.type is OrderType.MARKET
    scene.forbid("an order has a limit", unlimited, order.at, order)
    if order.limit_price is None:
        return
    if leg.prices.mark is None:
        # The trader's own way out is open even before the first price.
        scene.forbid(
            "nothing is sent before the first price",
            order.purpose is not Purpose.MANUAL or not order.reduce_only,
            order.at,
            order,
        )
        return
    away = float(order.limit_price) / leg.prices.mark - 1
    scene.forbid(
        "a limit keeps within the collar",
        away * order.side.sign > scene.facts.key("price_collar") + _ROUNDING,
        order.at,
        "{:+.4f}",
        away,
    )


def _usd(order: OrderIntent, leg: LegFacts) -> float:
    usd = float(order.contracts * leg.terms.contract_size)
    return usd if leg.terms.inverse else usd * (leg.prices.mark or 0.0)


def _paced(scene: Scene, order: OrderIntent, leg: LegFacts) -> None:
    facts = scene.facts
    before = [one for one in scene.orders if one.at > order.at - 60 * SECOND]
    limit = facts.key("max_orders_per_minute")
    if limit is not None:
        lately = len(before) + 1
        scene.forbid("orders a minute are bounded", lately > limit, order.at, lately)
    most, usd = facts.key("max_order_usd"), _usd(order, leg)
    if most is not None:
        too_large = usd > most * (1 + _ROUNDING)
        scene.forbid("an order keeps within its cap", too_large, order.at, usd)
    turnover = facts.key("max_turnover_usd_per_hour")
    if turnover is not None and order.purpose is Purpose.SCALE:
        traded = scene.turnover_usd + usd
        scene.forbid(
            "turnover an hour is bounded", traded > turnover * (1 + _ROUNDING), order.at, traded
        )
