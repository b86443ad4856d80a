"""Whether mark, index and last price tell of the same market."""

from terminal.engine.market.leg import Leg


def diverging(leg: Leg, bound: float) -> bool:
    """True where the mark is further from the index or the last price than `bound`, a share.

    A dated contract may stand away from its index: its basis is no error. What the venue does not
    tell cannot disagree.
    """
    mark = leg.mark_price
    if mark is None:
        return False
    index = leg.index_price if leg.instrument.perpetual else None
    return any(
        other is not None and abs(mark - other) > bound * other for other in (index, leg.last_price)
    )
