"""What the price ladder shows."""

from decimal import Decimal
from itertools import pairwise

import msgspec
import pytest

from terminal.engine.snapshot import LegState, Snapshot
from terminal.model.outputs import Action
from terminal.ui.ladder.rows import (
    LadderRow,
    Marker,
    centre_row,
    eaten_rows,
    grouping,
    ladder_rows,
    next_order,
    spread,
)
from tests.ui.fake_desk import FakeDesk


@pytest.fixture
def snapshot(desk: FakeDesk) -> Snapshot:
    taken = desk.snapshot()
    assert taken is not None
    return taken


def _leg(snapshot: Snapshot, **changes: object) -> LegState:
    return msgspec.structs.replace(snapshot.legs[0], **changes)


def _rows(leg: LegState, snapshot: Snapshot, ticks: int = 1) -> dict[str, LadderRow]:
    group = grouping(leg.instrument.tick_size, ticks)
    middle = centre_row(leg, group)
    assert middle is not None
    ladder = ladder_rows(leg, snapshot.orders, group, top=middle + 20, count=40, stale=False)
    return {row.price: row for row in ladder.rows}


def test_prices_descend_by_one_tick_and_have_its_decimals(snapshot: Snapshot) -> None:
    prices = [float(price.replace(",", "")) for price in _rows(snapshot.legs[0], snapshot)]
    assert all(higher - lower == 0.5 for higher, lower in pairwise(prices))


def test_bids_stand_left_of_lower_prices_and_asks_right_of_higher_ones(snapshot: Snapshot) -> None:
    leg = _leg(snapshot, bids=((57_000.0, 300.0),), asks=((57_001.0, 200.0),))
    rows = _rows(leg, snapshot)
    assert (rows["57,000.0"].bid, rows["57,000.0"].ask) == ("300", "")
    assert (rows["57,001.0"].bid, rows["57,001.0"].ask) == ("", "200")
    assert [rows[price].side for price in ("57,000.0", "57,000.5", "57,001.0")] == [1, 0, -1]
    assert rows["57,000.0"].bid_bar == 1.0
    assert rows["57,001.0"].ask_bar == pytest.approx(2 / 3)


def test_grouping_counts_bids_downwards_and_asks_upwards(snapshot: Snapshot) -> None:
    leg = _leg(
        snapshot,
        bids=((57_004.5, 10.0), (57_001.0, 20.0), (56_999.5, 5.0)),
        asks=((57_005.5, 7.0), (57_010.0, 8.0)),
    )
    rows = _rows(leg, snapshot, ticks=10)
    assert rows["57,000"].bid == "30"
    assert rows["56,995"].bid == "5"
    assert rows["57,010"].ask == "15"


def test_a_small_tick_is_not_lost_in_rounding(desk: FakeDesk) -> None:
    desk.advance(1)
    snapshot = desk.snapshot()
    assert snapshot is not None
    leg = snapshot.legs[1]
    rows = _rows(leg, snapshot)
    for price, contracts in leg.bids[:10]:
        assert rows[f"{price:.4f}"].bid == f"{contracts:,.0f}"


def test_what_the_staged_order_would_eat_is_marked_level_by_level(snapshot: Snapshot) -> None:
    bids = ((57_000.0, 10_000.0), (56_999.5, 15_000.0), (56_999.0, 50_000.0))
    decision = snapshot.legs[0].decision
    assert decision is not None
    staged = msgspec.structs.replace(decision, order_contracts=Decimal(-30_000))
    leg = _leg(snapshot, bids=bids, decision=staged)
    group = grouping(leg.instrument.tick_size, 1)
    assert list(eaten_rows(leg, group).values()) == [10_000.0, 15_000.0, 5_000.0]
    assert next_order(leg) == "Sell 30,000: 0.1 bp from best"


def test_an_order_larger_than_the_book_says_so(snapshot: Snapshot) -> None:
    leg = _leg(snapshot, bids=((57_000.0, 10.0),))
    assert next_order(leg).endswith("beyond the visible book")


def test_nothing_is_marked_when_no_order_is_staged(snapshot: Snapshot) -> None:
    decision = snapshot.legs[0].decision
    assert decision is not None
    leg = _leg(snapshot, decision=msgspec.structs.replace(decision, action=Action.HOLD))
    assert eaten_rows(leg, grouping(leg.instrument.tick_size, 1)) == {}
    assert not next_order(leg)


def test_own_working_orders_are_shown_and_finished_ones_are_not(snapshot: Snapshot) -> None:
    rows = _rows(snapshot.legs[0], snapshot)
    own = {price: row.own_bid for price, row in rows.items() if row.own_bid}
    assert list(own.values()) == ["2,500"]
    assert not any(row.own_ask for row in rows.values())


def test_mark_last_entry_and_liquidation_are_marked_on_their_prices(snapshot: Snapshot) -> None:
    leg = _leg(
        snapshot,
        mark_price=57_000.1,
        last_price=57_000.5,
        index_price=57_001.0,
        entry_price=56_998.0,
        liquidation_price=56_995.0,
        bids=((57_000.0, 1.0),),
        asks=((57_000.5, 1.0),),
    )
    rows = _rows(leg, snapshot)
    found = {marker: price for price, row in rows.items() for marker in row.markers}
    assert found == {
        Marker.MARK: "57,000.0",
        Marker.LAST: "57,000.5",
        Marker.INDEX: "57,001.0",
        Marker.ENTRY: "56,998.0",
        Marker.LIQUIDATION: "56,995.0",
    }


def test_a_flat_position_has_no_entry_and_no_liquidation_marker(snapshot: Snapshot) -> None:
    leg = _leg(snapshot, position_contracts=Decimal(0), entry_price=57_000.0)
    marked = {marker for row in _rows(leg, snapshot).values() for marker in row.markers}
    assert Marker.ENTRY not in marked


def test_the_spread_is_told_in_price_and_basis_points(snapshot: Snapshot) -> None:
    leg = _leg(snapshot, bids=((57_000.0, 1.0),), asks=((57_057.0, 1.0),))
    assert spread(leg) == "57.0  ·  10.0 bp"
    assert spread(_leg(snapshot, asks=())) == "—"
