"""Margin is restored when due, by no less than is needed and not by far more."""

from terminal.model.events import AnyEvent
from terminal.model.outputs import Decision, OrderIntent, Purpose
from tests.simulation.facts.leg import LegFacts
from tests.simulation.invariants.scene import Scene
from tests.simulation.scenario import SECOND

_SLACK = 1e-9


def check_protection(scene: Scene, event: AnyEvent, order: OrderIntent, decision: Decision) -> None:
    """Check an order that protects the margin."""
    facts = scene.facts
    leg = scene.leg(order.venue, order.symbol)
    scene.forbid("protection is the trader's to allow", not facts.guarding, order.at, order)
    absurd = leg.prices.mark is None or leg.prices.absurd or leg.account.absurd
    mark_at = leg.prices.mark_at
    stale = mark_at is None or event.at - mark_at > 5 * SECOND or leg.account.at is None
    scene.forbid("protection rests on fresh figures", absurd or stale, order.at, order)
    used = decision.inputs.utilisation
    scene.forbid("protection names its utilisation", used is None, order.at, order)
    if used is None or absurd:
        return
    if order.purpose is Purpose.RESTORE:
        _restore(scene, order, decision, leg, used)
    elif order.purpose is Purpose.FLATTEN:
        _flatten(scene, order, decision, leg, used)


def maintenance(leg: LegFacts, contracts: float) -> float:
    """Return the maintenance margin of a position at the mark, settlement currency."""
    return maintenance_at(leg, contracts, leg.prices.mark or 0.0)


def maintenance_at(leg: LegFacts, contracts: float, mark: float) -> float:
    """Return the maintenance margin of a position at another mark, settlement currency."""
    terms = leg.terms
    size = contracts * float(terms.contract_size)
    coin = size / mark if terms.inverse else size
    value = coin if terms.inverse else size * mark
    for tier in terms.tiers:
        if tier.up_to is None or coin <= float(tier.up_to):
            return max(value * float(tier.maintenance_rate) - float(tier.deduction), 0.0)
    raise AssertionError("the last tier has no bound")


def _value(leg: LegFacts, contracts: float) -> float:
    size, mark = contracts * float(leg.terms.contract_size), leg.prices.mark or 0.0
    return size / mark if leg.terms.inverse else size * mark


def _restore(
    scene: Scene, order: OrderIntent, decision: Decision, leg: LegFacts, used: float
) -> None:
    facts = scene.facts
    due, goal = facts.key("margin_restore"), facts.key("margin_restore_to")
    scene.forbid(
        "margin is restored only when due",
        used <= due * (1 - _SLACK),
        order.at,
        "{:.4f} of {}",
        used,
        due,
    )
    equity, current = decision.inputs.equity, abs(float(decision.current_contracts or 0))
    if equity is None:
        return
    scene.forbid(
        "utilisation is maintenance over equity",
        abs(used - maintenance(leg, current) / equity if equity > 0 else 0.0) > 1e-6 * used,
        order.at,
        "{:.6f}",
        used,
    )
    closed = current - abs(float(decision.target_contracts or 0))
    kept = current - closed
    fee = _value(leg, closed) * float(leg.terms.taker_fee)
    after = maintenance(leg, kept) / (equity - fee) if equity > fee else float("inf")
    if kept > 0:
        short = after > goal * (1 + 1e-6)
        detail = "{:.4f} after, {} wanted"
        scene.forbid("a restore is enough", short, order.at, detail, after, goal)
    # N·u*/u, less what the closing fee takes of it; a lower tier's rate is not counted on.
    least = current * goal / used * 0.95 - 2 * float(leg.terms.lot_size)
    scene.forbid(
        "a restore is no more than needed", kept < least, order.at, "{} of {}", kept, least
    )


def _flatten(
    scene: Scene, order: OrderIntent, decision: Decision, leg: LegFacts, used: float
) -> None:
    level = scene.facts.key("margin_flatten")
    if leg.flattening:
        return  # begun when it was due, and not done yet
    leg.flattening = True
    # Below the level only the nearness of liquidation is a reason: a move of 1 % (and a margin
    # for the tier's edge) would then use up the margin.
    equity, contracts = decision.inputs.equity, abs(float(decision.current_contracts or 0))
    if equity is None:
        return
    # Liquidation is reckoned from wallet and PnL: what a late statement has beyond them, such as
    # the equity of before a move, may be believed for a while and does not put it off.
    said = leg.account.statement
    gain = said.gain(leg.terms, leg.prices.mark) if said is not None else None
    bare = equity if said is None or gain is None else min(equity, said.wallet + gain)
    far = bare - _value(leg, contracts) * 0.025 > maintenance(leg, contracts)
    scene.forbid(
        "a position is flattened only when due",
        used <= level and far,
        order.at,
        "{:.4f} of {}",
        used,
        level,
    )
