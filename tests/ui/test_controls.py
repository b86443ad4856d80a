"""Mode, policy and overrides, acted on as a person would."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from terminal.engine.snapshot import FreezeState, KillState
from terminal.model.events import CommandName
from terminal.model.outputs import Action, Mode
from terminal.model.reasons import Reason
from terminal.ui.controls.panel import ControlsPanel
from terminal.ui.panel import Focus
from terminal.ui.theme import Theme
from tests.ui.fake_clock import FakeClock
from tests.ui.fake_desk import POLICY, PRESETS, FakeDesk

_BTC = Focus("paper", "BTC/USD:BTC")
_PLACE = {"venue": "paper", "symbol": "BTC/USD:BTC"}
_LEFT = Qt.MouseButton.LeftButton
Refresh = Callable[[], None]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def panel(qtbot: QtBot, desk: FakeDesk, theme: Theme, clock: FakeClock) -> ControlsPanel:
    made = ControlsPanel(desk, theme, clock=clock)
    qtbot.addWidget(made)
    made.resize(380, 700)
    made.show()
    return made


@pytest.fixture
def refresh(panel: ControlsPanel, desk: FakeDesk) -> Refresh:
    def again() -> None:
        snapshot = desk.snapshot()
        assert snapshot is not None
        panel.refresh(snapshot, _BTC)

    again()
    return again


def _hold(panel: ControlsPanel, clock: FakeClock, milliseconds: int) -> None:
    auto = panel.mode.auto
    QTest.mousePress(auto, _LEFT)
    for _ in range(milliseconds // 20):
        clock.advance(0.02)
        auto.advance()
    QTest.mouseRelease(auto, _LEFT)


@pytest.mark.usefixtures("refresh")
def test_holding_auto_arms_it(panel: ControlsPanel, desk: FakeDesk, clock: FakeClock) -> None:
    _hold(panel, clock, 1300)
    assert desk.sent == [(CommandName.AUTO, {})]


@pytest.mark.usefixtures("refresh")
def test_letting_go_early_does_not_arm(
    panel: ControlsPanel, desk: FakeDesk, clock: FakeClock
) -> None:
    _hold(panel, clock, 1000)
    QTest.mouseClick(panel.mode.auto, _LEFT)
    assert desk.sent == []


def test_a_latched_kill_switch_or_a_missing_policy_keeps_auto_from_being_armed(
    panel: ControlsPanel, desk: FakeDesk, clock: FakeClock, refresh: Refresh
) -> None:
    desk.kill = KillState(True, desk.at, "kill switch", ())
    refresh()
    _hold(panel, clock, 2000)
    desk.kill = KillState(False, None, None, ())
    desk.policy = None
    refresh()
    _hold(panel, clock, 2000)
    assert desk.sent == []


def test_one_click_goes_back_to_manual(
    panel: ControlsPanel, desk: FakeDesk, refresh: Refresh
) -> None:
    desk.mode, desk.action = Mode.AUTO, Action.HOLD
    refresh()
    assert not panel.mode.manual.isChecked()
    QTest.mouseClick(panel.mode.manual, _LEFT)
    assert desk.sent == [(CommandName.MANUAL, {})]
    assert not panel.mode.manual.isChecked(), "the engine has not said so yet"


@pytest.mark.usefixtures("refresh")
def test_clicking_manual_while_manual_leaves_it_chosen(panel: ControlsPanel) -> None:
    QTest.mouseClick(panel.mode.manual, _LEFT)
    assert panel.mode.manual.isChecked()


@pytest.mark.usefixtures("refresh")
def test_a_policy_is_prepared_first_and_sent_only_by_apply(
    panel: ControlsPanel, desk: FakeDesk
) -> None:
    editor = panel.policy
    assert not editor.apply.isEnabled()
    editor.leverage.setValue(2.5)
    assert editor.apply.isEnabled()
    assert desk.sent == []
    QTest.mouseClick(editor.apply, _LEFT)
    ((name, arguments),) = desk.sent
    assert name is CommandName.SET_POLICY
    assert arguments["policy"] == {**POLICY, "target_leverage": 2.5}


@pytest.mark.usefixtures("refresh")
def test_a_preset_brings_its_own_keys(panel: ControlsPanel, desk: FakeDesk) -> None:
    editor = panel.policy
    editor.preset.setCurrentText("cautious")
    QTest.mouseClick(editor.apply, _LEFT)
    ((_, arguments),) = desk.sent
    expected = {**PRESETS["cautious"], "side": "long", "target_leverage": 3.0}
    assert arguments == {"policy": expected, "reason": "cautious"}


@pytest.mark.usefixtures("refresh")
def test_revert_returns_to_the_policy_in_force(panel: ControlsPanel, desk: FakeDesk) -> None:
    editor = panel.policy
    editor.side.setCurrentText("short")
    editor.leverage.setValue(9.0)
    QTest.mouseClick(editor.revert, _LEFT)
    assert (editor.side.currentText(), editor.leverage.value()) == ("long", 3.0)
    assert not editor.apply.isEnabled()
    assert desk.sent == []


def test_stale_funding_is_overridden_with_a_reason_and_a_time_box(
    panel: ControlsPanel, desk: FakeDesk, refresh: Refresh
) -> None:
    controls = panel.overrides
    assert not controls.reason.isEnabled()
    desk.funding_stale = True
    refresh()
    assert not controls.override.isEnabled(), "no reason has been given"
    QTest.keyClicks(controls.reason, "venue says maintenance")
    controls.box.setCurrentText("15 min")
    QTest.mouseClick(controls.override, _LEFT)
    expected = {**_PLACE, "reason": "venue says maintenance", "duration_s": 900.0}
    assert desk.sent == [(CommandName.OVERRIDE_FUNDING, expected)]


def test_an_override_in_force_can_be_ended(
    panel: ControlsPanel, desk: FakeDesk, refresh: Refresh
) -> None:
    assert not panel.overrides.end.isVisible()
    desk.funding_stale, desk.funding_override = True, "maintenance"
    refresh()
    assert not panel.overrides.override.isVisible()
    QTest.mouseClick(panel.overrides.end, _LEFT)
    assert desk.sent == [(CommandName.END_OVERRIDE, _PLACE)]


def test_resume_applies_only_to_what_the_trader_may_end(
    panel: ControlsPanel, desk: FakeDesk, refresh: Refresh
) -> None:
    desk.freezes = (FreezeState(Reason.BOOK_STALE, desk.at),)
    refresh()
    assert not panel.overrides.resume.isEnabled()
    desk.freezes = (FreezeState(Reason.POSITION_MISMATCH, desk.at, resumable=True),)
    refresh()
    QTest.mouseClick(panel.overrides.resume, _LEFT)
    ((name, arguments),) = desk.sent
    assert name is CommandName.RESUME
    assert arguments.items() >= _PLACE.items()


@pytest.mark.usefixtures("refresh")
def test_guard_and_cancel_all_send_their_commands(panel: ControlsPanel, desk: FakeDesk) -> None:
    panel.overrides.guard.click()
    QTest.mouseClick(panel.overrides.cancel_all, _LEFT)
    assert desk.sent == [
        (CommandName.SET_GUARD, {"enabled": True}),
        (CommandName.CANCEL_ALL, _PLACE),
    ]
