"""Staleness, the breaker and reconciliation: what stops scaling, and what ends the stop."""

from decimal import Decimal
from typing import Any

import pytest

from terminal.model.events import CommandName, Feed, FeedState, OrderState, PositionReport, Side
from terminal.model.outputs import Action, OrderType, Purpose
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
    ready,
    unfreezes,
)


def breaking(**policy: Any) -> Desk:
    return ready(position=600_000, **({"gap_threshold": 0.02, "gap_cooldown_s": 2.0} | policy))


# staleness


@pytest.mark.parametrize(
    ("silent", "limit", "reason"),
    [
        ("mark", 5, Reason.MARK_STALE),
        ("book", 5, Reason.BOOK_STALE),
        ("account", 30, Reason.ACCOUNT_STALE),
        ("funding", 90, Reason.FUNDING_STALE),
    ],
)
def test_each_feed_has_its_own_age_limit(silent: str, limit: int, reason: Reason) -> None:
    desk = ready(position=600_000)
    desk.book([(59_999.0, 1e6)], [(60_001.0, 1e6)])

    def speak(but: str = "") -> None:
        if but != "mark":
            desk.mark(60_000)
        if but != "book":
            desk.book([(59_999.0, 1e6)], [(60_001.0, 1e6)])
        if but != "funding":
            desk.funding()
        if but != "account":
            desk.account(2.0, 600_000, 60_000)

    for _ in range(limit):
        desk.wait(1)
        speak(but=silent)
    desk.clock()
    assert desk.frozen() == ()
    desk.clock(0.2)
    assert desk.frozen() == (reason,)
    assert desk.engine.snapshot().gate.value == "frozen"
    speak()
    desk.clock(0.1)
    assert desk.frozen() == ()
    assert reason in freezes(desk.said)
    assert reason in unfreezes(desk.said)


def test_a_long_sleep_makes_everything_stale_and_sends_nothing() -> None:
    desk = ready(position=600_000)
    desk.book([(59_999.0, 1e6)], [(60_001.0, 1e6)])
    said = desk.mark(57_000, after=600)
    assert intents(said) == []
    assert set(desk.frozen()) == {Reason.BOOK_STALE, Reason.FUNDING_STALE, Reason.ACCOUNT_STALE}


@pytest.mark.parametrize("feed", list(Feed))
def test_a_lost_feed_freezes_until_it_speaks_again(feed: Feed) -> None:
    desk = ready(position=600_000)
    desk.book([(59_999.0, 1e6)], [(60_001.0, 1e6)])
    desk.feed(feed, FeedState.DISCONNECTED)
    assert Reason.FEED_DISCONNECTED in desk.frozen()
    assert intents(desk.clock(0.5)) == []
    desk.feed(feed, FeedState.LIVE)
    if feed is not Feed.ORDERS:
        assert desk.frozen() != ()  # nothing was heard from it yet
    desk.mark(60_000)
    desk.book([(59_999.0, 1e6)], [(60_001.0, 1e6)])
    desk.funding()
    desk.account(2.0, 600_000, 60_000)
    desk.clock(0.1)
    assert desk.frozen() == ()


def test_a_lost_venue_concerns_all_its_symbols_and_no_other_venue() -> None:
    desk = ready()
    desk.listing(venue="other")
    desk.feed(Feed.MARK, FeedState.DISCONNECTED, symbol=None)
    assert Reason.FEED_DISCONNECTED in desk.frozen()
    assert Reason.FEED_DISCONNECTED not in desk.frozen(venue="other")


def test_before_a_feeds_first_word_no_alarm_sounds() -> None:
    desk = Desk()
    desk.listing()
    desk.policy()
    assert set(desk.frozen()) == {
        Reason.MARK_UNKNOWN,
        Reason.ACCOUNT_UNKNOWN,
        Reason.FUNDING_UNKNOWN,
    }
    assert alerts(desk.said) == [Reason.POLICY_CHANGED]


# the breaker


def test_a_gap_between_two_marks_freezes_for_the_cooldown() -> None:
    desk = breaking()
    said = desk.mark(58_700, after=0.5)
    assert freezes(said) == [Reason.PRICE_GAP]
    assert intents(said) == []
    desk.wait(0.5).account(2.0, 600_000, 60_000)
    desk.mark(58_700, after=1.4)
    assert desk.frozen() == (Reason.PRICE_GAP,)
    released = desk.mark(58_700, after=0.2)
    assert unfreezes(released) == [Reason.PRICE_GAP]
    assert len(intents(released)) == 1


def test_a_slide_within_the_window_is_a_gap_too() -> None:
    desk = breaking()
    for step in range(1, 6):
        desk.mark(60_000 * (1 - 0.0039 * step), after=0.15)
        assert desk.frozen() == ()
    desk.mark(60_000 * (1 - 0.021), after=0.15)
    assert desk.frozen() == (Reason.PRICE_GAP,)


def test_a_slide_slower_than_the_window_is_none() -> None:
    desk = breaking(rebalance_band=0.5)
    for step in range(1, 12):
        desk.mark(60_000 * (1 - 0.004 * step), after=0.5)
        desk.account(2.0, 600_000, 60_000)
    assert desk.frozen() == ()


def test_a_move_of_exactly_the_threshold_is_no_gap() -> None:
    desk = breaking(gap_threshold=0.02)
    desk.mark(60_000 * 1.02, after=0.5)  # ln 1.02 is less than 0.02
    assert desk.frozen() == ()


def test_another_gap_extends_the_freeze() -> None:
    desk = breaking()
    desk.mark(58_500, after=0.5)
    desk.mark(57_000, after=1.5)
    desk.wait(0.3).account(2.0, 600_000, 60_000)
    desk.mark(57_000, after=0.7)  # 2.5 s after the first, 1 s after the second
    assert desk.frozen() == (Reason.PRICE_GAP,)
    desk.mark(57_000, after=1.1)
    assert desk.frozen() == ()


def test_the_freeze_does_not_end_without_an_account_later_than_the_gap() -> None:
    desk = breaking()
    desk.mark(58_500, after=0.5)
    for _ in range(4):
        desk.mark(58_500, after=1)
    assert desk.frozen() == (Reason.PRICE_GAP,)
    desk.account(2.0, 600_000, 60_000)
    assert desk.frozen() == ()


def test_the_freeze_does_not_end_without_a_mark_later_than_the_gap() -> None:
    desk = breaking()
    desk.mark(58_500, after=0.5)
    for _ in range(4):
        desk.wait(1).account(2.0, 600_000, 60_000)
    assert desk.frozen() == (Reason.PRICE_GAP,)
    desk.mark(58_500, after=0.1)
    assert desk.frozen() == ()


def test_the_trader_ends_the_cooldown_early_but_not_on_old_data() -> None:
    desk = breaking(gap_cooldown_s=20.0)
    desk.mark(58_500, after=0.5)
    said = desk.command(CommandName.RESUME)
    assert Reason.COMMAND_REFUSED in alerts(said)
    desk.wait(0.1).account(2.0, 600_000, 60_000)
    desk.mark(58_500, after=0.1)
    desk.command(CommandName.RESUME)
    assert desk.frozen() == ()


# what a freeze does to orders


def test_a_freeze_takes_back_resting_scaling_orders() -> None:
    desk = ready(order_style="post_only", gap_threshold=0.02)
    desk.book([(59_999.5, 1e6)], [(60_000.5, 1e6)])
    desk.report(desk.orders[0], OrderState.REJECTED)
    (order,) = intents(desk.wait(1.5).account(2.0))
    assert order.type is OrderType.POST_ONLY
    desk.report(order, OrderState.OPEN)
    said = desk.mark(57_000, after=0.5)
    assert Reason.PRICE_GAP in desk.frozen()
    assert [cancel.client_order_id for cancel in cancels(said)] == [order.client_order_id]


def test_a_freeze_does_not_stop_the_traders_own_reduction() -> None:
    desk = ready(position=600_000)
    desk.feed(Feed.BOOK, FeedState.DISCONNECTED)
    assert desk.frozen() != ()
    refused = desk.command(
        CommandName.ORDER, venue=VENUE, symbol=SYMBOL, side="buy", contracts=100.0
    )
    assert intents(refused) == []
    (order,) = intents(
        desk.command(
            CommandName.ORDER,
            venue=VENUE,
            symbol=SYMBOL,
            side="sell",
            contracts=100.0,
            reduce_only=True,
        )
    )
    assert order.purpose is Purpose.MANUAL


# reconciliation


def test_a_position_changed_outside_freezes_and_the_venues_word_stands() -> None:
    desk = ready(position=600_000)
    desk.wait(5).mark(60_000)
    desk.account(2.0, 500_000, 60_000)
    assert desk.position() == 500_000
    assert desk.frozen() == (Reason.POSITION_MISMATCH,)
    detail = desk.engine.snapshot().legs[0].freezes[0].detail
    assert "600000" in detail
    assert "500000" in detail
    assert intents(desk.mark(60_000, after=1)) == []


def test_the_trader_accepts_a_position_changed_outside_and_each_further_change_freezes() -> None:
    desk = ready(position=600_000)
    for contracts in (500_000, 400_000):
        desk.wait(5).mark(60_000)
        desk.account(2.0, contracts, 60_000)
        assert desk.frozen() == (Reason.POSITION_MISMATCH,)
        desk.command(CommandName.MANUAL)
        desk.command(CommandName.RESUME)
        assert desk.frozen() == ()


def test_a_position_that_is_again_what_it_was_ends_the_freeze() -> None:
    desk = ready(position=600_000)
    desk.wait(5).mark(60_000)
    desk.account(2.0, 500_000, 60_000)
    desk.wait(1).account(2.0, 600_000, 60_000)
    assert desk.frozen() == ()


def test_an_account_that_lags_a_fill_is_given_time() -> None:
    desk = ready()
    (order,) = desk.orders
    desk.fill_whole(order)
    desk.wait(0.5).account(2.0)  # from before the fill
    assert desk.position() == 600_000
    assert desk.frozen() == ()
    assert len(desk.orders) == 1
    desk.wait(0.5).account(2.0, 600_000, 60_000)
    desk.mark(60_000, after=0.1)
    assert desk.decision.reason is Reason.INSIDE_BAND


def test_an_account_that_precedes_the_fill_of_an_order_at_work_is_given_time() -> None:
    desk = ready()
    (order,) = desk.orders
    desk.wait(0.2).account(2.0, 600_000, 60_000)
    assert desk.frozen() == ()
    assert desk.position() == 0
    desk.fill_whole(order)
    assert desk.position() == 600_000
    assert len(desk.orders) == 1


def test_a_resting_order_does_not_explain_a_changed_position_for_ever() -> None:
    desk = ready(position=600_000, auto=False)
    desk.command(
        CommandName.ORDER,
        venue=VENUE,
        symbol=SYMBOL,
        side="buy",
        contracts=100_000.0,
        order_type="limit",
        limit_price=59_000.0,
    )
    (order,) = desk.orders
    desk.report(order, OrderState.OPEN)
    for _ in range(12):
        desk.wait(1).mark(60_000)
        desk.account(2.0, 650_000, 60_000)
    assert Reason.POSITION_MISMATCH in desk.frozen()
    assert desk.position() == 650_000


def test_an_older_statement_than_the_last_one_is_not_taken() -> None:
    desk = ready(position=600_000)
    desk.wait(5).mark(60_000)
    desk.account(2.0, 600_000, 60_000, as_of=desk.now)
    desk.wait(3)
    desk.account(1.0, 500_000, 60_000, as_of=desk.now - 5_000_000_000)
    assert desk.position() == 600_000
    assert desk.wallet() == 2.0
    assert desk.frozen() == ()


def test_a_leg_listed_after_the_account_takes_its_position_from_the_statement() -> None:
    desk = ready(position=600_000)
    dated = "BTC/USD:BTC-240628"
    desk.account(
        2.0,
        (
            PositionReport(symbol=SYMBOL, contracts=600_000.0, entry_price=60_000.0),
            PositionReport(symbol=dated, contracts=5_000.0, entry_price=61_000.0),
        ),
        equity=2.0,
    )
    desk.listing(dated, expiry=desk.now + 10**18)
    assert desk.position(dated) == 5_000
    # Its mark is not known, so neither is the equity.
    assert desk.engine.snapshot().accounts[0].equity is None


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ({"leverage": 10.0}, {"leverage": 20.0}, Reason.LEVERAGE_CHANGED),
        ({"margin_mode": "cross"}, {"margin_mode": "isolated"}, Reason.MARGIN_MODE_CHANGED),
    ],
)
def test_leverage_or_margin_mode_changed_outside_freezes_each_time(
    before: dict[str, Any], after: dict[str, Any], reason: Reason
) -> None:
    desk = ready(position=600_000)
    desk.account(2.0, 600_000, 60_000, **before)
    for terms in (after, before, after):
        desk.wait(0.1).account(2.0, 600_000, 60_000, **terms)
        assert desk.frozen() == (reason,)
        desk.command(CommandName.RESUME)
        assert desk.frozen() == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [({"leverage": 10.0}, {"leverage": 20.0}), ({"margin_mode": "cross"}, {"margin_mode": "x"})],
)
def test_leverage_or_margin_mode_that_is_again_what_it_was_ends_the_freeze(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    desk = ready(position=600_000)
    desk.account(2.0, 600_000, 60_000, **before)
    for terms, frozen in ((after, True), (after, True), (before, False), (after, True)):
        desk.wait(0.1).account(2.0, 600_000, 60_000, **terms)
        assert bool(desk.frozen()) is frozen


@pytest.mark.parametrize("name", ["somebody", "st00003n00000042"])
def test_an_open_order_that_is_not_ours_freezes_until_it_has_gone(name: str) -> None:
    desk = ready(position=600_000)
    desk.open_orders(name)
    assert desk.frozen() == (Reason.FOREIGN_ORDER,)
    detail = desk.engine.snapshot().legs[0].freezes[0].detail
    assert ("another instance" in detail) == name.startswith("st0")
    desk.open_orders()
    assert desk.frozen() == ()


def test_a_foreign_order_once_accepted_does_not_freeze_again_but_a_new_one_does() -> None:
    desk = ready(position=600_000)
    desk.open_orders("theirs")
    desk.command(CommandName.RESUME)
    desk.wait(1).open_orders("theirs")
    assert desk.frozen() == ()
    desk.wait(1).open_orders("theirs", "more")
    assert desk.frozen() == (Reason.FOREIGN_ORDER,)


def test_an_open_order_of_another_instance_disarms() -> None:
    desk = ready(position=600_000)
    desk.open_orders("st00099n00000042")
    assert desk.engine.snapshot().mode.value == "manual"


def test_a_trade_of_nobodys_order_is_in_the_position_and_freezes() -> None:
    desk = ready(position=600_000)
    desk.fill(None, 1_000, 60_000, side=Side.SELL)
    assert desk.position() == 599_000
    assert desk.frozen() == (Reason.POSITION_MISMATCH,)
    desk.wait(1).account(2.0, 599_000, 60_000)
    assert desk.frozen() == (Reason.POSITION_MISMATCH,)
    desk.command(CommandName.RESUME)
    assert desk.frozen() == ()


def test_the_venues_liquidation_price_beyond_the_tolerance_freezes_until_it_agrees() -> None:
    desk = ready(position=600_000)
    ours = desk.engine.snapshot().legs[0].liquidation_price
    assert ours is not None
    assert ours < 60_000
    desk.account(2.0, 600_000, 60_000, liquidation_price=ours + 700)
    assert desk.frozen() == (Reason.LIQUIDATION_PRICE_MISMATCH,)
    desk.command(CommandName.RESUME)
    desk.wait(1).account(2.0, 600_000, 60_000, liquidation_price=ours + 700)
    assert desk.frozen() == ()  # the trader accepted this difference
    desk.wait(1).account(2.0, 600_000, 60_000, liquidation_price=ours + 10)
    desk.wait(1).account(2.0, 600_000, 60_000, liquidation_price=ours + 700)
    assert desk.frozen() == (Reason.LIQUIDATION_PRICE_MISMATCH,)


def test_a_short_near_its_margin_does_not_freeze_for_a_liquidation_price_far_away() -> None:
    desk = ready(position=-133_000, side="short", target_leverage=1.1)
    ours = desk.engine.snapshot().legs[0].liquidation_price
    assert ours is not None
    assert ours > 8 * 60_000
    desk.account(2.0, -133_000, 60_000, liquidation_price=ours * 1.005)
    assert desk.frozen() == ()  # 0.5 % of that price, and 4 % of the mark
    desk.wait(1).account(2.0, -133_000, 60_000, liquidation_price=ours / 2)
    assert desk.frozen() == (Reason.LIQUIDATION_PRICE_MISMATCH,)


@pytest.mark.parametrize("tiers", [None, ()])
def test_a_liquidation_price_on_the_wrong_side_of_the_mark_freezes(tiers: object) -> None:
    terms: dict[str, Any] = {} if tiers is None else {"tiers": tiers}
    desk = ready(position=600_000, terms=terms)
    desk.account(2.0, 600_000, 60_000, liquidation_price=61_000.0)
    assert desk.frozen() == (Reason.LIQUIDATION_PRICE_INSANE,)
    assert Reason.COMMAND_REFUSED in alerts(desk.command(CommandName.RESUME))
    desk.account(2.0, 600_000, 60_000)
    assert desk.frozen() == ()


def test_a_contract_whose_terms_change_freezes_and_its_quantities_follow_the_new_lot() -> None:
    desk = ready(position=600_000)
    (order,) = intents(desk.mark(57_000, after=1))
    desk.report(order, OrderState.OPEN)
    desk.listing(lot_size=Decimal(10))
    assert Reason.INSTRUMENT_CHANGED in desk.frozen()
    assert desk.position() == 600_000
    assert desk.leg().in_flight_lots == -3_000
    desk.fill(order, 30_000, 57_000)
    assert desk.position() == 570_000
    assert desk.engine.snapshot().orders[0].contracts == 30_000


def test_a_frozen_decision_names_its_first_reason() -> None:
    desk = ready(position=600_000)
    desk.funding(float("nan"))
    desk.mark(58_000, after=1)
    assert (desk.decision.action, desk.decision.reason) == (
        Action.FROZEN,
        Reason.FUNDING_INVALID,
    )


def test_an_unfreeze_leads_to_a_decision_at_once() -> None:
    desk = ready(position=600_000)
    desk.open_orders("theirs")
    desk.mark(57_000, after=1)
    assert desk.orders == []
    assert len(intents(desk.open_orders())) == 1


def test_time_alone_brings_a_freeze() -> None:
    desk = ready()
    keep_alive(desk, 2, 60_000, 2.0)
    desk.clock(5.2)
    assert Reason.MARK_STALE in desk.frozen()
