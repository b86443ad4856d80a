"""A scroll area that keeps the field in sight that is typed into."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea

_ABOUT = 24  # pixels that stay in sight above and below the field


class FollowingArea(QScrollArea):
    """For what stands above something that comes and goes, such as a preview of what is typed."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll to the field that has the keyboard, once everything has its new place."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._follow)

    def _follow(self) -> None:
        field, inside = QApplication.focusWidget(), self.widget()
        if field is not None and inside is not None and inside.isAncestorOf(field):
            self.ensureWidgetVisible(field, 0, _ABOUT)
