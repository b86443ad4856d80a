"""The convexity panel in a window."""

import msgspec
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.model.outputs import Action
from terminal.ui.convexity.panel import ConvexityPanel, View
from terminal.ui.panel import Focus
from terminal.ui.theme import Theme
from tests.ui.fake_desk import FakeDesk

BITCOIN = Focus("paper", "BTC/USD:BTC")


def opened(qtbot: QtBot, desk: FakeDesk, theme: Theme, width: int = 1212) -> ConvexityPanel:
    """Return the panel on screen with its first picture painted."""
    panel = ConvexityPanel(desk, theme)
    qtbot.addWidget(panel)
    panel.resize(width, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    show(panel, desk)
    return panel


def show(panel: ConvexityPanel, desk: FakeDesk, focus: Focus | None = BITCOIN) -> bool:
    """Live through one frame and let the panel paint."""
    snapshot = desk.snapshot()
    assert snapshot is not None
    changed = panel.refresh(snapshot, focus)
    for _ in range(4):
        QApplication.processEvents()
    return changed


def test_nothing_is_painted_while_nothing_changes(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = opened(qtbot, desk, theme)
    assert not show(panel, desk)
    panel.cost.reset()
    show(panel, desk)
    assert panel.cost.count == 0


def test_the_mark_is_in_the_middle_of_the_ladder(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = opened(qtbot, desk, theme)
    panel.resize(1212, 190)
    show(panel, desk)
    table = panel.table
    middle = table.rowAt(table.viewport().height() // 2)
    assert table.rows_model.shown[middle].move in (10, 0, -10)
    panel.steps[5].click()
    assert table.rows_model.rowCount() == 21
    middle = table.rowAt(table.viewport().height() // 2)
    assert abs(table.rows_model.shown[middle].move) <= 5


def test_now_after_and_both_are_one_press_away(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> None:
    panel = opened(qtbot, desk, theme)
    assert panel.views[View.COMPARED].isChecked()
    assert panel.table.headings.count("→ after") == 4
    panel.views[View.AFTER].click()
    assert "→ after" not in panel.table.headings
    assert "Next tier" in panel.table.headings
    panel.views[View.COMPARED].click()
    assert panel.table.headings.count("→ after") == 4


def test_after_cannot_be_chosen_while_no_order_is_staged(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    desk.action = Action.HOLD
    panel = opened(qtbot, desk, theme)
    assert not panel.views[View.AFTER].isEnabled()
    assert panel.views[View.NOW].isChecked()
    assert "no order staged" in panel.summary.text
    desk.action = Action.RECOMMEND
    show(panel, desk)
    assert panel.views[View.AFTER].isEnabled()
    assert panel.views[View.COMPARED].isChecked()


def test_a_narrow_panel_shows_ladder_or_payoff(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> None:
    panel = opened(qtbot, desk, theme, width=668)
    assert panel.table.isVisible()
    assert not panel.plot.isVisible()
    panel.parts[True].click()
    assert (panel.table.isVisible(), panel.plot.isVisible()) == (False, True)
    panel.resize(1212, 330)
    show(panel, desk)
    assert (panel.table.isVisible(), panel.plot.isVisible()) == (True, True)


@pytest.mark.parametrize("width", [668, 1212])
def test_no_column_is_cut_off(qtbot: QtBot, desk: FakeDesk, theme: Theme, width: int) -> None:
    panel = opened(qtbot, desk, theme, width)
    table = panel.table
    metrics = table.fontMetrics()
    for view in View:
        panel.look_at(view)
        show(panel, desk)
        assert table.horizontalHeader().length() <= table.viewport().width()
        for row in range(table.rows_model.rowCount()):
            for number in range(table.rows_model.columnCount()):
                if not table.isColumnHidden(number):
                    text = table.rows_model.cell(row, number).text
                    assert metrics.horizontalAdvance(text) <= table.columnWidth(number) - 8, text


def test_the_curves_are_drawn_where_their_equity_is(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = opened(qtbot, desk, theme)
    snapshot = desk.snapshot()
    assert snapshot is not None
    rows = panel.rows(snapshot, BITCOIN)
    assert rows.payoff is not None
    image = panel.plot.grab().toImage()
    linear = rows.payoff.curves[1]
    scale, _ = panel.plot.scales()
    end = QPoint(round(scale.x(linear.moves[-1])) - 6, round(scale.y(linear.usd[-1])))
    near = [image.pixelColor(end.x() + x, end.y() + y) for x in range(-6, 7) for y in range(-2, 14)]
    assert max(color.red() for color in near) > 150
    left = image.pixelColor(scale.area.left() + 8, scale.area.center().y())
    right = image.pixelColor(scale.area.right() - 30, scale.area.bottom() - 6)
    assert left.red() > right.red() + 10  # past liquidation the ground is tinted


def test_the_mouse_reads_the_curves(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> None:
    panel = opened(qtbot, desk, theme)
    plain = panel.plot.grab().toImage()
    scale, _ = panel.plot.scales()
    place = QPoint(round(scale.x(20.0)), scale.area.center().y())
    QTest.mouseMove(panel.plot, place)
    QApplication.processEvents()
    assert panel.plot.grab().toImage() != plain


def test_an_old_mark_veils_the_payoff_and_is_said(
    qtbot: QtBot, desk: FakeDesk, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = opened(qtbot, desk, theme)
    plain = panel.plot.grab().toImage()
    before = desk.snapshot()
    assert before is not None
    old = msgspec.structs.replace(before.legs[0], mark_age_s=31.0)
    stale = msgspec.structs.replace(before, legs=(old, *before.legs[1:]))
    panel.refresh(stale, BITCOIN)
    assert panel.summary.text.startswith("STALE · mark price is 31 s old")
    assert panel.plot.grab().toImage() != plain


def test_without_an_instrument_the_panel_says_so(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = opened(qtbot, desk, theme)
    show(panel, desk, None)
    assert panel.table.rows_model.rowCount() == 0
    assert panel.table.empty == "No instrument is chosen"
    assert panel.summary.text == ""


def test_every_part_has_a_name_for_a_screen_reader(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = opened(qtbot, desk, theme)
    parts = [
        panel,
        panel.summary,
        panel.table,
        panel.plot,
        *panel.steps.values(),
        *panel.views.values(),
        *panel.parts.values(),
    ]
    assert all(part.accessibleName() for part in parts)
    assert "on $" in panel.plot.accessibleDescription()
