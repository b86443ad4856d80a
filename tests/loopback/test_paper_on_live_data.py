"""Real prices, nobody's money: a loopback exchange's public feed and the paper room's matching."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from terminal.engine.engine import Engine
from terminal.model.events import (
    Account,
    AnyEvent,
    BookUpdate,
    Command,
    CommandName,
    Feed,
    FeedChanged,
    FeedState,
    Fill,
    FundingSettled,
    KillConfirmation,
    OrderReport,
    Side,
)
from terminal.model.outputs import AnyOutput, Freeze, OrderIntent, OrderType, Purpose
from terminal.model.reasons import Reason
from terminal.venues.ccxt.catalogue import BINANCE_COIN_M, BYBIT
from terminal.venues.ccxt.venue import CcxtVenue
from terminal.venues.paper.on_live_data import PaperOnLiveData
from tests.loopback.binance import BinanceLoopback
from tests.loopback.bybit import BybitLoopback
from tests.loopback.bybit.quiet_market import set_market
from tests.loopback.listener import QUICK, SYMBOL
from tests.loopback.real_time import real_time_until

MAKES: dict[str, Callable[[], Any]] = {"bybit": BybitLoopback, "binancecoinm": BinanceLoopback}
ENTRIES = {entry.id: entry for entry in (BYBIT, BINANCE_COIN_M)}
BOTH = pytest.mark.parametrize("make", MAKES)


class Paper:
    """A paper venue on a loopback exchange's market, and an engine that hears all of it."""

    def __init__(self, make: str, server: Any) -> None:
        source = CcxtVenue(
            ENTRIES[make],
            [SYMBOL],
            clock=time.time_ns,
            randomness=Random(3),
            endpoints=server.endpoints,
            timing=QUICK,
            name="practice",
        )
        self.server = server
        self.venue = PaperOnLiveData(source, time.time_ns, accounts_every_s=0.05)
        self.engine = Engine()
        self.events: list[AnyEvent] = []
        self.outputs: list[AnyOutput] = []
        self._sent = 0

    def take(self, event: AnyEvent) -> None:
        """Note an event, and step the engine with it."""
        self.events.append(event)
        self.outputs += self.engine.step(event)

    def of(self, kind: type[Any]) -> list[Any]:
        """Return the events of one kind."""
        return [event for event in self.events if isinstance(event, kind)]

    def account(self) -> Account:
        """Return the latest account."""
        account: Account = self.of(Account)[-1]
        return account

    async def submit(
        self, side: Side, contracts: str, price: str | None = None, name: str = ""
    ) -> OrderReport:
        """Send an order and return the last word on it."""
        self._sent += 1
        name = name or f"st1n{self._sent}"
        await self.venue.submit(
            OrderIntent(
                at=time.time_ns(), client_order_id=name, decision_id=1, venue=self.venue.name,
                symbol=SYMBOL, side=side, contracts=Decimal(contracts), reduce_only=False,
                type=OrderType.MARKET if price is None else OrderType.LIMIT,
                limit_price=None if price is None else Decimal(price), purpose=Purpose.MANUAL,
            )
        )  # fmt: skip
        report: OrderReport = [r for r in self.of(OrderReport) if r.client_order_id == name][-1]
        return report


@asynccontextmanager
async def practising(make: str) -> AsyncIterator[Paper]:
    async with MAKES[make]() as server:
        set_market(server, SYMBOL, 60_000.0)
        paper = Paper(make, server)
        async with asyncio.TaskGroup() as group:
            group.create_task(paper.venue.run(paper.take))
            assert await real_time_until(lambda: bool(paper.of(Account) and paper.of(BookUpdate)))
            try:
                yield paper
            finally:
                await paper.venue.close()


@BOTH
async def test_orders_meet_the_live_book_and_never_the_exchange(make: str) -> None:
    async with practising(make) as paper:
        assert not paper.venue.live
        assert paper.account().wallet_balance == pytest.approx(1.67, rel=0.01)
        report = await paper.submit(Side.BUY, "10")
        assert (report.state.value, report.average_price) == ("filled", 60_000.5)
        assert paper.account().positions[0].contracts == 10
        paper.server.set_book(SYMBOL, ((61_000.0, 40.0),), ((61_000.5, 40.0),))
        assert await real_time_until(lambda: paper.of(BookUpdate)[-1].bids[0][0] == 61_000.0)
        report = await paper.submit(Side.SELL, "100")
        assert (report.state.value, report.filled_contracts) == ("cancelled", 40), "what is there"
        assert paper.server.orders_received == []
        private = ("dial private", "dial trade", "POST /dapi/v1/listenKey")
        assert not any(paper.server.requests[route] for route in private)


@BOTH
async def test_a_resting_order_fills_when_the_live_market_crosses_it(make: str) -> None:
    async with practising(make) as paper:
        report = await paper.submit(Side.BUY, "10", price="59900", name="st1rest")
        assert report.state.value == "open"
        paper.server.set_book(SYMBOL, ((59_800.0, 50.0),), ((59_850.0, 50.0),))
        assert await real_time_until(lambda: bool(paper.of(Fill)))
        fill = paper.of(Fill)[-1]
        assert (fill.client_order_id, fill.price, fill.contracts) == ("st1rest", 59_900.0, 10)


@BOTH
async def test_a_lost_book_trades_nothing_and_freezes_until_a_snapshot(make: str) -> None:
    async with practising(make) as paper:
        policy = {"side": "long", "target_leverage": 2.0}
        paper.take(Command(at=time.time_ns(), name=CommandName.SET_POLICY, policy=policy))
        since = len(paper.events)
        await paper.server.stop()
        assert await real_time_until(lambda: _lost_book(paper.events[since:]))
        report = await paper.submit(Side.BUY, "10")
        assert (report.state.value, report.filled_contracts) == ("cancelled", 0)
        reasons = {out.reason for out in paper.outputs if isinstance(out, Freeze)}
        assert Reason.BOOK_STALE in reasons
        await paper.server.start(paper.server.port)
        assert await real_time_until(lambda: _last_book(paper, since) is not None)
        assert (await paper.submit(Side.BUY, "10")).state.value == "filled"


@BOTH
async def test_a_gap_in_the_live_book_is_resnapshot(make: str) -> None:
    async with practising(make) as paper:
        since = len(paper.events)
        paper.server.skip_book_update(SYMBOL)
        paper.server.set_book(SYMBOL, ((59_000.0, 7.0),), ((59_010.0, 7.0),))
        assert await real_time_until(lambda: _last_book(paper, since) is not None)
        assert _lost_book(paper.events[since:])
        assert (await paper.submit(Side.SELL, "5")).average_price == 59_000.0


@BOTH
async def test_the_live_rate_is_settled_here_once(make: str) -> None:
    async with practising(make) as paper:
        await paper.submit(Side.BUY, "100")
        due = time.time_ns() + 150_000_000
        paper.server.set_funding(SYMBOL, 0.0004, due)
        assert await real_time_until(lambda: bool(paper.of(FundingSettled)))
        # The venue still tells of the interval that has ended.
        paper.server.set_funding(SYMBOL, 0.0005, due)
        seen = len(paper.of(Account))
        assert await real_time_until(lambda: len(paper.of(Account)) >= seen + 3)
        (paid,) = paper.of(FundingSettled)
        size = 100 if make == "binancecoinm" else 1
        assert paid.funding_rate == 0.0004
        assert paid.amount == pytest.approx(-0.0004 * 100 * size / 60_000, rel=1e-3)


@BOTH
async def test_kill_cancels_and_confirms(make: str) -> None:
    async with practising(make) as paper:
        await paper.submit(Side.BUY, "10", price="59000")
        await paper.venue.kill()
        assert paper.of(KillConfirmation)[-1].confirmed
        assert paper.venue.exchange.open_orders() == ()
        report = await paper.venue.preflight(2.0)
        assert report.venue == "practice"


def _lost_book(events: list[AnyEvent]) -> bool:
    return any(
        isinstance(e, FeedChanged) and e.feed is Feed.BOOK and e.state is FeedState.DISCONNECTED
        for e in events
    )


def _last_book(paper: Paper, since: int) -> BookUpdate | None:
    """Return the first book after the loss, None while there is none."""
    lost = False
    for event in paper.events[since:]:
        lost = lost or _lost_book([event])
        if lost and isinstance(event, BookUpdate):
            return event
    return None
