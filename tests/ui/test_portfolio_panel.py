"""The portfolio panel in a window."""

import msgspec
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.engine.snapshot import AccountState, Snapshot
from terminal.ui.portfolio.panel import PortfolioPanel
from terminal.ui.theme import Theme
from tests.ui.fake_desk import FakeDesk


def opened(qtbot: QtBot, desk: FakeDesk, theme: Theme, width: int = 1280) -> PortfolioPanel:
    """Return the panel on screen with its first picture painted."""
    panel = PortfolioPanel(desk, theme)
    qtbot.addWidget(panel)
    panel.resize(width, 300)
    with qtbot.waitExposed(panel):
        panel.show()
    snapshot = desk.snapshot()
    assert snapshot is not None
    show(panel, snapshot)
    return panel


def show(panel: PortfolioPanel, snapshot: Snapshot) -> bool:
    """Live through one frame and let the panel paint."""
    changed = panel.refresh(snapshot, None)
    for _ in range(4):
        QApplication.processEvents()
    return changed


def test_the_total_stays_below_what_it_adds_up(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> None:
    panel = opened(qtbot, desk, theme)
    assert panel.model.rowCount() == 4
    assert panel.model.cell(3, 0).text == "Σ total"
    assert not panel.table.isSortingEnabled()


def test_an_unchanged_portfolio_is_not_painted_again(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = opened(qtbot, desk, theme)
    snapshot = desk.snapshot()
    assert snapshot is not None
    panel.cost.reset()
    assert not show(panel, snapshot)
    assert panel.cost.count == 0


def test_advice_stands_beside_the_table_or_below_it(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = opened(qtbot, desk, theme)
    assert panel.advice.x() >= panel.table.geometry().right()
    assert panel.table.horizontalScrollBar().maximum() == 0
    panel.resize(668, 330)
    for _ in range(4):
        QApplication.processEvents()
    assert panel.advice.y() >= panel.table.geometry().bottom()


def test_without_accounts_the_panel_says_so(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> None:
    panel = opened(qtbot, desk, theme)
    snapshot = desk.snapshot()
    assert snapshot is not None
    nobody: tuple[AccountState, ...] = ()
    show(panel, msgspec.structs.replace(snapshot, accounts=nobody))
    assert panel.model.rowCount() == 0
    assert panel.table.empty == "No account has been heard of yet"
    assert not panel.advice.isVisible()


def test_every_part_has_a_name_for_a_screen_reader(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = opened(qtbot, desk, theme)
    assert [part.accessibleName() for part in (panel, panel.table, panel.advice)] == [
        "Portfolio",
        "Accounts of the portfolio",
        "Portfolio advice",
    ]
    assert panel.advice.accessibleDescription().startswith("No transfer would help")
