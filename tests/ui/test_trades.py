"""Public trades in the window: noted, drawn over the heatmap, on the ladder and in the price."""

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from terminal.engine.snapshot import Snapshot
from terminal.model.events import Side
from terminal.model.trades import TradeFeed
from terminal.ui.desk import Pushed
from terminal.ui.health.panel import HealthPanel
from terminal.ui.heatmap.bubbles import LARGEST, SMALLEST, bubbles
from terminal.ui.heatmap.panel import HeatmapPanel
from terminal.ui.heatmap.raster import Frame
from terminal.ui.heatmap.trade_cells import CAPACITY, SAMPLE_NS, TradeCells
from terminal.ui.ladder.panel import LadderPanel
from terminal.ui.ladder.rows import LadderRow, Marker
from terminal.ui.panel import Focus, Panel
from terminal.ui.price.history import Column, Histories
from terminal.ui.theme import Theme
from terminal.ui.trade_notes import TradeNotes
from tests.ui.fake_desk import SECOND, START, FakeDesk
from tests.ui.tape import feed, told, trade

BTC = Focus("paper", "BTC/USD:BTC")
FIRST = START // SAMPLE_NS
FRAME = Frame(top=120_040, rows=80, group=1)


def seen(desk: FakeDesk) -> Snapshot:
    snapshot = desk.snapshot()
    assert snapshot is not None
    return snapshot


def live(panel: Panel, desk: FakeDesk, *pushed: Pushed) -> None:
    """Let a panel live through one frame."""
    snapshot = seen(desk)
    panel.observe(snapshot, pushed)
    panel.refresh(snapshot, BTC)


# notes -------------------------------------------------------------------------------------------


def test_the_last_trade_is_the_newest_by_the_venues_time() -> None:
    notes = TradeNotes()
    newest = trade(60_000.5, 3.0, Side.SELL, at=START + 2, traded_at=START + 1)
    old = trade(59_000.0, 9.0, at=START + 3, traded_at=START - 9 * SECOND)
    notes.observe([feed(TradeFeed.LIVE), told(trade(60_000.0), newest, old)])
    last = notes.last(BTC)
    assert last is not None
    assert (last.price, last.contracts, last.side) == (60_000.5, 3.0, -1)


def test_what_one_order_took_at_one_price_is_one_size() -> None:
    notes = TradeNotes()
    parts = [trade(60_000.0, size, at=START) for size in (1.0, 2.0, 4.0)]
    notes.observe([feed(TradeFeed.LIVE), told(*parts)])
    last = notes.last(BTC)
    assert last is not None
    assert last.contracts == 7.0


def test_a_trade_of_a_feed_that_is_lost_is_not_relied_on() -> None:
    notes = TradeNotes()
    notes.observe([feed(TradeFeed.LIVE), told(trade(60_000.0))])
    notes.observe([feed(TradeFeed.LOST, symbol=None)])
    assert notes.last(BTC) is None
    assert notes.standing(BTC, START) == ("lost", True)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (TradeFeed.NONE, "trades: none"),
        (TradeFeed.CONNECTING, "trades: connecting"),
        (TradeFeed.LIVE, "no trade yet"),
        (TradeFeed.LOST, "trades: lost"),
    ],
)
def test_a_feed_without_trades_is_said_in_words(state: TradeFeed, words: str) -> None:
    notes = TradeNotes()
    assert notes.words(BTC, START) == ""
    notes.observe([feed(state)])
    assert notes.words(BTC, START) == words


def test_a_quiet_market_has_an_age_and_one_that_trades_no_word() -> None:
    notes = TradeNotes()
    notes.observe([feed(TradeFeed.LIVE), told(trade(60_000.0))])
    assert notes.words(BTC, START + 2 * SECOND) == ""
    assert notes.words(BTC, START + 42 * SECOND) == "last trade 42 s ago"
    assert notes.standing(BTC, START + 42 * SECOND) == ("42 s", False)


# bubbles -----------------------------------------------------------------------------------------


def cells(*trades: tuple[int, float, float, Side]) -> TradeCells:
    """Return trades of (samples after the first, price, contracts, side) at a tick of 0.5."""
    kept = TradeCells()
    for sample, price, contracts, side in trades:
        kept.add([trade(price, contracts, side, at=START + sample * SAMPLE_NS)], 0.5)
    return kept


def test_a_bubble_is_at_its_moment_and_price_and_as_large_as_it_traded() -> None:
    kept = cells((10, 60_000.0, 400.0, Side.BUY), (50, 60_010.0, 100.0, Side.SELL))
    drawn = bubbles(kept, FRAME, FIRST, 100, 1000, 4)
    assert drawn.x.tolist() == [105.0, 505.0]
    assert drawn.y.tolist() == [(40 + 0.5) * 4, (20 + 0.5) * 4]
    assert drawn.side.tolist() == [1, -1]
    assert drawn.radius[0] == LARGEST
    assert drawn.radius[1] == pytest.approx((LARGEST + SMALLEST) / 2, abs=1)  # a quarter: half


def test_bubbles_that_would_cover_each_other_are_one_at_their_mean() -> None:
    kept = cells(*((10, 60_000.0, size, Side.BUY) for size in (1.0, 2.0)))
    kept.add([trade(60_000.0, 3.0, Side.SELL, at=START + 10 * SAMPLE_NS)], 0.5)
    drawn = bubbles(kept, FRAME, FIRST, 100, 1000, 4)
    assert sorted(drawn.side.tolist()) == [-1, 1]
    crowded = cells(*((10, 60_000.0 + step / 2, 1.0, Side.BUY) for step in range(-20, 20)))
    assert len(bubbles(crowded, FRAME, FIRST, 100, 1000, 1).x) <= 6


def test_what_is_out_of_sight_is_not_drawn_and_what_is_too_much_is_bounded() -> None:
    kept = cells((-1, 60_000.0, 1.0, Side.BUY), (100, 60_000.0, 1.0, Side.BUY))
    kept.add([trade(70_000.0, at=START + SAMPLE_NS)], 0.5)
    assert len(bubbles(kept, FRAME, FIRST, 100, 1000, 4).x) == 0
    many = TradeCells()
    for sample in range(200):
        at = START + sample * SAMPLE_NS
        many.add([trade(60_000.0 + step / 2, at=at) for step in range(-100, 30)], 0.5)
    assert len(bubbles(many, FRAME, FIRST, 200, 2000, 8).x) <= 400


def test_trades_make_room_for_newer_ones() -> None:
    kept = TradeCells()
    for number in range(CAPACITY + 10):
        kept.add([trade(60_000.0, at=START + number * SAMPLE_NS)], 0.5)
    drawn = bubbles(kept, FRAME, FIRST, 10, 1000, 4)
    assert len(drawn.x) == 0
    assert len(bubbles(kept, FRAME, FIRST + CAPACITY, 10, 1000, 4).x) == 10


def test_a_trade_told_long_after_stands_where_it_was_traded() -> None:
    kept = TradeCells()
    late = trade(60_000.0, at=START + 100 * SAMPLE_NS, traded_at=START + 10 * SAMPLE_NS)
    kept.add([late], 0.5)
    assert bubbles(kept, FRAME, FIRST, 100, 1000, 4).x.tolist() == [105.0]


# heatmap -----------------------------------------------------------------------------------------


def heatmap(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> HeatmapPanel:
    panel = HeatmapPanel(desk, theme)
    qtbot.addWidget(panel)
    panel.resize(480, 280)
    panel.windows.setCurrentIndex(0)
    with qtbot.waitExposed(panel):
        panel.show()
    for _ in range(30):
        desk.advance(0.25)
        live(panel, desk, feed(TradeFeed.LIVE))
    return panel


def picture(panel: HeatmapPanel) -> QImage:
    """Return the book with what lies over it, without legend and axes, in grey."""
    whole = panel.view.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    return whole.copy(0, 22, whole.width() - 76, whole.height() - 44)


def test_trades_are_seen_on_the_heatmap_and_sides_differ_by_shape(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = heatmap(qtbot, desk, theme)
    without = picture(panel)
    best = seen(desk).legs[0].bids[0][0]
    pictures = []
    for side in Side:
        panel.recordings.of(BTC).trades = TradeCells()
        panel.renew()
        live(panel, desk, told(trade(best, 500.0, side, at=desk.at - SECOND)))
        pictures.append(picture(panel))
    assert without not in pictures
    assert pictures[0] != pictures[1]


def test_the_heatmap_says_where_there_are_no_trades_and_draws_the_last_price_instead(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = heatmap(qtbot, desk, theme)
    rows = panel.rows(seen(desk), BTC)
    assert rows is not None
    assert (rows.told, rows.trades) == (True, "no trade yet")
    live(panel, desk, feed(TradeFeed.NONE))
    rows = panel.rows(seen(desk), BTC)
    assert rows is not None
    assert (rows.told, rows.trades) == (False, "trades: none")
    assert panel.view.accessibleDescription().endswith("trades: none")


def test_a_feed_that_is_lost_leaves_what_it_told_and_the_last_price_goes_on(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = heatmap(qtbot, desk, theme)
    best = seen(desk).legs[0].bids[0][0]
    live(panel, desk, told(trade(best, at=desk.at - SECOND)))
    desk.advance(0.25)
    live(panel, desk, feed(TradeFeed.LOST, symbol=None, detail="closed (1006)"))
    rows = panel.rows(seen(desk), BTC)
    assert rows is not None
    assert (rows.told, rows.trades) == (False, "trades: lost")
    assert len(panel.view._traded.x) == 1


def test_bubbles_cost_no_more_the_more_there_are(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = heatmap(qtbot, desk, theme)
    best = seen(desk).legs[0].bids[0][0]
    trades = [trade(best, 5.0, at=desk.at - n * SECOND // 1000) for n in range(5_000)]
    live(panel, desk, told(*trades))
    frame = panel.view._frame
    assert frame is not None
    cells = panel.recordings.of(BTC).trades
    newest = panel.view.picture.newest
    assert 0 < len(bubbles(cells, frame, newest - 239, 240, 406, 4).x) < 60


# ladder ------------------------------------------------------------------------------------------


def ladder(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> LadderPanel:
    panel = LadderPanel(desk, theme)
    qtbot.addWidget(panel)
    panel.resize(312, 700)
    with qtbot.waitExposed(panel):
        panel.show()
    live(panel, desk)
    return panel


def marked(panel: LadderPanel) -> LadderRow:
    (row,) = [row for row in panel.view.ladder.rows if Marker.LAST in row.markers]
    return row


@pytest.mark.parametrize(("side", "words"), [(Side.BUY, "▲ 1,250"), (Side.SELL, "▼ 1,250")])
def test_the_last_trade_is_marked_with_its_size_and_side(
    qtbot: QtBot, desk: FakeDesk, theme: Theme, side: Side, words: str
) -> None:
    panel = ladder(qtbot, desk, theme)
    before = marked(panel)
    assert (before.traded, before.traded_side) == ("", 0)
    price = seen(desk).legs[0].asks[2][0]
    live(panel, desk, feed(TradeFeed.LIVE), told(trade(price, 1_250.0, side, at=desk.at)))
    row = marked(panel)
    assert float(row.price.replace(",", "")) == price
    assert (row.traded, row.traded_side) == (words, side.sign)
    panel.grab()


def test_without_a_feed_of_trades_the_venues_last_price_is_marked_and_that_is_said(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = ladder(qtbot, desk, theme)
    leg = seen(desk).legs[0]
    live(panel, desk, feed(TradeFeed.LIVE), told(trade(leg.asks[2][0], at=desk.at)))
    live(panel, desk, feed(TradeFeed.LOST))
    assert float(marked(panel).price.replace(",", "")) == leg.last_price
    assert panel.view.ladder.trades == "trades: lost"


# price -------------------------------------------------------------------------------------------


def test_the_last_price_is_the_last_trade_and_candles_keep_what_it_touched(desk: FakeDesk) -> None:
    histories = Histories()
    snapshot = seen(desk)
    wild = [trade(price, at=desk.at) for price in (57_100.0, 56_000.0, 57_003.0)]
    histories.observe(snapshot.at, snapshot.legs, [told(*wild)])
    desk.advance(0.25)
    snapshot = seen(desk)
    histories.observe(snapshot.at, snapshot.legs, [])
    samples = histories.of(BTC).samples
    assert samples.values(Column.LAST).tolist() == [57_003.0, 57_003.0]
    assert samples.values(Column.LOWEST).tolist() == [56_000.0, 57_003.0]
    assert samples.values(Column.HIGHEST).tolist() == [57_100.0, 57_003.0]


def test_a_lost_feed_gives_the_last_price_back_to_the_venues_word(desk: FakeDesk) -> None:
    histories = Histories()
    snapshot = seen(desk)
    histories.observe(snapshot.at, snapshot.legs, [told(trade(57_100.0, at=desk.at))])
    desk.advance(0.25)
    snapshot = seen(desk)
    histories.observe(snapshot.at, snapshot.legs, [feed(TradeFeed.LOST, symbol=None)])
    last = histories.of(BTC).samples.values(Column.LAST)
    assert last[-1] == snapshot.legs[0].last_price
    assert np.isfinite(histories.of(BTC).samples.values(Column.HIGHEST)).all()


# health ------------------------------------------------------------------------------------------


def test_the_health_panel_tells_how_trades_stand(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel = HealthPanel(desk, theme)
    qtbot.addWidget(panel)
    rows = panel.rows(seen(desk), BTC)
    assert {row.trades for row in rows.feeds} == {"—"}
    panel.observe(seen(desk), [feed(TradeFeed.NONE, symbol=None), feed(TradeFeed.LOST)])
    by_symbol = {
        row.symbol: (row.trades, row.trades_lost) for row in panel.rows(seen(desk), BTC).feeds
    }
    assert by_symbol.pop("BTC/USD:BTC") == ("lost", True)
    assert set(by_symbol.values()) == {("none", False)}
