"""A session file as the market of simulated accounts.

The file gives instruments, prices, books, funding rates and the feeds' health. Orders, fills and
accounts come from a simulated exchange, one for each venue of the file, that starts at the file's
first account of each currency. From there on

- the file's own order reports, fills and open orders are left out: they belong to the recorded
  policy;
- an account line of the file is answered with the simulated account instead, after the deposit or
  withdrawal that the recording shows (`recorded_account`); its positions are not taken over;
- funding is settled once an interval on the simulated position, at the rate of the file's
  `funding_settled` line where that comes first, else at the running rate when it falls due;
- the simulated account is stated again with a mark price once a second, as a venue does, except
  while the file says that the account feed is lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

import msgspec

from terminal.model.errors import UserError
from terminal.model.events import (
    Account,
    AnyEvent,
    BookUpdate,
    Feed,
    FeedChanged,
    FeedState,
    Fill,
    Funding,
    FundingSettled,
    InstrumentListed,
    Mark,
    OpenOrders,
    OrderReport,
    PositionReport,
)
from terminal.model.outputs import CancelIntent, OrderIntent, OrderQuery
from terminal.model.reasons import Reason
from terminal.venues.paper.exchange import SimulatedExchange
from terminal.venues.paper.order_entry import OrderEntry
from terminal.venues.paper.orders import Reports
from terminal.venues.paper.translate import account_event, request_of
from terminal.venues.replay.funding_schedule import FundingSchedule
from terminal.venues.replay.immediate import immediate_executions
from terminal.venues.replay.recorded_account import RecordedAccount

_NS_PER_S = 1_000_000_000
_STATED_EVERY_NS = _NS_PER_S
# An older book is not what the market looks like; the default limit of the policies.
_BOOK_FRESH_NS = 5 * _NS_PER_S


class Filling(StrEnum):
    """How orders meet the file's market."""

    MATCHED = "matched"
    IMMEDIATE = "immediate"


@dataclass(slots=True)
class _Statement:
    """What one currency's account was last said to be, and by whom."""

    recorded: RecordedAccount
    stated_at: int


@dataclass(slots=True)
class _SimulatedVenue:
    """One venue of the file."""

    entry: OrderEntry
    accounts: dict[str, _Statement] = field(default_factory=dict)
    waiting: dict[str, PositionReport] = field(default_factory=dict)
    schedules: dict[str, FundingSchedule] = field(default_factory=dict)
    booked_at: dict[str, int] = field(default_factory=dict)
    settings: dict[str, PositionReport] = field(default_factory=dict)
    account_feed_lost: bool = False


class SessionSimulation:
    """Turns a file's events into what an engine trading in that market would hear.

    Deterministic: the same events and requests give the same answers.
    """

    def __init__(self, filling: Filling) -> None:
        self._filling = filling
        self._venues: dict[str, _SimulatedVenue] = {}

    def entry(self, venue: str) -> OrderEntry:
        """Return one venue's order entry, with its simulated exchange."""
        return self._venue(venue).entry

    def hear(self, event: AnyEvent) -> list[AnyEvent]:
        """Return what the engine is to be told in place of one event of the file."""
        name = getattr(event, "venue", None)
        if name is None:
            return [event]
        venue = self._venue(name)
        due = self._settle_due(venue, event)
        match event:
            case InstrumentListed():
                answer = self._instrument(venue, event)
            case Mark():
                answer = [event, *self._mark(venue, event)]
            case BookUpdate():
                answer = [event, *self._book(venue, event)]
            case Funding():
                self._schedule(venue, event.symbol).run(
                    event.funding_rate, event.next_funding_at, event.interval_s
                )
                answer = [event]
            case FundingSettled():
                answer = self._funding_settled(venue, event)
            case Account():
                answer = self._account(venue, event)
            case Fill():
                self._recorded_fill(venue, event)
                answer = []
            case OrderReport() | OpenOrders():
                answer = []
            case FeedChanged(feed=Feed.ACCOUNT):
                venue.account_feed_lost = event.state is FeedState.DISCONNECTED
                answer = [event]
            case _:
                answer = [event]
        return [*due, *answer]

    def place(self, intent: OrderIntent, at: int) -> list[AnyEvent]:
        """Take an order and return what comes of it."""
        venue = self._venue(intent.venue)
        exchange = venue.entry.exchange
        if self._filling is Filling.MATCHED or exchange.instrument(intent.symbol) is None:
            return self._stated(venue, venue.entry.place(intent, at))
        fresh = at - venue.booked_at.get(intent.symbol, -_BOOK_FRESH_NS - 1) <= _BOOK_FRESH_NS
        market = exchange.market(intent.symbol)
        executions = immediate_executions(intent, market, book_fresh=fresh)
        return self._told(venue, exchange.record_trade(request_of(intent), executions, at))

    def cancel(self, intent: CancelIntent, at: int) -> list[AnyEvent]:
        """Cancel, and confirm the kill switch where that is what the cancel is for."""
        entry = self._venue(intent.venue).entry
        if intent.reason is Reason.KILLED and intent.symbol is intent.client_order_id is None:
            return entry.kill(at)
        return entry.cancel(intent, at)

    def query(self, query: OrderQuery, at: int) -> list[AnyEvent]:
        """Tell what became of an order."""
        return self._venue(query.venue).entry.query(query, at)

    def _venue(self, name: str) -> _SimulatedVenue:
        if name not in self._venues:
            exchange = SimulatedExchange([], {}, trade_at_mark_without_book=True)
            self._venues[name] = _SimulatedVenue(OrderEntry(name, exchange))
        return self._venues[name]

    def _schedule(self, venue: _SimulatedVenue, symbol: str) -> FundingSchedule:
        return venue.schedules.setdefault(symbol, FundingSchedule())

    def _instrument(self, venue: _SimulatedVenue, event: InstrumentListed) -> list[AnyEvent]:
        try:
            venue.entry.exchange.list_instrument(event.instrument())
        except ValueError as error:
            raise UserError(f"instrument: {error}") from None
        position = venue.waiting.pop(event.symbol, None)
        if position is not None:
            self._open_position(venue, position)
        return [event]

    def _mark(self, venue: _SimulatedVenue, event: Mark) -> list[AnyEvent]:
        instrument = venue.entry.exchange.instrument(event.symbol)
        # What the engine is to refuse (a price of 0) must not reach arithmetic here either.
        if instrument is None or event.mark_price <= 0:
            return []
        last = event.last_price if event.last_price and event.last_price > 0 else None
        exchange = venue.entry.exchange
        reports = exchange.set_mark(
            event.symbol,
            event.mark_price,
            event.at,
            index_price=event.index_price,
            last_price=last,
        )
        told = self._told(venue, reports)
        statement = venue.accounts.get(instrument.settle)
        if (
            statement is None
            or venue.account_feed_lost
            or event.at - statement.stated_at < _STATED_EVERY_NS
        ):
            return told
        return [*told, *self._state(venue, instrument.settle, event.at)]

    def _book(self, venue: _SimulatedVenue, event: BookUpdate) -> list[AnyEvent]:
        if venue.entry.exchange.instrument(event.symbol) is None:
            return []
        bids = tuple(level for level in event.bids if level[0] > 0)
        asks = tuple(level for level in event.asks if level[0] > 0)
        venue.booked_at[event.symbol] = event.at
        return self._told(venue, venue.entry.exchange.set_book(event.symbol, bids, asks, event.at))

    def _settle_due(self, venue: _SimulatedVenue, event: AnyEvent) -> list[AnyEvent]:
        """Settle what has fallen due, but for a symbol of which the file itself says so now."""
        told: list[AnyEvent] = []
        for symbol, schedule in venue.schedules.items():
            if isinstance(event, FundingSettled) and event.symbol == symbol:
                continue
            rate = schedule.fall_due(event.at)
            if rate is not None and venue.entry.exchange.instrument(symbol) is not None:
                reports = venue.entry.exchange.settle_funding(symbol, rate, event.at)
                told += self._told(venue, reports)
        return told

    def _funding_settled(self, venue: _SimulatedVenue, event: FundingSettled) -> list[AnyEvent]:
        instrument = venue.entry.exchange.instrument(event.symbol)
        if instrument is None:
            return [event]
        exchange = venue.entry.exchange
        statement = venue.accounts.get(instrument.settle)
        if statement is not None:
            mark = exchange.market(event.symbol).mark_price
            statement.recorded.funding(instrument, event.funding_rate, event.amount, mark)
        if not self._schedule(venue, event.symbol).announced(event.at):
            return []
        told = self._told(
            venue, exchange.settle_funding(event.symbol, event.funding_rate, event.at)
        )
        return told or [event]

    def _recorded_fill(self, venue: _SimulatedVenue, event: Fill) -> None:
        instrument = venue.entry.exchange.instrument(event.symbol)
        statement = None if instrument is None else venue.accounts.get(instrument.settle)
        if instrument is not None and statement is not None:
            statement.recorded.fill(instrument, event)

    def _account(self, venue: _SimulatedVenue, event: Account) -> list[AnyEvent]:
        venue.settings.update({position.symbol: position for position in event.positions})
        statement = venue.accounts.get(event.settle)
        exchange = venue.entry.exchange
        if statement is not None:
            moved = statement.recorded.transferred(event)
            if moved:
                exchange.transfer(event.settle, moved, event.at)
            return self._state(venue, event.settle, event.at)
        venue.accounts[event.settle] = _Statement(RecordedAccount.stated(event), event.at)
        exchange.open_account(event.settle, event.wallet_balance)
        for position in event.positions:
            self._open_position(venue, position)
        return [event]

    def _open_position(self, venue: _SimulatedVenue, position: PositionReport) -> None:
        if venue.entry.exchange.instrument(position.symbol) is None:
            venue.waiting[position.symbol] = position
            return
        exchange = venue.entry.exchange
        mark = exchange.market(position.symbol).mark_price
        entry = position.entry_price or mark
        if position.contracts and entry:
            contracts = Decimal(repr(position.contracts))
            exchange.open_position(position.symbol, contracts, entry)

    def _state(self, venue: _SimulatedVenue, settle: str, at: int) -> list[AnyEvent]:
        account = venue.entry.exchange.account(settle)
        return self._stated(venue, [account_event(account, venue.entry.venue, at)])

    def _told(self, venue: _SimulatedVenue, reports: Reports) -> list[AnyEvent]:
        return self._stated(venue, venue.entry.told(reports)) if reports else []

    def _stated(self, venue: _SimulatedVenue, events: Iterable[AnyEvent]) -> list[AnyEvent]:
        """Return events, accounts with the leverage and margin mode that the file gives."""
        told: list[AnyEvent] = []
        for event in events:
            if isinstance(event, Account):
                if event.settle in venue.accounts:
                    venue.accounts[event.settle].stated_at = event.at
                event = msgspec.structs.replace(
                    event, positions=tuple(_with_settings(venue, p) for p in event.positions)
                )
            told.append(event)
        return told


def _with_settings(venue: _SimulatedVenue, position: PositionReport) -> PositionReport:
    stated = venue.settings.get(position.symbol)
    return msgspec.structs.replace(
        position,
        leverage=None if stated is None else stated.leverage,
        margin_mode=None if stated is None else stated.margin_mode,
    )
