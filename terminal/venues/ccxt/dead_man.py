"""The venue's cancel-all-after: set, confirmed and taken back, as each venue has it.

It is told to fire at a moment of the venue's own, or, where the venue watches the private
websocket instead, whenever that stays away. Nothing here repeats itself: who calls `arm` decides
whether this program is well enough to be trusted with orders at work.
"""

from collections.abc import Sequence
from typing import Any

from terminal.model.checks import DeadMan, DeadManState
from terminal.venues.base import Clock
from terminal.venues.ccxt.catalogue import VenueEntry
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.limiter import Pacing, Priority
from terminal.venues.ccxt.market_data import number
from terminal.venues.ccxt.moments import moment_ns
from terminal.venues.ccxt.observe import dig
from terminal.venues.ccxt.safeguards import DEAD_MEN, DeadManTerms
from terminal.venues.ccxt.wire_errors import translated

_NS_PER_S = 1_000_000_000
_NONE = DeadMan(state=DeadManState.UNSUPPORTED, detail="the venue has none")


class DeadManSwitch:
    """One account's. `orders` sends the calls, `private` holds the stream that may be watched."""

    def __init__(
        self,
        *,
        entry: VenueEntry,
        credentials: Credentials,
        orders: Any,
        private: Any,
        symbols: Sequence[str],
        pacing: Pacing,
        clock: Clock,
    ) -> None:
        self._entry = entry
        self._credentials = credentials
        self._orders = orders
        self._private = private
        self._symbols = symbols
        self._pacing = pacing
        self._clock = clock
        self._terms = DEAD_MEN.get(entry.id)
        self._watched: Any = None  # the websocket client that was told to be watched

    async def arm(self, timeout_s: float) -> DeadMan:
        """Set it `timeout_s` ahead, within what the venue takes; what the venue answered."""
        terms = self._terms
        if terms is None:
            return _NONE
        timeout_s = min(max(timeout_s, terms.shortest_s), terms.longest_s)
        try:
            if terms.topic:
                return await self._watch(terms, timeout_s)
            return await self._count_down(terms, timeout_s)
        except Exception as error:  # noqa: BLE001 - the edge to the wire
            return self._refused(terms, error)

    async def disarm(self) -> DeadMan:
        """Take it back."""
        terms = self._terms
        if terms is None:
            return _NONE
        try:
            if terms.topic:
                await self._say(terms, "unsubscribe")
                self._watched = None
            else:
                for parameters in self._requests(terms, 0.0):
                    await self._call(terms.call, parameters)
        except Exception as error:  # noqa: BLE001 - the edge to the wire
            return self._refused(terms, error)
        return DeadMan(state=DeadManState.OFF)

    async def _count_down(self, terms: DeadManTerms, timeout_s: float) -> DeadMan:
        fires_at: list[int] = []
        for parameters in self._requests(terms, timeout_s):
            sent_at = self._clock()
            answer = await self._call(terms.call, parameters)
            fires_at.append(_fires_at(terms, answer, sent_at))
        return DeadMan(state=DeadManState.ARMED, until_at=min(fires_at))

    async def _watch(self, terms: DeadManTerms, timeout_s: float) -> DeadMan:
        if self._watched is None:
            for parameters in self._requests(terms, timeout_s):
                await self._call(terms.call, parameters)
        answer = await self._call(terms.confirm_call, {})
        key, wanted = terms.confirmed_where
        by, on = terms.confirmed_by
        rows = [row for row in dig(answer, terms.confirmed) or () if row.get(key) == wanted]
        if not any(row.get(by) == on for row in rows):
            return DeadMan(state=DeadManState.REFUSED, detail=terms.refused_hint)
        await self._say(terms, "subscribe")
        window_s = number(rows[0].get(terms.timeout)) or timeout_s
        detail = f"cancels everything {window_s:g} s after the connection is lost"
        return DeadMan(state=DeadManState.ARMED, detail=detail)

    async def _say(self, terms: DeadManTerms, operation: str) -> None:
        """Tell the private websocket to be watched, once for each connection of it."""
        exchange = self._private
        url = exchange.implode_hostname(dig(exchange.urls["api"], terms.socket))
        client = (exchange.clients or {}).get(url)
        if client is None or client.closed():
            if operation == "unsubscribe":
                return
            raise ConnectionError("the private websocket is not connected")
        if operation == "subscribe" and client is self._watched:
            return
        request = {"op": operation, "req_id": str(exchange.request_id()), "args": [terms.topic]}
        await client.send(request)
        self._watched = client

    def _requests(self, terms: DeadManTerms, timeout_s: float) -> list[dict[str, Any]]:
        timeout = round(timeout_s / terms.timeout_unit_s)
        request: dict[str, Any] = {**terms.parameters, terms.timeout: timeout}
        if not terms.symbol:
            return [request]
        return [{**request, terms.symbol: self._orders.market_id(name)} for name in self._symbols]

    async def _call(self, name: str, parameters: dict[str, Any]) -> Any:
        # As urgent as a cancel: late, it is worth nothing.
        await self._pacing.orders.acquire(Priority.CANCEL)
        return await getattr(self._orders, name)(parameters)

    def _refused(self, terms: DeadManTerms, error: Exception) -> DeadMan:
        words = str(translated(self._entry, self._credentials, error))
        detail = f"{words} ({terms.refused_hint})" if terms.refused_hint else words
        return DeadMan(state=DeadManState.REFUSED, detail=detail)


def _fires_at(terms: DeadManTerms, answer: Any, sent_at: int) -> int:
    """Return when it fires, ns; the venue's receipt is no earlier than our sending.

    Raises ValueError where the answer does not say: then nothing is armed.
    """
    if terms.fires_at:
        moment = moment_ns(dig(answer, terms.fires_at), terms.fires_at_unit_s)
        if moment is not None:
            return moment
    elif (milliseconds := number(dig(answer, terms.countdown))) is not None and milliseconds > 0:
        return sent_at + int(milliseconds * terms.timeout_unit_s * _NS_PER_S)
    raise ValueError("the venue's answer does not say when it fires")
