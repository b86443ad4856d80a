"""Market and account events: into the state, with what is impossible marked as invalid."""

from terminal.engine.market.account import MarginAccount
from terminal.engine.market.leg import Leg
from terminal.engine.market.sanity import (
    possible_amount,
    possible_book,
    possible_price,
    price_or_none,
)
from terminal.engine.risk import (
    collar,
    freezes,
    liquidation,
    moved_margin,
    preflight,
    reconciliation,
)
from terminal.engine.state import DeskState
from terminal.model.errors import UserError
from terminal.model.events import (
    Account,
    BookUpdate,
    Feed,
    FeedChanged,
    FeedState,
    Funding,
    FundingSettled,
    InstrumentListed,
    Mark,
)
from terminal.model.lots import Grid
from terminal.model.outputs import Level
from terminal.model.reasons import Reason

_NS = 1e9
_DEFAULT_RATE_BOUND = 0.05
_DEFAULT_STALE_S = 90.0


def leg_of(state: DeskState, venue: str, symbol: str) -> Leg:
    """Return the leg an event speaks of; UserError where it was never listed."""
    leg = state.legs.get((venue, symbol))
    if leg is None:
        raise UserError(f"{symbol} on {venue} is not known: an `instrument` event must come first")
    return leg


def take_instrument(state: DeskState, event: InstrumentListed) -> None:
    """Make a contract known, or take its changed terms, which stops scaling until resumed."""
    instrument = event.instrument()
    key = (instrument.venue, instrument.symbol)
    leg = state.legs.get(key)
    if leg is None:
        owner = (instrument.venue, instrument.settle)
        account = state.accounts.setdefault(owner, MarginAccount(*owner))
        leg = Leg(instrument, state.policy, account)
        state.legs[key] = leg
        account.legs.append(leg)
        if account.reports is not None:
            reconciliation.reconcile_position(state, leg, account.reports.get(leg.symbol))
        state.find_traded_legs()
        preflight.hold_new(state, leg)
    elif leg.instrument != instrument:
        if instrument.settle != leg.instrument.settle:
            raise UserError(f"settle: {leg.symbol} settled in {leg.instrument.settle} before")
        before = leg.lots
        leg.set_instrument(instrument)
        if instrument.lot_size != before.step:
            _count_anew(state, leg, before)
        detail = "the venue changed the contract's terms"
        freezes.hold(state, leg, Reason.INSTRUMENT_CHANGED, detail)


def _count_anew(state: DeskState, leg: Leg, before: Grid) -> None:
    """Count positions and orders in the new lot; they are the same contracts as before."""

    def anew(lots: int) -> int:
        return leg.lots.nearest(float(before.exact(lots)))

    leg.count_anew(anew)
    for order in state.orders.orders.values():
        if (order.venue, order.symbol) == (leg.venue, leg.symbol):
            order.count_anew(anew)


def take_mark(state: DeskState, leg: Leg, event: Mark) -> None:
    """Take a mark price; an impossible one marks the feed invalid and is not kept."""
    price = event.mark_price
    if not possible_price(price) or not leg.suspicion.believes(event.at, price, leg.mark_price):
        leg.mark_invalid = True
        return
    leg.mark_invalid = False
    leg.mark_price = price
    leg.mark_at = event.at
    leg.mark_span.take(event.at, price)
    leg.index_price = price_or_none(event.index_price)
    leg.last_price = price_or_none(event.last_price)
    leg.volatility.update(event.at, price)
    window_s = state.policy.gap_window_s if state.policy else 1.0
    collar.remember(leg, event.at, price, int(window_s * _NS))
    if leg.breaker.update(event.at, price):
        freezes.refresh(state, leg)


def take_book(leg: Leg, event: BookUpdate) -> None:
    """Take the visible book; a crossed one or one with impossible levels is invalid."""
    leg.book_seen = True
    leg.book_at = event.at
    leg.book_invalid = not possible_book(event.bids, event.asks)
    leg.bids = () if leg.book_invalid else event.bids
    leg.asks = () if leg.book_invalid else event.asks


def take_funding(state: DeskState, leg: Leg, event: Funding) -> None:
    """Take the running rate; a renewed one ends an override by itself."""
    leg.funding.update(event, _rate_bound(state))
    if leg.funding.interval_changed:
        detail = f"the interval is now {event.interval_s / 3600:g} h"
        state.alert(Level.WARNING, Reason.FUNDING_INTERVAL_CHANGED, leg, detail)
    stale_s = state.policy.funding_stale_s if state.policy else _DEFAULT_STALE_S
    resumed = leg.funding.problem(state.at, int(stale_s * _NS)) is None
    if leg.funding.override_reason is not None and resumed:
        leg.funding.end_override()
        state.alert(Level.INFO, Reason.FUNDING_OVERRIDE_ENDED, leg, "the feed has resumed")


def _rate_bound(state: DeskState) -> float:
    return state.policy.funding_rate_bound if state.policy else _DEFAULT_RATE_BOUND


def take_settlement(state: DeskState, leg: Leg, event: FundingSettled) -> None:
    """Take a settled rate; the amount itself arrives with the account."""
    leg.funding.settle(event, _rate_bound(state))


def take_account(state: DeskState, event: Account) -> MarginAccount:
    """Take the venue's statement of one settlement currency and reconcile its positions."""
    account = state.accounts.get((event.venue, event.settle))
    if account is None:
        account = MarginAccount(event.venue, event.settle)
        state.accounts[event.venue, event.settle] = account
    if not _possible(event):
        account.invalid = True
        return account
    if event.as_of is not None:
        if account.as_of is not None and event.as_of < account.as_of:
            return account  # overtaken on its way by a later statement
        account.as_of = event.as_of
        account.venue_clock.learn(event.at, event.as_of)
    reports = {report.symbol: report for report in event.positions}
    account.reports = reports
    account.state(event)
    before = [leg.position_lots for leg in account.legs]
    for leg in account.legs:
        reconciliation.reconcile_position(state, leg, reports.get(leg.symbol))
    moved_margin.follow(state, account, before)
    if state.policy is not None:
        for leg in account.legs:
            liquidation.compare(state, leg, state.policy)
    return account


def _possible(event: Account) -> bool:
    figures = [event.wallet_balance, event.equity, event.maintenance_margin or 0.0]
    for report in event.positions:
        figures.append(report.contracts)
        entry = report.entry_price
        if report.contracts != 0 and entry is not None and not possible_price(entry):
            return False
    return all(possible_amount(figure) for figure in figures)


def take_feed(state: DeskState, event: FeedChanged) -> list[Leg]:
    """Note a stream lost or regained; what was held is stale until the stream speaks again."""
    if event.symbol is not None:
        legs = [leg_of(state, event.venue, event.symbol)]
    else:
        legs = [leg for leg in state.legs.values() if leg.venue == event.venue]
    for leg in legs:
        if event.state is FeedState.LIVE:
            leg.down_feeds.discard(event.feed)
            continue
        leg.down_feeds.add(event.feed)
        _forget(state, leg, event.feed)
    return legs


def _forget(state: DeskState, leg: Leg, feed: Feed) -> None:
    if feed is Feed.MARK:
        leg.mark_at = None
    elif feed is Feed.BOOK:
        leg.book_at = None
        leg.bids = leg.asks = ()
    elif feed is Feed.FUNDING:
        leg.funding.lose()
    elif feed is Feed.ACCOUNT:
        state.account_of(leg).at = None
