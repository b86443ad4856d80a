"""How an order comes in: numbered, looked at, and either refused or open."""

from terminal.model.instrument import Instrument
from terminal.model.outputs import OrderType
from terminal.venues.paper.matching import WorkingOrder, off_grid
from terminal.venues.paper.orders import OrderRequest, Refusal, Refused
from terminal.venues.paper.state import Batch, ExchangeState, opposite


def accept(state: ExchangeState, batch: Batch, request: OrderRequest) -> WorkingOrder | None:
    """Return the new order, or None where its id is taken or its symbol is not listed."""
    refusal = None
    if request.symbol not in state.markets:
        refusal = Refusal.UNKNOWN_SYMBOL
    elif state.orders.find(client_order_id=request.client_order_id) is not None:
        refusal = Refusal.DUPLICATE_CLIENT_ORDER_ID
    if refusal is not None:
        batch.reports.append(
            Refused(batch.at, refusal, request.symbol, request.client_order_id, None)
        )
        return None
    state.orders_numbered += 1
    number = state.orders_numbered
    order = WorkingOrder(request, str(number), number, batch.at)
    instrument = state.markets[request.symbol].instrument
    if malformed(request, instrument) is None:
        order.lots = order.open_lots = int(request.contracts / instrument.lot_size)
    state.orders.add(order)
    return order


def refusal(state: ExchangeState, order: WorkingOrder) -> Refusal | None:
    """Return why an order cannot be taken, and cut a reduce-only one to its position."""
    request = order.request
    market = state.markets[request.symbol]
    wrong = malformed(request, market.instrument)
    if wrong is not None:
        return wrong
    if market.mark_price is None:
        return Refusal.NO_MARK_PRICE
    if (
        request.type is OrderType.POST_ONLY
        and order.limit_price is not None
        and market.crosses(request.side, order.limit_price)
    ):
        return Refusal.POST_ONLY_WOULD_TAKE
    if request.reduce_only:
        return cut_to_position(state, order)
    return None if _affordable(state, order) else Refusal.INSUFFICIENT_MARGIN


def malformed(request: OrderRequest, instrument: Instrument) -> Refusal | None:
    """Return the first thing wrong with a request on this contract, whatever the market."""
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


def cut_to_position(state: ExchangeState, order: WorkingOrder) -> Refusal | None:
    """Cut a reduce-only order to what there is to reduce, refusing it where there is nothing."""
    if not order.request.reduce_only:
        return None
    order.open_lots = min(order.open_lots, state.reducible(order))
    return None if order.open_lots else Refusal.NOTHING_TO_REDUCE


def order_margin(state: ExchangeState, settle: str) -> float:
    """Return the margin that resting orders tie up: each for what it would add by itself."""
    total = 0.0
    for symbol in state.ledger.settling_in(settle):
        for order in state.markets[symbol].resting():
            added = order.open_lots - state.reducible(order)
            if added > 0 and order.limit_price is not None:
                total += state.ledger.initial_margin(symbol, added, order.limit_price)
    return total


def _affordable(state: ExchangeState, order: WorkingOrder) -> bool:
    """Return True when the account can margin what an order would add, its fee and its loss.

    A market order is reckoned at the best price that it meets, the loss against mark.
    """
    request, ledger = order.request, state.ledger
    market, terms = state.markets[request.symbol], ledger.terms[request.symbol]
    mark = market.mark_price
    closed = min(order.open_lots, state.reducible(order))
    added = order.open_lots - closed
    if added <= 0 or mark is None:
        return True
    sign = request.side.sign
    price = order.limit_price or market.best_price(opposite(request.side)) or mark
    after = ledger.positions[request.symbol].lots + sign * order.open_lots
    needed = terms.notional(added, price) / ledger.leverage(request.symbol, after, mark)
    needed += terms.notional(added, price) * max(terms.taker_fee, terms.maker_fee, 0.0)
    needed += max(0.0, -terms.pnl(sign * added, price, mark))
    settle = market.instrument.settle
    account = ledger.account_state(settle, order_margin(state, settle))
    # An order that adds has closed all of the other side: its margin is free again.
    released = ledger.initial_margin(request.symbol, closed, mark)
    return needed <= account.available_margin + released
