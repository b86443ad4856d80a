from decimal import Decimal

import pytest

from terminal.model.events import OrderState, Side
from terminal.model.outputs import OrderType
from terminal.venues.paper.exchange import SimulatedExchange
from terminal.venues.paper.orders import (
    AccountChanged,
    OrderChanged,
    OrderRequest,
    Refusal,
    Refused,
)
from tests.unit.paper.bench import INVERSE, Bench, inverse, linear

BUY, SELL = Side.BUY, Side.SELL
IOC, LIMIT, POST_ONLY = OrderType.IOC_LIMIT, OrderType.LIMIT, OrderType.POST_ONLY


def test_a_market_order_walks_the_book_level_by_level() -> None:
    bench = Bench()
    bench.book([], [(60_000.5, 300.0), (60_001.0, 500.0), (60_002.0, 900.0)])
    order = bench.buy(1_000)
    assert [(fill.price, fill.contracts) for fill in bench.fills()] == [
        (60_000.5, Decimal(300)),
        (60_001.0, Decimal(500)),
        (60_002.0, Decimal(200)),
    ]
    assert order.state is OrderState.FILLED
    assert order.average_price == pytest.approx(
        (300 * 60_000.5 + 500 * 60_001 + 200 * 60_002) / 1e3
    )


def test_reports_tell_acceptance_fills_outcome_and_account_in_that_order() -> None:
    bench = Bench()
    bench.buy(100)
    kinds = [type(report).__name__ for report in bench.last]
    assert kinds == ["OrderChanged", "Filled", "OrderChanged", "AccountChanged"]
    states = [r.order.state for r in bench.last if isinstance(r, OrderChanged)]
    assert states == [OrderState.OPEN, OrderState.FILLED]


def test_taken_liquidity_is_gone_until_the_next_book() -> None:
    bench = Bench()
    bench.book([], [(60_001.0, 300.0), (60_002.0, 50.0)])
    bench.buy(300)
    assert bench.exchange.market(INVERSE).levels(SELL) == ((60_002.0, 50.0),)
    assert bench.buy(100).filled_contracts == 50
    assert bench.buy(100).filled_contracts == 0
    bench.book([], [(60_001.0, 300.0)])
    assert bench.buy(100).filled_contracts == 100


def test_a_market_order_keeps_its_partial_fill_and_loses_the_rest() -> None:
    bench = Bench()
    bench.book([], [(60_001.0, 300.0)])
    order = bench.buy(1_000)
    assert (order.state, order.reason) == (OrderState.CANCELLED, Refusal.NO_LIQUIDITY)
    assert (order.filled_contracts, order.open_contracts) == (Decimal(300), Decimal(0))
    assert bench.position() == 300


def test_an_ioc_order_stops_at_its_limit() -> None:
    bench = Bench()
    bench.book([(59_999.0, 200.0), (59_990.0, 900.0)], [])
    order = bench.place(SELL, 500, IOC, 59_995)
    assert (order.state, order.filled_contracts) == (OrderState.CANCELLED, Decimal(200))
    assert not bench.exchange.open_orders()


def test_a_limit_order_rests_with_what_it_did_not_take() -> None:
    bench = Bench()
    bench.book([], [(60_001.0, 300.0)])
    order = bench.buy(500, 60_001)
    assert (order.state, order.open_contracts) == (OrderState.PARTIALLY_FILLED, Decimal(200))
    bench.book([], [(60_001.0, 150.0)])
    assert bench.order(order.order_id).open_contracts == 50
    assert bench.fills()[0].maker


def test_a_resting_order_fills_at_its_own_price_when_the_market_comes_through() -> None:
    bench = Bench()
    order = bench.buy(500, 59_000)
    bench.book([(58_000.0, 10.0)], [(58_500.0, 400.0), (59_500.0, 900.0)])
    assert [(fill.price, fill.contracts, fill.maker) for fill in bench.fills()] == [
        (59_000.0, Decimal(400), True)
    ]
    assert bench.order(order.order_id).state is OrderState.PARTIALLY_FILLED


def test_a_trade_beyond_a_resting_order_fills_it_and_one_at_its_price_does_not() -> None:
    bench = Bench()
    order = bench.sell(500, 61_000)
    bench.mark(60_500, last_price=61_000)
    assert bench.order(order.order_id).state is OrderState.OPEN
    bench.mark(60_500, last_price=61_000.5)
    assert bench.order(order.order_id).state is OrderState.FILLED
    assert bench.fills()[0].price == 61_000.0


def test_the_best_priced_order_fills_first_then_the_older() -> None:
    bench = Bench()
    low = bench.buy(100, 59_000)
    first, second = bench.buy(100, 59_500), bench.buy(100, 59_500)
    bench.book([], [(59_000.0, 150.0)])
    assert [fill.order_id for fill in bench.fills()] == [first.order_id, second.order_id]
    assert bench.order(second.order_id).open_contracts == 50
    assert bench.order(low.order_id).state is OrderState.OPEN


def test_a_post_only_order_that_would_take_is_rejected() -> None:
    bench = Bench()
    assert bench.refused(BUY, 100, POST_ONLY, 60_001) is Refusal.POST_ONLY_WOULD_TAKE
    assert bench.place(BUY, 100, POST_ONLY, 60_000.5).state is OrderState.OPEN


def test_an_order_never_trades_with_our_own() -> None:
    bench = Bench()
    own = bench.sell(100, 60_000.5)
    taker = bench.buy(100)
    assert bench.order(own.order_id).reason is Refusal.SELF_TRADE_PREVENTED
    assert taker.state is OrderState.FILLED
    assert bench.position() == 100


def test_an_own_order_out_of_reach_survives_a_taker() -> None:
    bench = Bench()
    own = bench.sell(100, 61_000)
    bench.buy(100)
    assert bench.order(own.order_id).state is OrderState.OPEN


def test_a_duplicate_client_order_id_changes_nothing() -> None:
    bench = Bench()
    first = bench.place(BUY, 100, client_order_id="a")
    again = OrderRequest(
        symbol=INVERSE,
        side=BUY,
        type=OrderType.MARKET,
        contracts=first.contracts,
        client_order_id="a",
    )
    reports = bench.exchange.place(again, bench.at)
    assert [type(report) for report in reports] == [Refused]
    assert isinstance(reports[0], Refused)
    assert reports[0].reason is Refusal.DUPLICATE_CLIENT_ORDER_ID
    assert bench.position() == 100
    assert len(bench.exchange.orders()) == 1


@pytest.mark.parametrize(
    ("contracts", "price", "reason"),
    [
        ("0", "60000", Refusal.CONTRACTS_NOT_POSITIVE),
        ("-1", "60000", Refusal.CONTRACTS_NOT_POSITIVE),
        ("NaN", "60000", Refusal.CONTRACTS_NOT_POSITIVE),
        ("1.05", "60000", Refusal.CONTRACTS_OFF_LOT),
        ("1e40", "60000", Refusal.CONTRACTS_OFF_LOT),
        ("0.4", "60000", Refusal.CONTRACTS_BELOW_MINIMUM),
        ("1", None, Refusal.LIMIT_PRICE_MISSING),
        ("1", "-5", Refusal.LIMIT_PRICE_NOT_POSITIVE),
        ("1", "60000.05", Refusal.LIMIT_PRICE_OFF_TICK),
    ],
)
def test_a_malformed_order_is_rejected_by_name(
    contracts: str, price: str | None, reason: Refusal
) -> None:
    bench = Bench(linear(), wallet=1e6)
    order = bench.place(BUY, contracts, IOC, price)
    assert (order.state, order.reason) == (OrderState.REJECTED, reason)
    assert bench.position() == 0


def test_nothing_trades_before_the_first_mark_price() -> None:
    bench = Bench()
    bench.exchange.list_instrument(inverse(symbol="ETH/USD:ETH", base="ETH", settle="ETH"))
    assert bench.refused(BUY, 1, symbol="ETH/USD:ETH") is Refusal.NO_MARK_PRICE


def test_cancel_ends_an_open_order_once() -> None:
    bench = Bench()
    order = bench.buy(100, 59_000)
    bench.exchange.cancel(bench.at, order_id=order.order_id)
    assert bench.order(order.order_id).reason is Refusal.CANCELLED_BY_TRADER
    (again,) = bench.exchange.cancel(bench.at, order_id=order.order_id)
    (unknown,) = bench.exchange.cancel(bench.at, client_order_id="nobody's")
    assert isinstance(again, Refused)
    assert isinstance(unknown, Refused)
    assert again.reason is Refusal.ORDER_NOT_OPEN
    assert unknown.reason is Refusal.UNKNOWN_ORDER


def test_cancel_all_may_be_kept_to_one_symbol() -> None:
    bench = Bench(inverse(), linear(), wallet=1e5)
    here = bench.place(BUY, 100, LIMIT, 59_000, symbol=INVERSE)
    there = bench.place(BUY, 100, LIMIT, 59_000, symbol=linear().symbol)
    bench.exchange.cancel_all(bench.at, INVERSE)
    assert [o.order_id for o in bench.exchange.open_orders()] == [there.order_id]
    assert bench.order(here.order_id).state is OrderState.CANCELLED
    bench.exchange.cancel_all(bench.at)
    assert not bench.exchange.open_orders()


def test_ended_orders_are_forgotten_beyond_what_is_remembered() -> None:
    bench = Bench()
    bench.exchange._state.orders._remembered = 2
    for name in ("a", "b", "c"):
        bench.place(BUY, 1, client_order_id=name)
    assert bench.exchange.order("a") is None
    assert bench.exchange.order("b") is not None


def test_a_symbol_without_a_book_trades_at_mark_only_where_that_was_asked_for() -> None:
    for at_mark, filled in ((True, 100), (False, 0)):
        exchange = SimulatedExchange([inverse()], {"BTC": 2.0}, trade_at_mark_without_book=at_mark)
        exchange.set_mark(INVERSE, 60_000.25, 1)
        bench = Bench()
        bench.exchange = exchange
        order = bench.buy(100)
        assert order.filled_contracts == filled
        if at_mark:
            assert order.average_price == 60_000.25


def test_a_lot_of_a_tenth_is_counted_exactly() -> None:
    bench = Bench(linear(), wallet=1e6)
    for _ in range(3):
        bench.place(BUY, "0.5", symbol=linear().symbol)
    bench.place(SELL, "0.7")
    assert bench.position() == Decimal("0.8")
    assert any(isinstance(report, AccountChanged) for report in bench.last)
