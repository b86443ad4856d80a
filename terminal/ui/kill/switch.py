"""The button: the press itself halts and cancels, at once; holding on flattens too."""

from collections.abc import Callable
from time import monotonic_ns

from PySide6.QtWidgets import QWidget

from terminal.model.events import CommandName
from terminal.ui.controls.hold_button import HoldButton
from terminal.ui.desk import Desk
from terminal.ui.theme import Theme
from terminal.ui.words import translate


class KillSwitch(HoldButton):
    """Sends KILL when it goes down, not when it comes up: stopping is easier than starting."""

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        *,
        clock: Callable[[], int] = monotonic_ns,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            translate("window", "KILL"),
            theme,
            hold_ms=1500,
            fill="on_strong",
            ground="kill",
            clock=clock,
            parent=parent,
        )
        self._desk = desk
        self.setFixedSize(184, 46)
        self.setAccessibleName(self.tr("Kill switch"))
        self.setToolTip(
            self.tr(
                "Press: halt and cancel everything on all venues, at once (Ctrl+Shift+K).\n"
                "Hold on: also close every position."
            )
        )
        self.set_caption(translate("window", "press: halt · hold: flatten"))
        self.pressed.connect(self.kill)
        self.held.connect(self.flatten)

    def kill(self) -> None:
        """Halt and cancel everything."""
        self._desk.send(CommandName.KILL, reason="kill switch")

    def flatten(self) -> None:
        """Also close every position."""
        self._desk.send(CommandName.KILL, reason="kill switch held", flatten=True)

    def show_latched(self, *, latched: bool) -> None:
        """Show whether the latch is closed."""
        self.setText(translate("window", "KILLED") if latched else translate("window", "KILL"))
        self.set_caption(
            translate("window", "hold: flatten too")
            if latched
            else translate("window", "press: halt · hold: flatten")
        )
