"""The panels with one table each: positions, orders, fills, journal, alerts."""

from collections.abc import Sequence
from operator import attrgetter

import msgspec
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from terminal.engine.snapshot import OrderStateRow, Snapshot
from terminal.model.events import Side
from terminal.ui import format as show
from terminal.ui.desk import Desk, JournalRow, Pushed
from terminal.ui.panel import Focus
from terminal.ui.tables import alerts, fills, journal, orders, positions
from terminal.ui.tables.table_panel import TablePanel
from terminal.ui.theme import Theme
from terminal.ui.words import QT_TRANSLATE_NOOP, translate

_PAGE = 256  # rows of the journal asked for at a time: ten times what a busy market writes


class PositionsPanel(TablePanel):
    """Every instrument's position, exposure, PnL and way to its target."""

    name = "positions"
    heading = QT_TRANSLATE_NOOP("window", "Positions")
    empty = QT_TRANSLATE_NOOP("window", "No instrument is listed yet")
    searchable = False
    tightest = 0.88

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, positions.COLUMNS, lambda row: row.key, parent)

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> list[positions.PositionRow]:
        """Return one row for each instrument."""
        return positions.position_rows(snapshot)

    def present(self, rows: object) -> None:
        """Show the positions; what only dated contracts have is there where one is listed."""
        assert isinstance(rows, list)
        dated = any(not row.instrument.perpetual for row in rows)
        self.view.show_only(lambda column: dated or column.title not in positions.OF_DATED)
        self.model.set_rows(rows)

    def place_of(self, row: positions.PositionRow) -> tuple[str, str]:
        """Return venue and symbol of a position."""
        return row.key


class OrdersPanel(TablePanel):
    """Every order of the session, newest first."""

    name = "orders"
    heading = QT_TRANSLATE_NOOP("window", "Orders")
    empty = QT_TRANSLATE_NOOP("window", "No order has been sent in this session")

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, orders.COLUMNS, attrgetter("order.client_order_id"), parent)
        self._orders: tuple[OrderStateRow, ...] = ()
        self._rows: list[orders.OrderRow] = []
        self.only_working = QPushButton(self.tr("Working only"), self)
        self.only_working.setCheckable(True)
        self.only_working.setToolTip(self.tr("Hide orders that can no longer trade"))
        self.only_working.toggled.connect(self.apply_filter)
        self.bar.insertWidget(1, self.only_working)

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> list[orders.OrderRow]:
        """Return the session's orders, newest first."""
        if snapshot.orders != self._orders or not self._rows:
            self._orders = snapshot.orders
            self._rows = orders.order_rows(snapshot, self._rows)
        return self._rows

    def present(self, rows: object) -> None:
        """Show the orders."""
        assert isinstance(rows, list)
        self.model.set_rows(rows)

    def wanted(self, row: orders.OrderRow) -> bool:
        """Return whether the order is to be shown."""
        return row.working or not self.only_working.isChecked()

    def place_of(self, row: orders.OrderRow) -> tuple[str, str]:
        """Return venue and symbol of an order."""
        return row.order.venue, row.order.symbol


class FillsPanel(TablePanel):
    """Executions and funding payments since the window opened, newest first."""

    name = "fills"
    heading = QT_TRANSLATE_NOOP("window", "Fills")
    empty = QT_TRANSLATE_NOOP("window", "Nothing has been filled in this session")

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, fills.COLUMNS, lambda row: row.key, parent)
        self._noted: list[fills.FillRow] = []  # newest first
        self._seen = 0
        self._revision = 0
        self._sideless: dict[str, list[int]] = {}  # order id → numbers of its fills

    def observe(self, snapshot: Snapshot, pushed: Sequence[Pushed]) -> None:
        """Take note of every fill, also while hidden."""
        if self._sideless or pushed:
            sides = {order.client_order_id: order.side for order in snapshot.orders}
            self._find_sides(sides)
            new = fills.fill_rows(pushed, snapshot, sides, self._seen)
            for row in new:
                if row.side is None and row.client_order_id:
                    self._sideless.setdefault(row.client_order_id, []).append(row.number)
            self._noted[:0] = reversed(new)
            del self._noted[self.capacity :]
            self._seen += len(new)
            self._revision += len(new)

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> int:
        """Return a number that changes when the noted fills do."""
        return self._revision

    def present(self, rows: object) -> None:
        """Show the fills."""
        self.model.set_rows(self._noted)

    def _find_sides(self, sides: dict[str, Side]) -> None:
        # A fill may overtake the snapshot that lists its order: its side follows a frame later.
        for order_id in [known for known in self._sideless if known in sides]:
            for number in self._sideless.pop(order_id):
                place = self._seen - 1 - number
                if place < len(self._noted):
                    row = self._noted[place]
                    self._noted[place] = msgspec.structs.replace(row, side=sides[order_id])
                    self._revision += 1


class JournalPanel(TablePanel):
    """The newest rows of the journal, appended as they are written."""

    name = "journal"
    heading = QT_TRANSLATE_NOOP("window", "Journal")
    empty = QT_TRANSLATE_NOOP("window", "The journal has no such row yet")
    capacity = 2_000

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, journal.COLUMNS, lambda row: row.sequence, parent)
        self._newest = -1
        self._kinds: set[str] = set()
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(self.tr("Kind of journal rows"))
        self.kind.addItem(translate("window", "All kinds"), None)
        self.kind.activated.connect(self._start_over)  # by hand only: inserting moves it
        self.bar.insertWidget(0, self.kind)

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> list[JournalRow]:
        """Return the newest rows of the chosen kind."""
        return self.desk.journal_rows(_PAGE, self.kind.currentData())

    def present(self, rows: object) -> None:
        """Add what is newer than what is shown; fetch more where one page leaves a gap."""
        assert isinstance(rows, list)
        new = journal.newer_than(rows, self._newest)
        if len(new) == len(rows) >= _PAGE:
            page = self.desk.journal_rows(self.capacity, self.kind.currentData())
            new = journal.newer_than(page, self._newest)
        if not new:
            return
        self._newest = new[0].sequence
        self._offer(journal.kinds_of(new))
        self.model.add_newest(new)

    def _offer(self, kinds: set[str]) -> None:
        for kind in sorted(kinds - self._kinds):
            self._kinds.add(kind)
            place = 1 + sum(other < kind for other in self._kinds)
            self.kind.insertItem(place, show.words(kind), kind)

    def _start_over(self) -> None:
        self._newest = -1
        self.model.set_rows([])
        self.present(self.desk.journal_rows(self.capacity, self.kind.currentData()))


class AlertsPanel(TablePanel):
    """Alerts, freezes and mode changes since the window opened, newest first."""

    name = "alerts"
    heading = QT_TRANSLATE_NOOP("window", "Alerts")
    empty = QT_TRANSLATE_NOOP("window", "No alert in this session")
    capacity = 5_000

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk, theme, alerts.COLUMNS, lambda row: row.key, parent)
        self._seen = 0
        self._pending: list[alerts.AlertRow] = []
        self.only_loud = QPushButton(self.tr("Alarms and warnings only"), self)
        self.only_loud.setCheckable(True)
        self.only_loud.setToolTip(self.tr("Hide what calls for no attention"))
        self.only_loud.toggled.connect(self.apply_filter)
        self.bar.insertWidget(1, self.only_loud)

    def observe(self, snapshot: Snapshot, pushed: Sequence[Pushed]) -> None:
        """Take note of every alert, also while hidden."""
        if pushed:
            new = alerts.alert_rows(pushed, self._seen)
            self._seen += len(new)
            self._pending += new
            del self._pending[: -self.capacity]

    def rows(self, snapshot: Snapshot, focus: Focus | None) -> int:
        """Return how many alerts there were."""
        return self._seen

    def present(self, rows: object) -> None:
        """Add the alerts that are not shown yet."""
        self.model.add_newest(self._pending[::-1])
        self._pending = []

    def wanted(self, row: alerts.AlertRow) -> bool:
        """Return whether the alert is to be shown."""
        return row.loud or not self.only_loud.isChecked()
