"""What every venue promises of the trades that everybody sees."""

from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest

from terminal.model.events import Side
from terminal.model.trades import PublicTrade, PublicTrades, TradeFeed, TradeFeedChanged, TradeWord
from terminal.venues.base import TellsTrades
from tests.contract.factories import FACTORIES
from tests.contract.world import World

BOTH_WAYS = pytest.mark.parametrize("side", list(Side))
TOLD = [name for name in FACTORIES if name != "replay"]


class Watched:
    """A running venue and every word about its trades."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.words: list[TradeWord] = []
        assert isinstance(world.venue, TellsTrades)
        world.venue.watch_trades(self.words.append)

    def trades(self) -> list[PublicTrade]:
        told = (word.trades for word in self.words if isinstance(word, PublicTrades))
        return [trade for some in told for trade in some if trade.symbol == self.world.symbol]

    def states(self) -> list[TradeFeed]:
        changes = [word for word in self.words if isinstance(word, TradeFeedChanged)]
        return [c.state for c in changes if c.symbol in (None, self.world.symbol)]

    async def live(self) -> None:
        found = await self.world.until(lambda: self.states()[-1:] == [TradeFeed.LIVE], 5.0)
        assert found, self.states()
        await self.world.until(lambda: False, 0.05)  # until the subscription has arrived


@pytest.fixture(params=TOLD)
async def watched(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Watched]:
    async with FACTORIES[request.param](tmp_path) as world:
        watched = Watched(world)
        await watched.live()
        yield watched


@BOTH_WAYS
async def test_a_public_trade_is_told_once(watched: Watched, side: Side) -> None:
    world = watched.world
    intent = world.intent(side, 1_237)
    await world.submit(intent)
    fills = [(fill.price, fill.contracts) for fill in world.fills(intent)]

    def ours() -> list[PublicTrade]:
        return [t for t in watched.trades() if (t.price, t.contracts) in fills and t.side is side]

    assert await world.until(lambda: len(ours()) >= len(fills), 5.0), watched.words
    await world.until(lambda: False, 0.2)
    assert [(trade.price, trade.contracts) for trade in ours()] == fills
    assert not [e for e in world.events if isinstance(e, PublicTrades | TradeFeedChanged)]


async def test_trades_name_venue_contract_time_and_an_id_of_their_own(watched: Watched) -> None:
    world = watched.world
    await world.submit(world.intent(Side.BUY, 1_000))
    await world.submit(world.intent(Side.SELL, 1_000))
    assert await world.until(lambda: len(watched.trades()) >= 2, 5.0)
    trades = watched.trades()
    assert {trade.venue for trade in trades} == {world.venue.name}
    assert len({trade.trade_id for trade in trades}) == len(trades)
    assert all(one.at <= other.at for one, other in pairwise(trades))
    assert all(abs(trade.at - trade.traded_at) < 5_000_000_000 for trade in trades)


async def test_a_session_file_says_that_it_has_no_trades(tmp_path: Path) -> None:
    async with FACTORIES["replay"](tmp_path) as world:
        watched = Watched(world)
        await world.submit(world.intent(Side.BUY, 1_000))
        await world.until(lambda: False, 1.0)
        assert watched.states() == [TradeFeed.NONE]
        assert watched.trades() == []
