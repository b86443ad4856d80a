"""The engine: one event in, its outputs out. The same events give the same outputs, bit for bit.

market data → risk → size → order → margin → repeat
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from terminal.engine import commands
from terminal.engine.market import intake as market
from terminal.engine.market.account import Standing
from terminal.engine.market.leg import Leg
from terminal.engine.observe import snapshot_of
from terminal.engine.orders import intake as orders
from terminal.engine.orders.recovery import recover
from terminal.engine.policy.policy import Policy
from terminal.engine.risk import killing, preflight, reconciliation
from terminal.engine.risk.protection import protect
from terminal.engine.sizing.decide import decide
from terminal.engine.sizing.shown import shown_of
from terminal.engine.sizing.slicing import held_back
from terminal.engine.snapshot import Snapshot
from terminal.engine.state import DeskState
from terminal.engine.sweep import SWEEP_EVERY_NS, sweep
from terminal.model.events import (
    Account,
    AnyEvent,
    BookUpdate,
    Clock,
    Command,
    CommandName,
    Feed,
    FeedChanged,
    FeedState,
    Fill,
    Funding,
    FundingSettled,
    InstrumentListed,
    KillConfirmation,
    Mark,
    OpenOrders,
    OrderReport,
    RecoveredOrder,
    Session,
    VenueCheck,
)
from terminal.model.outputs import AnyOutput

# What can change neither a margin nor a cap, and what may change those of every venue. All other
# events change those of the venue that they name.
_LEAVES_SIZES = frozenset({BookUpdate, Clock, Funding, FundingSettled, KillConfirmation, Session})
_CONCERNS_ALL = frozenset({Command, InstrumentListed})


class Engine:
    """The desk's state machine. It has no clock, does no I/O and starts no thread.

    `epoch` is the number of this instance: order ids carry it, so that they stay unique across
    restarts.
    """

    def __init__(self, epoch: int = 0, policy: Policy | None = None) -> None:
        self._state = DeskState(epoch)
        if policy is not None:
            commands.adopt_policy(self._state, policy, "")
            self._state.out.clear()
        self._handlers: dict[type, Callable[[Any], None]] = {
            Mark: self._mark,
            BookUpdate: self._book,
            Funding: self._funding,
            FundingSettled: self._funding_settled,
            Account: self._account,
            OrderReport: self._order_report,
            Fill: self._fill,
            OpenOrders: self._open_orders,
            FeedChanged: self._feed,
            Clock: self._clock,
            InstrumentListed: self._instrument,
            KillConfirmation: self._kill_confirmation,
            VenueCheck: self._venue_check,
            RecoveredOrder: self._recovered_order,
            Command: self._command,
            Session: self._session,
        }

    def step(self, event: AnyEvent) -> list[AnyOutput]:
        """Take one event and return what follows from it, in order.

        Raises UserError for an event that makes no sense (a symbol never listed, a malformed
        policy or instrument); then only time has passed.
        """
        state = self._state
        state.out = []
        # A venue's clock may lag another's: time itself never goes back.
        state.at = max(state.at, event.at)
        kind = type(event)
        if kind in _CONCERNS_ALL:
            state.touch_all()
        elif kind not in _LEAVES_SIZES:
            state.touch(event.venue)  # type: ignore[union-attr,arg-type]  # all others have one
        self._handlers[kind](event)
        state.sequence += 1
        if state.at - state.swept_at >= SWEEP_EVERY_NS:
            sweep(state)
        return state.out

    def snapshot(self) -> Snapshot:
        """Return everything there is to see, at the time of the last event."""
        return snapshot_of(self._state)

    def _mark(self, event: Mark) -> None:
        state = self._state
        leg = market.leg_of(state, event.venue, event.symbol)
        market.take_mark(state, leg, event)
        standing = protect(state, leg.account)
        if leg.traded:
            decide(state, leg, standing)

    def _book(self, event: BookUpdate) -> None:
        leg = market.leg_of(self._state, event.venue, event.symbol)
        was_invalid = leg.book_invalid
        market.take_book(leg, event)
        policy = self._state.policy
        served = leg.waiting_for_book and policy is not None and held_back(leg, policy) is None
        if served or was_invalid != leg.book_invalid:
            self._decide((leg,))

    def _funding(self, event: Funding) -> None:
        leg = market.leg_of(self._state, event.venue, event.symbol)
        market.take_funding(self._state, leg, event)
        self._decide((leg,))

    def _funding_settled(self, event: FundingSettled) -> None:
        leg = market.leg_of(self._state, event.venue, event.symbol)
        market.take_settlement(self._state, leg, event)

    def _account(self, event: Account) -> None:
        account = market.take_account(self._state, event)
        coins = {leg.instrument.base for leg in account.legs}
        # Where venues share a target, one account's margin moves all of them.
        moved = [leg for leg in self._state.traded_legs if leg.instrument.base in coins]
        untraded = [leg for leg in account.legs if leg not in moved]
        self._protect_and_decide((*moved, *untraded))

    def _order_report(self, event: OrderReport) -> None:
        self._protect_and_decide((orders.take_report(self._state, event),))

    def _fill(self, event: Fill) -> None:
        self._protect_and_decide((orders.take_fill(self._state, event),))

    def _open_orders(self, event: OpenOrders) -> None:
        leg = market.leg_of(self._state, event.venue, event.symbol)
        before = leg.frozen
        reconciliation.reconcile_orders(self._state, leg, event)
        if leg.frozen != before:
            self._decide((leg,))

    def _feed(self, event: FeedChanged) -> None:
        legs = market.take_feed(self._state, event)
        if event.feed is Feed.ORDERS and event.state is FeedState.LIVE:
            for leg in legs:
                orders.ask_about_working(self._state, leg)
        self._decide(legs)

    def _clock(self, _: Clock) -> None:
        sweep(self._state)

    def _instrument(self, event: InstrumentListed) -> None:
        market.take_instrument(self._state, event)

    def _kill_confirmation(self, event: KillConfirmation) -> None:
        killing.confirm(self._state, event.venue, confirmed=event.confirmed)

    def _venue_check(self, event: VenueCheck) -> None:
        self._decide(preflight.take_check(self._state, event))

    def _recovered_order(self, event: RecoveredOrder) -> None:
        recover(self._state, event)

    def _session(self, event: Session) -> None:
        self._state.epoch = event.epoch

    def _command(self, event: Command) -> None:
        state = self._state
        commands.obey(state, event)
        if event.name is CommandName.EXECUTE:
            shown = shown_of(event)
            for leg in commands.concerned(state, event):
                if leg.traded:
                    decide(state, leg, execute=True, shown=shown)
            return
        self._protect_and_decide(state.traded_legs)

    def _protect_and_decide(self, legs: Sequence[Leg]) -> None:
        state = self._state
        standings: dict[tuple[str, str], Standing] = {}
        for leg in legs:
            owner = leg.account.owner
            if owner not in standings:
                standings[owner] = protect(state, leg.account)
        for leg in legs:
            if leg.traded:
                decide(state, leg, standings[leg.account.owner])

    def _decide(self, legs: Iterable[Leg]) -> None:
        for leg in legs:
            if leg.traded:
                decide(self._state, leg)
