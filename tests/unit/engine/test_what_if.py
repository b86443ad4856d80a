"""What the engine would do if something were otherwise: the same figures as when it happens."""

from typing import Any

import pytest

from terminal.engine.policy.policy import Policy
from terminal.engine.restore_plan import nearest_crossing, restore_plans
from terminal.engine.what_if import decisions_under, policy_in_force
from terminal.model.events import CommandName, PositionReport
from terminal.model.outputs import Action, OrderIntent, Purpose
from tests.unit.engine.desk import POLICY, SYMBOL, VENUE, Desk, intents, ready
from tests.unit.engine.test_protection import STEEP, strained

KEY = (VENUE, SYMBOL)


def other(**changed: Any) -> Policy:
    """Return the tests' policy with some keys changed."""
    return Policy.from_mapping(POLICY | changed)


@pytest.mark.parametrize(
    "changed",
    [
        {"target_leverage": 2.0},
        {"target_leverage": 7.5, "max_leverage": 6.0},
        {"margin_basis": "equity"},
        {"side": "short"},
        {"max_position_usd": 123_456.0},
        {"rebalance_band": 0.9},
        {"funding_input": "predicted"},
        {"funding_treatment": "cost", "funding_horizon_intervals": 5.0},
        {"volatility_target": 0.01},
        {"max_slippage_bp": 1.0, "max_spread_bp": 50.0},
    ],
)
def test_a_policy_tried_on_a_copy_decides_as_it_does_once_it_is_in_force(
    changed: dict[str, Any],
) -> None:
    desk = ready(wallet=2.0, position=600_000, auto=False)
    for step in range(90):
        desk.mark(57_000.0 + 40.0 * (step % 7), after=1.0)
        desk.funding(0.0002)
        desk.account(2.0, 600_000, 60_000.0)
    desk.settled(0.0001)
    desk.settled(0.0003)
    desk.book([(57_000.0, 40_000.0)], [(57_000.5, 40_000.0)])
    before = desk.engine.snapshot()
    tried = decisions_under(before, other(**changed))[KEY]
    desk.command(CommandName.SET_POLICY, policy=POLICY | changed)
    real = desk.engine.snapshot().legs[0].decision
    assert real is not None
    assert tried.target_contracts == real.target_contracts
    assert tried.order_contracts == real.order_contracts
    assert (tried.action, tried.reason) == (real.action, real.reason)
    assert (tried.bound_by, tried.bounds, tried.steps) == (real.bound_by, real.bounds, real.steps)


def test_trying_a_policy_leaves_the_desk_as_it_was() -> None:
    desk = ready(wallet=2.0, position=600_000, auto=False)
    before = desk.engine.snapshot()
    decisions_under(before, other(target_leverage=1.0))
    assert desk.engine.snapshot() == before


def test_a_policy_is_tried_on_a_frozen_desk_as_if_it_ran() -> None:
    desk = ready(wallet=2.0, position=600_000, auto=False)
    desk.clock(after=600.0)
    seen = desk.engine.snapshot()
    assert seen.legs[0].freezes
    tried = decisions_under(seen, other(target_leverage=1.0))[KEY]
    assert tried.action is Action.RECOMMEND
    assert tried.order_contracts is not None
    assert tried.order_contracts < 0


def test_a_leg_without_a_mark_is_left_out() -> None:
    desk = Desk()
    desk.listing()
    assert decisions_under(desk.engine.snapshot(), other()) == {}


def test_the_policy_in_force_comes_back_from_the_snapshot_unchanged() -> None:
    desk = ready(wallet=2.0, position=600_000, auto=False)
    assert policy_in_force(desk.engine.snapshot()) == other()
    assert policy_in_force(Desk().engine.snapshot()) is None


def test_the_restore_does_what_its_plan_said_at_the_price_that_it_said() -> None:
    desk = strained(0.9)
    plan = restore_plans(desk.engine.snapshot())[0]
    assert plan.move is not None
    assert -0.2 < plan.move < 0
    cut = plan.cuts[0]
    assert plan.utilisation_after is not None
    assert plan.utilisation_after == pytest.approx(plan.ends_at, abs=1e-5)
    assert plan.utilisation_after <= plan.ends_at
    desk.command(CommandName.AUTO)
    desk.mark(cut.price * 1.0001, after=0.1)
    assert not [order for order in intents(desk.said) if order.purpose is Purpose.RESTORE]
    sent = [one for one in desk.mark(cut.price, after=0.1) if isinstance(one, OrderIntent)]
    assert [order.purpose for order in sent] == [Purpose.RESTORE]
    assert float(sent[0].contracts) == cut.cut_contracts


def test_a_restore_that_is_due_now_is_planned_at_the_present_mark() -> None:
    desk = strained(0.55)
    plan = restore_plans(desk.engine.snapshot())[0]
    assert plan.move == 0.0
    assert plan.cuts[0].price == 60_000.0
    assert 0 < plan.cuts[0].cut_contracts < 600_000


def test_a_fully_covered_inverse_short_has_no_restore_to_plan() -> None:
    desk = ready(
        wallet=10.0,
        position=-600_000,
        entry=60_000.0,
        side="short",
        target_leverage=1.0,
        terms={"tiers": STEEP},
    )
    plan = restore_plans(desk.engine.snapshot())[0]
    assert (plan.move, plan.cuts, plan.utilisation_after) == (None, (), None)


def test_positions_that_share_margin_are_planned_together() -> None:
    desk = ready(wallet=0.9, position=0, terms={"tiers": STEEP})
    desk.listing("ETH/USD:BTC", base="ETH", quote="USD", settle="ETH")
    positions = (PositionReport(symbol=SYMBOL, contracts=600_000, entry_price=60_000.0),)
    desk.account(0.9, positions)
    plans = restore_plans(desk.engine.snapshot())
    assert [plan.settle for plan in plans] == ["BTC"]


def test_the_nearest_crossing_is_the_smaller_move_up_or_down() -> None:
    assert nearest_crossing(lambda move: abs(move) * 2, 0.5) == pytest.approx(0.25, rel=1e-9)
    assert nearest_crossing(lambda move: -move, 0.5) == pytest.approx(-0.5, rel=1e-9)
    assert nearest_crossing(lambda _: 0.1, 0.5) is None
    assert nearest_crossing(lambda _: 0.6, 0.5) == 0.0
