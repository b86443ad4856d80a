"""The menu bar: every action of the book in its place."""

from PySide6.QtWidgets import QMenuBar, QWidget

from terminal.ui.hotkeys.book import ActionBook
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated

TRADE, ORDERS, VIEW, WINDOWS, SPACES, LOOK, HELP, PRACTISE = (
    QT_TRANSLATE_NOOP("window", "Trade"),
    QT_TRANSLATE_NOOP("window", "Hand orders"),
    QT_TRANSLATE_NOOP("window", "Panels"),
    QT_TRANSLATE_NOOP("window", "Windows"),
    QT_TRANSLATE_NOOP("window", "Workspaces"),
    QT_TRANSLATE_NOOP("window", "Look"),
    QT_TRANSLATE_NOOP("window", "Help"),
    QT_TRANSLATE_NOOP("window", "Practise"),
)
"""The groups of actions, as the menus and the hotkey sheet call them."""

_TITLES = {
    TRADE: QT_TRANSLATE_NOOP("window", "&Trade"),
    ORDERS: QT_TRANSLATE_NOOP("window", "&Orders"),
    VIEW: QT_TRANSLATE_NOOP("window", "&View"),
    WINDOWS: QT_TRANSLATE_NOOP("window", "W&indows"),
    SPACES: QT_TRANSLATE_NOOP("window", "&Workspaces"),
    LOOK: QT_TRANSLATE_NOOP("window", "&Look"),
    PRACTISE: QT_TRANSLATE_NOOP("window", "&Practise"),
    HELP: QT_TRANSLATE_NOOP("window", "&Help"),
}
_AFTER_A_LINE = {
    f"action_{name}"
    for name in (
        "kill",
        "settings",
        "next_panel",
        "close_window",
        "window_1",
        "reset_workspace",
        "drill",
        "help",
    )
}


def menu_bar(book: ActionBook, parent: QWidget | None = None) -> QMenuBar:
    """Return a menu bar with a menu for every group that has actions."""
    bar = QMenuBar(parent)
    bar.setAccessibleName(translate("window", "Menu"))
    bar.setNativeMenuBar(False)
    for group, title in _TITLES.items():
        actions = [
            book.actions[binding.name] for binding in book.keymap.bindings if binding.group == group
        ]
        if actions:
            menu = bar.addMenu(translated(title))
            menu.setToolTipsVisible(True)
            menu.setObjectName(f"menu_{group.lower().replace(' ', '_')}")
            for action in actions:
                if action.objectName() in _AFTER_A_LINE:
                    menu.addSeparator()
                menu.addAction(action)
    return bar
