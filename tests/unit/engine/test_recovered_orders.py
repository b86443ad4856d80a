"""Orders of a former run whose end nobody knows: nothing scales until the venue has answered."""

from decimal import Decimal

from terminal.model.events import OrderState, RecoveredOrder, Side
from terminal.model.outputs import OrderQuery
from terminal.model.reasons import Reason
from tests.unit.engine.desk import SECOND, SYMBOL, VENUE, Desk, only

NAME = "st00003n00000041"


def restarted(position: float = 1_000.0, sent_before_s: float = 3.0) -> Desk:
    """Return a desk in auto that is far from its target, with one order to be recovered."""
    desk = Desk()
    desk.listing()
    order = RecoveredOrder(
        at=desk.now,
        venue=VENUE,
        symbol=SYMBOL,
        client_order_id=NAME,
        decision_id=41,
        side=Side.BUY,
        contracts=Decimal(500),
        reduce_only=False,
        type="ioc_limit",
        limit_price=Decimal(61_000),
        purpose="scale",
        sent_at=desk.now - int(sent_before_s * SECOND),
    )
    asked = only(desk.take(order), OrderQuery)
    assert [query.client_order_id for query in asked] == [NAME]
    desk.policy()
    desk.mark(60_000.0)
    desk.funding()
    desk.account(1.0, position, 60_000.0)
    desk.auto()
    return desk


def test_nothing_scales_while_a_recovered_order_is_unknown() -> None:
    desk = restarted()
    desk.clock(1.0)
    assert desk.orders == []
    assert Reason.UNKNOWN_ORDER in desk.frozen()


def test_it_counts_as_in_flight() -> None:
    (leg,) = restarted().engine.snapshot().legs
    assert leg.in_flight_contracts == 500


def test_what_it_filled_moves_the_position_only_by_the_venues_statement() -> None:
    desk = restarted()
    desk.wait(1.0)
    desk.report(NAME, OrderState.FILLED, 500.0, 60_000.0)
    assert desk.position() == 1_000
    desk.wait(0.5)
    desk.account(1.0, 1_500.0, 60_000.0)
    assert desk.position() == 1_500
    assert Reason.POSITION_MISMATCH not in desk.frozen()


def test_a_fill_that_the_first_statement_contained_counts_once() -> None:
    desk = restarted(position=1_500.0)
    desk.wait(1.0)
    desk.report(NAME, OrderState.FILLED, 500.0, 60_000.0)
    desk.wait(0.5)
    desk.account(1.0, 1_500.0, 60_000.0)
    assert desk.position() == 1_500


def test_scaling_goes_on_once_order_and_statement_have_settled_it() -> None:
    desk = restarted()
    desk.wait(1.0)
    desk.report(NAME, OrderState.CANCELLED)
    assert desk.orders == []
    desk.mark(60_000.0, after=7.5)
    desk.account(1.0, 1_000.0, 60_000.0)
    assert [order.contracts for order in desk.orders] == [299_000]


def test_a_statement_that_may_be_from_before_its_fill_settles_nothing() -> None:
    desk = restarted()
    desk.wait(1.0)
    desk.report(NAME, OrderState.FILLED, 500.0, 60_000.0)
    for _ in range(2):
        desk.mark(60_000.0, after=2.0)
        desk.account(1.0, 1_000.0, 60_000.0)  # undated, and late
        assert desk.engine.snapshot().legs[0].in_flight_contracts == 500
        assert desk.orders == []
    desk.mark(60_000.0, after=3.5)
    desk.account(1.0, 1_500.0, 60_000.0)
    assert desk.position() == 1_500
    assert [order.contracts for order in desk.orders] == [298_500]


def test_not_found_is_no_proof_while_it_could_still_arrive() -> None:
    desk = restarted(sent_before_s=3.0)
    desk.report(NAME, OrderState.NOT_FOUND)
    assert Reason.UNKNOWN_ORDER in desk.frozen()


def test_not_found_after_its_validity_is() -> None:
    desk = restarted(sent_before_s=3_600.0)
    desk.report(NAME, OrderState.NOT_FOUND)
    assert Reason.UNKNOWN_ORDER not in desk.frozen()
