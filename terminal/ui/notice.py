"""What is shown between two desks, when the next one cannot begin: why, and a way to try again."""

import asyncio
import os
from typing import cast

os.environ.setdefault("QT_API", "pyside6")

import qasync
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from terminal.model.errors import UserError
from terminal.ui.application import application, catch_signals
from terminal.ui.keeper import Keeper, MemoryKeeper, preferences_of
from terminal.ui.theme import Theme, load_fonts

_WIDTH = 560


class Notice(QWidget):
    """A window of its own: a headline, the whole story, and two buttons.

    `answer` is done with whether to try again; closing the window says no.
    """

    def __init__(
        self, theme: Theme, headline: str, words: str, answer: asyncio.Future[bool]
    ) -> None:
        super().__init__()
        self._answer = answer
        self.setObjectName("notice")
        self.setWindowTitle(headline)
        self.headline = _label(headline)
        self.headline.setFont(theme.font(15, QFont.Weight.DemiBold))
        self.words = _label(words)
        self.again = QPushButton(self.tr("Try again"))
        self.again.setToolTip(
            self.tr("Begin the desk again, in manual, once what is wrong is mended")
        )
        self.again.clicked.connect(lambda: self._say(again=True))
        self.leave = QPushButton(self.tr("Close the terminal"))
        self.leave.clicked.connect(lambda: self._say(again=False))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.headline)
        column.addWidget(self.words, 1)
        column.addLayout(buttons)
        self.setMinimumWidth(_WIDTH)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take a closed window for a no."""
        self._say(again=False)
        event.accept()

    def _say(self, *, again: bool) -> None:
        if not self._answer.done():
            self._answer.set_result(again)


def ask_to_try_again(keeper: Keeper, headline: str, words: str) -> bool:
    """Show what is wrong until the trader has answered; True to try again.

    Runs a loop of its own, so no other may run in this thread.
    """
    keeper = _readable(keeper)
    preferences = preferences_of(keeper)
    ours = application(keeper)
    load_fonts()
    theme = Theme(preferences.ground, preferences.directions)
    theme.apply(ours)
    loop = qasync.QEventLoop(ours)
    with loop:
        return cast(bool, loop.run_until_complete(_answered(theme, headline, words)))


def _readable(keeper: Keeper) -> Keeper:
    """Return one that tells how the window looks: settings that are wrong may be the news."""
    try:
        preferences_of(keeper)
    except UserError:
        return MemoryKeeper()
    return keeper


async def _answered(theme: Theme, headline: str, words: str) -> bool:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[bool] = loop.create_future()
    notice = Notice(theme, headline, words, answer)
    restore = catch_signals(loop, notice.close)
    try:
        notice.show()
        notice.raise_()
        return await answer
    finally:
        restore()
        notice.close()
        notice.deleteLater()


def _label(words: str) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setWordWrap(True)
    return label
