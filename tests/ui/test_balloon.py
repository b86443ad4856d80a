"""The balloon in which a tray shows notices where the desktop shows none of its own."""

import msgspec
import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from terminal.ui.style_sheet import style_sheet
from terminal.ui.theme import Directions, Ground, Theme


class QBalloonTip(QWidget):
    """Named as Qt's own, which is private: style sheets go by the name."""


@pytest.mark.parametrize("ground", list(Ground))
def test_a_notice_in_a_balloon_can_be_read_on_its_pale_ground(qtbot: QtBot, ground: Ground) -> None:
    balloon = QBalloonTip()
    qtbot.addWidget(balloon)
    label = QLabel("Frozen", balloon)
    QVBoxLayout(balloon).addWidget(label)
    colours = msgspec.structs.asdict(Theme(ground, Directions.WESTERN).colours)
    balloon.setStyleSheet(style_sheet(colours, "", ""))
    balloon.show()
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor("#000000")
