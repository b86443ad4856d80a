"""What the window measures of itself, and the words of the health panel."""

from math import isnan

import msgspec
import pytest

from terminal.engine.snapshot import FreezeState, KillState
from terminal.model.checks import DeadMan, DeadManState
from terminal.model.outputs import Gate
from terminal.model.reasons import Reason
from terminal.ui.desk import Health, VenueHealth, VenueState
from terminal.ui.health.columns import FEEDS, PANELS
from terminal.ui.health.gaps import GapCounter, Gaps
from terminal.ui.health.meter import FrameMeter, FrameTimes, LagHistory, PaintMeter, PanelCost
from terminal.ui.health.rows import FeedRow, feed_rows, health_figures, venue_rows
from terminal.ui.panel import PaintCost
from tests.ui.fake_desk import SECOND, FakeDesk

MS = 1_000_000

NO_FRAMES = FrameTimes(None, None, None, 0)


def taken(meter: PaintMeter, seconds: float = 1.0) -> list[tuple[object, ...]]:
    """Return what the meter takes, without the noise of adding floats."""
    return [
        tuple(round(value, 9) if isinstance(value, float) else value for value in cost)
        for cost in meter.take(seconds)
    ]


def shown(row: FeedRow) -> dict[str, str]:
    """Return what a row's columns say."""
    return {column.title: column.text(row) for column in FEEDS}


def rows(desk: FakeDesk) -> tuple[FeedRow, ...]:
    """Return the feeds of the desk's present state."""
    snapshot = desk.snapshot()
    assert snapshot is not None
    return feed_rows(snapshot, desk.now())


def test_frame_times_are_what_passes_between_two_frames() -> None:
    meter = FrameMeter()
    assert meter.times() == NO_FRAMES
    at = 0
    for number in range(101):
        meter.beat(at, pushed=3 if number == 50 else 0)
        at += (100 if number == 99 else 10) * MS
    times = meter.times()
    assert times.p50_ms == pytest.approx(10.0)
    assert times.p99_ms == pytest.approx(10.0)
    assert times.per_second == pytest.approx(1000 / 10.9)
    assert times.most_pushed == 3
    assert meter.take_worst() == pytest.approx(100.0)
    assert meter.take_worst() is None


def test_old_frames_are_forgotten() -> None:
    meter = FrameMeter()
    for at in (0, 500 * MS):
        meter.beat(at, 0)
    for number in range(1, 601):
        meter.beat(500 * MS + number * 10 * MS, 0)
    assert meter.times().p99_ms == pytest.approx(10.0)


def test_the_cost_of_painting_is_of_the_last_second_and_the_worst_of_all() -> None:
    cost = PaintCost()
    meter = PaintMeter()
    meter.watch({"Ladder": cost})
    assert taken(meter) == [("Ladder", 0.0, None, None)]
    for milliseconds in (1, 3):
        cost.add(milliseconds * MS)
    assert taken(meter) == [("Ladder", 2.0, 2.0, 3.0)]
    cost.add(1 * MS)
    assert taken(meter, 0.5) == [("Ladder", 2.0, 1.0, 3.0)]
    assert meter.take(1.0)[0].mean_ms is None


def test_a_cost_that_was_reset_does_not_run_backwards() -> None:
    cost = PaintCost()
    meter = PaintMeter()
    meter.watch({"Ladder": cost})
    for _ in range(5):
        cost.add(2 * MS)
    meter.take(1.0)
    cost.reset()
    cost.add(4 * MS)
    assert taken(meter) == [("Ladder", 1.0, 4.0, 4.0)]


def test_the_dearest_panel_comes_first() -> None:
    costs = {"Cheap": PaintCost(), "Dear": PaintCost(), "Unseen": PaintCost()}
    costs["Cheap"].add(1 * MS)
    costs["Dear"].add(2 * MS)
    meter = PaintMeter()
    meter.watch(costs)
    assert [cost.name for cost in meter.take(1.0)] == ["Dear", "Cheap", "Unseen"]


def test_a_second_without_a_figure_is_a_gap() -> None:
    history = LagHistory()
    history.note(1.0, Health(loop_lag_p99_ms=1.5), 20.0)
    history.note(2.0, Health(), None)
    assert history.lag.values()[0] == 1.5
    assert isnan(history.lag.values()[1])
    assert isnan(history.frames.values()[1])
    assert history.samples == 2


def test_figures_say_their_limits_and_warn_past_them(desk: FakeDesk) -> None:
    costs = (PanelCost("Price", 9.0, 2.4, 14.0), PanelCost("Ladder", 30.0, 0.9, 3.0))
    frames = FrameTimes(16.7, 21.0, 59.9, 4)
    lag, order, events, frame, paint = health_figures(desk.health(), frames, costs)
    assert (lag.value, lag.note, lag.tone) == ("1.60 ms", "p50 0.10 · limit 8 ms", "text")
    assert (order.value, events.value) == ("1.90 ms", "1,040")
    assert events.note == "most in one frame 4"
    assert (frame.value, frame.note) == ("21.0 ms", "p50 16.7 · 60 fps")
    assert (paint.value, paint.note, paint.tone) == ("2.40 ms", "Price", "warning")
    slow = health_figures(Health(loop_lag_p99_ms=9.0), frames, costs)[0]
    slower = health_figures(Health(loop_lag_p99_ms=17.0), frames, costs)[0]
    assert (slow.tone, slower.tone) == ("warning", "alarm")


def test_what_nobody_has_measured_is_a_dash() -> None:
    figures = health_figures(Health(), NO_FRAMES, ())
    assert [figure.value for figure in figures] == ["—"] * 5
    assert [figure.note for figure in figures][1] == "no order sent yet"
    unpainted = PanelCost("Fills", None, None, None)
    assert [column.text(unpainted) for column in PANELS] == ["Fills", "—", "—", "—"]


def test_the_age_of_every_feed_is_shown(desk: FakeDesk) -> None:
    texts = shown(rows(desk)[0])
    assert (texts["Symbol"], texts["Mark"], texts["Book"]) == ("BTC/USD:BTC", "now", "now")
    assert (texts["Funding"], texts["Account"], texts["State"]) == ("1 s", "1 s", "● live")


def test_a_stale_feed_is_marked_by_more_than_its_colour(desk: FakeDesk) -> None:
    desk.book_age_s = 9.0
    desk.funding_stale = True
    row = rows(desk)[0]
    assert shown(row)["Book"] == "! 9 s"
    assert shown(row)["Funding"] == "! 5 m 12 s"
    assert row.state == "◌ stale, not scaled"


def test_a_freeze_is_named_and_further_ones_counted(desk: FakeDesk) -> None:
    desk.freezes = (
        FreezeState(Reason.PRICE_GAP, desk.at, desk.at + 2 * SECOND),
        FreezeState(Reason.BOOK_STALE, desk.at),
    )
    row = rows(desk)[0]
    assert row.state.startswith("‖ ")
    assert row.state.endswith("2.0 s +1")
    assert (row.state_tone, row.freezes) == ("warning", 2)


def test_killed_is_said_on_every_row(desk: FakeDesk) -> None:
    desk.gate = Gate.KILLED
    desk.kill = KillState(True, desk.at, "by hand", ())
    assert {row.state for row in rows(desk)} == {"■ killed"}


def test_a_snapshot_that_does_not_move_makes_everything_older(desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    late = feed_rows(snapshot, snapshot.at + 60 * SECOND)
    assert shown(late[0])["Mark"] == "! 1 m 00 s"


def test_rows_are_in_order_of_venue_with_the_frozen_first(desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    first = msgspec.structs.replace(
        snapshot.legs[0], instrument=msgspec.structs.replace(snapshot.legs[0].instrument, venue="z")
    )
    frozen = msgspec.structs.replace(
        snapshot.legs[2], freezes=(FreezeState(Reason.MARK_STALE, snapshot.at),)
    )
    changed = msgspec.structs.replace(snapshot, legs=(first, snapshot.legs[1], frozen))
    assert [row.symbol for row in feed_rows(changed, snapshot.at)] == [
        "BTC/USDT:USDT",
        "AIOZ/USD:AIOZ",
        "BTC/USD:BTC",
    ]


def test_a_gap_is_counted_once_and_the_longest_is_kept(desk: FakeDesk) -> None:
    counter = GapCounter()
    key = ("paper", "BTC/USD:BTC")

    def live(seconds: int, *reasons: Reason) -> None:
        desk.freezes = tuple(FreezeState(reason, desk.at) for reason in reasons)
        for _ in range(seconds * 10):
            desk.advance(0.1)
            snapshot = desk.snapshot()
            assert snapshot is not None
            counter.note(snapshot.at, snapshot.legs)

    live(2)
    assert counter.of(*key) == Gaps()
    live(7, Reason.BOOK_STALE)
    live(2, Reason.FEED_DISCONNECTED, Reason.BOOK_STALE)
    assert counter.of(*key) == Gaps(1, 8.0)
    live(3, Reason.PRICE_GAP)
    live(2, Reason.MARK_STALE)
    assert counter.of(*key) == Gaps(2, 8.0)
    assert counter.of("paper", "AIOZ/USD:AIOZ") == Gaps()


def test_a_venues_state_is_said_by_shape_and_word_with_its_reason() -> None:
    health = Health(
        venues=(
            VenueHealth("bybit", VenueState.LIVE, 5_000_000_000),
            VenueHealth("okx", VenueState.REFUSED, 1_000_000_000, "the key has expired"),
        )
    )
    live, refused = venue_rows(health, 65_000_000_000)
    assert (live.state, live.since, live.detail) == ("● live", "1 m 00 s", "")
    assert (refused.state, refused.tone) == ("■ refused", "alarm")
    assert refused.detail == "the key has expired"


def test_a_venue_s_own_dead_man_switch_stands_beside_its_state() -> None:
    armed = DeadMan(state=DeadManState.ARMED, until_at=1_790_000_000 * 10**9)
    health = Health(venues=(VenueHealth("bybit", VenueState.LIVE, 1, dead_man=armed),))
    (row,) = venue_rows(health, 10**9)
    assert row.detail == "dead-man switch: armed at venue until 14:13:20 UTC"
