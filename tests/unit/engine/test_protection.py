"""Margin levels, restore, the auto-liquidation point and session loss."""

from decimal import Decimal
from typing import Any

import pytest

from terminal.model.events import CommandName, OrderState, PositionReport, Side
from terminal.model.instrument import Tier, TiersIn
from terminal.model.outputs import Action, OrderIntent, Purpose
from terminal.model.reasons import Reason
from tests.unit.engine.desk import (
    SYMBOL,
    VENUE,
    Desk,
    alerts,
    cancels,
    intents,
    keep_alive,
    ready,
)

# 5 % maintenance: 600,000 contracts at 60,000 hold 0.5 of margin; utilisation 0.5 / equity.
STEEP = (Tier(None, Decimal("0.05"), Decimal(0), Decimal(20)),)


def strained(wallet: float, **policy: Any) -> Desk:
    """Return a desk holding 600,000 long at 60,000, utilisation 0.5 / wallet, before auto."""
    keys: dict[str, Any] = {
        "target_leverage": 10.0,
        "max_contracts": 600_000.0,
        "rebalance_band": 0.5,
        "flatten_distance": 0.0,
    }
    desk = ready(
        wallet=wallet, position=600_000, auto=False, terms={"tiers": STEEP}, **(keys | policy)
    )
    desk.mark(60_000)
    return desk


def utilisation(desk: Desk) -> float:
    value = desk.engine.snapshot().accounts[0].utilisation
    assert value is not None
    return value


def settle(desk: Desk, order: OrderIntent, wallet: float) -> float:
    """Fill a reduction at the mark with its fee; returns the wallet after it."""
    mark = desk.leg(order.symbol).mark_price
    assert mark is not None
    fee = float(order.contracts) / mark * 0.0005
    desk.fill(order, float(order.contracts), mark, fee=fee)
    return wallet - fee


def test_each_margin_level_is_told_once_when_passed() -> None:
    desk = strained(2.0)
    for wallet, reason in (
        (0.9, Reason.MARGIN_WARN),
        (0.7, Reason.MARGIN_STOP),
        (0.6, Reason.MARGIN_RESTORE),
        (0.52, Reason.MARGIN_FLATTEN),
    ):
        said = desk.wait(1).account(wallet, 600_000, 60_000)
        assert reason in alerts(said)
        assert reason not in alerts(desk.wait(1).account(wallet, 600_000, 60_000))


def test_above_the_stop_level_nothing_is_added() -> None:
    desk = strained(0.7, max_contracts=None, rebalance_band=0.0, target_leverage=20.0)
    desk.auto()
    assert utilisation(desk) == pytest.approx(0.5 / 0.7)
    assert desk.decision.reason is Reason.MARGIN_STOP
    assert desk.orders == []


def test_an_increase_goes_no_further_than_the_stop_level() -> None:
    desk = strained(1.0, max_contracts=None, rebalance_band=0.0, target_leverage=20.0)
    desk.auto()
    (order,) = desk.orders
    assert desk.decision.bound_by is Reason.MARGIN_STOP
    # 0.65 · 1 / 0.05 = 13 coins = 780,000 contracts
    assert order.contracts in (179_999, 180_000)
    desk.fill_whole(order)
    assert utilisation(desk) <= 0.65
    assert len(desk.orders) == 1


def test_the_traders_increase_goes_no_further_than_the_stop_level_either() -> None:
    desk = strained(1.0, max_contracts=None)
    order = {"venue": VENUE, "symbol": SYMBOL, "side": "buy"}
    assert intents(desk.command(CommandName.ORDER, contracts=200_000.0, **order)) == []
    assert len(intents(desk.command(CommandName.ORDER, contracts=100_000.0, **order))) == 1


@pytest.mark.parametrize("side", [1, -1])
def test_the_restore_ends_at_its_target_fee_included_and_not_a_lot_lower(side: int) -> None:
    desk = ready(
        wallet=2.0,
        position=600_000 * side,
        auto=False,
        terms={"tiers": STEEP},
        side="long" if side > 0 else "short",
        target_leverage=10.0,
        max_contracts=600_000.0,
        rebalance_band=0.9,
        flatten_distance=0.0,
    )
    desk.auto()
    said = desk.wait(1).account(0.6, 600_000 * side, 60_000)
    (order,) = intents(said)
    assert (order.purpose, order.reduce_only) == (Purpose.RESTORE, True)
    assert order.side is (Side.SELL if side > 0 else Side.BUY)
    decision = next(one for one in said if getattr(one, "decision_id", None) == order.decision_id)
    assert getattr(decision, "reason", None) is Reason.MARGIN_RESTORE
    # N' = u*·(E − f·V)/(V·(m − u*·f)) of N
    value = 10.0
    kept = 0.65 * (0.6 - 0.0005 * value) / (value * (0.05 - 0.65 * 0.0005))
    assert float(order.contracts) == pytest.approx(600_000 * (1 - kept), abs=1)
    settle(desk, order, 0.6)
    assert utilisation(desk) <= 0.65
    one_lot_more = utilisation(desk) * 600_000 * kept / (600_000 * kept - 1)
    assert one_lot_more == pytest.approx(0.65, abs=1e-5)


def test_the_restore_finds_its_target_in_the_lower_tier_it_ends_in() -> None:
    tiers = (
        Tier(Decimal(5), Decimal("0.02"), Decimal(0), Decimal(50)),
        Tier(None, Decimal("0.05"), Decimal("0.15"), Decimal(20)),
    )
    desk = ready(
        wallet=2.0,
        position=600_000,
        auto=False,
        terms={"tiers": tiers, "tiers_in": TiersIn.COIN},
        target_leverage=10.0,
        max_contracts=600_000.0,
        rebalance_band=0.9,
        flatten_distance=0.0,
    )
    desk.auto()
    (order,) = intents(desk.wait(1).account(0.4, 600_000, 60_000))  # 0.35 / 0.4
    settle(desk, order, 0.4)
    assert utilisation(desk) <= 0.65
    assert utilisation(desk) == pytest.approx(0.65, abs=1e-4)


def test_the_restore_is_proportional_across_positions_that_share_margin() -> None:
    dated = "BTC/USD:BTC-240628"
    desk = ready(wallet=2.0, auto=False, terms={"tiers": STEEP}, rebalance_band=0.9)
    desk.listing(dated, expiry=desk.now + 10**17, tiers=STEEP)
    desk.mark(60_000, dated)
    both = (
        PositionReport(symbol=SYMBOL, contracts=400_000.0, entry_price=60_000.0),
        PositionReport(symbol=dated, contracts=-200_000.0, entry_price=60_000.0),
    )
    desk.account(2.0, both)
    desk.policy(target_leverage=0.0, rebalance_band=0.9, symbols=["none"], guard_in_manual=True)
    orders = intents(desk.wait(1).account(0.6, both))
    assert [order.symbol for order in orders] == [SYMBOL, dated]
    assert [order.side for order in orders] == [Side.SELL, Side.BUY]
    assert float(orders[0].contracts) == pytest.approx(2 * float(orders[1].contracts), abs=2)
    wallet = 0.6
    for order in orders:
        wallet = settle(desk, order, wallet)
    assert utilisation(desk) <= 0.65


def test_a_restore_under_way_is_not_sent_twice_and_scaling_does_not_undo_it() -> None:
    desk = strained(0.6, rebalance_band=0.0, target_leverage=20.0)
    desk.auto()
    (order,) = desk.orders
    for _ in range(5):
        assert intents(desk.mark(60_000, after=0.2)) == []
    wallet = settle(desk, order, 0.6)
    left = 600_000 - float(order.contracts)
    for _ in range(10):
        desk.wait(1).account(wallet, left, 60_000)
        desk.mark(60_000)
        desk.funding()
    assert len(desk.orders) == 1
    assert desk.decision.reason is Reason.MARGIN_STOP


def test_marks_that_come_all_at_once_do_not_each_have_a_closing_order_of_their_own() -> None:
    desk = strained(0.6)
    desk.auto()
    (order,) = desk.orders
    for price in range(59_990, 59_900, -10):
        assert intents(desk.mark(float(price))) == []
    (more,) = intents(desk.mark(59_900, after=0.3))  # nobody answered: it waits no longer
    assert more.contracts < order.contracts
    assert intents(desk.mark(59_890)) == []
    said = desk.report(more, OrderState.PARTIALLY_FILLED, 1.0, 59_890.0)
    assert len(intents(said)) == 1  # an answer: what fell due meanwhile goes at once


def test_a_flattening_waits_for_no_answer_to_a_restore() -> None:
    desk = strained(0.6)
    desk.auto()
    said = desk.mark(59_000)
    assert [one.purpose for one in intents(said)] == [Purpose.FLATTEN]


def test_a_restore_takes_back_scaling_orders_first() -> None:
    desk = strained(2.0, max_contracts=None, order_style="post_only", rebalance_band=0.0)
    desk.book([(59_999.5, 1e6)], [(60_000.5, 1e6)])
    desk.auto()
    (scaling,) = desk.orders
    desk.report(scaling, OrderState.OPEN)
    said = desk.wait(0.5).account(0.6, 600_000, 60_000)
    assert [one.client_order_id for one in cancels(said)] == [scaling.client_order_id]
    assert [one.purpose for one in intents(said)] == [Purpose.RESTORE]


def test_above_the_flatten_level_everything_is_closed_and_waits_for_the_trader() -> None:
    desk = strained(0.52)
    desk.auto()
    (order,) = desk.orders
    assert (order.purpose, order.contracts, order.reduce_only) == (
        Purpose.FLATTEN,
        600_000,
        True,
    )
    assert Reason.AUTO_LIQUIDATION in desk.frozen()
    settle(desk, order, 0.52)
    keep_alive(desk, 3, 60_000, 0.5)
    assert len(desk.orders) == 1
    desk.command(CommandName.RESUME)
    assert desk.frozen() == ()


def test_a_mark_near_the_liquidation_price_flattens_whatever_the_utilisation() -> None:
    desk = strained(0.56, flatten_distance=0.05, margin_restore=0.92, margin_stop=0.91)
    desk.auto()
    (order,) = desk.orders
    assert (order.purpose, order.contracts) == (Purpose.FLATTEN, 600_000)


def test_a_first_mark_that_is_wrong_closes_nothing_and_a_second_beside_it_does() -> None:
    keys: dict[str, Any] = {"side": "short", "guard_in_manual": True}
    desk = ready(mark=600_000.0, wallet=1.0, position=-100_000, entry=60_000.0, auto=False, **keys)
    desk.account(1.0, -100_000, 60_000, equity=1.0)
    assert desk.orders == []
    said = desk.mark(600_000, after=1)
    assert [one.purpose for one in intents(said)] == [Purpose.FLATTEN]


def test_the_venues_liquidation_price_counts_where_ours_is_not_known() -> None:
    desk = ready(position=600_000, auto=False, terms={"tiers": ()}, rebalance_band=0.5)
    desk.mark(60_000)
    desk.auto()
    said = desk.account(2.0, 600_000, 60_000, maintenance=0.1, liquidation_price=59_700.0)
    assert [one.purpose for one in intents(said)] == [Purpose.FLATTEN]


def test_what_the_flattening_left_is_closed_without_waiting_for_an_account() -> None:
    desk = strained(0.52)
    desk.auto()
    (order,) = desk.orders
    desk.fill(order, 100_000, 60_000)
    desk.report(order, OrderState.EXPIRED, 100_000, 60_000)
    desk.mark(60_000, after=0.2)
    assert desk.orders[-1] is not order
    assert desk.orders[-1].contracts == 500_000


def test_a_flattening_that_is_refused_is_tried_again_but_not_on_every_tick() -> None:
    desk = strained(0.52)
    desk.auto()
    for _ in range(50):
        last = desk.orders[-1]
        desk.report(last, OrderState.REJECTED, reason="reduce only")
        desk.wait(0.1).account(0.52, 600_000, 60_000)
        desk.mark(60_000)
    assert 3 <= len(desk.orders) <= 6


def test_in_manual_without_the_guard_it_only_warns() -> None:
    desk = strained(0.52)
    desk.mark(60_000, after=0.1)
    assert desk.orders == []
    assert Reason.MARGIN_FLATTEN in alerts(desk.said)


def test_near_liquidation_is_told_even_where_nothing_may_be_done() -> None:
    desk = strained(0.56, flatten_distance=0.05)
    assert Reason.NEAR_LIQUIDATION in alerts(desk.said)
    assert alerts(desk.said).count(Reason.NEAR_LIQUIDATION) == 1


def test_in_manual_with_the_guard_it_acts() -> None:
    desk = strained(0.52, guard_in_manual=True)
    assert [order.purpose for order in desk.orders] == [Purpose.FLATTEN]
    assert desk.engine.snapshot().mode.value == "manual"


def test_the_trader_turns_the_guard_on_and_off() -> None:
    desk = strained(2.0)
    desk.command(CommandName.SET_GUARD, enabled=True)
    assert desk.engine.snapshot().guard_in_manual
    assert len(intents(desk.wait(1).account(0.52, 600_000, 60_000))) == 1
    desk = strained(2.0, guard_in_manual=True)
    desk.command(CommandName.SET_GUARD, enabled=False)
    assert not desk.engine.snapshot().guard_in_manual
    assert intents(desk.wait(1).account(0.52, 600_000, 60_000)) == []


@pytest.mark.parametrize("freeze", ["funding", "foreign"])
def test_freezes_do_not_stop_the_protection(freeze: str) -> None:
    desk = strained(2.0)
    desk.auto()
    if freeze == "funding":
        desk.funding(float("nan"))
    else:
        desk.open_orders("theirs")
    assert desk.frozen() != ()
    assert len(intents(desk.wait(1).account(0.6, 600_000, 60_000))) == 1


def test_protection_never_acts_on_a_stale_account_or_mark() -> None:
    desk = strained(2.0)
    desk.auto()
    desk.wait(40)
    assert intents(desk.mark(48_000)) == []
    desk = strained(2.0)
    desk.auto()
    desk.wait(10)
    assert intents(desk.account(0.52, 600_000, 60_000, equity=0.52)) == []


def test_an_account_from_before_a_fall_does_not_hide_the_loss() -> None:
    desk = strained(2.0)
    desk.mark(55_000, after=0.5)
    loss = 600_000 * (1 / 60_000 - 1 / 55_000)
    desk.wait(0.2).account(2.0, 600_000, 60_000, equity=2.0)  # equity as it was before
    assert desk.engine.snapshot().accounts[0].equity == pytest.approx(2.0 + loss)


def test_an_account_from_after_a_fall_does_not_count_the_loss_twice() -> None:
    desk = strained(2.0)
    loss = 600_000 * (1 / 60_000 - 1 / 55_000)
    desk.wait(0.2).account(2.0, 600_000, 60_000, equity=2.0 + loss)
    desk.mark(55_000, after=0.1)
    assert desk.engine.snapshot().accounts[0].equity == pytest.approx(2.0 + loss)


def test_equity_that_lastingly_differs_from_wallet_and_profit_is_believed() -> None:
    desk = strained(2.0)
    for _ in range(15):
        desk.wait(1).account(2.0, 600_000, 60_000, equity=1.7)
    assert desk.engine.snapshot().accounts[0].equity == pytest.approx(1.7)


def test_the_larger_of_the_venues_and_our_maintenance_margin_counts() -> None:
    desk = strained(2.0)
    desk.account(2.0, 600_000, 60_000, maintenance=0.8)
    assert utilisation(desk) == pytest.approx(0.4)
    desk.account(2.0, 600_000, 60_000, maintenance=0.1)
    assert utilisation(desk) == pytest.approx(0.25)


# session loss


def test_a_session_loss_in_coin_locks_increases_and_not_reductions() -> None:
    desk = ready(position=300_000, max_session_loss=0.1, target_leverage=5.0, rebalance_band=0.5)
    desk.auto()
    desk.clock(0.2)
    desk.wait(1).account(1.85, 300_000, 60_000)
    desk.clock(0.2)
    assert Reason.SESSION_LOSS in alerts(desk.said)
    desk.policy(max_session_loss=0.1, rebalance_band=0.0)
    assert desk.decision.reason is Reason.SESSION_LOSS
    assert intents(desk.mark(60_000, after=0.5)) == []
    desk.policy(max_session_loss=0.1, rebalance_band=0.0, target_leverage=1.0)
    assert desk.orders[-1].reduce_only


def test_a_session_loss_may_lock_all() -> None:
    desk = ready(
        position=600_000, max_session_loss=0.1, session_loss_locks="all", rebalance_band=0.5
    )
    desk.clock(0.2)
    desk.wait(1).account(1.8, 600_000, 60_000)
    desk.clock(0.2)
    desk.policy(max_session_loss=0.1, session_loss_locks="all", target_leverage=1.0)
    assert (desk.decision.action, desk.decision.reason) == (Action.HOLD, Reason.SESSION_LOSS)
    assert desk.orders == []


def test_a_session_loss_in_usd_is_that_of_all_accounts_together() -> None:
    desk = ready(auto=False, max_session_loss=10_000.0, numeraire="usd")
    desk.listing(venue="other")
    desk.mark(60_000, venue="other")
    desk.account(2.0, venue="other")
    desk.clock(0.2)
    # What one venue loses and the other gains is no loss.
    for ours, theirs in ((2.05, 1.95), (2.0, 2.0), (1.95, 2.05), (1.9, 2.1), (1.85, 2.15)):
        desk.wait(1).account(ours)
        desk.account(theirs, venue="other")
        desk.clock(0.2)
    assert Reason.SESSION_LOSS not in alerts(desk.said)
    desk.wait(1).account(1.6)
    desk.clock(0.2)
    assert Reason.SESSION_LOSS in alerts(desk.said)


def test_a_change_of_numeraire_does_not_compare_coin_with_usd() -> None:
    desk = ready(auto=False, max_session_loss=100.0, numeraire="usd")
    desk.clock(0.2)
    desk.policy(max_session_loss=100.0, numeraire="coin")
    desk.clock(0.2)
    assert Reason.SESSION_LOSS not in alerts(desk.said)
