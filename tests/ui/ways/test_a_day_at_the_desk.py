"""The window on a real engine and the paper market, on virtual time, used as a person would."""

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from terminal.model.events import CommandName
from terminal.model.outputs import Mode
from terminal.model.reasons import Reason
from terminal.ui.hand_orders.lock import Safety
from terminal.ui.main_window import MainWindow
from terminal.ui.theme import Theme
from tests.ui.fake_clock import FakeClock
from tests.ui.ways.acting import LEFT, click, settle
from tests.ui.ways.paper_desk import PaperDesk


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def desk() -> PaperDesk:
    return PaperDesk()


@pytest.fixture
def window(qtbot: QtBot, desk: PaperDesk, theme: Theme, clock: FakeClock) -> Iterator[MainWindow]:
    made = MainWindow(desk, theme, clock=clock)
    made.resize(1920, 1080)
    made.show()
    made.fit()
    _live(made, desk, 2.0)
    settle()
    yield made
    made.allow_close()
    made.close()
    made.deleteLater()


def _live(window: MainWindow, desk: PaperDesk, seconds: float) -> None:
    """Let time pass, a frame every quarter of a second."""
    for _ in range(round(seconds * 4)):
        desk.advance(0.25)
        window.frames.pulse()
    window.frames.refresh_all()


def _hold_auto(window: MainWindow, clock: FakeClock) -> None:
    button = window.controls.mode.auto
    QTest.mousePress(button, LEFT)
    for _ in range(70):
        clock.advance(0.02)
        button.advance()
    QTest.mouseRelease(button, LEFT)


def _reasons(desk: PaperDesk) -> set[Reason]:
    return {freeze.reason for leg in desk.state().legs for freeze in leg.freezes}


def test_auto_is_armed_by_holding_and_trades_to_the_target(
    window: MainWindow, desk: PaperDesk, clock: FakeClock
) -> None:
    assert desk.state().mode is Mode.MANUAL
    click(window.controls.mode.auto)  # a click is not a hold
    _live(window, desk, 0.5)
    assert desk.state().mode is Mode.MANUAL
    _hold_auto(window, clock)
    _live(window, desk, 6.0)
    assert desk.state().mode is Mode.AUTO
    assert desk.position() > 0
    assert window.status.strip.accessibleDescription().startswith("Auto armed")
    click(window.controls.mode.manual)
    _live(window, desk, 0.5)
    assert desk.state().mode is Mode.MANUAL


def test_a_gap_freezes_and_the_freeze_is_said_and_ends(
    window: MainWindow, desk: PaperDesk, clock: FakeClock
) -> None:
    _hold_auto(window, clock)
    _live(window, desk, 4.0)
    desk.gap(0.96)
    _live(window, desk, 0.5)
    assert Reason.PRICE_GAP in _reasons(desk)
    assert "Frozen" in window.status.strip.accessibleDescription()
    _live(window, desk, 8.0)
    assert Reason.PRICE_GAP not in _reasons(desk)
    assert "Running" in window.status.strip.accessibleDescription()


def test_a_feed_that_is_unplugged_freezes_is_overridden_and_resumes(
    window: MainWindow, desk: PaperDesk
) -> None:
    desk.unplug_funding()
    _live(window, desk, 100.0)
    overrides = window.controls.overrides
    assert _reasons(desk) & {Reason.FUNDING_STALE, Reason.FEED_DISCONNECTED}
    assert not overrides.override.isEnabled()  # a reason first
    overrides.reason.setText("settles in an hour, seen on the venue's page")
    click(overrides.override)
    _live(window, desk, 1.0)
    assert Reason.FUNDING_STALE not in _reasons(desk)
    assert "settles in an hour" in overrides._says.text()
    desk.plug_funding()
    _live(window, desk, 2.0)
    funding = desk.state().legs[0].funding
    assert funding.override_reason is None
    assert not funding.stale


def test_the_kill_switch_says_what_a_venue_that_is_down_has_not_confirmed(
    window: MainWindow, desk: PaperDesk, clock: FakeClock
) -> None:
    desk.answers_kill = False
    QTest.mouseClick(window.kill_switch, LEFT)
    _live(window, desk, 1.0)
    assert desk.state().kill.latched
    assert not window.kill_panel.isHidden()
    assert "confirmed" not in window.kill_panel.venues.text().replace("is confirmed", "")
    assert "Asking again" in window.kill_panel.venues.text()
    desk.confirm_kill()
    _live(window, desk, 1.0)
    assert "paper ✓ confirmed" in window.kill_panel.venues.text()
    assert not window.kill_panel.reset.isEnabled()
    window.kill_panel.reason.setText("venue is back, positions checked")
    click(window.kill_panel.reset)
    _live(window, desk, 1.0)
    assert not desk.state().kill.latched
    assert desk.state().mode is Mode.MANUAL
    assert window.kill_panel.isHidden()


def test_a_drill_times_the_answers_and_ends_by_a_click(window: MainWindow, desk: PaperDesk) -> None:
    window.book.actions["drill"].trigger()
    _live(window, desk, 1.0)
    assert "Drill" in window.kill_panel.title.text()
    assert "confirmed: paper within" in window.kill_panel.venues.text()
    click(window.kill_panel.end_drill)
    _live(window, desk, 0.5)
    assert not desk.state().kill.latched


def test_a_hand_order_goes_through_the_engine_s_gate(window: MainWindow, desk: PaperDesk) -> None:
    window.go_to_hand_orders()
    hand = window.hand_orders
    hand.form.contracts.setValue(1000)
    _live(window, desk, 0.5)
    click(hand.safety.buttons[Safety.CONFIRM])
    click(hand.buy)
    click(hand.send)
    _live(window, desk, 2.0)
    assert desk.position() == 1000
    hand.form.contracts.setValue(100_000_000)
    _live(window, desk, 0.5)
    click(hand.buy)
    click(hand.send)
    _live(window, desk, 1.0)
    assert hand.says.text().startswith("Not sent.")
    assert desk.position() == 1000


def test_escape_twice_cancels_what_rests(window: MainWindow, desk: PaperDesk) -> None:
    window.escape()
    window.escape()
    assert desk.asked[-1][0] is CommandName.CANCEL_ALL
