"""What is wrong with an order before any market or money is looked at."""

from terminal.model.instrument import Instrument
from terminal.model.outputs import OrderType
from terminal.venues.paper.matching import off_grid
from terminal.venues.paper.orders import OrderRequest, Refusal


def malformed(request: OrderRequest, instrument: Instrument) -> Refusal | None:
    """Return the first thing wrong with a request on this contract, None when it is well formed."""
    contracts = request.contracts
    if not contracts.is_finite() or contracts <= 0:
        return Refusal.CONTRACTS_NOT_POSITIVE
    if off_grid(contracts, instrument.lot_size):
        return Refusal.CONTRACTS_OFF_LOT
    if contracts < instrument.min_contracts:
        return Refusal.CONTRACTS_BELOW_MINIMUM
    if request.type is OrderType.MARKET:
        return None
    price = request.limit_price
    if price is None:
        return Refusal.LIMIT_PRICE_MISSING
    if not price.is_finite() or price <= 0:
        return Refusal.LIMIT_PRICE_NOT_POSITIVE
    return Refusal.LIMIT_PRICE_OFF_TICK if off_grid(price, instrument.tick_size) else None
