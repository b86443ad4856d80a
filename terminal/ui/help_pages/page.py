"""A page of help: its pictures lie beside it, and are no wider than the page."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtGui import QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser

_MARGIN = 16
_NARROWEST = 240
_AIR = 10


class HelpPage(QTextBrowser):
    """Shows Markdown; links are for whoever listens, and nothing is loaded but local pictures."""

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__()
        self.setSearchPaths([str(folder) for folder in folders])
        self.setOpenLinks(False)
        self.document().setDocumentMargin(_MARGIN)

    def show_page(self, text: str) -> None:
        """Show Markdown with air between its paragraphs: Qt sets them without any."""
        self.setMarkdown(text)
        block = self.document().begin()
        while block.isValid():
            form = block.blockFormat()
            if block.textList() is None:
                form.setBottomMargin(_AIR)
                QTextCursor(block).setBlockFormat(form)
            block = block.next()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return a picture as wide as fits; Qt would show it as large as it is."""
        loaded = super().loadResource(kind, name)
        if kind != QTextDocument.ResourceType.ImageResource.value or not isinstance(
            loaded, QByteArray
        ):
            return loaded
        picture = QImage.fromData(loaded)
        widest = max(self.viewport().width() - 3 * _MARGIN, _NARROWEST)
        if picture.width() <= widest:
            return picture
        return picture.scaledToWidth(widest, Qt.TransformationMode.SmoothTransformation)
