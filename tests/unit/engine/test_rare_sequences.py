"""Sequences that the simulation found, once in thousands of worlds, and what they must come to."""

from typing import Any

import pytest

from terminal.model.events import CommandName, OrderState, Side
from terminal.model.outputs import CancelIntent, Purpose
from terminal.model.reasons import Reason
from tests.unit.engine.desk import SECOND, SYMBOL, VENUE, Desk, cancels, freezes, intents, ready
from tests.unit.engine.test_protection import strained


def test_a_statement_that_ends_a_silence_is_not_called_stale_while_it_is_taken() -> None:
    desk = ready(position=600_000, auto=False)
    desk.account(2.0, 600_000, 60_000, leverage=10.0)
    said = desk.wait(40).account(2.0, 600_000, 60_000, leverage=11.0)
    assert Reason.LEVERAGE_CHANGED in freezes(said)
    assert Reason.ACCOUNT_STALE not in freezes(said)


def test_an_order_sent_long_after_a_difference_began_has_its_own_time_to_explain_one() -> None:
    desk = ready(auto=False)
    desk.command(
        CommandName.ORDER,
        venue=VENUE,
        symbol=SYMBOL,
        side="buy",
        contracts=100_000.0,
    )
    (first,) = desk.orders
    desk.fill_whole(first)
    desk.wait(0.5).account(2.0)  # from before the fill, and the last word for a while
    desk.wait(9).mark(60_000)
    desk.command(CommandName.KILL, flatten=True)
    desk.confirm()
    close = desk.orders[-1]
    assert close.purpose is Purpose.KILL
    said = desk.wait(0.3).account(2.0)  # it has filled, and the word of that is on its way
    assert Reason.POSITION_MISMATCH not in freezes(said)
    assert desk.position() == 100_000
    desk.fill_whole(close)
    assert desk.position() == 0
    assert Reason.POSITION_MISMATCH not in desk.frozen()


def test_what_was_traded_before_the_first_price_is_in_the_turnover() -> None:
    desk = Desk()
    desk.listing()
    desk.policy(max_turnover_usd_per_hour=700_000.0)
    desk.account(2.0, 600_000, 60_000)
    desk.command(CommandName.KILL, flatten=True)
    desk.confirm()
    (close,) = desk.orders
    desk.fill(close, 600_000, 60_000)
    desk.wait(1).account(2.0)
    desk.command(CommandName.RESET, reason="looked into it")
    desk.mark(60_000)
    desk.funding(0.0)
    desk.auto()
    assert [order.contracts for order in desk.orders] == [600_000, 100_000]
    assert Reason.MAX_TURNOVER in desk.decision.bounds


def test_the_cap_on_an_order_holds_before_the_first_price_too() -> None:
    desk = Desk()
    desk.listing()
    desk.policy(max_order_usd=20_000.0)
    desk.account(2.0, -520_000, 60_000)
    command: dict[str, Any] = {
        "venue": VENUE,
        "symbol": SYMBOL,
        "side": "buy",
        "order_type": "limit",
    }
    command |= {"limit_price": 60_000.0, "reduce_only": True}
    desk.command(CommandName.ORDER, contracts=28_000.0, **command)
    assert desk.orders == []
    desk.command(CommandName.ORDER, contracts=20_000.0, **command)
    assert len(desk.orders) == 1


def test_a_flattening_that_fills_nothing_is_not_sent_again_with_every_answer() -> None:
    desk = strained(0.52)
    desk.auto()
    for _ in range(40):
        desk.report(desk.orders[-1], OrderState.CANCELLED)
        desk.mark(60_000, after=0.05)
    assert 3 <= len(desk.orders) <= 6  # two seconds


def test_a_flattening_after_the_kill_that_fills_nothing_is_not_sent_again_with_every_answer() -> (
    None
):
    desk = ready(position=600_000, auto=False)
    desk.command(CommandName.KILL, flatten=True)
    desk.confirm()
    for _ in range(40):
        desk.report(desk.orders[-1], OrderState.CANCELLED)
        desk.mark(60_000, after=0.05)
    assert 3 <= len(desk.orders) <= 6


def test_a_late_fill_of_an_earlier_order_does_not_end_the_patience_after_a_refusal() -> None:
    desk = ready()
    (first,) = desk.orders
    desk.report(first, OrderState.CANCELLED, 100_000.0, 60_000.0)
    desk.wait(0.5).account(2.0, 100_000, 60_000)
    second = desk.orders[-1]
    assert second is not first
    desk.report(second, OrderState.REJECTED, reason="busy")
    desk.fill(first, 100_000, 60_000)
    desk.wait(0.1).account(2.0, 100_000, 60_000)
    assert desk.orders[-1] is second
    assert desk.decision.reason is Reason.ORDER_REJECTED


# a venue whose clock is ahead of ours


def test_a_late_statement_of_a_venue_whose_clock_is_ahead_releases_no_reservation() -> None:
    desk = ready(max_contracts=600_000.0)
    ahead = 5 * SECOND
    (order,) = desk.orders
    for _ in range(8):
        desk.account(2.0, as_of=desk.now + ahead)  # at once: so far is its clock ahead at least
    made_at = desk.wait(0.2).now + ahead
    desk.report(order, OrderState.CANCELLED)
    desk.wait(1).account(2.0, as_of=made_at - SECOND // 10)  # from before the end, late
    assert desk.leg().in_flight_lots == 600_000
    assert len(desk.orders) == 1
    desk.wait(1.5).account(2.0, as_of=desk.now + ahead)
    assert desk.orders[-1] is not order


def test_before_a_few_statements_a_clock_that_is_ahead_is_given_more_doubt() -> None:
    desk = ready(max_contracts=600_000.0)
    (order,) = desk.orders
    made_at = desk.now + 5 * SECOND
    desk.wait(0.2).report(order, OrderState.CANCELLED)
    desk.wait(4).account(2.0, as_of=made_at)  # the first that is dated, and a late one
    assert desk.leg().in_flight_lots == 600_000
    for _ in range(8):
        desk.mark(60_000, after=1.2)
        desk.account(2.0, as_of=desk.now + 5 * SECOND)
    assert desk.orders[-1] is not order


def test_a_dated_statement_of_before_a_fill_is_no_mismatch_however_late_it_comes() -> None:
    desk = ready(auto=False)
    desk.account(2.0, as_of=desk.now)
    desk.command(CommandName.ORDER, venue=VENUE, symbol=SYMBOL, side="buy", contracts=100_000.0)
    (order,) = desk.orders
    made_at = desk.now
    desk.wait(0.2).report(order, OrderState.FILLED, 100_000.0, 60_000.0)
    said = desk.wait(2.8).account(2.0, as_of=made_at)
    assert freezes(said) == []
    assert desk.position() == 100_000
    said = desk.wait(0.1).account(2.0, as_of=desk.now)  # from after it, and it lacks it
    assert freezes(said) == [Reason.POSITION_MISMATCH]


def test_a_clock_not_known_well_yet_dates_no_statement_after_the_fill_that_it_lacks() -> None:
    desk = ready(auto=False)
    ahead = 5 * SECOND
    desk.account(2.0, as_of=desk.now + ahead - SECOND // 5)  # late, so it shows less than that
    desk.command(CommandName.ORDER, venue=VENUE, symbol=SYMBOL, side="buy", contracts=100_000.0)
    (order,) = desk.orders
    made_at = desk.now + ahead
    desk.wait(0.1).report(order, OrderState.FILLED, 100_000.0, 60_000.0)
    said = desk.wait(2.8).account(2.0, as_of=made_at)
    assert freezes(said) == []
    assert desk.position() == 100_000
    desk.mark(60_000, after=5)  # so long no statement is under way
    said = desk.account(2.0, as_of=desk.now + ahead)
    assert freezes(said) == [Reason.POSITION_MISMATCH]


def test_a_clock_that_has_not_shown_yet_that_it_is_ahead_is_doubted_too() -> None:
    desk = ready(auto=False)
    ahead = SECOND // 2
    desk.account(2.0, as_of=desk.now + ahead - 6 * SECOND // 10)  # so late that it seems behind
    desk.command(CommandName.ORDER, venue=VENUE, symbol=SYMBOL, side="buy", contracts=100_000.0)
    (order,) = desk.orders
    made_at = desk.now + ahead
    desk.wait(0.1).report(order, OrderState.FILLED, 100_000.0, 60_000.0)
    said = desk.wait(2.1).account(2.0, as_of=made_at)
    assert freezes(said) == []
    assert desk.position() == 100_000


def test_a_fill_counts_in_full_after_a_statement_that_took_a_late_one_back() -> None:
    desk = ready(position=500_000, max_order_usd=50_000.0)
    (order,) = desk.orders
    desk.wait(4).mark(60_000)
    assert freezes(desk.account(2.0, 400_000, 60_000)) == [Reason.POSITION_MISMATCH]
    desk.wait(1).mark(60_000)
    desk.account(2.0, 500_000, 60_000)  # what we had counted: no fill was missing from that
    desk.wait(0.1).fill_whole(order)
    assert desk.position() == 550_000


def test_what_an_order_fills_that_left_with_an_adopted_position_counts_in_full() -> None:
    desk = ready(position=500_000, max_order_usd=50_000.0)
    desk.report(desk.orders[-1], OrderState.REJECTED, reason="busy")
    desk.wait(4).mark(60_000)
    desk.account(2.0, 480_000, 60_000)  # somebody else's trade
    desk.wait(1).mark(60_000)
    desk.account(2.0, 500_000, 60_000)  # and back: adopted, and traded on in the same step
    order = desk.orders[-1]
    assert order.side is Side.BUY
    assert order.at == desk.now
    assert desk.frozen() == ()
    desk.wait(0.1).fill_whole(order)
    assert desk.position() == 550_000
    desk.wait(0.1)
    assert len(desk.orders) == 3


def resting(**policy: object) -> tuple[Desk, list[CancelIntent]]:
    """Let a maker's order come to rest, and return what is cancelled right after."""
    desk = ready(auto=False, order_style="post_only", **policy)  # type: ignore[arg-type]
    desk.book([(59_999.5, 1e6)], [(60_000.5, 1e6)])
    desk.auto()
    (order,) = desk.orders
    return desk, cancels(desk.wait(0.1).report(order, OrderState.OPEN))


def test_a_resting_order_that_closes_the_wrong_side_first_is_left_to_rest() -> None:
    desk, cancelled = resting(position=-100_000)
    assert desk.orders[0].contracts == 100_000
    assert cancelled == []


def test_a_resting_slice_of_a_larger_order_is_left_to_rest() -> None:
    desk, cancelled = resting(max_order_usd=50_000.0)
    assert desk.orders[0].contracts == 50_000
    assert cancelled == []


def test_a_resting_order_that_would_go_beyond_a_smaller_target_is_taken_back() -> None:
    desk, _ = resting()
    said = desk.policy(order_style="post_only", target_leverage=1.0)
    assert len(cancels(said)) == 1


def test_closing_orders_that_fill_nothing_do_not_put_off_the_venues_word() -> None:
    desk = ready(position=600_000, auto=False)
    desk.command(CommandName.KILL, flatten=True)
    desk.confirm()
    for _ in range(12):
        desk.report(desk.orders[-1], OrderState.CANCELLED)
        desk.wait(0.6).mark(60_000)
        desk.wait(0.4).account(2.0)
    assert desk.position() == 0
    assert Reason.POSITION_MISMATCH in desk.frozen()


# a mark beyond belief


@pytest.mark.parametrize("factor", [10.0, 0.1])
def test_one_mark_beyond_belief_moves_nothing(factor: float) -> None:
    desk = ready(position=600_000, auto=False, guard_in_manual=True)
    desk.auto()
    before = len(desk.orders)
    said = desk.mark(60_000 * factor, after=0.5)
    assert desk.frozen() == (Reason.MARK_INVALID,)
    assert intents(said) == []
    assert desk.leg().mark_price == 60_000
    detail = desk.engine.snapshot().legs[0].freezes[0].detail
    assert "60000" in detail
    desk.mark(60_010, after=0.5)
    assert desk.frozen() == ()
    assert len(desk.orders) == before


def test_a_mark_that_a_later_one_confirms_is_believed_and_is_a_gap() -> None:
    desk = ready(position=600_000, auto=False, gap_threshold=0.02)
    desk.mark(15_000, after=1)
    assert desk.frozen() == (Reason.MARK_INVALID,)
    desk.mark(15_010, after=0.4)
    assert desk.frozen() == (Reason.MARK_INVALID,)  # no later than a repetition might be
    desk.mark(15_020, after=0.7)
    assert desk.leg().mark_price == 15_020
    assert desk.frozen() == (Reason.PRICE_GAP,)


def test_two_marks_beyond_belief_that_differ_confirm_nothing() -> None:
    desk = ready(position=600_000, auto=False)
    desk.mark(600_000, after=1)
    desk.mark(6_000, after=1.5)
    assert desk.leg().mark_price == 60_000
    assert desk.frozen() == (Reason.MARK_INVALID,)


def test_what_is_put_right_leaves_no_suspicion_behind() -> None:
    desk = ready(position=600_000, auto=False)
    desk.mark(600_000, after=1)
    desk.mark(60_000, after=1)
    desk.mark(600_000, after=1)
    assert desk.leg().mark_price == 60_000
