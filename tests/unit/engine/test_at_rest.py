"""What would otherwise stand still for ever, or freeze for nothing."""

from terminal.model.events import CommandName, OrderState
from terminal.model.reasons import Reason
from tests.unit.engine.desk import cancels, freezes, intents, queries, ready


def test_a_little_on_the_wrong_side_is_closed_however_wide_the_band() -> None:
    desk = ready(position=-2, rebalance_band=0.01)
    desk.mark(60_000)
    first = desk.orders[0]
    assert (first.side.value, first.contracts, first.reduce_only) == ("buy", 2, True)


def test_a_cancel_that_brings_nothing_is_repeated_and_the_order_asked_about() -> None:
    desk = ready(order_style="post_only", auto=False)
    desk.book([(59_999.0, 1e6)], [(60_001.0, 1e6)])
    order = intents(desk.auto())[0]
    desk.report(order, OrderState.OPEN)
    assert len(cancels(desk.command(CommandName.MANUAL))) == 1
    said = desk.clock(after=2.5)
    assert [cancel.client_order_id for cancel in cancels(said)] == [order.client_order_id]
    assert [query.client_order_id for query in queries(said)] == [order.client_order_id]


def test_a_cancel_repeated_by_the_market_s_ticks_asks_about_the_order_too() -> None:
    desk = ready(order_style="post_only", post_only_rest_s=1.0, auto=False)
    desk.book([(59_999.0, 1e6)], [(60_001.0, 1e6)])
    order = intents(desk.auto())[0]
    desk.report(order, OrderState.OPEN)
    assert queries(desk.mark(60_000, after=2.2)) == []
    said = desk.mark(60_000, after=2.2)
    assert len(cancels(said)) == 1
    assert [query.client_order_id for query in queries(said)] == [order.client_order_id]


def test_liquidation_prices_of_two_different_positions_are_not_compared() -> None:
    desk = ready(position=300_000)
    order = desk.orders[0]
    desk.wait(0.1)
    half = desk.account(2.0, 450_000, 60_000, liquidation_price=47_500.0)
    assert Reason.LIQUIDATION_PRICE_MISMATCH not in freezes(half)
    desk.fill_whole(order)
    whole = desk.account(2.0, 600_000, 60_000, liquidation_price=30_000.0)
    assert Reason.LIQUIDATION_PRICE_MISMATCH in freezes(whole)


def test_a_statement_made_before_an_order_ended_does_not_end_its_reservation() -> None:
    desk = ready(order_style="post_only", auto=False)
    desk.book([(59_999.0, 1e6)], [(60_001.0, 1e6)])
    order = intents(desk.auto())[0]
    desk.report(order, OrderState.OPEN)
    for _ in range(8):
        desk.account(2.0, as_of=desk.now)  # so many tell how the venue's clock stands to ours
    desk.wait(1.0)
    before = desk.now
    desk.wait(0.2)
    desk.report(order, OrderState.CANCELLED)
    desk.wait(0.5)
    assert intents(desk.account(2.0, as_of=before)) == []
    assert desk.decision.in_flight_contracts == order.contracts
    desk.wait(0.1)
    assert len(intents(desk.account(2.0, as_of=desk.now))) == 1


def test_without_a_date_a_statement_frees_a_resting_order_s_lots_a_little_later() -> None:
    desk = ready(order_style="post_only", auto=False)
    desk.book([(59_999.0, 1e6)], [(60_001.0, 1e6)])
    order = intents(desk.auto())[0]
    desk.report(order, OrderState.CANCELLED)
    desk.wait(1.0)
    assert intents(desk.account(2.0)) == []
    desk.wait(1.5)
    assert len(intents(desk.account(2.0))) == 1
