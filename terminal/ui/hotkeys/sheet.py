"""The hotkey sheet: every action, searchable, each key to be changed in place."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from terminal.model.errors import UserError
from terminal.ui.hotkeys.book import ActionBook
from terminal.ui.hotkeys.keymap import Binding
from terminal.ui.words import translated

_NAME = Qt.ItemDataRole.UserRole


class HotkeySheet(QDialog):
    """Stands beside the window and blocks nothing; what is changed counts at once."""

    def __init__(self, book: ActionBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._wanted = ""
        self.setWindowTitle(self.tr("Keys and actions"))
        self.setAccessibleName(self.tr("Keys and actions"))
        self.resize(620, 640)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter by words or key"))
        self.filter.setAccessibleName(self.tr("Filter actions"))
        self.filter.setClearButtonEnabled(True)
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("Actions and their keys"))
        self.list.setHeaderLabels([self.tr("Action"), self.tr("Key")])
        self.list.setRootIsDecorated(False)
        self.list.setIndentation(12)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.key = QKeySequenceEdit()
        self.key.setMaximumSequenceLength(1)
        self.key.setAccessibleName(self.tr("New key"))
        self.key.setToolTip(self.tr("Click here and press the new key"))
        self.assign = self._button(self.tr("Assign"), self.tr("Give the action this key"))
        self.take = self._button(self.tr("Take it"), self.tr("Take the key from the other action"))
        self.clear = self._button(self.tr("No key"), self.tr("Leave the action without a key"))
        self.reset = self._button(self.tr("Default"), self.tr("Give the default key back"))
        self.reset_all = self._button(
            self.tr("Reset all keys"), self.tr("Give every action its default key back")
        )
        self.says = QLabel()
        self.says.setWordWrap(True)
        self.says.setMinimumHeight(34)
        self._lay_out()
        self._fill()
        self.filter.textChanged.connect(self._filter)
        self.list.currentItemChanged.connect(lambda *_: self._choose())
        self.list.itemActivated.connect(lambda *_: self.key.setFocus())
        self.key.keySequenceChanged.connect(self._weigh)
        self.assign.clicked.connect(lambda: self._assign(take=False))
        self.take.clicked.connect(lambda: self._assign(take=True))
        self.clear.clicked.connect(lambda: self._try(lambda: book.assign(self._wanted, "")))
        self.reset.clicked.connect(lambda: self._try(lambda: book.reset(self._wanted)))
        self.reset_all.clicked.connect(lambda: self._try(book.reset_all))
        book.changed.connect(self._show_keys)
        book.failed.connect(self.says.setText)
        self._choose()

    def show_sheet(self) -> None:
        """Show the sheet with the cursor in the filter."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.filter.selectAll()
        self.filter.setFocus()

    def choose(self, name: str) -> None:
        """Select the action `name`."""
        self.list.setCurrentItem(self._items[name])

    def _fill(self) -> None:
        self._items: dict[str, QTreeWidgetItem] = {}
        self._groups: dict[str, QTreeWidgetItem] = {}
        for binding in self._book.keymap.bindings:
            group = self._groups.get(binding.group)
            if group is None:
                group = self._groups[binding.group] = QTreeWidgetItem(
                    [translated(binding.group), ""]
                )
                group.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self.list.addTopLevelItem(group)
            item = QTreeWidgetItem([binding.words, ""])
            item.setData(0, _NAME, binding.name)
            group.addChild(item)
            self._items[binding.name] = item
        self.list.expandAll()
        self._show_keys()

    def _show_keys(self) -> None:
        for name, item in self._items.items():
            own = "  •" if self._book.keymap.changed(name) else ""
            item.setText(1, _native(self._book.keymap.key(name)) + own)
        self._choose()

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for title, group in self._groups.items():
            any_shown = False
            for item in self._items.values():
                if item.parent() is not group:
                    continue
                said = f"{title} {item.text(0)} {item.text(1)}".casefold()
                shown = all(word in said for word in words)
                item.setHidden(not shown)
                any_shown |= shown
            group.setHidden(not any_shown)

    def _chosen(self) -> Binding | None:
        item = self.list.currentItem()
        name = item.data(0, _NAME) if item is not None else None
        known = {binding.name: binding for binding in self._book.keymap.bindings}
        return known.get(name) if isinstance(name, str) else None

    def _choose(self) -> None:
        binding = self._chosen()
        self._wanted = binding.name if binding else ""
        chosen = binding is not None
        self.key.setEnabled(chosen)
        self.key.setKeySequence(QKeySequence(self._book.keymap.key(self._wanted) if chosen else ""))
        self.clear.setEnabled(binding is not None and not binding.guarded)
        self.reset.setEnabled(chosen and self._book.keymap.changed(self._wanted))
        if binding is None:
            self.says.setText(self.tr("Choose an action to change its key. • is your own key."))
        self._weigh()

    def _weigh(self) -> None:
        """Say what the pressed key would mean, before anything is changed."""
        binding = self._chosen()
        key = self._pressed()
        new = binding is not None and bool(key) and key != self._book.keymap.key(binding.name)
        other = self._book.keymap.holder(key, besides=self._wanted) if new else None
        self.assign.setEnabled(new and other is None)
        self.take.setEnabled(other is not None and not other.guarded)
        self.take.setVisible(other is not None)
        if binding is None:
            return
        if other is not None:
            says = self.tr("{key} is the key of “{other}”.").format(
                key=_native(key), other=other.words
            )
            if other.guarded:
                says += " " + self.tr("It stops trading and stays there; choose another key.")
        elif new:
            says = self.tr("{key} is free.").format(key=_native(key))
        elif binding.guarded:
            says = self.tr("“{words}” always has a key.").format(words=binding.words)
        else:
            says = self.tr("Press a new key for “{words}”.").format(words=binding.words)
        self.says.setText(says)

    def _assign(self, *, take: bool) -> None:
        self._try(lambda: self._book.assign(self._wanted, self._pressed(), take=take))

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except UserError as error:
            self.says.setText(str(error))

    def _pressed(self) -> str:
        return self.key.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        keys = QHBoxLayout()
        keys.setSpacing(6)
        keys.addWidget(self.key, 1)
        for button in (self.assign, self.take, self.clear, self.reset):
            keys.addWidget(button)
        foot = QHBoxLayout()
        foot.addWidget(self.says, 1)
        foot.addWidget(self.reset_all)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        column.addLayout(keys)
        column.addLayout(foot)


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
