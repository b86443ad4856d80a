"""History, thinning and axes of the price chart."""

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from terminal.engine.snapshot import FreezeState
from terminal.model.events import Fill, FillType, Side
from terminal.model.outputs import Freeze, Unfreeze
from terminal.model.reasons import Reason
from terminal.ui.panel import Focus
from terminal.ui.price.axes import Span, fitted, time_ticks, value_ticks
from terminal.ui.price.candles import candles, length_for
from terminal.ui.price.fill_painter import FillPainter
from terminal.ui.price.history import Column, FillMark, Histories
from terminal.ui.price.history import Span as Frozen
from terminal.ui.price.overlay import stretches
from terminal.ui.price.panel import PricePanel
from terminal.ui.price.plot import Plot, fills_to_mark, line_of, steps_of
from terminal.ui.price.rows import chart_rows
from terminal.ui.price.thinning import thinned
from terminal.ui.theme import Directions, Ground, Theme
from tests.ui.fake_desk import SECOND, FakeDesk

_BTC = Focus("paper", "BTC/USD:BTC")


def _watched(desk: FakeDesk, frames: int, seconds: float = 0.25) -> Histories:
    histories = Histories()
    for _ in range(frames):
        desk.advance(seconds)
        snapshot = desk.snapshot()
        assert snapshot is not None
        histories.observe(snapshot.at, snapshot.legs, desk.drain())
    return histories


def _fill(desk: FakeDesk, fill_type: FillType = FillType.TRADE) -> Fill:
    return Fill(
        at=desk.at, venue="paper", symbol="BTC/USD:BTC", client_order_id=None, contracts=5.0,
        price=57_000.0, fee=0.0, fill_id="1", fill_type=fill_type, side=Side.SELL,
    )  # fmt: skip


def test_every_instrument_is_remembered_whether_or_not_it_is_looked_at(desk: FakeDesk) -> None:
    histories = _watched(desk, 40)
    for symbol in ("BTC/USD:BTC", "AIOZ/USD:AIOZ", "BTC/USDT:USDT"):
        assert len(histories.of(Focus("paper", symbol)).samples) == 40


def test_samples_are_at_most_five_a_second(desk: FakeDesk) -> None:
    histories = _watched(desk, 60, seconds=1 / 60)
    assert len(histories.of(_BTC).samples) <= 6


def test_fills_are_marked_with_their_side_and_funding_is_no_fill(desk: FakeDesk) -> None:
    desk.pushed = [_fill(desk), _fill(desk, FillType.FUNDING)]
    marks = list(_watched(desk, 1).of(_BTC).fills)
    assert [(mark.side, mark.price) for mark in marks] == [(-1, 57_000.0)]


def test_a_breaker_freeze_is_a_span_that_ends_with_its_unfreeze(desk: FakeDesk) -> None:
    frozen = Freeze(at=desk.at, reason=Reason.PRICE_GAP, venue="paper", symbol="BTC/USD:BTC")
    over = Unfreeze(
        at=desk.at + 2 * SECOND, reason=Reason.PRICE_GAP, venue="paper", symbol="BTC/USD:BTC"
    )
    desk.pushed = [frozen, frozen]
    histories = _watched(desk, 1)
    history = histories.of(_BTC)
    assert [span.until_s for span in history.spans] == [None]
    histories.observe(desk.at, (), [over])
    (span,) = history.spans
    assert span.until_s is not None
    assert span.until_s - span.since_s == pytest.approx(2.0)


def test_a_freeze_of_everything_is_a_span_on_every_instrument(desk: FakeDesk) -> None:
    histories = _watched(desk, 1)
    histories.observe(desk.at, (), [Freeze(at=desk.at, reason=Reason.SLEPT)])
    assert len(histories.of(_BTC).spans) == 1
    assert len(histories.of(Focus("paper", "AIOZ/USD:AIOZ")).spans) == 1


def test_thinning_keeps_the_extremes_and_both_ends() -> None:
    times = np.arange(10_000, dtype=np.float64)
    values = np.sin(times / 700)
    values[4321], values[7654] = 9.0, -9.0
    kept_times, kept = thinned(times, values, 400)
    assert len(kept) <= 440
    assert kept.max() == 9.0
    assert kept.min() == -9.0
    assert (kept_times[0], kept_times[-1]) == (0.0, 9999.0)
    assert (np.diff(kept_times) > 0).all()


def test_thinning_leaves_out_what_is_unknown() -> None:
    times = np.array([0.0, 1.0, 2.0])
    kept_times, kept = thinned(times, np.array([1.0, np.nan, 3.0]), 100)
    assert kept_times.tolist() == [0.0, 2.0]
    assert kept.tolist() == [1.0, 3.0]


def test_value_ticks_are_round_and_inside() -> None:
    assert value_ticks(Span(56_930.0, 57_160.0), 5) == [
        56_950.0,
        57_000.0,
        57_050.0,
        57_100.0,
        57_150.0,
    ]
    assert value_ticks(Span(1.0, 1.0), 5) == []


def test_time_ticks_are_whole_and_show_seconds_only_when_they_differ() -> None:
    ticks, shape = time_ticks(1000.0, 1300.0, 5)
    assert ticks == [1020, 1080, 1140, 1200, 1260]
    assert shape == "%H:%M"
    assert time_ticks(1000.0, 1030.0, 5)[1] == "%H:%M:%S"


def test_the_range_stands_still_while_the_data_fits_and_moves_when_it_leaves() -> None:
    first = fitted(None, [(100.0, 110.0)], 0.0)
    assert first is not None
    assert first.low < 100.0 < 110.0 < first.high
    assert fitted(first, [(101.0, 109.0)], 0.0) == first
    assert fitted(first, [(100.0, 112.0)], 0.0) != first
    assert fitted(first, [None], 0.0) == first


def test_a_line_has_its_points_where_time_and_value_are() -> None:
    plot = Plot(QRect(10, 20, 100, 200), Span(1000.0, 1010.0), Span(50.0, 100.0), 0, 3)
    times, values = np.array([1000.0, 1005.0, 1010.0]), np.array([100.0, 75.0, 50.0])
    drawn = [(point.x(), point.y()) for point in line_of(plot, times, values).toList()]
    assert drawn == [(10.0, 20.0), (60.0, 120.0), (110.0, 220.0)]
    assert line_of(plot, times[:0], values[:0]).isEmpty()


def test_steps_hold_a_quantity_until_it_changes() -> None:
    plot = Plot(QRect(0, 0, 100, 100), Span(0.0, 10.0), Span(0.0, 10.0), 0, 4)
    times, values = np.array([0.0, 2.0, 4.0, 10.0]), np.array([5.0, 5.0, 7.0, 7.0])
    drawn = [(point.x(), point.y()) for point in steps_of(plot, times, values).toList()]
    assert drawn == [(0.0, 50.0), (40.0, 50.0), (40.0, 30.0), (100.0, 30.0), (100.0, 30.0)]


def test_the_chart_follows_the_present_until_it_is_moved_and_again_on_demand(
    desk: FakeDesk, theme: Theme
) -> None:
    panel = PricePanel(desk, theme)
    told: list[bool] = []
    panel.chart.follow_changed.connect(told.append)
    panel.chart.look_back(desk.at / 1e9 - 60)
    states = [panel.chart.following]
    panel.chart.follow()
    states.append(panel.chart.following)
    assert states == told == [False, True]


def test_the_chart_paints_with_and_without_data(desk: FakeDesk, theme: Theme) -> None:
    panel = PricePanel(desk, theme)
    panel.resize(800, 400)
    panel.grab()
    for _ in range(30):
        desk.advance(0.25)
        snapshot = desk.snapshot()
        assert snapshot is not None
        panel.observe(snapshot, [_fill(desk)])
        panel.refresh(snapshot, _BTC)
    panel.grab()
    assert panel.cost.count >= 2
    history = panel.histories.of(_BTC)
    assert len(history.samples.values(Column.MARK)) == 30


def test_candles_stand_on_round_times_and_keep_every_extreme() -> None:
    times = np.array([100.0, 101.0, 104.9, 105.0, 109.0, 121.0])
    values = np.array([10.0, 14.0, 12.0, 7.0, np.nan, 9.0])
    made = candles(times, values, 5.0, values, values)
    assert made.begins.tolist() == [100.0, 105.0, 120.0]
    assert made.opens.tolist() == [10.0, 7.0, 9.0]
    assert made.highs.tolist() == [14.0, 7.0, 9.0]
    assert made.lows.tolist() == [10.0, 7.0, 9.0]
    assert made.closes.tolist() == [12.0, 7.0, 9.0]


def test_no_candle_is_made_of_nothing() -> None:
    nothing, unknown = np.empty(0), np.array([np.nan])
    assert len(candles(nothing, nothing, 5.0, nothing, nothing).begins) == 0
    assert len(candles(np.array([1.0]), unknown, 5.0, unknown, unknown).begins) == 0


def test_a_candle_has_what_was_touched_between_two_samples() -> None:
    times, values = np.array([100.0, 101.0]), np.array([10.0, 11.0])
    made = candles(times, values, 5.0, values - 3.0, values + 4.0)
    assert (made.lows.tolist(), made.highs.tolist()) == ([7.0], [15.0])


@pytest.mark.parametrize("window_s", [10.0, 60.0, 300.0, 900.0, 3600.0, 7200.0])
def test_a_window_holds_a_readable_number_of_candles(window_s: float) -> None:
    assert 10 <= window_s / length_for(window_s) <= 120


def test_candles_are_drawn_while_they_are_chosen(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = PricePanel(desk, theme)
    qtbot.addWidget(panel)
    panel.resize(700, 340)
    focus = Focus("paper", "BTC/USD:BTC")
    snapshot = desk.snapshot()
    assert snapshot is not None
    for _ in range(300):
        panel.observe(snapshot, ())
        desk.advance(0.25)
        following = desk.snapshot()
        assert following is not None
        snapshot = following
    panel.refresh(snapshot, focus)
    lines = panel.chart.grab().toImage()
    panel.candles.click()
    panel.refresh(snapshot, focus)
    assert panel.chart.grab().toImage() != lines
    panel.candles.click()
    panel.refresh(snapshot, focus)
    assert panel.chart.grab().toImage() == lines


def test_a_stale_mark_price_is_said_on_the_chart(desk: FakeDesk) -> None:
    desk.freezes = (FreezeState(Reason.MARK_STALE, desk.at),)
    snapshot = desk.snapshot()
    assert snapshot is not None
    stale = msgspec.structs.replace(snapshot.legs[0], mark_age_s=12.0)
    rows = chart_rows(stale, version=1, at=desk.at, window_s=60.0)
    assert rows.stale == "mark price stale 12 s"
    desk.freezes = (FreezeState(Reason.FEED_DISCONNECTED, desk.at, None, "book, mark"),)
    lost = desk.snapshot()
    assert lost is not None
    rows = chart_rows(lost.legs[0], version=1, at=desk.at, window_s=60.0)
    assert rows.stale == "feed of the mark price lost"
    desk.freezes = (FreezeState(Reason.BOOK_STALE, desk.at),)
    calm = desk.snapshot()
    assert calm is not None
    assert chart_rows(calm.legs[0], version=1, at=desk.at, window_s=60.0).stale == ""


def _hour() -> Plot:
    return Plot(QRect(0, 0, 600, 300), Span(0.0, 3_600.0), Span(100.0, 200.0), 0, 0)


def test_fills_that_would_cover_each_other_are_marked_once_the_newest() -> None:
    fills = [FillMark(i / 100, 150.0, 1, float(i)) for i in range(1_000)]  # two pixels wide
    sale, old = FillMark(0.5, 150.0, -1, 7.0), FillMark(-5.0, 150.0, 1, 9.0)
    marked = fills_to_mark(_hour(), [old, *fills, sale])
    assert marked == [fills[-1], sale]


def test_freezes_that_touch_on_screen_are_shaded_once() -> None:
    spans = [Frozen(i * 2.0, i * 2.0 + 1.0, Reason.BOOK_STALE) for i in range(600)]  # to 1,200 s
    later = Frozen(3_000.0, None, Reason.BOOK_STALE)
    gap = Frozen(100.0, 102.0, Reason.PRICE_GAP)
    shaded = stretches(_hour(), [*spans[:300], gap, *spans[300:], later], 3_600.0)
    assert shaded == [
        (Reason.BOOK_STALE, 0, 201), (Reason.PRICE_GAP, 17, 18), (Reason.BOOK_STALE, 500, 599),
    ]  # fmt: skip


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_fills_are_painted_where_they_were_in_the_theme_s_colours(
    qtbot: QtBot, ratio: float
) -> None:
    theme = Theme()
    plot = _hour()
    fills = [FillMark(600.0, 150.0, 1, 5.0), FillMark(1_800.0, 120.0, -1, 5.0),
             FillMark(3_000.0, 180.0, 0, 5.0)]  # fmt: skip
    painted = FillPainter(theme)

    def picture() -> QImage:
        image = QImage(round(600 * ratio), round(300 * ratio), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(theme.color("surface"))
        painter = QPainter(image)
        painted.draw(painter, plot, fills, ratio)
        painter.end()
        return image

    def at(image: QImage, x: int, y: int) -> QColor:
        return image.pixelColor(round(x * ratio), round(y * ratio))

    for ground in Ground:
        theme.turn(ground, Directions.WESTERN)
        image, nothing = picture(), theme.color("surface")
        assert (at(image, 100, 159), at(image, 100, 141)) == (theme.color("up"), nothing)
        assert (at(image, 300, 231), at(image, 300, 249)) == (theme.color("down"), nothing)
        assert (at(image, 500, 60), at(image, 500, 69)) == (theme.color("text"), nothing)
