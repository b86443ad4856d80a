"""Every order that leaves: explained, on the grid, allowed, paced, and within its caps."""

from decimal import Decimal

from terminal.model.events import AnyEvent, Command, CommandName
from terminal.model.outputs import Action, Decision, OrderIntent, OrderType, Purpose
from tests.simulation.facts.leg import LegFacts
from tests.simulation.invariants.pace import check_pace
from tests.simulation.invariants.scene import Scene
from tests.simulation.invariants.sizes import most_contracts
from tests.simulation.scenario import SECOND
from tests.simulation.venue.truth import LIVE

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
    if scene.facts.killed and not (order.purpose is Purpose.KILL and order.reduce_only):
        scene.broken("after the latch only reductions leave", order.at, order)
    if not scene.facts.killed and order.purpose is Purpose.KILL:
        scene.broken("nothing is flattened without the latch", order.at, order)
    if order.purpose is Purpose.SCALE:
        _scaling(scene, event, order, leg, decision)
    if not order.reduce_only:
        _increase(scene, order, leg, decision)
    elif decision is not None:
        _reduction(scene, order, leg, decision)
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
    if order.client_order_id in scene.ids:
        scene.broken("one intent is one order", order.at, order.client_order_id)
    scene.ids.add(order.client_order_id)
    if f"st{scene.epoch:05d}n" not in order.client_order_id:
        scene.broken("an order carries its instance", order.at, order.client_order_id)
    explained = decision is not None and decision.action is Action.ORDER
    if not explained or any(known.decision_id == order.decision_id for known in scene.orders):
        scene.broken("every order is explained by one decision", order.at, order)


def _on_grid(scene: Scene, order: OrderIntent, leg: LegFacts) -> None:
    whole = order.contracts > 0 and order.contracts % leg.terms.lot_size == 0
    price = order.limit_price
    priced = price is None or (price > 0 and price % leg.terms.tick_size == 0)
    if not (whole and priced):
        scene.broken("orders are on the grid", order.at, order)


def _scaling(
    scene: Scene, event: AnyEvent, order: OrderIntent, leg: LegFacts, decision: Decision | None
) -> None:
    if not (scene.facts.auto or clicked(event)):
        scene.broken("nothing scales unless armed", order.at, order)
    stale = leg.stale(order.at)
    if stale is not None:
        scene.broken("nothing scales on stale data", order.at, stale)
    if leg.in_gap(order.at):
        scene.broken("a gap freezes scaling", order.at, order)
    scaling = [one for one in leg.orders.working.values() if one.intent.purpose is Purpose.SCALE]
    if scaling:
        name = scaling[0].intent.client_order_id
        scene.broken("one scaling order at a time", order.at, name)
    if leg.orders.unknown():
        scene.broken("an unknown order stops scaling", order.at, leg.orders.unknown())
    if leg.orders.unconfirmed:
        scene.broken("a reservation waits for a later statement", order.at, order)
    _moves_to_target(scene, order, decision, leg)
    _outside_its_band(scene, order, decision)


def _moves_to_target(
    scene: Scene, order: OrderIntent, decision: Decision | None, leg: LegFacts
) -> None:
    if decision is None or decision.target_contracts is None:
        scene.broken("a scaling order has a target", order.at, order)
        return
    current = (decision.current_contracts or 0) + decision.in_flight_contracts
    missing = decision.target_contracts - current
    signed = order.contracts * order.side.sign
    if signed * missing <= 0 or abs(signed) > abs(missing):
        scene.broken("an order moves to its target", order.at, f"{signed} of {missing}")
    if (current + signed) * current < 0:
        scene.broken("an order does not flip the side", order.at, f"{signed} on {current}")
    if (signed * current < 0) != order.reduce_only:
        scene.broken("a reduction is reduce-only", order.at, order)
    if order.contracts < leg.terms.min_contracts:
        scene.broken("an order is no smaller than the venue's minimum", order.at, order)


def _outside_its_band(scene: Scene, order: OrderIntent, decision: Decision | None) -> None:
    if decision is None or decision.target_contracts is None:
        return
    band = scene.facts.key("rebalance_band")
    if order.reduce_only and scene.facts.key("reduce_band") is not None:
        band = scene.facts.key("reduce_band")
    target, current = decision.target_contracts, decision.current_contracts or Decimal(0)
    missing = abs(target - current - decision.in_flight_contracts)
    if float(missing) <= band * float(abs(target)) * (1 - _ROUNDING):
        scene.broken("nothing trades inside the band", order.at, f"{missing} of {target}")


def _priced(scene: Scene, order: OrderIntent, leg: LegFacts) -> None:
    if order.limit_price is None or order.type is OrderType.MARKET:
        scene.broken("an order has a limit", order.at, order)
        return
    if leg.prices.mark is None:
        # The trader's own way out is open even before the first price.
        if order.purpose is not Purpose.MANUAL or not order.reduce_only:
            scene.broken("nothing is sent before the first price", order.at, order)
        return
    away = float(order.limit_price) / leg.prices.mark - 1
    if away * order.side.sign > scene.facts.key("price_collar") + _ROUNDING:
        scene.broken("a limit keeps within the collar", order.at, f"{away:+.4f}")


def _usd(order: OrderIntent, leg: LegFacts) -> float:
    usd = float(order.contracts * leg.terms.contract_size)
    return usd if leg.terms.inverse else usd * (leg.prices.mark or 0.0)


def _paced(scene: Scene, order: OrderIntent, leg: LegFacts) -> None:
    facts = scene.facts
    before = [one for one in scene.orders if one.at > order.at - 60 * SECOND]
    limit = facts.key("max_orders_per_minute")
    if limit is not None and len(before) >= limit:
        scene.broken("orders a minute are bounded", order.at, len(before) + 1)
    most = facts.key("max_order_usd")
    if most is not None and _usd(order, leg) > most * (1 + _ROUNDING):
        scene.broken("an order keeps within its cap", order.at, _usd(order, leg))
    turnover = facts.key("max_turnover_usd_per_hour")
    if turnover is not None and order.purpose is Purpose.SCALE:
        traded = scene.turnover_usd + _usd(order, leg)
        if traded > turnover * (1 + _ROUNDING):
            scene.broken("turnover an hour is bounded", order.at, traded)


def _increase(scene: Scene, order: OrderIntent, leg: LegFacts, decision: Decision | None) -> None:
    """Check what makes a position larger: by the venue's truth where it is known."""
    if order.purpose.protective:
        scene.broken("protection only reduces", order.at, order)
    if leg.orders.unknown():
        scene.broken("nothing grows while an order is unknown", order.at, leg.orders.unknown())
    if decision is None or leg.prices.mark is None:
        return
    if leg.prices_apart(scene.facts.key("price_divergence") * (1 + _ROUNDING)):
        detail = f"{leg.prices.mark}, {leg.prices.index}, {leg.prices.last}"
        scene.broken("nothing grows while prices are apart", order.at, detail)
    stop = scene.facts.key("margin_stop")
    used = decision.inputs.utilisation
    if used is not None and used > stop:
        scene.broken("nothing grows above the stop level", order.at, f"{used:.3f} of {stop}")
    most = most_contracts(scene, leg, leg.prices.mark, decision.inputs.equity)
    sign = order.side.sign
    said = float(decision.current_contracts or 0) * sign + float(order.contracts)
    if said > most * (1 + _ROUNDING):
        scene.broken("an order keeps the position within its caps", order.at, f"{said} of {most}")
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
    if worst > cap + _ROUNDING:
        scene.broken("caps hold at the venue, in flight counted", order.at, f"{worst} of {cap}")


def _reduction(scene: Scene, order: OrderIntent, leg: LegFacts, decision: Decision) -> None:
    """A reduce-only order is against the position, and with its like no larger than it."""
    current = float(decision.current_contracts or 0)
    sign = order.side.sign
    closing = sum(
        float(one.intent.contracts) - one.filled
        for one in leg.orders.working.values()
        if one.intent.side.sign == sign
    )
    if current * sign >= 0:
        scene.broken("a reduction is against the position", order.at, f"{order} on {current}")
    elif float(order.contracts) + closing > abs(current) + 1e-6:
        detail = f"{order.contracts} and {closing} closing, of {current}"
        scene.broken("reductions never exceed the position", order.at, detail)
    venue = scene.left_alone(order.venue, order.at)
    if venue is None:
        return
    # While what is under way may explain the venue's word, the word before it is in force.
    said = leg.account.most_stated(order.at - _IN_DOUBT_NS)
    if float(order.contracts) > max(abs(venue.truth.position), said) + 1e-6:
        detail = f"{order} of {venue.truth.position}"
        scene.broken("a reduce-only order never grows", order.at, detail)
