"""Everything the engine can say. One line of a replay's output is one of these.

Quantities of contracts are exact decimals: signed in a target or a position, unsigned in an
order. `at` is the time of the event that caused the output.
"""

from decimal import Decimal
from enum import StrEnum

import msgspec

from terminal.model.events import Side
from terminal.model.reasons import Reason


class Action(StrEnum):
    """What a decision came to."""

    ORDER = "order"
    HOLD = "hold"
    FROZEN = "frozen"
    RECOMMEND = "recommend"


class Purpose(StrEnum):
    """Why an order exists."""

    SCALE = "scale"
    RESTORE = "restore"
    FLATTEN = "flatten"
    KILL = "kill"
    MANUAL = "manual"

    @property
    def protective(self) -> bool:
        """True for the purposes that a freeze does not stop."""
        return self in (Purpose.RESTORE, Purpose.FLATTEN, Purpose.KILL)


class OrderType(StrEnum):
    """How an order meets the book; every one but POST_ONLY and LIMIT is immediate-or-cancel."""

    IOC_LIMIT = "ioc_limit"
    MARKET = "market"
    POST_ONLY = "post_only"
    LIMIT = "limit"


class Level(StrEnum):
    """How loud an alert is."""

    INFO = "info"
    WARNING = "warning"
    ALARM = "alarm"


class Mode(StrEnum):
    """The trader's choice."""

    MANUAL = "manual"
    AUTO = "auto"


class Gate(StrEnum):
    """The system's word on it."""

    RUNNING = "running"
    FROZEN = "frozen"
    KILLED = "killed"


class Step(msgspec.Struct, frozen=True, gc=False):
    """One line of a decision's arithmetic, in the order in which the engine did it."""

    name: str
    value: float
    unit: str


class Inputs(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a decision was computed from. None is unknown.

    `basis` is that of a dated contract: mark over index, less 1.
    """

    margin_basis: str | None = None
    margin: float | None = None
    margin_usd: float | None = None
    mark_price: float | None = None
    funding_rate: float | None = None
    target_leverage: float | None = None
    leverage_multiplier: float | None = None
    wallet_balance: float | None = None
    equity: float | None = None
    utilisation: float | None = None
    policy: str | None = None
    time_to_expiry_s: float | None = None
    basis: float | None = None


class Output(msgspec.Struct, frozen=True, tag_field="event", kw_only=True, gc=False):
    """What every output has."""

    at: int


class Decision(Output, frozen=True, tag="decision", kw_only=True, gc=False):
    """What the engine made of one tick on one symbol, with every step of the way.

    `order_contracts` is signed: what would have to be traded, before the band and the gate.
    `bound_by` is the constraint that decided the target, None where the formula alone did.
    """

    decision_id: int
    venue: str
    symbol: str
    action: Action
    reason: Reason
    target_contracts: Decimal | None
    current_contracts: Decimal | None
    in_flight_contracts: Decimal
    raw_size_coin: float | None
    order_contracts: Decimal | None = None
    bound_by: Reason | None = None
    bounds: tuple[Reason, ...] = ()
    inputs: Inputs = Inputs()
    steps: tuple[Step, ...] = ()


class OrderIntent(Output, frozen=True, tag="order_intent", kw_only=True, gc=False):
    """An order that is to leave the process once it is durable on disk."""

    client_order_id: str
    decision_id: int
    venue: str
    symbol: str
    side: Side
    contracts: Decimal
    reduce_only: bool
    type: OrderType
    limit_price: Decimal | None
    purpose: Purpose

    @property
    def only_reduces(self) -> bool:
        """True where it reduces a position by its purpose and by its flag: a kill lets it pass."""
        return self.purpose.protective and self.reduce_only


class CancelIntent(Output, frozen=True, tag="cancel_intent", kw_only=True, gc=False):
    """Cancel one order, or everything on a symbol or a venue where ids are absent."""

    venue: str
    symbol: str | None = None
    client_order_id: str | None = None
    reason: Reason

    def concerns(self, order: OrderIntent) -> bool:
        """Return whether an order is among those to be cancelled."""
        if self.client_order_id is not None:
            return self.client_order_id == order.client_order_id
        return self.venue == order.venue and self.symbol in (None, order.symbol)


class OrderQuery(Output, frozen=True, tag="order_query", kw_only=True, gc=False):
    """Ask the venue what became of an order whose outcome is unknown."""

    venue: str
    symbol: str
    client_order_id: str


class Freeze(Output, frozen=True, tag="freeze", kw_only=True, gc=False):
    """Scaling stops on a symbol, a venue, or everywhere."""

    reason: Reason
    venue: str | None = None
    symbol: str | None = None
    detail: str = ""


class Unfreeze(Output, frozen=True, tag="unfreeze", kw_only=True, gc=False):
    """One reason for a freeze has gone; others may remain."""

    reason: Reason
    venue: str | None = None
    symbol: str | None = None


class Alert(Output, frozen=True, tag="alert", kw_only=True, gc=False):
    """Something the trader should know, in words made from `reason` and `detail`."""

    level: Level
    reason: Reason
    venue: str | None = None
    symbol: str | None = None
    detail: str = ""


class ModeChanged(Output, frozen=True, tag="mode", kw_only=True, gc=False):
    """The trader's mode or the system's gate changed."""

    mode: Mode
    gate: Gate
    reason: str | None = None


AnyOutput = (
    Decision | OrderIntent | CancelIntent | OrderQuery | Freeze | Unfreeze | Alert | ModeChanged
)
