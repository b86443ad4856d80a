"""Orders by hand and clicks: no flip, nothing other than what was shown; what arming needs."""

from typing import Any

import pytest

from terminal.model.errors import UserError
from terminal.model.events import CommandName, Mark
from terminal.model.outputs import Alert, Mode
from terminal.model.reasons import Reason
from tests.unit.engine.desk import DATED, START, SYMBOL, VENUE, Desk, alerts, intents, only, ready


def by_hand(desk: Desk, side: str, contracts: float, **more: Any) -> list[Any]:
    return desk.command(
        CommandName.ORDER, venue=VENUE, symbol=SYMBOL, side=side, contracts=contracts, **more
    )


def details(said: list[Any]) -> list[str]:
    return [alert.detail for alert in only(said, Alert)]


# no order turns a position round


@pytest.mark.parametrize(
    ("position", "against", "along"), [(100, "sell", "buy"), (-100, "buy", "sell")]
)
def test_an_order_by_hand_that_would_turn_the_position_is_refused_and_says_why(
    position: int, against: str, along: str
) -> None:
    desk = ready(position=position, auto=False)
    said = by_hand(desk, against, 101.0)
    assert intents(said) == []
    assert details(said) == ["order: would_flip"]
    assert len(intents(by_hand(desk, against, 60.0))) == 1
    assert details(by_hand(desk, against, 41.0)) == ["order: would_flip"]  # 60 are on their way
    assert len(intents(by_hand(desk, against, 40.0))) == 1
    assert len(intents(by_hand(desk, along, 500.0))) == 1


def test_from_flat_the_trader_opens_either_side_by_hand() -> None:
    assert len(intents(by_hand(ready(auto=False), "sell", 100.0))) == 1
    assert len(intents(by_hand(ready(auto=False), "buy", 100.0))) == 1


# a click does what was shown


def click(desk: Desk, side: str, contracts: float, **more: Any) -> list[Any]:
    return desk.command(
        CommandName.EXECUTE, venue=VENUE, symbol=SYMBOL, side=side, contracts=contracts, **more
    )


def test_a_click_on_what_is_still_due_goes_out() -> None:
    desk = ready(auto=False)
    said = click(desk, "buy", 600_000.0, decision_id=desk.decision.decision_id)
    assert [order.contracts for order in intents(said)] == [600_000]


def test_a_click_never_sends_more_than_was_shown() -> None:
    desk = ready(auto=False)
    said = click(desk, "buy", 599_000.0)
    assert [order.contracts for order in intents(said)] == [599_000]


def test_a_click_sends_less_where_less_is_due() -> None:
    desk = ready(auto=False)
    said = click(desk, "buy", 800_000.0)
    assert [order.contracts for order in intents(said)] == [600_000]


@pytest.mark.parametrize(
    ("side", "contracts", "words"),
    [
        ("buy", 300_000.0, "buy 300000 was shown, buy 600000 is due now"),
        ("sell", 600_000.0, "sell 600000 was shown, buy 600000 is due now"),
    ],
)
def test_a_click_on_something_else_is_refused_and_says_what_is_due(
    side: str, contracts: float, words: str
) -> None:
    desk = ready(auto=False)
    said = click(desk, side, contracts)
    assert intents(said) == []
    assert desk.decision.reason is Reason.NOT_AS_SHOWN
    assert details(said) == [f"execute: {words}"]


def test_the_wider_of_the_band_and_one_per_cent_is_still_the_same_recommendation() -> None:
    assert intents(click(ready(auto=False, rebalance_band=0.0), "buy", 595_000.0))
    assert not intents(click(ready(auto=False, rebalance_band=0.0), "buy", 590_000.0))
    assert intents(click(ready(auto=False, rebalance_band=0.05), "buy", 575_000.0))


@pytest.mark.parametrize(
    "arguments",
    [
        {"side": "buy"},
        {"contracts": 10.0},
        {"side": "long", "contracts": 10.0},
        {"side": "buy", "contracts": float("nan")},
        {"side": "buy", "contracts": 10.0, "venue": None},
    ],
)
def test_a_malformed_click_names_its_key(arguments: dict[str, Any]) -> None:
    desk = ready(auto=False)
    with pytest.raises(UserError, match="command execute"):
        desk.command(CommandName.EXECUTE, **({"venue": VENUE, "symbol": SYMBOL} | arguments))
    assert desk.orders == []


# arming


def test_auto_is_not_armed_where_there_is_nothing_to_trade() -> None:
    desk = Desk()
    desk.policy()
    said = desk.auto()
    assert Reason.COMMAND_REFUSED in alerts(said)
    assert "no instrument" in details(said)[0]
    assert desk.engine.snapshot().mode is Mode.MANUAL
    desk.listing()
    desk.auto()
    assert desk.engine.snapshot().mode is Mode.AUTO


def test_auto_is_not_armed_where_the_policy_trades_nothing_that_is_listed() -> None:
    desk = ready(auto=False, symbols=["ETH/USD:ETH"])
    assert Reason.COMMAND_REFUSED in alerts(desk.auto())
    assert desk.engine.snapshot().mode is Mode.MANUAL


def test_auto_is_not_armed_where_everything_has_expired() -> None:
    desk = ready(auto=False, symbol=DATED, terms={"expiry": START + 10**9})
    desk.wait(2).mark(60_000, DATED)
    assert Reason.COMMAND_REFUSED in alerts(desk.auto())


# what a decision on a dated contract rests on


def test_a_dated_decision_carries_time_to_expiry_and_basis() -> None:
    desk = ready(auto=False, symbol=DATED, terms={"expiry": START + 86_400 * 10**9})
    desk.take(Mark(at=desk.now, venue=VENUE, symbol=DATED, mark_price=60_600, index_price=60_000))
    assert desk.decision.inputs.time_to_expiry_s == 86_400
    assert desk.decision.inputs.basis == pytest.approx(0.01)
    (leg,) = desk.engine.snapshot().legs
    assert (leg.time_to_expiry_s, leg.basis) == (86_400, pytest.approx(0.01))
    desk.wait(86_500).mark(60_600, DATED)
    assert desk.decision.inputs.time_to_expiry_s == 0
    assert desk.decision.inputs.basis is None  # no index was told with this mark


def test_a_perpetual_has_neither() -> None:
    desk = ready(auto=False)
    assert (desk.decision.inputs.time_to_expiry_s, desk.decision.inputs.basis) == (None, None)
