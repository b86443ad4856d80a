"""The windows beside the main one, each made when it is first asked for."""

from PySide6.QtWidgets import QMainWindow

from terminal.resource_files import GUIDE, RESOURCES
from terminal.ui.help_pages.topics import Topics
from terminal.ui.help_pages.viewer import HelpViewer
from terminal.ui.hotkeys.book import ActionBook
from terminal.ui.hotkeys.palette import Palette
from terminal.ui.hotkeys.sheet import HotkeySheet
from terminal.ui.keeper import Keeper
from terminal.ui.look import Look
from terminal.ui.settings_page.page import SettingsPage
from terminal.ui.workspaces.bar import WorkspaceDialog
from terminal.ui.workspaces.desktop import Desktop


class SideWindows:
    """None of them is modal: nothing may stand between a trader and the window."""

    def __init__(
        self, window: QMainWindow, book: ActionBook, desktop: Desktop, keeper: Keeper, look: Look
    ) -> None:
        self._window = window
        self._book = book
        self._desktop = desktop
        self._keeper = keeper
        self._look = look
        self._settings: SettingsPage | None = None
        self._workspaces: WorkspaceDialog | None = None
        self._keys: HotkeySheet | None = None
        self._palette: Palette | None = None
        self._help: HelpViewer | None = None

    def settings(self) -> SettingsPage:
        """Return the settings page."""
        if self._settings is None:
            self._settings = SettingsPage(self._keeper, self._window)
            self._settings.changed.connect(lambda _: self._look.take_over())
        return self._settings

    def workspaces(self) -> WorkspaceDialog:
        """Return the list of workspaces."""
        if self._workspaces is None:
            self._workspaces = WorkspaceDialog(self._desktop, self._window)
        return self._workspaces

    def keys(self) -> HotkeySheet:
        """Return the hotkey sheet."""
        if self._keys is None:
            self._keys = HotkeySheet(self._book, self._window)
        return self._keys

    def palette(self) -> Palette:
        """Return the command palette."""
        if self._palette is None:
            self._palette = Palette(self._book, self._window)
        return self._palette

    def help(self) -> HelpViewer:
        """Return the help window."""
        if self._help is None:
            self._help = HelpViewer(Topics(RESOURCES / "help", GUIDE), self._window)
        return self._help
