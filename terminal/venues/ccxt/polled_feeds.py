"""Mark prices and funding rates of venues that stream neither: asked for again and again."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from terminal.model.events import Feed, Funding, Mark
from terminal.venues.ccxt.catalogue import Polled
from terminal.venues.ccxt.feeds import FeedBoard
from terminal.venues.ccxt.instruments import interval_s
from terminal.venues.ccxt.market_data import number
from terminal.venues.ccxt.observe import dig
from terminal.venues.ccxt.setting import Setting
from terminal.venues.ccxt.wire_errors import safe_text

_LOG = logging.getLogger(__name__)
_NS_PER_MS = 1_000_000


class PolledFeeds:
    """Asks for each symbol in turn; what could not be had is a feed that is gone."""

    def __init__(
        self,
        setting: Setting,
        exchange: Any,
        intervals: Mapping[str, float | None],
        board: FeedBoard,
        polled: Polled,
    ) -> None:
        self._setting = setting
        self._exchange = exchange
        self._intervals = intervals
        self._board = board
        self._polled = polled

    async def keep(self) -> None:
        """Ask until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep(Feed.FUNDING, self._polled.rate_every_s))
            if self._polled.mark:
                group.create_task(self._keep(Feed.MARK, self._polled.mark_every_s))

    async def ask(self, feed: Feed, symbol: str) -> None:
        """Ask for one symbol's mark price or rate, once; what fails is reported as a lost feed."""
        try:
            await (self._ask_mark(symbol) if feed is Feed.MARK else self._ask_rate(symbol))
        except Exception as error:  # noqa: BLE001 - the edge to the wire
            why = safe_text(None, error)
            _LOG.info("%s: %s of %s: %s", self._setting.name, feed.value, symbol, why)
            self._board.lost(feed, symbol, why)

    async def _keep(self, feed: Feed, every_s: float) -> None:
        while True:
            for symbol in self._setting.symbols:
                await asyncio.sleep(self._setting.slow_down.remaining_s())
                await self.ask(feed, symbol)
            await asyncio.sleep(every_s)

    async def _ask_rate(self, symbol: str) -> None:
        row = await self._exchange.fetch_funding_rate(symbol)
        rate = polled_rate(
            self._setting.clock(), self._setting.name, symbol, row, self._intervals.get(symbol)
        )
        if rate is not None:
            self._setting.emit(rate)
            self._board.live(Feed.FUNDING, symbol)

    async def _ask_mark(self, symbol: str) -> None:
        if self._polled.mark == "fetch_mark_ohlcv":
            bars = await self._exchange.fetch_mark_ohlcv(symbol, "1m", None, 1)
            price, index = number(dig(bars, (-1, 4))), None
        else:
            row = await getattr(self._exchange, self._polled.mark)(symbol)
            price, index = number(row.get("markPrice")), number(row.get("indexPrice"))
        if price is not None:
            self._setting.emit(
                Mark(
                    at=self._setting.clock(),
                    venue=self._setting.name,
                    symbol=symbol,
                    mark_price=price,
                    index_price=index,
                )
            )
            self._board.live(Feed.MARK, symbol)


def polled_rate(
    at: int, venue: str, symbol: str, row: Any, listed_interval_s: float | None
) -> Funding | None:
    """Return ccxt's unified funding rate as an event, None where it has no complete one.

    Where the next payment is, venues say in one of two fields; the interval is the rate's own
    where it states one, or else the listed one.
    """
    rate = number(row.get("fundingRate"))
    next_ms = number(row.get("fundingTimestamp") or row.get("nextFundingTimestamp"))
    seconds = interval_s(row.get("interval")) or listed_interval_s
    if rate is None or next_ms is None or seconds is None:
        return None
    return Funding(
        at=at,
        venue=venue,
        symbol=symbol,
        funding_rate=rate,
        next_funding_at=int(next_ms) * _NS_PER_MS,
        interval_s=seconds,
        predicted_rate=number(row.get("nextFundingRate")),
    )
