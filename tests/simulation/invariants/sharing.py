"""Venues that share a target: while it moves from one to another, nobody holds more than it."""

from terminal.engine.snapshot import LegState, Snapshot
from terminal.model.outputs import Decision, OrderIntent, Purpose
from tests.simulation.facts.leg import LegFacts
from tests.simulation.invariants.scene import Scene
from tests.simulation.scenario import SECOND

_LATELY_NS = 3 * SECOND
# Each venue's target is of its own last mark, and those are moments apart.
_MARKS_APART = 0.05


def check_shared(scene: Scene, snapshot: Snapshot, order: OrderIntent) -> None:
    """Check one order that has just left, and is in the snapshot, beside the other venues."""
    if order.purpose is not Purpose.SCALE or order.reduce_only or len(snapshot.legs) < 2:
        return
    held = wanted = whole = spared = 0.0
    for leg in snapshot.legs:
        known = scene.leg(leg.instrument.venue, leg.instrument.symbol)
        if known.expired(order.at):
            continue
        decided = leg.decision
        if decided is None or decided.at < order.at - _LATELY_NS or leg.freezes:
            return  # what its target would be now is not known
        if leg.target_contracts is None or leg.position_contracts is None:
            return
        one = _usd_of_one(known)
        target = abs(float(leg.target_contracts)) * one
        wanted += target
        whole += _asked_for(scene, decided, known)
        held += _worst(leg, order.side.sign) * one
        spared += target * _band(scene) + one * float(leg.instrument.lot_size)
    # A target that was worked out before another venue was heard of may lack its part of the whole.
    most = max(wanted, whole)
    scene.forbid(
        "venues together hold no more than their target",
        held > most * (1 + _MARKS_APART) + spared,
        order.at,
        "{:.0f} USD of {:.0f}",
        held,
        most,
    )


def _asked_for(scene: Scene, decided: Decision, leg: LegFacts) -> float:
    """Return what a venue's own margin asks for, USD: the whole is shared out from these."""
    said, mark = leg.account.statement, leg.prices.mark
    gain = said.gain(leg.terms, mark) if said is not None else None
    if said is None or gain is None or mark is None:
        return 0.0
    margin = max(said.wallet, said.wallet + gain, 0.0) * (mark if leg.terms.inverse else 1.0)
    leverage = float(scene.facts.key("target_leverage")) * (decided.inputs.leverage_multiplier or 1)
    return margin * leverage / (1 + (decided.inputs.funding_rate or 0.0))


def _usd_of_one(leg: LegFacts) -> float:
    size = float(leg.terms.contract_size)
    return size if leg.terms.inverse else size * (leg.prices.mark or 0.0)


def _worst(leg: LegState, side: int) -> float:
    """Return the contracts on `side` once what is on its way has filled."""
    rising = max(float(leg.in_flight_contracts) * side, 0.0)
    return max(float(leg.position_contracts or 0) * side + rising, 0.0)


def _band(scene: Scene) -> float:
    """Return by what share a position may stay above its target."""
    reduce = scene.facts.key("reduce_band")
    return float(scene.facts.key("rebalance_band") if reduce is None else reduce)
