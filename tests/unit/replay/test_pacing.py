import pytest

from terminal.model.events import Account, Funding, InstrumentListed
from terminal.venues.replay.pacing import Pacing, Timeline
from tests.unit.replay.lines import account, at, funding, instrument, mark
from tests.virtual_clock import SECOND

NOW = 2_000_000_000 * SECOND


def test_the_files_distances_are_kept() -> None:
    timeline = Timeline(Pacing(), NOW)
    assert [timeline.due_at(at(s)) - NOW for s in (5, 5.5, 9)] == [0, SECOND // 2, 4 * SECOND]


def test_speed_divides_them() -> None:
    timeline = Timeline(Pacing(speed=10), NOW)
    assert [timeline.due_at(at(s)) - NOW for s in (0, 10, 30)] == [0, SECOND, 3 * SECOND]


def test_a_long_pause_is_cut() -> None:
    timeline = Timeline(Pacing(longest_pause_s=5), NOW)
    assert [timeline.due_at(at(s)) - NOW for s in (0, 1, 3_600, 3_601)] == [
        0,
        1 * SECOND,
        6 * SECOND,
        7 * SECOND,
    ]


def test_a_speed_must_be_above_zero() -> None:
    with pytest.raises(ValueError, match="speed"):
        Timeline(Pacing(speed=0), NOW)


def test_times_inside_an_event_keep_their_scaled_distance() -> None:
    timeline = Timeline(Pacing(speed=2), NOW)
    rate = timeline.restamped(funding(10, 0.0001, 30, 28_800), NOW)
    assert isinstance(rate, Funding)
    assert (rate.at, rate.next_funding_at, rate.interval_s) == (NOW, NOW + 10 * SECOND, 14_400)
    dated = timeline.restamped(instrument(0, expiry=at(100)), NOW)
    assert isinstance(dated, InstrumentListed)
    assert dated.expiry == NOW + 50 * SECOND
    perpetual = timeline.restamped(instrument(0), NOW)
    assert isinstance(perpetual, InstrumentListed)
    assert perpetual.expiry is None
    plain = timeline.restamped(account(3, 2.0), NOW)
    assert isinstance(plain, Account)
    assert (plain.at, plain.as_of) == (NOW, None)
    assert timeline.restamped(mark(3, 1.0), NOW).at == NOW
