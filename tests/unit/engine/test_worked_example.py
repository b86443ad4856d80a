"""The specification's worked example, to the contract and in both directions."""

from decimal import Decimal

import pytest

from terminal.model.events import OrderState, Side
from terminal.model.outputs import Action, OrderType, Purpose
from terminal.model.reasons import Reason
from tests.unit.engine.desk import LINEAR, Desk, decisions, intents, ready


def test_ten_coins_of_a_one_dollar_contract_at_sixty_thousand_are_the_target() -> None:
    desk = ready(position=600_000)
    assert desk.decision.target_contracts == 600_000
    assert desk.decision.raw_size_coin == 10.0
    assert (desk.decision.action, desk.decision.reason) == (Action.HOLD, Reason.INSIDE_BAND)
    assert desk.orders == []


def test_a_fall_of_five_percent_and_dearer_funding_sell_30114_reduce_only() -> None:
    desk = ready(position=600_000, gap_threshold=0.02)
    desk.wait(1).funding(0.0002)
    frozen = desk.mark(57_000, after=0.1)
    assert intents(frozen) == []
    assert decisions(frozen)[-1].reason is Reason.PRICE_GAP
    desk.wait(1).account(2.0, 600_000, 60_000)
    assert intents(desk.mark(57_000, after=0.5)) == []  # the cooldown is not over
    released = desk.mark(57_000, after=0.6)

    (order,) = intents(released)
    assert order.contracts == 30_114
    assert (order.side, order.reduce_only) == (Side.SELL, True)
    assert (order.type, order.purpose) == (OrderType.IOC_LIMIT, Purpose.SCALE)
    decision = decisions(released)[-1]
    assert decision.target_contracts == 569_886
    assert decision.current_contracts == 600_000
    assert decision.order_contracts == -30_114
    assert (decision.action, decision.reason) == (Action.ORDER, Reason.SCALE_DOWN)
    assert decision.inputs.funding_rate == 0.0002
    assert decision.inputs.mark_price == 57_000
    assert order.decision_id == decision.decision_id


def test_a_rise_of_five_percent_buys_the_difference() -> None:
    desk = ready(position=600_000, gap_threshold=0.02)
    desk.wait(1).funding(-0.0002)
    assert intents(desk.mark(63_000, after=0.1)) == []
    desk.wait(1).account(2.0, 600_000, 60_000)
    (order,) = intents(desk.mark(63_000, after=1.5))
    # 10 coins · 63,000 / 0.9998 = 630,126.02…
    assert order.contracts == 30_126
    assert (order.side, order.reduce_only) == (Side.BUY, False)
    assert desk.decision.target_contracts == 630_126
    assert desk.decision.reason is Reason.SCALE_UP


def test_once_filled_the_position_is_at_its_target_and_nothing_more_is_sent() -> None:
    # The loss that the reduction realises takes 1.3 % off the wallet, and so off the target.
    desk = ready(position=600_000, rebalance_band=0.02)
    desk.funding(0.0002)
    (order,) = intents(desk.mark(57_000, after=1))
    desk.report(order, OrderState.OPEN)
    desk.fill_whole(order)
    assert desk.position() == 569_886
    assert desk.decision.reason is Reason.INSIDE_BAND
    assert len(desk.orders) == 1


def test_the_sell_limit_is_on_the_tick_and_inside_the_collar() -> None:
    desk = ready(position=600_000, rebalance_band=0.0, price_collar=0.02)
    (order,) = intents(desk.mark(57_000.7, after=2))
    assert order.limit_price is not None
    assert order.limit_price % Decimal("0.5") == 0
    # The mark some seconds ago stands for the collar too, and it was higher.
    assert order.limit_price == Decimal(58800)


def test_a_linear_contract_sizes_in_coin() -> None:
    desk = ready(symbol=LINEAR, settle="USDT", wallet=20_000.0, mark=50_000.0)
    # 20,000 · 5 / 50,000 = 2 coins = 2,000 contracts of 0.001
    assert desk.decision.target_contracts == 2_000
    (order,) = desk.orders
    assert (order.side, order.contracts, order.reduce_only) == (Side.BUY, 2_000, False)


def test_a_short_sells_to_open_and_buys_back_reduce_only() -> None:
    desk = ready(side="short")
    (opened,) = desk.orders
    assert (opened.side, opened.contracts, opened.reduce_only) == (Side.SELL, 600_000, False)
    desk.fill_whole(opened)
    desk.account(2.0, -600_000, 60_000)
    (bought,) = intents(desk.mark(57_000, after=1))
    assert (bought.side, bought.contracts, bought.reduce_only) == (Side.BUY, 30_000, True)
    assert desk.decision.target_contracts == -570_000


def test_the_margin_basis_decides_which_margin_is_multiplied() -> None:
    targets: dict[str, tuple[object, object]] = {}
    for basis in ("wallet", "equity", "lesser"):
        desk = ready(position=600_000, margin_basis=basis)
        desk.mark(66_000, after=1)
        targets[basis] = desk.decision.target_contracts, desk.decision.inputs.margin_basis
    # Equity is 2 + 600,000·(1/60,000 − 1/66,000) = 2.909… coins.
    # As a float that is a hair less, and lots are rounded towards zero.
    assert targets["equity"] == (959_999, "equity")
    assert targets["wallet"] == (660_000, "wallet")
    assert targets["lesser"] == (660_000, "wallet")
    desk = ready(position=600_000, margin_basis="lesser")
    desk.mark(57_000, after=1)
    assert desk.decision.inputs.margin_basis == "equity"


def test_a_synthetic_dollar_needs_no_scaling_at_any_price() -> None:
    desk = ready(side="short", target_leverage=1.0, margin_basis="equity", rebalance_band=0.001)
    (order,) = desk.orders
    desk.fill_whole(order)
    desk.account(2.0, -120_000, 60_000)
    for price in (63_000, 54_000, 80_000, 40_000):
        desk.mark(price, after=1)
        assert desk.decision.reason is Reason.INSIDE_BAND
        assert desk.decision.target_contracts in (-120_000, -119_999)


@pytest.mark.parametrize("rate", [0.0002, -0.0003])
def test_cost_treatment_uses_the_cost_to_this_side_over_the_horizon(rate: float) -> None:
    desk = ready(side="short", rate=rate, funding_treatment="cost", funding_horizon_intervals=3.0)
    assert desk.decision.inputs.funding_rate == pytest.approx(-3 * rate)


def test_the_predicted_rate_may_be_the_input() -> None:
    desk = Desk()
    desk.listing()
    for _ in range(3):
        desk.settled(0.0004, after=1)
    desk.mark(60_000)
    desk.funding(0.0, due_in=8 * 3600, interval_s=8 * 3600)
    desk.account(2.0)
    desk.policy(funding_input="predicted")
    assert desk.decision.inputs.funding_rate == pytest.approx(0.0004, rel=1e-3)
