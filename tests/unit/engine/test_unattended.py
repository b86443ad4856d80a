"""Auto disarms itself after so many automatic orders that nobody looked at."""

from typing import Any

import pytest

from terminal.model.errors import UserError
from terminal.model.events import CommandName, OrderState
from terminal.model.outputs import Mode, ModeChanged, Purpose
from terminal.model.reasons import Reason
from tests.unit.engine.desk import SYMBOL, VENUE, Desk, alerts, cancels, only, ready


def trade(desk: Desk, times: int) -> None:
    """Let the target move and every order fill."""
    for _ in range(times):
        held = float(desk.position() or 0)
        wallet = 2.2 if (desk.wallet() or 0) < 2.1 else 2.0
        desk.seconds += 1
        desk.mark(60_000)
        desk.account(wallet, held, 60_000)
        desk.fill_whole(desk.orders[-1])
        desk.wait(0.1).account(wallet, float(desk.position() or 0), 60_000)


def armed(**policy: Any) -> Desk:
    desk = ready(position=600_000, **policy)
    assert desk.orders == []
    return desk


def test_too_many_automatic_orders_without_a_look_disarm_and_say_so() -> None:
    desk = armed(max_unattended_orders=3)
    trade(desk, 2)
    assert desk.engine.snapshot().mode is Mode.AUTO
    before = len(desk.said)
    trade(desk, 1)
    said = desk.said[before:]
    assert desk.engine.snapshot().mode is Mode.MANUAL
    assert Reason.MAX_UNATTENDED in alerts(said)
    (changed,) = only(said, ModeChanged)
    assert changed.reason == "max_unattended_orders"


@pytest.mark.parametrize("look", [CommandName.AUTO, CommandName.RESUME, CommandName.SNOOZE])
def test_any_command_of_the_trader_is_a_look(look: CommandName) -> None:
    desk = armed(max_unattended_orders=3)
    trade(desk, 2)
    desk.command(look)
    trade(desk, 2)
    assert desk.engine.snapshot().mode is Mode.AUTO


def test_parts_of_one_order_count_once_whatever_tells_of_them() -> None:
    desk = armed(max_unattended_orders=2)
    desk.wait(1).account(2.2, 600_000, 60_000)
    (order,) = desk.orders
    desk.fill(order, 20_000, 60_000)
    desk.report(order, OrderState.PARTIALLY_FILLED, 40_000, 60_000)
    desk.fill(order, 40_000, 60_000)
    assert desk.engine.snapshot().mode is Mode.AUTO


def test_orders_by_hand_and_protection_do_not_count() -> None:
    desk = armed(max_unattended_orders=1)
    desk.command(CommandName.ORDER, venue=VENUE, symbol=SYMBOL, side="buy", contracts=10.0)
    desk.fill_whole(desk.orders[-1])
    assert desk.orders[-1].purpose is Purpose.MANUAL
    assert desk.engine.snapshot().mode is Mode.AUTO


def test_what_is_disarmed_is_scaling_and_not_the_protection() -> None:
    desk = armed(max_unattended_orders=1)
    trade(desk, 1)
    assert desk.engine.snapshot().mode is Mode.MANUAL
    assert desk.engine.snapshot().guard_in_manual


def test_a_guard_that_the_trader_switched_off_stays_off() -> None:
    desk = armed(max_unattended_orders=1)
    desk.command(CommandName.SET_GUARD, enabled=False)
    trade(desk, 1)
    assert desk.engine.snapshot().mode is Mode.MANUAL
    assert not desk.engine.snapshot().guard_in_manual


def test_resting_scaling_orders_are_taken_back() -> None:
    desk = armed(max_unattended_orders=1, order_style="post_only")
    desk.book([(59_999.5, 1e6)], [(60_000.5, 1e6)])
    desk.wait(1).account(2.2, 600_000, 60_000)
    (order,) = desk.orders
    desk.report(order, OrderState.OPEN)
    desk.fill(order, 1_000, 59_999.5)
    assert [one.client_order_id for one in cancels(desk.said)] == [order.client_order_id]


def test_how_many_is_a_number_of_the_policy() -> None:
    assert ready().engine.snapshot().policy.keys["max_unattended_orders"] == 200  # type: ignore[union-attr]
    with pytest.raises(UserError, match="max_unattended_orders"):
        ready(max_unattended_orders=0)
