"""The recommendation card: what it says, and what its button sends."""

from decimal import Decimal

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from terminal.model.events import CommandName
from terminal.model.outputs import Action, Decision, Gate, Mode, Step
from terminal.model.reasons import Reason
from terminal.ui.panel import Focus
from terminal.ui.recommendation.arithmetic import arithmetic
from terminal.ui.recommendation.bounds import bound_words
from terminal.ui.recommendation.explanation import explanation
from terminal.ui.recommendation.panel import RecommendationPanel
from terminal.ui.recommendation.rows import Card, card
from terminal.ui.theme import Theme
from tests.ui.fake_desk import FakeDesk, instrument

_BTC = Focus("paper", "BTC/USD:BTC")
_LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> RecommendationPanel:
    made = RecommendationPanel(desk, theme)
    qtbot.addWidget(made)
    made.resize(380, 560)
    made.show()
    _refresh(made, desk)
    return made


def _refresh(panel: RecommendationPanel, desk: FakeDesk, focus: Focus = _BTC) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    panel.refresh(snapshot, focus)


def _card(desk: FakeDesk, focus: Focus = _BTC) -> Card:
    snapshot = desk.snapshot()
    assert snapshot is not None
    return card(snapshot, focus)


def _decision(desk: FakeDesk) -> Decision:
    snapshot = desk.snapshot()
    assert snapshot is not None
    decision = snapshot.legs[0].decision
    assert decision is not None
    return decision


def test_the_headline_is_the_order_with_its_side_in_words_and_shape(desk: FakeDesk) -> None:
    shown = _card(desk)
    assert shown.headline == "▼ Sell 30,114"
    assert shown.detail == "contracts · reduce only · $30,114"
    assert shown.execute_text == "Execute: sell 30,114"
    assert not shown.blocked


def test_the_arithmetic_ends_in_the_difference_of_target_position_and_in_flight(
    desk: FakeDesk,
) -> None:
    decision = msgspec.structs.replace(_decision(desk), in_flight_contracts=Decimal(-114))
    lines = {line.label: line for line in arithmetic(decision, instrument())}
    assert lines["Mark price"].value == "57,000.0"
    assert lines["1 + funding rate"].value == "1.000200"
    assert lines["Size"].value == "9.998000"
    assert lines["Target"].value == "+569,886"
    assert lines["Position"].value == "+600,000"
    assert lines["In flight"].value == "−114"
    assert lines["Difference"].value == "−30,000"
    assert lines["Order now"].value == "−30,114"


def test_every_line_with_a_quantity_names_its_unit(desk: FakeDesk) -> None:
    without = [line.label for line in arithmetic(_decision(desk), instrument()) if not line.unit]
    assert without == ["1 + funding rate"]


def test_not_trading_has_its_reason_in_the_same_place(desk: FakeDesk) -> None:
    desk.action, desk.reason = Action.HOLD, Reason.INSIDE_BAND
    shown = _card(desk)
    assert (shown.headline, shown.detail) == ("Hold", "Inside the band")
    assert shown.blocked == "Nothing to execute: inside the band."


def test_an_instrument_outside_the_policy_says_that_it_is_not_scaled(desk: FakeDesk) -> None:
    assert _card(desk, Focus("paper", "AIOZ/USD:AIOZ")).headline == "Not scaled"


def test_a_click_sends_exactly_one_execute(panel: RecommendationPanel, desk: FakeDesk) -> None:
    shown = _decision(desk)
    QTest.mouseClick(panel.execute, _LEFT)
    ((name, arguments),) = desk.sent
    assert name is CommandName.EXECUTE
    assert arguments == {
        "venue": "paper",
        "symbol": "BTC/USD:BTC",
        "side": "sell",
        "contracts": 30_114.0,
        "decision_id": shown.decision_id,
    }


def test_the_order_goes_out_when_the_mouse_comes_up_on_the_button_only(
    panel: RecommendationPanel, desk: FakeDesk
) -> None:
    QTest.mousePress(panel.execute, _LEFT)
    assert desk.sent == []
    QTest.mouseRelease(panel.execute, _LEFT, pos=QPoint(-50, -50))
    assert desk.sent == []
    QTest.mousePress(panel.execute, _LEFT)
    QTest.mouseRelease(panel.execute, _LEFT)
    assert len(desk.sent) == 1


def test_the_card_stands_still_while_the_button_is_down(
    panel: RecommendationPanel, desk: FakeDesk
) -> None:
    QTest.mousePress(panel.execute, _LEFT)
    before = panel.execute.text()
    desk.drift = 50.0
    desk.advance(1)
    _refresh(panel, desk)
    assert panel.execute.text() == before
    QTest.mouseRelease(panel.execute, _LEFT)
    _refresh(panel, desk)
    assert panel.execute.text() != before


@pytest.mark.parametrize(
    ("mode", "action", "reason"),
    [
        (Mode.AUTO, Action.RECOMMEND, Reason.SCALE_DOWN),
        (Mode.MANUAL, Action.HOLD, Reason.INSIDE_BAND),
        (Mode.MANUAL, Action.FROZEN, Reason.FUNDING_STALE),
    ],
)
def test_what_cannot_be_executed_has_a_dead_button(
    panel: RecommendationPanel, desk: FakeDesk, mode: Mode, action: Action, reason: Reason
) -> None:
    desk.mode, desk.action, desk.reason = mode, action, reason
    _refresh(panel, desk)
    QTest.mouseClick(panel.execute, _LEFT)
    assert not panel.execute.isEnabled()
    assert desk.sent == []


def test_snooze_asks_for_a_while_on_this_instrument(
    panel: RecommendationPanel, desk: FakeDesk
) -> None:
    menu = panel.snooze.menu()
    assert menu is not None
    menu.actions()[1].trigger()
    assert desk.sent == [
        (
            CommandName.SNOOZE,
            {"venue": "paper", "symbol": "BTC/USD:BTC", "duration_s": 300.0},
        )
    ]


def test_nothing_is_painted_that_did_not_change(panel: RecommendationPanel, desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    assert not panel.refresh(snapshot, _BTC)
    desk.advance(1)
    moved = desk.snapshot()
    assert moved is not None
    assert panel.refresh(moved, _BTC)


def test_the_explanation_tells_the_arithmetic_with_its_own_numbers(desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    leg = snapshot.legs[0]
    decision = leg.decision
    assert decision is not None
    told = " ".join(explanation(snapshot, leg))
    assert "the lesser of wallet balance and equity: 2.000000 BTC" in told
    assert "target leverage of 5.00×" in told
    assert "funding rate of +0.0200 %" in told
    assert f"The target is +{decision.target_contracts:,}; +600,000 are held" in told
    assert "The band is 1.00 % of the target" in told
    assert "Scale down: The target is smaller" in told


def test_the_explanation_names_the_bound_that_decided_and_why_nothing_is_traded(
    desk: FakeDesk,
) -> None:
    desk.action, desk.reason = Action.FROZEN, Reason.PRICE_GAP
    snapshot = desk.snapshot()
    assert snapshot is not None
    decision = snapshot.legs[0].decision
    assert decision is not None
    bound = msgspec.structs.replace(decision, bound_by=Reason.MAX_LEVERAGE)
    told = explanation(snapshot, msgspec.structs.replace(snapshot.legs[0], decision=bound))
    assert "What decided the target: Cap: leverage." in told
    assert told[-1].startswith("Circuit breaker: The price jumped.")
    undecided = msgspec.structs.replace(snapshot.legs[0], decision=None)
    assert explanation(snapshot, undecided) == ("Nothing has been decided on this instrument yet.",)


def test_explain_takes_the_place_of_the_figures_and_gives_it_back(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = RecommendationPanel(desk, theme)
    qtbot.addWidget(panel)
    snapshot = desk.snapshot()
    assert snapshot is not None
    focus = Focus("paper", "BTC/USD:BTC")
    panel.refresh(snapshot, focus)
    assert panel.explained.isHidden()
    panel.explain.click()
    panel.refresh(snapshot, focus)
    assert "target leverage" in panel.explained.text()
    assert panel.arithmetic.isHidden()
    panel.explain.click()
    panel.refresh(snapshot, focus)
    assert panel.explained.isHidden()
    assert not panel.arithmetic.isHidden()


def _cut(desk: FakeDesk, *bounds: Reason, order: int = -15_000, flight: int = 0) -> Decision:
    return msgspec.structs.replace(
        _decision(desk),
        order_contracts=Decimal(order),
        in_flight_contracts=Decimal(flight),
        bounds=bounds,
        bound_by=bounds[-1] if bounds else None,
        steps=(
            Step("contracts_rounded", 570_000.0, "contracts"),
            Step("contracts_capped", 500_000.0, "contracts"),
        ),
    )


@pytest.mark.parametrize(
    ("bounds", "tagged"),
    [
        ((Reason.MAX_LEVERAGE,), {"After caps": "Cap: leverage"}),
        ((Reason.MAX_SLIPPAGE,), {"Order now": "Sliced: slippage"}),
        (
            (Reason.MAX_LEVERAGE, Reason.MAX_ORDER_USD),
            {"After caps": "Cap: leverage", "Order now": "Cap: order USD"},
        ),
    ],
)
def test_each_bound_stands_at_what_it_cut(
    desk: FakeDesk, bounds: tuple[Reason, ...], tagged: dict[str, str]
) -> None:
    lines = arithmetic(_cut(desk, *bounds), instrument())
    assert {line.label: line.tag for line in lines if line.tag} == tagged


@pytest.mark.parametrize(
    ("bounds", "order", "flight", "told"),
    [
        ((), -30_114, 0, ""),
        ((Reason.MAX_LEVERAGE,), -30_114, 0, "Target cut to +569,886: Cap: leverage."),
        ((), -30_000, -114, "−114 in flight already."),
        ((), -15_000, 0, "Part of 30,114: the rest follows."),
    ],
)
def test_two_numbers_that_differ_do_not_stand_without_a_word(
    desk: FakeDesk, bounds: tuple[Reason, ...], order: int, flight: int, told: str
) -> None:
    assert bound_words(_cut(desk, *bounds, order=order, flight=flight), instrument()) == told


def test_a_cut_order_says_at_the_button_what_cut_it(
    panel: RecommendationPanel, desk: FakeDesk
) -> None:
    words = bound_words(_cut(desk, Reason.MAX_DEPTH_SHARE), instrument())
    assert words == (
        "Part of 30,114: Sliced: depth share. "
        "The order would take too much of the visible book: it is sliced."
    )
    snapshot = desk.snapshot()
    assert snapshot is not None
    legs = (msgspec.structs.replace(snapshot.legs[0], decision=_cut(desk, Reason.MAX_DEPTH_SHARE)),)
    panel.refresh(msgspec.structs.replace(snapshot, legs=legs), _BTC)
    assert words in [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def test_a_frozen_desk_does_not_say_that_orders_go_out(desk: FakeDesk) -> None:
    desk.mode, desk.gate = Mode.AUTO, Gate.FROZEN
    desk.action, desk.reason = Action.FROZEN, Reason.PRICE_GAP
    assert _card(desk).blocked == "Frozen, nothing is sent: circuit breaker."


def test_killed_is_said_once_with_what_to_do(desk: FakeDesk) -> None:
    desk.gate, desk.action, desk.reason = Gate.KILLED, Action.FROZEN, Reason.KILLED
    shown = _card(desk)
    assert (shown.headline, shown.detail) == ("Killed", "")
    assert "Reset it" in shown.advice
