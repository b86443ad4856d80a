"""The shares that panels have of a window, kept while it shrinks and grows.

Qt squeezes docks down to their least sizes and does not remember what they had before.
"""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar

_ACROSS, _DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
_CHILDREN = Qt.FindChildOption.FindDirectChildrenOnly
# A panel may need less height once it is lower: what it refuses at first it grants thereafter.
_TRIES = 3
GRIPS = 12  # pixels between docks, at most
_MOST_FIXED = 0.7  # of a window's width; where more would be fixed, everything gives way alike


class Shares(NamedTuple):
    """How large the docks were when somebody last decided it, and the room that they had."""

    room: QSize
    places: dict[str, QRect]
    fixed: frozenset[str]


class Proportions(QObject):
    """Watches one window: what its docks had is theirs again whenever the room for them changes.

    A decision is an arrangement, a move, or a separator let go of.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._docks: Mapping[str, QDockWidget] = {}
        self._fixed: frozenset[str] = frozenset()
        self._tries = 0
        self._shown: set[str] = set()
        self._shares: Shares | None = None
        self._applying = QTimer(self)
        self._applying.setSingleShot(True)
        self._applying.setInterval(0)
        self._applying.timeout.connect(self._apply)
        window.installEventFilter(self)
        head = window.menuWidget()
        if head is not None:
            head.installEventFilter(self)

    def forget(self) -> None:
        """Take the next sizes for decided ones."""
        self._shares = None

    def note(self, docks: Mapping[str, QDockWidget], fixed: frozenset[str]) -> None:
        """Take note of the docks that have come to rest; `fixed` keep their width.

        A tab that comes to the front changes nothing.
        """
        self._docks, self._fixed = dict(docks), fixed
        shown = {name for name, dock in docks.items() if not dock.isHidden()}
        if self._shares is None or shown != self._shown:
            self._shown = shown
            self._take()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at the window's size and at separators let go of; stop nothing."""
        kind = event.type()
        if kind == QEvent.Type.Resize:
            self._tries = _TRIES
            self._applying.start()
        elif kind == QEvent.Type.MouseButtonRelease and watched is self._window:
            QTimer.singleShot(0, self, self._take)
        return False

    def _take(self) -> None:
        every = self._window.findChildren(QTabBar, options=_CHILDREN)
        tabs = {
            (bar.x(), bar.geometry().bottom() + 1): bar.height() for bar in every if bar.isVisible()
        }
        places = {
            name: _with_tabs(dock.geometry(), tabs)
            for name, dock in self._docks.items()
            if dock.isVisible() and not dock.isFloating() and not _behind(dock)
        }
        self._shares = Shares(room_of(self._window), places, self._fixed) if places else None

    def _apply(self) -> None:
        if self._shares is None:
            return
        room = room_of(self._window)
        asked = self._shares.places if room == self._shares.room else shared_out(self._shares, room)
        self._resize(asked)
        self._tries -= 1
        if self._tries > 0:
            self._applying.start()

    def _resize(self, places: Mapping[str, QRect]) -> None:
        there = {name: self._docks[name] for name in places if name in self._docks}
        docks = list(there.values())
        self._window.resizeDocks(docks, [places[name].width() for name in there], _ACROSS)
        self._window.resizeDocks(docks, [places[name].height() for name in there], _DOWN)


def room_of(window: QMainWindow) -> QSize:
    """Return the room below a window's head, which its docks and what is between them share."""
    head = window.menuWidget()
    taken = 0 if head is None else head.height()
    return QSize(window.width(), max(1, window.height() - taken))


def shared_out(shares: Shares, room: QSize) -> dict[str, QRect]:
    """Return the sizes that docks have in another room. Pure."""
    columns = {
        (place.left(), place.width())
        for name, place in shares.places.items()
        if name in shares.fixed
    }
    kept = sum(width for _, width in columns)
    fixed = shares.fixed
    if kept > _MOST_FIXED * min(room.width(), shares.room.width()):
        kept, fixed = 0, frozenset()
    across = _factor(room.width() - kept, shares.room.width() - kept)
    down = _factor(room.height(), shares.room.height())
    return {
        name: QRect(
            place.left(),
            place.top(),
            place.width() if name in fixed else max(1, int(place.width() * across)),
            max(1, int(place.height() * down)),
        )
        for name, place in shares.places.items()
    }


def _factor(now: int, then: int) -> float:
    """Return what sizes are multiplied by; never so much that the window would have to grow.

    What lies between docks does not shrink with them.
    """
    between = GRIPS if now < then else 0
    return max(1, now - between) / max(1, then - between)


def _with_tabs(place: QRect, tabs: Mapping[tuple[int, int], int]) -> QRect:
    """Return a dock's place with the tabs above it, which take from the same share."""
    return place.adjusted(0, -tabs.get((place.x(), place.y()), 0), 0, 0)


def _behind(dock: QDockWidget) -> bool:
    """Return whether another tab hides the dock."""
    return dock.visibleRegion().isEmpty()
