"""The tables' model against what it was told: answers, and exactly the changes announced."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from terminal.ui.tables.column import Column, Kind, as_text, exact, sort_key
from terminal.ui.tables.rows_model import RowsModel
from terminal.ui.theme import Theme

Role = Qt.ItemDataRole


@dataclass(frozen=True)
class Item:
    """A row of two columns."""

    key: int
    name: str
    amount: Decimal | None


COLUMNS: tuple[Column[Item], ...] = (
    Column("Name", lambda r: r.name, lambda r: r.name, 8, Kind.TEXT, help="A name"),
    Column(
        "Amount",
        lambda r: r.amount,
        lambda r: "—" if r.amount is None else f"{r.amount:,}",
        8,
        tone=lambda r: "down" if r.amount is not None and r.amount < 0 else "text",
    ),
)


class Log:
    """Writes down what a model announces."""

    def __init__(self, model: RowsModel[Item]) -> None:
        self.lines: list[tuple[object, ...]] = []
        model.dataChanged.connect(self._changed)
        model.rowsInserted.connect(lambda _, a, b: self.lines.append(("inserted", a, b)))
        model.rowsRemoved.connect(lambda _, a, b: self.lines.append(("removed", a, b)))
        model.layoutChanged.connect(lambda: self.lines.append(("layout",)))
        model.modelReset.connect(lambda: self.lines.append(("reset",)))

    def _changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self.lines.append(("changed", first.row(), first.column(), last.row(), last.column()))

    def take(self) -> list[tuple[object, ...]]:
        lines, self.lines = self.lines, []
        return lines


@pytest.fixture
def model(qapp: QApplication, theme: Theme) -> Iterator[RowsModel[Item]]:
    """Return an empty model that Qt's own checker watches."""
    made = RowsModel(COLUMNS, lambda row: row.key, theme.color, capacity=50)
    tester = QAbstractItemModelTester(
        made, QAbstractItemModelTester.FailureReportingMode.Warning
    )  # a warning fails the test
    yield made
    tester.deleteLater()


def items(*amounts: str) -> list[Item]:
    """Return rows with keys 0, 1, 2…"""
    return [Item(n, f"row {n}", Decimal(amount)) for n, amount in enumerate(amounts)]


def texts(model: RowsModel[Item], column: int = 1) -> list[str]:
    """Return what a column shows, read through Qt's own interface."""
    return [
        model.data(model.index(row, column), Role.DisplayRole) for row in range(model.rowCount())
    ]


def test_cells_answer_text_alignment_colour_and_the_exact_value(
    model: RowsModel[Item], theme: Theme
) -> None:
    model.set_rows([Item(1, "first", Decimal("-1234.50")), Item(2, "second", None)])
    name, amount = model.index(0, 0), model.index(0, 1)
    assert model.data(amount, Role.DisplayRole) == "-1,234.50"
    assert model.data(amount, Role.UserRole) == Decimal("-1234.50")
    assert model.data(amount, Role.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight.value
    assert model.data(name, Role.TextAlignmentRole) & Qt.AlignmentFlag.AlignLeft.value
    assert model.data(amount, Role.ForegroundRole) == theme.color("down")
    assert model.data(amount, Role.AccessibleTextRole) == "Amount: -1,234.50"
    assert model.data(model.index(1, 1), Role.DisplayRole) == "—"
    assert model.headerData(0, Qt.Orientation.Horizontal, Role.ToolTipRole) == "A name"
    assert model.data(QModelIndex(), Role.DisplayRole) is None


def test_an_update_announces_only_the_cell_whose_text_changed(model: RowsModel[Item]) -> None:
    model.set_rows(items("1", "2", "3"))
    assert texts(model) == ["1", "2", "3"]
    log = Log(model)
    model.set_rows(items("1", "20", "3"))
    assert log.take() == [("changed", 1, 1, 1, 1)]
    assert texts(model) == ["1", "20", "3"]


def test_the_same_rows_again_announce_nothing(model: RowsModel[Item]) -> None:
    model.set_rows(items("1", "2"))
    log = Log(model)
    model.set_rows(items("1", "2"))
    assert log.take() == []


def test_a_new_row_is_inserted_and_a_gone_one_removed_without_a_reset(
    model: RowsModel[Item],
) -> None:
    first, second, third = items("1", "2", "3")
    model.set_rows([first, second])
    log = Log(model)
    model.set_rows([third, second])
    assert log.take() == [("removed", 0, 0), ("inserted", 0, 0)]
    assert texts(model) == ["3", "2"]


def test_a_selected_row_stays_selected_while_rows_move_around_it(model: RowsModel[Item]) -> None:
    rows = items("5", "1", "3")
    model.set_rows(rows)
    held = QPersistentModelIndex(model.index(1, 0))
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert texts(model) == ["5", "3", "1"]
    assert held.row() == 2
    model.set_rows([Item(9, "row 9", Decimal(4)), *rows])
    assert texts(model) == ["5", "4", "3", "1"]
    assert held.row() == 3


def test_sorting_is_by_value_and_unknown_comes_first(model: RowsModel[Item]) -> None:
    model.set_rows([*items("10", "9", "-100"), Item(7, "unknown", None)])
    model.sort(1)
    assert texts(model) == ["—", "-100", "9", "10"]
    model.sort(-1)
    assert texts(model) == ["10", "9", "-100", "—"]


def test_a_filter_applies_to_rows_that_come_later(model: RowsModel[Item]) -> None:
    model.set_rows(items("1", "-2"))
    model.set_filter(lambda row: row.amount is not None and row.amount > 0)
    assert texts(model) == ["1"]
    model.add_newest([Item(8, "new", Decimal(8)), Item(9, "new", Decimal(-9))])
    assert texts(model) == ["8", "1"]
    assert model.total == 4
    model.set_filter(None)
    assert texts(model) == ["8", "-9", "1", "-2"]


def test_newest_rows_push_the_oldest_out_at_capacity(model: RowsModel[Item]) -> None:
    for number in range(120):
        model.add_newest([Item(number, "row", Decimal(number))])
    assert model.rowCount() == 50
    assert texts(model)[0] == "119"
    assert texts(model)[-1] == "70"


def test_many_changes_are_announced_as_one(model: RowsModel[Item]) -> None:
    model.set_rows([Item(n, f"old {n}", Decimal(n)) for n in range(50)])
    texts(model)
    log = Log(model)
    model.set_rows([Item(n, f"new {n}", Decimal(n)) for n in range(50)])
    assert len(log.take()) == 50
    wide = RowsModel([*COLUMNS] * 5, lambda row: row.key, lambda _: Theme().color("text"))
    wide.set_rows([Item(n, f"old {n}", Decimal(n)) for n in range(50)])
    announced = Log(wide)
    wide.set_rows([Item(n, f"new {n}", Decimal(n + 1)) for n in range(50)])
    assert announced.take() == [("changed", 0, 0, 49, 9)]


def test_random_histories_leave_model_and_view_of_it_equal(model: RowsModel[Item]) -> None:
    source = random.Random(77)
    shadow: list[str] = []
    model.rowsInserted.connect(
        lambda _, a, b: shadow.__setitem__(slice(a, a), texts(model)[a : b + 1])
    )
    model.rowsRemoved.connect(lambda _, a, b: shadow.__delitem__(slice(a, b + 1)))
    model.layoutChanged.connect(lambda: shadow.__setitem__(slice(None), texts(model)))
    model.dataChanged.connect(
        lambda a, b: shadow.__setitem__(
            slice(a.row(), b.row() + 1), texts(model)[a.row() : b.row() + 1]
        )
    )
    for _ in range(150):
        keys = source.sample(range(12), source.randint(0, 12))
        rows = [Item(key, f"row {key}", Decimal(source.randint(-3, 3))) for key in keys]
        if source.random() < 0.15:
            model.sort(source.choice((-1, 1)))
        model.set_rows(rows)
        assert shadow == texts(model)
        expected = [f"{row.amount:,}" for row in rows]
        assert sorted(texts(model)) == sorted(expected)


def test_exact_values_for_machines_are_neither_grouped_nor_rounded() -> None:
    assert exact(Decimal("1E+5"), Kind.FIGURE) == "100000"
    assert exact(Decimal("0.00010"), Kind.FIGURE) == "0.00010"
    assert exact(1_790_000_000_123_456_789, Kind.TIME) == "2026-09-21T14:13:20.123456789Z"
    assert exact(None, Kind.FIGURE) == ""
    assert exact(float("nan"), Kind.FIGURE) == ""
    assert exact(True, Kind.TEXT) == "yes"


def test_text_that_a_spreadsheet_would_run_is_made_harmless_but_figures_stay() -> None:
    rows = [Item(1, '=HYPERLINK("x")', Decimal(-5)), Item(2, "a,b", None)]
    assert as_text(COLUMNS, rows, separator=",") == (
        'Name,Amount\r\n"\'=HYPERLINK(""x"")",-5\r\n"a,b",\r\n'
    )
    assert as_text(COLUMNS, rows[1:], separator="\t") == "Name\tAmount\na,b\t\n"


def test_keys_of_mixed_values_can_be_sorted_together() -> None:
    values = ["b", None, 2.5, Decimal(1), "A", float("nan"), True]
    ordered = sorted(values, key=sort_key)
    assert ordered[2:] == [Decimal(1), True, 2.5, "A", "b"]
