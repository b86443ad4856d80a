"""The paper venue: a synthetic market and a simulated exchange, with no keys and no network."""

import asyncio
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from terminal.model.events import (
    Account,
    AnyEvent,
    BookUpdate,
    Feed,
    FeedChanged,
    FeedState,
    Funding,
    Mark,
    OpenOrders,
    listed,
)
from terminal.venues.base import Clock, TellTrades
from terminal.venues.paper.counter import PaperCounter
from terminal.venues.paper.exchange import SimulatedExchange
from terminal.venues.paper.funding_history import settled_before
from terminal.venues.paper.listings import default_coins, default_listings, default_wallets
from terminal.venues.paper.market import MarketEvent, SyntheticMarket
from terminal.venues.paper.player import Sleep
from terminal.venues.paper.prints import Prints
from terminal.venues.paper.regime import Regime

_NS_PER_S = 1_000_000_000


class Scenario(StrEnum):
    """What a trader can practise on; the first four last, the others happen once."""

    MIXED = "mixed"
    CALM = "calm"
    TREND = "trend"
    SPIKE = "spike"
    GAP_DOWN = "gap_down"
    GAP_UP = "gap_up"
    LOSE_MARK = "lose_mark"
    LOSE_BOOK = "lose_book"
    LOSE_FUNDING = "lose_funding"
    LOSE_ACCOUNT = "lose_account"


_REGIMES = {
    Scenario.MIXED: None,
    Scenario.CALM: Regime.CALM,
    Scenario.TREND: Regime.TREND,
    Scenario.SPIKE: Regime.SPIKE,
}
_GAPS = {Scenario.GAP_DOWN: -0.05, Scenario.GAP_UP: 0.05}
_LOSSES = {
    Scenario.LOSE_MARK: Feed.MARK,
    Scenario.LOSE_BOOK: Feed.BOOK,
    Scenario.LOSE_FUNDING: Feed.FUNDING,
    Scenario.LOSE_ACCOUNT: Feed.ACCOUNT,
}
_FEED_OF: dict[type[MarketEvent], Feed] = {
    Mark: Feed.MARK,
    BookUpdate: Feed.BOOK,
    Funding: Feed.FUNDING,
}


class PaperSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How the paper venue behaves; `book_updates_per_s` is for all symbols together."""

    seed: int = 1
    book_updates_per_s: float = 100.0
    marks_per_s: float = 10.0
    funding_every_s: float = 3.0
    accounts_every_s: float = 1.0
    acknowledge_after_s: float = 0.002
    name: str = "paper"


class PaperVenue(PaperCounter):
    """The embedded exchange. Orders meet the synthetic book after a small delay.

    Everything that happens is decided by the seed, the clock and the orders: under a virtual clock
    the same seed gives the same events.
    """

    def __init__(
        self,
        clock: Clock,
        settings: PaperSettings | None = None,
        *,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._settings = settings or PaperSettings()
        name = self._settings.name
        super().__init__(
            name,
            SimulatedExchange(
                [one.instrument for one in default_listings(name)], default_wallets()
            ),
            clock,
            acknowledge_after_s=self._settings.acknowledge_after_s,
            sleep=sleep,
        )
        self._market: SyntheticMarket | None = None
        self._lost: dict[Feed, int] = {}  # feed -> when it comes back
        self._prints = Prints(name, self.exchange, self._settings.seed, clock)
        self._entry.on_reports = self._prints.reported

    async def _play(self) -> None:
        at = self._clock()
        self._tell([listed(at, instrument) for instrument in self.exchange.instruments])
        if self._market is None:
            for listing in default_listings(self.name):
                self._tell(settled_before(listing, self._settings.seed, at))
        self._tell(self._entry.statement(at))
        market = self._market = self._market or self._open_market(at)
        account_interval = round(self._settings.accounts_every_s * _NS_PER_S)
        accounts_at = at + account_interval
        while True:
            at = self._clock()
            self._restore_feeds(at)
            self._tell(self._entry.told(self.exchange.advance(at)))
            for event in market.advance(at):
                self._happen(event)
            if at >= accounts_at:
                accounts_at = at + account_interval
                self._tell(self._entry.statement(at))
            due_at = min(market.next_due_at, accounts_at)
            await self._sleep(max(0.0, (due_at - self._clock()) / _NS_PER_S))

    def _open_market(self, at: int) -> SyntheticMarket:
        settings = self._settings
        return SyntheticMarket(
            default_coins(),
            default_listings(self.name),
            seed=settings.seed,
            at=at,
            book_updates_per_s=settings.book_updates_per_s,
            marks_per_s=settings.marks_per_s,
            funding_every_s=settings.funding_every_s,
        )

    def scenario(self, name: str, duration_s: float = 30.0) -> None:
        """Let something happen: a `Scenario` by its name; a lost feed is back after a while.

        Raises ValueError for a name that is no scenario's.
        """
        scenario = Scenario(name)
        market, at = self._market, self._clock()
        if market is None:
            return
        if scenario in _REGIMES:
            market.choose(_REGIMES[scenario], at)
        elif scenario in _GAPS:
            market.gap(_GAPS[scenario])
        else:
            feed = _LOSSES[scenario]
            self._lost[feed] = at + round(duration_s * _NS_PER_S)
            lost = FeedChanged(at=at, venue=self.name, feed=feed, state=FeedState.DISCONNECTED)
            self._tell([lost])

    def watch_trades(self, tell: TellTrades) -> None:
        """Have `tell` hear of what is traded here, by others and by us."""
        self._prints.watch(tell)

    def gap(self, fraction: float, base: str | None = None) -> None:
        """Let one coin's price, or every coin's, jump by a fraction at once."""
        if self._market is not None:
            self._market.gap(fraction, base)

    def _happen(self, event: MarketEvent) -> None:
        """Let the exchange see what the market did, tell of it, and tell what came of it."""
        if _FEED_OF[type(event)] not in self._lost:
            self._tell([event])
        exchange = self.exchange
        if isinstance(event, BookUpdate):
            reports = exchange.set_book(event.symbol, event.bids, event.asks, event.at)
        elif isinstance(event, Mark):
            self._prints.marked(event)
            reports = exchange.set_mark(
                event.symbol,
                event.mark_price,
                event.at,
                index_price=event.index_price,
                last_price=event.last_price,
            )
        else:
            reports = ()
            exchange.set_funding(
                event.symbol, event.funding_rate, event.next_funding_at, event.interval_s
            )
        self._happened(reports)

    def _restore_feeds(self, at: int) -> None:
        for feed in [feed for feed, back_at in self._lost.items() if at >= back_at]:
            del self._lost[feed]
            self._tell([FeedChanged(at=at, venue=self.name, feed=feed, state=FeedState.LIVE)])
            if feed is Feed.ACCOUNT:
                self._tell(self._entry.statement(at))

    def _tell(self, events: Iterable[AnyEvent]) -> None:
        """Hand events to the engine, but for accounts while their feed is lost."""
        lost = Feed.ACCOUNT in self._lost
        super()._tell(e for e in events if not (lost and isinstance(e, Account | OpenOrders)))
