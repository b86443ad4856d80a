"""What a leg on a dated contract has beyond a perpetual: time left, and a basis."""

from terminal.engine.market.leg import Leg
from terminal.model.arithmetic import dated


def time_to_expiry_s(leg: Leg, at: int) -> float | None:
    """Seconds that a dated contract has left at `at` (ns), never below 0; None for a perpetual."""
    expiry = leg.instrument.expiry
    return None if expiry is None else max(expiry - at, 0) / 1e9


def basis(leg: Leg) -> float | None:
    """Mark over index, less 1, of a dated contract; None for a perpetual or where unknown."""
    if leg.instrument.expiry is None or leg.mark_price is None or leg.index_price is None:
        return None
    return dated.basis(leg.mark_price, leg.index_price)
