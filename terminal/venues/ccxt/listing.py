"""Reading what the venue lists: markets, margin tiers, fees. Reads may be repeated."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from terminal.model.errors import UserError
from terminal.model.instrument import Instrument
from terminal.venues.ccxt.backoff import Backoff
from terminal.venues.ccxt.catalogue import TierSource, VenueEntry
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.instruments import (
    ASSUMED_TIERS,
    funding_interval_s,
    instrument,
    interval_s,
)
from terminal.venues.ccxt.wire_errors import translated

_LOG = logging.getLogger(__name__)
T = TypeVar("T")


class Listing:
    """One venue's contracts; keeps asking while the venue does not answer."""

    def __init__(
        self,
        name: str,
        entry: VenueEntry,
        credentials: Credentials | None,
        backoff: Callable[[], Backoff],
    ) -> None:
        self._name = name
        self._entry = entry
        self._credentials = credentials
        self._backoff = backoff
        self._private: Any | None = None

    async def load_markets(self, exchange: Any) -> None:
        """Have ccxt load the venue's markets."""
        await self._persist("markets", exchange.load_markets)

    async def contract(
        self, symbol: str, public: Any, private: Any | None
    ) -> tuple[Instrument, float | None]:
        """Return a contract and its funding interval in seconds, as far as the listing states it.

        Raises UserError where the venue does not list it, RejectedError where its terms are not
        the ones that this program knows.
        """
        if symbol not in public.markets:
            raise UserError(f"symbols: {self._entry.title} does not list {symbol}")
        self._private = private
        fees = await self._fees(private, symbol, public.market(symbol))
        return await self.terms(symbol, public, fees)

    async def terms(
        self, symbol: str, public: Any, fees: tuple[Any, Any]
    ) -> tuple[Instrument, float | None]:
        """Return a listed contract's terms and funding interval, with the given fees."""
        tiers = await self._tiers(symbol, public, self._private)
        contract = instrument(self._entry, self._name, public.market(symbol), tiers, *fees)
        return contract, await self._interval_s(symbol, public)

    async def _tiers(self, symbol: str, public: Any, private: Any | None) -> Any:
        source = self._entry.units.tiers
        if source is TierSource.ABSENT or (source is TierSource.SIGNED and private is None):
            _LOG.warning("%s: no margin tiers of %s without a key; %g %% of maintenance margin "
                         "is assumed", self._name, symbol,
                         ASSUMED_TIERS[0]["maintenanceMarginRate"] * 100)  # fmt: skip
            return ASSUMED_TIERS
        reader = public if private is None else private
        return await self._persist(
            f"margin tiers of {symbol}", lambda: reader.fetch_market_leverage_tiers(symbol)
        )

    async def _interval_s(self, symbol: str, public: Any) -> float | None:
        """Return the funding interval: as listed, or the usual one where it is not set apart."""
        units = self._entry.units
        listed = funding_interval_s(units, public.market(symbol))
        if listed is not None or units.usual_funding_interval_s is None:
            return listed
        if not public.has.get("fetchFundingIntervals"):
            return units.usual_funding_interval_s
        found = await self._persist("funding intervals", public.fetch_funding_intervals)
        apart = interval_s((found.get(symbol) or {}).get("interval"))
        return units.usual_funding_interval_s if apart is None else apart

    async def _fees(self, private: Any | None, symbol: str, market: Any) -> tuple[Any, Any]:
        """Return the account's own taker and maker fee, the venue's usual ones without a key."""
        taker, maker = market.get("taker") or 0, market.get("maker") or 0
        if private is None or not private.has.get("fetchTradingFee"):
            return taker, maker
        try:
            fees = await private.fetch_trading_fee(symbol)
        except Exception as error:  # noqa: BLE001 - the edge to the wire
            _LOG.warning("%s: fees of %s: %s", self._name, symbol, self._words(error))
            return taker, maker
        own_taker, own_maker = fees.get("taker"), fees.get("maker")
        return (
            taker if own_taker is None else own_taker,
            maker if own_maker is None else own_maker,
        )

    async def _persist(self, what: str, ask: Callable[[], Awaitable[T]]) -> T:
        backoff = self._backoff()
        while True:
            try:
                return await ask()
            except Exception as error:  # noqa: BLE001 - the edge to the wire
                _LOG.warning("%s: %s: %s", self._name, what, self._words(error))
                await asyncio.sleep(backoff.next())

    def _words(self, error: BaseException) -> str:
        return str(translated(self._entry, self._credentials, error))
