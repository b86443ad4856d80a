"""What the simulated market prints while somebody watches."""

import asyncio
from decimal import Decimal

from terminal.model.events import BookUpdate, Mark, Side
from terminal.model.outputs import OrderType
from terminal.model.trades import PublicTrade, PublicTrades, TradeWord
from terminal.venues.paper.exchange import SimulatedExchange
from terminal.venues.paper.listings import default_listings
from terminal.venues.paper.orders import OrderRequest
from terminal.venues.paper.prints import Prints
from terminal.venues.paper.venue import PaperSettings, PaperVenue
from tests.contract.virtual_time import VirtualTime

SYMBOL = "BTC/USD:BTC"


def mark(at: int, last: float) -> Mark:
    return Mark(at=at, venue="paper", symbol=SYMBOL, mark_price=60_000.0, last_price=last)


def trades_of(words: list[TradeWord]) -> list[PublicTrade]:
    return [t for word in words if isinstance(word, PublicTrades) for t in word.trades]


class Market:
    def __init__(self) -> None:
        contract = next(
            one.instrument for one in default_listings("paper") if one.instrument.symbol == SYMBOL
        )
        self.exchange = SimulatedExchange([contract], {"BTC": 2.0})
        self.words: list[TradeWord] = []
        self.prints = Prints("paper", self.exchange, 7, lambda: 1)
        self.exchange.set_mark(SYMBOL, 60_000.0, 1)
        self.exchange.set_book(SYMBOL, ((59_999.5, 4_000.0),), ((60_000.0, 3_000.0),), 1)

    def watch(self) -> None:
        self.prints.watch(self.words.append)

    @property
    def trades(self) -> list[PublicTrade]:
        return trades_of(self.words)


def test_a_last_price_at_the_ask_is_a_purchase_and_at_the_bid_a_sale() -> None:
    market = Market()
    market.watch()
    market.prints.marked(mark(2, 60_000.0))
    market.prints.marked(mark(3, 59_999.5))
    assert [(t.at, t.side, t.price) for t in market.trades] == [
        (2, Side.BUY, 60_000.0),
        (3, Side.SELL, 59_999.5),
    ]
    assert all(t.contracts >= 1 and t.contracts == int(t.contracts) for t in market.trades)


def test_nobody_watching_costs_no_trade() -> None:
    market = Market()
    market.prints.marked(mark(2, 60_000.0))
    market.watch()
    assert market.trades == []


def test_our_own_execution_is_printed_with_the_takers_side() -> None:
    market = Market()
    market.watch()
    order = OrderRequest(
        symbol=SYMBOL,
        side=Side.SELL,
        type=OrderType.LIMIT,
        contracts=Decimal(500),
        limit_price=Decimal("60000.5"),
        reduce_only=False,
        client_order_id="ours",
    )
    market.prints.reported(market.exchange.place(order, 2))
    crossing = ((60_001.0, 800.0),)
    market.prints.reported(market.exchange.set_book(SYMBOL, crossing, ((60_001.5, 9.0),), 3))
    ((side, price, contracts),) = [(t.side, t.price, t.contracts) for t in market.trades]
    assert (side, contracts) == (Side.BUY, 500.0)
    assert price == 60_000.5


async def test_a_watched_market_is_the_same_market() -> None:
    told = []
    for watched in (False, True):
        virtual = VirtualTime()
        venue = PaperVenue(virtual.clock, PaperSettings(seed=7), sleep=virtual.sleep)
        words: list[TradeWord] = []
        if watched:
            venue.watch_trades(words.append)
        events: list[object] = []
        told.append(events)
        async with asyncio.TaskGroup() as group:
            group.create_task(venue.run(events.append))
            await virtual.until(lambda: False, 5.0)
            await venue.close()
        if watched:
            trades = trades_of(words)
            assert len(trades) > 50
            lasts = {e.last_price for e in events if isinstance(e, Mark)}
            assert {trade.price for trade in trades} <= lasts
            assert any(isinstance(event, BookUpdate) for event in events)
    assert told[0] == told[1]
