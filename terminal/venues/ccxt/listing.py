"""Reading what the venue lists: markets, margin tiers, fees. Reads may be repeated."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from terminal.model.errors import UserError
from terminal.model.instrument import Instrument
from terminal.venues.ccxt.backoff import Backoff
from terminal.venues.ccxt.catalogue import VenueEntry
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.instruments import funding_interval_s, instrument
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
        market = public.market(symbol)
        reader = public if private is None else private
        tiers = await self._persist(
            f"margin tiers of {symbol}", lambda: reader.fetch_market_leverage_tiers(symbol)
        )
        taker_fee, maker_fee = await self._fees(private, symbol, market)
        contract = instrument(self._entry, self._name, market, tiers, taker_fee, maker_fee)
        return contract, funding_interval_s(self._entry.units, market)

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
