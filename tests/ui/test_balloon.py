"""The balloon in which a tray shows notices where the desktop shows none of its own."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from terminal.ui.theme import Directions, Ground, Theme


class QBalloonTip(QWidget):
    """Named as Qt's own, which is private and makes its colours thus; style sheets go by names."""

    def __init__(self) -> None:
        super().__init__()
        pale = QPalette(self.palette())
        pale.setColor(QPalette.ColorRole.Window, QColor("#ffffe1"))
        pale.setColor(QPalette.ColorRole.WindowText, QColor("#000000"))
        self.setPalette(pale)


@pytest.fixture
def themed(qapp: QApplication) -> Iterator[QApplication]:
    """Yield the application, which is to look as before afterwards."""
    sheet, palette, font = qapp.styleSheet(), qapp.palette(), qapp.font()
    yield qapp
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)
    qapp.setFont(font)


@pytest.mark.parametrize("ground", list(Ground))
def test_a_notice_in_a_balloon_can_be_read_on_its_pale_ground(
    qtbot: QtBot, themed: QApplication, ground: Ground
) -> None:
    Theme(ground, Directions.WESTERN).apply(themed)
    balloon = QBalloonTip()
    qtbot.addWidget(balloon)
    label = QLabel("Frozen", balloon)
    QVBoxLayout(balloon).addWidget(label)
    balloon.show()
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor("#000000")
