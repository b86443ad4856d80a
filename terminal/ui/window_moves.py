"""The actions that move panels among the windows, and go from window to window."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from terminal.ui.further_window import FurtherWindow
from terminal.ui.hotkeys.book import ActionBook
from terminal.ui.menus import WINDOWS
from terminal.ui.move_menus import window_words
from terminal.ui.words import translate
from terminal.ui.workspaces.annex import MAIN
from terminal.ui.workspaces.shelf import FURTHER

if TYPE_CHECKING:
    from terminal.ui.main_window import MainWindow

_SECOND = FURTHER[0]


def add_window_actions(book: ActionBook, window: "MainWindow") -> None:
    """Put them into the book; the list of windows says what stands in each."""
    book.add(
        "new_window",
        translate("window", "Panel in use to a new window"),
        WINDOWS,
        partial(_to_new, window),
        key="Ctrl+F7",
        tip=translate("window", "Every window has the same head and kill switch"),
    )
    for number in FURTHER:
        second = number == _SECOND  # its name is in files of keys that traders have
        book.add(
            "second_window" if second else f"to_window_{number}",
            translate("window", "Panel in use to window {number} and back").format(number=number),
            WINDOWS,
            partial(_to, window, number),
            key="Shift+F7" if second else "",
        )
    book.add(
        "close_window",
        translate("window", "Close this window: its panels go back"),
        WINDOWS,
        partial(_close, window),
        key="Ctrl+Shift+W",
        tip=translate("window", "Closes a further window; the main one stays"),
    )
    for number in (MAIN, *FURTHER):
        book.add(
            f"window_{number}",
            translate("window", "Go to the main window") if number == MAIN else _going(number),
            WINDOWS,
            partial(_go, window, number),
            key=f"Alt+{number}",
        )
    window.desktop.rearranged.connect(partial(_list_windows, book, window))


def _to(window: "MainWindow", number: int) -> None:
    """Move the panel that has the keyboard to a window, or back from it."""
    name, annex = window.panel_in_use(), window.desktop.annex
    if name:
        annex.move(name, MAIN if annex.where(name) == number else number)
    else:
        window.say(translate("window", "Click into a panel first: it is the one that moves."))


def _to_new(window: "MainWindow") -> None:
    free = window.desktop.annex.free
    if free is None:
        window.say(
            translate("window", "There are {most} windows already; close one first.").format(
                most=len(FURTHER) + 1
            )
        )
    else:
        _to(window, free)


def _close(window: "MainWindow") -> None:
    active = QApplication.activeWindow()
    if isinstance(active, FurtherWindow):
        active.close()


def _go(window: "MainWindow", number: int) -> None:
    annex = window.desktop.annex
    if number == MAIN or number in annex.open:
        there = annex.windows[number]
        there.raise_()
        there.activateWindow()


def _list_windows(book: ActionBook, window: "MainWindow") -> None:
    """Let the menu list the windows that there are, with what stands in each."""
    annex = window.desktop.annex
    for number in FURTHER:
        action = book.actions[f"window_{number}"]
        there = number in annex.open
        action.setEnabled(there)
        action.setText(
            translate("window", "Go to {window}").format(window=window_words(annex, number))
            if there
            else _going(number)
        )


def _going(number: int) -> str:
    return translate("window", "Go to window {number}").format(number=number)
