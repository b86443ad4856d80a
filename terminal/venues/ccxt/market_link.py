"""One venue's market: its public streams, what is polled beside them, and its listing."""

import asyncio
from typing import Any

from terminal.model.events import listed
from terminal.model.instrument import Instrument
from terminal.venues.ccxt.feeds import FeedBoard
from terminal.venues.ccxt.listing import Listing
from terminal.venues.ccxt.polled_feeds import PolledFeeds
from terminal.venues.ccxt.public_feeds import PublicFeeds
from terminal.venues.ccxt.relisting import Relisting
from terminal.venues.ccxt.setting import Setting


class MarketLink:
    """Keeps a market in view through one exchange instance without a key."""

    def __init__(
        self, setting: Setting, listing: Listing, exchange: Any, private: Any, board: FeedBoard
    ) -> None:
        self._setting = setting
        self._listing = listing
        self._exchange = exchange
        self._private = private
        self._board = board
        self._contracts: dict[str, Instrument] = {}
        self._intervals: dict[str, float | None] = {}
        self.followers: list[Any] = []  # exchange instances that share the markets

    async def list_contracts(self) -> None:
        """List every contract; UserError or RejectedError where one cannot be traded."""
        setting = self._setting
        for symbol in setting.symbols:
            contract, interval_s = await self._listing.contract(
                symbol, self._exchange, self._private
            )
            self._contracts[symbol], self._intervals[symbol] = contract, interval_s
            setting.emit(listed(setting.clock(), contract))

    def start(self, group: asyncio.TaskGroup) -> None:
        """Run everything that runs for a market, in `group`."""
        setting, exchange = self._setting, self._exchange
        feeds = PublicFeeds(
            name=setting.name,
            entry=setting.entry,
            exchange=exchange,
            intervals=self._intervals,
            clock=setting.clock,
            emit=setting.emit,
            board=self._board,
            funding_refresh_s=setting.timing.funding_refresh_s,
        )
        connection = setting.connection(
            exchange,
            feeds.streams(),
            "market data",
            feeds.lost,
            silence_s=setting.timing.silence_s,
        )
        relisting = Relisting(
            setting, self._listing, exchange, self.followers, self._contracts, self._intervals
        )
        feeds.on_data = connection.heard
        feeds.on_gap = lambda symbol: connection.drop(f"a gap in the book of {symbol}")
        feeds.on_empty = relisting.ask
        group.create_task(connection.keep())
        group.create_task(relisting.keep())
        if setting.entry.polled is not None:
            polled = PolledFeeds(
                setting, exchange, self._intervals, self._board, setting.entry.polled
            )
            group.create_task(polled.keep())
