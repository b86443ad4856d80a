"""Paper on live data: another venue's public feed, with this room's matching and margin."""

import asyncio
from collections.abc import Mapping

from terminal.model.errors import RejectedError, TerminalError
from terminal.model.events import (
    AnyEvent,
    BookUpdate,
    Feed,
    FeedChanged,
    FeedState,
    Funding,
    InstrumentListed,
    Mark,
)
from terminal.model.instrument import Instrument
from terminal.model.trades import TradeFeed, TradeFeedChanged
from terminal.venues.base import (
    Clock,
    TellsTrades,
    TellTrades,
    Venue,
)
from terminal.venues.paper.counter import PaperCounter
from terminal.venues.paper.exchange import SimulatedExchange
from terminal.venues.paper.player import Sleep

# What a new account is worth, whatever it settles in: what fits a book that real money made.
_WORTH_USD = 100_000.0
_ABOUT = Feed.BOOK, Feed.MARK, Feed.FUNDING


class PaperOnLiveData(PaperCounter):
    """A venue that nobody's money moves on, at prices that are real.

    `source` is any venue without an account: its marks, books and funding drive the matching, and
    every word of its feeds is passed on, so that what is stale freezes the engine as anywhere. A
    book that is lost is empty here too: nothing trades on prices from before a gap. `wallets` are
    starting balances; an account that has none is opened with so many coins as 100,000 USD buy at
    the first mark price.
    """

    def __init__(
        self,
        source: Venue,
        clock: Clock,
        *,
        wallets: Mapping[str, float] | None = None,
        acknowledge_after_s: float = 0.002,
        accounts_every_s: float = 1.0,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        super().__init__(
            source.name,
            SimulatedExchange((), wallets or {}),
            clock,
            acknowledge_after_s=acknowledge_after_s,
            sleep=sleep,
        )
        self._source = source
        self._accounts_every_s = accounts_every_s
        self._funded = set(wallets or {})

    @property
    def trouble(self) -> TerminalError | None:
        """What keeps the source from delivering, None while it does."""
        trouble: TerminalError | None = getattr(self._source, "trouble", None)
        return trouble

    def watch_trades(self, tell: TellTrades) -> None:
        """Pass the source's trades on; ours are not among them, for nobody else saw any."""
        if isinstance(self._source, TellsTrades):
            self._source.watch_trades(tell)
        else:
            tell(TradeFeedChanged(at=self._clock(), venue=self.name, state=TradeFeed.NONE))

    async def _play(self) -> None:
        async with asyncio.TaskGroup() as group:
            accounts = group.create_task(self._state_accounts())
            await self._source.run(self._take)
            accounts.cancel()

    async def close(self) -> None:
        """Close the source; nothing of either runs afterwards."""
        self._closed = True
        await self._source.close()
        await super().close()

    # what the source says --------------------------------------------------------------------

    def _take(self, event: AnyEvent) -> None:
        """Pass a word of the market on, let the exchange see it, and tell what came of it."""
        exchange = self.exchange
        match event:
            case InstrumentListed():
                self._list(event.instrument())
                self._tell([event])
            case Mark() if exchange.instrument(event.symbol) is not None:
                self._tell([event])
                self._happened(exchange.advance(event.at))
                self._fund(event)
                self._happened(
                    exchange.set_mark(
                        event.symbol,
                        event.mark_price,
                        event.at,
                        index_price=event.index_price,
                        last_price=event.last_price,
                    )
                )
            case BookUpdate() if exchange.instrument(event.symbol) is not None:
                self._tell([event])
                self._happened(exchange.set_book(event.symbol, event.bids, event.asks, event.at))
            case Funding() if exchange.instrument(event.symbol) is not None:
                self._tell([event])
                self._happened(exchange.advance(event.at))
                # A word from before the interval's end must not have it settled again.
                if event.next_funding_at > event.at:
                    exchange.set_funding(
                        event.symbol, event.funding_rate, event.next_funding_at, event.interval_s
                    )
            case FeedChanged() if event.feed in _ABOUT:
                self._tell([event])
                if event.feed is Feed.BOOK and event.state is FeedState.DISCONNECTED:
                    self._lose_book(event)
            case _:
                return  # of an account: the source has none, and this one has its own

    def _list(self, instrument: Instrument) -> None:
        try:
            self.exchange.list_instrument(instrument)
        except ValueError as error:
            raise RejectedError(
                f"{self.name} changed the terms of {instrument.symbol} ({error}): start anew"
            ) from None

    def _fund(self, mark: Mark) -> None:
        """Open the account of a contract at its first mark price."""
        instrument = self.exchange.market(mark.symbol).instrument
        settle = instrument.settle
        if settle in self._funded or not mark.mark_price > 0:
            return
        self._funded.add(settle)
        price = mark.mark_price if settle == instrument.base else 1.0
        self.exchange.open_account(settle, float(f"{_WORTH_USD / price:.3g}"))
        self._tell(self._entry.statement(mark.at))

    def _lose_book(self, event: FeedChanged) -> None:
        for instrument in self.exchange.instruments:
            if event.symbol in (None, instrument.symbol):
                self._happened(self.exchange.set_book(instrument.symbol, (), (), event.at))

    async def _state_accounts(self) -> None:
        while True:
            await self._sleep(self._accounts_every_s)
            at = self._clock()
            self._happened(self.exchange.advance(at))
            if self._funded:
                self._tell(self._entry.statement(at))
