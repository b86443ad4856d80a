"""What the venue states of the account and lists of orders: at times late, at times nonsense."""

import msgspec

from terminal.model.events import Account, OpenOrders, PositionReport
from tests.simulation.luck import Luck
from tests.simulation.scenario import SECOND
from tests.simulation.venue.lateness import GRACE_NS, Lateness
from tests.simulation.venue.line import Send
from tests.simulation.venue.truth import Truth

_MISSTATED = 1.2  # the liquidation price that is told, over the right one


class Statements:
    """Of one venue; about every other venue dates them, by a clock that may not be ours."""

    def __init__(self, truth: Truth, luck: Luck, lateness: Lateness, send: Send) -> None:
        self._truth = truth
        self._luck = luck
        self._random = luck.random
        self._lateness = lateness
        self._send = send
        self._dated = luck.random.random() < 0.5
        self.first_heard_at: int | None = None
        self.heard_in_time = 0  # how many were believed, before a dated contract's end
        self.clock_ahead_ns = int(luck.faults.clock_ahead_s * SECOND)
        self.misstates_liquidation = self.has_misstated = False

    def state_account(self, at: int) -> None:
        """State the account: at times as it was a moment ago, at times nonsense."""
        if at < self._truth.down_until:
            return
        statement = self._statement(at)
        time = at
        if statement.as_of is not None and self.clock_ahead_ns:
            self._luck.note("skewed_statement")
        if self._luck.strikes("statement_stale"):
            time = at + int(self._random.uniform(0.05, 3.0) * SECOND)
        late = statement.as_of is None and time > at + GRACE_NS
        if late:
            self._luck.note("late_undated_statement")
        if self._luck.strikes("absurd_statement"):
            nonsense = self._random.choice((float("nan"), float("inf"), -float("inf")))
            key = self._random.choice(("wallet_balance", "equity"))
            statement = msgspec.structs.replace(statement, **{key: nonsense})
        else:
            self._lateness.believed(time, late=late)
            self.first_heard_at = min(self.first_heard_at or time, time)
            self.heard_in_time += not self._truth.expired(time)
        self._send(time, msgspec.structs.replace(statement, at=time))

    def _statement(self, at: int) -> Account:
        truth, terms = self._truth, self._truth.instrument
        positions: tuple[PositionReport, ...] = ()
        if truth.lots:
            positions = (
                PositionReport(
                    symbol=terms.symbol,
                    contracts=truth.position,
                    entry_price=truth.entry,
                    liquidation_price=self._liquidation_price(),
                    leverage=truth.leverage,
                    margin_mode=truth.margin_mode,
                ),
            )
        return Account(
            at=at,
            venue=truth.name,
            settle=terms.settle,
            wallet_balance=truth.wallet,
            equity=truth.equity(),
            positions=positions,
            as_of=at + self.clock_ahead_ns if self._dated else None,
        )

    def _liquidation_price(self) -> float | None:
        price = self._truth.liquidation_price()
        if price is None or not self.misstates_liquidation:
            return price
        return price * _MISSTATED

    def misstate_liquidation(self) -> None:
        """State a wrong liquidation price from now on."""
        self.misstates_liquidation = self.has_misstated = True

    def list_orders(self, at: int) -> None:
        """List the open orders, those of others included."""
        truth = self._truth
        if at < truth.down_until:
            return
        ours = (order.intent.client_order_id for order in truth.live_orders())
        names = (*ours, *sorted(truth.foreign))
        listing = OpenOrders(
            at=at, venue=truth.name, symbol=truth.instrument.symbol, client_order_ids=names
        )
        self._send(at, listing)
