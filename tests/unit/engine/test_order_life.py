"""The life of an order: lost, late, doubled and disordered reports leave the state right."""

from decimal import Decimal
from itertools import pairwise

import pytest

from terminal.model.events import CommandName, Feed, FeedState, FillType, OrderState, Side
from terminal.model.outputs import OrderIntent
from terminal.model.reasons import Reason
from tests.unit.engine.desk import (
    SYMBOL,
    VENUE,
    Desk,
    alerts,
    cancels,
    freezes,
    intents,
    keep_alive,
    queries,
    ready,
    unfreezes,
)


def desk_with_an_order() -> tuple[Desk, OrderIntent]:
    desk = ready()
    (order,) = desk.orders
    assert order.contracts == 600_000
    return desk, order


def in_flight(desk: Desk) -> int:
    return desk.leg().in_flight_lots


def test_an_order_counts_as_in_flight_until_it_is_filled() -> None:
    desk, order = desk_with_an_order()
    assert in_flight(desk) == 600_000
    desk.report(order, OrderState.OPEN)
    desk.fill(order, 200_000, 60_000)
    assert (in_flight(desk), desk.position()) == (400_000, 200_000)
    desk.fill(order, 400_000, 60_000)
    assert (in_flight(desk), desk.position()) == (0, 600_000)
    assert desk.leg().orders == []


def test_one_scaling_order_is_in_flight_at_a_time() -> None:
    desk, _ = desk_with_an_order()
    for price in (61_000, 59_000, 55_000):
        said = desk.mark(price, after=0.5)
        assert intents(said) == []
        assert desk.decision.reason is Reason.ORDER_IN_FLIGHT


def test_the_client_order_id_carries_epoch_and_decision_in_letters_and_digits() -> None:
    _, order = desk_with_an_order()
    assert order.client_order_id == f"st00007n{order.decision_id:08d}"
    assert order.client_order_id.isalnum()
    assert len(order.client_order_id) <= 32


def test_a_fill_before_the_acknowledgement_is_counted_once() -> None:
    desk, order = desk_with_an_order()
    desk.fill(order, 600_000, 60_000)
    desk.report(order, OrderState.OPEN)
    desk.report(order, OrderState.FILLED, 600_000, 60_000)
    assert desk.position() == 600_000
    assert in_flight(desk) == 0


def test_a_duplicated_fill_is_counted_once() -> None:
    desk, order = desk_with_an_order()
    for _ in range(3):
        desk.fill(order, 100_000, 60_000, fee=0.01, fill_id="same")
    assert desk.position() == 100_000
    assert desk.wallet() == pytest.approx(2.0 - 0.01)


def test_reports_and_fills_of_the_same_execution_are_counted_once() -> None:
    desk, order = desk_with_an_order()
    desk.report(order, OrderState.PARTIALLY_FILLED, 300_000, 60_000)
    desk.fill(order, 200_000, 60_000)
    desk.fill(order, 100_000, 60_000)
    assert desk.position() == 300_000
    desk.fill(order, 50_000, 60_000)
    assert desk.position() == 350_000


def test_reports_out_of_order_do_not_take_an_order_back() -> None:
    desk, order = desk_with_an_order()
    desk.report(order, OrderState.PARTIALLY_FILLED, 300_000, 60_000)
    desk.report(order, OrderState.OPEN, 0)
    desk.report(order, OrderState.PARTIALLY_FILLED, 100_000, 60_000)
    assert desk.position() == 300_000
    desk.report(order, OrderState.CANCELLED, 300_000, 60_000)
    desk.report(order, OrderState.OPEN, 0)
    assert desk.engine.snapshot().orders[0].state is OrderState.CANCELLED


def test_a_full_fill_beats_the_cancellation_it_raced() -> None:
    desk, order = desk_with_an_order()
    desk.report(order, OrderState.CANCELLED, 0)
    desk.fill(order, 600_000, 60_000)
    assert desk.position() == 600_000
    assert desk.engine.snapshot().orders[0].state is OrderState.FILLED
    assert in_flight(desk) == 0
    assert len(desk.orders) == 1


def test_each_partial_report_is_taken_at_its_own_price() -> None:
    desk = ready(symbol="BTC/USDT:USDT", settle="USDT", wallet=20_000.0)
    (order,) = desk.orders
    desk.report(order, OrderState.PARTIALLY_FILLED, 1_000, 60_000)
    desk.report(order, OrderState.PARTIALLY_FILLED, 1_500, 60_200)  # the last 500 at 60,600
    assert desk.leg("BTC/USDT:USDT").entry_price == pytest.approx(60_200)


def test_a_cancelled_rest_stays_reserved_until_a_later_account_agrees() -> None:
    desk, order = desk_with_an_order()
    desk.report(order, OrderState.CANCELLED, 100_000, 60_000)
    assert desk.position() == 100_000
    assert in_flight(desk) == 500_000
    assert desk.decision.reason is Reason.ORDER_IN_FLIGHT
    assert intents(desk.mark(60_000, after=0.5)) == []
    desk.wait(0.5).account(2.0, 100_000, 60_000)
    assert in_flight(desk) in (0, 500_000)
    assert len(desk.orders) == 2
    assert desk.orders[1].contracts == 500_000


def test_a_late_fill_after_the_cancellation_is_counted_while_it_is_reserved() -> None:
    desk, order = desk_with_an_order()
    desk.report(order, OrderState.CANCELLED, 0)
    desk.wait(0.5).fill(order, 200_000, 60_000)
    assert (desk.position(), in_flight(desk)) == (200_000, 400_000)
    desk.wait(0.5).account(2.0, 200_000, 60_000)
    assert desk.frozen() == ()
    assert desk.orders[-1].contracts == 400_000


def test_a_late_fill_that_the_account_told_before_is_not_counted_again() -> None:
    desk, order = desk_with_an_order()
    desk.report(order, OrderState.CANCELLED, 0)
    desk.wait(5).mark(60_000)
    desk.account(2.0, 200_000, 60_000)  # too late to be explained: the venue's word stands
    assert Reason.POSITION_MISMATCH in desk.frozen()
    desk.wait(0.5).fill(order, 200_000, 60_000)
    assert desk.position() == 200_000


def test_a_report_that_follows_the_account_it_already_shows_in_credits_nothing() -> None:
    desk = ready(position=600_000, entry=50_000)
    (order,) = intents(desk.mark(55_000, after=1))
    assert order.side is Side.SELL
    # The statement comes first: position and wallet are those after the fill.
    sold = float(order.contracts)
    gain = sold * (1 / 50_000 - 1 / 55_000)
    desk.account(2.0 + gain, 600_000 - sold, 50_000)
    desk.fill(order, sold, 55_000)
    assert desk.wallet() == pytest.approx(2.0 + gain)
    assert desk.position() == 600_000 - order.contracts


def test_a_fill_that_precedes_its_account_is_credited_once() -> None:
    desk = ready(position=600_000, entry=50_000, rebalance_band=0.05)
    (order,) = intents(desk.mark(55_000, after=1))
    sold = float(order.contracts)
    gain = sold * (1 / 50_000 - 1 / 55_000)
    desk.fill(order, sold, 55_000, fee=0.001)
    assert desk.wallet() == pytest.approx(2.0 + gain - 0.001)
    desk.account(2.0 + gain - 0.001, 600_000 - sold, 50_000)
    assert desk.wallet() == pytest.approx(2.0 + gain - 0.001)


@pytest.mark.parametrize("lot", ["0.1", "10"])
def test_a_fill_that_the_account_told_before_the_lot_changed_is_not_counted_again(lot: str) -> None:
    desk = ready(position=600_000, auto=False)
    desk.wait(1).account(2.0, 480_000, 60_000)
    assert desk.position() == 480_000
    desk.listing(lot_size=Decimal(lot))
    desk.wait(1).fill(None, 120_000, 60_000, side=Side.SELL)
    assert desk.position() == 480_000
    desk.fill(None, 10_000, 60_000, side=Side.SELL)  # news, which was in no statement
    assert desk.position() == 470_000


def test_fills_told_after_two_statements_that_had_them_count_once() -> None:
    desk, order = desk_with_an_order()
    desk.report(order, OrderState.OPEN)
    desk.wait(1).account(2.0, 1_000_000, 60_000)  # somebody else's trade
    desk.fill_whole(order)
    desk.wait(3).account(2.0, 1_600_000, 60_000)  # and ours
    assert desk.position() == 1_600_000
    desk.fill(None, 1_000_000, 60_000, side=Side.BUY)
    assert desk.position() == 1_600_000


def test_a_rejection_releases_the_order_and_is_told() -> None:
    desk, order = desk_with_an_order()
    said = desk.report(order, OrderState.REJECTED, reason="insufficient margin")
    assert Reason.ORDER_REJECTED in alerts(said)
    assert in_flight(desk) == 0
    assert len(desk.orders) == 1


def test_after_a_rejection_the_next_try_waits_longer_each_time() -> None:
    desk, order = desk_with_an_order()
    tries: list[float] = []
    for _ in range(3000):
        if desk.orders[-1] is not order or not tries:
            order = desk.orders[-1]
            tries.append(desk.seconds)
            desk.report(order, OrderState.REJECTED, reason="insufficient margin")
        desk.mark(60_000 + desk.seconds, after=0.1)
        desk.funding()
        desk.account(2.0)
    waits = [after - before for before, after in pairwise(tries)]
    assert len(tries) < 15  # five minutes
    assert waits[0] == pytest.approx(1, abs=0.11)
    assert all(later >= earlier - 0.2 for earlier, later in pairwise(waits))
    assert desk.decision.reason is Reason.ORDER_REJECTED


def test_an_accepted_order_ends_the_waiting_after_rejections() -> None:
    desk, order = desk_with_an_order()
    desk.report(order, OrderState.REJECTED)
    keep_alive(desk, 2, 60_000, 2.0)
    (second,) = desk.orders[1:]
    desk.report(second, OrderState.EXPIRED, 0)
    said = keep_alive(desk, 1, 60_000, 2.0)
    assert len(intents(said)) == 1


def test_a_refused_reduction_waits_for_a_later_account() -> None:
    desk = ready(position=600_000)
    (order,) = intents(desk.mark(57_000, after=1))
    desk.report(order, OrderState.REJECTED, reason="reduce only")
    for _ in range(4):
        desk.mark(57_000, after=1)
    assert len(desk.orders) == 1
    desk.account(2.0, 600_000, 60_000)
    assert len(desk.orders) == 2


def test_an_order_without_an_answer_becomes_unknown_and_is_asked_about_every_second() -> None:
    desk, order = desk_with_an_order()
    asked: list[float] = []
    for _ in range(80):
        said = desk.mark(60_000, after=0.1)
        desk.account(2.0)
        asked.extend(desk.seconds for _ in queries(said))
    assert asked[0] == pytest.approx(5.1, abs=0.11)
    assert len(asked) == 3
    assert Reason.UNKNOWN_ORDER in desk.frozen()
    assert [one.client_order_id for one in desk.orders] == [order.client_order_id]


def test_while_an_order_is_unknown_nothing_is_added() -> None:
    desk, order = desk_with_an_order()
    desk.report(order, OrderState.UNKNOWN)
    assert desk.frozen() == (Reason.UNKNOWN_ORDER,)
    said = desk.command(CommandName.ORDER, venue=VENUE, symbol=SYMBOL, side="buy", contracts=10.0)
    assert intents(said) == []
    assert Reason.COMMAND_REFUSED in alerts(said)


def test_an_unknown_order_is_adopted_when_the_venue_knows_it() -> None:
    desk, order = desk_with_an_order()
    desk.report(order, OrderState.UNKNOWN)
    said = desk.report(order, OrderState.FILLED, 600_000, 60_000)
    assert Reason.ORDER_RESOLVED in alerts(said)
    assert desk.frozen() == ()
    assert desk.position() == 600_000
    assert len(desk.orders) == 1


def test_not_found_before_the_orders_validity_ends_proves_nothing() -> None:
    desk, order = desk_with_an_order()
    desk.report(order, OrderState.UNKNOWN)
    desk.wait(9).report(order, OrderState.NOT_FOUND)
    assert desk.frozen()[-1] is Reason.UNKNOWN_ORDER
    assert in_flight(desk) == 600_000


def test_not_found_after_the_orders_validity_frees_what_it_reserved() -> None:
    desk, order = desk_with_an_order()
    desk.report(order, OrderState.UNKNOWN)
    desk.wait(10.5).mark(60_000)
    said = desk.report(order, OrderState.NOT_FOUND)
    assert Reason.UNKNOWN_ORDER in unfreezes(said)
    assert desk.engine.snapshot().orders[0].state is OrderState.DEAD
    desk.wait(0.1).account(2.0)
    assert in_flight(desk) in (0, 600_000)  # a new one may be on its way
    assert len(desk.orders) == 2


def test_a_dead_order_that_shows_up_after_all_is_taken_back() -> None:
    desk, order = desk_with_an_order()
    desk.report(order, OrderState.UNKNOWN)
    desk.wait(10.5).mark(60_000)
    desk.command(CommandName.MANUAL)
    desk.report(order, OrderState.NOT_FOUND)
    desk.wait(0.1).account(2.0)
    assert in_flight(desk) == 0
    desk.report(order, OrderState.OPEN)
    assert in_flight(desk) == 600_000


def test_an_acknowledged_order_that_is_not_found_has_ended_but_may_have_been_filled() -> None:
    desk, order = desk_with_an_order()
    desk.report(order, OrderState.OPEN)
    desk.wait(11).mark(60_000)
    desk.report(order, OrderState.UNKNOWN)
    desk.report(order, OrderState.NOT_FOUND)
    assert desk.engine.snapshot().orders[0].state is OrderState.CANCELLED
    assert in_flight(desk) == 600_000
    desk.wait(0.5).account(2.0, 600_000, 60_000)
    assert desk.position() in (0, 600_000)
    desk.fill(order, 600_000, 60_000)
    assert desk.position() == 600_000


def test_a_report_of_filled_without_all_of_it_keeps_the_rest_reserved() -> None:
    desk, order = desk_with_an_order()
    desk.report(order, OrderState.FILLED, 100_000, 60_000)
    assert desk.position() == 100_000
    assert in_flight(desk) == 500_000
    desk.fill(order, 100_000, 60_000)
    desk.fill(order, 500_000, 60_000)
    assert desk.position() == 600_000
    assert desk.engine.snapshot().orders[0].state is OrderState.FILLED


def test_an_over_fill_is_counted_as_the_fact_it_is() -> None:
    desk, order = desk_with_an_order()
    desk.fill(order, 600_000, 60_000)
    desk.fill(order, 50, 60_000)
    assert desk.position() == 600_050
    assert in_flight(desk) == 0


def test_a_resting_order_missing_from_the_venues_list_is_asked_about() -> None:
    desk, order = desk_with_an_order()
    desk.report(order, OrderState.OPEN)
    assert queries(desk.wait(1).open_orders()) == []  # it may not have arrived there yet
    said = desk.wait(2).open_orders()
    assert len(queries(said)) == 1
    assert Reason.UNKNOWN_ORDER in freezes(said)


def test_an_ended_order_that_the_venue_still_lists_is_cancelled_again() -> None:
    desk, order = desk_with_an_order()
    desk.report(order, OrderState.REJECTED)
    desk.command(CommandName.MANUAL)
    desk.wait(3).mark(60_000)
    said = desk.open_orders(order.client_order_id)
    assert [cancel.client_order_id for cancel in cancels(said)] == [order.client_order_id]
    assert in_flight(desk) == 600_000


def test_a_cancel_that_brought_nothing_is_repeated() -> None:
    desk = ready(auto=False)
    desk.command(
        CommandName.ORDER,
        venue=VENUE,
        symbol=SYMBOL,
        side="buy",
        contracts=10.0,
        order_type="limit",
        limit_price=59_000.0,
    )
    (order,) = desk.orders
    desk.report(order, OrderState.OPEN)
    said = desk.command(CommandName.CANCEL, client_order_id=order.client_order_id)
    assert len(cancels(said)) == 1
    assert cancels(desk.clock(0.5)) == []
    assert len(cancels(desk.clock(2))) == 1
    desk.report(order, OrderState.CANCELLED)
    assert cancels(desk.clock(5)) == []


def test_when_the_order_feed_returns_every_working_order_is_asked_about() -> None:
    desk, order = desk_with_an_order()
    desk.report(order, OrderState.OPEN)
    desk.feed(Feed.ORDERS, FeedState.DISCONNECTED)
    assert Reason.FEED_DISCONNECTED in desk.frozen()
    said = desk.feed(Feed.ORDERS, FeedState.LIVE)
    assert [query.client_order_id for query in queries(said)] == [order.client_order_id]


def test_funding_liquidation_and_adl_are_no_fills_of_orders() -> None:
    desk = ready(position=600_000)
    desk.fill(None, 600_000, 60_000, fee=0.002, fill_type=FillType.FUNDING)
    assert desk.position() == 600_000
    assert desk.wallet() == pytest.approx(1.998)
    said = desk.fill(None, 100_000, 55_000, fill_type=FillType.ADL, side=Side.SELL)
    assert desk.position() == 500_000
    assert Reason.ADL in alerts(said)
    assert Reason.LIQUIDATED in desk.frozen()
    assert desk.engine.snapshot().mode.value == "manual"


def test_a_liquidation_that_the_account_told_first_does_not_turn_the_position_round() -> None:
    desk = ready(position=600_000)
    desk.wait(3).mark(60_000)
    desk.account(0.1)
    desk.fill(None, 600_000, 50_000, fill_type=FillType.LIQUIDATION, side=Side.SELL)
    assert desk.position() == 0


def test_a_second_liquidation_freezes_again_after_the_trader_resumed_the_first() -> None:
    desk = ready(position=600_000)
    for _ in range(2):
        desk.fill(None, 1_000, 60_000, fill_type=FillType.LIQUIDATION, side=Side.SELL)
        assert Reason.LIQUIDATED in desk.frozen()
        desk.command(CommandName.RESUME)
        assert Reason.LIQUIDATED not in desk.frozen()
