"""The help window: topics on the left, the page on the right; it blocks nothing."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from terminal.ui.help_pages.page import HelpPage
from terminal.ui.help_pages.topics import Topics

_NAME = Qt.ItemDataRole.UserRole


class HelpViewer(QDialog):
    """Opens at the topic that was asked for; links lead on to others."""

    def __init__(self, topics: Topics, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._topics = topics
        self.topic = ""
        self.setWindowTitle(self.tr("Help"))
        self.setAccessibleName(self.tr("Help"))
        self.resize(980, 640)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search the help"))
        self.search.setAccessibleName(self.tr("Search the help"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Topics"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.page = HelpPage(topics.folders)
        self.page.setAccessibleName(self.tr("Help page"))
        self.nothing = QLabel(self.tr("No page has these words."))
        self.nothing.hide()
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(self.page)
        split.setStretchFactor(1, 1)
        split.setSizes([290, 690])
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 8, 8)
        row.addWidget(split)
        self.search.textChanged.connect(self._fill)
        self.list.currentItemChanged.connect(self._chosen)
        self.page.anchorClicked.connect(self._follow)
        self._fill("")

    def show_topic(self, name: str) -> None:
        """Open the window at a topic; at the overview where there is no such page."""
        self.search.clear()
        for known in (name, "overview", "guide/overview"):
            if self._topics.read(known) is not None:
                self._open(known)
                break
        self.show()
        self.raise_()
        self.activateWindow()
        self.page.setFocus()

    def _fill(self, words: str) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for topic in self._topics.find(words):
            guide = topic.name.startswith("guide/")
            words = self.tr("Guide: {t}").format(t=topic.title) if guide else topic.title
            item = QListWidgetItem(words)
            item.setToolTip(words)
            item.setData(_NAME, topic.name)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.nothing.setVisible(self.list.count() == 0)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._open(str(item.data(_NAME)))

    def _open(self, name: str) -> None:
        topic = self._topics.read(name)
        if topic is None:
            return
        self.topic = topic.name
        self.page.show_page(topic.text)
        self.setWindowTitle(self.tr("Help: {title}").format(title=topic.title))
        for place in range(self.list.count()):
            if self.list.item(place).data(_NAME) == topic.name:
                self.list.blockSignals(True)
                self.list.setCurrentRow(place)
                self.list.blockSignals(False)

    def _follow(self, link: QUrl) -> None:
        """Follow a link: to another page here, or in the browser where it leads out."""
        if link.scheme() in ("http", "https"):
            QDesktopServices.openUrl(link)
            return
        name = link.path().removesuffix(".md")
        inside_guide = self.topic.startswith("guide/") and "/" not in name
        self._open(f"guide/{name}" if inside_guide else name)
        if link.hasFragment():
            self.page.scrollToAnchor(link.fragment())
