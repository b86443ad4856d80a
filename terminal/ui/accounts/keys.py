"""API keys: added, tried, renamed and deleted, with nothing of them shown but a fingerprint."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from terminal.ui.accounts.background import Background
from terminal.ui.accounts.port import KeyCabinet, KeyPlace, KeyRow
from terminal.ui.accounts.secret_field import SecretField
from terminal.ui.words import QT_TRANSLATE_NOOP, translated

_ENVIRONMENTS = ("testnet", "demo", "live")
_DELETE = QT_TRANSLATE_NOOP("window", "Delete")
_ANEW = QT_TRANSLATE_NOOP("window", "Start the desk anew")


class KeysDialog(QDialog):
    """Stands beside the window and blocks nothing; the cabinet is asked on another thread."""

    def __init__(self, cabinet: KeyCabinet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cabinet = cabinet
        self._rows: tuple[KeyRow, ...] = ()
        self.background = Background(self)
        self.background.failed.connect(self._say)
        self.background.idle.connect(self._enable)
        self.setWindowTitle(self.tr("Accounts and keys"))
        self.setAccessibleName(self.tr("Accounts and keys"))
        self.resize(680, 560)
        self.place = _words("secondary")
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("Kept keys"))
        headings = self.tr("Exchange"), self.tr("Environment"), self.tr("Account"), self.tr("Key")
        self.list.setHeaderLabels(headings)
        self.list.setRootIsDecorated(False)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.list.currentItemChanged.connect(lambda *_: self._choose())
        self.test = _button(
            self.tr("Test"),
            self.tr("Try the key at its venue by reads only"),
        )
        self.rename_to = QLineEdit()
        self.rename_to.setPlaceholderText(self.tr("New account name"))
        self.rename_to.setAccessibleName(self.tr("New account name of the chosen key"))
        self.rename = _button(
            self.tr("Rename"),
            self.tr("Keep the key under another account's name"),
        )
        self.delete = _button(
            translated(_DELETE), self.tr("Forget the key here; at the venue it stays valid")
        )
        self.exchange = QComboBox()
        self.exchange.setAccessibleName(self.tr("Exchange of the new key"))
        self.environment = QComboBox()
        self.environment.setAccessibleName(self.tr("Environment of the new key"))
        self.environment.addItems(list(_ENVIRONMENTS))
        self.account = QLineEdit("main")
        self.account.setAccessibleName(self.tr("Account name of the new key"))
        self.key = SecretField(self.tr("API key"))
        self.secret = SecretField(self.tr("Secret"))
        self.passphrase = SecretField(self.tr("Passphrase, where there is one"))
        self.tried = QCheckBox(self.tr("Try it at the venue before keeping it"))
        self.tried.setChecked(True)
        self.replace = QCheckBox(self.tr("Put it in the place of one with the same name"))
        self.session = QCheckBox(
            self.tr("For this session only: in memory, gone when the program ends")
        )
        self.add = _button(
            self.tr("Add key"),
            self.tr("Try the key and keep it in the system's keyring"),
        )
        self.add.setProperty("role", "primary")
        self.anew = _button(
            translated(_ANEW),
            self.tr("End the desk in order and begin it again with the keys above"),
        )
        self.anew.setEnabled(False)
        self.says = _words("")
        self.says.setMinimumHeight(48)
        self.says.setAccessibleName(self.tr("What came of it"))
        self._lay_out()
        self.test.clicked.connect(self._test)
        self.rename.clicked.connect(self._rename)
        self.rename_to.textChanged.connect(lambda _: self._enable())
        self.delete.clicked.connect(self._delete)
        self.add.clicked.connect(self._add)
        self.anew.clicked.connect(self._begin_anew)
        for field in (self.key, self.secret):
            field.textChanged.connect(lambda _: self._enable())
        self._enable()

    def show_dialog(self) -> None:
        """Show it with the keys as they are now."""
        self.show()
        self.raise_()
        self.activateWindow()
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep nothing that was entered."""
        self._forget()
        super().hideEvent(event)

    def _forget(self) -> None:
        for field in (self.key, self.secret, self.passphrase):
            field.forget()

    def _refresh(self) -> None:
        cabinet = self._cabinet
        self.background.run(
            lambda: (cabinet.place(), cabinet.exchanges(), cabinet.keys()), self._show
        )
        self._enable()

    def _show(self, found: object) -> None:
        assert isinstance(found, tuple)
        place, exchanges, rows = found
        assert isinstance(place, KeyPlace)
        self.place.setText(place.words)
        if not place.keeps:
            self.session.setChecked(True)
        self.session.setEnabled(place.keeps)
        if self.exchange.count() == 0:
            self.exchange.addItems(list(exchanges))
        self._rows = rows
        self.list.clear()
        for row in rows:
            self.list.addTopLevelItem(QTreeWidgetItem(list(row)))
        if (first := self.list.topLevelItem(0)) is not None:
            self.list.setCurrentItem(first)

    def _chosen(self) -> KeyRow | None:
        item = self.list.currentItem()
        place = -1 if item is None else self.list.indexOfTopLevelItem(item)
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _choose(self) -> None:
        self.delete.setText(translated(_DELETE))
        self._enable()

    def _enable(self) -> None:
        free, chosen = not self.background.busy, self._chosen() is not None
        self.test.setEnabled(free and chosen)
        self.delete.setEnabled(free and chosen)
        self.rename.setEnabled(free and chosen and bool(self.rename_to.text().strip()))
        entered = bool(self.key.text()) and bool(self.secret.text())
        self.add.setEnabled(free and self.exchange.count() > 0 and entered)

    def _test(self) -> None:
        if (row := self._chosen()) is not None:
            self._begin(self.tr("Asking {exchange}…").format(exchange=row.exchange))
            self.background.run(partial(self._cabinet.test, row.name), self._told)
            self._enable()

    def _rename(self) -> None:
        row, account = self._chosen(), self.rename_to.text().strip()
        if row is not None and account:
            self.rename_to.clear()
            self._begin(self.tr("Renaming…"))
            self.background.run(partial(self._cabinet.rename, row.name, account), self._changed)
            self._enable()

    def _delete(self) -> None:
        row = self._chosen()
        if row is None:
            return
        if self.delete.text() == translated(_DELETE):
            self.delete.setText(self.tr("Really delete"))
            self._begin(
                self.tr("Press again to forget the key of {name} here.").format(name=row.name)
            )
            return
        self.delete.setText(translated(_DELETE))
        self.background.run(partial(self._cabinet.delete, row.name), self._changed)
        self._enable()

    def _add(self) -> None:
        whose = f"{self.exchange.currentText()}/{self.environment.currentText()}"
        name = f"{whose}/{self.account.text()}"
        work = partial(
            self._cabinet.add, name, self.key.take(), self.secret.take(), self.passphrase.take(),
            tried=self.tried.isChecked(), replace=self.replace.isChecked(),
            session=self.session.isChecked(),
        )  # fmt: skip
        self._begin(
            self.tr("Trying the key of {name}…").format(name=name)
            if self.tried.isChecked()
            else self.tr("Keeping the key…")
        )
        self.background.run(work, self._added)
        self._enable()

    def _added(self, words: object) -> None:
        self.anew.setEnabled(True)
        self._changed(words)

    def _begin_anew(self) -> None:
        if self.anew.text() == translated(_ANEW):
            self.anew.setText(self.tr("Really start anew"))
            self._begin(
                self.tr(
                    "Press again: auto ends, what scaling left open is cancelled, positions stay, "
                    "and the window opens again in manual with the keys above."
                )
            )
            return
        self.anew.setText(translated(_ANEW))
        window = self.parentWidget()
        if window is not None and self._cabinet.begin_anew():
            window.close()
        else:
            words = self.tr("Not while a session is recorded: close the terminal and begin again.")
            self._say(words)

    def _begin(self, words: str) -> None:
        self.says.setText(words)

    def _told(self, words: object) -> None:
        self._say(str(words))

    def _changed(self, words: object) -> None:
        self._say(str(words))
        self._refresh()

    def _say(self, words: str) -> None:
        self.says.setText(words[:1].upper() + words[1:])

    def _lay_out(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(6)
        acted: tuple[QWidget, ...] = (self.test, self.rename_to, self.rename, self.delete)
        for part in acted:
            acts.addWidget(part)
        form = QGridLayout()
        form.setHorizontalSpacing(8)
        form.setVerticalSpacing(6)
        pairs: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Exchange"), self.exchange),
            (self.tr("Environment"), self.environment),
            (self.tr("Account"), self.account),
            (self.tr("API key"), self.key),
            (self.tr("Secret"), self.secret),
            (self.tr("Passphrase"), self.passphrase),
        )
        for place, (name, widget) in enumerate(pairs):
            label = QLabel(name)
            label.setProperty("role", "secondary")
            label.setBuddy(widget)
            form.addWidget(label, place, 0)
            form.addWidget(widget, place, 1)
        form.addWidget(self.tried, len(pairs), 1)
        form.addWidget(self.replace, len(pairs) + 1, 1)
        form.addWidget(self.session, len(pairs) + 2, 1)
        added = QHBoxLayout()
        added.setSpacing(6)
        added.addWidget(self.add, 1)
        added.addWidget(self.anew)
        form.addLayout(added, len(pairs) + 3, 1)
        form.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(self.place)
        column.addWidget(self.list)
        column.addLayout(acts)
        column.addLayout(form)
        column.addWidget(self.says)


def _words(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button
