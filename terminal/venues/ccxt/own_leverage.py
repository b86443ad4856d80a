"""The account's own leverage, for orders that have to state one: ccxt would state its own."""

from collections.abc import Sequence
from typing import Any

from terminal.model.errors import DeniedError
from terminal.venues.base import Clock
from terminal.venues.ccxt.catalogue import OwnLeverage
from terminal.venues.ccxt.limiter import Pacing, Priority
from terminal.venues.ccxt.market_data import number
from terminal.venues.ccxt.mending import ask

_NS_PER_S = 1_000_000_000


class StatedLeverage:
    """What the venue last said of each contract's leverage; without `terms` nothing is stated."""

    def __init__(
        self,
        terms: OwnLeverage | None,
        *,
        exchange: Any,
        symbols: Sequence[str],
        pacing: Pacing,
        clock: Clock,
        good_for_s: float,
    ) -> None:
        self._terms = terms
        self._exchange = exchange
        self._symbols = symbols
        self._pacing = pacing
        self._clock = clock
        self._good_for_ns = int(good_for_s * _NS_PER_S)
        self._known: dict[str, tuple[float, int]] = {}

    async def read(self) -> None:
        """Ask for all of them; what goes wrong on the wire is raised."""
        if self._terms is None:
            return
        for symbol in self._symbols:
            await self._pacing.reads.acquire(Priority.READ)
            asked_at = self._clock()
            market = self._exchange.market_id(symbol)
            told = number(await ask(self._exchange, self._terms.call, market=market))
            if told is not None and told > 0:
                self._known[symbol] = (told, asked_at)

    def parameters(self, symbol: str, *, reducing: bool) -> dict[str, Any]:
        """Return what an order has to say.

        Raises DeniedError where it is not known, or was told too long ago for an order that may
        increase a position; of one that reduces it asks no margin.
        """
        if self._terms is None:
            return {}
        told, asked_at = self._known.get(symbol, (0.0, 0))
        too_old = self._clock() - asked_at > self._good_for_ns
        if not told or (too_old and not reducing):
            raise DeniedError(
                "the order has to state the account's leverage, which the venue has not told "
                "lately; nothing was sent"
            )
        return {self._terms.parameter: int(told) if told.is_integer() else told}
