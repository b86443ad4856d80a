"""The health panel in a window."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.ui.desk import Health, VenueHealth, VenueState
from terminal.ui.health.panel import HealthPanel
from terminal.ui.main_window import MainWindow
from terminal.ui.theme import Theme
from tests.ui.fake_clock import FakeClock
from tests.ui.fake_desk import FakeDesk

FRAME_S = 0.02


class LaggingDesk(FakeDesk):
    """A desk whose loop lag can be set; it counts how often it was asked."""

    lag_ms: float | None = 1.6
    asked = 0

    def health(self) -> Health:
        self.asked += 1
        return Health(loop_lag_p99_ms=self.lag_ms)


class Stage:
    """A panel on a desk, with time that moves frame by frame."""

    def __init__(self, qtbot: QtBot, desk: FakeDesk, theme: Theme, width: int) -> None:
        self.desk = desk
        self.now_ns = 0
        self.panel = HealthPanel(desk, theme, clock=lambda: self.now_ns)
        self.panel.watch([self.panel])
        qtbot.addWidget(self.panel)
        self.panel.resize(width, 300)
        with qtbot.waitExposed(self.panel):
            self.panel.show()

    def live(self, seconds: float) -> None:
        """Let frames pass and show the last one."""
        for _ in range(round(seconds / FRAME_S)):
            self.now_ns += int(FRAME_S * 1e9)
            snapshot = self.desk.snapshot()
            assert snapshot is not None
            self.panel.observe(snapshot, [])
        snapshot = self.desk.snapshot()
        assert snapshot is not None
        self.panel.refresh(snapshot, None)
        for _ in range(4):
            QApplication.processEvents()


def test_the_engine_is_asked_once_a_second_and_not_with_every_frame(
    qtbot: QtBot, theme: Theme
) -> None:
    desk = LaggingDesk()
    stage = Stage(qtbot, desk, theme, 1280)
    stage.live(5.1)
    assert desk.asked in (5, 6)
    assert stage.panel.history.samples == 5
    figures = {figure.caption: figure.value for figure in stage.panel.strip.figures}
    assert figures["Loop lag, p99"] == "1.60 ms"
    assert figures["Frame time, p99"] == "20.0 ms"


def test_the_lag_is_drawn_and_a_gap_left_where_it_is_unknown(qtbot: QtBot, theme: Theme) -> None:
    desk = LaggingDesk()
    stage = Stage(qtbot, desk, theme, 1280)
    stage.live(1.1)
    plain = stage.panel.lag.grab().toImage()
    desk.lag_ms = 15.0
    stage.live(20.0)
    assert stage.panel.lag.grab().toImage() != plain
    assert stage.panel.lag.accessibleDescription() == "15.0 ms, limit 8 ms"
    desk.lag_ms = None
    stage.live(2.0)
    assert stage.panel.lag.accessibleDescription() == "not known, limit 8 ms"


def test_its_own_painting_is_measured_like_that_of_others(qtbot: QtBot, theme: Theme) -> None:
    stage = Stage(qtbot, LaggingDesk(), theme, 1280)
    for _ in range(3):
        stage.live(1.1)
    model = stage.panel.panels.model()
    assert model.index(0, 0).data() == "Health"
    assert float(model.index(0, 3).data()) > 0


@pytest.mark.parametrize("width", [668, 1212])
def test_nothing_is_cut_off(qtbot: QtBot, desk: FakeDesk, theme: Theme, width: int) -> None:
    stage = Stage(qtbot, desk, theme, width)
    stage.live(2.0)
    feeds = stage.panel.feeds
    assert feeds.horizontalHeader().length() <= feeds.viewport().width()
    metrics = feeds.fontMetrics()
    for row in range(feeds.model().rowCount()):
        for column in range(feeds.model().columnCount()):
            text = feeds.model().index(row, column).data()
            assert metrics.horizontalAdvance(text) <= feeds.columnWidth(column) - 8, text


def test_the_window_measures_every_panel_it_has(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> None:
    window = MainWindow(desk, theme, clock=FakeClock())
    qtbot.addWidget(window)
    names = {cost.name for cost in window.health.paints.take(1.0)}
    assert {panel.heading for panel in window.panels.values()} <= names
    window.allow_close()


def test_every_part_has_a_name_for_a_screen_reader(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = Stage(qtbot, desk, theme, 1280).panel
    parts = (panel, panel.strip, panel.feeds, panel.panels, panel.lag, panel.frame)
    assert all(part.accessibleName() for part in parts)


class ConnectedDesk(FakeDesk):
    """A desk with a venue that can be lost."""

    state = VenueState.LIVE

    def health(self) -> Health:
        return Health(venues=(VenueHealth("bybit", self.state, self.at, "maintenance"),))


def test_a_venue_that_is_lost_is_listed_with_its_reason(qtbot: QtBot, theme: Theme) -> None:
    desk = ConnectedDesk()
    stage = Stage(qtbot, desk, theme, 1280)
    desk.state = VenueState.UNAVAILABLE
    stage.live(1.5)
    model = stage.panel.venues.model()
    shown = [model.index(0, column).data() for column in range(model.columnCount())]
    assert shown == ["bybit", "‖ unavailable", "now", "maintenance"]
    assert stage.panel.venues.isVisible()


def test_a_desk_without_venues_has_no_table_of_them(qtbot: QtBot, theme: Theme) -> None:
    stage = Stage(qtbot, FakeDesk(), theme, 1280)
    stage.live(1.5)
    assert not stage.panel.venues.isVisible()
