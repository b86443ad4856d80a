"""Looking at the listing again: terms that changed, contracts that are no longer traded."""

import asyncio
import logging
from collections.abc import MutableMapping, Sequence
from typing import Any

from msgspec.structs import replace

from terminal.model.errors import RejectedError
from terminal.model.events import listed
from terminal.model.instrument import Instrument
from terminal.venues.ccxt.listing import Listing
from terminal.venues.ccxt.setting import Setting
from terminal.venues.ccxt.wire_errors import translated

_LOG = logging.getLogger(__name__)


class Relisting:
    """Compares what the venue lists with what the engine was told, and tells it of what changed.

    A contract that is not traded any more is told as one that has expired: nothing enters it. The
    `followers` are exchange instances that share the markets, and so the grid that orders must
    be on; `intervals` is kept up to date for whoever reads funding.
    """

    def __init__(
        self,
        setting: Setting,
        listing: Listing,
        public: Any,
        followers: Sequence[Any],
        contracts: MutableMapping[str, Instrument],
        intervals: MutableMapping[str, float | None],
    ) -> None:
        self._setting = setting
        self._listing = listing
        self._public = public
        self._followers = followers
        self._contracts = contracts
        self._intervals = intervals
        self._over: set[str] = set()
        self._due = asyncio.Event()

    def ask(self) -> None:
        """Have the listing looked at soon: something suggests that it changed."""
        self._due.set()

    async def keep(self) -> None:
        """Look at it every so often, and when asked, until cancelled."""
        timing = self._setting.timing
        while True:
            # Whoever asks all the time is answered no more often than this.
            await asyncio.sleep(min(timing.relist_at_most_every_s, timing.relist_s))
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

    async def look(self) -> None:
        """Read the listing anew and tell of every difference."""
        public, before = self._public, self._public.markets
        await public.load_markets(True)
        gone = [symbol for symbol in self._contracts if symbol not in public.markets]
        if gone:
            # What is left there must still be seen, cancelled and closed: ccxt needs its market.
            kept = [{**before[symbol], "active": False} for symbol in gone]
            public.set_markets([*public.markets.values(), *kept], public.currencies)
        for follower in self._followers:
            follower.set_markets(public.markets, public.currencies)
        for symbol in self._contracts:
            await self._compare(symbol)

    async def _compare(self, symbol: str) -> None:
        known = self._contracts[symbol]
        if self._public.market(symbol).get("active") is False:
            self._end(known, "it is not traded any more")
            return
        try:
            contract, interval_s = await self._listing.terms(
                symbol, self._public, (known.taker_fee, known.maker_fee)
            )
        except RejectedError as error:
            self._end(known, str(error))
            return
        # A fee that moved with the month's volume is no reason to stop: it stays as it was told.
        self._intervals[symbol] = interval_s
        if contract != known or symbol in self._over:
            self._over.discard(symbol)
            self._contracts[symbol] = contract
            _LOG.warning("%s: %s has other terms than before", self._setting.name, symbol)
            self._setting.emit(listed(self._setting.clock(), contract))

    def _end(self, known: Instrument, why: str) -> None:
        if known.symbol in self._over:
            return
        self._over.add(known.symbol)
        _LOG.warning("%s: %s: %s", self._setting.name, known.symbol, why)
        at = self._setting.clock()
        self._setting.emit(listed(at, replace(known, expiry=at)))
