"""The funding panel in a window: doubt is seen, and nothing is painted that did not change."""

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.ui.funding.panel import FundingPanel
from terminal.ui.panel import Focus
from terminal.ui.theme import Theme
from tests.ui.fake_desk import FakeDesk

FOCUS = Focus("paper", "BTC/USD:BTC")
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def opened(qtbot: QtBot, desk: FakeDesk, theme: Theme, width: int = 600) -> FundingPanel:
    """Return the panel on screen with its first picture painted."""
    panel = FundingPanel(desk, theme)
    qtbot.addWidget(panel)
    panel.resize(width, 320)
    with qtbot.waitExposed(panel):
        panel.show()
    show(panel, desk)
    return panel


def show(panel: FundingPanel, desk: FakeDesk) -> bool:
    """Give the panel its turn and let it paint."""
    snapshot = desk.snapshot()
    assert snapshot is not None
    changed = panel.refresh(snapshot, FOCUS)
    for _ in range(6):
        QApplication.processEvents()
    return changed


def free_corner(panel: FundingPanel) -> QImage:
    """Return a piece of the chart where no data is: what is seen there is the ground."""
    assert panel.chart is not None
    area = panel.chart.plot_area().toRect()
    picture: QImage = panel.chart.grab(
        QRect(area.right() - 40, area.bottom() - 14, 12, 12)
    ).toImage()
    return picture


def veiled(panel: FundingPanel) -> bool:
    """Return whether the chart says of itself that it is stale."""
    return panel.chart is not None and panel.chart.veiled


def colors_of(image: QImage) -> set[int]:
    """Return the distinct colours of a picture."""
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}


def test_stale_data_is_hatched_dimmed_and_said_and_a_live_rate_is_not(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = opened(qtbot, desk, theme)
    assert panel.banner.isHidden()
    assert not veiled(panel)
    plain = colors_of(free_corner(panel))
    desk.funding_stale = True
    show(panel, desk)
    assert panel.banner.isVisible()
    assert panel.banner.text.startswith("STALE")
    assert veiled(panel)
    hatched = free_corner(panel)
    assert len(colors_of(hatched)) > len(plain)
    across = [hatched.pixelColor(n, 5).lightness() for n in range(12)]
    diagonal = [hatched.pixelColor(n, 11 - n).lightness() for n in range(12)]
    contrast = max(across) - min(across)
    assert contrast > 20, "hatching alternates along a line"
    assert max(diagonal) - min(diagonal) < contrast / 2, "and not along its own direction"
    desk.funding_stale = False
    show(panel, desk)
    assert panel.banner.isHidden()
    assert colors_of(free_corner(panel)) == plain


def test_stale_figures_stand_on_hatched_ground_too(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = opened(qtbot, desk, theme)
    empty = QRect(110, 4, 20, 12)  # right of the first caption
    assert len(colors_of(panel.strip.grab(empty).toImage())) == 1
    desk.funding_stale = True
    show(panel, desk)
    assert len(colors_of(panel.strip.grab(empty).toImage())) > 1


def test_an_override_has_a_louder_banner_than_staleness(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    desk.funding_stale = True
    panel = opened(qtbot, desk, theme)
    stale = panel.banner.grab().toImage().pixel(2, 2)
    desk.funding_override = "rate checked by hand"
    show(panel, desk)
    assert "rate checked by hand" in panel.banner.text
    assert panel.banner.grab().toImage().pixel(2, 2) != stale
    assert panel.banner.grab().toImage().pixelColor(2, 2) == theme.color("live")


def test_a_passing_second_repaints_the_countdown_and_not_the_chart(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = opened(qtbot, desk, theme)
    assert panel.chart is not None
    panel.cost.reset()
    desk.advance(1.0)
    assert show(panel, desk)
    assert panel.cost.count == 1
    assert not show(panel, desk)
    assert panel.cost.count == 1


def test_facts_move_under_the_chart_where_the_panel_is_narrow(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = opened(qtbot, desk, theme)
    assert panel.chart is not None
    assert panel.facts.x() > panel.chart.x()
    panel.resize(400, 480)
    show(panel, desk)
    assert panel.facts.y() > panel.chart.y()
    assert panel.facts.width() == panel.chart.width()


def test_a_trader_who_looks_back_is_left_there_until_a_double_click(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = opened(qtbot, desk, theme)
    chart = panel.chart
    assert chart is not None
    newest = chart.box.viewRange()[0]
    chart.box.setXRange(newest[0] - 1e6, newest[1] - 1e6, padding=0)
    chart.box.sigRangeChangedManually.emit([True, False])
    assert not chart.following
    desk.advance(3.0)
    show(panel, desk)
    assert chart.box.viewRange()[0][1] == pytest.approx(newest[1] - 1e6)
    chart.follow()
    assert chart.box.viewRange()[0] == pytest.approx(newest)


def test_the_mouse_at_rest_learns_what_was_settled_and_predicted(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = opened(qtbot, desk, theme)
    assert panel.chart is not None
    snapshot = desk.snapshot()
    assert snapshot is not None
    at, rate = snapshot.legs[0].funding.settled[-1]
    tip = panel.chart.tip_at(at / 1e9 - 60)
    assert f"settled {rate * 100:+.4f} %" in tip
    assert "predicted" in tip
    assert panel.chart.tip_at(at / 1e9 + 86_400) == ""


def test_without_an_instrument_the_panel_says_so(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = FundingPanel(desk, theme)
    qtbot.addWidget(panel)
    snapshot = desk.snapshot()
    assert snapshot is not None
    panel.present(panel.rows(snapshot, None))
    assert panel.strip.figures[0].note == "no instrument is chosen"
    assert panel.strip.accessibleDescription().startswith("Funding: —")


def test_every_settled_rate_in_view_is_a_bar_and_the_running_one_a_frame(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = opened(qtbot, desk, theme, width=1200)
    chart = panel.chart
    assert chart is not None
    snapshot = desk.snapshot()
    assert snapshot is not None
    funding = snapshot.legs[0].funding
    image = chart.grab().toImage()
    zero = round(chart.y_of(0.0))
    up, down = theme.color("up"), theme.color("down")
    for at, rate in funding.settled[-40:]:
        middle = round(float(chart.x_of(np.array([at / 1e9 - 14_400 * 1.2]))[0]))
        height = abs(zero - round(chart.y_of(rate)))
        if height < 6:
            continue
        drawn = image.pixelColor(middle, zero + (2 if rate < 0 else -2))
        nearer_up = abs(drawn.hue() - up.hue()) < abs(drawn.hue() - down.hue())
        assert nearer_up == (rate > 0)
    assert funding.next_funding_at is not None
    left = round(float(chart.x_of(np.array([funding.next_funding_at / 1e9 - 28_800]))[0]))
    assert image.pixelColor(left, zero - 6) == theme.color("accent")
