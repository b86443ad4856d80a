"""Rounding, caps, bands, depth, volatility and rates: what an order comes down to."""

from decimal import Decimal
from typing import Any

import pytest

from terminal.model.events import CommandName, OrderState, Side
from terminal.model.instrument import Tier, TiersIn
from terminal.model.outputs import Action, OrderType
from terminal.model.reasons import Reason
from tests.unit.engine.desk import (
    LINEAR,
    SYMBOL,
    VENUE,
    Desk,
    alerts,
    cancels,
    intents,
    keep_alive,
    ready,
)


def by_hand(desk: Desk, side: str, contracts: float, **more: Any) -> list[Any]:
    return desk.command(
        CommandName.ORDER, venue=VENUE, symbol=SYMBOL, side=side, contracts=contracts, **more
    )


# rounding


def test_a_target_is_rounded_towards_zero_to_the_lot() -> None:
    desk = ready(wallet=2.0, terms={"lot_size": Decimal(1_000)}, mark=60_099.0)
    assert desk.decision.target_contracts == 600_000  # 600,990 by the formula
    assert desk.orders[0].contracts == 600_000


def test_a_short_target_is_rounded_towards_zero_too() -> None:
    desk = ready(terms={"lot_size": Decimal(1_000)}, mark=60_099.0, side="short")
    assert desk.decision.target_contracts == -600_000


def test_a_fractional_lot_is_counted_exactly() -> None:
    desk = ready(
        symbol=LINEAR,
        settle="USDT",
        wallet=900.0,
        mark=3_000.0,
        target_leverage=1.0,
        terms={
            "contract_size": Decimal(1),
            "lot_size": Decimal("0.1"),
            "min_contracts": Decimal("0.1"),
        },
    )
    assert desk.decision.target_contracts == Decimal("0.3")
    assert desk.orders[0].contracts == Decimal("0.3")


def test_below_the_venues_minimum_the_target_is_nothing() -> None:
    desk = ready(wallet=0.001, terms={"min_contracts": Decimal(500)})
    assert desk.decision.target_contracts == 0
    assert desk.decision.bound_by is Reason.MIN_CONTRACTS
    assert desk.orders == []


def test_all_the_steps_of_the_arithmetic_are_kept() -> None:
    desk = ready(terms={"lot_size": Decimal(1_000)}, mark=60_099.0, max_contracts=500_000)
    steps = {step.name: step.value for step in desk.decision.steps}
    assert steps == {
        "margin_usd": 120_198.0,
        "size_coin": 10.0,
        "contracts_raw": pytest.approx(600_990.0),
        "contracts_rounded": 600_000.0,
        "contracts_capped": 500_000.0,
    }


# caps


@pytest.mark.parametrize(
    ("cap", "reason", "contracts"),
    [
        ({"max_contracts": 123_456.0}, Reason.MAX_CONTRACTS, 123_456),
        ({"max_position_usd": 100_000.9}, Reason.MAX_POSITION_USD, 100_000),
        ({"max_position_coin": 2.0}, Reason.MAX_POSITION_COIN, 120_000),
        ({"max_leverage": 3.0}, Reason.MAX_LEVERAGE, 360_000),
    ],
)
def test_each_cap_binds_the_target_and_is_named(
    cap: dict[str, Any], reason: Reason, contracts: int
) -> None:
    desk = ready(**cap)
    assert desk.decision.target_contracts == contracts
    assert desk.decision.bound_by is reason
    assert desk.decision.bounds == (reason,)
    assert desk.orders[0].contracts == contracts


def test_the_smallest_cap_decides_and_all_that_bound_are_named() -> None:
    desk = ready(max_contracts=400_000, max_leverage=2.0, max_position_coin=3.0)
    assert desk.decision.target_contracts == 180_000
    assert desk.decision.bound_by is Reason.MAX_POSITION_COIN
    assert set(desk.decision.bounds) == {
        Reason.MAX_CONTRACTS,
        Reason.MAX_LEVERAGE,
        Reason.MAX_POSITION_COIN,
    }


def test_the_venues_tiers_bound_the_position() -> None:
    tiers = (
        Tier(Decimal(3), Decimal("0.005"), Decimal(0), Decimal(100)),
        Tier(Decimal(8), Decimal("0.01"), Decimal("0.015"), Decimal(50)),
    )
    desk = ready(terms={"tiers": tiers, "tiers_in": TiersIn.COIN})
    assert desk.decision.target_contracts == 480_000
    assert desk.decision.bound_by is Reason.TIER_MAXIMUM
    tight = (Tier(None, Decimal("0.005"), Decimal(0), Decimal(4)),)
    desk = ready(terms={"tiers": tight})
    assert desk.decision.target_contracts == 480_000


def test_the_effective_leverage_of_all_positions_on_one_margin_is_capped() -> None:
    desk = ready(position=300_000, max_leverage=3.0, auto=False, symbols=[SYMBOL])
    dated = "BTC/USD:BTC-240628"
    desk.listing(dated, expiry=desk.now + 10**17)
    desk.mark(60_000, dated)
    desk.policy(max_leverage=3.0, target_leverage=3.0)
    said = desk.command(
        CommandName.ORDER, venue=VENUE, symbol=dated, side="buy", contracts=100_000.0
    )
    assert intents(said) == []  # 300,000 of 360,000 are taken by the other position
    said = desk.command(
        CommandName.ORDER, venue=VENUE, symbol=dated, side="buy", contracts=50_000.0
    )
    assert len(intents(said)) == 1


def test_caps_count_what_is_in_flight() -> None:
    desk = ready(auto=False, max_contracts=1_000.0)
    assert len(intents(by_hand(desk, "buy", 600.0))) == 1
    said = by_hand(desk, "buy", 600.0)
    assert intents(said) == []
    assert alerts(said) == [Reason.COMMAND_REFUSED]
    assert len(intents(by_hand(desk, "buy", 400.0))) == 1


def test_a_position_above_a_cap_is_brought_down_to_it() -> None:
    desk = ready(position=600_000, max_contracts=400_000)
    (order,) = desk.orders
    assert (order.side, order.contracts, order.reduce_only) == (Side.SELL, 200_000, True)


def test_an_order_is_cut_to_its_cap_and_the_rest_follows() -> None:
    desk = ready(max_order_usd=250_000.0)
    for expected in (250_000, 250_000, 100_000):
        order = desk.orders[-1]
        assert order.contracts == expected
        desk.fill_whole(order)
    assert desk.position() == 600_000
    assert len(desk.orders) == 3


def test_slices_that_fill_are_not_the_same_order_again_and_again() -> None:
    desk = ready(max_order_usd=20_000.0, repeat_limit=5, repeat_window_s=10.0)
    for _ in range(30):
        desk.fill_whole(desk.orders[-1])
    assert desk.position() == 600_000
    assert desk.frozen() == ()


# bands


@pytest.mark.parametrize(
    ("position", "reason"),
    [(594_000, Reason.INSIDE_BAND), (593_999, Reason.SCALE_UP), (606_000, Reason.INSIDE_BAND)],
)
def test_exactly_at_the_band_nothing_is_done(position: int, reason: Reason) -> None:
    desk = ready(position=position, rebalance_band=0.01)
    assert desk.decision.reason is reason


def test_a_band_of_nothing_trades_every_lot() -> None:
    desk = ready(position=599_999, rebalance_band=0.0)
    assert desk.orders[0].contracts == 1
    desk = ready(position=600_000, rebalance_band=0.0)
    assert desk.orders == []


def test_the_band_is_exact_where_a_float_is_not() -> None:
    # 0.29 of 100 is 28.999… as a float; 29 lots are at the band, not beyond it.
    desk = ready(
        wallet=1 / 600, position=71, rebalance_band=0.29, target_leverage=1.0, mark=60_000.0
    )
    assert desk.decision.target_contracts == 100
    assert desk.decision.reason is Reason.INSIDE_BAND


def test_reducing_may_have_the_narrower_band() -> None:
    desk = ready(position=603_000, rebalance_band=0.01, reduce_band=0.002)
    assert desk.orders[0].side is Side.SELL
    desk = ready(position=597_000, rebalance_band=0.01, reduce_band=0.002)
    assert desk.orders == []


def test_an_order_below_the_policys_minimum_waits() -> None:
    desk = ready(position=599_000, rebalance_band=0.0, min_order_contracts=2_000.0)
    assert desk.decision.reason is Reason.BELOW_MINIMUM
    assert desk.orders == []


def test_what_cut_an_order_below_the_minimum_is_named() -> None:
    # 0.02 of 2 BTC carry 480,000 contracts: the difference itself, 600,000, is large enough.
    desk = ready(margin_warn=0.01, margin_stop=0.02, min_order_contracts=500_000.0)
    assert desk.decision.reason is Reason.MARGIN_STOP
    assert desk.orders == []
    desk = ready(max_order_usd=100_000.0, min_order_contracts=500_000.0)
    assert desk.decision.reason is Reason.MAX_ORDER_USD
    assert desk.orders == []


def test_a_change_of_side_closes_before_it_opens() -> None:
    desk = ready(position=600_000, side="short")
    (closing,) = desk.orders
    assert (closing.side, closing.contracts, closing.reduce_only) == (Side.SELL, 600_000, True)
    desk.fill_whole(closing)
    (_, opening) = desk.orders
    assert (opening.side, opening.contracts, opening.reduce_only) == (Side.SELL, 600_000, False)


def test_a_small_position_on_the_wrong_side_does_not_keep_the_new_side_from_opening() -> None:
    desk = ready(position=-3_000, rebalance_band=0.01)  # half a percent of the target
    (closing,) = desk.orders
    assert (closing.side, closing.contracts, closing.reduce_only) == (Side.BUY, 3_000, True)
    desk.fill_whole(closing)
    assert desk.orders[-1].contracts == 600_000


def test_a_target_of_nothing_closes_whatever_there_is() -> None:
    desk = ready(position=600_000, target_leverage=0.0, rebalance_band=0.5)
    assert (desk.orders[0].contracts, desk.orders[0].reduce_only) == (600_000, True)


# rates


def test_turnover_within_the_hour_is_bounded_and_comes_back() -> None:
    desk = ready(max_turnover_usd_per_hour=250_000.0)
    (order,) = desk.orders
    assert order.contracts == 250_000
    assert desk.decision.bound_by is Reason.MAX_TURNOVER
    desk.fill_whole(order)
    assert (desk.decision.action, desk.decision.reason) == (Action.HOLD, Reason.MAX_TURNOVER)
    keep_alive(desk, 3590, 60_000, 2.0, 250_000, 60_000, step=10)
    assert len(desk.orders) == 1
    keep_alive(desk, 20, 60_000, 2.0, 250_000, 60_000, step=10)
    assert len(desk.orders) == 2


def test_turnover_bounds_the_traders_own_orders_but_not_his_way_out() -> None:
    desk = ready(auto=False, position=600_000, max_turnover_usd_per_hour=1_000.0)
    assert intents(by_hand(desk, "buy", 2_000.0)) == []
    assert len(intents(by_hand(desk, "buy", 1_000.0))) == 1
    assert intents(by_hand(desk, "buy", 1.0)) == []
    assert len(intents(by_hand(desk, "sell", 5_000.0, reduce_only=True))) == 1


def test_orders_a_minute_are_bounded() -> None:
    desk = ready(auto=False, max_orders_per_minute=3, max_contracts=None)
    sent = [len(intents(by_hand(desk, "buy", 10.0 + i))) for i in range(5)]
    assert sent == [1, 1, 1, 0, 0]
    desk.wait(55).mark(60_000)
    desk.funding()
    desk.account(2.0, 33, 60_000)
    desk.wait(5.1).mark(60_000)
    assert len(intents(by_hand(desk, "buy", 20.0))) in (0, 1)


def test_messages_a_second_are_bounded_by_venue_and_cancels_count() -> None:
    desk = ready(auto=False, max_messages_per_second=3.0)
    for i in range(2):
        by_hand(desk, "buy", 10.0 + i, order_type="limit", limit_price=59_000.0)
    desk.command(CommandName.CANCEL, client_order_id=desk.orders[0].client_order_id)
    said = by_hand(desk, "buy", 30.0)
    assert intents(said) == []
    desk.wait(1.01)
    assert len(intents(by_hand(desk, "buy", 30.0))) == 1


def test_the_same_order_again_and_again_stops_and_waits_for_the_trader_each_time() -> None:
    desk = ready(repeat_limit=3, repeat_window_s=30.0, position=0.0)
    for _ in range(2):
        for _ in range(30):
            if desk.orders and not desk.orders[-1].client_order_id.endswith("x"):
                desk.report(desk.orders[-1], OrderState.EXPIRED)
            desk.mark(60_000, after=0.5)
            desk.funding()
            desk.account(2.0)
        assert desk.frozen() == (Reason.REPEATED_ORDER,)
        desk.command(CommandName.RESUME)
        assert desk.frozen() == ()
    assert len(desk.orders) == 7  # three, three, and the one that follows the second resume


# depth


BOOK_BIDS = [(59_999.5, 100_000.0), (59_990.0, 100_000.0), (59_900.0, 1e6)]
BOOK_ASKS = [(60_000.5, 100_000.0), (60_010.0, 100_000.0), (60_100.0, 1e6)]


def with_book(**policy: Any) -> Desk:
    desk = ready(auto=False, **policy)
    desk.book(BOOK_BIDS, BOOK_ASKS)
    desk.auto()
    return desk


def test_an_order_is_sliced_to_a_share_of_the_visible_depth() -> None:
    desk = with_book(max_depth_share=0.25)
    assert desk.orders[0].contracts == 300_000
    assert desk.decision.bound_by is Reason.MAX_DEPTH_SHARE


def test_an_order_is_sliced_to_the_slippage_and_its_limit_says_so() -> None:
    desk = with_book(max_slippage_bp=1.0)
    (order,) = desk.orders
    assert desk.decision.bound_by is Reason.MAX_SLIPPAGE
    assert 200_000 < order.contracts < 300_000
    assert order.limit_price is not None
    assert order.limit_price <= Decimal("60012.5")


def test_a_wide_spread_holds_increases_back_and_not_reductions() -> None:
    desk = with_book(max_spread_bp=0.1)
    assert desk.decision.reason is Reason.SPREAD_TOO_WIDE
    assert desk.orders == []
    released = desk.book([(60_000.0, 1e6)], [(60_000.5, 1e6)])
    assert len(intents(released)) == 1
    desk = ready(position=600_000, max_spread_bp=0.1)
    desk.book(BOOK_BIDS, BOOK_ASKS)
    assert len(intents(desk.mark(57_000, after=1))) == 1


def test_a_spread_that_stays_wide_brings_no_decision_on_every_book() -> None:
    desk = with_book(max_spread_bp=0.1)
    assert [desk.book(BOOK_BIDS, BOOK_ASKS) for _ in range(5)] == [[], [], [], [], []]


def test_without_a_book_an_increase_that_needs_one_waits() -> None:
    desk = ready(max_slippage_bp=5.0)
    assert desk.decision.reason is Reason.DEPTH_UNKNOWN
    desk.book([(60_000.0, 1e6)], [])
    assert desk.orders == []
    assert len(intents(desk.book([(60_000.0, 1e7)], [(60_000.5, 1e7)]))) == 1


def test_a_market_style_goes_out_as_an_ioc_limit_at_the_collar() -> None:
    desk = ready(order_style="market", price_collar=0.01)
    assert desk.orders[0].type is OrderType.IOC_LIMIT
    assert desk.orders[0].limit_price == Decimal(60_600)


def test_the_traders_market_order_becomes_an_ioc_limit_at_the_collar() -> None:
    desk = ready(auto=False, price_collar=0.01, max_contracts=1_000.0)
    (order,) = intents(by_hand(desk, "sell", 500.0, order_type="market"))
    assert (order.type, order.limit_price) == (OrderType.IOC_LIMIT, Decimal(59_400))
    assert intents(by_hand(desk, "sell", 2_000.0, order_type="market")) == []


def test_a_limit_outside_the_collar_is_refused() -> None:
    desk = ready(auto=False, price_collar=0.01)
    said = by_hand(desk, "buy", 10.0, order_type="limit", limit_price=60_700.0)
    assert alerts(said) == [Reason.COMMAND_REFUSED]
    assert len(intents(by_hand(desk, "buy", 10.0, order_type="limit", limit_price=59_000.0))) == 1


def test_a_price_off_the_tick_is_refused() -> None:
    desk = ready(auto=False)
    said = by_hand(desk, "buy", 10.0, order_type="limit", limit_price=59_000.3)
    assert intents(said) == []


# resting orders


def resting() -> tuple[Desk, str]:
    desk = ready(auto=False, order_style="post_only", post_only_rest_s=10.0)
    desk.book([(59_999.5, 1e6)], [(60_000.5, 1e6)])
    desk.auto()
    (order,) = desk.orders
    assert (order.type, order.limit_price) == (OrderType.POST_ONLY, Decimal("59999.5"))
    desk.report(order, OrderState.OPEN)
    return desk, order.client_order_id


def test_a_resting_order_that_waited_too_long_is_taken_back() -> None:
    desk, name = resting()
    for _ in range(10):
        desk.wait(1).book([(59_999.5, 1e6)], [(60_000.5, 1e6)])
        assert cancels(desk.mark(60_000)) == []
    assert [one.client_order_id for one in cancels(desk.mark(60_000, after=0.5))] == [name]


def test_a_resting_order_that_no_longer_fits_the_target_is_taken_back() -> None:
    desk, name = resting()
    assert cancels(desk.mark(60_100, after=0.5)) == []
    said = desk.policy(order_style="post_only", target_leverage=1.0)
    assert [one.client_order_id for one in cancels(said)] == [name]


# volatility


def shaken(desk: Desk, seconds: int, swing: float) -> None:
    for second in range(seconds):
        desk.mark(60_000 * (1 + (swing if second % 2 else 0.0)), after=1)
        desk.funding()
        desk.account(2.0, 0.0)


def test_a_volatility_target_scales_leverage_down_to_its_floor_and_never_up() -> None:
    desk = ready(auto=False, volatility_target=0.5, volatility_floor=0.25)
    shaken(desk, 60, 0.0)
    assert desk.decision.inputs.leverage_multiplier == 1.0
    shaken(desk, 120, 0.0002)
    multiplier = desk.decision.inputs.leverage_multiplier
    assert multiplier is not None
    fast = desk.leg().volatility.fast
    assert fast is not None
    assert multiplier == pytest.approx(max(0.25, min(1.0, 0.5 / fast)))
    shaken(desk, 120, 0.01)
    assert desk.decision.inputs.leverage_multiplier == 0.25


def test_the_estimate_does_not_depend_on_the_tick_rate() -> None:
    slow, quick = ready(auto=False), ready(auto=False)
    for second in range(120):
        price = 60_000 * (1 + 0.001 * (second % 3))
        slow.mark(price, after=1)
        for _ in range(10):
            quick.mark(price, after=0.1)
    assert slow.leg().volatility.fast == pytest.approx(quick.leg().volatility.fast, rel=0.05)


def test_a_spike_cuts_leverage_at_once_and_lets_it_back_gradually() -> None:
    desk = ready(auto=False, spike_ratio=2.0, spike_leverage_factor=0.5, spike_recovery_s=100.0)
    shaken(desk, 300, 0.0001)
    assert desk.decision.inputs.leverage_multiplier == 1.0
    shaken(desk, 3, 0.02)
    assert desk.decision.inputs.leverage_multiplier == pytest.approx(0.5)
    assert Reason.VOLATILITY_SPIKE in alerts(desk.said)
    seen = []
    for _ in range(12):
        shaken(desk, 60, 0.0)
        seen.append(desk.decision.inputs.leverage_multiplier or 0.0)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_a_cost_over_the_horizon_that_eats_the_whole_position_names_the_funding() -> None:
    desk = ready(side="short", rate=0.04, funding_treatment="cost", funding_horizon_intervals=25.0)
    assert desk.decision.target_contracts is None
    assert (desk.decision.action, desk.decision.reason) == (Action.FROZEN, Reason.FUNDING_INVALID)
    assert desk.orders == []
