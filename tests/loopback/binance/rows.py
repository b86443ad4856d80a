"""The simulated exchange's state in Binance's words."""

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

# What refuses an order before it exists.
CODES = {
    Refusal.UNKNOWN_SYMBOL: (-1121, "Invalid symbol."),
    Refusal.UNKNOWN_ORDER: (-2011, "Unknown order sent."),
    Refusal.ORDER_NOT_OPEN: (-2011, "Unknown order sent."),
    Refusal.CONTRACTS_NOT_POSITIVE: (-4003, "Quantity less than or equal to zero."),
    Refusal.CONTRACTS_OFF_LOT: (-1111, "Precision is over the maximum defined for this asset."),
    Refusal.CONTRACTS_BELOW_MINIMUM: (-4004, "Quantity less than min quantity"),
    Refusal.LIMIT_PRICE_MISSING: (-1102, "Mandatory parameter 'price' was not sent."),
    Refusal.LIMIT_PRICE_NOT_POSITIVE: (-4001, "Price less than 0."),
    Refusal.LIMIT_PRICE_OFF_TICK: (-4014, "Price not increased by tick size."),
    Refusal.NO_MARK_PRICE: (-2016, "No trading window could be found for this symbol."),
    Refusal.POST_ONLY_WOULD_TAKE: (
        -5022,
        "Due to the order could not be executed as maker, the Post Only order will be rejected.",
    ),
    Refusal.NOTHING_TO_REDUCE: (-2022, "ReduceOnly Order is rejected."),
    Refusal.INSUFFICIENT_MARGIN: (-2019, "Margin is insufficient."),
    Refusal.LEVERAGE_OUT_OF_RANGE: (-4028, "Leverage is not valid"),
}
_NS_PER_MS = 1_000_000
_LIQUIDATED = {FillType.LIQUIDATION: "autoclose-", FillType.ADL: "adl_autoclose"}


def wire_symbol(instrument: Instrument) -> str:
    """Return "BTCUSD_PERP" for "BTC/USD:BTC"."""
    return f"{instrument.base}{instrument.quote}_PERP"


def instrument_row(instrument: Instrument, status: str = "TRADING") -> Row:
    """Return a contract as exchangeInfo lists it."""
    digits = -int(instrument.tick_size.normalize().as_tuple().exponent)
    return {
        "symbol": wire_symbol(instrument),
        "pair": f"{instrument.base}{instrument.quote}",
        "contractType": "PERPETUAL",
        "deliveryDate": 4133404800000,
        "onboardDate": 1596006000000,
        "contractStatus": status,
        "contractSize": int(instrument.contract_size),
        "marginAsset": instrument.settle,
        "maintMarginPercent": "2.5000",
        "requiredMarginPercent": "5.0000",
        "baseAsset": instrument.base,
        "quoteAsset": instrument.quote,
        "pricePrecision": digits,
        "quantityPrecision": 0,
        "baseAssetPrecision": 8,
        "quotePrecision": 8,
        "equalQtyPrecision": 4,
        "triggerProtect": "0.0500",
        "liquidationFee": "0.015000",
        "marketTakeBound": "0.05",
        "filters": [
            {
                "filterType": "PRICE_FILTER",
                "minPrice": str(instrument.tick_size),
                "maxPrice": "4520958",
                "tickSize": str(instrument.tick_size),
            },
            {
                "filterType": "LOT_SIZE",
                "minQty": str(instrument.min_contracts),
                "maxQty": "1000000",
                "stepSize": str(instrument.lot_size),
            },
            {
                "filterType": "MARKET_LOT_SIZE",
                "minQty": str(instrument.min_contracts),
                "maxQty": "60000",
                "stepSize": str(instrument.lot_size),
            },
            {"filterType": "MAX_NUM_ORDERS", "limit": 200},
        ],
        "orderTypes": ["LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT"],
        "timeInForce": ["GTC", "IOC", "FOK", "GTX"],
    }


def bracket_row(instrument: Instrument) -> Row:
    """Return the margin tiers as v2/leverageBracket lists them: bounds in coin."""
    floor = Decimal(0)
    brackets: list[Row] = []
    for number, tier in enumerate(instrument.tiers, start=1):
        cap = tier.up_to if tier.up_to is not None else Decimal(10**6)
        brackets.append(
            {
                "bracket": number,
                "initialLeverage": int(tier.max_leverage or 1),
                "qtyCap": float(cap),
                "qtyFloor": float(floor),
                "maintMarginRatio": float(tier.maintenance_rate),
                "cum": float(tier.deduction),
            }
        )
        floor = cap
    return {"symbol": wire_symbol(instrument), "notionalCoef": 1.0, "brackets": brackets}


def mark_row(exchange: SimulatedExchange, symbol: str, now_ms: int) -> Row | None:
    """Return a markPriceUpdate, None before the first mark price."""
    market = exchange.market(symbol)
    if market.mark_price is None:
        return None
    return {
        "e": "markPriceUpdate",
        "E": now_ms,
        "s": wire_symbol(market.instrument),
        "p": text(market.mark_price),
        "P": text(market.mark_price),
        "i": text(market.index_price or market.mark_price),
        "r": text(market.funding_rate) or "",
        "T": 0 if market.next_funding_at is None else market.next_funding_at // _NS_PER_MS,
    }


def premium_row(exchange: SimulatedExchange, symbol: str, now_ms: int) -> Row:
    """Return a contract as premiumIndex states it."""
    market = exchange.market(symbol)
    return {
        "symbol": wire_symbol(market.instrument),
        "pair": f"{market.instrument.base}{market.instrument.quote}",
        "markPrice": text(market.mark_price),
        "indexPrice": text(market.index_price or market.mark_price),
        "estimatedSettlePrice": text(market.mark_price),
        "lastFundingRate": text(market.funding_rate),
        "interestRate": "0.00010000",
        "nextFundingTime": 0
        if market.next_funding_at is None
        else market.next_funding_at // _NS_PER_MS,
        "time": now_ms,
    }


def order_row(order: Order, client_order_id: str, symbol: str) -> Row:
    """Return an order as REST and the order websocket state it."""
    return {
        "orderId": int(order.order_id),
        "symbol": symbol,
        "pair": symbol.partition("_")[0],
        "status": status(order),
        "clientOrderId": client_order_id,
        "price": str(order.limit_price) if order.limit_price is not None else "0",
        "avgPrice": text(order.average_price) or "0.0",
        "origQty": str(order.contracts),
        "executedQty": str(order.filled_contracts),
        "cumQty": str(order.filled_contracts),
        "cumBase": "0",
        "timeInForce": time_in_force(order.type),
        "type": "MARKET" if order.type is OrderType.MARKET else "LIMIT",
        "reduceOnly": order.reduce_only,
        "closePosition": False,
        "side": order.side.value.upper(),
        "positionSide": "BOTH",
        "stopPrice": "0",
        "workingType": "CONTRACT_PRICE",
        "priceProtect": False,
        "origType": "MARKET" if order.type is OrderType.MARKET else "LIMIT",
        "time": order.created_at // _NS_PER_MS,
        "updateTime": order.updated_at // _NS_PER_MS,
    }


def streamed_order(
    order: Order, client_order_id: str, symbol: str, execution: str, fill: Filled | None
) -> Row:
    """Return the `o` of an ORDER_TRADE_UPDATE; `execution` is its `x`."""
    return {
        "s": symbol,
        "c": client_order_id,
        "S": order.side.value.upper(),
        "o": "MARKET" if order.type is OrderType.MARKET else "LIMIT",
        "f": time_in_force(order.type),
        "q": str(order.contracts),
        "p": str(order.limit_price) if order.limit_price is not None else "0",
        "ap": text(order.average_price) or "0",
        "sp": "0",
        "x": execution,
        "X": status(order),
        "i": int(order.order_id),
        "z": str(order.filled_contracts),
        "ma": symbol.partition("USD")[0],
        "T": order.updated_at // _NS_PER_MS,
        "b": "0",
        "a": "0",
        "R": order.reduce_only,
        "wt": "CONTRACT_PRICE",
        "ot": "MARKET" if order.type is OrderType.MARKET else "LIMIT",
        "ps": "BOTH",
        "cp": False,
        "rp": "0",
        "pP": False,
        "si": 0,
        "ss": 0,
        **_executed(fill, symbol),
    }


def liquidation_order(fill: Filled, symbol: str, order_id: int) -> Row:
    """Return the `o` of an order that the exchange itself sent to close a position."""
    stamp = fill.at // _NS_PER_MS
    return {
        "s": symbol,
        "c": f"{_LIQUIDATED[fill.fill_type]}{order_id}",
        "S": fill.side.value.upper(),
        "o": "LIMIT",
        "f": "IOC",
        "q": str(fill.contracts),
        "p": text(fill.price),
        "ap": text(fill.price),
        "sp": "0",
        "x": "CALCULATED" if fill.fill_type is FillType.LIQUIDATION else "TRADE",
        "X": "FILLED",
        "i": order_id,
        "z": str(fill.contracts),
        "ma": symbol.partition("USD")[0],
        "T": stamp,
        "b": "0",
        "a": "0",
        "R": False,
        "wt": "CONTRACT_PRICE",
        "ot": "LIMIT",
        "ps": "BOTH",
        "cp": False,
        "rp": text(fill.realized_pnl) or "0",
        "pP": False,
        "si": 0,
        "ss": 0,
        **_executed(fill, symbol),
    }


def _executed(fill: Filled | None, symbol: str) -> Row:
    if fill is None:
        return {"l": "0", "L": "0", "t": 0, "m": False}
    return {
        "l": str(fill.contracts),
        "L": text(fill.price),
        "t": int(fill.fill_id),
        "m": fill.maker,
        "n": f"{fill.fee:.12f}",
        "N": symbol.partition("USD")[0],
    }


def trade_row(fill: Filled, order_id: int, symbol: str, settle: str) -> Row:
    """Return an execution as userTrades states it: without a client order id."""
    return {
        "symbol": symbol,
        "id": int(fill.fill_id),
        "orderId": order_id,
        "pair": symbol.partition("_")[0],
        "side": fill.side.value.upper(),
        "price": text(fill.price),
        "qty": str(fill.contracts),
        "realizedPnl": f"{fill.realized_pnl:.12f}",
        "marginAsset": settle,
        "baseQty": "0",
        "commission": f"{fill.fee:.12f}",
        "commissionAsset": settle,
        "time": fill.at // _NS_PER_MS,
        "positionSide": "BOTH",
        "buyer": fill.side is Side.BUY,
        "maker": fill.maker,
    }


def income_row(paid: FundingPaid, number: int, symbol: str, settle: str) -> Row:
    """Return a funding payment as income states it; negative when paid."""
    return {
        "symbol": symbol,
        "incomeType": "FUNDING_FEE",
        "income": f"{paid.received:.12f}",
        "asset": settle,
        "info": "FUNDING_FEE",
        "time": paid.at // _NS_PER_MS,
        "tranId": str(number),
        "tradeId": "",
    }


def position_row(position: PositionState, instrument: Instrument, updated_ms: int) -> Row:
    """Return a position as positionRisk states it."""
    sign = 1 if position.contracts > 0 else -1
    return {
        "symbol": wire_symbol(instrument),
        "positionAmt": str(position.contracts),
        "entryPrice": text(position.entry_price) or "0.0",
        "breakEvenPrice": text(position.entry_price) or "0.0",
        "markPrice": text(position.mark_price) or "0",
        "unRealizedProfit": f"{position.unrealized_pnl:.12f}",
        "liquidationPrice": text(position.liquidation_price) or "0",
        "leverage": text(position.leverage),
        "maxQty": "1000",
        "marginType": "cross",
        "isolatedMargin": "0.00000000",
        "isAutoAddMargin": "false",
        "positionSide": "BOTH",
        "notionalValue": f"{sign * position.notional:.12f}",
        "isolatedWallet": "0",
        "updateTime": updated_ms,
    }


def account_position_row(row: Row) -> Row:
    """Return a position of positionRisk as account states it: the margin mode is a flag there."""
    told = ("symbol", "positionAmt", "entryPrice", "breakEvenPrice", "leverage", "maxQty",
            "positionSide", "updateTime")  # fmt: skip
    return {
        **{key: row[key] for key in told},
        "unrealizedProfit": row["unRealizedProfit"],
        "isolated": row["marginType"] == "isolated",
    }


def streamed_position(position: PositionState, instrument: Instrument) -> Row:
    """Return a position as an ACCOUNT_UPDATE states it."""
    return {
        "s": wire_symbol(instrument),
        "pa": str(position.contracts),
        "ep": text(position.entry_price) or "0.0",
        "bep": text(position.entry_price) or "0.0",
        "cr": "0",
        "up": f"{position.unrealized_pnl:.12f}",
        "mt": "cross",
        "iw": "0",
        "ps": "BOTH",
        "ma": instrument.settle,
    }


def balance_row(account: AccountState, alias: str) -> Row:
    """Return one coin as balance states it, with the account's name."""
    return {
        "accountAlias": alias,
        "asset": account.settle,
        "balance": f"{account.wallet_balance:.12f}",
        "withdrawAvailable": f"{max(account.available_margin, 0.0):.12f}",
        "crossWalletBalance": f"{account.wallet_balance:.12f}",
        "crossUnPnl": f"{account.equity - account.wallet_balance:.12f}",
        "availableBalance": f"{max(account.available_margin, 0.0):.12f}",
        "updateTime": 0,
    }


def asset_row(account: AccountState) -> Row:
    """Return one coin as account states it."""
    return {
        "asset": account.settle,
        "walletBalance": f"{account.wallet_balance:.12f}",
        "unrealizedProfit": f"{account.equity - account.wallet_balance:.12f}",
        "marginBalance": f"{account.equity:.12f}",
        "maintMargin": f"{account.maintenance_margin:.12f}",
        "initialMargin": f"{account.initial_margin + account.order_margin:.12f}",
        "positionInitialMargin": f"{account.initial_margin:.12f}",
        "openOrderInitialMargin": f"{account.order_margin:.12f}",
        "maxWithdrawAmount": f"{max(account.available_margin, 0.0):.12f}",
        "crossWalletBalance": f"{account.wallet_balance:.12f}",
        "crossUnPnl": f"{account.equity - account.wallet_balance:.12f}",
        "availableBalance": f"{max(account.available_margin, 0.0):.12f}",
        "updateTime": 0,
    }


@lru_cache(maxsize=4_096)  # a book says the same few numbers again and again
def text(value: float | None) -> str:
    """Return a number as the wire writes it, empty where there is none."""
    return "" if value is None else f"{Decimal(repr(value)).normalize():f}"


def time_in_force(kind: OrderType) -> str:
    """Return an order's time in force; a market order's is GTC here."""
    return {OrderType.POST_ONLY: "GTX", OrderType.IOC_LIMIT: "IOC"}.get(kind, "GTC")


def status(order: Order) -> str:
    """Return an order's status: what nobody took expires, what a trader ended is cancelled."""
    if order.state is OrderState.CANCELLED:
        by_trader = order.reason is Refusal.CANCELLED_BY_TRADER
        return "CANCELED" if by_trader else "EXPIRED"
    return {
        OrderState.OPEN: "NEW",
        OrderState.PARTIALLY_FILLED: "PARTIALLY_FILLED",
        OrderState.FILLED: "FILLED",
        OrderState.REJECTED: "REJECTED",
    }[order.state]
