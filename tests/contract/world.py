"""A venue under test with what the suite needs to look at it from outside."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from typing import TypeVar

from terminal.model.events import (
    Account,
    AnyEvent,
    BookUpdate,
    Fill,
    InstrumentListed,
    Mark,
    OrderReport,
    Side,
)
from terminal.model.outputs import CancelIntent, OrderIntent, OrderQuery, OrderType, Purpose
from terminal.model.reasons import Reason
from terminal.venues.base import Venue

Found = TypeVar("Found", bound=AnyEvent)


@dataclass
class World:
    """A running venue.

    `until(condition, seconds)` lets time pass (virtual or real) until the condition holds and says
    whether it does. `orders_at_venue()` lists the client order ids of every order that the
    exchange itself has seen, so that an order sent twice shows.
    """

    venue: Venue
    symbol: str
    clock: Callable[[], int]
    until: Callable[[Callable[[], bool], float], Awaitable[bool]]
    orders_at_venue: Callable[[], Iterable[str | None]]
    events: list[AnyEvent] = field(default_factory=list)
    running: asyncio.Task[None] | None = None
    _numbered: int = 0

    def of(self, kind: type[Found]) -> list[Found]:
        """Return the events of one kind so far."""
        return [event for event in self.events if isinstance(event, kind)]

    def reports(self, intent: OrderIntent) -> list[OrderReport]:
        """Return what was said of one order."""
        ours = intent.client_order_id
        return [one for one in self.of(OrderReport) if one.client_order_id == ours]

    def fills(self, intent: OrderIntent) -> list[Fill]:
        """Return one order's fills."""
        return [one for one in self.of(Fill) if one.client_order_id == intent.client_order_id]

    def ready(self) -> bool:
        """Return True once the suite's contract has everything that an order needs."""
        marked = any(one.symbol == self.symbol for one in self.of(Mark))
        booked = any(one.symbol == self.symbol for one in self.of(BookUpdate))
        return marked and booked and bool(self.of(Account))

    def instrument(self) -> InstrumentListed:
        """Return the contract that the suite trades."""
        return next(one for one in self.of(InstrumentListed) if one.symbol == self.symbol)

    def account(self) -> Account:
        """Return the latest account that backs the suite's contract."""
        settle = self.instrument().settle
        return [one for one in self.of(Account) if one.settle == settle][-1]

    def position(self) -> float:
        """Return the signed contracts of the latest account."""
        held = [p.contracts for p in self.account().positions if p.symbol == self.symbol]
        return held[0] if held else 0.0

    def price(self, side: Side, away: float = 0.0) -> Decimal:
        """Return the best bid (BUY) or ask on its tick, moved by a share of itself."""
        book = [one for one in self.of(BookUpdate) if one.symbol == self.symbol][-1]
        best = Decimal(repr((book.bids if side is Side.BUY else book.asks)[0][0]))
        tick = self.instrument().tick_size
        steps = best * (1 + Decimal(repr(away))) / tick
        return steps.to_integral_value(ROUND_FLOOR) * tick

    def intent(
        self,
        side: Side,
        contracts: int,
        kind: OrderType = OrderType.MARKET,
        limit_price: Decimal | None = None,
        *,
        reduce_only: bool = False,
    ) -> OrderIntent:
        """Return a new order intent with an id of its own."""
        self._numbered += 1
        return OrderIntent(
            at=self.clock(),
            client_order_id=f"st00000001n{self._numbered:08d}",
            decision_id=self._numbered,
            venue=self.venue.name,
            symbol=self.symbol,
            side=side,
            contracts=Decimal(contracts),
            reduce_only=reduce_only,
            type=kind,
            limit_price=limit_price,
            purpose=Purpose.MANUAL,
        )

    async def submit(self, intent: OrderIntent) -> OrderReport:
        """Submit an order, wait until the venue has said what it became, and return that."""
        await self.do(self.venue.submit(intent))
        assert await self.until(lambda: bool(self.reports(intent)), 5.0), "no report at all"
        immediate = intent.type in (OrderType.MARKET, OrderType.IOC_LIMIT)
        if immediate:
            ended = await self.until(lambda: self.reports(intent)[-1].state.terminal, 5.0)
            assert ended, f"still {self.reports(intent)[-1]}"
        filled = self.reports(intent)[-1].filled_contracts
        told = await self.until(
            lambda: sum(fill.contracts for fill in self.fills(intent)) >= filled, 5.0
        )
        assert told, "fills missing"
        return self.reports(intent)[-1]

    async def cancel(self, intent: OrderIntent | None = None) -> None:
        """Cancel one order, or everything on the suite's symbol."""
        await self.do(
            self.venue.cancel(
                CancelIntent(
                    at=self.clock(),
                    venue=self.venue.name,
                    symbol=self.symbol,
                    client_order_id=None if intent is None else intent.client_order_id,
                    reason=Reason.MANUAL_ORDER,
                )
            )
        )

    async def query(self, client_order_id: str) -> None:
        """Ask what became of an order."""
        query = OrderQuery(
            at=self.clock(),
            venue=self.venue.name,
            symbol=self.symbol,
            client_order_id=client_order_id,
        )
        await self.do(self.venue.query(query))

    async def do(self, request: Awaitable[None]) -> None:
        """Await one of the venue's methods while time passes."""
        done = asyncio.ensure_future(request)  # noqa: TID251 - awaited below
        assert await self.until(done.done, 10.0), "the venue did not answer"
        await done
