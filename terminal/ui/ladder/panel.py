"""The ladder among the panels: where it looks, and how prices are grouped."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from terminal.engine.snapshot import Snapshot
from terminal.model.events import Side
from terminal.ui.desk import Desk, Pushed
from terminal.ui.ladder.rows import EMPTY, Ladder, centre_row, grouping, ladder_rows
from terminal.ui.ladder.view import LadderView
from terminal.ui.panel import Focus, Panel, book_stale, leg_of
from terminal.ui.theme import Theme
from terminal.ui.trade_notes import TradeNotes
from terminal.ui.words import QT_TRANSLATE_NOOP, translate

_GROUPS = (1, 2, 5, 10, 20, 50, 100)


class LadderPanel(Panel):
    """Bids, asks, own orders, and what the next scaling order would eat.

    `price_clicked` comes on the release of the mouse, for whoever makes orders of it; the ladder
    itself sends nothing. `set_armed` shows that such a click trades at once.
    """

    name = "ladder"
    heading = QT_TRANSLATE_NOOP("window", "Ladder")
    every_frames = 1

    price_clicked = Signal(str, str, object, float)  # venue, symbol, Side, price

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, parent)
        self._focus: Focus | None = None
        self._centre: int | None = None
        self._following = True
        self._group = 1
        self._tick_size: Decimal | None = None
        self.notes = TradeNotes()
        self.view = LadderView(theme, self.cost)
        self.recentre = QAction(translate("window", "Recentre ladder"), self)
        self.recentre.setShortcut("C")
        self.recentre.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.recentre.setToolTip(self.tr("Bring the middle of the market back to the centre (C)"))
        self.recentre.triggered.connect(self.follow)
        self.addAction(self.recentre)
        self.view.scrolled.connect(self.scroll_by)
        self.view.recentre_requested.connect(self.follow)
        self.view.clicked.connect(self._report)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._tools())
        layout.addWidget(self.view, 1)

    def observe(self, snapshot: Snapshot, pushed: Sequence[Pushed]) -> None:
        """Note the trades even while nobody looks."""
        self.notes.observe(pushed)

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> object:
        """Return the visible part of the ladder."""
        leg = leg_of(snapshot, focus)
        if leg is None or focus is None:
            return EMPTY
        self._tick_size = leg.instrument.tick_size
        group = grouping(leg.instrument.tick_size, self._group)
        middle = centre_row(leg, group)
        if focus != self._focus:
            self._focus, self._centre, self._following = focus, None, True
            self.view.let_go()
        count = self.view.row_count
        if middle is not None:
            lost = self._centre is None or abs(middle - self._centre) > count // 4
            # What stands still for the mouse has to show the market first.
            if self._following and lost and (self._centre is None or not self.view.held):
                self._centre = middle
        top = (self._centre or 0) + count // 2
        stale = book_stale(leg)
        return ladder_rows(
            leg,
            snapshot.orders,
            group,
            top=top,
            count=count,
            stale=stale,
            last=self.notes.last(focus),
            trades=self.notes.words(focus, snapshot.at),
        )

    def present(self, rows: object) -> None:
        """Paint the rows."""
        if isinstance(rows, Ladder):
            self.view.show_ladder(rows)

    def follow(self) -> None:
        """Bring the middle of the market back, and keep it in sight."""
        self._following, self._centre = True, None

    def set_armed(self, armed: bool) -> None:
        """Show whether a click on a price trades."""
        self.view.set_armed(armed)

    def _report(self, row: int, side: int) -> None:
        if self._focus is not None and self._tick_size is not None:
            price = float(self._tick_size * self._group * row)
            self.price_clicked.emit(*self._focus, Side.BUY if side > 0 else Side.SELL, price)

    def scroll_by(self, rows: int) -> None:
        """Look further up (or down, negative); the ladder then stays where it is."""
        self._following = False
        self._centre = (self._centre or 0) + rows

    def set_group(self, ticks: int) -> None:
        """Show `ticks` ticks a row."""
        self._group = ticks
        self.follow()

    def _tools(self) -> QHBoxLayout:
        groups = QComboBox()
        groups.setAccessibleName(self.tr("Ticks per ladder row"))
        groups.setToolTip(self.tr("How many ticks one row of the ladder covers"))
        for ticks in _GROUPS:
            groups.addItem(
                translate("window", "1 tick")
                if ticks == 1
                else translate("window", "{ticks} ticks").format(ticks=ticks),
                ticks,
            )
        groups.currentIndexChanged.connect(lambda place: self.set_group(_GROUPS[place]))
        totals = QPushButton(self.tr("Σ"))
        totals.setCheckable(True)
        totals.setProperty("role", "segment")
        totals.setAccessibleName(self.tr("Cumulative sizes"))
        totals.setToolTip(self.tr("Write the cumulative size from the best price outwards"))
        totals.toggled.connect(self.view.set_totals)
        recentre = QToolButton()
        recentre.setDefaultAction(self.recentre)
        recentre.setText(self.tr("Recentre"))
        recentre.setAccessibleName(self.tr("Recentre ladder"))
        caption = QLabel(self.tr("Group"))
        caption.setProperty("role", "secondary")
        tools = QHBoxLayout()
        tools.setContentsMargins(8, 6, 8, 4)
        tools.setSpacing(6)
        tools.addWidget(caption)
        tools.addWidget(groups)
        tools.addWidget(totals)
        tools.addStretch(1)
        tools.addWidget(recentre)
        return tools
