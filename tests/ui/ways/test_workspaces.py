"""Workspaces: where every panel stands, under a name, over restarts and screens."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QPushButton, QTabBar
from pytestqt.qtbot import QtBot

from terminal.app.paths import DataDirectory
from terminal.app.window_keeper import FileKeeper
from terminal.model.errors import UserError
from terminal.ui.docks import DockTitle
from terminal.ui.keeper import MemoryKeeper
from terminal.ui.main_window import MainWindow
from terminal.ui.theme import Theme
from terminal.ui.workspaces.plan import PLANS, cells, present
from terminal.ui.workspaces.screens import brought_back, fitted, within_reach
from terminal.ui.workspaces.shelf import FORM, Shelf
from tests.ui.fake_desk import FakeDesk
from tests.ui.ways.acting import click, drag, frame, opened, settle


def _open_panels(window: MainWindow) -> set[str]:
    return {name for name, holder in window.docks.items() if not holder.isHidden()}


def test_trade_risk_and_portfolio_are_there_at_the_first_start(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme) as window:
        assert window.desktop.shelf.names == ("Trade", "Risk", "Portfolio")
        assert window.desktop.shelf.current == "Trade"


def test_every_plan_names_each_panel_once_and_only_panels_that_exist(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme) as window:
        panels = set(window.docks)
    for plan in PLANS.values():
        for compact in (True, False):
            named = [tab for cell in cells(plan(compact=compact)) for tab in cell.tabs]
            assert len(named) == len(set(named))
            assert set(named) <= panels
            assert {"recommendation", "controls", "hand_orders", "positions"} <= set(named)


def test_another_workspace_shows_its_own_panels(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> None:
    with opened(qtbot, desk, theme) as window:
        assert "ladder" in _open_panels(window)
        window.desktop.switch("Risk")
        settle()
        assert "ladder" not in _open_panels(window)
        assert "convexity" in _open_panels(window)
        window.desktop.switch("Trade")
        settle()
        assert "ladder" in _open_panels(window)


def test_no_tab_bar_that_qt_left_behind_shines_through(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme) as window:
        for name in ("Risk", "Portfolio", "Trade"):
            window.desktop.switch(name)
            settle()
            bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
            seen = window.rect()
            shown = [b for b in bars if b.isVisible() and b.geometry().intersects(seen)]
            fronts = {
                (holder.x(), holder.y()) for holder in window.docks.values() if holder.isVisible()
            }
            assert shown
            assert all((bar.x(), bar.geometry().bottom() + 1) in fronts for bar in shown)


def test_what_was_rearranged_is_there_again_after_a_restart(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    directory = DataDirectory(tmp_path)
    with opened(qtbot, FakeDesk(), theme, FileKeeper(directory)) as window:
        window.docks["health"].setFloating(True)
        window.docks["health"].setGeometry(200, 150, 420, 300)
        window.docks["fills"].hide()
        window.desktop.save_as("Night")
        window.desktop.switch("Risk")
        window.docks["ladder"].show()
        settle()
    with opened(qtbot, FakeDesk(), theme, FileKeeper(directory)) as window:
        assert window.desktop.shelf.current == "Risk"
        assert "ladder" in _open_panels(window)
        window.desktop.switch("Night")
        settle()
        assert window.docks["health"].isFloating()
        assert window.docks["health"].geometry() == QRect(200, 150, 420, 300)
        assert "fills" not in _open_panels(window)
        window.desktop.switch("Trade")
        settle()
        assert "fills" not in _open_panels(window)  # it was closed there before it was saved
        window.desktop.reset()
        settle()
        assert "fills" in _open_panels(window)


def test_a_closed_panel_opens_in_the_window_and_not_somewhere_on_it(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme) as window:
        window.desktop.switch("Risk")
        window.book.actions["panel_ladder"].trigger()
        settle()
        assert window.tabifiedDockWidgets(window.docks["ladder"])


def test_a_panel_that_an_older_arrangement_does_not_know_is_shown_among_the_tabs(
    qtbot: QtBot, theme: Theme
) -> None:
    keeper = MemoryKeeper()
    with opened(qtbot, FakeDesk(), theme, keeper):
        pass
    document = keeper.read(FORM)
    assert document is not None
    spaces = document["workspaces"]
    assert isinstance(spaces, list)
    older = spaces[0]
    with opened(qtbot, FakeDesk(), theme) as window:  # a program without the heatmap
        heatmap = window.docks["heatmap"]
        window.removeDockWidget(heatmap)
        heatmap.setObjectName("")
        window.desktop.remember()
        older["arrangement"] = window.desktop.shelf["Trade"].arrangement
        heatmap.setObjectName("dock_heatmap")
    older["panels"] = [name for name in older["panels"] if name != "heatmap"]
    with opened(qtbot, FakeDesk(), theme, keeper) as window:
        assert "heatmap" in _open_panels(window)
        assert window.tabifiedDockWidgets(window.docks["heatmap"])


def test_a_damaged_or_newer_file_of_workspaces_is_left_alone_and_the_window_opens(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    (tmp_path / "window").mkdir()
    path = tmp_path / "window" / "workspaces.json"
    path.write_text('{"version": 99, "current": "Mine"}')
    keeper = FileKeeper(DataDirectory(tmp_path))
    with opened(qtbot, FakeDesk(), theme, keeper) as window:
        assert window.desktop.shelf.current == "Trade"
        assert "written by a newer version of this program" in keeper.unread()
    assert path.read_text() == '{"version": 99, "current": "Mine"}'
    path.write_text("{")
    with opened(qtbot, FakeDesk(), theme, FileKeeper(DataDirectory(tmp_path))) as window:
        assert window.desktop.shelf.current == "Trade"


def test_workspaces_are_saved_renamed_and_deleted_in_their_dialog(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme) as window:
        window.show_workspaces()
        dialog = window.sides.workspaces()
        dialog.name.setText("Night")
        click(dialog.save)
        assert window.desktop.shelf.current == "Night"
        dialog.name.setText("Late")
        click(dialog.rename)
        assert window.desktop.shelf.names[-1] == "Late"
        dialog.name.setText("late")
        click(dialog.save)
        assert dialog.says.text() == "there is a workspace called “late” already"
        click(dialog.delete)
        assert window.desktop.shelf.names == ("Trade", "Risk", "Portfolio")
        assert not dialog.delete.isEnabled()  # the built-in ones are always there
        assert isinstance(dialog.delete, QPushButton)


def test_built_in_workspaces_can_be_neither_renamed_nor_deleted() -> None:
    shelf = Shelf()
    with pytest.raises(UserError, match="keeps its name"):
        shelf.rename("Trade", "Mine")
    with pytest.raises(UserError, match="always there"):
        shelf.delete("Trade")
    with pytest.raises(UserError, match="1 to 40 letters"):
        shelf.add("  ", "", ())


def test_entries_that_make_no_sense_are_left_out() -> None:
    shelf = Shelf()
    shelf.restore(
        {
            "current": "nowhere",
            "geometry": 3,
            "workspaces": [
                7,
                {"name": "", "arrangement": "", "panels": []},
                {"name": "Mine", "plan": "unheard of", "arrangement": "x", "panels": ["price"]},
                {"name": "Bad", "plan": "Trade", "arrangement": "x", "panels": [1]},
            ],
        }
    )
    assert shelf.names == ("Trade", "Risk", "Portfolio", "Mine")
    assert shelf["Mine"].plan == "Trade"
    assert (shelf.current, shelf.geometry) == ("Trade", "")


def test_a_window_on_a_screen_that_is_gone_comes_back_to_the_nearest_one() -> None:
    left, right = QRect(0, 0, 1920, 1080), QRect(1920, 0, 1920, 1080)
    floating = QRect(2500, 300, 600, 400)
    assert brought_back(floating, [left, right]) == floating
    back = brought_back(floating, [left])
    assert within_reach(back, [left])
    assert back.size() == floating.size()
    assert left.contains(back)
    assert brought_back(QRect(-5000, -5000, 3000, 3000), [left]) == left
    assert brought_back(QRect(100, -380, 600, 400), [left]).top() == 0  # its title was above


def test_a_window_that_stands_over_the_edge_is_fitted_to_the_screen() -> None:
    screen = QRect(0, 0, 1280, 800)
    assert fitted(QRect(1, 25, 1280, 800), [screen]) == screen
    both = [screen, QRect(1280, 0, 1280, 800)]
    across = QRect(600, 0, 1280, 800)
    assert fitted(across, both) == across


def test_a_title_goes_where_a_tab_says_it_and_a_floating_panel_says_paper_or_live(
    qtbot: QtBot, theme: Theme
) -> None:
    with opened(qtbot, FakeDesk(paper=False, title="Bybit"), theme) as window:
        title = window.docks["health"].titleBarWidget()
        assert isinstance(title, DockTitle)
        assert title.sizeHint().height() == 0
        window.docks["health"].setFloating(True)
        settle()
        assert title.sizeHint().height() > 0
        live = theme.color("live")
        picture = title.grab().toImage()
        assert picture.pixelColor(2, 2) == live
        frame(window)


def test_a_plan_leaves_out_what_does_not_exist() -> None:
    plan = present(PLANS["Trade"](compact=False), frozenset({"price", "orders"}))
    assert [cell.tabs for cell in cells(plan)] == [("price",), ("orders",)]


def _sizes(window: MainWindow) -> dict[str, tuple[int, int]]:
    shown = {
        name: dock for name, dock in window.docks.items() if not dock.visibleRegion().isEmpty()
    }
    return {name: (dock.width(), dock.height()) for name, dock in shown.items()}


def assert_alike(sizes: dict[str, tuple[int, int]], before: dict[str, tuple[int, int]]) -> None:
    """Allow for a pixel that is one panel's or its neighbour's."""
    assert sizes.keys() == before.keys()
    for name, (wide, high) in before.items():
        assert abs(sizes[name][0] - wide) <= 2, (name, sizes, before)
        assert abs(sizes[name][1] - high) <= 2, (name, sizes, before)


@pytest.mark.parametrize("name", list(PLANS))
def test_every_panel_has_its_share_again_when_the_window_has_shrunk_and_grown(
    qtbot: QtBot, desk: FakeDesk, theme: Theme, name: str
) -> None:
    with opened(qtbot, desk, theme) as window:
        window.desktop.switch(name)
        settle()
        before = _sizes(window)
        assert len(before) > 4
        for size in ((1300, 800), (1400, 720), (1600, 900), (1920, 1080)):
            window.resize(*size)
            settle()
            assert (window.width(), window.height()) == size, "it never grows by itself"
        assert_alike(_sizes(window), before)


def test_charts_get_what_a_larger_window_has_and_the_ladder_keeps_its_width(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme, size=(1920, 1080)) as window:
        before = _sizes(window)
        window.resize(2560, 1440)
        settle()
        after = _sizes(window)
        assert abs(after["ladder"][0] - before["ladder"][0]) <= 4
        assert abs(after["recommendation"][0] - before["recommendation"][0]) <= 4
        assert abs(after["price"][0] - before["price"][0] - 640) <= 4
        assert abs(after["margin"][0] - after["funding"][0]) <= 4


def test_what_the_trader_drags_is_the_share_that_is_kept(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme) as window:
        price = window.docks["price"].geometry()
        grip = QPoint(price.center().x(), price.bottom() + 2)
        drag(window, grip, grip + QPoint(0, 120))
        dragged = _sizes(window)
        assert dragged["price"][1] >= price.height() + 80
        window.resize(1400, 900)
        settle()
        window.resize(1920, 1080)
        settle()
        assert_alike(_sizes(window), dragged)
