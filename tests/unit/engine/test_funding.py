"""The funding monitor: prediction, staleness, override, changing intervals."""

import pytest

from terminal.model.errors import UserError
from terminal.model.events import CommandName, Feed, FeedState
from terminal.model.exact_math import half_life_weight
from terminal.model.reasons import Reason
from tests.unit.engine.desk import HOUR, SYMBOL, Desk, alerts, freezes, intents, ready


def test_the_prediction_is_an_ema_over_settled_rates() -> None:
    desk = Desk()
    desk.listing()
    desk.settled(0.0001, after=1)
    desk.settled(0.0003, after=8 * HOUR)
    weight = half_life_weight(3.0)
    expected = 0.0001 + weight * 0.0002
    assert desk.leg().funding.predicted(desk.now) == pytest.approx(expected)


def test_the_running_rate_joins_the_prediction_as_its_interval_elapses() -> None:
    desk = Desk()
    desk.listing()
    desk.settled(0.0001, after=1)
    weight = half_life_weight(3.0)
    shares = []
    for remaining in (8 * HOUR, 6 * HOUR, 0.0):
        desk.funding(0.0005, due_in=remaining, interval_s=8 * HOUR)
        predicted = desk.leg().funding.predicted(desk.now)
        assert predicted is not None
        shares.append((predicted - 0.0001) / (weight * 0.0004))
    assert shares == pytest.approx([0.0, 0.25, 1.0])


def test_the_predictions_error_stands_beside_that_of_the_same_as_the_last_one() -> None:
    desk = Desk()
    desk.listing()
    for rate in (0.0001, 0.0003, 0.0002):
        desk.settled(rate, after=8 * HOUR)
    prediction = desk.leg().funding.prediction
    weight = half_life_weight(3.0)
    second = 0.0001 + weight * 0.0002
    assert prediction.naive_error == pytest.approx((0.0002 + 0.0001) / 2)
    assert prediction.ema_error == pytest.approx((0.0002 + abs(second - 0.0002)) / 2)


def test_an_old_rate_freezes_with_an_alarm_and_thaws_when_renewed() -> None:
    desk = ready(position=600_000)
    said = []
    for _ in range(91):
        desk.mark(60_000, after=1)
        said.extend(desk.account(2.0, 600_000, 60_000))
    assert desk.frozen() == (Reason.FUNDING_STALE,)
    assert Reason.FUNDING_STALE in freezes(desk.said)
    assert Reason.FUNDING_STALE in alerts(desk.said)
    assert intents(desk.mark(58_000, after=0.5)) == []
    desk.funding()
    assert desk.frozen() == ()


def test_a_rate_past_its_settlement_is_stale_until_it_is_renewed() -> None:
    desk = ready()
    desk.funding(0.0001, due_in=2)
    desk.mark(60_000, after=1.9)
    assert desk.frozen() == ()
    desk.mark(60_000, after=0.2)
    assert desk.frozen() == (Reason.FUNDING_STALE,)
    desk.funding(0.0001, due_in=8 * HOUR)
    assert desk.frozen() == ()


def test_a_lost_funding_feed_freezes_and_its_rate_is_stale_when_it_returns() -> None:
    desk = ready()
    desk.feed(Feed.FUNDING, FeedState.DISCONNECTED)
    assert set(desk.frozen()) == {Reason.FUNDING_STALE, Reason.FEED_DISCONNECTED}
    desk.feed(Feed.FUNDING, FeedState.LIVE)
    assert desk.frozen() == (Reason.FUNDING_STALE,)
    desk.funding()
    assert desk.frozen() == ()


def test_an_override_needs_a_reason() -> None:
    desk = ready()
    with pytest.raises(UserError, match="reason"):
        desk.command(CommandName.OVERRIDE_FUNDING)


@pytest.mark.parametrize("how", ["stale", "invalid", "disconnected", "past"])
def test_an_override_proceeds_on_the_last_known_rate(how: str) -> None:
    desk = ready(position=600_000, rate=0.0001)
    if how == "disconnected":
        desk.feed(Feed.FUNDING, FeedState.DISCONNECTED)
    elif how == "invalid":
        desk.funding(float("nan"))
    elif how == "past":
        desk.funding(0.0001, due_in=0.5)
    else:
        desk.wait(91).mark(60_000)
        desk.account(2.0, 600_000, 60_000)
    desk.mark(60_000, after=1)
    assert desk.frozen() != ()
    said = desk.command(CommandName.OVERRIDE_FUNDING, reason="venue page shows it", symbol=SYMBOL)
    assert Reason.FUNDING_OVERRIDE in alerts(said)
    assert desk.frozen() == ()
    desk.mark(57_000, after=1)
    assert desk.orders[-1].contracts == 600_000 - 569_943
    assert desk.engine.snapshot().legs[0].funding.override_reason == "venue page shows it"


def test_an_override_ends_by_itself_when_the_feed_resumes() -> None:
    desk = ready(rate=0.0001)
    desk.feed(Feed.FUNDING, FeedState.DISCONNECTED)
    desk.command(CommandName.OVERRIDE_FUNDING, reason="known")
    desk.feed(Feed.FUNDING, FeedState.LIVE)
    said = desk.funding(0.0002)
    assert Reason.FUNDING_OVERRIDE_ENDED in alerts(said)
    assert desk.engine.snapshot().legs[0].funding.override_reason is None
    desk.feed(Feed.FUNDING, FeedState.DISCONNECTED)
    assert Reason.FUNDING_STALE in desk.frozen()


def test_a_rate_that_is_itself_stale_does_not_end_the_override() -> None:
    desk = ready(rate=0.0001)
    desk.funding(0.0001, due_in=1)
    desk.mark(60_000, after=2)
    desk.command(CommandName.OVERRIDE_FUNDING, reason="known")
    assert desk.frozen() == ()
    said = desk.funding(0.0001, due_in=-1)  # the venue repeats the interval that is over
    assert Reason.FUNDING_OVERRIDE_ENDED not in alerts(said)
    assert desk.frozen() == ()


def test_an_override_ends_with_its_time_box() -> None:
    desk = ready(rate=0.0001)
    desk.feed(Feed.FUNDING, FeedState.DISCONNECTED)
    desk.command(CommandName.OVERRIDE_FUNDING, reason="known", duration_s=3.0)
    desk.mark(60_000, after=2.9)
    assert desk.frozen() == ()
    said = desk.mark(60_000, after=0.2)
    assert Reason.FUNDING_OVERRIDE_ENDED in alerts(said)
    assert Reason.FUNDING_STALE in desk.frozen()


def test_the_trader_ends_an_override() -> None:
    desk = ready(rate=0.0001)
    desk.feed(Feed.FUNDING, FeedState.DISCONNECTED)
    desk.command(CommandName.OVERRIDE_FUNDING, reason="known")
    desk.command(CommandName.END_OVERRIDE)
    assert Reason.FUNDING_STALE in desk.frozen()


def test_a_rate_that_was_never_known_cannot_be_overridden() -> None:
    desk = Desk()
    desk.listing()
    desk.mark(60_000)
    desk.account(2.0)
    desk.policy()
    said = desk.command(CommandName.OVERRIDE_FUNDING, reason="why not")
    assert Reason.COMMAND_REFUSED in alerts(said)
    assert Reason.FUNDING_UNKNOWN in desk.frozen()


def test_a_changed_interval_is_told_once() -> None:
    desk = ready()
    said = desk.funding(0.0001, interval_s=4 * HOUR)
    assert Reason.FUNDING_INTERVAL_CHANGED in alerts(said)
    assert desk.leg().funding.interval_s == 4 * HOUR
    assert Reason.FUNDING_INTERVAL_CHANGED not in alerts(desk.funding(0.0001, interval_s=4 * HOUR))
    desk.funding(0.0001)
    assert Reason.FUNDING_INTERVAL_CHANGED not in alerts(desk.funding(float("nan")))


def test_the_cost_to_the_horizon_is_paid_by_one_side_and_received_by_the_other() -> None:
    desk = ready(position=600_000, rate=0.0002, funding_horizon_intervals=3.0)
    desk.mark(60_000, after=1)
    funding = desk.engine.snapshot().legs[0].funding
    assert funding.cost_long is not None
    assert funding.cost_short is not None
    # 10 coins, three intervals at 0.0002 (no history: the prediction is the running rate)
    target = float(desk.leg().target_lots or 0)
    assert funding.cost_long.coin == pytest.approx(target / 60_000 * 0.0006)
    assert funding.cost_long.usd == pytest.approx(target * 0.0006)
    assert funding.cost_long.share_of_equity == pytest.approx(target / 60_000 * 0.0006 / 2)
    assert funding.cost_short.coin == pytest.approx(-funding.cost_long.coin)


def test_the_cost_of_a_target_of_nothing_is_nothing() -> None:
    desk = ready(position=600_000, rate=0.0002, target_leverage=0.0, auto=False)
    cost = desk.engine.snapshot().legs[0].funding.cost_long
    assert cost is not None
    assert cost.coin == 0
