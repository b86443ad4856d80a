"""How everything looks, changed while it runs: theme, colours of up and down, time zone."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from terminal.model.errors import UserError
from terminal.ui.keeper import Keeper, Preferences, preferences_of
from terminal.ui.panel import Panel
from terminal.ui.theme import Directions, Ground, Theme
from terminal.ui.zone import TimeZone, show_times_in


class Look(QObject):
    """Holds the window's preferences; a change is kept, and shown at once."""

    changed = Signal()
    failed = Signal(str)  # a change could not be kept, in words

    def __init__(
        self,
        theme: Theme,
        keeper: Keeper,
        panels: Callable[[], Iterable[Panel]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keeper = keeper
        self._panels = panels
        self.preferences = preferences_of(keeper)
        show_times_in(self.preferences.time_zone)

    def turn_ground(self) -> None:
        """From dark to light and back."""
        light = self.preferences.ground is Ground.DARK
        self.change("ground", (Ground.LIGHT if light else Ground.DARK).value)

    def turn_directions(self, directions: Directions) -> None:
        """Show up and down in other colours."""
        self.change("directions", directions.value)

    def turn_zone(self) -> None:
        """From UTC to the machine's own time and back."""
        local = self.preferences.time_zone is TimeZone.UTC
        self.change("time_zone", (TimeZone.LOCAL if local else TimeZone.UTC).value)

    def change(self, name: str, value: object) -> None:
        """Change one of the window's settings."""
        try:
            self._keeper.change(f"window.{name}", value)
        except UserError as error:
            self.failed.emit(str(error))
            return
        self.take_over()

    def take_over(self) -> None:
        """Show what the settings say by now."""
        before, self.preferences = self.preferences, preferences_of(self._keeper)
        wanted = self.preferences
        if _appearance(before) != _appearance(wanted):
            show_times_in(wanted.time_zone)
            self._theme.turn(wanted.ground, wanted.directions)
            application = QApplication.instance()
            if isinstance(application, QApplication):
                self._theme.apply(application)
            for panel in self._panels():
                panel.renew()
        if before != wanted:
            self.changed.emit()


def _appearance(preferences: Preferences) -> tuple[object, ...]:
    return preferences.ground, preferences.directions, preferences.time_zone
