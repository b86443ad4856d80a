"""The depth heatmap: what is recorded, what is drawn of it, and that only new columns cost."""

from itertools import pairwise

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from terminal.engine.snapshot import FreezeState, Snapshot
from terminal.model.events import Fill, FillType, Side
from terminal.model.reasons import Reason
from terminal.ui.heatmap.panel import GROUPS, HeatmapPanel, fitting
from terminal.ui.heatmap.picture import Picture
from terminal.ui.heatmap.raster import (
    SHADES,
    Frame,
    palette,
    scale_of,
    shaded,
    strengths_of,
    traded_rows,
)
from terminal.ui.heatmap.recording import CAPACITY, LEVELS, SAMPLE_S, Recording
from terminal.ui.panel import Focus
from terminal.ui.theme import Theme
from tests.ui.fake_desk import SECOND, START, FakeDesk

BTC = Focus("paper", "BTC/USD:BTC")


def seen(desk: FakeDesk, **changes: object) -> Snapshot:
    """Return the desk's state with its first leg changed."""
    snapshot = desk.snapshot()
    assert snapshot is not None
    leg = msgspec.structs.replace(snapshot.legs[0], **changes)
    return msgspec.structs.replace(snapshot, legs=(leg, *snapshot.legs[1:]))


def recorded(desk: FakeDesk, moments: int, **changes: object) -> Recording:
    recording = Recording()
    for _ in range(moments):
        desk.advance(SAMPLE_S)
        snapshot = seen(desk, **changes)
        recording.sample(snapshot.at, snapshot.legs[0])
    return recording


def test_a_level_is_drawn_in_the_row_of_its_price_and_on_its_side(desk: FakeDesk) -> None:
    recording = recorded(desk, 1, bids=((57_000.0, 300.0),), asks=((57_001.0, 150.0),))
    frame = Frame(top=114_004, rows=8, group=1)
    strengths = strengths_of(recording.columns(recording.newest, 1), frame)
    assert strengths[0, :, 0].tolist() == [0, 0, 0, 0, 300, 0, 0, 0]
    assert strengths[1, :, 0].tolist() == [0, 0, 150, 0, 0, 0, 0, 0]


def test_grouped_rows_add_up_bids_downwards_and_asks_upwards(desk: FakeDesk) -> None:
    recording = recorded(
        desk,
        1,
        bids=((57_001.0, 1.0), (57_000.5, 2.0), (57_000.0, 4.0)),
        asks=((57_001.5, 8.0), (57_002.0, 16.0), (57_002.5, 32.0)),
    )
    frame = Frame(top=57_003, rows=5, group=2)
    strengths = strengths_of(recording.columns(recording.newest, 1), frame)
    assert strengths[0, :, 0].tolist() == [0, 0, 1, 6, 0]
    assert strengths[1, :, 0].tolist() == [32, 24, 0, 0, 0]


def test_what_is_there_is_seen_and_what_is_at_the_scale_is_full() -> None:
    strengths = np.zeros((2, 1, 4))
    strengths[0, 0, 1:] = [0.001, 50.0, 500.0]
    shades = shaded(strengths, 50.0)[0].tolist()
    assert shades == [0, 1, SHADES - 1, SHADES - 1]
    assert shaded(strengths[::-1], 50.0)[0].tolist() == [0, SHADES + 1, 255, 255]


def test_the_scale_does_not_flicker_with_the_sizes() -> None:
    sizes = np.linspace(1.0, 100.0, 400).reshape(2, 2, 100)
    scales = {scale_of(sizes * factor) for factor in np.linspace(1.0, 1.1, 11)}
    assert len(scales) <= 2
    assert scale_of(np.zeros((2, 3, 4))) == 1.0


def test_an_old_book_and_a_time_without_samples_leave_gaps(desk: FakeDesk) -> None:
    recording = recorded(desk, 3)
    desk.freezes = (FreezeState(Reason.BOOK_STALE, desk.at),)
    desk.advance(SAMPLE_S)
    stale = seen(desk)
    recording.sample(stale.at, stale.legs[0])
    desk.freezes = ()
    desk.advance(4 * SAMPLE_S)
    later = seen(desk)
    recording.sample(later.at, later.legs[0])
    sizes = recording.columns(recording.newest, 8).sizes.sum(axis=1)
    assert [bool(size) for size in sizes] == [True, True, True, False, False, False, False, True]
    assert np.isnan(recording.marks(recording.newest, 8)).tolist() == [False] * 4 + [True] * 3 + [
        False
    ]


def test_only_one_sample_is_kept_of_a_quarter_of_a_second(desk: FakeDesk) -> None:
    recording = Recording()
    snapshot = seen(desk)
    for part in range(5):
        recording.sample(START + part * SECOND // 20, snapshot.legs[0])
    assert recording.version == 1


def test_the_recording_keeps_ten_minutes_and_no_more(desk: FakeDesk) -> None:
    recording = Recording()
    leg = seen(desk).legs[0]
    for moment in range(CAPACITY + 5):
        recording.sample(START + int(moment * SAMPLE_S * SECOND), leg)
    columns = recording.columns(recording.newest, CAPACITY + 5)
    known = (columns.sizes.sum(axis=1) > 0).tolist()
    assert known == [False] * 5 + [True] * CAPACITY
    assert columns.ticks.shape == (CAPACITY + 5, 2 * LEVELS)


def test_a_scrolled_picture_is_the_same_as_one_made_anew(desk: FakeDesk) -> None:
    colours, trade = palette(0x000000, 0x00FF00, 0xFF0000), 0xFFFFFFFF
    recording = recorded(desk, 40, bids=((57_000.0, 50.0),), asks=((57_001.0, 80.0),))
    frame = Frame(top=114_020, rows=40, group=1)
    scrolled = Picture(colours, trade)
    for _ in range(3):
        scrolled.advance(recording, frame, 30, 1, 0.5)
        for step in range(4):
            desk.advance(SAMPLE_S)
            price = 57_000.0 + step
            snapshot = seen(desk, bids=((price, 50.0),), asks=((price + 1, 80.0),))
            recording.sample(snapshot.at, snapshot.legs[0])
    assert scrolled.advance(recording, frame, 30, 1, 0.5) == 4
    assert scrolled.advance(recording, frame, 30, 1, 0.5) == 0
    anew = Picture(colours, trade)
    assert anew.advance(recording, frame, 30, 1, 0.5) == 30
    assert anew.image == scrolled.image


def test_a_trade_is_where_the_last_price_moved(desk: FakeDesk) -> None:
    recording = Recording()
    for price in (57_000.0, 57_000.0, 57_001.0, None, 57_000.5):
        desk.advance(SAMPLE_S)
        snapshot = seen(desk, last_price=price)
        recording.sample(snapshot.at, snapshot.legs[0])
    columns = recording.columns(recording.newest, 5)
    rows, places = traded_rows(columns, Frame(top=114_004, rows=8, group=1), 0.5)
    assert list(zip(rows.tolist(), places.tolist(), strict=True)) == [(2, 2), (3, 4)]


@pytest.mark.parametrize(("needed", "shown", "group"), [(80, None, 1), (300, None, 5)])
def test_rows_are_as_fine_as_the_book_allows(needed: int, shown: int | None, group: int) -> None:
    assert fitting(needed, 100, shown) == group


def test_rows_stay_until_a_finer_picture_would_have_room(desk: FakeDesk) -> None:
    assert fitting(97, 100, 2) == 2
    assert fitting(70, 100, 2) == 1
    assert fitting(1e9, 100, None) == GROUPS[-1]
    assert all(finer < coarser for finer, coarser in pairwise(GROUPS))


def test_the_panel_draws_the_instrument_in_focus_and_says_when_its_book_is_stale(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = HeatmapPanel(desk, theme)
    qtbot.addWidget(panel)
    panel.resize(600, 360)
    with qtbot.waitExposed(panel):
        panel.show()
    empty = panel.view.grab().toImage()
    for _ in range(60):
        desk.advance(SAMPLE_S)
        panel.observe(seen(desk), ())
    panel.refresh(seen(desk), BTC)
    calm = panel.view.grab().toImage()
    assert calm != empty
    desk.freezes = (FreezeState(Reason.BOOK_STALE, desk.at),)
    panel.refresh(seen(desk, book_age_s=12.0), BTC)
    assert panel.view.accessibleDescription().endswith("stale 12 s")
    assert panel.view.grab().toImage() != calm


def test_an_own_fill_is_marked_on_its_instrument_and_a_funding_payment_is_not(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = HeatmapPanel(desk, theme)
    qtbot.addWidget(panel)
    fill = Fill(
        at=desk.at,
        venue="paper",
        symbol="BTC/USD:BTC",
        client_order_id=None,
        contracts=100.0,
        price=57_000.0,
        fee=0.0,
        fill_id="1",
        fill_type=FillType.TRADE,
        side=Side.SELL,
    )
    funding = msgspec.structs.replace(fill, fill_type=FillType.FUNDING)
    panel.observe(seen(desk), (fill, funding))
    assert [(mark.price, mark.side) for mark in panel.recordings.of(BTC).fills] == [(57_000.0, -1)]
