"""Both windows, made when they are first asked for, and what opens them by itself."""

from collections.abc import Sequence

from PySide6.QtWidgets import QMainWindow

from terminal.model.outputs import Alert
from terminal.model.reasons import Reason
from terminal.ui.accounts.keys import KeysDialog
from terminal.ui.accounts.port import HasAccounts, KeyCabinet
from terminal.ui.accounts.preflight import PreflightDialog
from terminal.ui.desk import Desk, Pushed
from terminal.ui.hotkeys.book import ActionBook
from terminal.ui.theme import Theme
from terminal.ui.words import translate

_AUTO_REFUSED = "auto: "


class AccountWindows:
    """Adds its actions to the book and listens for a refused arming."""

    def __init__(self, window: QMainWindow, desk: Desk, cabinet: KeyCabinet, theme: Theme) -> None:
        self._window = window
        self._desk = desk
        self._cabinet = cabinet
        self._theme = theme
        self._keys: KeysDialog | None = None
        self._preflight: PreflightDialog | None = None

    def keys(self) -> KeysDialog:
        """Return the window of the API keys."""
        if self._keys is None:
            self._keys = KeysDialog(self._cabinet, self._window)
        return self._keys

    def preflight(self) -> PreflightDialog:
        """Return the window of the pre-flight."""
        if self._preflight is None:
            self._preflight = PreflightDialog(self._desk, self._theme, self._window)
        return self._preflight

    def take(self, pushed: Sequence[Pushed]) -> None:
        """Show why auto was refused, beside the window and without taking its focus."""
        if any(
            isinstance(item, Alert)
            and item.reason is Reason.COMMAND_REFUSED
            and item.detail.startswith(_AUTO_REFUSED)
            for item in pushed
        ):
            self.preflight().show_dialog(focus=False)


def add_actions(
    book: ActionBook, window: QMainWindow, desk: Desk, theme: Theme, group: str
) -> AccountWindows | None:
    """Add what opens the windows to a menu; None where the desk has neither keys nor checks."""
    if not isinstance(desk, HasAccounts):
        return None
    windows = AccountWindows(window, desk, desk.cabinet, theme)
    book.add(
        "preflight",
        translate("window", "Pre-flight…"),
        group,
        lambda: windows.preflight().show_dialog(),
        tip=translate("window", "What is looked at before auto can be armed, line by line"),
    )
    book.add(
        "accounts",
        translate("window", "Accounts and keys…"),
        group,
        lambda: windows.keys().show_dialog(),
        tip=translate("window", "Add, test, rename and delete API keys"),
    )
    return windows
