"""The simulated exchange's state in Bybit's words: strings, and ids without a slash."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from terminal.model.events import FillType, OrderState, Side
from terminal.model.instrument import Instrument
from terminal.model.outputs import OrderType
from terminal.venues.paper.exchange import SimulatedExchange
from terminal.venues.paper.orders import (
    AccountState,
    Filled,
    FundingPaid,
    Order,
    PositionState,
    Refusal,
)

Row = dict[str, Any]

_EXECUTION_TYPES = {
    FillType.TRADE: "Trade",
    FillType.FUNDING: "Funding",
    FillType.LIQUIDATION: "BustTrade",
    FillType.ADL: "AdlTrade",
}
_REASONS = {
    Refusal.POST_ONLY_WOULD_TAKE: "EC_PostOnlyWillTakeLiquidity",
    Refusal.NO_LIQUIDITY: "EC_NoImmediateQtyToFill",
    Refusal.CANCELLED_BY_TRADER: "EC_PerCancelRequest",
}
# What refuses an order before it exists. POST_ONLY_WOULD_TAKE is accepted and then rejected.
CODES = {
    Refusal.DUPLICATE_CLIENT_ORDER_ID: (110072, "OrderLinkedID is duplicate"),
    Refusal.UNKNOWN_SYMBOL: (10001, "Not supported symbols"),
    Refusal.UNKNOWN_ORDER: (110001, "order not exists or too late to cancel"),
    Refusal.ORDER_NOT_OPEN: (110001, "order not exists or too late to cancel"),
    Refusal.CONTRACTS_NOT_POSITIVE: (10001, "Qty invalid"),
    Refusal.CONTRACTS_OFF_LOT: (10001, "Qty invalid"),
    Refusal.CONTRACTS_BELOW_MINIMUM: (10001, "The number of contracts is below the minimum"),
    Refusal.LIMIT_PRICE_MISSING: (10001, "params error: price is required"),
    Refusal.LIMIT_PRICE_NOT_POSITIVE: (10001, "params error: price invalid"),
    Refusal.LIMIT_PRICE_OFF_TICK: (10001, "params error: price invalid"),
    Refusal.NO_MARK_PRICE: (110066, "Trading is currently not allowed."),
    Refusal.NOTHING_TO_REDUCE: (110017, "Reduce-only rule not satisfied"),
    Refusal.INSUFFICIENT_MARGIN: (110007, "ab not enough for new order"),
    Refusal.LEVERAGE_OUT_OF_RANGE: (110013, "cannot set leverage due to risk limit"),
}


def wire_symbol(instrument: Instrument) -> str:
    """Return "BTCUSD" for "BTC/USD:BTC"."""
    return f"{instrument.base}{instrument.quote}"


def instrument_row(instrument: Instrument, funding_interval_s: float) -> Row:
    """Return a contract as instruments-info lists it."""
    leverage = max(
        (t.max_leverage for t in instrument.tiers if t.max_leverage), default=Decimal(100)
    )
    return {
        "symbol": wire_symbol(instrument),
        "contractType": "InversePerpetual",
        "status": "Trading",
        "baseCoin": instrument.base,
        "quoteCoin": instrument.quote,
        "settleCoin": instrument.settle,
        "launchTime": "1542268800000",
        "deliveryTime": "0",
        "deliveryFeeRate": "",
        "priceScale": "2",
        "leverageFilter": {
            "minLeverage": "1",
            "maxLeverage": str(leverage),
            "leverageStep": "0.01",
        },
        "priceFilter": {
            "minPrice": str(instrument.tick_size),
            "maxPrice": "1999999.8",
            "tickSize": str(instrument.tick_size),
        },
        "lotSizeFilter": {
            "maxOrderQty": "25000000",
            "minOrderQty": str(instrument.min_contracts),
            "qtyStep": str(instrument.lot_size),
            "maxMktOrderQty": "5000000",
        },
        "unifiedMarginTrade": True,
        "fundingInterval": int(funding_interval_s // 60),
        "copyTrading": "none",
        "upperFundingRate": "0.00375",
        "lowerFundingRate": "-0.00375",
    }


def tier_rows(instrument: Instrument) -> list[Row]:
    """Return the margin tiers as risk-limit lists them: limits in coin, rates as fractions."""
    return [
        {
            "id": number,
            "symbol": wire_symbol(instrument),
            "riskLimitValue": str(tier.up_to if tier.up_to is not None else 10**9),
            "maintenanceMargin": str(tier.maintenance_rate),
            "initialMargin": str(1 / tier.max_leverage if tier.max_leverage else Decimal("0.01")),
            "isLowestRisk": int(number == 1),
            "maxLeverage": str(tier.max_leverage or 100),
            "mmDeduction": str(tier.deduction) if tier.deduction else "",
        }
        for number, tier in enumerate(instrument.tiers, start=1)
    ]


def ticker_row(exchange: SimulatedExchange, symbol: str) -> Row:
    """Return a symbol's whole ticker."""
    market = exchange.market(symbol)
    bid, ask = market.best_price(Side.BUY), market.best_price(Side.SELL)
    next_at = market.next_funding_at
    return {
        "symbol": wire_symbol(market.instrument),
        "lastPrice": text(market.last_price),
        "indexPrice": text(market.index_price or market.mark_price),
        "markPrice": text(market.mark_price),
        "prevPrice24h": text(market.mark_price),
        "price24hPcnt": "0",
        "highPrice24h": text(market.mark_price),
        "lowPrice24h": text(market.mark_price),
        "openInterest": "1000000",
        "openInterestValue": "20",
        "turnover24h": "10",
        "volume24h": "600000",
        "fundingRate": text(market.funding_rate),
        "nextFundingTime": "" if next_at is None else str(next_at // 1_000_000),
        "bid1Price": text(bid),
        "ask1Price": text(ask),
    }


def order_row(order: Order, symbol: str) -> Row:
    """Return an order as REST and the private stream state it."""
    limit = order.type is not OrderType.MARKET
    ended = order.state.terminal
    average = "" if order.average_price is None else repr(order.average_price)
    return {
        "category": "inverse",
        "symbol": symbol,
        "orderId": order.order_id,
        "orderLinkId": order.client_order_id or "",
        "side": order.side.value.capitalize(),
        "orderType": "Limit" if limit else "Market",
        "timeInForce": _time_in_force(order.type),
        "price": str(order.limit_price) if order.limit_price is not None else "0",
        "qty": str(order.contracts),
        "leavesQty": "0" if ended else str(order.contracts - order.filled_contracts),
        "leavesValue": "0",
        "cumExecQty": str(order.filled_contracts),
        "cumExecValue": _value(order.filled_contracts, order.average_price),
        "cumExecFee": f"{order.fees_paid:.10f}",
        "avgPrice": average,
        "orderStatus": _status(order),
        "rejectReason": _REASONS.get(order.reason, "EC_NoError") if order.reason else "EC_NoError",
        "cancelType": "CancelByUser" if order.reason is Refusal.CANCELLED_BY_TRADER else "UNKNOWN",
        "reduceOnly": order.reduce_only,
        "closeOnTrigger": False,
        "positionIdx": 0,
        "stopOrderType": "",
        "triggerPrice": "",
        "triggerDirection": 0,
        "takeProfit": "",
        "stopLoss": "",
        "tpslMode": "UNKNOWN",
        "createdTime": str(order.created_at // 1_000_000),
        "updatedTime": str(order.updated_at // 1_000_000),
    }


def execution_row(fill: Filled, symbol: str, instrument: Instrument) -> Row:
    """Return an execution as REST and the private stream state it."""
    rate = instrument.maker_fee if fill.maker else instrument.taker_fee
    return {
        "category": "inverse",
        "symbol": symbol,
        "execId": fill.fill_id,
        "execType": _EXECUTION_TYPES[fill.fill_type],
        "execPrice": repr(fill.price),
        "execQty": str(fill.contracts),
        "execValue": _value(fill.contracts, fill.price),
        "execFee": f"{fill.fee:.10f}",
        "feeRate": str(rate),
        "isMaker": fill.maker,
        "orderId": fill.order_id or "",
        "orderLinkId": fill.client_order_id or "",
        "orderType": "Market",
        "side": fill.side.value.capitalize(),
        "execTime": str(fill.at // 1_000_000),
        "createType": "CreateByUser",
        "closedSize": "0",
    }


def funding_row(paid: FundingPaid, execution_id: str, symbol: str) -> Row:
    """Return a funding payment: to Bybit it is an execution whose fee is what was paid."""
    return {
        "category": "inverse",
        "symbol": symbol,
        "execId": execution_id,
        "execType": "Funding",
        "execPrice": repr(paid.mark_price),
        "execQty": str(abs(paid.contracts)),
        "execValue": _value(abs(paid.contracts), paid.mark_price),
        "execFee": f"{-paid.received:.10f}",
        "feeRate": repr(paid.funding_rate),
        "isMaker": False,
        "orderId": "",
        "orderLinkId": "",
        "orderType": "UNKNOWN",
        "side": "Buy" if paid.contracts > 0 else "Sell",
        "execTime": str(paid.at // 1_000_000),
        "createType": "",
        "closedSize": "0",
    }


def position_row(position: PositionState, symbol: str, updated_ms: int) -> Row:
    """Return a position, flat ones with an empty side and size 0."""
    contracts = position.contracts
    side = "" if not contracts else ("Buy" if contracts > 0 else "Sell")
    return {
        "category": "inverse",
        "symbol": symbol,
        "side": side,
        "size": str(abs(contracts)),
        "avgPrice": text(position.entry_price) or "0",
        "entryPrice": text(position.entry_price) or "0",
        "markPrice": text(position.mark_price),
        "liqPrice": text(position.liquidation_price),
        "bustPrice": "",
        "leverage": text(position.leverage),
        "positionValue": f"{position.notional:.10f}",
        "positionIM": f"{position.initial_margin:.10f}",
        "positionMM": f"{position.maintenance_margin:.10f}",
        "positionBalance": "",
        "unrealisedPnl": f"{position.unrealized_pnl:.10f}",
        "cumRealisedPnl": "0",
        "positionIdx": 0,
        "positionStatus": "Normal",
        "tradeMode": 0,
        "tpslMode": "Full",
        "riskId": 1,
        "riskLimitValue": "150",
        "createdTime": "1676538056258",
        "updatedTime": str(updated_ms),
        "seq": updated_ms,
    }


def coin_row(account: AccountState) -> Row:
    """Return one coin of a unified account."""
    return {
        "coin": account.settle,
        "equity": f"{account.equity:.12f}",
        "walletBalance": f"{account.wallet_balance:.12f}",
        "locked": "0",
        "totalOrderIM": f"{account.order_margin:.12f}",
        "totalPositionIM": f"{account.initial_margin:.12f}",
        "totalPositionMM": f"{account.maintenance_margin:.12f}",
        "unrealisedPnl": f"{account.equity - account.wallet_balance:.12f}",
        "cumRealisedPnl": f"{account.realized_pnl:.12f}",
        "availableToWithdraw": "",
        "availableToBorrow": "",
        "borrowAmount": "0",
        "accruedInterest": "0",
        "usdValue": "0",
        "bonus": "0",
        "collateralSwitch": True,
        "marginCollateral": True,
    }


@lru_cache(maxsize=4_096)  # a book says the same few numbers again and again
def text(value: float | None) -> str:
    """Return a number as the wire writes it, empty where there is none."""
    if value is None:
        return ""
    return f"{Decimal(repr(value)).normalize():f}"


def _value(contracts: Decimal, price: float | None) -> str:
    return "0" if not price else f"{float(contracts) / price:.10f}"


def _time_in_force(kind: OrderType) -> str:
    if kind is OrderType.POST_ONLY:
        return "PostOnly"
    return "GTC" if kind is OrderType.LIMIT else "IOC"


def _status(order: Order) -> str:
    if order.state is OrderState.CANCELLED:
        return "PartiallyFilledCanceled" if order.filled_contracts else "Cancelled"
    return {
        OrderState.OPEN: "New",
        OrderState.PARTIALLY_FILLED: "PartiallyFilled",
        OrderState.FILLED: "Filled",
        OrderState.REJECTED: "Rejected",
    }[order.state]
