from decimal import Decimal

import pytest

from terminal.model.book import Levels
from terminal.model.events import Side
from terminal.model.outputs import OrderType
from terminal.venues.paper.matching import Market
from terminal.venues.replay.immediate import Executions, immediate_executions
from tests.unit.replay.lines import contract, intent

BIDS: Levels = ((59_999.0, 300.0), (59_998.0, 500.0))
ASKS: Levels = ((60_001.0, 300.0), (60_002.0, 500.0))
IOC, LIMIT, POST_ONLY = OrderType.IOC_LIMIT, OrderType.LIMIT, OrderType.POST_ONLY


def executed(
    side: Side,
    contracts: float,
    kind: OrderType = OrderType.MARKET,
    price: float | None = None,
    *,
    bids: Levels = BIDS,
    asks: Levels = ASKS,
    fresh: bool = True,
) -> Executions:
    market = Market(contract())
    market.mark_price = 60_000.25
    market.set_book(bids, asks)
    return immediate_executions(intent(0, side, contracts, kind, price), market, book_fresh=fresh)


def test_an_intent_walks_the_book() -> None:
    assert executed(Side.BUY, 400) == [(60_001.0, Decimal(300)), (60_002.0, Decimal(100))]
    assert executed(Side.SELL, 400) == [(59_999.0, Decimal(300)), (59_998.0, Decimal(100))]


def test_what_the_book_does_not_show_fills_at_its_worst_price() -> None:
    assert executed(Side.BUY, 5_000) == [
        (60_001.0, Decimal(300)),
        (60_002.0, Decimal(500)),
        (60_002.0, Decimal(4_200)),
    ]


@pytest.mark.parametrize("side", list(Side))
def test_without_a_fresh_book_it_fills_at_mark(side: Side) -> None:
    whole = [(60_000.25, Decimal(5_000))]
    assert executed(side, 5_000, fresh=False) == whole
    assert executed(side, 5_000, bids=(), asks=()) == whole


def test_an_ioc_order_is_never_filled_beyond_its_limit() -> None:
    assert executed(Side.BUY, 5_000, IOC, 60_001.5) == [(60_001.0, Decimal(300))]
    assert executed(Side.BUY, 5_000, IOC, 60_000.0) == []
    assert executed(Side.SELL, 5_000, IOC, 60_000.5, fresh=False) == []


def test_an_order_that_may_rest_is_filled_at_its_limit() -> None:
    assert executed(Side.BUY, 500, POST_ONLY, 59_990.0) == [(59_990.0, Decimal(500))]
    assert executed(Side.BUY, 500, LIMIT, 60_001.5) == [
        (60_001.0, Decimal(300)),
        (60_001.5, Decimal(200)),
    ]
    assert executed(Side.BUY, 500, LIMIT, 59_000.0, fresh=False) == [(59_000.0, Decimal(500))]
