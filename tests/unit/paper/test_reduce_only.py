from decimal import Decimal

import pytest

from terminal.model.events import OrderState, Side
from terminal.model.outputs import OrderType
from terminal.venues.paper.orders import Refusal
from tests.unit.paper.bench import Bench

BUY, SELL = Side.BUY, Side.SELL
LIMIT, MARKET = OrderType.LIMIT, OrderType.MARKET


@pytest.mark.parametrize("side", [BUY, SELL])
def test_a_reduce_only_order_is_cut_to_the_position(side: Side) -> None:
    bench = Bench()
    bench.place(side, 1_000)
    order = bench.place(BUY if side is SELL else SELL, 1_500, reduce_only=True)
    assert order.filled_contracts == 1_000
    assert (order.state, order.reason) == (OrderState.CANCELLED, Refusal.REDUCE_ONLY_SHRUNK)
    assert bench.position() == 0


@pytest.mark.parametrize("side", [BUY, SELL])
def test_a_reduce_only_order_needs_something_to_reduce(side: Side) -> None:
    bench = Bench()
    assert bench.refused(side, 100, reduce_only=True) is Refusal.NOTHING_TO_REDUCE
    bench.place(side, 100)
    assert bench.refused(side, 100, reduce_only=True) is Refusal.NOTHING_TO_REDUCE


def test_resting_reduce_only_orders_shrink_with_the_position() -> None:
    bench = Bench()
    bench.buy(1_000)
    near = bench.place(SELL, 800, LIMIT, 60_500, reduce_only=True)
    far = bench.place(SELL, 800, LIMIT, 60_600, reduce_only=True)
    bench.book([(60_500.0, 500.0)], [(60_700.0, 1.0)])
    assert bench.position() == 500
    assert bench.order(near.order_id).open_contracts == 300
    assert bench.order(far.order_id).open_contracts == 500


def test_a_resting_reduce_only_order_ends_with_the_position() -> None:
    bench = Bench()
    bench.buy(1_000)
    resting = bench.place(SELL, 800, LIMIT, 60_500, reduce_only=True)
    bench.sell(1_000)
    order = bench.order(resting.order_id)
    assert (order.state, order.reason) == (OrderState.CANCELLED, Refusal.REDUCE_ONLY_SHRUNK)
    assert not bench.exchange.open_orders()


def test_one_snapshot_that_crosses_two_reduce_only_orders_does_not_flip() -> None:
    bench = Bench()
    bench.buy(1_000)
    for price in (60_500, 60_600):
        bench.place(SELL, 1_000, LIMIT, price, reduce_only=True)
    bench.book([(61_000.0, 5_000.0)], [(61_001.0, 1.0)])
    assert bench.position() == 0
    assert sum(fill.contracts for fill in bench.fills()) == Decimal(1_000)


def test_reducing_needs_no_margin() -> None:
    bench = Bench()
    bench.exchange.set_leverage(bench.symbol, 5, bench.at)
    bench.buy(550_000)
    bench.mark(59_000)
    bench.book([(58_999.0, 1e6)], [(59_001.0, 1e6)])
    assert bench.account().available_margin < 0
    assert bench.refused(BUY, 100) is Refusal.INSUFFICIENT_MARGIN
    assert bench.place(SELL, 100, reduce_only=True).state is OrderState.FILLED
    assert bench.place(SELL, 100).state is OrderState.FILLED
