"""Streams that break off, repeat themselves or talk nonsense, and the book that is left."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from terminal.model.events import (
    BookUpdate,
    Feed,
    FeedChanged,
    FeedState,
    Mark,
    OrderReport,
    OrderState,
)
from terminal.model.outputs import OrderType
from tests.loopback.bybit import BybitLoopback
from tests.loopback.bybit.quiet_market import set_market
from tests.loopback.listener import QUICK, SYMBOL, Listener, listening
from tests.loopback.real_time import real_time_until


@pytest.fixture
async def server() -> AsyncIterator[BybitLoopback]:
    async with BybitLoopback() as running:
        set_market(running, SYMBOL, 60_000.0)
        yield running


def books(desk: Listener, since: int = 0) -> list[BookUpdate]:
    return desk.of(BookUpdate, since)


def lost(desk: Listener, feed: Feed, since: int = 0) -> list[str]:
    changes = desk.of(FeedChanged, since)
    gone = [c for c in changes if c.feed is feed and c.state is FeedState.DISCONNECTED]
    return [change.detail for change in gone]


async def test_malformed_json_costs_the_socket_and_no_more(server: BybitLoopback) -> None:
    """ccxt decodes outside of its own handlers: an error there would leave the socket unread."""
    frames = ('{"topic":"order","da', "{]", '{"topic":' + "[" * 2_000)
    async with listening(server) as desk:
        await desk.until_live()
        assert await real_time_until(lambda: server.requests["trade auth"] > 0)
        for dials, frame in enumerate(frames, start=2):
            for kind in ("public", "private", "trade"):
                server.sockets.raw(kind, frame)
                again = await real_time_until(
                    lambda kind=kind, n=dials: server.requests[f"dial {kind}"] == n  # type: ignore[misc]
                )
                assert again, (kind, frame[:20])
                assert await real_time_until(
                    lambda kind=kind: server.sockets.connections(kind) == 1  # type: ignore[misc]
                )
            await desk.until_live()


async def test_a_connection_that_is_cut_within_a_frame_is_dialled_again(
    server: BybitLoopback,
) -> None:
    async with listening(server) as desk:
        await desk.until_live()
        since = len(desk.events)
        for kind in ("public", "private"):
            (connection,) = server.sockets._open[kind]
            assert connection._request.transport is not None
            connection._request.transport.write(b'\x81\x7e\x01\x00{"topic":"orderbo')
            connection.abort()
        assert await real_time_until(lambda: bool(lost(desk, Feed.BOOK, since)))
        await desk.until_live()
        assert books(desk, since)[-1].bids == server._market._books[SYMBOL][0]


async def test_a_book_message_that_comes_twice_makes_the_book_worthless_until_a_snapshot(
    server: BybitLoopback,
) -> None:
    async with listening(server) as desk:
        await desk.until_live()
        since = len(desk.events)
        server._market._update_ids[SYMBOL] -= 1
        server.set_book(SYMBOL, ((59_000.0, 7.0),), ((61_000.0, 7.0),))
        assert await real_time_until(lambda: len(books(desk, since)) > 0)
        assert lost(desk, Feed.BOOK, since) == ["a message is missing"]
        first = desk.events[since]
        assert isinstance(first, FeedChanged), "the loss is told before any book"
        assert books(desk, since)[0].bids == ((59_000.0, 7.0),)


async def test_no_level_of_before_a_reconnection_haunts_the_book(server: BybitLoopback) -> None:
    ghost, alive = ((59_990.0, 5.0),), ((59_000.0, 7.0),)
    asks = ((61_000.0, 7.0),)
    async with listening(server, timing=replace(QUICK, first_retry_s=0.2)) as desk:
        await desk.until_live()
        server.set_book(SYMBOL, ghost + alive, asks)
        assert await real_time_until(lambda: books(desk)[-1].bids == ghost + alive)
        server.drop("public")
        assert await real_time_until(lambda: server.sockets.connections("public") == 0)
        since = len(desk.events)
        server.set_book(SYMBOL, alive, asks)
        await desk.until_live()
        server.set_book(SYMBOL, alive, ((61_000.0, 9.0),))
        assert await real_time_until(lambda: books(desk)[-1].asks == ((61_000.0, 9.0),))
        assert all(ghost[0] not in book.bids for book in books(desk, since))


async def test_garbage_for_a_price_is_never_a_mark(server: BybitLoopback) -> None:
    """What is no number is left out; what is no price is passed on for the engine to refuse."""
    garbage: list[Any] = ["garbage", "", "0x10", "1e999", "NaN", "-1", "0", [], {}, True, None]
    async with listening(server) as desk:
        await desk.until_live()
        since = len(desk.events)
        for number, price in enumerate(garbage):
            data = {"symbol": "BTCUSD", "markPrice": price}
            ticker = {"topic": "tickers.BTCUSD", "type": "delta", "ts": 1, "data": data}
            server.sockets.raw("public", json.dumps(ticker))
            best = ((58_000.0 + number, 1.0),)
            server.set_book(SYMBOL, best, ((62_000.0, 1.0),))
            assert await real_time_until(
                lambda best=best: books(desk)[-1].bids == best  # type: ignore[misc]
            )
        marks = [mark.mark_price for mark in desk.of(Mark, since)]
        assert all(not 0 < mark < float("inf") or mark == 60_000.0 for mark in marks), marks
        assert -1.0 in marks


async def test_a_partial_fill_keeps_what_it_filled_when_the_rest_is_cancelled(
    server: BybitLoopback,
) -> None:
    async with listening(server) as desk:
        await desk.until_live()
        server.set_book(SYMBOL, ((59_000.0, 9.0),), ((60_010.0, 40.0), (61_000.0, 500.0)))
        await desk.submit("a1", "100", kind=OrderType.LIMIT, price="60010")
        assert await real_time_until(lambda: desk.filled("a1") == 40)
        await desk.until_state("a1", "partially_filled")
        await desk.cancel("a1")
        await desk.until_state("a1", "cancelled")
        ended = desk.report("a1")
        assert (ended.filled_contracts, ended.average_price) == (40.0, 60_010.0)
        assert desk.filled("a1") == 40
        assert float(server.exchange.position(SYMBOL).contracts) == 40


async def test_a_fill_in_two_ways_counts_once(server: BybitLoopback) -> None:
    """The stream repeats an execution, and a look-up tells it a third time."""
    async with listening(server) as desk:
        await desk.until_live()
        await desk.submit("a1", "300", kind=OrderType.MARKET, price=None)
        assert await real_time_until(lambda: desk.filled("a1") == 300)
        server.sockets.push("execution", server.trading.executions({}))
        await desk.query("a1")
        reports = desk.of(OrderReport)
        assert await real_time_until(lambda: reports[-1].state is OrderState.FILLED)
        assert desk.filled("a1") == 300
