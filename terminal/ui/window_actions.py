"""Every action of the window: its words, its key, what it does."""

from functools import partial
from typing import TYPE_CHECKING

from terminal.model.events import CommandName
from terminal.ui.accounts.windows import add_actions
from terminal.ui.hand_orders.lock import Safety
from terminal.ui.hotkeys.book import ActionBook
from terminal.ui.kill import drill
from terminal.ui.menus import HELP, LOOK, ORDERS, PRACTISE, SPACES, TRADE, VIEW
from terminal.ui.theme import Directions
from terminal.ui.window_moves import add_window_actions
from terminal.ui.words import QT_TRANSLATE_NOOP, translate, translated
from terminal.ui.workspaces.plan import PLANS

if TYPE_CHECKING:
    from terminal.ui.main_window import MainWindow

_COLOURS = {
    Directions.WESTERN: QT_TRANSLATE_NOOP("window", "Green up, red down"),
    Directions.EAST_ASIAN: QT_TRANSLATE_NOOP("window", "Red up, green down"),
    Directions.COLOUR_BLIND: QT_TRANSLATE_NOOP("window", "Blue up, orange down"),
}


def fill(book: ActionBook, window: "MainWindow") -> None:
    """Put every action of `window` into the book; the menus follow this order."""
    _trade(book, window)
    _orders(book, window)
    _panels(book, window)
    add_window_actions(book, window)
    _workspaces(book, window)
    _look(book, window)
    _practise(book, window)
    _help(book, window)


def _trade(book: ActionBook, window: "MainWindow") -> None:
    desk = window.desk
    book.add(
        "manual",
        translate("window", "Back to manual"),
        TRADE,
        lambda: desk.send(CommandName.MANUAL),
        key="F8",
    )
    book.add(
        "cancel_all",
        translate("window", "Cancel all on this symbol (press twice)"),
        TRADE,
        window.escape,
        key="Esc",
        guarded=True,
        tip=translate(
            "window", "Pressed twice in a moment it cancels every order on the instrument in focus"
        ),
    )
    book.add(
        "kill",
        translate("window", "Kill: halt and cancel everything"),
        TRADE,
        window.kill_switch.kill,
        key="Ctrl+Shift+K",
        guarded=True,
    )
    if (accounts := add_actions(book, window, desk, window.theme, TRADE)) is not None:
        window.frames.listen(lambda _, pushed: accounts.take(pushed))
    book.add(
        "settings", translate("window", "Settings…"), TRADE, window.show_settings, key="Ctrl+,"
    )
    book.add("quit", translate("window", "Quit"), TRADE, window.close, key="Ctrl+Q")


def _orders(book: ActionBook, window: "MainWindow") -> None:
    hand = window.hand_orders
    book.add(
        "order_by_hand",
        translate("window", "Order by hand"),
        ORDERS,
        window.go_to_hand_orders,
        key="Ctrl+O",
    )
    book.add(
        "lock_orders", translate("window", "Lock hand orders"), ORDERS, hand.lock_now, key="Ctrl+L"
    )
    book.add(
        "confirm_orders",
        translate("window", "Hand orders: ask about each"),
        ORDERS,
        lambda: hand.safety.choose(Safety.CONFIRM),
    )
    window.ladder.recentre.setIconText(translate("window", "Recentre"))
    book.adopt(
        "recentre",
        window.ladder.recentre,
        ORDERS,
        words=translate("window", "Recentre the ladder (in it)"),
        key="C",
    )


def _panels(book: ActionBook, window: "MainWindow") -> None:
    for name, holder in window.docks.items():
        action = holder.toggleViewAction()
        title = holder.windowTitle()
        words, tip = (
            translate("window", "Panel: {title}").format(title=title),
            translate("window", "Show or close “{title}”").format(title=title),
        )
        book.adopt(f"panel_{name}", action, VIEW, words=words, tip=tip)
    for name, words, step, way, key in (
        ("next_panel", translate("window", "Next panel"), window.step_panel, 1, "F6"),
        (
            "previous_panel",
            translate("window", "Previous panel"),
            window.step_panel,
            -1,
            "Shift+F6",
        ),
        (
            "next_instrument",
            translate("window", "Next instrument"),
            window.step_focus,
            1,
            "Ctrl+PgDown",
        ),
        (
            "previous_instrument",
            translate("window", "Previous instrument"),
            window.step_focus,
            -1,
            "Ctrl+PgUp",
        ),
    ):
        book.add(name, words, VIEW, partial(step, way), key=key)
    book.add(
        "float_panel",
        translate("window", "Float or dock the panel in use"),
        VIEW,
        partial(_float, window),
        key="F7",
    )
    book.add(
        "full_screen",
        translate("window", "Full screen"),
        VIEW,
        partial(_turn_full_screen, window),
        key="F11",
    )


def _workspaces(book: ActionBook, window: "MainWindow") -> None:
    desktop = window.desktop
    for number, name in enumerate(PLANS, 1):
        book.add(
            f"workspace_{name.lower()}",
            translate("window", "Workspace {name}").format(name=name),
            SPACES,
            partial(desktop.switch, name),
            key=f"Ctrl+{number}",
        )
    book.add("reset_workspace", translate("window", "Reset this workspace"), SPACES, desktop.reset)
    book.add(
        "workspaces",
        translate("window", "Save, rename, delete…"),
        SPACES,
        window.show_workspaces,
        key="Ctrl+W",
    )


def _look(book: ActionBook, window: "MainWindow") -> None:
    look = window.look
    book.add("ground", translate("window", "Dark or light"), LOOK, look.turn_ground, key="Ctrl+T")
    for directions, words in _COLOURS.items():
        book.add(
            f"colours_{directions.value}",
            translated(words),
            LOOK,
            partial(look.turn_directions, directions),
        )
    book.add(
        "zone", translate("window", "Times in UTC or local"), LOOK, look.turn_zone, key="Ctrl+U"
    )


def _practise(book: ActionBook, window: "MainWindow") -> None:
    desk = window.desk
    for name in desk.scenarios():
        words = translate("window", "Market: {replace}").format(replace=name.replace("_", " "))
        if name.startswith("lose_"):
            words += translate("window", " for half a minute")  # long enough to find the override
        book.add(
            f"practise_{name.replace(' ', '_')}", words, PRACTISE, partial(desk.scenario, name)
        )
    if desk.paper:
        book.add(
            "drill",
            translate("window", "Kill drill: halt, time the answers, reset"),
            PRACTISE,
            lambda: desk.send(CommandName.KILL, reason=drill.REASON),
            tip=translate(
                "window", "The real kill switch on the paper market; says how long each venue took"
            ),
        )


def _help(book: ActionBook, window: "MainWindow") -> None:
    book.add("keys", translate("window", "Keys and actions"), HELP, window.show_keys, key="F1")
    book.add(
        "keys_too",
        translate("window", "Keys and actions (second key)"),
        HELP,
        window.show_keys,
        key="?",
    )
    book.add(
        "palette", translate("window", "Find an action…"), HELP, window.show_palette, key="Ctrl+P"
    )
    book.add(
        "panel_help",
        translate("window", "Help on the panel in use"),
        HELP,
        window.help_on_panel_in_use,
        key="Shift+F1",
    )
    book.add("help", translate("window", "Help"), HELP, lambda: window.show_help("overview"))
    book.add("introduction", translate("window", "Introduction"), HELP, window.introduce)


def _float(window: "MainWindow") -> None:
    """Float the panel that has the keyboard, or dock it again."""
    holder = window.docks.get(window.panel_in_use())
    if holder is not None:
        holder.setFloating(not holder.isFloating())


def _turn_full_screen(window: "MainWindow") -> None:
    """Fill the screen, or stop doing so."""
    if window.isFullScreen():
        window.showNormal()
    else:
        window.showFullScreen()
