"""The feed of trades as the wire fails: it mends by itself, and nothing else notices."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from terminal.model.events import FeedChanged, FeedState, Fill, Side
from terminal.model.trades import PublicTrade, PublicTrades, TradeFeed, TradeFeedChanged, TradeWord
from terminal.venues.ccxt.catalogue import BYBIT
from tests.loopback.bybit import BybitLoopback
from tests.loopback.bybit.quiet_market import quiet_market
from tests.loopback.listener import SYMBOL, Listener, listening
from tests.loopback.real_time import real_time_until
from tests.loopback.test_paper_on_live_data import practising

TOPIC = "publicTrade.BTCUSD"


class Watching:
    """A venue on loopback with its trades watched; they have sockets of their own there."""

    def __init__(self, server: BybitLoopback, desk: Listener) -> None:
        self.server, self.desk = server, desk
        self.words: list[TradeWord] = []
        desk.venue.watch_trades(self.words.append)

    @property
    def trades(self) -> list[PublicTrade]:
        told = (word.trades for word in self.words if isinstance(word, PublicTrades))
        return [trade for some in told for trade in some]

    @property
    def states(self) -> list[TradeFeed]:
        return [word.state for word in self.words if isinstance(word, TradeFeedChanged)]

    def sockets(self) -> list[Any]:
        return [c for c in self.server.sockets._open["public"] if TOPIC in c.topics]

    def frame(self, **row: Any) -> str:
        now = self.server.clock() // 1_000_000
        usual = {"T": now, "s": "BTCUSD", "S": "Buy", "v": "7", "p": "60000", "i": "x", "BT": False}
        message = {"topic": TOPIC, "type": "snapshot", "ts": now, "data": [{**usual, **row}]}
        return json.dumps(message)

    def send(self, text: str) -> None:
        for connection in self.sockets():
            connection.queue.put_nowait(text)

    def others_lost(self) -> list[FeedChanged]:
        changes = self.desk.of(FeedChanged)
        return [change for change in changes if change.state is FeedState.DISCONNECTED]

    async def subscribed(self) -> None:
        assert await real_time_until(lambda: bool(self.sockets()))

    async def printed(self, count: int) -> None:
        assert await real_time_until(lambda: len(self.trades) >= count), self.words


@asynccontextmanager
async def watching() -> AsyncIterator[Watching]:
    async with BybitLoopback() as server:
        with quiet_market(server, SYMBOL, 60_000.0):
            async with listening(server) as desk:
                await desk.until_live()
                one = Watching(server, desk)
                await one.subscribed()
                yield one
                assert one.others_lost() == []


async def test_nothing_is_subscribed_before_somebody_wants_to_see_trades() -> None:
    async with BybitLoopback() as server:
        with quiet_market(server, SYMBOL, 60_000.0):
            async with listening(server) as desk:
                await desk.until_live()
                assert server.sockets.subscribed(TOPIC) == 0
                assert server.sockets.connections("public") == 1


async def test_trades_come_on_a_socket_of_their_own() -> None:
    async with watching() as one:
        assert one.server.sockets.connections("public") == 2
        one.server.trade_print(SYMBOL, Side.SELL, 59_999.5, 12.0)
        await one.printed(1)
        assert (one.trades[0].price, one.trades[0].contracts) == (59_999.5, 12.0)
        assert one.states == [TradeFeed.CONNECTING, TradeFeed.LIVE]


async def test_garbage_ends_the_trades_socket_alone_and_it_is_dialled_anew() -> None:
    async with watching() as one:
        one.send("{ this is no JSON")
        one.send(json.dumps({"topic": TOPIC, "data": [[1, 2], None]}))
        assert await real_time_until(lambda: TradeFeed.LOST in one.states)
        assert await real_time_until(lambda: one.states[-1] is TradeFeed.LIVE)
        await one.subscribed()
        one.server.trade_print(SYMBOL, Side.BUY, 60_000.5, 3.0)
        await one.printed(1)
        assert one.server.sockets.connections("public") == 2


async def test_an_impossible_trade_is_said_and_the_next_good_one_ends_that() -> None:
    async with watching() as one:
        one.send(one.frame(p="-1"))
        assert await real_time_until(lambda: one.states[-1] is TradeFeed.LOST)
        assert one.words[-1].detail == "a trade with a price that is none"  # type: ignore[union-attr]
        one.send(one.frame())
        await one.printed(1)
        assert one.states[-1] is TradeFeed.LIVE


async def test_what_is_told_again_after_a_gap_is_told_once_and_the_gap_is_said() -> None:
    async with watching() as one:
        one.send(one.frame(i="before"))
        await one.printed(1)
        for connection in one.sockets():
            connection.abort()
        assert await real_time_until(lambda: TradeFeed.LOST in one.states)
        assert await real_time_until(lambda: one.states[-1] is TradeFeed.LIVE)
        await one.subscribed()
        one.send(one.frame(i="before"))
        one.send(one.frame(i="after"))
        await one.printed(2)
        assert [trade.trade_id for trade in one.trades] == ["before", "after"]


async def test_the_run_that_ends_says_that_trades_are_lost() -> None:
    async with watching() as one:
        await one.desk.venue.close()
    assert one.states[-1] is TradeFeed.LOST


async def test_a_venue_whose_trades_are_not_read_says_so_and_dials_nothing_for_them() -> None:
    async with BybitLoopback() as server:
        with quiet_market(server, SYMBOL, 60_000.0):
            async with listening(server, entry=replace(BYBIT, trades=None)) as desk:
                await desk.until_live()
                one = Watching(server, desk)
                assert await real_time_until(lambda: bool(one.states))
                assert one.states == [TradeFeed.NONE]
                assert server.sockets.connections("public") == 1


async def test_a_trades_feed_that_cannot_be_had_at_all_hurts_nothing_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("no such thing")

    monkeypatch.setattr("terminal.venues.ccxt.trade_link.TradeReader", broken)
    async with BybitLoopback() as server:
        with quiet_market(server, SYMBOL, 60_000.0):
            async with listening(server) as desk:
                await desk.until_live()
                one = Watching(server, desk)
                assert await real_time_until(lambda: TradeFeed.LOST in one.states)
                before = len(desk.events)
                assert await real_time_until(lambda: len(desk.events) > before + 20)
                assert one.others_lost() == []
    assert "trades are not watched any more" in caplog.text


async def test_paper_on_live_data_passes_on_what_is_real_and_prints_nothing_of_its_own() -> None:
    words: list[TradeWord] = []
    async with practising("bybit") as paper:
        paper.venue.watch_trades(words.append)
        assert await real_time_until(lambda: paper.server.sockets.subscribed(TOPIC) == 1)
        await paper.submit(Side.BUY, "10")
        paper.server.trade_print(SYMBOL, Side.BUY, 60_001.0, 77.0)
        assert await real_time_until(lambda: any(isinstance(word, PublicTrades) for word in words))
    assert paper.of(Fill), "our own order was filled"
    told = [t for word in words if isinstance(word, PublicTrades) for t in word.trades]
    assert [(t.venue, t.price, t.contracts) for t in told] == [("practice", 60_001.0, 77.0)]
