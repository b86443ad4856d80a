"""Manual and auto, the trader's commands, and the kill switch."""

from typing import Any

import pytest

from terminal.engine.engine import Engine
from terminal.engine.policy.policy import Policy
from terminal.model.errors import UserError
from terminal.model.events import CommandName, Feed, FeedState, OrderState, Side
from terminal.model.outputs import Action, Alert, ModeChanged, OrderType, Purpose
from terminal.model.reasons import Reason
from tests.unit.engine.desk import (
    POLICY,
    SYMBOL,
    VENUE,
    Desk,
    alerts,
    cancels,
    decisions,
    intents,
    keep_alive,
    only,
    queries,
    ready,
)


def by_hand(desk: Desk, side: str, contracts: float, **more: Any) -> list[Any]:
    return desk.command(
        CommandName.ORDER, venue=VENUE, symbol=SYMBOL, side=side, contracts=contracts, **more
    )


# modes


def test_the_engine_starts_in_manual_and_only_recommends() -> None:
    desk = ready(position=600_000, auto=False)
    said = desk.mark(57_000, after=1)
    assert intents(said) == []
    (decision,) = decisions(said)
    assert (decision.action, decision.reason) == (Action.RECOMMEND, Reason.SCALE_DOWN)
    assert decision.order_contracts == -30_000
    assert desk.engine.snapshot().mode.value == "manual"


def test_the_trader_executes_a_recommendation_with_one_click() -> None:
    desk = ready(position=600_000, auto=False)
    desk.mark(57_000, after=1)
    said = desk.command(CommandName.EXECUTE, venue=VENUE, symbol=SYMBOL)
    (order,) = intents(said)
    assert (order.contracts, order.side, order.purpose) == (30_000, Side.SELL, Purpose.SCALE)
    assert desk.decision.reason is Reason.EXECUTED_BY_TRADER
    assert intents(desk.command(CommandName.EXECUTE)) == []  # one is in flight


def test_a_click_passes_the_same_gate() -> None:
    desk = ready(position=600_000, auto=False)
    desk.mark(57_000, after=1)
    desk.open_orders("theirs")
    assert intents(desk.command(CommandName.EXECUTE)) == []
    assert desk.decision.action is Action.FROZEN


def test_a_snoozed_recommendation_stays_quiet_for_its_time() -> None:
    desk = ready(position=600_000, auto=False)
    desk.mark(57_000, after=1)
    desk.command(CommandName.SNOOZE, duration_s=2.0)
    desk.mark(57_000, after=1)
    assert desk.decision.reason is Reason.SNOOZED
    desk.mark(57_000, after=1.1)
    assert desk.decision.action is Action.RECOMMEND


def test_auto_needs_a_policy_and_an_open_latch() -> None:
    desk = Desk()
    desk.listing()
    assert Reason.COMMAND_REFUSED in alerts(desk.auto())
    desk.policy()
    desk.command(CommandName.KILL)
    assert Reason.COMMAND_REFUSED in alerts(desk.auto())
    assert desk.engine.snapshot().mode.value == "manual"


def test_each_change_of_mode_is_told_once() -> None:
    desk = ready()
    assert only(desk.auto(), ModeChanged) == []
    (changed,) = only(desk.command(CommandName.MANUAL, reason="lunch"), ModeChanged)
    assert (changed.mode.value, changed.reason) == ("manual", "lunch")


def test_manual_takes_back_resting_scaling_orders_and_leaves_the_traders_own() -> None:
    desk = ready(auto=False, order_style="post_only")
    by_hand(desk, "buy", 10.0, order_type="limit", limit_price=59_000.0)
    (own,) = desk.orders
    desk.report(own, OrderState.FILLED, 10, 59_000)
    by_hand(desk, "buy", 10.0, order_type="limit", limit_price=58_900.0)
    own = desk.orders[-1]
    desk.report(own, OrderState.OPEN)
    assert cancels(desk.command(CommandName.MANUAL)) == []


def test_manual_takes_back_a_resting_scaling_order() -> None:
    desk = ready(auto=False, order_style="post_only")
    desk.book([(59_999.5, 1e6)], [(60_000.5, 1e6)])
    desk.auto()
    desk.report(desk.orders[0], OrderState.OPEN)
    said = desk.command(CommandName.MANUAL)
    assert [one.client_order_id for one in cancels(said)] == [desk.orders[0].client_order_id]


def test_without_a_policy_nothing_can_be_sent() -> None:
    desk = Desk()
    desk.listing()
    desk.mark(60_000)
    desk.account(2.0)
    assert Reason.COMMAND_REFUSED in alerts(by_hand(desk, "buy", 10.0))
    assert desk.orders == []


def test_a_side_is_set_by_the_trader_only() -> None:
    desk = ready(position=600_000)
    desk.command(CommandName.SET_SIDE, side="short")
    assert desk.orders[0].contracts == 600_000
    assert desk.orders[0].reduce_only
    with pytest.raises(UserError, match="side"):
        desk.command(CommandName.SET_SIDE, side="both")


def test_a_policy_changed_while_running_counts_from_the_next_decision() -> None:
    desk = ready(position=600_000)
    before = desk.decision.inputs.policy
    said = desk.policy(target_leverage=4.0)
    assert Reason.POLICY_CHANGED in alerts(said)
    assert desk.decision.target_contracts == 480_000
    assert desk.decision.inputs.policy not in (None, before)
    assert desk.decision.inputs.policy == desk.engine.snapshot().policy.content_hash  # type: ignore[union-attr]
    desk.policy()
    assert desk.decision.inputs.policy == before


def test_a_malformed_policy_changes_nothing() -> None:
    desk = ready(position=600_000)
    before = desk.engine.snapshot()
    with pytest.raises(UserError, match="target_levrage.*target_leverage"):
        desk.command(CommandName.SET_POLICY, policy={**POLICY, "target_levrage": 3})
    assert desk.engine.snapshot().policy == before.policy


def test_a_symbol_taken_out_of_the_policy_is_watched_and_its_resting_order_withdrawn() -> None:
    desk = ready(auto=False, order_style="post_only")
    desk.book([(59_999.5, 1e6)], [(60_000.5, 1e6)])
    desk.auto()
    desk.report(desk.orders[0], OrderState.OPEN)
    said = desk.policy(symbols=["ETH/USD:ETH"])
    assert len(cancels(said)) == 1
    assert decisions(desk.mark(50_000, after=1)) == []
    assert not desk.engine.snapshot().legs[0].in_policy


def test_an_engine_may_be_made_with_its_policy() -> None:
    engine = Engine(epoch=1, policy=Policy.from_mapping(POLICY))
    assert engine.snapshot().policy is not None


# the kill switch


def test_the_kill_switch_cancels_everything_and_sends_nothing_more() -> None:
    desk = ready()
    desk.listing(venue="other")
    said = desk.command(CommandName.KILL, reason="enough")
    assert [(one.venue, one.symbol) for one in cancels(said)] == [(VENUE, None), ("other", None)]
    (changed,) = only(said, ModeChanged)
    assert (changed.mode.value, changed.gate.value) == ("manual", "killed")
    keep_alive(desk, 3, 55_000, 2.0, 100_000, 60_000)
    assert len(desk.orders) == 1  # the one from before
    assert desk.decision.reason is Reason.KILLED
    for attempt in (
        by_hand(desk, "buy", 10.0),
        by_hand(desk, "sell", 10.0, reduce_only=True),
        desk.command(CommandName.EXECUTE),
        desk.auto(),
    ):
        assert intents(attempt) == []


def test_the_switch_works_before_anything_is_known() -> None:
    desk = Desk()
    desk.command(CommandName.KILL, flatten=True)
    desk.listing()
    desk.clock(5)
    assert desk.engine.snapshot().gate.value == "killed"
    assert desk.orders == []


def test_each_venue_is_shown_as_requested_until_it_confirms_itself() -> None:
    desk = ready()
    desk.command(CommandName.KILL)
    assert desk.engine.snapshot().kill.venues == ((VENUE, "requested"),)
    desk.confirm(confirmed=False)
    assert desk.engine.snapshot().kill.venues == ((VENUE, "unknown"),)
    desk.confirm()
    assert desk.engine.snapshot().kill.venues == ((VENUE, "confirmed"),)


@pytest.mark.parametrize("answered", [True, False])
def test_a_venue_that_did_not_confirm_is_asked_again(answered: bool) -> None:
    desk = ready()
    desk.command(CommandName.KILL)
    if answered:
        desk.confirm(confirmed=False)
    assert cancels(desk.clock(1)) == []
    assert len([one for one in cancels(desk.clock(1.5)) if one.client_order_id is None]) == 1
    desk.confirm()
    assert [one for one in cancels(desk.clock(3)) if one.client_order_id is None] == []


def test_flattening_follows_the_venues_word_or_half_a_second() -> None:
    desk = ready(position=600_000)
    desk.command(CommandName.KILL, flatten=True)
    assert desk.orders == []
    (order,) = intents(desk.wait(0.1).confirm())
    assert (order.purpose, order.contracts, order.side) == (Purpose.KILL, 600_000, Side.SELL)
    assert order.reduce_only
    desk = ready(position=600_000)
    desk.command(CommandName.KILL, flatten=True)
    assert intents(desk.clock(0.3)) == []
    assert len(intents(desk.clock(0.3))) == 1


def test_flattening_is_repeated_until_the_position_is_gone() -> None:
    desk = ready(position=600_000)
    desk.command(CommandName.KILL, flatten=True)
    desk.clock(0.6)
    desk.fill(desk.orders[0], 250_000, 60_000)
    desk.report(desk.orders[0], OrderState.EXPIRED, 250_000, 60_000)
    desk.clock(0.2)
    assert desk.orders[-1].contracts == 350_000
    desk.fill_whole(desk.orders[-1])
    desk.clock(5)
    assert len(desk.orders) == 2
    assert desk.position() == 0


def test_a_refused_flattening_is_not_repeated_on_every_tick() -> None:
    desk = ready(position=600_000)
    desk.command(CommandName.KILL, flatten=True)
    desk.clock(0.6)
    for _ in range(100):
        desk.report(desk.orders[-1], OrderState.REJECTED)
        desk.clock(0.1)
    assert 4 <= len(desk.orders) <= 12


@pytest.mark.parametrize("how", ["unknown", "stale", "lost"])
def test_flattening_without_a_mark_to_rely_on_goes_out_at_market(how: str) -> None:
    desk = Desk()
    desk.listing()
    if how != "unknown":
        desk.mark(60_000)
    desk.account(2.0, 600_000, 60_000)
    if how == "lost":
        desk.feed(Feed.MARK, FeedState.DISCONNECTED)
    desk.wait(20 if how == "stale" else 0)
    desk.command(CommandName.KILL, flatten=True)
    desk.clock(0.6)
    (order,) = desk.orders
    assert (order.type, order.limit_price) == (OrderType.MARKET, None)
    assert order.reduce_only


def test_a_lost_flattening_is_asked_about_even_without_a_policy() -> None:
    desk = Desk()
    desk.listing()
    desk.mark(60_000)
    desk.account(2.0, 600_000, 60_000)
    desk.command(CommandName.KILL, flatten=True)
    desk.clock(0.6)
    (order,) = desk.orders
    assert queries(desk.clock(5.5))[0].client_order_id == order.client_order_id
    desk.clock(6)
    desk.report(order, OrderState.NOT_FOUND)
    desk.clock(0.2)
    assert len(desk.orders) == 2


def test_the_kill_switch_flattens_at_once_though_the_messages_of_the_second_are_used_up() -> None:
    desk = ready(position=600_000, auto=False, max_messages_per_second=2.0)
    for i in range(2):
        by_hand(desk, "sell", 10.0 + i, order_type="limit", limit_price=61_000.0)
    said = by_hand(desk, "sell", 30.0)
    assert intents(said) == []
    (alert,) = only(said, Alert)
    assert "max_messages_per_second" in alert.detail
    for order in desk.orders[:2]:
        desk.report(order, OrderState.CANCELLED)
    desk.account(2.0, 600_000, 60_000)
    desk.command(CommandName.KILL, flatten=True)
    (order,) = intents(desk.confirm())
    assert (order.purpose, order.reduce_only) == (Purpose.KILL, True)


def test_an_order_that_appears_after_the_kill_is_cancelled_by_its_id() -> None:
    desk = ready(order_style="post_only")
    (order,) = desk.orders
    desk.report(order, OrderState.UNKNOWN)
    desk.command(CommandName.KILL)
    desk.confirm()
    desk.clock(1)
    said = desk.report(order, OrderState.OPEN)
    said += desk.clock(2.5)
    assert order.client_order_id in [one.client_order_id for one in cancels(said)]
    again = desk.clock(2.5)
    assert order.client_order_id in [one.client_order_id for one in cancels(again)]


def test_flattening_may_be_added_by_pressing_again() -> None:
    desk = ready(position=600_000)
    desk.command(CommandName.KILL)
    desk.clock(2)
    assert desk.orders == []
    desk.command(CommandName.KILL, flatten=True)
    desk.clock(0.2)
    assert [order.purpose for order in desk.orders] == [Purpose.KILL]


def test_a_reset_needs_a_reason_and_ends_in_manual() -> None:
    desk = ready(position=600_000)
    desk.command(CommandName.KILL)
    with pytest.raises(UserError, match="reason"):
        desk.command(CommandName.RESET)
    assert desk.engine.snapshot().gate.value == "killed"
    desk.command(CommandName.RESET, reason="it was a drill")
    snapshot = desk.engine.snapshot()
    assert (snapshot.gate.value, snapshot.mode.value) == ("running", "manual")
    assert intents(desk.mark(57_000, after=1)) == []


def test_a_reset_without_a_kill_is_refused() -> None:
    assert Reason.COMMAND_REFUSED in alerts(ready().command(CommandName.RESET, reason="why"))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"side": "up"}, "side"),
        ({"side": None}, "side"),
        ({"contracts": None}, "contracts"),
        ({"order_type": "stop"}, "order_type"),
        ({"symbol": "NO/USD:NO"}, "symbol"),
    ],
)
def test_a_malformed_order_command_names_its_key(arguments: dict[str, Any], named: str) -> None:
    desk = ready(auto=False)
    order: dict[str, Any] = {
        "venue": VENUE,
        "symbol": SYMBOL,
        "side": "buy",
        "contracts": 10.0,
    }
    with pytest.raises(UserError, match=named):
        desk.command(CommandName.ORDER, **(order | arguments))


def test_a_manual_reduction_never_exceeds_the_position() -> None:
    desk = ready(auto=False, position=100)
    assert intents(by_hand(desk, "sell", 101.0, reduce_only=True)) == []
    assert intents(by_hand(desk, "buy", 10.0, reduce_only=True)) == []
    assert len(intents(by_hand(desk, "sell", 60.0, reduce_only=True))) == 1
    assert intents(by_hand(desk, "sell", 60.0, reduce_only=True)) == []


def test_cancel_all_names_venues_or_one_symbol() -> None:
    desk = ready(auto=False)
    desk.listing(venue="other")
    assert [one.venue for one in cancels(desk.command(CommandName.CANCEL_ALL))] == [VENUE, "other"]
    (one,) = cancels(desk.command(CommandName.CANCEL_ALL, venue=VENUE, symbol=SYMBOL))
    assert (one.venue, one.symbol) == (VENUE, SYMBOL)
