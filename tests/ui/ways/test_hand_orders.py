"""Orders by hand: locked at first, one step up at a time, sent on release and as shown."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.engine.snapshot import KillState
from terminal.model.events import CommandName, Side
from terminal.model.outputs import Alert, Level, Mode, OrderType
from terminal.model.reasons import Reason
from terminal.ui.hand_orders.lock import HandLock, Safety
from terminal.ui.hand_orders.panel import HandOrdersPanel
from terminal.ui.hand_orders.rows import Draft, ticket
from terminal.ui.hand_orders.standstill import through_sleep_ns
from terminal.ui.panel import Focus
from terminal.ui.theme import Theme
from tests.ui.fake_clock import FakeClock
from tests.ui.fake_desk import FakeDesk
from tests.ui.ways.acting import LEFT, click

_BTC = Focus("paper", "BTC/USD:BTC")
_MARKET = Draft(1_000.0, OrderType.MARKET, None, reduce_only=False)
_SECOND = 1_000_000_000


class Sleeping:
    """For how long the computer slept in all, which its monotonic clock does not count."""

    slept_ns = 50_000 * _SECOND


@pytest.fixture
def sleeping() -> Sleeping:
    return Sleeping()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def panel(
    qtbot: QtBot, desk: FakeDesk, theme: Theme, clock: FakeClock, sleeping: Sleeping
) -> HandOrdersPanel:
    made = HandOrdersPanel(
        desk, theme, clock=clock, through_sleep=lambda: clock() + sleeping.slept_ns, relock_s=60.0
    )
    qtbot.addWidget(made)
    made.resize(380, 460)
    made.show()
    _show(made, desk)
    return made


def _show(panel: HandOrdersPanel, desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    panel.observe(snapshot, desk.drain())
    panel.refresh(snapshot, _BTC)


def _pass_time(panel: HandOrdersPanel, clock: FakeClock, seconds: float) -> None:
    """Let time pass while the window lives: the switch looks twice a second."""
    for _ in range(round(seconds * 2)):
        clock.advance(0.5)
        panel.safety.look()


def _arm(panel: HandOrdersPanel) -> None:
    click(panel.safety.buttons[Safety.CONFIRM])
    click(panel.safety.buttons[Safety.ARMED])


def test_the_lock_goes_up_one_step_at_a_time_down_at_once_and_locks_when_unused() -> None:
    lock = HandLock(idle_s=60.0)
    assert lock.safety(0) is Safety.LOCKED
    assert lock.choose(Safety.ARMED, 0) is Safety.CONFIRM
    assert lock.choose(Safety.ARMED, 0) is Safety.ARMED
    lock.touch(50 * _SECOND)
    assert lock.safety(109 * _SECOND) is Safety.ARMED
    assert lock.safety(110 * _SECOND) is Safety.LOCKED
    assert lock.left_s(110 * _SECOND) == 0.0
    lock.touch(111 * _SECOND)
    assert lock.safety(111 * _SECOND) is Safety.LOCKED  # touching does not open it
    lock.choose(Safety.CONFIRM, 0)
    assert lock.choose(Safety.LOCKED, 0) is Safety.LOCKED


def test_it_starts_locked_and_sends_nothing(panel: HandOrdersPanel, desk: FakeDesk) -> None:
    panel.form.contracts.setValue(1000)
    _show(panel, desk)
    assert not panel.buy.isEnabled()
    assert not panel.safety.buttons[Safety.ARMED].isEnabled()
    click(panel.buy)
    panel.take_price("paper", "BTC/USD:BTC", Side.BUY, 56_990.0)
    assert desk.sent == []
    assert "locked" in panel.says.text()


def test_confirm_asks_with_the_world_and_sends_exactly_what_was_asked(
    panel: HandOrdersPanel, desk: FakeDesk
) -> None:
    click(panel.safety.buttons[Safety.CONFIRM])
    panel.form.contracts.setValue(1000)
    _show(panel, desk)
    click(panel.buy)
    assert desk.sent == []
    assert panel.question.text().startswith("PAPER: Buy 1,000 BTC/USD:BTC, at market ≈ 57,")
    click(panel.back)
    assert panel.question.isHidden()
    click(panel.sell)
    desk.advance(1.0)
    click(panel.send)
    click(panel.send)
    assert desk.sent == [
        (
            CommandName.ORDER,
            {
                "venue": "paper",
                "symbol": "BTC/USD:BTC",
                "side": "sell",
                "contracts": 1000.0,
                "order_type": "market",
                "limit_price": None,
                "reduce_only": False,
            },
        )
    ]


def test_changing_the_order_takes_the_question_back(panel: HandOrdersPanel, desk: FakeDesk) -> None:
    click(panel.safety.buttons[Safety.CONFIRM])
    panel.form.contracts.setValue(1000)
    _show(panel, desk)
    click(panel.buy)
    panel.form.contracts.setValue(900_000)
    assert panel.send.isHidden()


def test_armed_sends_on_release_inside_only(panel: HandOrdersPanel, desk: FakeDesk) -> None:
    _arm(panel)
    panel.form.contracts.setValue(1000)
    _show(panel, desk)
    QTest.mousePress(panel.buy, LEFT)
    assert desk.sent == []
    QTest.mouseMove(panel.buy, QPoint(-50, -50))
    QTest.mouseRelease(panel.buy, LEFT, pos=QPoint(-50, -50))
    assert desk.sent == []
    click(panel.buy)
    assert [name for name, _ in desk.sent] == [CommandName.ORDER]


def test_what_is_shown_stands_still_while_the_button_is_down(
    panel: HandOrdersPanel, desk: FakeDesk
) -> None:
    _arm(panel)
    panel.form.contracts.setValue(1000)
    _show(panel, desk)
    QTest.mousePress(panel.buy, LEFT)
    desk.advance(5.0)
    snapshot = desk.snapshot()
    assert snapshot is not None
    assert not panel.refresh(snapshot, _BTC)
    QTest.mouseRelease(panel.buy, LEFT)


def test_it_locks_again_when_nobody_uses_it(
    panel: HandOrdersPanel, desk: FakeDesk, clock: FakeClock
) -> None:
    _arm(panel)
    panel.form.contracts.setValue(1000)
    _show(panel, desk)
    _pass_time(panel, clock, 30.0)
    QTest.keyClick(panel.form.contracts, Qt.Key.Key_Up)  # using it
    _pass_time(panel, clock, 45.0)
    assert panel.safety.safety is Safety.ARMED
    assert panel.safety.left.text() == "locks in 15.0 s"
    _pass_time(panel, clock, 14.5)
    assert panel.safety.safety is Safety.ARMED
    clock.advance(0.5)
    click(panel.buy)  # before the switch has looked
    panel.safety.look()
    assert desk.sent == []
    assert not panel.buy.isEnabled()


@pytest.mark.parametrize("asleep_s", [3, 30, 36_000])
def test_a_computer_that_slept_wakes_up_locked(
    panel: HandOrdersPanel, desk: FakeDesk, sleeping: Sleeping, asleep_s: int
) -> None:
    """The monotonic clock stood still meanwhile, so that no time was left to run out."""
    _arm(panel)
    panel.form.contracts.setValue(1000)
    _show(panel, desk)
    sleeping.slept_ns += asleep_s * _SECOND
    click(panel.buy)  # before the switch has looked
    assert desk.sent == []
    assert panel.safety.safety is Safety.LOCKED
    panel.safety.look()
    assert not panel.buy.isEnabled()


def test_a_question_asked_before_a_sleep_is_not_sent_after_it(
    panel: HandOrdersPanel, desk: FakeDesk, sleeping: Sleeping
) -> None:
    click(panel.safety.buttons[Safety.CONFIRM])
    panel.form.contracts.setValue(1000)
    _show(panel, desk)
    click(panel.buy)
    sleeping.slept_ns += 30 * _SECOND
    click(panel.send)
    assert desk.sent == []


def test_where_the_monotonic_clock_goes_on_in_a_sleep_it_wakes_up_locked_too(
    panel: HandOrdersPanel, desk: FakeDesk, clock: FakeClock
) -> None:
    _arm(panel)
    panel.form.contracts.setValue(1000)
    _show(panel, desk)
    clock.advance(10.0)  # far from the 60 s that it stays open unused
    click(panel.buy)
    assert desk.sent == []
    assert panel.safety.safety is Safety.LOCKED


def test_two_clocks_that_drift_apart_a_little_lock_nothing(
    panel: HandOrdersPanel, sleeping: Sleeping
) -> None:
    _arm(panel)
    for step_s in (-1, 1, 1):
        sleeping.slept_ns += step_s * _SECOND
        assert panel.safety.safety is Safety.ARMED


def test_the_clock_that_goes_on_in_a_sleep_goes_on() -> None:
    first = through_sleep_ns()
    assert 0 <= through_sleep_ns() - first < _SECOND


def test_after_a_sleep_one_step_up_leads_to_confirm_and_no_further(
    panel: HandOrdersPanel, sleeping: Sleeping
) -> None:
    _arm(panel)
    sleeping.slept_ns += 30 * _SECOND
    panel.safety.choose(Safety.ARMED)
    assert panel.safety.safety is Safety.CONFIRM


def test_the_mouse_wheel_changes_no_field_of_an_order(
    panel: HandOrdersPanel, desk: FakeDesk
) -> None:
    """Rolled over the panel to scroll it, or over a field that has the keys by accident."""
    form = panel.form
    form.kind.setCurrentIndex(1)
    form.contracts.setValue(1_000)
    form.price.setValue(57_000)
    before = form.draft()
    for field in (form.contracts, form.price, form.kind):
        field.setFocus()
        for notch in (120, -120):
            event = QWheelEvent(
                QPointF(5, 5), QPointF(field.mapToGlobal(QPoint(5, 5))), QPoint(0, notch),
                QPoint(0, notch), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(field, event)
            assert form.draft() == before
            assert not event.isAccepted(), "what lies around it may scroll"


def test_a_click_on_the_ladder_fills_the_price_and_obeys_the_same_lock(
    panel: HandOrdersPanel, desk: FakeDesk
) -> None:
    click(panel.safety.buttons[Safety.CONFIRM])
    panel.take_price("paper", "BTC/USD:BTC", Side.BUY, 56_990.5)
    assert panel.says.text() == "Give the number of contracts first."
    panel.form.contracts.setValue(2000)
    _show(panel, desk)
    panel.take_price("paper", "BTC/USD:BTC", Side.BUY, 56_990.5)
    assert panel.form.price.value() == 56_990.5
    assert desk.sent == []
    click(panel.safety.buttons[Safety.ARMED])
    panel.take_price("paper", "ANOTHER", Side.BUY, 56_990.5)
    assert desk.sent == []
    panel.take_price("paper", "BTC/USD:BTC", Side.SELL, 57_020.0)
    sent = desk.sent[0][1]
    assert (sent["side"], sent["order_type"], sent["limit_price"]) == ("sell", "limit", 57_020.0)


def test_the_question_names_what_is_sent_even_before_the_panel_s_next_turn(
    panel: HandOrdersPanel, desk: FakeDesk
) -> None:
    click(panel.safety.buttons[Safety.CONFIRM])
    panel.form.contracts.setValue(1000)
    _show(panel, desk)
    panel.take_price("paper", "BTC/USD:BTC", Side.BUY, 56_500.0)
    assert panel.question.text() == "PAPER: Buy 1,000 BTC/USD:BTC, resting at 56,500.0?"
    click(panel.back)
    panel.form.contracts.setValue(9000)
    click(panel.buy)
    assert panel.question.text() == "PAPER: Buy 9,000 BTC/USD:BTC, resting at 56,500.0?"
    click(panel.send)
    assert [(sent["contracts"], sent["limit_price"]) for _, sent in desk.sent] == [
        (9000.0, 56_500.0)
    ]


def test_a_ladder_click_that_cannot_work_says_why_and_is_not_sent(
    panel: HandOrdersPanel, desk: FakeDesk
) -> None:
    _arm(panel)
    panel.form.contracts.setValue(1000)
    panel.form.reduce_only.setChecked(True)
    panel.take_price("paper", "BTC/USD:BTC", Side.BUY, 56_990.0)
    assert desk.sent == []
    assert panel.says.text() == "This would not reduce the position."


def test_a_question_left_open_past_the_lock_is_not_sent(
    panel: HandOrdersPanel, desk: FakeDesk, clock: FakeClock
) -> None:
    click(panel.safety.buttons[Safety.CONFIRM])
    panel.form.contracts.setValue(1000)
    _show(panel, desk)
    click(panel.buy)
    _pass_time(panel, clock, 59.5)
    assert not panel.send.isHidden()
    clock.advance(0.5)
    click(panel.send)
    assert desk.sent == []
    assert panel.send.isHidden()


def test_a_refusal_by_the_engine_is_said_in_words(panel: HandOrdersPanel, desk: FakeDesk) -> None:
    desk.pushed = [
        Alert(
            at=desk.at,
            level=Level.WARNING,
            reason=Reason.COMMAND_REFUSED,
            venue="paper",
            symbol="BTC/USD:BTC",
            detail=f"order: {Reason.MAX_LEVERAGE.value}",
        )
    ]
    _show(panel, desk)
    assert panel.says.text().startswith("Not sent. ")
    assert "leverage" in panel.says.text().lower()


def test_the_effect_is_worked_out_before(desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    shown = ticket(snapshot, _BTC, Draft(60_000.0, OrderType.MARKET, None, reduce_only=False))
    assert shown.buy is not None
    assert shown.sell is not None
    bought = {name: (now, after) for name, now, after in shown.buy.lines}
    sold = {name: after for name, _, after in shown.sell.lines}
    assert bought["Position"] == ("+600,000", "+660,000")
    assert sold["Position"] == "+540,000"
    assert bought["Value"] == ("", "$60,000")
    now, after = (float(text.rstrip("×")) for text in bought["Leverage"])
    assert now == pytest.approx(
        600_000 / 57_000 / (2 + 600_000 * (1 / 60_000 - 1 / 57_000)), rel=0.01
    )
    assert after > now > float(sold["Leverage"].rstrip("×"))
    nearer = float(bought["Liquidation"][1].replace(",", ""))
    assert nearer > float(bought["Liquidation"][0].replace(",", ""))  # of a long: from below


def test_what_speaks_against_an_order_is_said_before_it_is_sent(desk: FakeDesk) -> None:
    def problem(draft: Draft) -> str:
        snapshot = desk.snapshot()
        assert snapshot is not None
        return ticket(snapshot, _BTC, draft).problem

    assert problem(_MARKET._replace(contracts=0.0)) == "Contracts: give 1 or more."
    assert problem(_MARKET._replace(kind=OrderType.LIMIT)) == "A resting order needs a price."
    desk.policy = None
    assert problem(_MARKET).startswith("Choose a policy first")
    desk.kill = KillState(True, desk.at, "test", ())
    assert problem(_MARKET) == "The kill switch is latched: reset it first."


def test_reduce_only_and_post_only_say_when_they_cannot_work(desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    only = ticket(snapshot, _BTC, _MARKET._replace(reduce_only=True))
    assert only.buy is not None
    assert only.sell is not None
    assert only.buy.problem == "This would not reduce the position."
    assert only.sell.problem == ""
    crossing = Draft(10.0, OrderType.POST_ONLY, 60_000.0, reduce_only=False)
    shown = ticket(snapshot, _BTC, crossing)
    assert shown.buy is not None
    assert "would cross" in shown.buy.words
    assert ticket(snapshot, None, _MARKET).problem == "No instrument is in focus."


def test_auto_is_a_caution_for_hand_orders(desk: FakeDesk) -> None:
    desk.mode = Mode.AUTO
    snapshot = desk.snapshot()
    assert snapshot is not None
    assert "trade back" in ticket(snapshot, _BTC, _MARKET).caution
    assert ticket(snapshot, _BTC, _MARKET).tick_size == Decimal("0.5")
