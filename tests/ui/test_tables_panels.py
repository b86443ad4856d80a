"""The panels with tables, as a trader uses them: filter, sort, copy, export, scroll back."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QPaintEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from terminal.engine.snapshot import Snapshot
from terminal.model.events import Fill, FillType, OrderState
from terminal.model.outputs import Alert, Level
from terminal.model.reasons import Reason
from terminal.ui.desk import JournalRow, Pushed
from terminal.ui.panel import Panel
from terminal.ui.steady_label import SteadyLabel
from terminal.ui.tables.panels import (
    AlertsPanel,
    FillsPanel,
    JournalPanel,
    OrdersPanel,
    PositionsPanel,
)
from terminal.ui.tables.table_view import ROW_HEIGHT, TableView
from terminal.ui.theme import Theme
from tests.ui.fake_desk import SECOND, START, FakeDesk

BTC = "BTC/USD:BTC"
# The platform without a display says this of every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


class WritingDesk(FakeDesk):
    """A desk whose journal grows as told."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.written: list[JournalRow] = []  # newest first
        self.asked: list[int] = []

    def write(self, count: int, kind: str = "decision") -> None:
        for _ in range(count):
            number = len(self.written) + 1
            row = JournalRow(number, self.at + number, kind, "paper", BTC, f"row {number}")
            self.written.insert(0, row)

    def journal_rows(self, limit: int, kind: str | None = None) -> list[JournalRow]:
        self.asked.append(limit)
        return [row for row in self.written if kind is None or row.kind == kind][:limit]


class Counted(QObject):
    """Counts the events of one kind that a widget gets."""

    def __init__(self, kind: QEvent.Type) -> None:
        super().__init__()
        self.count = 0
        self._kind = kind

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == self._kind
        return False


def snapshot_of(desk: FakeDesk) -> Snapshot:
    """Return the desk's snapshot, which is there."""
    snapshot = desk.snapshot()
    assert snapshot is not None
    return snapshot


def frame(panel: Panel, desk: FakeDesk, *pushed: Pushed) -> bool:
    """Live through one frame; return whether the panel showed anything new."""
    snapshot = snapshot_of(desk)
    panel.observe(snapshot, pushed)
    return panel.refresh(snapshot, None)


def alert(number: int) -> Alert:
    """Return a warning, or an information for odd numbers."""
    level = Level.INFO if number % 2 else Level.WARNING
    return Alert(at=START + number * SECOND, level=level, reason=Reason.MARGIN_WARN, venue="paper")


def test_a_still_market_leaves_the_positions_alone(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = PositionsPanel(desk, theme)
    qtbot.addWidget(panel)
    assert frame(panel, desk)
    assert not frame(panel, desk)
    desk.advance(1)
    assert frame(panel, desk)
    assert panel.model.rowCount() == 3


def test_only_the_cells_whose_text_changed_are_painted_again(
    qtbot: QtBot, desk: FakeDesk, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[QRect] = []
    plain = TableView.paintEvent

    def recorded(view: TableView, event: QPaintEvent) -> None:
        painted.append(event.rect())
        plain(view, event)

    monkeypatch.setattr(TableView, "paintEvent", recorded)
    panel = OrdersPanel(desk, theme)
    qtbot.addWidget(panel)
    panel.resize(1400, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    desk.order_rows = snapshot_of(desk).orders
    frame(panel, desk)
    qtbot.waitUntil(lambda: bool(painted))
    for _ in range(5):  # until the first pictures are all done
        QGuiApplication.processEvents()
    painted.clear()
    newest = msgspec.structs.replace(desk.order_rows[1], state=OrderState.CANCELLED)
    desk.order_rows = (desk.order_rows[0], newest)
    frame(panel, desk)
    qtbot.waitUntil(lambda: bool(painted))
    assert len(painted) == 1
    assert painted[0].height() <= ROW_HEIGHT
    assert painted[0].width() < 200


def test_orders_that_can_no_longer_trade_can_be_hidden(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = OrdersPanel(desk, theme)
    qtbot.addWidget(panel)
    frame(panel, desk)
    assert panel.model.rowCount() == 2
    panel.only_working.click()
    assert [row.order.state for row in panel.model.shown] == [OrderState.OPEN]
    panel.only_working.click()
    assert panel.model.rowCount() == 2


def test_words_typed_into_the_filter_must_all_occur(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = OrdersPanel(desk, theme)
    qtbot.addWidget(panel)
    frame(panel, desk)
    QTest.keyClicks(panel.search, "sell FILLED")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1)
    assert panel.model.shown[0].order.client_order_id == "st1a00000040"
    panel.search.clear()
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2)


def test_a_click_on_a_heading_sorts_by_value(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> None:
    panel = OrdersPanel(desk, theme)
    qtbot.addWidget(panel)
    panel.show()
    frame(panel, desk)
    titles = [column.title for column in panel.model.columns]
    header = panel.view.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(titles.index("Contracts")) + 20, 8)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    first = [int(row.order.contracts) for row in panel.model.shown]
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    second = [int(row.order.contracts) for row in panel.model.shown]
    assert sorted([first, second]) == [[2_500, 30_114], [30_114, 2_500]]


def test_selected_rows_are_copied_exact_and_tab_separated(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = OrdersPanel(desk, theme)
    qtbot.addWidget(panel)
    frame(panel, desk)
    panel.view.selectRow(1)
    panel.view.copy_selection()
    heading, row, end = QGuiApplication.clipboard().text().split("\n")
    copied = dict(zip(heading.split("\t"), row.split("\t"), strict=True))
    assert copied["Contracts"] == "30114"
    assert copied["Limit"] == "55860.0"
    assert copied["Side"] == "sell"
    assert copied["Time"].endswith("Z")
    assert end == ""


def test_export_writes_what_is_shown_and_in_its_order(
    qtbot: QtBot, desk: FakeDesk, theme: Theme, tmp_path: Path
) -> None:
    panel = OrdersPanel(desk, theme)
    qtbot.addWidget(panel)
    frame(panel, desk)
    panel.export(tmp_path / "orders.csv")
    lines = (tmp_path / "orders.csv").read_bytes().split(b"\r\n")
    assert lines[0].startswith(b"Time,Symbol,State,")
    assert [b"st1a00000041" in lines[1], b"st1a00000040" in lines[2]] == [True, True]
    assert lines[3:] == [b""]


def test_a_place_that_cannot_be_written_is_said_and_nothing_breaks(
    qtbot: QtBot, desk: FakeDesk, theme: Theme, tmp_path: Path
) -> None:
    panel = OrdersPanel(desk, theme)
    qtbot.addWidget(panel)
    panel.save_to(str(tmp_path / "missing" / "orders.csv"))
    assert panel.message.startswith("Not saved: No such file or directory")
    panel.save_to(str(tmp_path / "orders.csv"))
    assert panel.message == "Saved 0 rows to orders.csv"


def test_a_long_export_shows_its_progress_and_becomes_a_file_only_when_it_is_whole(
    qtbot: QtBot, desk: FakeDesk, theme: Theme, tmp_path: Path
) -> None:
    panel, path = with_many_orders(qtbot, desk, theme), tmp_path / "orders.csv"
    panel.save_to(str(path))
    assert not panel.progress.isHidden()
    assert panel.progress.works[0].total == 40
    assert not path.exists()
    while panel.progress.works:
        panel.progress.works[0].slice()
    assert panel.message == "Saved 1,000 rows to orders.csv"
    assert panel.progress.isHidden()
    assert len(path.read_bytes().split(b"\r\n")) == 1_002
    panel.export(tmp_path / "at once.csv")
    assert (tmp_path / "at once.csv").read_bytes() == path.read_bytes()


def test_a_long_export_that_is_cancelled_leaves_nothing_behind(
    qtbot: QtBot, desk: FakeDesk, theme: Theme, tmp_path: Path
) -> None:
    panel, path = with_many_orders(qtbot, desk, theme), tmp_path / "orders.csv"
    path.write_text("what was there")
    panel.save_to(str(path))
    panel.progress.works[0].slice()
    panel.progress.cancel.click()
    assert panel.message == "Given up: orders.csv was not written"
    assert [found.name for found in tmp_path.iterdir()] == ["orders.csv"]
    assert path.read_text() == "what was there"


def with_many_orders(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> OrdersPanel:
    """Return a panel with a thousand orders."""
    snapshot = desk.snapshot()
    assert snapshot is not None
    one = snapshot.orders[0]
    desk.order_rows = tuple(
        msgspec.structs.replace(one, client_order_id=f"order{number}") for number in range(1_000)
    )
    panel = OrdersPanel(desk, theme)
    qtbot.addWidget(panel)
    frame(panel, desk)
    return panel


def test_the_positions_fit_a_wide_screen_without_scrolling_and_scroll_on_a_small_one(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = PositionsPanel(desk, theme)
    qtbot.addWidget(panel)
    panel.resize(1208, 160)
    with qtbot.waitExposed(panel):
        panel.show()
    frame(panel, desk)
    bar = panel.view.horizontalScrollBar()
    assert bar.maximum() == 0
    panel.resize(660, 160)
    qtbot.waitUntil(lambda: bar.maximum() > 0)


def test_a_position_that_is_activated_turns_the_window_to_it(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = PositionsPanel(desk, theme)
    qtbot.addWidget(panel)
    frame(panel, desk)
    with qtbot.waitSignal(panel.focus_requested) as asked:
        panel.view.activated.emit(panel.model.index(1, 3))
    assert asked.args == ["paper", "AIOZ/USD:AIOZ"]


def test_a_fill_that_overtakes_its_orders_snapshot_learns_its_side_later(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = FillsPanel(desk, theme)
    qtbot.addWidget(panel)
    orders = snapshot_of(desk).orders
    desk.order_rows = ()
    for number, order_id in enumerate(("st1a00000041", "st1a00000040")):
        early = Fill(
            at=START,
            venue="paper",
            symbol=BTC,
            client_order_id=order_id,
            contracts=10.0,
            price=57_000.0,
            fee=0.0,
            fill_id=str(number),
            fill_type=FillType.TRADE,
        )
        frame(panel, desk, early)
    side = [column.title for column in panel.model.columns].index("Side")
    assert [panel.model.cell(row, side).text for row in range(2)] == ["—", "—"]
    desk.order_rows = orders
    assert frame(panel, desk)
    assert [panel.model.cell(row, side).text for row in range(2)] == ["▼ sell", "▲ buy"]


def test_alerts_are_noted_while_hidden_and_shown_newest_first(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = AlertsPanel(desk, theme)
    qtbot.addWidget(panel)
    snapshot = snapshot_of(desk)
    for number in range(4):
        panel.observe(snapshot, [alert(number)])
    assert panel.refresh(snapshot, None)
    assert [row.number for row in panel.model.shown] == [3, 2, 1, 0]
    panel.only_loud.click()
    assert [row.number for row in panel.model.shown] == [2, 0]
    frame(panel, desk, alert(4))
    assert [row.number for row in panel.model.shown] == [4, 2, 0]


def test_the_journal_is_appended_to_and_never_read_anew(qtbot: QtBot, theme: Theme) -> None:
    desk = WritingDesk()
    panel = JournalPanel(desk, theme)
    qtbot.addWidget(panel)
    desk.write(3)
    frame(panel, desk)
    inserted: list[tuple[int, int]] = []
    panel.model.rowsInserted.connect(lambda _, first, last: inserted.append((first, last)))
    panel.model.modelReset.connect(lambda: inserted.append((-1, -1)))
    desk.write(2)
    frame(panel, desk)
    assert inserted == [(0, 1)]
    assert [row.sequence for row in panel.model.shown] == [5, 4, 3, 2, 1]


def test_a_burst_larger_than_a_page_leaves_no_gap_in_the_journal(
    qtbot: QtBot, theme: Theme
) -> None:
    desk = WritingDesk()
    panel = JournalPanel(desk, theme)
    qtbot.addWidget(panel)
    desk.write(1)
    frame(panel, desk)
    desk.write(900)
    frame(panel, desk)
    assert [row.sequence for row in panel.model.shown] == list(range(901, 0, -1))
    desk.write(1)
    frame(panel, desk)
    assert max(desk.asked[-1:]) <= 256


def test_the_journal_shows_the_kind_that_is_chosen(qtbot: QtBot, theme: Theme) -> None:
    desk = WritingDesk()
    desk.write(5)
    desk.write(2, "fill")
    panel = JournalPanel(desk, theme)
    qtbot.addWidget(panel)
    frame(panel, desk)
    place = panel.kind.findData("fill")
    panel.kind.setCurrentIndex(place)
    panel.kind.activated.emit(place)
    assert [row.kind for row in panel.model.shown] == ["fill", "fill"]
    desk.write(1)
    desk.write(1, "fill")
    frame(panel, desk)
    assert [row.sequence for row in panel.model.shown] == [9, 7, 6]


def test_what_is_being_read_stays_in_place_while_newer_rows_arrive(
    qtbot: QtBot, theme: Theme
) -> None:
    desk = WritingDesk()
    desk.write(200)
    panel = JournalPanel(desk, theme)
    qtbot.addWidget(panel)
    panel.resize(700, 260)
    with qtbot.waitExposed(panel):
        panel.show()
    frame(panel, desk)
    bar = panel.view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 50 * ROW_HEIGHT)
    bar.setValue(20 * ROW_HEIGHT)
    read = panel.model.shown[panel.view.rowAt(5)].sequence
    desk.write(7)
    frame(panel, desk)
    assert panel.model.shown[panel.view.rowAt(5)].sequence == read
    bar.setValue(0)
    desk.write(1)
    frame(panel, desk)
    assert bar.value() == 0


@pytest.mark.parametrize(
    "kind", [PositionsPanel, OrdersPanel, FillsPanel, JournalPanel, AlertsPanel]
)
def test_an_empty_table_says_in_words_what_is_missing(
    qtbot: QtBot, theme: Theme, kind: type[PositionsPanel]
) -> None:
    panel = kind(FakeDesk(empty=True), theme)
    qtbot.addWidget(panel)
    panel.resize(600, 200)
    assert panel.view.empty
    plain = panel.view.viewport().grab().toImage()
    panel.view.empty = ""
    assert panel.view.viewport().grab().toImage() != plain


def test_a_count_that_changes_moves_nothing_in_the_window(qtbot: QtBot, theme: Theme) -> None:
    desk = WritingDesk()
    panel = JournalPanel(desk, theme)
    qtbot.addWidget(panel)
    panel.resize(700, 300)
    panel.show()
    desk.write(120)
    frame(panel, desk)
    for _ in range(3):
        QTest.qWait(0)  # until all is laid out that the first rows changed
    asked = Counted(QEvent.Type.LayoutRequest)
    panel.installEventFilter(asked)
    for _ in range(5):
        desk.write(1)
        frame(panel, desk)
        QTest.qWait(0)
    assert (panel.message, asked.count) == ("125", 0)
    label = panel.findChild(SteadyLabel)
    assert label is not None
    label.say("Not saved: the disk is full. Choose another place.")
    advance = label.fontMetrics().horizontalAdvance(label.text())
    qtbot.waitUntil(lambda: advance <= label.width() <= advance + 24)
    label.setFont(theme.font(24))
    assert label.width() >= label.fontMetrics().horizontalAdvance(label.text()) > advance
    assert label.height() >= label.fontMetrics().height()


def test_rows_that_change_have_nothing_beneath_the_table_painted(
    qtbot: QtBot, theme: Theme
) -> None:
    desk = WritingDesk()
    panel = JournalPanel(desk, theme)
    qtbot.addWidget(panel)
    panel.resize(700, 300)
    panel.show()
    desk.write(3)
    frame(panel, desk)
    qtbot.waitUntil(lambda: panel.cost.count > 0)
    beneath, table = Counted(QEvent.Type.Paint), panel.cost.count
    panel.installEventFilter(beneath)
    panel.view.viewport().update()
    qtbot.waitUntil(lambda: panel.cost.count > table)
    assert beneath.count == 0
