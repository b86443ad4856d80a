"""A second window on another screen: panels of the same desk, the same kill switch, one frame."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from terminal.app.paths import DataDirectory
from terminal.app.window_keeper import FileKeeper
from terminal.engine.snapshot import KillState
from terminal.model.events import CommandName
from terminal.ui.keeper import MemoryKeeper
from terminal.ui.main_window import MainWindow
from terminal.ui.second_window import SecondWindow
from terminal.ui.theme import Theme
from terminal.ui.workspaces.shelf import FORM
from tests.ui.fake_desk import FakeDesk
from tests.ui.walk import nameless
from tests.ui.ways.acting import frame, opened, settle


def second_of(window: MainWindow) -> SecondWindow:
    made = window.desktop.annex.second
    assert isinstance(made, SecondWindow)
    return made


def moved(window: MainWindow, *names: str) -> SecondWindow:
    for name in names:
        window.desktop.annex.take(name)
    settle()
    frame(window, 0.25)
    return second_of(window)


def test_several_panels_stand_docked_in_the_second_window_and_go_on_living(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme) as window:
        second = moved(window, "price", "funding", "positions")
        for name in ("price", "funding", "positions"):
            holder = window.docks[name]
            assert second.dockWidgetArea(holder) != Qt.DockWidgetArea.NoDockWidgetArea
            assert not holder.isFloating()
            assert holder.isVisible()
            assert holder.window() is second
        window.panels["funding"].cost.reset()
        before = desk.now()
        for _ in range(40):
            frame(window, 0.25)
            settle()
        assert desk.now() > before
        assert window.panels["funding"].cost.count > 0


def test_paper_is_in_its_title_and_the_kill_switch_in_the_same_corner(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme) as window:
        second = moved(window, "price")
        assert second.windowTitle().startswith("PAPER, no real money")
        right = second.kill_switch.mapTo(second, second.kill_switch.rect().topRight())
        there = window.kill_switch.mapTo(window, window.kill_switch.rect().topRight())
        assert second.width() - right.x() == window.width() - there.x()
        assert right.y() <= 24
        assert nameless(second) == []
        QTest.mousePress(second.kill_switch, Qt.MouseButton.LeftButton)
        assert desk.sent[-1][0] is CommandName.KILL
        desk.kill = KillState(True, desk.at, "kill switch", ())
        frame(window)
        assert second.kill_switch.text() == "KILLED"


def test_the_keys_work_there_too(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> None:
    with opened(qtbot, desk, theme) as window:
        second = moved(window, "price")
        second.activateWindow()
        QTest.qWaitForWindowActive(second, 1000)
        QTest.keyClick(
            second,
            Qt.Key.Key_K,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        )
        assert [name for name, _ in desk.sent] == [CommandName.KILL]


def test_closing_it_gives_the_panels_back_and_ends_nothing(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme) as window:
        second = moved(window, "price", "margin")
        ended = []
        window.closing.connect(lambda: ended.append(True))
        second.close()
        settle()
        assert second.isHidden()
        assert not ended
        assert window.isVisible()
        for name in ("price", "margin"):
            assert window.docks[name].window() is window
            assert not window.docks[name].isHidden()


def test_one_key_moves_the_panel_in_use_over_and_back(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme) as window:
        window.activateWindow()
        QTest.qWaitForWindowActive(window, 1000)
        window.panels["recommendation"].setFocus()
        window.book.actions["second_window"].trigger()
        settle()
        assert window.docks["recommendation"].window() is second_of(window)
        window.panels["recommendation"].setFocus()
        window.desktop.annex.give_back("recommendation")
        settle()
        assert window.docks["recommendation"].window() is window
        assert second_of(window).isHidden()


def test_it_is_there_again_after_a_restart_and_belongs_to_its_workspace(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    directory = DataDirectory(tmp_path)
    with opened(qtbot, FakeDesk(), theme, FileKeeper(directory)) as window:
        second = moved(window, "margin", "funding")
        second.resize(900, 640)
        settle()
    with opened(qtbot, FakeDesk(), theme, FileKeeper(directory)) as window:
        second = second_of(window)
        assert second.isVisible()
        assert {name for name, _ in window.desktop.annex.docks(second=True).items()} == {
            "margin",
            "funding",
        }
        window.desktop.switch("Risk")
        settle()
        assert second.isHidden()
        assert window.docks["margin"].window() is window
        window.desktop.switch("Trade")
        settle()
        assert second.isVisible()
        assert window.docks["margin"].window() is second
        window.desktop.reset()
        settle()
        assert second.isHidden()


def test_a_panel_that_is_no_more_is_left_out(qtbot: QtBot, theme: Theme) -> None:
    keeper = MemoryKeeper()
    with opened(qtbot, FakeDesk(), theme, keeper) as window:
        moved(window, "margin")
    document = keeper.read(FORM)
    assert document is not None
    spaces = document["workspaces"]
    assert isinstance(spaces, list)
    spaces[0]["second"] = ["nonsense", "margin"]
    with opened(qtbot, FakeDesk(), theme, keeper) as window:
        assert set(window.desktop.annex.docks(second=True)) == {"margin"}


@pytest.mark.parametrize("names", [("heatmap",), ("price", "ladder", "controls")])
def test_no_dock_is_lost_on_the_way(
    qtbot: QtBot, desk: FakeDesk, theme: Theme, names: tuple[str, ...]
) -> None:
    with opened(qtbot, desk, theme) as window:
        moved(window, *names)
        window.desktop.annex.give_all_back()
        settle()
        for holder in window.docks.values():
            assert holder.parent() is window
            assert window.dockWidgetArea(holder) != Qt.DockWidgetArea.NoDockWidgetArea


def test_hidden_it_costs_nothing(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> None:
    with opened(qtbot, desk, theme) as window:
        second = moved(window, "price")
        window.desktop.annex.give_all_back()
        settle()
        second.head.cost.reset()
        for _ in range(12):
            frame(window, 0.25)
            settle()
        assert second.head.cost.count == 0
