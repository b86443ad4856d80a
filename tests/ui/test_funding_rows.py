"""What the funding panel says of a snapshot: pure, no window."""

from math import nan
from random import Random

import msgspec
import numpy as np
import pytest

from terminal.engine.funding.prediction import FundingPrediction
from terminal.engine.snapshot import FundingCost, FundingState, PolicyState, Snapshot
from terminal.ui.funding.history import bar_spans, predictions
from terminal.ui.funding.panel import figures
from terminal.ui.funding.rows import FundingRows, Loudness, funding_rows
from terminal.ui.funding.sentences import Condition
from tests.ui.fake_desk import SECOND, FakeDesk

HOUR = 3600 * SECOND


def staged(desk: FakeDesk, **changes: object) -> tuple[Snapshot, FundingRows]:
    """Return a snapshot whose first leg's funding has `changes`, and what is shown of it."""
    snapshot = desk.snapshot()
    assert snapshot is not None
    leg = snapshot.legs[0]
    funding: FundingState = msgspec.structs.replace(leg.funding, **changes)
    rows = funding_rows(snapshot, msgspec.structs.replace(leg, funding=funding))
    assert rows is not None
    return snapshot, rows


def test_a_live_rate_says_who_pays_and_what_it_is_in_a_year(desk: FakeDesk) -> None:
    _, rows = staged(desk, rate=2e-4, interval_s=28_800.0)
    assert rows.condition is Condition.LIVE
    assert rows.banner == ""
    assert rows.rate == "+0.0200 %"
    assert rows.rate_note == "longs pay +21.9 % p.a."
    assert staged(desk, rate=-1e-4, interval_s=3_600.0)[1].rate_note == "shorts pay −87.6 % p.a."
    assert staged(desk, rate=0.0)[1].rate_note.startswith("nobody pays")


def test_the_countdown_follows_the_venues_own_settlement_when_the_interval_changes(
    desk: FakeDesk,
) -> None:
    at = desk.at
    _, before = staged(desk, next_funding_at=at + 8 * HOUR, interval_s=28_800.0)
    assert (before.countdown, before.settles[-9:]) == ("8:00:00", "every 8 h")
    _, after = staged(desk, next_funding_at=at + 90 * 60 * SECOND, interval_s=14_400.0)
    assert (after.countdown, after.settles[-9:]) == ("1:30:00", "every 4 h")
    desk.advance(60)
    _, later = staged(desk, next_funding_at=at + 90 * 60 * SECOND, interval_s=14_400.0)
    assert later.countdown == "1:29:00"


def test_no_countdown_is_made_up_where_the_venue_has_not_said_when(desk: FakeDesk) -> None:
    _, rows = staged(desk, next_funding_at=None, interval_s=None)
    assert rows.countdown == "—"
    assert rows.settles == "the venue has not said when"
    assert rows.horizon == "3 intervals"


def test_a_stale_rate_says_its_age_in_words(desk: FakeDesk) -> None:
    _, rows = staged(desk, stale=True, age_s=312.0)
    assert rows.condition is Condition.STALE
    assert rows.doubtful
    assert rows.banner == "STALE · the rate is 5 m 12 s old. Scaling is frozen."


def test_a_rate_past_its_settlement_says_so_rather_than_its_age(desk: FakeDesk) -> None:
    _, rows = staged(desk, stale=True, age_s=12.0, next_funding_at=desk.at - 75 * SECOND)
    assert rows.banner.startswith("STALE · settlement passed 1 m 15 s ago and no new rate came")
    assert rows.countdown == "0:00:00"
    assert "(passed)" in rows.settles


def test_a_lost_feed_whose_age_nobody_knows_is_stale_in_words_too(desk: FakeDesk) -> None:
    _, rows = staged(desk, stale=True, age_s=None)
    assert "age is not known" in rows.banner


def test_an_override_is_loud_about_its_reason_and_its_end(desk: FakeDesk) -> None:
    until = desk.at + 600 * SECOND
    _, rows = staged(
        desk, stale=True, age_s=95.0, override_reason="checked by hand", override_until_at=until
    )
    assert rows.condition is Condition.OVERRIDDEN
    assert rows.doubtful
    assert rows.banner.startswith("OVERRIDE · sizing on a rate 1 m 35 s old, ends in 0:10:00")
    assert rows.banner.endswith("Reason: checked by hand")
    open_ended = staged(desk, stale=True, override_reason="x", override_until_at=None)[1]
    assert "until you end it or the feed resumes" in open_ended.banner


def test_an_unknown_rate_is_a_dash_and_freezes_in_words(desk: FakeDesk) -> None:
    _, rows = staged(desk, rate=None, predicted_rate=None)
    assert rows.condition is Condition.UNKNOWN
    assert (rows.rate, rows.rate_note, rows.predicted) == ("—", "", "—")
    assert rows.banner.startswith("UNKNOWN · no funding rate has arrived yet")
    assert rows.series.rate is None


def test_cost_names_who_pays_and_who_gets_and_never_shows_a_sign(desk: FakeDesk) -> None:
    long = FundingCost(0.00631, 360.0, 0.0031)
    short = FundingCost(-0.00631, -360.0, None)
    _, rows = staged(desk, cost_long=long, cost_short=short)
    pays, gets = rows.costs
    assert (pays.side, pays.verb, pays.coin, pays.usd) == ("▲ long", "pays", "0.006310", "$360.00")
    assert (gets.side, gets.verb, gets.usd, gets.share) == ("▼ short", "gets", "$360.00", "—")
    assert pays.share == "0.310 %"
    unknown = staged(desk, cost_long=None)[1].costs[0]
    assert (unknown.verb, unknown.coin, unknown.usd) == ("", "—", "—")
    nothing = staged(desk, cost_long=FundingCost(0.0, 0.0, 0.0))[1].costs[0]
    assert (nothing.verb, nothing.coin, nothing.usd) == ("even", "0", "$0.00")


@pytest.mark.parametrize(
    ("volatility", "loudness", "filled"),
    [
        (0.0001, Loudness.CALM, 0.1),
        (0.0005, Loudness.WARNING, 0.5),
        (0.0010, Loudness.ALARM, 1.0),
        (0.0400, Loudness.ALARM, 1.0),
        (None, Loudness.CALM, None),
        (nan, Loudness.CALM, None),
    ],
)
def test_volatility_warns_at_the_policys_level(
    desk: FakeDesk, volatility: float | None, loudness: Loudness, filled: float | None
) -> None:
    desk.policy = PolicyState("p", "h", {"funding_volatility_warn": 0.0005})
    shown = staged(desk, volatility=volatility)[1].volatility
    assert (shown.loudness, shown.filled) == (loudness, filled)
    assert (loudness is Loudness.CALM) == shown.note.startswith("warns at 0.0500 %")


def test_the_prediction_is_judged_against_the_same_as_the_last_one(desk: FakeDesk) -> None:
    better = staged(desk, ema_error=2e-5, naive_error=4e-5)[1].errors
    assert (better.ours, better.naive) == ("0.0020 %", "0.0040 %")
    assert better.verdict == "prediction better by 50 %"
    worse = staged(desk, ema_error=5e-5, naive_error=4e-5)[1].errors
    assert worse.verdict == "prediction worse by 25 %"
    assert staged(desk, ema_error=4e-5, naive_error=4e-5)[1].errors.tone == "text_secondary"
    assert staged(desk, ema_error=None)[1].errors.ours == "—"


def test_the_charts_series_stands_still_while_only_time_passes(desk: FakeDesk) -> None:
    _, before = staged(desk, predicted_rate=1.630000001e-4)
    desk.advance(1)
    _, after = staged(desk, predicted_rate=1.630000002e-4)
    assert before.series == after.series
    assert before != after


def test_a_dated_contract_has_no_funding(desk: FakeDesk) -> None:
    snapshot = desk.snapshot()
    assert snapshot is not None
    leg = snapshot.legs[0]
    dated = msgspec.structs.replace(
        leg, instrument=msgspec.structs.replace(leg.instrument, expiry=desk.at + HOUR)
    )
    rows = funding_rows(snapshot, dated)
    assert rows is not None
    assert rows.condition is Condition.NONE
    assert not rows.doubtful
    assert funding_rows(snapshot, None) is None


def test_the_line_is_what_the_engine_would_have_predicted_before_each_settlement() -> None:
    source = Random(5)
    settled = [(n, source.gauss(1e-4, 5e-5)) for n in range(60)]
    line = predictions(settled, 3.0)
    assert len(line) == 61
    assert np.isnan(line[0])
    assert line[1] == settled[0][1]
    engine = FundingPrediction(3.0)
    for _, rate in settled:
        engine.settle(rate)
    assert line[-1] == engine.predict(None, 0.0)
    errors = [abs(line[n] - settled[n][1]) for n in range(1, 60)]
    assert engine.ema_error == pytest.approx(sum(errors) / len(errors))


def test_bars_span_the_intervals_that_were_settled_also_where_the_interval_changed() -> None:
    hours = np.array([0.0, 8.0, 16.0, 20.0, 24.0, 72.0, 76.0]) * 3600
    begins, ends = bar_spans(hours, 14_400.0)
    assert ((ends - begins) / 3600).tolist() == [8.0, 8.0, 8.0, 4.0, 4.0, 4.0, 4.0]
    assert (begins[1:] >= ends[:-1]).all()
    assert [len(part) for part in bar_spans(np.empty(0), None)] == [0, 0]
    assert bar_spans(np.array([100.0]), None)[0].tolist() == [100.0 - 28_800.0]


def dated(desk: FakeDesk, days: float, **changes: object) -> FundingRows:
    """Return the rows of a contract that expires in so many days."""
    snapshot = desk.snapshot()
    assert snapshot is not None
    leg = snapshot.legs[0]
    expiry = snapshot.at + int(days * 86_400) * SECOND
    listed = msgspec.structs.replace(leg.instrument, expiry=expiry)
    prices: dict[str, object] = {"mark_price": 57_570.0, "index_price": 57_000.0}
    rows = funding_rows(
        snapshot, msgspec.structs.replace(leg, instrument=listed, **(prices | changes))
    )
    assert rows is not None
    return rows


def test_a_dated_contract_shows_expiry_basis_and_roll_in_place_of_funding(desk: FakeDesk) -> None:
    rows = dated(desk, 36.5)
    shown = {figure.caption: figure.value for figure in figures(rows)}
    assert shown == {
        "Expires in": "36 d 12 h",
        "Basis": "+1.000 %",
        "Basis, annualised": "+10.00 %",
        "Roll": "in 33 d 12 h",
    }
    assert not rows.doubtful


def test_the_roll_is_due_inside_the_traders_window(desk: FakeDesk) -> None:
    rows = dated(desk, 2.0)
    assert rows.dated is not None
    assert rows.dated.due
    assert rows.dated.roll == "now"
    assert figures(rows)[3].tone == "warning"


def test_an_expired_contract_and_an_unknown_index_are_said_as_such(desk: FakeDesk) -> None:
    over = dated(desk, -1.0, index_price=None).dated
    assert over is not None
    assert (over.left, over.roll) == ("expired", "over")
    assert (over.basis, over.annualised) == ("—", "—")
