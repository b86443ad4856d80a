"""Everything that can happen to the engine. One line of a session file is one of these.

`at` and every other field whose name ends in `_at` is ns since the epoch. Prices are USD per
coin, `contracts` are contracts, money is in settlement currency. Field names are the keys of the
session file; see section 10 of the specification.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from terminal.model.book import Levels
from terminal.model.instrument import Instrument, Kind, LiquidationRule, Tier, TiersIn


class Feed(StrEnum):
    """The streams whose loss the venue adapter reports."""

    MARK = "mark"
    BOOK = "book"
    FUNDING = "funding"
    ACCOUNT = "account"
    ORDERS = "orders"


class FeedState(StrEnum):
    """Whether a stream delivers."""

    LIVE = "live"
    DISCONNECTED = "disconnected"


class Side(StrEnum):
    """Which way an order trades."""

    BUY = "buy"
    SELL = "sell"

    @property
    def sign(self) -> int:
        """+1 for buy, −1 for sell."""
        return 1 if self is Side.BUY else -1


class OrderState(StrEnum):
    """The life of an order, as the engine keeps it and as a venue reports it.

    PENDING was handed to the venue adapter and not answered; UNKNOWN may or may not exist and is
    asked about; NOT_FOUND is a venue's answer that proves nothing by itself before the order's
    validity has passed; DEAD is proven never to have reached the book.
    """

    PENDING = "pending"
    OPEN = "open"
    PARTIALLY_FILLED = "partially_filled"
    FILLED = "filled"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    NOT_FOUND = "not_found"
    DEAD = "dead"

    @classmethod
    def _missing_(cls, value: object) -> "OrderState | None":
        return _ORDER_STATE_SYNONYMS.get(value) if isinstance(value, str) else None

    @property
    def terminal(self) -> bool:
        """True when no fill can follow that is not already on its way."""
        return self in _TERMINAL


_ORDER_STATE_SYNONYMS = {
    "new": OrderState.OPEN,
    "acknowledged": OrderState.OPEN,
    "accepted": OrderState.OPEN,
    "partial": OrderState.PARTIALLY_FILLED,
    "closed": OrderState.FILLED,
    "canceled": OrderState.CANCELLED,
}
_TERMINAL = frozenset(
    {
        OrderState.FILLED,
        OrderState.CANCELLED,
        OrderState.REJECTED,
        OrderState.EXPIRED,
        OrderState.DEAD,
    }
)


class FillType(StrEnum):
    """What made a fill: only TRADE is an order of somebody's."""

    TRADE = "trade"
    FUNDING = "funding"
    LIQUIDATION = "liquidation"
    ADL = "adl"


class CommandName(StrEnum):
    """What the trader (or a control outside the window) can ask of the engine."""

    SET_POLICY = "set_policy"
    SET_SIDE = "set_side"
    AUTO = "auto"
    MANUAL = "manual"
    KILL = "kill"
    RESET = "reset"
    OVERRIDE_FUNDING = "override_funding"
    END_OVERRIDE = "end_override"
    RESUME = "resume"
    EXECUTE = "execute"
    SNOOZE = "snooze"
    ORDER = "order"
    CANCEL = "cancel"
    CANCEL_ALL = "cancel_all"
    SET_GUARD = "set_guard"


class Event(msgspec.Struct, frozen=True, tag_field="event", kw_only=True, gc=False):
    """What every event has."""

    at: int


class InstrumentListed(Event, frozen=True, tag="instrument", kw_only=True):
    """A contract becomes known, or its terms change."""

    venue: str
    symbol: str
    kind: Kind
    contract_size: Decimal
    tick_size: Decimal
    lot_size: Decimal
    min_contracts: Decimal
    base: str
    quote: str
    settle: str
    taker_fee: Decimal
    tiers: tuple[Tier, ...]
    tiers_in: TiersIn
    expiry: int | None = None
    liquidation_rule: LiquidationRule = LiquidationRule.MARK
    maker_fee: Decimal = Decimal(0)

    def instrument(self) -> Instrument:
        """Return the contract; raises UserError naming the key where it makes no sense."""
        return Instrument(**{name: getattr(self, name) for name in Instrument.__struct_fields__})


def listed(at: int, instrument: Instrument) -> InstrumentListed:
    """Return the event that makes `instrument` known."""
    fields = {name: getattr(instrument, name) for name in Instrument.__struct_fields__}
    return InstrumentListed(at=at, **fields)


class Mark(Event, frozen=True, tag="mark", kw_only=True, gc=False):
    """The venue's mark price moved."""

    venue: str
    symbol: str
    mark_price: float
    index_price: float | None = None
    last_price: float | None = None


class BookUpdate(Event, frozen=True, tag="book", kw_only=True, gc=False):
    """The visible top of the book, best first, in contracts."""

    venue: str
    symbol: str
    bids: Levels
    asks: Levels


class Funding(Event, frozen=True, tag="funding", kw_only=True, gc=False):
    """The running rate of the current funding interval."""

    venue: str
    symbol: str
    funding_rate: float
    next_funding_at: int
    interval_s: float
    predicted_rate: float | None = None


class FundingSettled(Event, frozen=True, tag="funding_settled", kw_only=True, gc=False):
    """An interval ended; `amount` is what the position received (negative: paid).

    `settled_at` is when, where that is not `at`: a venue's history is told after the fact.
    """

    venue: str
    symbol: str
    funding_rate: float
    amount: float | None = None
    settled_at: int | None = None


class PositionReport(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One position as the venue states it; `contracts` is signed."""

    symbol: str
    contracts: float
    entry_price: float | None
    liquidation_price: float | None = None
    leverage: float | None = None
    margin_mode: str | None = None


class Account(Event, frozen=True, tag="account", kw_only=True, gc=False):
    """One settlement currency's account and every position it backs: absent means flat.

    `as_of` is the venue's own time of the statement, where it gives one.
    """

    venue: str
    settle: str
    wallet_balance: float
    equity: float
    positions: tuple[PositionReport, ...]
    maintenance_margin: float | None = None
    as_of: int | None = None


class OrderReport(Event, frozen=True, tag="order", kw_only=True, gc=False):
    """What a venue (or the adapter) says of one of our orders."""

    venue: str
    symbol: str
    client_order_id: str
    state: OrderState
    filled_contracts: float
    average_price: float | None = None
    reason: str | None = None


class Fill(Event, frozen=True, tag="fill", kw_only=True, gc=False):
    """One execution; `fee` is in settlement currency, positive when paid.

    `side` is needed only where the fill belongs to no order of ours (liquidation, ADL).
    """

    venue: str
    symbol: str
    client_order_id: str | None
    contracts: float
    price: float
    fee: float
    fill_id: str
    fill_type: FillType
    side: Side | None = None


class OpenOrders(Event, frozen=True, tag="open_orders", kw_only=True, gc=False):
    """Every order open at the venue on a symbol: for reconciliation."""

    venue: str
    symbol: str
    client_order_ids: tuple[str, ...]


class FeedChanged(Event, frozen=True, tag="feed", kw_only=True, gc=False):
    """A stream was lost or came back; without a symbol it concerns the whole venue.

    `detail` says why it was lost, in words for the trader.
    """

    venue: str
    feed: Feed
    state: FeedState
    symbol: str | None = None
    detail: str = ""


class Clock(Event, frozen=True, tag="clock", kw_only=True, gc=False):
    """Time passes."""


class KillConfirmation(Event, frozen=True, tag="kill_confirmation", kw_only=True, gc=False):
    """What a venue answered to the kill switch: confirmed only when it said so itself."""

    venue: str
    confirmed: bool
    detail: str = ""


class Command(Event, frozen=True, tag="command", kw_only=True):
    """A deliberate act of the trader, with the arguments that its name takes.

    Without `venue` and `symbol` it concerns everything. `policy` is a table of policy keys.
    `filename` only labels a policy. `duration_s` is a time box; `flatten` belongs to `kill`.
    `execute` takes `side`, `contracts` and `decision_id` of what was shown when it was clicked.
    """

    name: CommandName
    venue: str | None = None
    symbol: str | None = None
    reason: str | None = None
    duration_s: float | None = None
    policy: dict[str, Any] | None = None
    side: str | None = None
    flatten: bool = False
    enabled: bool | None = None
    contracts: float | None = None
    order_type: str | None = None
    limit_price: float | None = None
    reduce_only: bool = False
    client_order_id: str | None = None
    decision_id: int | None = None


class VenueCheck(Event, frozen=True, tag="venue_check", kw_only=True, gc=False):
    """Whether a venue's pre-flight lets automatic orders go there; `detail` is what speaks against.

    A venue that was never checked is not held: the application keeps auto from being armed.
    """

    venue: str
    passed: bool
    detail: str = ""


class RecoveredOrder(Event, frozen=True, tag="recovered_order", kw_only=True):
    """An order that the journal knows of and whose end it does not: sent before a restart.

    It may rest, fill or still be on its way, so it counts as in flight and unknown until the
    venue has answered for its id. `sent_at` is when the former instance sent it.
    """

    venue: str
    symbol: str
    client_order_id: str
    decision_id: int
    side: Side
    contracts: Decimal
    reduce_only: bool
    type: str
    limit_price: Decimal | None
    purpose: str
    sent_at: int


class Session(Event, frozen=True, tag="session", kw_only=True, gc=False):
    """The first line of a recorded session: what makes its order ids those of the recording."""

    epoch: int


AnyEvent = (
    InstrumentListed
    | Mark
    | BookUpdate
    | Funding
    | FundingSettled
    | Account
    | OrderReport
    | Fill
    | OpenOrders
    | FeedChanged
    | Clock
    | KillConfirmation
    | VenueCheck
    | RecoveredOrder
    | Command
    | Session
)
