"""Tells what happened while the trader looks elsewhere: notices in the tray, and tones."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QSystemTrayIcon

from terminal.engine.snapshot import Snapshot
from terminal.ui.desk import Pushed
from terminal.ui.keeper import Preferences
from terminal.ui.tray.notices import Notice, NoticeKind, gathered, notices, wanted

_GATHER_MS = 400
_QUIET_MS = 4000


class Player(Protocol):
    """What makes a sound."""

    def play(self, kind: NoticeKind) -> None:
        """Play the tone of a kind of notice."""


class Herald(QObject):
    """Gathers what comes in a moment into one notice, and then stays quiet for a while."""

    def __init__(
        self,
        preferences: Callable[[], Preferences],
        show: Callable[[Notice], None],
        player: Player,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._show = show
        self._player = player
        self._waiting: list[Notice] = []
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.timeout.connect(self.tell)

    def take(self, _snapshot: Snapshot | None, pushed: Sequence[Pushed]) -> None:
        """Take what was pushed in a frame."""
        if not pushed:
            return
        preferences = self._preferences()
        if not preferences.sounds and not (
            preferences.notify_fills or preferences.notify_freezes or preferences.notify_alerts
        ):
            return
        self._waiting += notices(pushed)
        if self._waiting and not self._gather.isActive():
            self._gather.start(_GATHER_MS)

    def tell(self) -> None:
        """Tell what has gathered, and nothing more for a while."""
        preferences = self._preferences()
        waiting, self._waiting = self._waiting, []
        shown = gathered([notice for notice in waiting if wanted(notice, preferences)])
        if shown is not None:
            self._show(shown)
        heard = gathered(waiting)
        if heard is not None and preferences.sounds:
            self._player.play(heard.kind)
        if waiting:
            self._gather.start(_QUIET_MS)


class Tray(QObject):
    """The icon in the tray, where the system has one; without it notices are not shown."""

    def __init__(self, title: str, color: QColor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.icon: QSystemTrayIcon | None = None
        if QSystemTrayIcon.isSystemTrayAvailable():
            self.icon = QSystemTrayIcon(_icon(color), self)
            self.icon.setToolTip(title)
            self.icon.show()

    def show_notice(self, notice: Notice) -> None:
        """Show a notice for a few seconds."""
        if self.icon is not None:
            level = QSystemTrayIcon.MessageIcon.Information
            if notice.kind is not NoticeKind.FILL:
                level = QSystemTrayIcon.MessageIcon.Warning
            self.icon.showMessage(notice.title, notice.words, level)


def _icon(color: QColor) -> QIcon:
    """Return a filled disc in the colour of paper or live."""
    picture = QPixmap(32, 32)
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(color)
    painter.setPen(QColor(0, 0, 0, 0))
    painter.drawEllipse(3, 3, 26, 26)
    painter.end()
    return QIcon(picture)
