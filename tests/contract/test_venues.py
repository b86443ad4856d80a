"""What every venue promises, whatever is behind it."""

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from terminal.model.events import (
    Account,
    BookUpdate,
    Funding,
    InstrumentListed,
    KillConfirmation,
    Mark,
    OrderState,
    Side,
)
from terminal.model.outputs import OrderType
from tests.contract.factories import FACTORIES
from tests.contract.world import World

BOTH_WAYS = pytest.mark.parametrize("side", list(Side))


@pytest.fixture(params=FACTORIES)
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    async with FACTORIES[request.param](tmp_path) as running:
        yield running


def other(side: Side) -> Side:
    return Side.SELL if side is Side.BUY else Side.BUY


async def test_instruments_are_listed_before_anything_is_said_of_them(world: World) -> None:
    assert isinstance(world.events[0], InstrumentListed)
    known: set[str] = set()
    for event in world.events:
        if isinstance(event, InstrumentListed):
            known.add(event.symbol)
            assert event.venue == world.venue.name
            event.instrument()
        elif isinstance(event, Mark | BookUpdate | Funding):
            assert event.symbol in known
    assert world.symbol in known


async def test_mark_book_funding_and_account_keep_coming(world: World) -> None:
    before = len(world.events)
    kinds = (Mark, BookUpdate, Funding, Account)

    def all_came() -> bool:
        return all(any(isinstance(e, kind) for e in world.events[before:]) for kind in kinds)

    assert await world.until(all_came, 10.0), "a feed went quiet"
    book = world.of(BookUpdate)[-1]
    assert book.bids[0][0] < book.asks[0][0]
    assert list(book.bids) == sorted(book.bids, reverse=True)
    assert list(book.asks) == sorted(book.asks)


async def test_events_are_stamped_in_time_order(world: World) -> None:
    await world.until(lambda: len(world.events) > 200, 5.0)
    stamps = [event.at for event in world.events]
    assert stamps == sorted(stamps)


@BOTH_WAYS
async def test_a_market_order_fills_once_and_the_account_follows(world: World, side: Side) -> None:
    intent = world.intent(side, 1_000)
    report = await world.submit(intent)
    assert (report.state, report.filled_contracts) == (OrderState.FILLED, 1_000)
    assert sum(fill.contracts for fill in world.fills(intent)) == 1_000
    assert list(world.orders_at_venue()) == [intent.client_order_id]
    assert await world.until(lambda: world.position() == side.sign * 1_000, 5.0)
    fees = sum(fill.fee for fill in world.fills(intent))
    assert fees > 0
    charged = pytest.approx(2.0 - fees, rel=1e-7)
    assert await world.until(lambda: world.account().wallet_balance == charged, 5.0)


@BOTH_WAYS
async def test_an_ioc_order_within_reach_fills(world: World, side: Side) -> None:
    price = world.price(other(side), 0.01 * side.sign)
    report = await world.submit(world.intent(side, 500, OrderType.IOC_LIMIT, price))
    assert (report.state, report.filled_contracts) == (OrderState.FILLED, 500)


@BOTH_WAYS
async def test_an_ioc_order_out_of_reach_ends_unfilled(world: World, side: Side) -> None:
    intent = world.intent(side, 500, OrderType.IOC_LIMIT, world.price(side, -0.05 * side.sign))
    report = await world.submit(intent)
    assert report.state in {OrderState.CANCELLED, OrderState.EXPIRED}
    assert report.filled_contracts == 0
    assert not world.fills(intent)


@BOTH_WAYS
async def test_a_limit_order_rests_and_is_cancelled_by_its_id(world: World, side: Side) -> None:
    price = world.price(side, -0.05 * side.sign)
    intent = world.intent(side, 500, OrderType.LIMIT, price)
    assert (await world.submit(intent)).state is OrderState.OPEN
    await world.cancel(intent)
    gone = await world.until(lambda: world.reports(intent)[-1].state is OrderState.CANCELLED, 5.0)
    assert gone
    assert list(world.orders_at_venue()) == [intent.client_order_id]


@BOTH_WAYS
async def test_a_post_only_order_rests_where_it_takes_nothing(world: World, side: Side) -> None:
    price = world.price(side, -0.05 * side.sign)
    intent = world.intent(side, 500, OrderType.POST_ONLY, price)
    assert (await world.submit(intent)).state is OrderState.OPEN


@BOTH_WAYS
async def test_a_post_only_order_that_would_take_never_fills(world: World, side: Side) -> None:
    price = world.price(other(side), 0.01 * side.sign)
    intent = world.intent(side, 500, OrderType.POST_ONLY, price)
    await world.submit(intent)
    assert await world.until(lambda: world.reports(intent)[-1].state.terminal, 5.0)
    last = world.reports(intent)[-1]
    assert last.state in {OrderState.REJECTED, OrderState.CANCELLED}
    assert last.filled_contracts == 0
    assert last.reason


@BOTH_WAYS
async def test_a_reduce_only_order_reduces(world: World, side: Side) -> None:
    await world.submit(world.intent(side, 1_000))
    report = await world.submit(world.intent(other(side), 400, reduce_only=True))
    assert (report.state, report.filled_contracts) == (OrderState.FILLED, 400)
    assert await world.until(lambda: world.position() == side.sign * 600, 5.0)


@BOTH_WAYS
async def test_a_reduce_only_order_never_flips(world: World, side: Side) -> None:
    await world.submit(world.intent(side, 1_000))
    report = await world.submit(world.intent(other(side), 5_000, reduce_only=True))
    assert report.state.terminal
    assert report.filled_contracts == 1_000
    assert await world.until(lambda: world.position() == 0, 5.0)


@BOTH_WAYS
async def test_a_reduce_only_order_without_a_position_trades_nothing(
    world: World, side: Side
) -> None:
    intent = world.intent(side, 1_000, reduce_only=True)
    report = await world.submit(intent)
    assert report.state in {OrderState.REJECTED, OrderState.CANCELLED}
    assert report.filled_contracts == 0
    assert report.reason


async def test_an_order_that_nobody_can_margin_is_rejected_with_a_reason(world: World) -> None:
    price = world.price(Side.SELL)
    intent = world.intent(Side.BUY, 900_000_000, OrderType.IOC_LIMIT, price)
    report = await world.submit(intent)
    assert report.state is OrderState.REJECTED
    assert report.reason
    assert not world.fills(intent)


async def test_a_price_off_the_tick_is_rejected_with_a_reason(world: World) -> None:
    price = world.price(Side.BUY, -0.05) + Decimal("0.00000001")
    report = await world.submit(world.intent(Side.BUY, 500, OrderType.LIMIT, price))
    assert report.state is OrderState.REJECTED
    assert report.reason


async def test_cancel_all_ends_every_open_order(world: World) -> None:
    intents = [
        world.intent(side, 500, OrderType.LIMIT, world.price(side, -0.05 * side.sign))
        for side in (Side.BUY, Side.SELL, Side.BUY)
    ]
    for intent in intents:
        assert (await world.submit(intent)).state is OrderState.OPEN
    await world.cancel()

    def all_gone() -> bool:
        return all(world.reports(i)[-1].state is OrderState.CANCELLED for i in intents)

    assert await world.until(all_gone, 5.0)


async def test_a_query_tells_what_became_of_an_order(world: World) -> None:
    intent = world.intent(Side.BUY, 700)
    await world.submit(intent)
    before = len(world.reports(intent))
    await world.query(intent.client_order_id)
    assert await world.until(lambda: len(world.reports(intent)) > before, 5.0)
    last = world.reports(intent)[-1]
    assert (last.state, last.filled_contracts) == (OrderState.FILLED, 700)


async def test_a_query_of_an_order_nobody_sent_finds_nothing(world: World) -> None:
    intent = world.intent(Side.BUY, 700)
    await world.query(intent.client_order_id)
    assert await world.until(lambda: bool(world.reports(intent)), 5.0)
    assert world.reports(intent)[-1].state is OrderState.NOT_FOUND


async def test_kill_cancels_everything_and_confirms(world: World) -> None:
    intent = world.intent(Side.BUY, 500, OrderType.LIMIT, world.price(Side.BUY, -0.05))
    await world.submit(intent)
    await world.do(world.venue.kill())
    assert await world.until(lambda: bool(world.of(KillConfirmation)), 5.0)
    assert world.of(KillConfirmation)[-1].confirmed
    assert await world.until(lambda: world.reports(intent)[-1].state is OrderState.CANCELLED, 5.0)


async def test_close_leaves_nothing_running(world: World) -> None:
    running = world.running
    assert running is not None
    ours = asyncio.current_task()
    await world.venue.close()
    await world.until(running.done, 5.0)
    assert running.done()
    assert [t for t in asyncio.all_tasks() if t is not ours and not _of_the_suite(t)] == []
    told = len(world.events)
    await world.until(lambda: False, 1.0)
    assert len(world.events) == told


def _of_the_suite(task: asyncio.Task[object]) -> bool:
    """True for pytest-asyncio's own task, which holds the fixture open."""
    return "fixture" in getattr(task.get_coro(), "__qualname__", "")
