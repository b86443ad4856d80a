"""What the margin panel says of a snapshot, and what it remembers: pure, no window."""

from math import isnan, nan

import msgspec
import numpy as np
import pytest

from terminal.engine.snapshot import AccountState, MarginLevels, Snapshot
from terminal.ui.margin.columns import ACCOUNTS, LIQUIDATIONS
from terminal.ui.margin.history import PORTFOLIO, MarginHistory, peaks
from terminal.ui.margin.rows import MarginRows, level_lines, margin_rows, zone_of
from terminal.ui.margin.zones import Zone
from terminal.ui.tables.column import Column, Row
from tests.ui.fake_desk import SECOND, FakeDesk

LEVELS = MarginLevels(0.5, 0.65, 0.8, 0.65, 0.95)


def staged(desk: FakeDesk, **changes: object) -> tuple[Snapshot, MarginRows]:
    """Return a snapshot with one account that has `changes`, and what is shown of it."""
    snapshot = desk.snapshot()
    assert snapshot is not None
    account: AccountState = msgspec.structs.replace(snapshot.accounts[0], **changes)
    changed = msgspec.structs.replace(snapshot, accounts=(account,))
    return changed, margin_rows(changed, 0)


def shown(columns: tuple[Column[Row], ...], row: Row) -> dict[str, str]:
    """Return a row's texts by the heading of their column."""
    return {column.title: column.text(row) for column in columns}


@pytest.mark.parametrize(
    ("utilisation", "zone"),
    [
        (0.1, Zone.CALM),
        (0.5, Zone.CALM),
        (0.51, Zone.WARN),
        (0.66, Zone.STOP),
        (0.81, Zone.RESTORE),
        (0.96, Zone.FLATTEN),
        (7.0, Zone.FLATTEN),
        (None, Zone.UNKNOWN),
    ],
)
def test_a_utilisation_stands_over_the_highest_level_that_it_has_passed(
    utilisation: float | None, zone: Zone
) -> None:
    assert zone_of(utilisation, LEVELS) is zone


def test_all_levels_are_named_from_the_top_and_equal_ones_share_a_line() -> None:
    assert [line.label for line in level_lines(LEVELS)] == [
        "flatten 95 %",
        "restore 80 %",
        "stop increases, restore ends at 65 %",
        "warn 50 %",
    ]
    apart = [line.label for line in level_lines(MarginLevels(0.5, 0.65, 0.8, 0.6, 0.95))]
    assert apart[2:] == ["stop increases 65 %", "restore ends at 60 %", "warn 50 %"]
    assert level_lines(None) == ()


def test_the_banner_names_the_worst_account_and_what_the_level_does(desk: FakeDesk) -> None:
    assert staged(desk, utilisation=0.3)[1].banner == ""
    rows = staged(desk, utilisation=0.681)[1]
    assert rows.banner == "MARGIN · paper BTC uses 68.1 %, over 65 %. Increases are stopped."
    assert rows.banner_tone == "warning"
    flatten = staged(desk, utilisation=0.97)[1]
    assert flatten.banner_tone == "alarm"
    assert "closed before the venue does it" in flatten.banner


def test_an_old_or_unhealthy_account_is_doubtful_and_says_its_age(desk: FakeDesk) -> None:
    assert not staged(desk, age_s=29.0)[1].doubtful
    old = staged(desk, age_s=42.4)[1]
    assert old.doubtful
    assert old.banner == "STALE · account paper BTC is 42 s old. It gets no orders."
    assert shown(ACCOUNTS, old.accounts[0])["Level"] == "stale"
    ill = staged(desk, age_s=2.0, healthy=False)[1]
    assert "2 s old and not healthy" in ill.banner
    assert "never been heard of" in staged(desk, age_s=None)[1].banner


def test_the_policys_own_age_limit_counts(desk: FakeDesk) -> None:
    assert desk.policy is not None
    desk.policy = msgspec.structs.replace(desk.policy, keys={"account_stale_s": 5})
    assert staged(desk, age_s=6.0)[1].doubtful


def test_both_liquidation_prices_stand_side_by_side_with_their_difference(desk: FakeDesk) -> None:
    snapshot, rows = staged(desk)
    assert len(rows.liquidations) == 1
    row = rows.liquidations[0]
    mark = snapshot.legs[0].mark_price
    assert mark is not None
    texts = shown(LIQUIDATIONS, row)
    assert (texts["Liq. ours"], texts["Liq. venue"]) == ("48,307.7", "48,311.0")
    assert row.difference == pytest.approx((48_311.0 - 48_307.69) / mark)
    assert texts["Difference"] == "+0.006 %"
    difference = next(column for column in LIQUIDATIONS if column.title == "Difference")
    assert difference.tone(row) == "text"
    assert difference.tone(msgspec.structs.replace(row, theirs=47_000.0)) == "alarm"
    assert difference.text(msgspec.structs.replace(row, theirs=None)) == "—"
    assert difference.tone(msgspec.structs.replace(row, theirs=0.0)) == "text_secondary"


def test_a_difference_far_from_the_mark_is_coloured_by_what_it_matters(desk: FakeDesk) -> None:
    """As the engine judges it: a short near 1x has a price that a cent of margin moves far."""
    row = msgspec.structs.replace(
        staged(desk)[1].liquidations[0], mark_price=60_000.0, tolerance=0.01
    )
    difference = next(column for column in LIQUIDATIONS if column.title == "Difference")
    far = msgspec.structs.replace(row, ours=500_000.0, theirs=520_000.0)
    assert difference.text(far) == "+33.333 %"
    assert difference.tone(far) == "text"
    assert difference.tone(msgspec.structs.replace(far, theirs=590_000.0)) == "alarm"
    near = msgspec.structs.replace(row, ours=66_000.0, theirs=67_500.0)
    assert difference.tone(near) == "alarm"


def test_the_nearest_liquidation_is_the_headline(desk: FakeDesk) -> None:
    snapshot, rows = staged(desk)
    assert rows.distance == snapshot.legs[0].liquidation_distance
    assert rows.distance_note == "BTC/USD 48,307.7"
    flat = msgspec.structs.replace(snapshot, legs=snapshot.legs[1:])
    assert margin_rows(flat, 0).distance_note == "no position"
    safe = msgspec.structs.replace(
        snapshot.legs[0], liquidation_price=None, liquidation_distance=None
    )
    rows = margin_rows(msgspec.structs.replace(snapshot, legs=(safe,)), 0)
    assert (rows.distance_text, rows.distance_note) == ("—", "no position can be liquidated")


def test_leverage_stands_against_its_target(desk: FakeDesk) -> None:
    _, rows = staged(desk)
    assert (rows.leverage, rows.leverage_note) == ("5.29×", "target 5.00×")
    assert rows.utilisation_note == "22.6 points below warn"


def test_unknown_margin_is_a_dash(desk: FakeDesk) -> None:
    _, rows = staged(
        desk, utilisation=None, equity=None, maintenance_margin=None, effective_leverage=None
    )
    texts = shown(ACCOUNTS, rows.accounts[0])
    assert {texts[name] for name in ("Used", "Equity", "Maint.", "Leverage")} == {"—"}
    assert texts["Level"] == "unknown"


def test_history_keeps_the_highest_utilisation_of_every_second(desk: FakeDesk) -> None:
    history = MarginHistory()
    snapshot = desk.snapshot()
    assert snapshot is not None
    for millisecond, used in ((0, 0.3), (400, 0.7), (900, 0.4), (1000, 0.2)):
        portfolio = msgspec.structs.replace(snapshot.portfolio, utilisation=used)
        at = snapshot.at // SECOND * SECOND + millisecond * 1_000_000
        history.note(msgspec.structs.replace(snapshot, at=at, portfolio=portfolio))
    ring = history.series[PORTFOLIO]
    assert ring.values().tolist() == [0.7, 0.2]
    assert "paper BTC" in history.series


def test_history_starts_over_when_another_session_is_replayed(desk: FakeDesk) -> None:
    history = MarginHistory()
    snapshot = desk.snapshot()
    assert snapshot is not None
    history.note(snapshot)
    history.note(msgspec.structs.replace(snapshot, at=snapshot.at - 3600 * SECOND))
    assert len(history.series[PORTFOLIO]) == 1


def test_an_unknown_second_is_a_gap_and_not_a_zero(desk: FakeDesk) -> None:
    history = MarginHistory()
    snapshot = desk.snapshot()
    assert snapshot is not None
    unknown = msgspec.structs.replace(snapshot.portfolio, utilisation=None)
    history.note(msgspec.structs.replace(snapshot, portfolio=unknown))
    assert isnan(history.series[PORTFOLIO].values()[-1])


def test_thinning_never_loses_a_peak() -> None:
    times = np.arange(1000.0)
    values = np.zeros(1000)
    values[[3, 501, 999]] = (0.9, 0.8, 0.7)
    values[10:40] = nan
    thin_times, thin_values = peaks(times, values, 60)
    assert len(thin_times) == len(thin_values) <= 60
    assert sorted(thin_values[thin_values > 0].tolist()) == [0.7, 0.8, 0.9]
    assert (np.diff(thin_times) > 0).all()
    assert peaks(times[:50], values[:50], 60)[0].tolist() == times[:50].tolist()


def test_accounts_in_doubt_come_first_then_those_that_hold_something(desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    holding, *empty = snapshot.accounts
    stale = msgspec.structs.replace(empty[1], age_s=99.0)
    accounts = (empty[0], holding, stale)
    rows = margin_rows(msgspec.structs.replace(snapshot, accounts=accounts), 0)
    assert [row.key for row in rows.accounts] == [
        (account.venue, account.settle) for account in (stale, holding, empty[0])
    ]
