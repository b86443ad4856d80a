"""The command palette: type a few letters of any action and press Return."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from terminal.ui.hotkeys.book import ActionBook

_NAME = Qt.ItemDataRole.UserRole
_SHOWN = 12


def matches(words: str, typed: str) -> bool:
    """Return whether every typed word begins some word of an action's."""
    said = words.casefold().split()
    return all(any(each.startswith(part) for each in said) for part in typed.casefold().split())


class Palette(QDialog):
    """A popup: it goes away by Esc or by a click beside it, and nothing has happened."""

    def __init__(self, book: ActionBook, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._book = book
        self.setAccessibleName(self.tr("Command palette"))
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(self.tr("Do…"))
        self.typed.setAccessibleName(self.tr("Find an action"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Actions found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.typed)
        column.addWidget(self.list)
        self.setFixedWidth(460)
        self.typed.textChanged.connect(self._fill)
        self.typed.returnPressed.connect(self._run)
        self.typed.installEventFilter(self)
        self.list.itemClicked.connect(lambda _: self._run())

    def show_palette(self) -> None:
        """Show it at the top of the window, empty."""
        self.typed.clear()
        self._fill("")
        window = self.parentWidget()
        if window is not None:
            self.move(
                window.mapToGlobal(window.rect().center()).x() - self.width() // 2,
                window.mapToGlobal(window.rect().topLeft()).y() + 96,
            )
        self.show()
        self.typed.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys choose while the cursor stays in the field."""
        if watched is self.typed and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            step = steps.get(Qt.Key(event.key()))
            if event.type() == QEvent.Type.KeyPress and step and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return super().eventFilter(watched, event)

    def _fill(self, typed: str) -> None:
        self.list.clear()
        for binding in self._book.keymap.bindings:
            action = self._book.actions[binding.name]
            if not action.isEnabled() or not matches(f"{binding.words} {binding.group}", typed):
                continue
            key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            item = QListWidgetItem(f"{binding.words}    {key}" if key else binding.words)
            item.setData(_NAME, binding.name)
            self.list.addItem(item)
        self.list.setCurrentRow(0 if self.list.count() else -1)
        height = max(1, min(_SHOWN, self.list.count())) * max(20, self.list.sizeHintForRow(0))
        self.list.setFixedHeight(height + 6)
        self.adjustSize()

    def _run(self) -> None:
        item = self.list.currentItem()
        self.close()
        if item is not None:
            self._book.actions[item.data(_NAME)].trigger()
