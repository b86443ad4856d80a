"""An arrangement that Qt cannot read gives way to the workspace's plan, whole."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from terminal.ui.keeper import MemoryKeeper
from terminal.ui.theme import Theme
from terminal.ui.workspaces.shelf import FORM
from tests.ui.fake_desk import FakeDesk
from tests.ui.ways.acting import opened


@pytest.mark.parametrize(
    "arrangement",
    [
        "AAAA/wAAAAD9",  # as version 1's example has it: a head and nothing behind
        "AAAA/w==",
        "bm90IG9mIFF0J3M=",
        "no base64",
    ],
)
def test_panels_stand_as_planned_where_their_arrangement_is_damaged(
    qtbot: QtBot, theme: Theme, arrangement: str
) -> None:
    keeper = MemoryKeeper()
    evening = {"name": "Evening", "plan": "Trade", "arrangement": arrangement, "panels": []}
    keeper.write(FORM, {"current": "Evening", "geometry": "", "workspaces": [evening]})
    with opened(qtbot, FakeDesk(), theme) as window:
        planned = {name: holder.geometry() for name, holder in window.docks.items()}
    with opened(qtbot, FakeDesk(), theme, keeper) as window:
        assert window.desktop.shelf.current == "Evening"
        moved = {
            name: (holder.geometry(), planned[name])
            for name, holder in window.docks.items()
            if holder.isVisible() and holder.geometry() != planned[name]
        }
        assert moved == {}
        bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        fronts = {(d.x(), d.y()) for d in window.docks.values() if d.isVisible()}
        seen = window.rect()
        shown = [bar for bar in bars if bar.isVisible() and bar.geometry().intersects(seen)]
        assert all((bar.x(), bar.geometry().bottom() + 1) in fronts for bar in shown)
