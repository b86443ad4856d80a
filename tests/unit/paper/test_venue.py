import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from itertools import pairwise

import pytest

from terminal.model.events import (
    Account,
    AnyEvent,
    BookUpdate,
    Feed,
    FeedChanged,
    FeedState,
    Fill,
    Funding,
    FundingSettled,
    InstrumentListed,
    Mark,
    OrderReport,
    OrderState,
    Side,
)
from terminal.model.outputs import OrderIntent, OrderType, Purpose
from terminal.model.session import encode
from terminal.venues.paper.venue import PaperSettings, PaperVenue
from tests.contract.virtual_time import VirtualTime
from tests.virtual_clock import SECOND

BTC = "BTC/USD:BTC"


@asynccontextmanager
async def running(
    **settings: float,
) -> AsyncIterator[tuple[PaperVenue, VirtualTime, list[AnyEvent]]]:
    time = VirtualTime()
    venue = PaperVenue(time.clock, PaperSettings(**settings), sleep=time.sleep)  # type: ignore[arg-type]
    events: list[AnyEvent] = []
    async with asyncio.TaskGroup() as group:
        group.create_task(venue.run(events.append))
        await time.run_for(0.5)
        yield venue, time, events
        await venue.close()


def of(kind: type[AnyEvent], events: list[AnyEvent]) -> list[AnyEvent]:
    return [event for event in events if isinstance(event, kind)]


def market_buy(time: VirtualTime, name: str, contracts: int) -> OrderIntent:
    return OrderIntent(
        at=time.clock(),
        client_order_id=name,
        decision_id=1,
        venue="paper",
        symbol=BTC,
        side=Side.BUY,
        contracts=Decimal(contracts),
        reduce_only=False,
        type=OrderType.MARKET,
        limit_price=None,
        purpose=Purpose.MANUAL,
    )


async def do(time: VirtualTime, request: object) -> None:
    task = asyncio.ensure_future(request)  # type: ignore[call-overload]  # noqa: TID251
    assert await time.until(task.done, 5.0)
    await task


async def hash_of_a_run(seed: int) -> str:
    async with running(seed=seed) as (venue, time, events):
        await do(time, venue.submit(market_buy(time, "a", 5_000)))
        await time.run_for(3.0)
        venue.scenario("gap_down")
        await time.run_for(3.0)
    return hashlib.sha256(b"\n".join(encode(event) for event in events)).hexdigest()


async def test_the_same_seed_gives_the_same_events_to_the_byte() -> None:
    assert await hash_of_a_run(3) == await hash_of_a_run(3)
    assert await hash_of_a_run(3) != await hash_of_a_run(4)


async def test_it_begins_with_three_instruments_and_three_flat_accounts_worth_trading() -> None:
    async with running() as (_, _, events):
        assert [e.symbol for e in events[:3] if isinstance(e, InstrumentListed)] == [
            "AIOZ/USD:AIOZ",
            BTC,
            "BTC/USDT:USDT",
        ]
        accounts = [event for event in events if isinstance(event, Account)][:3]
        assert {a.settle: a.wallet_balance for a in accounts} == {
            "AIOZ": 100_000.0,
            "BTC": 2.0,
            "USDT": 50_000.0,
        }
        assert all(not account.positions for account in accounts)


async def test_no_feed_comes_near_its_staleness_limit() -> None:
    async with running() as (_, time, events):
        await time.run_for(60.0)
        limits: list[tuple[Callable[[AnyEvent], bool], float]] = [
            (lambda e: isinstance(e, Mark) and e.symbol == BTC, 0.5),
            (lambda e: isinstance(e, BookUpdate) and e.symbol == BTC, 0.5),
            (lambda e: isinstance(e, Funding) and e.symbol == BTC, 6.0),
            (lambda e: isinstance(e, Account) and e.settle == "BTC", 3.0),
        ]
        for wanted, limit_s in limits:
            stamps = [event.at for event in events if wanted(event)]
            assert max(b - a for a, b in pairwise(stamps)) < limit_s * SECOND


async def test_a_thousand_books_a_second_come_out_when_asked_for() -> None:
    async with running(book_updates_per_s=1_000.0) as (_, time, events):
        before = len(of(BookUpdate, events))
        await time.run_for(1.0)
        assert len(of(BookUpdate, events)) - before == pytest.approx(1_000, abs=5)


async def test_an_order_is_answered_after_the_latency() -> None:
    async with running(acknowledge_after_s=0.25) as (venue, time, events):
        sent_at = time.clock()
        await do(time, venue.submit(market_buy(time, "a", 5_000)))
        reports = [event for event in events if isinstance(event, OrderReport)]
        assert [report.state for report in reports] == [OrderState.OPEN, OrderState.FILLED]
        assert reports[0].at == sent_at + SECOND // 4


async def test_a_duplicate_is_answered_with_how_the_first_one_stands() -> None:
    async with running() as (venue, time, events):
        for _ in range(2):
            await do(time, venue.submit(market_buy(time, "a", 5_000)))
        reports = [event for event in events if isinstance(event, OrderReport)]
        assert reports[-1].state is OrderState.FILLED
        assert sum(f.contracts for f in events if isinstance(f, Fill)) == 5_000


async def test_a_gap_reaches_mark_and_account() -> None:
    async with running() as (venue, time, events):
        await do(time, venue.submit(market_buy(time, "a", 120_000)))
        await time.run_for(1.5)
        mark = [e for e in events if isinstance(e, Mark) and e.symbol == BTC][-1].mark_price
        equity = [e for e in events if isinstance(e, Account) and e.settle == "BTC"][-1].equity
        venue.scenario("gap_down")
        await time.run_for(1.5)
        later = [e for e in events if isinstance(e, Mark) and e.symbol == BTC][-1].mark_price
        account = [e for e in events if isinstance(e, Account) and e.settle == "BTC"][-1]
        assert later / mark == pytest.approx(0.95, abs=0.003)
        assert account.equity < equity - 0.08


@pytest.mark.parametrize(
    ("scenario", "feed", "kind"),
    [
        ("lose_mark", Feed.MARK, Mark),
        ("lose_book", Feed.BOOK, BookUpdate),
        ("lose_funding", Feed.FUNDING, Funding),
        ("lose_account", Feed.ACCOUNT, Account),
    ],
)
async def test_a_lost_feed_is_reported_silent_and_back(
    scenario: str, feed: Feed, kind: type[AnyEvent]
) -> None:
    async with running() as (venue, time, events):
        venue.scenario(scenario, 8.0)
        lost = len(events)
        await time.run_for(7.5)
        assert isinstance(events[lost - 1], FeedChanged)
        assert not of(kind, events[lost:])
        back = len(events)
        await time.run_for(8.0)
        changes = [event for event in events if isinstance(event, FeedChanged)]
        assert [(c.feed, c.state) for c in changes] == [
            (feed, FeedState.DISCONNECTED),
            (feed, FeedState.LIVE),
        ]
        assert of(kind, events[back:])


async def test_a_scenario_that_does_not_exist_is_an_error() -> None:
    async with running() as (venue, _, _):
        with pytest.raises(ValueError, match="armageddon"):
            venue.scenario("armageddon")


async def test_funding_is_settled_when_its_time_comes() -> None:
    async with running(book_updates_per_s=3.0, marks_per_s=1.0) as (venue, time, events):
        await do(time, venue.submit(market_buy(time, "a", 1_000)))
        await time.run_for(3_605.0)
        settled = [
            event
            for event in events
            if isinstance(event, FundingSettled) and event.settled_at is None
        ]
        assert [event.symbol for event in settled] == ["AIOZ/USD:AIOZ"]
        assert settled[0].amount == 0
        assert settled[0].at % (3_600 * SECOND) == 0


async def test_it_begins_with_a_history_of_funding_in_order_of_time() -> None:
    async with running() as (_, time, events):
        told = [e for e in events if isinstance(e, FundingSettled) and e.symbol == BTC]
        times = [event.settled_at or 0 for event in told]
        assert len(times) == 72
        assert times == sorted(set(times))
        assert times[-1] <= time.clock()
        assert all(event.amount is None for event in told)


async def test_an_order_after_the_close_is_rejected() -> None:
    async with running() as (venue, time, events):
        await venue.close()
        await do(time, venue.submit(market_buy(time, "late", 1_000)))
        last = events[-1]
        assert isinstance(last, OrderReport)
        assert (last.state, last.reason) == (OrderState.REJECTED, "venue_closed")


async def test_an_error_in_the_engine_ends_the_run_as_itself() -> None:
    time = VirtualTime()
    venue = PaperVenue(time.clock, sleep=time.sleep)

    def refuse(event: AnyEvent) -> None:
        raise ZeroDivisionError(type(event).__name__)

    with pytest.raises(ZeroDivisionError, match="InstrumentListed"):
        await venue.run(refuse)
