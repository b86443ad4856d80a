"""The workspaces as buttons in the menu's row, and the dialog that saves, renames and deletes."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from terminal.model.errors import UserError
from terminal.ui.workspaces.desktop import Desktop
from terminal.ui.workspaces.plan import PLANS

_BUTTONS = 6


class WorkspaceBar(QWidget):
    """One button a workspace, the present one marked; more than fit are in the menu."""

    def __init__(self, desktop: Desktop, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desktop = desktop
        self.setAccessibleName(self.tr("Workspaces"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 1, 8, 1)
        self._row.setSpacing(2)
        self.buttons: dict[str, QToolButton] = {}
        desktop.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        shelf = self._desktop.shelf
        names = shelf.names[:_BUTTONS]
        if tuple(self.buttons) != names:
            for button in self.buttons.values():
                self._row.removeWidget(button)
                button.deleteLater()
            self.buttons = {name: self._button(name) for name in names}
        for name, button in self.buttons.items():
            button.setChecked(name == shelf.current)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(name)
        button.setCheckable(True)
        button.setProperty("role", "segment")
        button.setAccessibleName(self.tr("Workspace {name}").format(name=name))
        button.setToolTip(self.tr("Show the workspace “{name}”").format(name=name))
        button.clicked.connect(lambda: self._choose(name))
        self._row.addWidget(button)
        return button

    def _choose(self, name: str) -> None:
        self._desktop.switch(name)
        self._show()


class WorkspaceDialog(QDialog):
    """Save, rename, delete, reset. It stands beside the window and blocks nothing."""

    def __init__(self, desktop: Desktop, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desktop = desktop
        self.setWindowTitle(self.tr("Workspaces"))
        self.setAccessibleName(self.tr("Workspaces"))
        self.resize(380, 320)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Workspaces"))
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the workspace"))
        self.name.setPlaceholderText(self.tr("Name"))
        self.name.setMaxLength(40)
        self.save = self._button(
            self.tr("Save as"), self.tr("Save the present arrangement under this name"), self._save
        )
        self.rename = self._button(
            self.tr("Rename"), self.tr("Call the chosen workspace this"), self._rename
        )
        self.delete = self._button(
            self.tr("Delete"), self.tr("Forget the chosen workspace"), self._delete
        )
        self.reset = self._button(
            self.tr("Reset"),
            self.tr("Return the workspace on screen to the arrangement it began with"),
            desktop.reset,
        )
        self.says = QLabel()
        self.says.setWordWrap(True)
        self.says.setMinimumHeight(34)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.name, 1)
        row.addWidget(self.save)
        row.addWidget(self.rename)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self.delete)
        foot.addWidget(self.reset)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        column.addLayout(foot)
        column.addWidget(self.says)
        desktop.changed.connect(self._show)
        desktop.failed.connect(self.says.setText)
        self.list.itemActivated.connect(lambda item: desktop.switch(item.text()))
        self.list.currentTextChanged.connect(self._enable)
        self.name.textChanged.connect(lambda _: self._enable(self._chosen()))
        self._show()

    def show_dialog(self) -> None:
        """Show it with the cursor in the name."""
        self._show()
        self.show()
        self.raise_()
        self.activateWindow()
        self.name.setFocus()

    def _chosen(self) -> str:
        return "".join(item.text() for item in self.list.selectedItems())

    def _show(self) -> None:
        shelf = self._desktop.shelf
        self.list.clear()
        self.list.addItems(list(shelf.names))
        found = self.list.findItems(shelf.current, Qt.MatchFlag.MatchExactly)
        if found:
            self.list.setCurrentItem(found[0])

    def _enable(self, chosen: str) -> None:
        own = bool(chosen) and chosen not in PLANS
        self.save.setEnabled(bool(self.name.text().strip()))
        self.rename.setEnabled(own and bool(self.name.text().strip()))
        self.delete.setEnabled(own)

    def _save(self) -> None:
        self._desktop.save_as(self.name.text())
        self.name.clear()

    def _rename(self) -> None:
        self._desktop.rename(self._chosen(), self.name.text())
        self.name.clear()

    def _delete(self) -> None:
        self._desktop.delete(self._chosen())

    def _button(self, text: str, tip: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._try(act))
        return button

    def _try(self, act: Callable[[], None]) -> None:
        self.says.clear()
        try:
            act()
        except UserError as error:
            self.says.setText(str(error))
