"""What is asked of the simulated exchange and what it answers.

Quantities of contracts are exact decimals on the instrument's lot, prices of orders exact
decimals on its tick. Money is in settlement currency; times are ns since the epoch.
"""

from decimal import Decimal
from enum import StrEnum

import msgspec

from terminal.model.events import FillType, OrderState, Side
from terminal.model.outputs import OrderType


class Refusal(StrEnum):
    """Why the exchange refused an order or a cancel, or ended an order short of its contracts."""

    DUPLICATE_CLIENT_ORDER_ID = "duplicate_client_order_id"
    UNKNOWN_SYMBOL = "unknown_symbol"
    UNKNOWN_ORDER = "unknown_order"
    ORDER_NOT_OPEN = "order_not_open"
    CONTRACTS_NOT_POSITIVE = "contracts_not_positive"
    CONTRACTS_OFF_LOT = "contracts_off_lot"
    CONTRACTS_BELOW_MINIMUM = "contracts_below_minimum"
    LIMIT_PRICE_MISSING = "limit_price_missing"
    LIMIT_PRICE_NOT_POSITIVE = "limit_price_not_positive"
    LIMIT_PRICE_OFF_TICK = "limit_price_off_tick"
    NO_MARK_PRICE = "no_mark_price"
    POST_ONLY_WOULD_TAKE = "post_only_would_take"
    NOTHING_TO_REDUCE = "nothing_to_reduce"
    REDUCE_ONLY_SHRUNK = "reduce_only_shrunk"
    INSUFFICIENT_MARGIN = "insufficient_margin"
    LEVERAGE_OUT_OF_RANGE = "leverage_out_of_range"
    NO_LIQUIDITY = "no_liquidity"
    SELF_TRADE_PREVENTED = "self_trade_prevented"
    CANCELLED_BY_TRADER = "cancelled_by_trader"
    CANCELLED_BY_LIQUIDATION = "cancelled_by_liquidation"


class OrderRequest(msgspec.Struct, frozen=True, kw_only=True):
    """An order as a trader sends it; `contracts` is unsigned.

    MARKET and IOC_LIMIT take what the visible book holds and cancel the rest; LIMIT rests with
    what it did not take; POST_ONLY rests or is refused. A reduce-only order is cut to the position.
    """

    symbol: str
    side: Side
    type: OrderType
    contracts: Decimal
    limit_price: Decimal | None = None
    reduce_only: bool = False
    client_order_id: str | None = None


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """One order as it stands. `contracts` stays what was asked for.

    `open_contracts` is what can still fill: 0 in a terminal state, and less than what is missing
    where a reduce-only order was cut. `average_price` is contract-weighted, None before a fill.
    """

    order_id: str
    client_order_id: str | None
    symbol: str
    side: Side
    type: OrderType
    contracts: Decimal
    limit_price: Decimal | None
    reduce_only: bool
    state: OrderState
    filled_contracts: Decimal
    open_contracts: Decimal
    average_price: float | None
    fees_paid: float
    reason: Refusal | None
    created_at: int
    updated_at: int


class PositionState(msgspec.Struct, frozen=True, kw_only=True):
    """One position; `contracts` is signed, `liquidation_price` None where there is none.

    `notional` is unsigned, in settlement currency at mark.
    """

    symbol: str
    contracts: Decimal
    entry_price: float | None
    mark_price: float | None
    notional: float
    unrealized_pnl: float
    initial_margin: float
    maintenance_margin: float
    liquidation_price: float | None
    leverage: float


class AccountState(msgspec.Struct, frozen=True, kw_only=True):
    """One settlement currency's account; its positions are only those that are not flat.

    The last five are running totals: `wallet_balance` is always `transferred + realized_pnl −
    fees_paid + funding_received + insurance_received`. The insurance fund pays what a liquidated
    account cannot.
    """

    settle: str
    wallet_balance: float
    equity: float
    initial_margin: float
    order_margin: float
    maintenance_margin: float
    positions: tuple[PositionState, ...]
    transferred: float
    realized_pnl: float
    fees_paid: float
    funding_received: float
    insurance_received: float

    @property
    def available_margin(self) -> float:
        """Return what a new order may use: equity less the margins of positions and orders."""
        return self.equity - self.initial_margin - self.order_margin


class OrderChanged(msgspec.Struct, frozen=True, tag="order_changed"):
    """An order was accepted, refused, filled further or ended."""

    at: int
    order: Order


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """A request that changed nothing: a duplicate, or a cancel of what is not open."""

    at: int
    reason: Refusal
    symbol: str | None
    client_order_id: str | None
    order_id: str | None


class Filled(msgspec.Struct, frozen=True, tag="filled", kw_only=True):
    """One execution; `fee` is positive when paid, `side` is ours.

    A liquidation belongs to no order: both ids are None.
    """

    at: int
    fill_id: str
    symbol: str
    order_id: str | None
    client_order_id: str | None
    side: Side
    contracts: Decimal
    price: float
    fee: float
    maker: bool
    fill_type: FillType
    realized_pnl: float


class FundingPaid(msgspec.Struct, frozen=True, tag="funding_paid", kw_only=True):
    """One funding interval of one symbol was settled; `received` is negative when paid."""

    at: int
    symbol: str
    funding_rate: float
    mark_price: float
    contracts: Decimal
    received: float


class AccountChanged(msgspec.Struct, frozen=True, tag="account_changed"):
    """The wallet or a position of one account changed; the last report of a call about it."""

    at: int
    account: AccountState


Report = OrderChanged | Refused | Filled | FundingPaid | AccountChanged
Reports = tuple[Report, ...]
