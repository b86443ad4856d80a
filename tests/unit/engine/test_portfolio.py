"""Several venues as one portfolio; dated contracts; the snapshot; determinism."""

import random
from functools import cache
from typing import Any

import pytest

from terminal.engine.engine import Engine
from terminal.engine.portfolio.allocation import fill_in_order, water_fill
from terminal.model.errors import UserError
from terminal.model.events import CommandName, Feed, FeedState, OrderState, PositionReport
from terminal.model.outputs import Action, Alert
from terminal.model.reasons import Reason
from terminal.model.session import encode
from tests.unit.engine.desk import (
    HOUR,
    LINEAR,
    SYMBOL,
    VENUE,
    Desk,
    alerts,
    decisions,
    intents,
    only,
    ready,
)

VENUES = ("a", "b", "c")


def portfolio(
    wallets: tuple[float, ...] = (1.0, 2.0, 3.0),
    rates: tuple[float, ...] = (0.0, 0.0, 0.0),
    auto: bool = True,
    **policy: Any,
) -> Desk:
    desk = Desk()
    for venue, wallet, rate in zip(VENUES, wallets, rates, strict=False):
        desk.listing(venue=venue)
        desk.mark(60_000, venue=venue)
        desk.funding(rate, venue=venue)
        desk.account(wallet, venue=venue)
    desk.policy(**policy)
    if auto:
        desk.auto()
    return desk


def targets(desk: Desk) -> list[int]:
    return [desk.leg(venue=venue).target_lots or 0 for venue in VENUES]


# allocation


def test_water_filling_hands_what_is_full_to_the_others() -> None:
    shares, unplaced = water_fill(600.0, [1, 2, 3], [50.0, float("inf"), float("inf")])
    assert shares == pytest.approx([50.0, 220.0, 330.0])
    assert unplaced == 0


def test_what_cannot_be_placed_is_reported() -> None:
    shares, unplaced = water_fill(600.0, [1, 2, 3], [50.0, 60.0, 70.0])
    assert shares == [50.0, 60.0, 70.0]
    assert unplaced == pytest.approx(420.0)


def test_shares_without_weight_or_room_get_nothing() -> None:
    shares, unplaced = water_fill(600.0, [0, 1, 1], [100.0, 0.0, 300.0])
    assert shares == [0.0, 0.0, 300.0]
    assert unplaced == 300.0


def test_filling_in_order_takes_the_cheapest_first() -> None:
    assert fill_in_order(500.0, [2, 0, 1], [300.0, 300.0, 400.0]) == ([100.0, 0.0, 400.0], 0.0)


def test_by_margin_each_venue_multiplies_its_own() -> None:
    desk = portfolio()
    assert targets(desk) == [300_000, 600_000, 900_000]
    assert {order.venue: order.contracts for order in desk.orders} == {
        "a": 300_000,
        "b": 600_000,
        "c": 900_000,
    }


def test_by_weights_the_whole_is_shared_whatever_the_margins() -> None:
    desk = portfolio(allocation="weights", weights={"a": 1.0, "b": 1.0, "c": 2.0})
    assert targets(desk) == [450_000, 450_000, 900_000]


def test_to_the_cheapest_funding_first_for_this_side() -> None:
    desk = portfolio(
        rates=(0.0003, 0.0001, 0.0002), allocation="cheapest_funding", max_position_usd=1e6
    )
    assert [round(lots, -4) for lots in targets(desk)] == [0, 1_000_000, 800_000]
    desk = portfolio(
        rates=(0.0003, 0.0001, 0.0002),
        allocation="cheapest_funding",
        max_position_usd=1e6,
        side="short",
    )
    assert [round(lots, -4) for lots in targets(desk)] == [-1_000_000, 0, -800_000]


def test_an_unknown_funding_rate_is_not_taken_for_a_cheap_one() -> None:
    desk = Desk()
    for venue, wallet in zip(VENUES, (1.0, 2.0, 3.0), strict=True):
        desk.listing(venue=venue)
        desk.mark(60_000, venue=venue)
        desk.account(wallet, venue=venue)
    desk.funding(0.0001, venue="a")
    desk.funding(0.0002, venue="b")
    desk.policy(allocation="cheapest_funding")
    desk.mark(60_000, venue="a")
    assert targets(desk)[0] > 1_700_000


def test_what_a_capped_venue_cannot_take_goes_to_the_others_and_the_rest_is_told() -> None:
    # Leverage caps bind by margin: 6 of 1, 2 and 3 coins.
    desk = portfolio(max_position_usd=500_000.0)
    assert targets(desk) == [500_000, 500_000, 500_000]
    portfolio_state = desk.engine.snapshot().portfolio
    assert portfolio_state.unplaced_usd == pytest.approx(300_000.0)
    desk.clock(0.2)
    assert Reason.UNPLACED_TARGET in alerts(desk.said)


def test_a_response_that_halves_leverage_is_shared_out_before_the_caps() -> None:
    desk = portfolio(auto=False, max_position_usd=500_000.0)
    for venue in VENUES:
        leg = desk.leg(venue=venue)
        leg.volatility._fast_variance = leg.volatility._slow_variance = 1.0 / (365 * 86_400)
    desk.policy(max_position_usd=500_000.0, volatility_target=0.5)
    # Half of 1,800,000 is 900,000: each its own, and no cap binds.
    assert targets(desk) == [150_000, 300_000, 450_000]


def test_when_one_venues_margin_moves_all_targets_move() -> None:
    desk = portfolio(auto=False, allocation="weights", weights={"a": 1.0, "b": 1.0, "c": 1.0})
    assert targets(desk) == [600_000, 600_000, 600_000]
    said = desk.account(4.0, venue="a")
    assert {one.venue for one in decisions(said)} == set(VENUES)
    assert targets(desk) == [900_000, 900_000, 900_000]


@pytest.mark.parametrize("allocation", ["margin", "weights", "cheapest_funding"])
def test_the_others_do_not_make_up_for_a_venue_that_is_down(allocation: str) -> None:
    policy: dict[str, Any] = {"allocation": allocation}
    if allocation == "weights":
        policy["weights"] = {"a": 3.0, "b": 2.0, "c": 1.0}
    desk = portfolio(rates=(0.0001, 0.0002, 0.0003), auto=False, **policy)
    before = targets(desk)
    desk.feed(Feed.ACCOUNT, FeedState.DISCONNECTED, venue="a")
    for venue in ("b", "c"):
        desk.mark(60_000, venue=venue, after=0.1)
    after = targets(desk)
    assert all(now <= then for now, then in zip(after[1:], before[1:], strict=True))
    assert desk.engine._state.legs["a", SYMBOL].decision.action is Action.FROZEN  # type: ignore[union-attr]


def test_the_policy_may_have_the_others_make_up_for_it() -> None:
    desk = portfolio(auto=False, make_up_for_unhealthy=True)
    desk.feed(Feed.ACCOUNT, FeedState.DISCONNECTED, venue="a")
    for venue in ("b", "c"):
        desk.mark(60_000, venue=venue, after=0.1)
    assert targets(desk)[1:] == [720_000, 1_080_000]


def test_one_venues_failure_freezes_only_that_venue() -> None:
    desk = portfolio(auto=False)
    desk.feed(Feed.MARK, FeedState.DISCONNECTED, symbol=None, venue="b")
    assert desk.frozen(venue="b") != ()
    assert desk.frozen(venue="a") == ()
    assert desk.frozen(venue="c") == ()


def test_the_portfolio_shows_equity_exposure_and_leverage_over_all_venues() -> None:
    desk = portfolio(auto=False)
    desk.account(1.0, 120_000, 60_000, venue="a")
    state = desk.engine.snapshot().portfolio
    assert state.equity_usd == pytest.approx(360_000.0)
    assert state.exposure_usd == pytest.approx(120_000.0)
    assert state.effective_leverage == pytest.approx(1 / 3)


def test_positions_against_each_other_add_to_leverage_and_not_to_exposure() -> None:
    desk = portfolio(auto=False)
    desk.account(1.0, 60_000, 60_000, venue="a")
    desk.account(2.0, -60_000, 60_000, venue="b")
    state = desk.engine.snapshot().portfolio
    assert state.exposure_usd == 0
    assert state.effective_leverage == pytest.approx(120_000 / 360_000)


def test_a_transfer_brings_two_venues_to_the_same_liquidation_distance() -> None:
    desk = portfolio(wallets=(1.0, 4.0), auto=False)
    desk.account(1.0, 300_000, 60_000, venue="a")
    desk.account(4.0, 300_000, 60_000, venue="b")
    (advice,) = desk.engine.snapshot().portfolio.transfers
    assert (advice.from_venue, advice.to_venue, advice.settle) == ("b", "a", "BTC")
    desk.account(1.0 + advice.amount, 300_000, 60_000, venue="a")
    desk.account(4.0 - advice.amount, 300_000, 60_000, venue="b")
    legs = desk.engine.snapshot().legs
    assert legs[0].liquidation_distance == pytest.approx(legs[1].liquidation_distance)


def test_no_transfer_is_advised_of_more_than_there_is() -> None:
    desk = portfolio(wallets=(1.0, 2.0), auto=False)
    desk.account(1.0, 300_000, 60_000, venue="a")
    desk.account(2.0, 300_000, 60_000, venue="b")
    desk.mark(30_000, venue="a")  # 5 coins are lost: more than both venues have
    assert desk.engine.snapshot().portfolio.transfers == ()


# dated contracts


def dated(days: float = 90.0, position: float = 0.0) -> Desk:
    desk = Desk()
    desk.listing("BTC/USD:BTC-240628", expiry=desk.now + round(days * 86_400e9))
    desk.mark(61_000, "BTC/USD:BTC-240628")
    desk.account(2.0, position, 61_000, symbol="BTC/USD:BTC-240628")
    desk.policy()
    return desk


def test_a_dated_contract_has_no_funding_to_wait_for() -> None:
    desk = dated()
    symbol = "BTC/USD:BTC-240628"
    assert desk.frozen(symbol) == ()
    assert desk.decision.inputs.funding_rate == 0.0
    assert desk.decision.target_contracts == 610_000


def test_the_roll_is_told_inside_its_window_and_after_expiry_nothing_is_traded() -> None:
    symbol = "BTC/USD:BTC-240628"
    desk = dated(days=3.0 + 10 / 86_400, position=610_000)
    desk.clock(1)
    assert Reason.ROLL_DUE not in alerts(desk.said)
    desk.clock(10)
    assert Reason.ROLL_DUE in alerts(desk.said)
    desk.clock(3 * 86_400)
    desk.mark(61_000, symbol)
    desk.account(2.0, 610_000, 61_000, symbol=symbol)
    assert desk.frozen(symbol) == (Reason.EXPIRED,)
    desk.wait(1).account(2.1)
    assert desk.position(symbol) == 0
    assert desk.frozen(symbol) == (Reason.EXPIRED,)  # settled by the venue: no mismatch


def test_a_fill_told_after_the_statement_of_the_settlement_moves_nothing() -> None:
    symbol = "BTC/USD:BTC-240628"
    desk = dated(days=10 / 86_400, position=610_000)
    desk.clock(8)
    desk.command(
        CommandName.ORDER, venue=VENUE, symbol=symbol, side="sell", contracts=610_000.0,
        reduce_only=True,
    )  # fmt: skip
    (order,) = desk.orders
    desk.wait(4).account(2.1)  # sold or settled: flat it is
    assert desk.position(symbol) == 0
    desk.fill_whole(order)
    assert desk.position(symbol) == 0


@pytest.mark.parametrize(
    ("others", "advice"),
    [
        ({}, "close 610000 contracts here; no later contract is listed"),
        ({"BTC/USD:BTC": None}, "close 610000 contracts here and open BTC/USD:BTC"),
        (
            {"BTC/USD:BTC": None, "BTC/USD:BTC-241227": 200.0, "BTC/USD:BTC-240927": 100.0},
            "close 610000 contracts here and open BTC/USD:BTC-240927",
        ),
        (
            {"BTC/USD:BTC-240329": 1.0, "BTC/USDT:USDT": None},
            "close 610000 contracts here; no later contract is listed",
        ),
    ],
)
def test_the_roll_says_what_to_close_and_what_to_open(
    others: dict[str, float | None], advice: str
) -> None:
    desk = dated(days=2.0, position=610_000)
    for symbol, days in others.items():
        expiry = None if days is None else desk.now + round(days * 86_400) * 10**9
        desk.listing(symbol, expiry=expiry)
    desk.clock(1)
    (told,) = [alert for alert in only(desk.said, Alert) if alert.reason is Reason.ROLL_DUE]
    assert told.detail == advice


def test_an_expired_contract_takes_no_share_of_the_margin() -> None:
    desk = ready(auto=False)
    desk.listing("BTC/USD:BTC-240628", expiry=desk.now + 5_000_000_000)
    desk.mark(61_000, "BTC/USD:BTC-240628")
    desk.mark(60_000)
    assert desk.leg().target_lots == 300_000
    desk.mark(60_000, after=6)
    assert desk.leg().target_lots == 600_000


# the snapshot


def test_a_snapshot_can_be_taken_in_every_state() -> None:
    desk = Desk()
    assert desk.engine.snapshot().portfolio.equity_usd is None
    desk.listing()
    empty = desk.engine.snapshot()
    assert empty.legs[0].mark_price is None
    assert empty.legs[0].position_contracts is None
    assert empty.legs[0].unrealized_pnl is None
    assert empty.accounts[0].equity is None
    assert empty.accounts[0].maintenance_margin is None
    assert empty.accounts[0].utilisation is None
    assert empty.accounts[0].effective_leverage is None
    desk.account(2.0, 600_000, 60_000)
    unmarked = desk.engine.snapshot()
    assert unmarked.accounts[0].equity is None
    assert unmarked.accounts[0].utilisation is None
    assert unmarked.accounts[0].effective_leverage is None
    assert unmarked.legs[0].exposure_usd is None
    assert unmarked.portfolio.effective_leverage is None
    desk.mark(60_000)
    desk.funding()
    desk.policy()
    desk.auto()
    desk.feed(Feed.MARK, FeedState.DISCONNECTED, symbol=None)
    desk.command(CommandName.KILL, flatten=True)
    desk.clock(1)
    killed = desk.engine.snapshot()
    assert killed.gate.value == "killed"
    assert killed.legs[0].freezes != ()
    assert len(killed.orders) == 1


def test_a_position_without_an_entry_has_no_known_profit_and_takes_no_size() -> None:
    desk = ready(position=600_000, auto=False)
    desk.account(2.0, (PositionReport(symbol=SYMBOL, contracts=500_000.0, entry_price=None),))
    desk.wait(3).mark(60_000)
    desk.account(2.0, (PositionReport(symbol=SYMBOL, contracts=500_000.0, entry_price=None),))
    snapshot = desk.engine.snapshot()
    assert snapshot.legs[0].unrealized_pnl is None
    assert snapshot.accounts[0].equity is None
    desk.command(CommandName.RESUME)
    assert intents(desk.mark(50_000, after=0.5)) == []


def test_maintenance_of_a_venue_without_tiers_is_unknown_unless_it_is_stated() -> None:
    desk = ready(position=600_000, auto=False, terms={"tiers": ()})
    account = desk.engine.snapshot().accounts[0]
    assert account.maintenance_margin is None
    assert account.utilisation is None
    assert desk.engine.snapshot().portfolio.utilisation is None
    desk.account(2.0, 600_000, 60_000, maintenance=0.2)
    assert desk.engine.snapshot().accounts[0].utilisation == pytest.approx(0.1)


# determinism


@cache
def a_wild_session(seed: int) -> Desk:
    chance = random.Random(seed)
    desk = Desk()
    for venue in ("a", "b"):
        desk.listing(venue=venue)
    desk.listing(LINEAR, venue="a")
    desk.policy(rebalance_band=0.002, max_order_usd=50_000.0, gap_threshold=0.02)
    desk.auto()
    price = 60_000.0
    for _ in range(1_500):
        venue = chance.choice("ab")
        price *= 1 + chance.gauss(0, 0.0015)
        symbol = chance.choice((SYMBOL, SYMBOL, LINEAR)) if venue == "a" else SYMBOL
        desk.seconds += chance.choice((0.0, 0.05, 0.3, 2.0))
        match chance.randrange(12):
            case 0:
                desk.funding(chance.gauss(0, 0.0005), symbol, venue, due_in=4 * HOUR)
            case 1 | 2:
                held = float(desk.leg(symbol, venue).position_lots or 0) + chance.choice(
                    (0, 0, 500)
                )
                desk.account(
                    2.0 if symbol == SYMBOL else 90_000.0,
                    held,
                    price,
                    settle="BTC" if symbol == SYMBOL else "USDT",
                    symbol=symbol,
                    venue=venue,
                )
            case 3 if desk.orders:
                order = chance.choice(desk.orders[-3:])
                desk.fill(order, float(order.contracts) * chance.random(), price, fee=1e-5)
            case 4 if desk.orders:
                state = chance.choice(list(OrderState))
                order = chance.choice(desk.orders[-3:])
                desk.report(order, state, float(order.contracts) * chance.random(), price)
            case 5:
                desk.clock()
            case 6:
                desk.book([(price * 0.9999, 1e5)], [(price * 1.0001, 1e5)], symbol, venue)
            case 7:
                name = chance.choice(
                    (CommandName.RESUME, CommandName.AUTO, CommandName.MANUAL, CommandName.EXECUTE)
                )
                desk.command(name)
            case 8:
                desk.open_orders(*chance.sample(["x", "y", "st00001n00000001"], 2), venue=venue)
                desk.open_orders(venue=venue)
            case _:
                desk.mark(round(price, 1), symbol, venue)
    return desk


@pytest.mark.parametrize("seed", range(6))
def test_the_same_events_give_the_same_outputs_bit_for_bit(seed: int) -> None:
    desk = a_wild_session(seed)
    assert len(desk.orders) > 3
    first = [encode(output) for output in desk.said]
    engine = Engine(epoch=7)
    second: list[bytes] = []
    for event in desk.events:
        second.extend(encode(output) for output in engine.step(event))
    assert second == first
    assert engine.snapshot() == desk.engine.snapshot()


@pytest.mark.parametrize("seed", range(6))
def test_nothing_that_leaves_the_engine_is_not_finite(seed: int) -> None:
    for output in a_wild_session(seed).said:
        line = encode(output)
        assert b"NaN" not in line
        assert b"Infinity" not in line
        assert b"null" not in line or b"order_intent" not in line or b"market" in line


def test_a_refused_event_changes_nothing_but_the_time() -> None:
    desk = ready(position=600_000)
    before = desk.engine.snapshot()
    with pytest.raises(UserError):
        desk.mark(60_000, "NO/USD:NO")
    assert desk.engine.snapshot() == before
    assert VENUE in {leg.instrument.venue for leg in before.legs}
