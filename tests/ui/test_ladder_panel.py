"""The ladder in a window: clicks, what holds it still, cumulative sizes."""

from decimal import Decimal

import msgspec
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from terminal.model.events import Side
from terminal.ui.ladder.panel import LadderPanel
from terminal.ui.ladder.row_painter import ROW_HEIGHT
from terminal.ui.ladder.view import HEAD_HEIGHT
from terminal.ui.panel import Focus
from terminal.ui.theme import Theme
from tests.ui.fake_desk import FakeDesk

BTC = Focus("paper", "BTC/USD:BTC")
LEFT = Qt.MouseButton.LeftButton
Click = tuple[str, str, Side, float]


def opened(qtbot: QtBot, desk: FakeDesk, theme: Theme) -> tuple[LadderPanel, list[Click]]:
    """Return the ladder on screen and the list to which its clicks are added."""
    panel = LadderPanel(desk, theme)
    qtbot.addWidget(panel)
    panel.resize(312, 700)
    with qtbot.waitExposed(panel):
        panel.show()
    refresh(panel, desk)
    panel.view.grab()
    clicks: list[Click] = []
    panel.price_clicked.connect(lambda *click: clicks.append(click))
    return panel, clicks


def refresh(panel: LadderPanel, desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    panel.refresh(snapshot, BTC)


def at(row: int, x: int) -> QPoint:
    """Return the middle of a row, counted from the top."""
    return QPoint(x, HEAD_HEIGHT + row * ROW_HEIGHT + ROW_HEIGHT // 2)


def test_a_click_left_of_the_prices_buys_there_and_right_of_them_sells(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel, clicks = opened(qtbot, desk, theme)
    price = float(panel.view.ladder.rows[5].price.replace(",", ""))
    QTest.mouseClick(panel.view, LEFT, pos=at(5, 20))
    QTest.mouseClick(panel.view, LEFT, pos=at(5, 300))
    assert clicks == [(*BTC, Side.BUY, price), (*BTC, Side.SELL, price)]


def test_nothing_is_clicked_before_the_button_is_let_go(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel, clicks = opened(qtbot, desk, theme)
    QTest.mousePress(panel.view, LEFT, pos=at(5, 20))
    assert clicks == []
    QTest.mouseRelease(panel.view, LEFT, pos=at(5, 20))
    assert len(clicks) == 1


def test_a_press_that_slips_to_another_price_or_side_is_no_click(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel, clicks = opened(qtbot, desk, theme)
    for elsewhere in (at(6, 20), at(5, 300), at(5, 156), QPoint(20, 5)):
        QTest.mousePress(panel.view, LEFT, pos=at(5, 20))
        QTest.mouseRelease(panel.view, LEFT, pos=elsewhere)
    QTest.mouseClick(panel.view, Qt.MouseButton.RightButton, pos=at(5, 20))
    assert clicks == []


def test_a_press_on_the_price_column_or_the_heading_is_no_click(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel, clicks = opened(qtbot, desk, theme)
    QTest.mouseClick(panel.view, LEFT, pos=at(5, 156))
    QTest.mouseClick(panel.view, LEFT, pos=QPoint(20, 5))
    assert clicks == []


def test_prices_stand_still_while_the_button_is_down(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel, clicks = opened(qtbot, desk, theme)
    before = panel.view.ladder.rows[5].price
    QTest.mousePress(panel.view, LEFT, pos=at(5, 20))
    desk.drift = 40.0
    for _ in range(30):
        desk.advance(0.1)
        refresh(panel, desk)
    assert panel.view.ladder.rows[5].price == before
    QTest.mouseRelease(panel.view, LEFT, pos=at(5, 20))
    assert clicks == [(*BTC, Side.BUY, float(before.replace(",", "")))]
    refresh(panel, desk)
    assert panel.view.ladder.rows[5].price != before


def test_an_armed_ladder_stands_still_under_the_mouse_and_takes_every_press(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel, clicks = opened(qtbot, desk, theme)
    panel.set_armed(True)
    QTest.mouseMove(panel.view, at(5, 20))
    qtbot.waitUntil(lambda: panel.view.held)
    before = panel.view.ladder.rows[5].price
    desk.drift = 40.0
    for _ in range(30):
        desk.advance(0.1)
        refresh(panel, desk)
    assert panel.view.ladder.rows[5].price == before
    QTest.mouseClick(panel.view, LEFT, pos=at(5, 20))
    QTest.mouseDClick(panel.view, LEFT, pos=at(5, 20))
    QTest.mouseRelease(panel.view, LEFT, pos=at(5, 20))
    assert len(clicks) == 2


ETH = Focus("paper", "ETH/USD:ETH")


def look_at_another(panel: LadderPanel, desk: FakeDesk) -> Decimal:
    """Show another contract, at a twentieth of the price; return its best bid."""
    snapshot = desk.snapshot()
    assert snapshot is not None
    leg = snapshot.legs[0]
    bids, asks = (
        tuple((price / 20, contracts) for price, contracts in levels)
        for levels in (leg.bids, leg.asks)
    )
    other = msgspec.structs.replace(
        leg,
        instrument=msgspec.structs.replace(
            leg.instrument, symbol=ETH.symbol, base="ETH", settle="ETH"
        ),
        bids=bids,
        asks=asks,
    )
    panel.refresh(msgspec.structs.replace(snapshot, legs=(leg, other)), ETH)
    return Decimal(str(round(bids[0][0] * 2) / 2))


def hover(qtbot: QtBot, panel: LadderPanel) -> None:
    """Bring the mouse over the prices, from elsewhere: one that is there already does not move."""
    QTest.mouseMove(panel.view, at(9, 30))
    QTest.mouseMove(panel.view, at(5, 20))
    qtbot.waitUntil(lambda: panel.view.held)


def middle_price(panel: LadderPanel) -> float:
    rows = panel.view.ladder.rows
    return float(rows[len(rows) // 2].price.replace(",", ""))


def test_an_armed_ladder_under_the_mouse_shows_the_middle_of_another_contract_at_once(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel, _ = opened(qtbot, desk, theme)
    panel.set_armed(True)
    hover(qtbot, panel)
    best = look_at_another(panel, desk)
    assert abs(middle_price(panel) - float(best)) < 10.0


def test_a_press_on_one_contract_let_go_on_another_is_no_click(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel, clicks = opened(qtbot, desk, theme)
    panel.set_armed(True)
    QTest.mousePress(panel.view, LEFT, pos=at(5, 20))
    pressed = panel.view.ladder.rows[5].number
    look_at_another(panel, desk)
    panel.view.show_ladder(  # even where the same row lies under the mouse
        panel.view.ladder._replace(
            rows=tuple(
                row._replace(number=pressed) if place == 5 else row
                for place, row in enumerate(panel.view.ladder.rows)
            )
        )
    )
    QTest.mouseRelease(panel.view, LEFT, pos=at(5, 20))
    assert clicks == []


def test_the_traders_wish_to_see_the_middle_moves_an_armed_ladder_too(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel, _ = opened(qtbot, desk, theme)
    panel.set_armed(True)
    hover(qtbot, panel)
    before = middle_price(panel)
    panel.scroll_by(500)
    panel.follow()
    refresh(panel, desk)
    assert abs(middle_price(panel) - before) < 10.0


def test_a_grouped_row_is_clicked_at_its_own_price(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel, clicks = opened(qtbot, desk, theme)
    panel.set_group(10)
    refresh(panel, desk)
    QTest.mouseClick(panel.view, LEFT, pos=at(3, 20))
    assert clicks[0][3] == float(panel.view.ladder.rows[3].price.replace(",", ""))
    assert clicks[0][3] % 5.0 == 0


def test_cumulative_sizes_grow_outwards_from_the_best_price(
    qtbot: QtBot, desk: FakeDesk, theme: Theme
) -> None:
    panel, _ = opened(qtbot, desk, theme)
    rows = panel.view.ladder.rows
    bids = [float(row.total.replace(",", "")) for row in rows if row.bid]
    asks = [float(row.total.replace(",", "")) for row in reversed(rows) if row.ask]
    for totals in (bids, asks):
        assert totals == sorted(totals)
        assert len(set(totals)) == len(totals) > 5
    snapshot = desk.snapshot()
    assert snapshot is not None
    assert bids[2] == sum(size for _, size in snapshot.legs[0].bids[:3])
