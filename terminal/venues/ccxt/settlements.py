"""Funding payments, where the venue tells of them apart from executions: asked for when due."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from terminal.model.events import FundingSettled
from terminal.venues.base import Clock, Emit
from terminal.venues.ccxt.limiter import Pacing, Priority
from terminal.venues.ccxt.market_data import number
from terminal.venues.ccxt.order_memory import OrderMemory
from terminal.venues.ccxt.wire_errors import safe_text

_LOG = logging.getLogger(__name__)
_NS_PER_MS = 1_000_000
# A payment is booked moments after its interval's end, and the rate listed moments after that.
_APART_MS = 10 * 60_000
_OVERLAP_MS = 2 * 60_000
_ATTEMPTS = 5


class Settlements:
    """Emits every payment once, with the rate that the venue settled at."""

    def __init__(
        self,
        *,
        name: str,
        exchange: Any,
        symbols: Sequence[str],
        memory: OrderMemory,
        pacing: Pacing,
        clock: Clock,
        emit: Emit,
        retry_s: float,
    ) -> None:
        self._name = name
        self._exchange = exchange
        self._symbols = symbols
        self._memory = memory
        self._pacing = pacing
        self._clock = clock
        self._emit = emit
        self._retry_s = retry_s
        self._due = asyncio.Event()

    def ask(self) -> None:
        """Note that the venue booked a payment."""
        self._due.set()

    async def keep(self) -> None:
        """Look payments up whenever one was booked, until cancelled."""
        while True:
            await self._due.wait()
            self._due.clear()
            since_ms = self._clock() // _NS_PER_MS - _OVERLAP_MS
            for _ in range(_ATTEMPTS):
                try:
                    if await self.since(since_ms):
                        break
                except Exception as error:  # noqa: BLE001 - the edge to the wire
                    _LOG.warning("%s: funding payments: %s", self._name, safe_text(None, error))
                await asyncio.sleep(self._retry_s)

    async def since(self, since_ms: int) -> bool:
        """Emit the payments since then; False where one's rate is not listed yet."""
        complete = True
        for symbol in self._symbols:
            await self._pacing.reads.acquire(Priority.READ)
            payments = await self._exchange.fetch_funding_history(symbol, since_ms, 100)
            fresh = [one for one in payments if not self._memory.knows_execution(_name(one))]
            if not fresh:
                continue
            await self._pacing.reads.acquire(Priority.READ)
            history = await self._exchange.fetch_funding_rate_history(
                symbol, since_ms - _APART_MS, 100
            )
            for payment in fresh:
                rate = _rate_at(payment.get("timestamp"), history)
                if rate is None:
                    complete = False
                elif self._memory.is_new_execution(_name(payment)):
                    self._emit(self._settled(symbol, payment, rate))
        return complete

    def _settled(self, symbol: str, payment: Any, rate: float) -> FundingSettled:
        return FundingSettled(
            at=self._clock(),
            venue=self._name,
            symbol=symbol,
            funding_rate=rate,
            amount=number(payment.get("amount")),
            settled_at=int(payment["timestamp"]) * _NS_PER_MS,
        )


def _name(payment: Any) -> str:
    return f"funding:{payment.get('symbol')}:{payment.get('id')}:{payment.get('timestamp')}"


def _rate_at(stamp_ms: Any, history: Sequence[Any]) -> float | None:
    """Return the settled rate nearest to a moment, None where none is near."""
    if stamp_ms is None:
        return None
    near = [row for row in history if abs(row["timestamp"] - stamp_ms) <= _APART_MS]
    nearest = min(near, key=lambda row: abs(row["timestamp"] - stamp_ms), default=None)
    return None if nearest is None else number(nearest.get("fundingRate"))
