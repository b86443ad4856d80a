"""The window as a whole, acted on as a person would."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from terminal.engine.snapshot import FreezeState, KillState
from terminal.model.events import CommandName
from terminal.model.outputs import Alert, Gate, Level, Mode, ModeChanged
from terminal.model.reasons import Reason
from terminal.ui.main_window import MainWindow
from terminal.ui.panel import Focus
from terminal.ui.tables.table_panel import TablePanel
from terminal.ui.theme import Directions, Ground, Theme
from tests.ui.fake_clock import FakeClock
from tests.ui.fake_desk import FakeDesk
from tests.ui.walk import leaps, nameless, unexplained

_LEFT = Qt.MouseButton.LeftButton
_PLACE = {"venue": "paper", "symbol": "BTC/USD:BTC"}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def window(qtbot: QtBot, desk: FakeDesk, theme: Theme, clock: FakeClock) -> Iterator[MainWindow]:
    made = MainWindow(desk, theme, clock=clock)
    made.allow_close()
    qtbot.addWidget(made)
    made.resize(1920, 1080)
    made.show()
    made.fit()
    _frame(made)
    yield made
    made.frames.stop()


def _frame(window: MainWindow) -> None:
    window.frames.pulse()
    window.frames.refresh_all()


def test_paper_is_in_words_in_the_title_and_the_banner(window: MainWindow) -> None:
    assert window.windowTitle().startswith("PAPER, no real money")
    banners = [widget.accessibleName() for widget in window.findChildren(QWidget)]
    assert "PAPER no real money" in banners


def test_paper_on_live_data_says_whose_data_it_is(qtbot: QtBot, theme: Theme) -> None:
    made = MainWindow(FakeDesk(paper=True, title="Paper on Bybit live data"), theme)
    made.allow_close()
    qtbot.addWidget(made)
    assert made.windowTitle().startswith("PAPER on Bybit live data, no real money")
    names = [widget.accessibleName() for widget in made.findChildren(QWidget)]
    assert "PAPER on Bybit live data" in names


def test_live_looks_and_reads_different(qtbot: QtBot, theme: Theme) -> None:
    made = MainWindow(FakeDesk(paper=False, title="Bybit"), theme)
    made.allow_close()
    qtbot.addWidget(made)
    assert made.windowTitle().startswith("LIVE on Bybit")
    names = [widget.accessibleName() for widget in made.findChildren(QWidget)]
    assert "LIVE Bybit" in names
    assert "PAPER no real money" not in names


def test_the_kill_switch_sends_kill_first_and_when_it_goes_down(
    window: MainWindow, desk: FakeDesk, clock: FakeClock
) -> None:
    switch = window.kill_switch
    QTest.mousePress(switch, _LEFT)
    assert desk.sent == [(CommandName.KILL, {"reason": "kill switch"})]
    for _ in range(90):
        clock.advance(0.02)
        switch.advance()
    QTest.mouseRelease(switch, _LEFT)
    assert [name for name, _ in desk.sent] == [CommandName.KILL, CommandName.KILL]
    assert desk.sent[1][1]["flatten"] is True


def test_a_short_press_of_the_kill_switch_does_not_flatten(
    window: MainWindow, desk: FakeDesk
) -> None:
    QTest.mouseClick(window.kill_switch, _LEFT)
    assert desk.sent == [(CommandName.KILL, {"reason": "kill switch"})]


def test_the_kill_switch_is_in_the_top_right_corner_at_every_size(window: MainWindow) -> None:
    for width, height in ((1920, 1080), (1280, 800)):
        window.resize(width, height)
        window.fit()
        QTest.qWait(1)
        switch = window.kill_switch
        corner = switch.mapTo(window, QPoint(switch.width(), 0))
        assert window.width() - corner.x() < 20
        assert corner.y() < 60
        assert switch.isVisible()


def test_the_kill_shortcut_works_wherever_the_keyboard_is(
    window: MainWindow, desk: FakeDesk
) -> None:
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window.controls.overrides.reason, Qt.Key.Key_K, modifiers)
    assert [name for name, _ in desk.sent] == [CommandName.KILL]


def test_escape_twice_cancels_all_on_the_symbol_in_focus(
    window: MainWindow, desk: FakeDesk, clock: FakeClock
) -> None:
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert desk.sent == []
    clock.advance(0.3)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert desk.sent == [(CommandName.CANCEL_ALL, _PLACE)]


def test_two_slow_escapes_cancel_nothing(
    window: MainWindow, desk: FakeDesk, clock: FakeClock
) -> None:
    for _ in range(3):
        QTest.keyClick(window, Qt.Key.Key_Escape)
        clock.advance(1.0)
    assert desk.sent == []


def test_a_latched_kill_switch_shows_what_each_venue_said_and_needs_a_reason(
    window: MainWindow, desk: FakeDesk
) -> None:
    assert window.kill_panel.isHidden()
    desk.gate = Gate.KILLED
    answers = (("paper", "confirmed"), ("bybit", "unknown"))
    desk.kill = KillState(True, desk.at, "kill switch", answers)
    _frame(window)
    assert window.kill_panel.isVisible()
    assert window.kill_switch.text() == "KILLED"
    QTest.mouseClick(window.kill_panel.reset, _LEFT)
    assert desk.sent == []
    QTest.keyClicks(window.kill_panel.reason, "checked at the venue")
    QTest.mouseClick(window.kill_panel.reset, _LEFT)
    assert desk.sent == [(CommandName.RESET, {"reason": "checked at the venue"})]
    desk.gate, desk.kill = Gate.RUNNING, KillState(False, None, None, ())
    _frame(window)
    assert window.kill_panel.isHidden()


def test_choosing_an_instrument_turns_every_panel_to_it(window: MainWindow, desk: FakeDesk) -> None:
    window.look_at("paper", "AIOZ/USD:AIOZ")
    _frame(window)
    assert window.frames.focus == Focus("paper", "AIOZ/USD:AIOZ")
    assert window.status.instruments.currentText() == "AIOZ/USD:AIOZ"
    QTest.mouseClick(window.controls.overrides.cancel_all, _LEFT)
    assert desk.sent == [(CommandName.CANCEL_ALL, {"venue": "paper", "symbol": "AIOZ/USD:AIOZ"})]


def test_the_next_instrument_is_one_key_away(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert window.frames.focus == Focus("paper", "AIOZ/USD:AIOZ")


def test_the_window_begins_with_an_instrument_that_the_policy_scales(window: MainWindow) -> None:
    assert window.frames.focus == Focus("paper", "BTC/USD:BTC")


def test_hidden_panels_are_not_refreshed_but_miss_nothing(
    window: MainWindow, desk: FakeDesk
) -> None:
    window.docks["price"].hide()
    panel = window.panels["price"]
    panel.cost.reset()
    for _ in range(20):
        desk.advance(0.25)
        _frame(window)
    assert panel.cost.count == 0
    window.docks["price"].show()
    _frame(window)
    panel.grab()
    assert panel.cost.count >= 1


def test_closing_asks_first_and_happens_when_it_is_allowed(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    made = MainWindow(desk, theme)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.closing, timeout=1000):
        made.close()
    assert made.isVisible()
    made.allow_close()
    made.close()
    assert not made.isVisible()


def test_a_desk_without_a_snapshot_shows_an_empty_window(qtbot: QtBot, theme: Theme) -> None:
    made = MainWindow(FakeDesk(empty=True), theme)
    made.allow_close()
    qtbot.addWidget(made)
    made.show()
    _frame(made)
    made.grab()
    assert made.frames.focus is None


@pytest.mark.parametrize("ground", list(Ground))
def test_every_situation_can_be_painted_in_every_theme(
    qtbot: QtBot, theme: Theme, ground: Ground
) -> None:
    desk = FakeDesk()
    made = MainWindow(desk, Theme(ground, Directions.COLOUR_BLIND))
    made.allow_close()
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.fit()
    for _ in range(12):
        desk.advance(0.25)
        _frame(made)
    made.grab()
    desk.mode, desk.gate, desk.funding_stale, desk.book_age_s = Mode.AUTO, Gate.FROZEN, True, 9.0
    desk.freezes = (
        FreezeState(Reason.BOOK_STALE, desk.at),
        FreezeState(Reason.PRICE_GAP, desk.at, until_at=desk.at + 10**9),
    )
    desk.pushed = [
        Alert(at=desk.at, level=Level.ALARM, reason=Reason.BOOK_STALE, venue="paper"),
        ModeChanged(at=desk.at, mode=Mode.MANUAL, gate=Gate.FROZEN, reason="internal_error"),
    ]
    _frame(made)
    made.grab()
    for name in ("ladder", "price", "recommendation"):
        assert made.panels[name].cost.count >= 2, name


def test_everything_that_can_be_used_has_a_name_and_a_button_says_what_it_does(
    window: MainWindow,
) -> None:
    assert nameless(window) == []
    assert unexplained(window) == []


def test_tab_goes_down_each_panel_and_not_back(window: MainWindow) -> None:
    assert {name: leaps(panel) for name, panel in window.panels.items() if leaps(panel)} == {}


def test_the_first_key_presses_no_button(window: MainWindow) -> None:
    assert not isinstance(window.focusWidget(), QAbstractButton)


def test_a_long_export_is_shown_in_the_head_whatever_panel_is_in_front(
    window: MainWindow, desk: FakeDesk, tmp_path: Path
) -> None:
    panel = window.panels["orders"]
    assert isinstance(panel, TablePanel)
    one = next(iter(desk.snapshot().orders))  # type: ignore[union-attr]
    desk.order_rows = tuple(
        msgspec.structs.replace(one, client_order_id=f"order{number}") for number in range(300)
    )
    panel.refresh(desk.snapshot(), None)  # type: ignore[arg-type]
    panel.save_to(str(tmp_path / "orders.csv"))
    assert window.progress.isVisible()
    window.progress.cancel.click()
    assert not list(tmp_path.iterdir())
