"""Windows for other screens: panels of the same desk, the same kill switch, one frame."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from terminal.app.paths import DataDirectory
from terminal.app.window_keeper import FileKeeper
from terminal.engine.snapshot import KillState
from terminal.model.events import CommandName
from terminal.ui.further_window import FurtherWindow
from terminal.ui.keeper import MemoryKeeper
from terminal.ui.main_window import MainWindow
from terminal.ui.theme import Theme
from terminal.ui.workspaces.screens import on_its_screen
from terminal.ui.workspaces.shelf import FORM, Annexed, Shelf
from tests.ui.fake_desk import FakeDesk
from tests.ui.walk import nameless
from tests.ui.ways.acting import frame, opened, settle


def further(window: MainWindow, number: int = 2) -> FurtherWindow:
    made = window.desktop.annex.windows[number]
    assert isinstance(made, FurtherWindow)
    return made


def moved(window: MainWindow, *names: str, number: int = 2) -> FurtherWindow:
    for name in names:
        window.desktop.annex.move(name, number)
    settle()
    frame(window, 0.25)
    return further(window, number)


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
        assert window.docks["recommendation"].window() is further(window)
        window.panels["recommendation"].setFocus()
        window.book.actions["second_window"].trigger()
        settle()
        assert window.docks["recommendation"].window() is window
        assert further(window).isHidden()


def test_it_is_there_again_after_a_restart_and_belongs_to_its_workspace(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    directory = DataDirectory(tmp_path)
    with opened(qtbot, FakeDesk(), theme, FileKeeper(directory)) as window:
        second = moved(window, "margin", "funding")
        second.resize(900, 640)
        settle()
    with opened(qtbot, FakeDesk(), theme, FileKeeper(directory)) as window:
        second = further(window)
        assert second.isVisible()
        assert set(window.desktop.annex.docks(2)) == {
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
    spaces[0]["windows"][0]["panels"] = ["nonsense", "margin"]
    with opened(qtbot, FakeDesk(), theme, keeper) as window:
        assert set(window.desktop.annex.docks(2)) == {"margin"}


@pytest.mark.parametrize("names", [("heatmap",), ("price", "ladder", "controls")])
def test_no_dock_is_lost_on_the_way(
    qtbot: QtBot, desk: FakeDesk, theme: Theme, names: tuple[str, ...]
) -> None:
    with opened(qtbot, desk, theme) as window:
        moved(window, *names)
        window.desktop.annex.close(2)
        settle()
        for holder in window.docks.values():
            assert holder.parent() is window
            assert window.dockWidgetArea(holder) != Qt.DockWidgetArea.NoDockWidgetArea


def test_hidden_it_costs_nothing(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> None:
    with opened(qtbot, desk, theme) as window:
        second = moved(window, "price")
        window.desktop.annex.close(2)
        settle()
        second.head.cost.reset()
        for _ in range(12):
            frame(window, 0.25)
            settle()
        assert second.head.cost.count == 0


def test_there_are_as_many_windows_as_a_desk_has_screens_and_no_more(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme) as window:
        window.activateWindow()
        QTest.qWaitForWindowActive(window, 1000)
        for name in ("price", "funding", "margin", "health"):
            window.show_panel(name)
            window.panels[name].setFocus()
            QTest.keyClick(window, Qt.Key.Key_F7, Qt.KeyboardModifier.ControlModifier)
            settle()
            window.activateWindow()
            QTest.qWaitForWindowActive(window, 1000)
        assert window.desktop.annex.open == (2, 3, 4, 5)
        for number, name in zip(
            (2, 3, 4, 5), ("price", "funding", "margin", "health"), strict=True
        ):
            made = further(window, number)
            assert made.isVisible()
            assert made.windowTitle().startswith("PAPER, no real money")
            assert f"window {number}" in made.windowTitle()
            assert window.docks[name].window() is made
            assert made.kill_switch.isVisible()
            assert nameless(made) == []
        window.panels["ladder"].setFocus()
        window.book.actions["new_window"].trigger()
        assert window.docks["ladder"].window() is window
        assert "5 windows already" in window.status._said


@pytest.mark.parametrize("number", [3, 5])
def test_every_window_kills_with_the_button_and_with_the_key(
    qtbot: QtBot, desk: FakeDesk, theme: Theme, number: int
) -> None:
    with opened(qtbot, desk, theme) as window:
        made = moved(window, "price", number=number)
        QTest.mousePress(made.kill_switch, Qt.MouseButton.LeftButton)
        QTest.mouseRelease(made.kill_switch, Qt.MouseButton.LeftButton)
        made.activateWindow()
        QTest.qWaitForWindowActive(made, 1000)
        shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(made, Qt.Key.Key_K, shift)
        assert [name for name, _ in desk.sent] == [CommandName.KILL] * 2


def test_a_panel_moves_from_one_further_window_to_another_by_the_menu_on_its_title(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme) as window:
        moved(window, "price", "margin")
        moved(window, "funding", number=3)
        menu = window.moves.menu("margin")
        offered = {action.text(): action for action in menu.actions()}
        assert "Move to the main window" in offered
        assert "Move to window 3: Funding" in offered
        offered["Move to window 3: Funding"].trigger()
        settle()
        assert window.docks["margin"].window() is further(window, 3)
        assert window.docks["price"].window() is further(window, 2)
        {a.text(): a for a in window.moves.menu("price").actions()}[
            "Move to window 3: Funding, Margin"
        ].trigger()
        settle()
        assert further(window, 2).isHidden(), "nothing is left in it"
        assert window.desktop.annex.open == (3,)
        assert window.desktop.annex.free == 2


def test_the_menu_lists_the_windows_that_there_are_and_what_stands_in_them(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme) as window:
        go = window.book.actions["window_3"]
        assert not go.isEnabled()
        moved(window, "funding", number=3)
        assert go.isEnabled()
        assert go.text() == "Go to window 3: Funding"
        go.trigger()
        QTest.qWaitForWindowActive(further(window, 3), 1000)
        window.book.actions["close_window"].trigger()
        settle()
        assert not go.isEnabled()
        assert window.docks["funding"].window() is window
        window.activateWindow()
        QTest.qWaitForWindowActive(window, 1000)
        window.book.actions["close_window"].trigger()
        settle()
        assert window.isVisible(), "the main window is not closed by it"


def test_all_of_them_are_there_again_after_a_restart_each_with_its_place(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    directory = DataDirectory(tmp_path)
    with opened(qtbot, FakeDesk(), theme, FileKeeper(directory)) as window:
        moved(window, "margin", "funding").setGeometry(30, 60, 700, 500)
        moved(window, "price", number=4).setGeometry(60, 50, 640, 520)
        settle()
    with opened(qtbot, FakeDesk(), theme, FileKeeper(directory)) as window:
        assert window.desktop.annex.open == (2, 4)
        assert set(window.desktop.annex.docks(2)) == {"margin", "funding"}
        assert set(window.desktop.annex.docks(4)) == {"price"}
        assert further(window, 2).geometry() == QRect(30, 60, 700, 500)
        assert further(window, 4).geometry() == QRect(60, 50, 640, 520)
        first = further(window, 4).screen().name()
        document = FileKeeper(directory).read(FORM)
        assert document is not None
        kept = document["workspaces"]
        assert isinstance(kept, list)
        assert [each["screen"] for each in kept[0]["windows"]] == [first, first]


def test_a_window_follows_its_screen_and_leaves_one_that_is_gone() -> None:
    left, right = QRect(0, 0, 1920, 1080), QRect(1920, 0, 2560, 1440)
    was, offset = QRect(2020, 200, 1100, 760), QPoint(100, 200)
    both = {"left": left, "right": right}
    assert on_its_screen(was, "right", offset, both) == was
    swapped = {"right": QRect(0, 0, 2560, 1440), "left": QRect(2560, 0, 1920, 1080)}
    assert on_its_screen(was, "right", offset, swapped).topLeft() == offset
    alone = on_its_screen(was, "right", offset, {"left": left})
    assert left.contains(alone)
    assert alone.size() == was.size()
    laptop = on_its_screen(QRect(2000, 0, 2500, 1400), "right", None, {"left": left})
    assert laptop == left, "what is larger than the screen gets all of it"


def test_a_file_of_the_time_of_one_second_window_brings_it_back(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    directory = DataDirectory(tmp_path)
    with opened(qtbot, FakeDesk(), theme, FileKeeper(directory)) as window:
        moved(window, "margin", "funding").setGeometry(30, 60, 700, 500)
    path = tmp_path / "window" / "workspaces.json"
    document = json.loads(path.read_text())
    document["version"] = 1
    for space in document["workspaces"]:
        windows = space.pop("windows") or [{"panels": [], "arrangement": "", "geometry": ""}]
        space["second"] = windows[0]["panels"]
        space["second_arrangement"] = windows[0]["arrangement"]
        space["second_geometry"] = windows[0]["geometry"]
    path.write_text(json.dumps(document))
    with opened(qtbot, FakeDesk(), theme, FileKeeper(directory)) as window:
        assert set(window.desktop.annex.docks(2)) == {"margin", "funding"}
        assert further(window).geometry() == QRect(30, 60, 700, 500)
        assert window.desktop.annex.open == (2,)
    assert json.loads(path.read_text())["version"] == 2
    assert len(list(path.parent.glob("workspaces*"))) == 2, "the older one is kept beside it"


def test_windows_that_make_no_sense_are_left_out() -> None:
    shelf = Shelf()
    windows = [
        7,
        {"number": 99, "panels": ["price"]},
        {"number": 2, "panels": "price"},
        {"number": 3, "panels": ["price"], "offset": ["left", 0], "screen": 4},
        {"number": 3, "panels": ["funding"]},
    ]
    entry = {"name": "Mine", "arrangement": "", "panels": [], "windows": windows}
    shelf.restore({"workspaces": [entry]})
    assert shelf["Mine"].windows == (Annexed(3, ("price",)),)


def test_what_a_window_squeezes_is_as_wide_as_before_once_there_is_room(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme) as window:
        made = moved(window, "margin", "funding")
        made.resize(1400, 900)
        settle()
        before = {name: window.docks[name].size() for name in ("margin", "funding")}
        made.resize(700, 500)
        settle()
        made.resize(1400, 900)
        settle()
        assert {name: window.docks[name].size() for name in before} == before
