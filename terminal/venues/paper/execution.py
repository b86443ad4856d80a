"""How an open order trades: executions, fills, and what they do to the other orders."""

from collections.abc import Sequence

from terminal.model.events import FillType, OrderState, Side
from terminal.model.outputs import OrderType
from terminal.venues.paper.matching import Execution, Market, WorkingOrder, beyond
from terminal.venues.paper.orders import Filled, Refusal
from terminal.venues.paper.state import Batch, ExchangeState, opposite

IMMEDIATE = frozenset({OrderType.MARKET, OrderType.IOC_LIMIT})


def liquidity(state: ExchangeState, order: WorkingOrder) -> list[Execution]:
    """Take what an incoming order meets out of the visible book."""
    request = order.request
    market = state.markets[request.symbol]
    if request.type is OrderType.POST_ONLY:
        return []
    if market.has_book or not state.trade_at_mark:
        return market.take(request.side, order.open_lots, order.limit_price)
    mark, limit = market.mark_price, order.limit_price
    if mark is None or (limit is not None and beyond(request.side, mark, limit)):
        return []
    return [Execution(mark, order.open_lots)]


def prevent_self_trade(
    state: ExchangeState, batch: Batch, order: WorkingOrder, executions: Sequence[Execution]
) -> None:
    """Cancel our own resting orders that an incoming one would have met on its way."""
    side = order.request.side
    missing = order.open_lots > sum(lots for _, lots in executions)
    reach = order.limit_price if missing or not executions else executions[-1].price
    for own in state.markets[order.request.symbol].resting(opposite(side)):
        if own.limit_price is None or (reach is not None and beyond(side, own.limit_price, reach)):
            break
        end(state, batch, own, OrderState.CANCELLED, Refusal.SELF_TRADE_PREVENTED)


def cross_resting(state: ExchangeState, batch: Batch, market: Market) -> None:
    """Fill the resting orders that a new snapshot crosses, for as much as it crosses with."""
    for order in market.resting():
        if order.open_lots and order.limit_price is not None:
            met = market.take(order.request.side, order.open_lots, order.limit_price)
            at_own_price = [Execution(order.limit_price, lots) for _, lots in met]
            execute(state, batch, order, at_own_price, maker=True)


def trade_through(state: ExchangeState, batch: Batch, market: Market, price: float) -> None:
    """Fill whole the resting orders that a trade at `price` has passed by."""
    for order in market.resting():
        limit = order.limit_price
        if order.open_lots and limit is not None and beyond(order.request.side, limit, price):
            execute(state, batch, order, [Execution(limit, order.open_lots)], maker=True)


def execute(
    state: ExchangeState,
    batch: Batch,
    order: WorkingOrder,
    executions: Sequence[Execution],
    *,
    maker: bool,
) -> None:
    """Book an order's executions one by one, then what becomes of it and of others."""
    if not executions:
        return
    request = order.request
    terms = state.ledger.terms[request.symbol]
    rate = terms.maker_fee if maker else terms.taker_fee
    for price, available in executions:
        # What is open of a reduce-only order never exceeds the position: see _shrink_reduce_only.
        lots = min(available, order.open_lots)
        if lots <= 0:
            break
        fee = terms.notional(lots, price) * rate
        order.fill(Execution(price, lots), fee)
        fill(state, batch, request.symbol, request.side, lots, price, fee, order, maker=maker)
    if not order.open_lots:
        whole = order.filled_lots == order.lots
        reason = None if whole else Refusal.REDUCE_ONLY_SHRUNK
        ended = OrderState.FILLED if whole else OrderState.CANCELLED
        end(state, batch, order, ended, reason)
    elif request.type not in IMMEDIATE:
        order.state = OrderState.PARTIALLY_FILLED
        state.report(batch, order)
    _shrink_reduce_only(state, batch, request.symbol)


def fill(
    state: ExchangeState,
    batch: Batch,
    symbol: str,
    side: Side,
    lots: int,
    price: float,
    fee: float,
    order: WorkingOrder | None,
    *,
    maker: bool,
) -> None:
    """Book one execution; without an order it is a liquidation."""
    realized = state.ledger.apply_fill(symbol, side.sign * lots, price, fee)
    state.fills_numbered += 1
    batch.accounts[state.settle_of(symbol)] = None
    batch.reports.append(
        Filled(
            at=batch.at,
            fill_id=str(state.fills_numbered),
            symbol=symbol,
            order_id=None if order is None else order.order_id,
            client_order_id=None if order is None else order.request.client_order_id,
            side=side,
            contracts=state.markets[symbol].lots.exact(lots),
            price=price,
            fee=fee,
            maker=maker,
            fill_type=FillType.LIQUIDATION if order is None else FillType.TRADE,
            realized_pnl=realized,
        )
    )


def end(
    state: ExchangeState,
    batch: Batch,
    order: WorkingOrder,
    final: OrderState,
    reason: Refusal | None,
) -> None:
    """Put an order into a terminal state, out of the book, and report it."""
    order.state = final
    order.reason = reason
    order.open_lots = 0
    state.markets[order.request.symbol].remove(order)
    state.orders.end(order)
    state.report(batch, order)


def _shrink_reduce_only(state: ExchangeState, batch: Batch, symbol: str) -> None:
    """Cut resting reduce-only orders to what is left of the position."""
    for order in state.markets[symbol].resting():
        reducible = state.reducible(order)
        if not order.request.reduce_only or order.open_lots <= reducible:
            continue
        order.open_lots = reducible
        if reducible:
            state.report(batch, order)
        else:
            end(state, batch, order, OrderState.CANCELLED, Refusal.REDUCE_ONLY_SHRUNK)
