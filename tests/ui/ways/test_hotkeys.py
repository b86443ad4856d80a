"""Every action has a name, a key that can be changed, and stopping never loses its own."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from terminal.app.paths import DataDirectory
from terminal.app.window_keeper import FileKeeper
from terminal.model.errors import UserError
from terminal.model.events import CommandName
from terminal.ui.hotkeys.keymap import Binding, Keymap
from terminal.ui.hotkeys.palette import matches
from terminal.ui.theme import Theme
from tests.ui.fake_desk import FakeDesk
from tests.ui.ways.acting import click, opened, settle


@pytest.fixture
def keymap() -> Keymap:
    return Keymap(
        (
            Binding("kill", "Kill", "Trade", "Ctrl+Shift+K", guarded=True),
            Binding("cancel_all", "Cancel all", "Trade", "Esc", guarded=True),
            Binding("manual", "Back to manual", "Trade", "F8"),
            Binding("help", "Help", "Help", ""),
        )
    )


def test_a_key_that_is_taken_is_refused_with_the_name_of_who_has_it(keymap: Keymap) -> None:
    with pytest.raises(UserError, match="F8 is the key of “Back to manual”"):
        keymap.assign("help", "F8")
    keymap.assign("help", "F8", take=True)
    assert (keymap.key("help"), keymap.key("manual")) == ("F8", "")
    keymap.reset("manual")
    assert (keymap.key("help"), keymap.key("manual")) == ("", "F8")


def test_what_stops_trading_can_be_moved_but_never_lost(keymap: Keymap) -> None:
    with pytest.raises(UserError, match="always has a key"):
        keymap.assign("kill", "")
    for take in (False, True):
        with pytest.raises(UserError, match="stops trading"):
            keymap.assign("help", "Ctrl+Shift+K", take=take)
        with pytest.raises(UserError, match="stops trading"):
            keymap.assign("help", "Esc", take=take)
    keymap.assign("kill", "Ctrl+F12")
    assert keymap.key("kill") == "Ctrl+F12"
    keymap.assign("help", "Ctrl+Shift+K")  # free by now
    keymap.assign("help", "")
    keymap.reset_all()
    assert keymap.key("kill") == "Ctrl+Shift+K"


def test_what_was_kept_is_taken_only_as_far_as_it_is_allowed(keymap: Keymap) -> None:
    keymap.restore(
        {
            "keys": {
                "kill": "",
                "help": "Esc",
                "manual": "F4",
                "unknown": "F5",
                "cancel_all": 7,
            }
        }
    )
    assert {b.name: keymap.key(b.name) for b in keymap.bindings} == {
        "kill": "Ctrl+Shift+K",
        "cancel_all": "Esc",
        "manual": "F4",
        "help": "",
    }
    keymap.restore(None)
    assert keymap.key("manual") == "F8"


def test_a_new_default_gives_way_to_the_trader_s_own_key(keymap: Keymap) -> None:
    keymap.assign("help", "F9")
    keymap.add(Binding("later", "Came later", "View", "F9"))
    assert keymap.key("later") == ""
    keymap.assign("help", "")
    assert keymap.key("later") == "F9"


def test_no_two_actions_of_the_window_begin_with_the_same_key(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    with opened(qtbot, desk, theme) as window:
        keys = [window.book.keymap.key(b.name) for b in window.book.keymap.bindings]
        used = [key for key in keys if key]
        assert len(used) == len(set(used))
        assert len(keys) > 45
        for name, action in window.book.actions.items():
            assert action.text(), name
            assert action.toolTip(), name


def test_the_sheet_finds_remaps_warns_and_keeps(
    qtbot: QtBot, desk: FakeDesk, theme: Theme, tmp_path: Path
) -> None:
    directory = DataDirectory(tmp_path)
    with opened(qtbot, desk, theme, FileKeeper(directory)) as window:
        QTest.keyClick(window, Qt.Key.Key_F1)
        sheet = window.sides.keys()
        assert sheet.isVisible()
        sheet.filter.setText("back man")
        shown = [name for name, item in sheet._items.items() if not item.isHidden()]
        assert shown == ["manual"]
        sheet.choose("manual")
        sheet.key.setKeySequence(QKeySequence("Ctrl+Shift+K"))
        assert "stops trading" in sheet.says.text()
        assert not sheet.assign.isEnabled()
        assert not sheet.take.isEnabled()
        sheet.key.setKeySequence(QKeySequence("Ctrl+T"))
        assert "is the key of “Dark or light”" in sheet.says.text()
        click(sheet.take)
        assert window.book.actions["manual"].shortcut() == QKeySequence("Ctrl+T")
        assert window.book.actions["ground"].shortcut().isEmpty()
        sheet.choose("kill")
        assert not sheet.clear.isEnabled()
    with opened(qtbot, desk, theme, FileKeeper(directory)) as window:
        QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        assert desk.sent == [(CommandName.MANUAL, {})]
        window.show_keys()
        click(window.sides.keys().reset_all)
        assert window.book.actions["manual"].shortcut() == QKeySequence("F8")


def test_the_palette_does_what_is_typed(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> None:
    with opened(qtbot, desk, theme) as window:
        window.show_palette()
        palette = window.sides.palette()
        QTest.keyClicks(palette.typed, "work risk")
        assert palette.list.count() == 1
        QTest.keyClick(palette.typed, Qt.Key.Key_Return)
        settle()
        assert window.desktop.shelf.current == "Risk"
        window.show_palette()
        QTest.keyClicks(palette.typed, "nothing of the kind")
        QTest.keyClick(palette.typed, Qt.Key.Key_Return)
        assert desk.sent == []


def test_words_match_by_their_beginnings() -> None:
    assert matches("Back to manual Trade", "b man")
    assert not matches("Back to manual Trade", "nual")
