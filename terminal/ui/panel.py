"""What every panel is: rows (pure: snapshot → what to show) and a view that paints them.

    class PositionsPanel(Panel):
        name = "positions"          # stable: saved layouts and tests use it
        heading = "Positions"       # what the trader reads
        every_frames = 4            # 60 / 4 = at most 15 times a second

        def rows(self, snapshot, focus):     return position_rows(snapshot)   # compared with ==
        def present(self, rows):             self.canvas.show_rows(rows)      # only when changed

Nothing in a panel may hold the interpreter lock for more than about 2 ms: see `Canvas`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter_ns
from typing import ClassVar, NamedTuple, Protocol, runtime_checkable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintDevice, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from terminal.engine.snapshot import AccountState, LegState, Snapshot
from terminal.model.reasons import Reason
from terminal.ui.desk import Desk, Pushed
from terminal.ui.theme import Theme
from terminal.ui.words import translated


class Focus(NamedTuple):
    """The instrument that the window looks at."""

    venue: str
    symbol: str


class PaintCost:
    """How long painting took: the worst and the mean, in ms, since the last `reset`."""

    __slots__ = ("_total_ns", "count", "worst_ms")

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget what was measured."""
        self.count = 0
        self.worst_ms = 0.0
        self._total_ns = 0

    def add(self, elapsed_ns: int) -> None:
        """Count one painting."""
        self.count += 1
        self._total_ns += elapsed_ns
        self.worst_ms = max(self.worst_ms, elapsed_ns / 1e6)

    @property
    def mean_ms(self) -> float:
        """Mean duration of a painting; 0 where nothing was painted."""
        return self._total_ns / 1e6 / self.count if self.count else 0.0


@contextmanager
def measured(device: QPaintDevice, cost: PaintCost) -> Iterator[QPainter]:
    """Paint on `device`, and note what that cost."""
    started = perf_counter_ns()
    painter = QPainter(device)
    try:
        yield painter
    finally:
        painter.end()
        cost.add(perf_counter_ns() - started)


@runtime_checkable
class Recolours(Protocol):
    """A widget that keeps colours instead of asking the theme at every painting."""

    def recolour(self) -> None:
        """Take the theme's present colours."""


class Panel(QWidget):
    """One dockable part of the window.

    The frame clock calls `observe` on every frame, hidden or not (keep it to appending), and
    `refresh` when the panel is visible and its turn has come.
    """

    name: ClassVar[str] = ""
    heading: ClassVar[str] = ""
    every_frames: ClassVar[int] = 4
    in_step: ClassVar[str] = ""  # panels that name the same here show one snapshot, always

    focus_requested = Signal(str, str)  # venue, symbol: the window turns to this instrument

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.theme = theme
        self.cost = PaintCost()
        self._shown: object = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName(self.name)
        self.setAccessibleName(translated(self.heading))

    def observe(self, snapshot: Snapshot, pushed: Sequence[Pushed]) -> None:
        """Take note of what must not be missed while hidden: history of a chart, fills."""

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> object:
        """Return what to show: a value that is equal to the last one when nothing changed."""
        raise TypeError(f"{type(self).__name__} does not say what it shows")

    def present(self, rows: object) -> None:
        """Show `rows`; called only when they differ from what is shown."""
        raise TypeError(f"{type(self).__name__} does not say how it shows its rows")

    def refresh(self, snapshot: Snapshot, focus: Focus | None) -> bool:
        """Show the snapshot if it changes anything here; return whether it did."""
        rows = self.rows(snapshot, focus)
        if rows == self._shown:
            return False
        self._shown = rows
        self.present(rows)
        return True

    def renew(self) -> None:
        """Show everything anew at the next turn: the colours or the time zone have changed."""
        self._shown = None
        for widget in (self, *self.findChildren(QWidget)):
            if isinstance(widget, Recolours):
                widget.recolour()
            widget.update()


class Canvas(QWidget):
    """A widget painted by hand: `draw` is measured, and called only after `update`.

    Pens of width 1, glyph atlases instead of text layout where figures change at 60 fps, ring
    buffers instead of lists: what `draw` costs the next panel waits for.
    """

    def __init__(
        self, cost: PaintCost, accessible_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._cost = cost
        self.setAccessibleName(accessible_name)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def draw(self, painter: QPainter) -> None:
        """Paint everything, background included."""
        raise TypeError(f"{type(self).__name__} does not paint anything")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint, and note how long it took."""
        with measured(self, self._cost) as painter:
            self.draw(painter)

    def sizeHint(self) -> QSize:
        """Return a size at which the canvas is useful; panels give their own where it matters."""
        return QSize(320, 200)


def leg_of(snapshot: Snapshot, focus: Focus | None) -> LegState | None:
    """Return the leg in focus, None where it does not exist (yet)."""
    if focus is None:
        return None
    for leg in snapshot.legs:
        if leg.instrument.symbol == focus.symbol and leg.instrument.venue == focus.venue:
            return leg
    return None


def book_stale(leg: LegState) -> bool:
    """Return whether the engine froze the leg because its book is old, wrong or cut off."""
    return any(
        freeze.reason in (Reason.BOOK_STALE, Reason.BOOK_INVALID)
        or (freeze.reason is Reason.FEED_DISCONNECTED and "book" in freeze.detail)
        for freeze in leg.freezes
    )


def account_of(snapshot: Snapshot, leg: LegState) -> AccountState | None:
    """Return the account that backs `leg`."""
    for account in snapshot.accounts:
        if account.venue == leg.instrument.venue and account.settle == leg.instrument.settle:
            return account
    return None
