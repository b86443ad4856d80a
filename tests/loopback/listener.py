"""A venue running on a loopback exchange, and everything that it said."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from random import Random
from typing import Protocol, TypeVar

from terminal.model.events import (
    AnyEvent,
    Feed,
    FeedChanged,
    FeedState,
    Fill,
    OrderReport,
    Side,
)
from terminal.model.outputs import CancelIntent, OrderIntent, OrderQuery, OrderType, Purpose
from terminal.model.reasons import Reason
from terminal.venues.ccxt.catalogue import BYBIT, VenueEntry
from terminal.venues.ccxt.credentials import Credentials
from terminal.venues.ccxt.exchange import Endpoints
from terminal.venues.ccxt.timing import Timing
from terminal.venues.ccxt.venue import CcxtVenue
from tests.loopback.real_time import real_time_until

SYMBOL = "BTC/USD:BTC"
QUICK = Timing(
    order_timeout_s=0.4,
    request_timeout_s=2.0,
    account_poll_s=60.0,
    arm_timeout_s=5.0,
    first_retry_s=0.02,
    longest_retry_s=0.1,
    kill_retry_s=0.02,
    longest_kill_retry_s=0.1,
)

Found = TypeVar("Found", bound=AnyEvent)


class Server(Protocol):
    """What any loopback exchange tells of itself."""

    @property
    def credentials(self) -> Credentials:
        """Return the key that it accepts."""

    @property
    def endpoints(self) -> Endpoints:
        """Return where it listens."""


class Listener:
    """The venue's events, and the trader's requests in few words."""

    def __init__(self, venue: CcxtVenue) -> None:
        self.venue = venue
        self.events: list[AnyEvent] = []

    def of(self, kind: type[Found], since: int = 0) -> list[Found]:
        """Return the events of one kind, from the given place in the list on."""
        return [event for event in self.events[since:] if isinstance(event, kind)]

    def states(self, client_order_id: str) -> list[str]:
        """Return what was said of one order, in order."""
        reports = self.of(OrderReport)
        return [r.state.value for r in reports if r.client_order_id == client_order_id]

    def report(self, client_order_id: str) -> OrderReport:
        """Return the last thing that was said of one order."""
        reports = self.of(OrderReport)
        return [r for r in reports if r.client_order_id == client_order_id][-1]

    def filled(self, client_order_id: str) -> float:
        """Return the contracts of an order's fills."""
        return sum(f.contracts for f in self.of(Fill) if f.client_order_id == client_order_id)

    def feed(self, feed: Feed) -> FeedState | None:
        """Return the last word on a feed."""
        changes = [change.state for change in self.of(FeedChanged) if change.feed is feed]
        return changes[-1] if changes else None

    async def until_live(self, *feeds: Feed) -> None:
        """Wait until feeds deliver."""
        wanted = feeds or tuple(Feed)
        arrived = await real_time_until(
            lambda: all(self.feed(feed) is FeedState.LIVE for feed in wanted)
        )
        assert arrived, f"not live: {[f for f in wanted if self.feed(f) is not FeedState.LIVE]}"

    async def until_state(self, client_order_id: str, state: str) -> None:
        """Wait until an order is said to be in a state."""
        arrived = await real_time_until(lambda: state in self.states(client_order_id))
        assert arrived, self.states(client_order_id)

    async def submit(
        self,
        client_order_id: str,
        contracts: str = "100",
        *,
        side: Side = Side.BUY,
        kind: OrderType = OrderType.LIMIT,
        price: str | None = "59000",
        reduce_only: bool = False,
    ) -> None:
        """Send an order; by default one that rests."""
        await self.venue.submit(
            OrderIntent(
                at=time.time_ns(),
                client_order_id=client_order_id,
                decision_id=1,
                venue=self.venue.name,
                symbol=SYMBOL,
                side=side,
                contracts=Decimal(contracts),
                reduce_only=reduce_only,
                type=kind,
                limit_price=None if price is None else Decimal(price),
                purpose=Purpose.MANUAL,
            )
        )

    async def cancel(self, client_order_id: str | None = None, symbol: str | None = SYMBOL) -> None:
        """Cancel an order, a symbol or everything."""
        await self.venue.cancel(
            CancelIntent(
                at=time.time_ns(),
                venue=self.venue.name,
                symbol=symbol,
                client_order_id=client_order_id,
                reason=Reason.MANUAL_ORDER,
            )
        )

    async def query(self, client_order_id: str) -> None:
        """Ask what became of an order."""
        await self.venue.query(
            OrderQuery(
                at=time.time_ns(),
                venue=self.venue.name,
                symbol=SYMBOL,
                client_order_id=client_order_id,
            )
        )


@asynccontextmanager
async def listening(
    server: Server,
    *,
    entry: VenueEntry = BYBIT,
    timing: Timing = QUICK,
    credentials: Credentials | None = None,
    symbols: tuple[str, ...] = (SYMBOL,),
    monitor: bool = False,
) -> AsyncIterator[Listener]:
    """Yield a venue that runs on `server`; with `monitor` it has no account."""
    venue = CcxtVenue(
        entry,
        symbols,
        clock=time.time_ns,
        randomness=Random(11),
        credentials=None if monitor else credentials or server.credentials,
        endpoints=server.endpoints,
        timing=timing,
    )
    listener = Listener(venue)
    async with asyncio.TaskGroup() as group:
        group.create_task(venue.run(listener.events.append))
        try:
            yield listener
        finally:
            await venue.close()
