"""Holding: only a whole hold counts, and only time in which the window answered."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from terminal.ui.controls.hold_button import HoldButton
from terminal.ui.theme import Theme
from tests.ui.fake_clock import FakeClock

Held = list[str]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def held() -> Held:
    return []


@pytest.fixture
def button(qtbot: QtBot, theme: Theme, clock: FakeClock, held: Held) -> HoldButton:
    made = HoldButton("Arm", theme, clock=clock)
    qtbot.addWidget(made)
    made.resize(160, 40)
    made.show()
    made.held.connect(lambda: held.append("held"))
    made.abandoned.connect(lambda: held.append("abandoned"))
    return made


def _pass(button: HoldButton, clock: FakeClock, milliseconds: int) -> None:
    for _ in range(milliseconds // 20):
        clock.advance(0.02)
        button.advance()


def test_a_whole_hold_fires_once_and_not_before(
    button: HoldButton, clock: FakeClock, held: Held
) -> None:
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    _pass(button, clock, 1180)
    assert held == []
    _pass(button, clock, 400)
    assert held == ["held"]
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert held == ["held"]


def test_letting_go_early_fires_nothing(button: HoldButton, clock: FakeClock, held: Held) -> None:
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    _pass(button, clock, 1100)
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    _pass(button, clock, 2000)
    assert held == ["abandoned"]
    assert button.progress == 0.0


def test_slipping_off_the_button_is_letting_go(
    button: HoldButton, clock: FakeClock, held: Held
) -> None:
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    _pass(button, clock, 600)
    QTest.mouseMove(button, QPoint(400, 400))
    _pass(button, clock, 2000)
    assert held == ["abandoned"]


def test_a_stalled_window_does_not_count_as_holding(
    button: HoldButton, clock: FakeClock, held: Held
) -> None:
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    clock.advance(5.0)
    button.advance()
    assert held == []
    assert button.progress < 0.1


def test_two_short_presses_are_not_one_hold(
    button: HoldButton, clock: FakeClock, held: Held
) -> None:
    for _ in range(2):
        QTest.mousePress(button, Qt.MouseButton.LeftButton)
        _pass(button, clock, 700)
        QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert held == ["abandoned", "abandoned"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_the_keyboard_holds_as_well(
    button: HoldButton, clock: FakeClock, held: Held, key: Qt.Key
) -> None:
    QTest.keyPress(button, key)
    _pass(button, clock, 1400)
    QTest.keyRelease(button, key)
    assert held == ["held"]


@pytest.mark.parametrize(
    "interrupt", [lambda button: button.setEnabled(False), lambda button: button.clearFocus()]
)
def test_being_disabled_or_losing_the_keyboard_is_letting_go(
    button: HoldButton,
    clock: FakeClock,
    held: Held,
    interrupt: Callable[[HoldButton], None],
) -> None:
    button.begin()
    button.setFocus()
    _pass(button, clock, 600)
    interrupt(button)
    button.focusOutEvent(_focus_out())
    _pass(button, clock, 2000)
    assert "held" not in held


def _focus_out() -> QFocusEvent:
    return QFocusEvent(QFocusEvent.Type.FocusOut)


def test_a_disabled_button_cannot_be_held(button: HoldButton, clock: FakeClock, held: Held) -> None:
    button.setEnabled(False)
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    _pass(button, clock, 2000)
    assert held == []
