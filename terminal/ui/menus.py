"""The menu bar: every action of the book in its place."""

from PySide6.QtWidgets import QMenuBar, QWidget

from terminal.ui.hotkeys.book import ActionBook

TRADE, ORDERS, VIEW, SPACES, LOOK, HELP, PRACTISE = (
    "Trade",
    "Hand orders",
    "Panels",
    "Workspaces",
    "Look",
    "Help",
    "Practise",
)
"""The groups of actions, as the menus and the hotkey sheet call them."""

_TITLES = {
    TRADE: "&Trade",
    ORDERS: "&Orders",
    VIEW: "&View",
    SPACES: "&Workspaces",
    LOOK: "&Look",
    PRACTISE: "&Practise",
    HELP: "&Help",
}
_AFTER_A_LINE = {
    f"action_{name}"
    for name in ("kill", "settings", "next_panel", "reset_workspace", "drill", "help")
}


def menu_bar(book: ActionBook, parent: QWidget | None = None) -> QMenuBar:
    """Return a menu bar with a menu for every group that has actions."""
    bar = QMenuBar(parent)
    bar.setAccessibleName("Menu")
    bar.setNativeMenuBar(False)
    for group, title in _TITLES.items():
        actions = [
            book.actions[binding.name] for binding in book.keymap.bindings if binding.group == group
        ]
        if actions:
            menu = bar.addMenu(title)
            menu.setToolTipsVisible(True)
            menu.setObjectName(f"menu_{group.lower().replace(' ', '_')}")
            for action in actions:
                if action.objectName() in _AFTER_A_LINE:
                    menu.addSeparator()
                menu.addAction(action)
    return bar
