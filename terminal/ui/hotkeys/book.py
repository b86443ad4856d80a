"""The window's QActions in one book: menus, keys, palette and sheet all read it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from terminal.model.errors import UserError
from terminal.ui.hotkeys.keymap import FORM, Binding, Keymap
from terminal.ui.keeper import Keeper


class ActionBook(QObject):
    """Makes actions, gives them their keys, and keeps the keys that the trader changed."""

    changed = Signal()  # some key is another one now
    failed = Signal(str)  # a change could not be kept, in words

    def __init__(self, window: QWidget, keeper: Keeper) -> None:
        super().__init__(window)
        self._window = window
        self._keeper = keeper
        self._tips: dict[str, str] = {}
        self.keymap = Keymap()
        self.actions: dict[str, QAction] = {}

    def add(
        self,
        name: str,
        words: str,
        group: str,
        act: Callable[[], object],
        *,
        key: str = "",
        tip: str = "",
        guarded: bool = False,
    ) -> QAction:
        """Make an action that calls `act`; a key held down is one press."""
        action = QAction(words, self._window)
        action.setAutoRepeat(False)
        action.triggered.connect(partial(_without_checked, act))
        self._window.addAction(action)
        self.adopt(name, action, group, key=key, tip=tip, guarded=guarded)
        return action

    def adopt(
        self,
        name: str,
        action: QAction,
        group: str,
        *,
        words: str = "",
        key: str = "",
        tip: str = "",
        guarded: bool = False,
    ) -> None:
        """Take an action that somebody else made, under `words` where its own do not say enough."""
        said = words or action.text().replace("&", "")
        self._tips[name] = tip or said
        self.keymap.add(Binding(name, said, group, key, guarded))
        self.actions[name] = action
        action.setObjectName(f"action_{name}")
        self._show_key(name)

    def load(self) -> None:
        """Take the keys that were kept; call it once every action is known."""
        self.keymap.restore(self._keeper.read(FORM))
        self._show_keys()

    def assign(self, name: str, key: str, *, take: bool = False) -> None:
        """Give an action another key and keep it; UserError where that must not be."""
        self.keymap.assign(name, key, take=take)
        self._keep()

    def reset(self, name: str) -> None:
        """Give an action its default key back."""
        self.keymap.reset(name)
        self._keep()

    def reset_all(self) -> None:
        """Give every action its default key back."""
        self.keymap.reset_all()
        self._keep()

    def _keep(self) -> None:
        self._show_keys()
        try:
            self._keeper.write(FORM, self.keymap.document())
        except UserError as error:
            self.failed.emit(str(error))

    def _show_keys(self) -> None:
        for name in self.actions:
            self._show_key(name)
        self.changed.emit()

    def _show_key(self, name: str) -> None:
        key = self.keymap.key(name)
        action, tip = self.actions[name], self._tips[name]
        action.setShortcut(QKeySequence(key))
        shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({shown})" if key else tip)


def _without_checked(act: Callable[[], object], _checked: bool = False) -> None:
    """Drop what `triggered` carries."""
    act()
