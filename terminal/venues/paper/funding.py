"""How the simulated exchange settles funding: on mark value, from one side to the other."""

from terminal.venues.paper.orders import FundingPaid
from terminal.venues.paper.state import Batch, ExchangeState

_NS_PER_S = 1_000_000_000


def settle_due(state: ExchangeState, batch: Batch) -> None:
    """Settle every interval that has ended by the time of the batch, in time order."""
    while True:
        due = [
            (market.next_funding_at, symbol)
            for symbol, market in state.markets.items()
            if market.next_funding_at is not None and market.next_funding_at <= batch.at
        ]
        if not due:
            return
        due_at, symbol = min(due)
        market = state.markets[symbol]
        interval = round(market.funding_interval_s * _NS_PER_S)
        market.next_funding_at = due_at + interval if interval > 0 else None
        if market.funding_rate is not None:
            settle_interval(state, batch, symbol, market.funding_rate)


def settle_interval(state: ExchangeState, batch: Batch, symbol: str, funding_rate: float) -> None:
    """Settle one interval of one symbol; before the first mark there is nothing to value it at."""
    market = state.markets[symbol]
    if market.mark_price is None:
        return
    received = state.ledger.apply_funding(symbol, funding_rate, market.mark_price)
    batch.reports.append(
        FundingPaid(
            at=batch.at,
            symbol=symbol,
            funding_rate=funding_rate,
            mark_price=market.mark_price,
            contracts=market.lots.exact(state.ledger.positions[symbol].lots),
            received=received,
        )
    )
    if received:
        batch.accounts[market.instrument.settle] = None
