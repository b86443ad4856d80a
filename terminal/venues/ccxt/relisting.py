"""Looking at the listing again: terms that changed, contracts that are no longer traded."""

import asyncio
import logging
from collections.abc import Callable, MutableMapping
from dataclasses import replace
from typing import Any

from terminal.model.errors import RejectedError, UserError
from terminal.model.events import listed
from terminal.model.instrument import Instrument
from terminal.venues.ccxt.listing import Listing
from terminal.venues.ccxt.setting import Setting
from terminal.venues.ccxt.wire_errors import translated

_LOG = logging.getLogger(__name__)


class Relisting:
    """Compares what the venue lists with what the engine was told, and tells it of what changed.

    `intervals` is kept up to date for whoever reads funding. `closed(symbol, why)` is told of a
    contract that is not traded any more, `opened(symbol)` of one that is again.
    """

    def __init__(
        self,
        setting: Setting,
        listing: Listing,
        public: Any,
        contracts: MutableMapping[str, Instrument],
        intervals: MutableMapping[str, float | None],
        *,
        closed: Callable[[str, str], None],
        opened: Callable[[str], None],
    ) -> None:
        self._setting = setting
        self._listing = listing
        self._public = public
        self._contracts = contracts
        self._intervals = intervals
        self._closed = closed
        self._opened = opened
        self._due = asyncio.Event()
        self.followers: list[Any] = []  # exchange instances that share the markets

    def ask(self) -> None:
        """Have the listing looked at soon: something suggests that it changed."""
        self._due.set()

    async def keep(self) -> None:
        """Look at it every so often, and when asked, until cancelled."""
        timing = self._setting.timing
        while True:
            try:
                async with asyncio.timeout(timing.relist_s):
                    await self._due.wait()
            except TimeoutError:
                pass
            self._due.clear()
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - the edge to the wire
                setting = self._setting
                why = translated(setting.entry, setting.credentials, error)
                _LOG.warning("%s: the listing could not be read again: %s", setting.name, why)
            # Whoever asks all the time is answered no more often than this.
            await asyncio.sleep(timing.relist_at_most_every_s)

    async def look(self) -> None:
        """Read the listing anew and tell of every difference."""
        public = self._public
        await public.load_markets(True)
        for follower in self.followers:
            follower.set_markets(public.markets, public.currencies)
        for symbol in self._contracts:
            await self._compare(symbol)

    async def _compare(self, symbol: str) -> None:
        market = self._public.markets.get(symbol)
        title = self._setting.entry.title
        if market is None:
            self._closed(symbol, f"{title} does not list {symbol} any more")
            return
        if market.get("active") is False:
            self._closed(symbol, f"{title} does not trade {symbol} now")
            return
        known = self._contracts[symbol]
        try:
            contract, interval_s = await self._listing.terms(symbol, self._public)
        except (RejectedError, UserError) as error:
            self._closed(symbol, str(error))
            return
        self._opened(symbol)
        self._intervals[symbol] = interval_s
        # A fee that moved with the month's volume is no reason to stop.
        contract = replace(contract, taker_fee=known.taker_fee, maker_fee=known.maker_fee)
        if contract != known:
            self._contracts[symbol] = contract
            _LOG.warning("%s: %s has other terms than before", self._setting.name, symbol)
            self._setting.emit(listed(self._setting.clock(), contract))
