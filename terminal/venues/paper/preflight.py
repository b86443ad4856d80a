"""The paper exchange's own facts for the pre-flight, with figures of its own to compare with."""

from decimal import Decimal

from terminal.model.instrument import Instrument
from terminal.venues.paper.exchange import SimulatedExchange
from terminal.venues.paper.orders import FundingPaid
from terminal.venues.preflight.facts import Payment, Position, SymbolFacts, VenueFacts

_MARGIN_USD = 1_000.0  # in the exchange that is tried
_RATE = 0.0001


def facts(
    venue: str, exchange: SimulatedExchange, at: int, target_leverage: float | None
) -> VenueFacts:
    """Return what the exchange states; every contract of it is looked at."""
    return VenueFacts(
        venue=venue,
        at=at,
        simulated=True,
        symbols=tuple(_symbol(exchange, one, at) for one in exchange.instruments),
        target_leverage=target_leverage,
    )


def _symbol(exchange: SimulatedExchange, instrument: Instrument, at: int) -> SymbolFacts:
    state = exchange.position(instrument.symbol)
    mark = state.mark_price
    position, payment = (None, None) if mark is None else _tried(instrument, mark, at)
    return SymbolFacts(
        symbol=instrument.symbol,
        instrument=instrument,
        inverse=instrument.inverse,
        linear_allowed=True,
        hedged=False,
        margin_mode="cross",
        leverage=state.leverage,
        mark_price=mark,
        position=position,
        payment=payment,
    )


def _tried(instrument: Instrument, mark: float, at: int) -> tuple[Position | None, Payment | None]:
    """Open a position in an exchange of its own and return what that one makes of it."""
    wallet = _MARGIN_USD / mark if instrument.inverse else _MARGIN_USD
    trial = SimulatedExchange([instrument], {instrument.settle: wallet})
    trial.set_mark(instrument.symbol, mark, at)
    size = float(instrument.contract_size)
    raw = 2.0 * _MARGIN_USD / (size if instrument.inverse else mark * size)
    lots = int(Decimal(repr(raw)) / instrument.lot_size)
    if lots == 0:
        return None, None
    contracts = lots * instrument.lot_size
    trial.open_position(instrument.symbol, contracts, mark)
    held = trial.position(instrument.symbol)
    position = Position(float(contracts), mark, wallet, held.liquidation_price)
    (paid,) = [
        report
        for report in trial.settle_funding(instrument.symbol, _RATE, at)
        if isinstance(report, FundingPaid)
    ]
    return position, Payment(float(contracts), mark, paid.funding_rate, -paid.received)
