"""The margin panel in a window."""

import msgspec
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.engine.snapshot import Snapshot
from terminal.ui.margin.history import MarginHistory
from terminal.ui.margin.panel import MarginPanel
from terminal.ui.theme import Theme
from tests.ui.fake_desk import FakeDesk

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


class AccountDesk(FakeDesk):
    """A desk with one account whose use of margin and age can be set."""

    used: float | None = 0.274
    age_s: float = 1.0

    def snapshot(self) -> Snapshot | None:
        snapshot = super().snapshot()
        assert snapshot is not None
        account = msgspec.structs.replace(
            snapshot.accounts[0], utilisation=self.used, age_s=self.age_s
        )
        portfolio = msgspec.structs.replace(snapshot.portfolio, utilisation=self.used)
        return msgspec.structs.replace(snapshot, accounts=(account,), portfolio=portfolio)


@pytest.fixture
def accounts() -> AccountDesk:
    """Return a desk with one calm account."""
    return AccountDesk()


def opened(qtbot: QtBot, desk: FakeDesk, theme: Theme, width: int = 600) -> MarginPanel:
    """Return the panel on screen with its first picture painted."""
    panel = MarginPanel(desk, theme)
    qtbot.addWidget(panel)
    panel.resize(width, 320)
    with qtbot.waitExposed(panel):
        panel.show()
    show(panel, desk)
    return panel


def show(panel: MarginPanel, desk: FakeDesk) -> bool:
    """Live through one frame and let the panel paint."""
    snapshot = desk.snapshot()
    assert snapshot is not None
    panel.observe(snapshot, [])
    changed = panel.refresh(snapshot, None)
    for _ in range(6):
        QApplication.processEvents()
    return changed


def test_an_old_account_veils_the_chart_and_raises_the_banner(
    qtbot: QtBot, accounts: AccountDesk, theme: Theme
) -> None:
    panel = opened(qtbot, accounts, theme)
    assert panel.chart is not None
    veiled = [panel.chart.veiled]
    assert panel.banner.isHidden()
    plain = panel.chart.grab().toImage()
    accounts.age_s = 45.0
    show(panel, accounts)
    assert [*veiled, panel.chart.veiled] == [False, True]
    assert panel.banner.text.startswith("STALE · account paper BTC is 45 s old")
    assert panel.chart.grab().toImage() != plain


def test_the_levels_are_drawn_where_their_shares_are(
    qtbot: QtBot, accounts: AccountDesk, theme: Theme
) -> None:
    panel = opened(qtbot, accounts, theme)
    chart = panel.chart
    assert chart is not None
    image = chart.grab().toImage()
    middle = int(chart.plot_area().center().x()) + 100
    ground = image.pixelColor(middle, round(chart.y_of(0.40)))
    for level in (0.5, 0.65, 0.8, 0.95):
        drawn = image.pixelColor(middle, round(chart.y_of(level)))
        assert drawn != ground
        assert drawn.red() > ground.red() + 60
    assert chart.y_of(0.95) < chart.y_of(0.5)


def test_a_utilisation_over_a_level_is_said_and_coloured(
    qtbot: QtBot, accounts: AccountDesk, theme: Theme
) -> None:
    accounts.used = 0.83
    panel = opened(qtbot, accounts, theme)
    assert panel.banner.text == (
        "MARGIN · paper BTC uses 83.0 %, over 80 %. Positions are cut back."
    )
    assert panel.strip.figures[0].tone == "alarm"
    gauge = panel.strip.figures[0].gauge
    assert gauge is not None
    assert gauge.marks == (0.5, 0.65, 0.8, 0.95)


def test_the_chart_is_drawn_anew_once_a_second_and_not_with_every_frame(
    qtbot: QtBot, accounts: AccountDesk, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = opened(qtbot, accounts, theme)
    assert panel.chart is not None
    drawn: list[int] = []
    plain = panel.chart.show_history

    def counted(history: MarginHistory) -> None:
        drawn.append(history.samples)
        plain(history)

    monkeypatch.setattr(panel.chart, "show_history", counted)
    for _ in range(20):
        accounts.advance(0.1)
        show(panel, accounts)
    assert len(drawn) == 2


def test_history_is_kept_while_the_panel_is_hidden(
    qtbot: QtBot, accounts: AccountDesk, theme: Theme
) -> None:
    panel = MarginPanel(accounts, theme)
    qtbot.addWidget(panel)
    for _ in range(30):
        snapshot = accounts.snapshot()
        assert snapshot is not None
        panel.observe(snapshot, [])
        accounts.advance(1.0)
    assert len(panel.history.series["paper BTC"]) == 30
    assert panel.chart is None


def test_tables_stand_beside_the_chart_where_there_is_room(
    qtbot: QtBot, accounts: AccountDesk, theme: Theme
) -> None:
    panel = opened(qtbot, accounts, theme, width=1200)
    assert panel.chart is not None
    assert panel.accounts.mapTo(panel, panel.accounts.rect().topLeft()).x() > panel.chart.x()
    panel.resize(600, 400)
    show(panel, accounts)
    below = panel.accounts.mapTo(panel, panel.accounts.rect().topLeft()).y()
    assert below > panel.chart.geometry().center().y()


def test_no_column_of_the_small_tables_is_cut_off(
    qtbot: QtBot, accounts: AccountDesk, theme: Theme
) -> None:
    panel = opened(qtbot, accounts, theme)
    for table in (panel.accounts, panel.liquidations):
        assert table.horizontalHeader().length() <= table.viewport().width()
        assert table.verticalScrollBar().maximum() == 0
