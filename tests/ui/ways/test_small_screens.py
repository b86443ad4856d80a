"""A laptop's screen: what a trader needs at once is in reach, and every panel has its tab."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabBar, QWidget
from pytestqt.qtbot import QtBot

from terminal.engine.snapshot import FreezeState, KillState
from terminal.model.outputs import Action, Gate, Mode
from terminal.model.reasons import Reason
from terminal.ui.main_window import MainWindow
from terminal.ui.recommendation.panel import RecommendationPanel
from terminal.ui.theme import Theme
from terminal.ui.workspaces.plan import PLANS
from tests.ui.fake_desk import FakeDesk
from tests.ui.ways.acting import frame, opened, settle

# The second is 1920×1080 at a scale of 1.5.
SMALL = pytest.mark.parametrize("size", [(1280, 800), (1280, 720)], ids=str)


def _seen_whole(widget: QWidget) -> bool:
    return widget.isVisible() and widget.visibleRegion().boundingRect() == widget.rect()


@SMALL
def test_overrides_and_the_recommendation_are_in_reach_without_scrolling(
    qtbot: QtBot, desk: FakeDesk, theme: Theme, size: tuple[int, int]
) -> None:
    with opened(qtbot, desk, theme, size=size) as window:
        desk.mode, desk.gate = Mode.AUTO, Gate.FROZEN
        desk.funding_stale = True
        desk.freezes = (
            FreezeState(Reason.FUNDING_STALE, desk.at),
            FreezeState(Reason.POSITION_MISMATCH, desk.at, resumable=True),
        )
        desk.action, desk.reason = Action.FROZEN, Reason.FUNDING_STALE
        for name in PLANS:
            window.desktop.switch(name)
            settle()
            frame(window, 0.25)
            settle()
            overrides = window.controls.overrides
            reach = (overrides.reason, overrides.box, overrides.override, overrides.resume)
            mode = (window.controls.mode.manual, window.controls.mode.auto)
            for widget in (*mode, *reach, overrides.guard, overrides.cancel_all):
                assert _seen_whole(widget), (name, widget.accessibleName())
            card = window.panels["recommendation"]
            assert isinstance(card, RecommendationPanel)
            for button in (card.execute, card.snooze, card.explain):
                assert _seen_whole(button), (name, button.accessibleName())


def test_every_tab_is_seen_whole_and_needs_no_arrows(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme, size=(1280, 800)) as window:
        for name in PLANS:
            window.desktop.switch(name)
            settle()
            only = Qt.FindChildOption.FindDirectChildrenOnly
            every = window.findChildren(QTabBar, options=only)
            bars = [bar for bar in every if bar.isVisible() and bar.count() > 1]
            bars = [bar for bar in bars if bar.geometry().intersects(window.rect())]
            assert bars
            for bar in bars:
                for place in range(bar.count()):
                    bar.setCurrentIndex(place)  # the tab in front has a question mark, too
                    settle()
                    tabs = [bar.tabRect(each) for each in range(bar.count())]
                    assert max(tab.right() for tab in tabs) < bar.width(), (
                        name,
                        bar.tabText(place),
                    )
                    assert min(tab.left() for tab in tabs) >= 0


def test_on_a_laptop_the_workspace_to_trade_with_has_every_panel(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme, size=(1280, 800)) as window:
        assert not [name for name, holder in window.docks.items() if holder.isHidden()]


def test_neither_kill_nor_introduction_nor_a_position_makes_the_window_outgrow_the_screen(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme, size=(1280, 720)) as window:
        window.introduce()
        desk.gate = Gate.KILLED
        desk.kill = KillState(True, desk.at, "kill switch", (("paper", "confirmed"),))
        for holder in window.docks.values():
            holder.raise_()
            frame(window, 0.25)
            settle()
            assert (window.width(), window.height()) == (1280, 720), holder.windowTitle()


def test_a_first_start_on_a_small_screen_does_not_outgrow_it_before_it_is_arranged(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    window = MainWindow(desk, theme)
    qtbot.addWidget(window)
    window.setGeometry(0, 0, 1280, 720)
    window.introduce()  # it begins with the first turn of the loop, the arrangement later
    window.show()
    settle()
    window.fit()
    settle()
    assert (window.width(), window.height()) == (1280, 720)
    window.allow_close()
    window.close()


def test_what_is_disabled_with_the_keyboard_on_it_does_not_hand_it_to_another_button(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme, size=(1280, 800)) as window:
        window.activateWindow()
        QTest.qWaitForWindowActive(window, 1000)
        controls = window.controls
        controls.mode.auto.setFocus()
        desk.mode = Mode.AUTO
        frame(window, 0.25)
        assert not controls.mode.auto.isEnabled()
        assert controls.hasFocus(), "a stray space presses nothing"
        desk.funding_stale = True
        frame(window, 0.25)
        controls.overrides.reason.setFocus()
        desk.funding_stale = False
        frame(window, 0.25)
        assert controls.hasFocus()
