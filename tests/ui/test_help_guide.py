"""The guide inside the program: every page opens, links lead on, pictures fit."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from pytestqt.qtbot import QtBot

from terminal.resource_files import GUIDE
from terminal.ui.help_pages.topics import Topics
from terminal.ui.help_pages.viewer import HelpViewer
from terminal.ui.theme import Theme


@pytest.fixture
def viewer(qtbot: QtBot, theme: Theme, tmp_path: Path) -> HelpViewer:
    """Return the help window on the guide alone."""
    window = HelpViewer(Topics(tmp_path, GUIDE))
    qtbot.addWidget(window)
    return window


@pytest.mark.parametrize("page", sorted(path.stem for path in GUIDE.glob("*.md")))
def test_every_page_of_the_guide_opens(viewer: HelpViewer, page: str) -> None:
    viewer.show_topic(f"guide/{page}")
    assert viewer.topic == f"guide/{page}"
    assert len(viewer.page.toPlainText()) > 500


def test_an_unknown_topic_opens_the_overview(viewer: HelpViewer) -> None:
    viewer.show_topic("nothing-of-this-name")
    assert viewer.topic == "guide/overview"


def test_a_link_of_the_guide_leads_on_inside_it(viewer: HelpViewer) -> None:
    viewer.show_topic("guide/overview")
    viewer.page.anchorClicked.emit(QUrl("kill-switch.md"))
    assert viewer.topic == "guide/kill-switch"


def test_a_picture_is_found_and_fits_the_page(viewer: HelpViewer) -> None:
    viewer.show_topic("guide/overview")
    kind = QTextDocument.ResourceType.ImageResource.value
    picture = viewer.page.loadResource(kind, QUrl("pictures/terminal.png"))
    assert isinstance(picture, QImage)
    assert 200 < picture.width() <= viewer.page.viewport().width()
