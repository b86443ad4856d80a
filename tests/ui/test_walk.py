"""The walks find what is planted."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.walk import leaps, nameless, unexplained, unreached


def test_what_has_no_name_or_tip_or_is_not_reached_or_out_of_order_is_found(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    column = QVBoxLayout(root)
    first, middle, last = QLineEdit(), QPushButton("Send"), QLineEdit()
    for part in (first, middle, last):
        column.addWidget(part)
    last.setAccessibleName("Last")
    root.show()
    assert len(nameless(root)) == 1
    assert len(unexplained(root)) == 1
    assert unreached(root) == []
    assert leaps(root) == []
    QWidget.setTabOrder(last, middle)
    assert leaps(root)
    middle.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    assert len(unreached(root)) == 1
