"""What each table says of a snapshot and of pushed events: pure, no window."""

from decimal import Decimal

import msgspec
import pytest

from terminal.model.events import Fill, FillType, FundingSettled, OrderState, Side
from terminal.model.outputs import Alert, Freeze, Gate, Level, Mode, ModeChanged, Unfreeze
from terminal.model.reasons import Reason
from terminal.ui.desk import JournalRow, Pushed
from terminal.ui.tables import alerts, fills, journal, orders, positions
from terminal.ui.tables.column import Column, Row
from tests.ui.fake_desk import START, FakeDesk

BTC = "BTC/USD:BTC"


def shown(columns: tuple[Column[Row], ...], row: Row) -> dict[str, str]:
    """Return a row's texts by the heading of their column."""
    return {column.title: column.text(row) for column in columns}


def fill(**changes: object) -> Fill:
    """Return a fill of 2,500 contracts at 57,004.5."""
    plain = Fill(
        at=START,
        venue="paper",
        symbol=BTC,
        client_order_id="st1a00000041",
        contracts=2_500.0,
        price=57_004.5,
        fee=0.0000263,
        fill_id="f1",
        fill_type=FillType.TRADE,
    )
    return msgspec.structs.replace(plain, **changes)


def test_a_position_is_shown_in_contracts_coin_and_usd_with_its_way_to_the_target(
    desk: FakeDesk,
) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    row = positions.position_rows(snapshot)[0]
    target = snapshot.legs[0].target_contracts
    assert target is not None
    texts = shown(positions.COLUMNS, row)
    assert texts["Side"] == "▲ long"
    assert texts["Contracts"] == "+600,000"
    assert texts["USD"] == "$600,000"
    assert texts["Entry"] == "60,000.0"
    assert texts["Liq. ours"] == "48,307.7"
    assert texts["Liq. venue"] == "48,311.0"
    assert row.difference == target - 600_000
    assert row.pnl_coin == snapshot.legs[0].unrealized_pnl
    assert row.pnl_usd == pytest.approx((row.pnl_coin or 0) * (row.mark_price or 0))


def test_a_linear_positions_profit_is_in_usd_and_converted_to_coin(desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    linear = msgspec.structs.replace(
        snapshot.legs[2],
        position_contracts=Decimal("-0.250"),
        unrealized_pnl=100.0,
        mark_price=50_000.0,
    )
    row = positions.position_rows(msgspec.structs.replace(snapshot, legs=(linear,)))[0]
    texts = shown(positions.COLUMNS, row)
    assert texts["Side"] == "▼ short"
    assert texts["Contracts"] == "−0.250"
    assert texts["uPnL USD"] == "+$100.00"
    assert texts["uPnL coin"] == "+0.00200"


def test_what_is_unknown_of_a_position_is_a_dash_and_never_a_number(desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    unknown = msgspec.structs.replace(
        snapshot.legs[0],
        position_contracts=None,
        target_contracts=None,
        mark_price=None,
        unrealized_pnl=None,
        exposure_coin=None,
        exposure_usd=None,
        entry_price=None,
        liquidation_price=None,
        venue_liquidation_price=None,
        liquidation_distance=None,
    )
    row = positions.position_rows(msgspec.structs.replace(snapshot, legs=(unknown,)))[0]
    texts = shown(positions.COLUMNS, row)
    assert {title for title, text in texts.items() if text != "—"} == {
        "Symbol",
        "Expiry",
        "Venue",
    }


def test_a_dated_contract_shows_its_basis_and_the_time_that_is_left(desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    day = 86_400 * 1_000_000_000
    leg = snapshot.legs[0]
    listed = msgspec.structs.replace(leg.instrument, expiry=snapshot.at + 35 * day + 90_000_000_000)
    dated = msgspec.structs.replace(
        leg, instrument=listed, mark_price=57_570.0, index_price=57_000.0
    )
    row = positions.position_rows(msgspec.structs.replace(snapshot, legs=(dated,)))[0]
    texts = shown(positions.COLUMNS, row)
    assert (texts["Basis"], texts["Expiry"]) == ("+1.000 %", "35 d 00 h")
    late = msgspec.structs.replace(snapshot, at=snapshot.at + 40 * day, legs=(dated,))
    assert shown(positions.COLUMNS, positions.position_rows(late)[0])["Expiry"] == "expired"


def test_liquidation_prices_that_differ_by_more_than_the_tolerance_are_alarming() -> None:
    assert positions.difference_tone(0.0099) == "text"
    assert positions.difference_tone(-0.0101) == "alarm"
    assert positions.difference_tone(None) == "text_secondary"
    assert positions.distance_tone(0.04) == "alarm"
    assert positions.distance_tone(0.08) == "warning"
    assert positions.distance_tone(0.30) == "text"


def test_orders_are_newest_first_and_written_with_the_contracts_own_decimals(
    desk: FakeDesk,
) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    newest, oldest = orders.order_rows(snapshot)
    assert newest.order.client_order_id == "st1a00000041"
    texts = shown(orders.COLUMNS, oldest)
    assert texts["State"] == "filled"
    assert texts["Side"] == "▼ sell"
    assert texts["Contracts"] == texts["Filled"] == "30,114"
    assert texts["Limit"] == "55,860.0"
    assert texts["Average"] == "57,004.5"
    assert texts["Reduce-only"] == "reduce-only"
    assert newest.working
    assert not oldest.working


def test_an_order_on_an_unlisted_contract_still_shows_its_exact_figures(desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    foreign = msgspec.structs.replace(
        snapshot.orders[0],
        symbol="ETH/USD:ETH",
        limit_price=Decimal("1234.567"),
        contracts=Decimal(7),
    )
    row = orders.order_rows(msgspec.structs.replace(snapshot, orders=(foreign,)))[0]
    assert shown(orders.COLUMNS, row)["Limit"] == "1,234.567"
    assert shown(orders.COLUMNS, row)["Contracts"] == "7"


def test_an_order_without_a_limit_price_says_market(desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    market = msgspec.structs.replace(snapshot.orders[0], limit_price=None)
    row = orders.order_rows(msgspec.structs.replace(snapshot, orders=(market,)))[0]
    assert shown(orders.COLUMNS, row)["Limit"] == "market"


def test_an_unknown_order_is_alarming_and_every_state_has_words(desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    state = next(column for column in orders.COLUMNS if column.title == "State")
    tones = {}
    for value in OrderState:
        order = msgspec.structs.replace(snapshot.orders[0], state=value)
        row = orders.order_rows(msgspec.structs.replace(snapshot, orders=(order,)))[0]
        assert "_" not in state.text(row)
        tones[value] = state.tone(row)
    assert tones[OrderState.UNKNOWN] == "alarm"
    assert tones[OrderState.CANCELLED] == "text_faint"


def test_a_fill_takes_its_side_from_its_order_and_shows_its_fee_as_paid(desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    row = fills.fill_rows([fill()], snapshot, {"st1a00000041": Side.BUY}, 5)[0]
    texts = shown(fills.COLUMNS, row)
    assert row.number == 5
    assert texts["Side"] == "▲ buy"
    assert texts["Contracts"] == "2,500"
    assert texts["Price"] == "57,004.5"
    assert texts["Coin"] == "0.04385619 BTC"
    assert texts["Fee / funding"] == "−0.00002630 BTC"


def test_a_fill_of_nobodys_order_uses_its_own_side_and_names_its_type(desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    liquidated = fill(client_order_id=None, side=Side.SELL, fill_type=FillType.LIQUIDATION)
    texts = shown(fills.COLUMNS, fills.fill_rows([liquidated], snapshot, {}, 0)[0])
    assert texts["Side"] == "▼ sell"
    assert texts["Type"] == "liquidation"
    assert texts["Order id"] == ""


def test_a_funding_payment_is_a_row_of_its_own_and_not_a_trade(desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    paid = FundingSettled(at=START, venue="paper", symbol=BTC, funding_rate=2e-4, amount=-0.0021)
    unpaid = msgspec.structs.replace(paid, amount=None)
    rows = fills.fill_rows([unpaid, paid], snapshot, {}, 0)
    assert len(rows) == 1
    texts = shown(fills.COLUMNS, rows[0])
    assert texts["Type"] == "funding"
    assert texts["Rate"] == "+0.0200 %"
    assert texts["Fee / funding"] == "−0.00210000 BTC"
    assert texts["Contracts"] == texts["Side"] == texts["Price"] == ""


def test_alerts_freezes_and_mode_changes_are_told_in_words_and_shapes() -> None:
    pushed: list[Pushed] = [
        Alert(at=START, level=Level.ALARM, reason=Reason.ORDER_UNKNOWN, venue="paper", symbol=BTC),
        Freeze(at=START, reason=Reason.PRICE_GAP, venue="paper", symbol=BTC, detail="−5 % in 1 s"),
        Unfreeze(at=START, reason=Reason.PRICE_GAP, venue="paper", symbol=BTC),
        ModeChanged(at=START, mode=Mode.AUTO, gate=Gate.RUNNING, reason="armed by the trader"),
        fill(),
    ]
    rows = alerts.alert_rows(pushed, 10)
    assert [row.level for row in rows] == ["ALARM", "FREEZE", "INFO", "MODE"]
    assert [row.key for row in rows] == [10, 11, 12, 13]
    assert rows[1].text == "Scaling frozen: Circuit breaker: −5 % in 1 s"
    assert rows[3].text == "Mode auto, gate running: reason given: “armed by the trader”"
    assert rows[3].venue == "everywhere"
    assert shown(alerts.COLUMNS, rows[0])["Level"] == "■ ALARM"
    assert [row.loud for row in rows] == [True, False, False, False]


def test_only_journal_rows_after_the_last_one_seen_are_new() -> None:
    rows = [JournalRow(n, START, "decision", "paper", BTC, "hold") for n in (9, 7, 4)]
    assert [row.sequence for row in journal.newer_than(rows, 4)] == [9, 7]
    assert journal.newer_than(rows, 9) == []
    assert journal.kinds_of(rows) == {"decision"}
    texts = shown(journal.COLUMNS, rows[0])
    assert (texts["No."], texts["Time"], texts["What"]) == ("9", "14:13:20", "hold")


@pytest.mark.parametrize(
    "columns", [positions.COLUMNS, orders.COLUMNS, fills.COLUMNS, journal.COLUMNS, alerts.COLUMNS]
)
def test_headings_within_a_table_are_distinct(columns: tuple[Column[object], ...]) -> None:
    titles = [column.title for column in columns]
    assert len(set(titles)) == len(titles)
