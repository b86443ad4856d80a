"""What increases wait for: volatility, prices that agree, confirmed margin, the other venue."""

from typing import Any

import pytest

from terminal.model.events import CommandName, Mark, OrderState
from terminal.model.outputs import Action, Purpose
from terminal.model.reasons import Reason
from tests.unit.engine.desk import (
    LINEAR,
    SYMBOL,
    VENUE,
    Desk,
    alerts,
    intents,
    keep_alive,
    ready,
)

TARGET = 600_000


# volatility that is not known


@pytest.mark.parametrize("response", [{"volatility_target": 0.5}, {"spike_ratio": 2.0}])
def test_volatility_that_is_not_known_adds_nothing(response: dict[str, Any]) -> None:
    desk = ready(**response)
    assert desk.orders == []
    assert (desk.decision.action, desk.decision.reason) == (Action.HOLD, Reason.VOLATILITY_UNKNOWN)
    keep_alive(desk, 29, 60_000, 2.0)
    assert desk.orders == []
    keep_alive(desk, 3, 60_000, 2.0)
    assert [order.contracts for order in desk.orders] == [TARGET]


def test_volatility_that_is_not_known_does_not_keep_a_position_from_being_reduced() -> None:
    desk = ready(position=700_000, volatility_target=0.5)
    (order,) = desk.orders
    assert (order.contracts, order.reduce_only) == (100_000, True)


def test_without_a_response_to_volatility_nobody_waits_for_it() -> None:
    assert len(ready().orders) == 1


# prices that tell of different markets


def told(desk: Desk, price: float, symbol: str = SYMBOL, **others: float) -> list[Any]:
    mark = Mark(at=desk.now, venue=VENUE, symbol=symbol, mark_price=price, **others)
    return desk.take(mark)


def prices(name: str, price: float) -> dict[str, Any]:
    return {name: price}


@pytest.mark.parametrize("other", ["index_price", "last_price"])
def test_while_the_mark_is_far_from_index_or_last_nothing_is_added(other: str) -> None:
    desk = ready(auto=False)
    told(desk, 60_000, **prices(other, 56_000))
    desk.auto()
    assert desk.orders == []
    assert desk.decision.reason is Reason.PRICES_DIVERGE
    said = desk.command(CommandName.ORDER, venue=VENUE, symbol=SYMBOL, side="buy", contracts=10.0)
    assert Reason.COMMAND_REFUSED in alerts(said)
    assert desk.orders == []
    said = told(desk, 60_000, **prices(other, 59_000))
    assert len(intents(said)) == 1


def test_prices_that_diverge_do_not_keep_a_position_from_being_reduced() -> None:
    desk = ready(position=700_000, auto=False)
    told(desk, 60_000, last_price=50_000)
    desk.auto()
    (order,) = desk.orders
    assert (order.contracts, order.reduce_only) == (100_000, True)
    assert order.limit_price == 58_800  # the collar


def test_how_far_prices_may_be_apart_is_the_policys() -> None:
    desk = ready(auto=False, price_divergence=0.2)
    told(desk, 60_000, index_price=55_000)
    desk.auto()
    assert len(desk.orders) == 1


def test_a_dated_contract_may_stand_away_from_its_index_but_not_from_its_last_price() -> None:
    desk = ready(auto=False, terms={"expiry": 1_800_000_000_000_000_000})
    told(desk, 60_000, index_price=50_000)
    desk.auto()
    assert len(desk.orders) == 1
    desk = ready(auto=False, terms={"expiry": 1_800_000_000_000_000_000})
    told(desk, 60_000, last_price=50_000)
    desk.auto()
    assert desk.orders == []


# wallet and equity that disagree


def test_an_increase_counts_the_smaller_of_wallet_and_stated_equity_for_one_statement() -> None:
    desk = ready(position=500_000, auto=False)
    desk.account(2.0, 500_000, 60_000, equity=1.8)  # the wallet may be from before a loss
    desk.auto()
    assert desk.decision.target_contracts == TARGET
    assert [order.contracts for order in desk.orders] == [40_000]
    assert Reason.MARGIN_UNCONFIRMED in desk.decision.bounds


def test_an_increase_beyond_what_is_confirmed_waits() -> None:
    desk = ready(position=560_000, auto=False)
    desk.account(2.0, 560_000, 60_000, equity=1.8)
    desk.auto()
    assert desk.orders == []
    assert desk.decision.reason is Reason.MARGIN_UNCONFIRMED
    assert len(intents(desk.wait(1).account(2.0, 560_000, 60_000))) == 1


def test_a_reduction_does_not_follow_a_figure_that_only_one_statement_has() -> None:
    desk = ready(position=TARGET, auto=False)
    desk.account(2.0, TARGET, 60_000, equity=1.8)
    desk.auto()
    assert desk.orders == []
    assert desk.decision.reason is Reason.INSIDE_BAND


# a target that moves from one venue to another


def two_venues(rates: tuple[float, float], held: tuple[float, float], **policy: Any) -> Desk:
    desk = Desk()
    for venue, rate, position in zip(("a", "b"), rates, held, strict=True):
        desk.listing(venue=venue)
        desk.mark(60_000, venue=venue)
        desk.funding(rate, venue=venue)
        desk.account(1.0, position, 60_000, venue=venue)
    desk.policy(**policy)
    return desk


def test_a_flip_of_the_cheapest_venue_sells_there_before_it_buys_here() -> None:
    desk = two_venues((0.0001, 0.0002), (TARGET, 0), allocation="cheapest_funding")
    desk.auto()
    assert desk.orders == []
    desk.funding(0.00005, venue="b")  # b is the cheapest now, and speaks first
    assert desk.orders == []
    assert desk.decision.reason is Reason.OTHER_VENUE_FIRST
    desk.mark(60_000, venue="a")
    (sold,) = desk.orders
    assert (sold.venue, sold.contracts, sold.reduce_only) == ("a", TARGET, True)
    desk.mark(60_000, venue="b")
    assert len(desk.orders) == 1  # sent is not sold
    desk.fill(sold, 200_000, 60_000)
    desk.report(sold, OrderState.EXPIRED, 200_000)
    desk.mark(60_000, venue="b")
    assert [(order.venue, order.contracts) for order in desk.orders[1:]] == [("b", 199_970)]


def test_exposure_over_all_venues_never_exceeds_the_target_while_it_moves() -> None:
    desk = two_venues((0.0001, 0.0002), (TARGET, 0), allocation="cheapest_funding")
    desk.auto()
    desk.funding(0.00005, venue="b")
    for step in range(12):
        for venue in ("b", "a"):
            desk.mark(60_000, venue=venue, after=0.5)
        for order in list(desk.orders):
            leg = desk.leg(venue=order.venue)
            if any(working.client_order_id == order.client_order_id for working in leg.orders):
                part = min(100_000.0, float(order.contracts))
                desk.fill(order, part, 60_000)
                desk.report(order, OrderState.EXPIRED, part)
        for venue in ("a", "b"):
            held = float(desk.position(venue=venue) or 0)
            desk.funding(0.00005 if venue == "b" else 0.0001, venue=venue)
            desk.account(1.0, held, 60_000, venue=venue)
        worst = sum(
            (desk.leg(venue=venue).position_lots or 0)
            + sum(order.open_lots for order in desk.leg(venue=venue).orders if order.side == "buy")
            for venue in ("a", "b")
        )
        assert worst <= TARGET, step
    assert desk.position(venue="b") == 599_970  # what the rate makes of it
    assert desk.position(venue="a") == 0


def test_a_third_venue_grows_as_long_as_the_whole_stays_within_its_target() -> None:
    desk = Desk()
    for venue, position in (("a", 400_000), ("b", 0), ("c", 100_000)):
        desk.listing(venue=venue)
        desk.mark(60_000, venue=venue)
        desk.funding(0.0, venue=venue)
        desk.account(1.0, position, 60_000, venue=venue)
    desk.policy()  # 300,000 each: a has 100,000 too much, all together 400,000 too little
    desk.auto()
    assert [(order.venue, order.contracts) for order in desk.orders] == [
        ("a", 100_000),
        ("b", 300_000),
        ("c", 100_000),
    ]


def test_a_position_within_its_band_elsewhere_keeps_nothing_back() -> None:
    desk = two_venues((0.0, 0.0), (302_000, 0))
    desk.auto()
    assert [(order.venue, order.contracts) for order in desk.orders] == [("b", 300_000)]


def test_margin_that_moved_to_another_venue_is_used_there_once_it_is_freed() -> None:
    desk = two_venues((0.0, 0.0), (300_000, 300_000))
    desk.auto()
    desk.account(1.5, 300_000, 60_000, venue="b")
    buys = [order for order in desk.orders if order.venue == "b"]
    assert [order.contracts for order in buys] == [150_000]  # a still has its own margin
    desk = two_venues((0.0, 0.0), (300_000, 300_000))
    desk.account(0.5, 300_000, 60_000, venue="a")
    desk.account(1.5, 300_000, 60_000, venue="b")
    desk.auto()
    assert [(order.venue, order.reduce_only) for order in desk.orders] == [("a", True)]


def test_what_cannot_be_valued_elsewhere_keeps_everything_back() -> None:
    desk = Desk()
    for venue, symbol, settle in (("a", LINEAR, "USDT"), ("b", SYMBOL, "BTC")):
        desk.listing(symbol, venue)
        desk.funding(0.0, symbol, venue)
        desk.account(
            60_000.0 if settle == "USDT" else 1.0,
            100 if settle == "USDT" else 0.0,
            60_000,
            equity=None if settle == "BTC" else 60_000.0,
            settle=settle,
            symbol=symbol,
            venue=venue,
        )
    desk.mark(60_000, SYMBOL, "b")
    desk.policy()
    desk.auto()
    assert [order for order in desk.orders if order.purpose is Purpose.SCALE] == []
    assert desk.leg(SYMBOL, "b").decision.reason is Reason.OTHER_VENUE_FIRST  # type: ignore[union-attr]
    desk.mark(60_000, LINEAR, "a")
    desk.mark(60_000, SYMBOL, "b")
    assert {order.venue for order in desk.orders} == {"a", "b"}
