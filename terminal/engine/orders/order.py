"""One order of ours, from before it is sent until nothing more can come of it."""

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from terminal.model.events import OrderState, Side
from terminal.model.outputs import OrderType, Purpose
from terminal.model.reasons import Reason

if TYPE_CHECKING:
    from terminal.engine.snapshot import OrderStateRow

_RANK = {
    OrderState.PENDING: 0,
    OrderState.UNKNOWN: 1,
    OrderState.OPEN: 2,
    OrderState.PARTIALLY_FILLED: 3,
    OrderState.REJECTED: 4,
    OrderState.DEAD: 4,
    OrderState.EXPIRED: 5,
    OrderState.CANCELLED: 5,
    OrderState.FILLED: 6,
}

_ALIVE = frozenset({OrderState.OPEN, OrderState.PARTIALLY_FILLED})
_ACKNOWLEDGED = _ALIVE | {OrderState.FILLED, OrderState.CANCELLED, OrderState.EXPIRED}
_LEAVES_A_REST = frozenset({OrderState.CANCELLED, OrderState.EXPIRED, OrderState.DEAD})


class Order:
    """Mutable state of one order; lots are unsigned, times ns since the epoch.

    `accounted_lots` is what the position already contains of it: the larger of what reports and
    fills have told, so that neither a duplicate nor the order of arrival matters;
    `accounted_cost` is what those lots add to an average price: lots / price for an inverse
    contract, lots · price for a linear one.
    """

    __slots__ = (
        "accounted_cost",
        "accounted_lots",
        "acknowledged",
        "asked_at",
        "automatic",
        "average_price",
        "cancel_asked_at",
        "cancel_reason",
        "client_order_id",
        "created_at",
        "decision_id",
        "fill_lots",
        "limit_price",
        "lots",
        "purpose",
        "reason",
        "recovered",
        "reduce_only",
        "reported_lots",
        "reserved",
        "shown",
        "side",
        "state",
        "symbol",
        "type",
        "updated_at",
        "venue",
    )

    def __init__(
        self,
        *,
        client_order_id: str,
        decision_id: int,
        venue: str,
        symbol: str,
        side: Side,
        lots: int,
        type_: OrderType,
        limit_price: Decimal | None,
        reduce_only: bool,
        purpose: Purpose,
        created_at: int,
    ) -> None:
        self.client_order_id = client_order_id
        self.decision_id = decision_id
        self.venue = venue
        self.symbol = symbol
        self.side = side
        self.lots = lots
        self.type = type_
        self.limit_price = limit_price
        self.reduce_only = reduce_only
        self.purpose = purpose
        self.created_at = created_at
        self.updated_at = created_at
        self.state = OrderState.PENDING
        self.reported_lots = 0
        self.fill_lots = 0
        self.accounted_lots = 0
        self.accounted_cost = 0.0
        self.average_price: float | None = None
        self.reason: str | None = None
        self.reserved = False
        self.automatic = False  # sent by the size formula, with nobody's click
        self.asked_at: int | None = None
        self.acknowledged = False
        self.cancel_asked_at: int | None = None
        self.cancel_reason: Reason | None = None
        # Sent by a former instance: what it filled may already be in the venue's first statement,
        # so that only statements move the position for it.
        self.recovered = False
        # Its row in the latest snapshot, until something of it changes: most orders are over.
        self.shown: OrderStateRow | None = None

    @property
    def open_lots(self) -> int:
        """Lots that may still be filled: also of a cancelled order until an account confirms it.

        Of a recovered order also those that are known to be filled: a statement may lack them.
        """
        if self.state.terminal and not self.reserved:
            return 0
        if self.recovered:
            return self.lots
        return max(self.lots - self.accounted_lots, 0)

    @property
    def signed_open_lots(self) -> int:
        """The same, signed by the order's side."""
        return self.open_lots if self.side is Side.BUY else -self.open_lots

    @property
    def rests(self) -> bool:
        """True for an order that waits in the book instead of ending at once."""
        return self.type in (OrderType.POST_ONLY, OrderType.LIMIT)

    @property
    def settled(self) -> bool:
        """True when nothing more is expected of it."""
        return self.state.terminal and not self.reserved

    def count_anew(self, anew: Callable[[int], int]) -> None:
        """Count every quantity in another lot size; the cost of an average follows its lots."""
        accounted = anew(self.accounted_lots)
        if self.accounted_lots:
            self.accounted_cost *= accounted / self.accounted_lots
        self.accounted_lots = accounted
        self.lots = anew(self.lots)
        self.fill_lots = anew(self.fill_lots)
        self.reported_lots = anew(self.reported_lots)
        self.shown = None

    def advance(self, state: OrderState, at: int) -> bool:
        """Move to `state` unless that would go back; True when the state changed.

        A fill beats a cancellation, and nothing comes back from an end but what we only took for
        dead. UNKNOWN replaces any state that is not an end, for what we knew before the question
        arose may be past.
        """
        if state is self.state:
            return False
        if state is OrderState.UNKNOWN:
            if self.state.terminal:
                return False
        elif _RANK[state] < _RANK[self.state] and not self._lives_after_all(state):
            return False
        self._enter(state, at)
        return True

    def _lives_after_all(self, state: OrderState) -> bool:
        return self.state is OrderState.DEAD and state in _ALIVE

    def revive(self, at: int) -> None:
        """Take back an end: the venue itself lists the order as open."""
        self._enter(OrderState.OPEN, at)

    def _enter(self, state: OrderState, at: int) -> None:
        self.state = state
        self.updated_at = at
        self.shown = None
        self.acknowledged = self.acknowledged or state in _ACKNOWLEDGED
        # What an end leaves unfilled stays reserved until an account statement later than this
        # agrees with our position: a fill may still be on its way.
        unfilled = self.accounted_lots < self.lots
        ended = state in _LEAVES_A_REST and unfilled
        self.reserved = ended or (self.recovered and state.terminal)
