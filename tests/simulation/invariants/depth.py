"""What an increase takes of the visible book, where the policy bounds it."""

from terminal.model.book import Levels
from terminal.model.outputs import OrderIntent, Purpose
from tests.simulation.facts.leg import LegFacts
from tests.simulation.invariants.scene import Scene

_ROUNDING = 1e-9


def check_depth(scene: Scene, order: OrderIntent, leg: LegFacts) -> None:
    """Check one scaling order that makes the position larger."""
    if order.purpose is not Purpose.SCALE or order.reduce_only:
        return
    facts, book, at = scene.facts, leg.book, order.at
    spread, share = facts.key("max_spread_bp"), facts.key("max_depth_share")
    slippage, contracts = facts.key("max_slippage_bp"), float(order.contracts)
    if spread is None and share is None and slippage is None:
        return
    known = bool(book.bids and book.asks)
    scene.forbid("what rests on the book knows one", not known, at, order)
    if not known:
        return
    levels = book.asks if order.side.sign > 0 else book.bids
    best, ask = book.bids[0][0], book.asks[0][0]
    if spread is not None:
        wide = (ask - best) / ((ask + best) / 2) * 1e4
        too_wide = wide > spread * (1 + _ROUNDING)
        scene.forbid("nothing grows across a wide spread", too_wide, at, wide)
    if share is not None:
        most = share * sum(available for _, available in levels)
        too_much = contracts > most * (1 + _ROUNDING)
        scene.forbid("an order leaves most of the book", too_much, at, "of {}: {}", most, order)
    if slippage is not None:
        slips = _slippage_bp(levels, contracts)
        too_far = slips is None or slips > slippage * (1 + 1e-6)
        scene.forbid("an order's slippage is bounded", too_far, at, "{}: {}", slips, order)


def _slippage_bp(levels: Levels, contracts: float) -> float | None:
    """Return by how much the average fill is worse than the best; None beyond the last level."""
    left, cost = contracts, 0.0
    for price, available in levels:
        taken = min(left, available)
        cost += taken * price
        left -= taken
    if left > _ROUNDING * contracts:
        return None
    return abs(cost / contracts / levels[0][0] - 1) * 1e4
