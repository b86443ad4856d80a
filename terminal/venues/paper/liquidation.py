"""How much of a position a liquidation takes at a time."""

from terminal.model.arithmetic.contracts import exposure_coin
from terminal.model.instrument import TiersIn
from terminal.venues.paper.margin import Terms


def lots_to_liquidate(terms: Terms, lots: int, mark_price: float) -> int:
    """Return the unsigned lots of the next step: down to the tier below, or all in the lowest.

    The large exchanges go down tier by tier so, because the tier below asks for less margin.
    """
    size = abs(lots)
    floor = 0
    instrument = terms.instrument
    for tier in instrument.tiers:
        if tier.up_to is None:
            break
        if instrument.tiers_in is TiersIn.COIN:
            # Coin in a lot: for an inverse contract it moves with the price.
            unit = exposure_coin(terms.kind, terms.lot_value, 1.0, mark_price)
        else:
            unit = float(instrument.lot_size)
        bound = int(float(tier.up_to) / unit)
        if bound >= size:
            break
        floor = bound
    return size - floor
