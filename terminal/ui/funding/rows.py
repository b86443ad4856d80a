"""What the funding panel shows of a snapshot. Pure: equal rows look the same."""

from enum import StrEnum
from math import isfinite

import msgspec

from terminal.engine.snapshot import FundingCost, FundingState, LegState, Snapshot
from terminal.ui import format as show
from terminal.ui.funding.dated import Dated, dated_of
from terminal.ui.policy_numbers import policy_number
from terminal.ui.tables.shapes import LONG, SHORT
from terminal.ui.zone import zone_name

_YEAR_S = 365 * 86_400
# The chart is redrawn when a rate moves by more than a hundred thousandth of a percent.
_CHART_DECIMALS = 7


class Condition(StrEnum):
    """How far the rate can be relied on."""

    LIVE = "live"
    STALE = "stale"
    OVERRIDDEN = "overridden"
    UNKNOWN = "unknown"
    NONE = "none"


class Loudness(StrEnum):
    """The level of an early-warning figure."""

    CALM = "calm"
    WARNING = "warning"
    ALARM = "alarm"


class CostRow(msgspec.Struct, frozen=True, gc=False):
    """What holding one side costs to the horizon, as texts; `tone` is a colour's role."""

    side: str
    verb: str
    coin: str
    usd: str
    share: str
    tone: str


class Volatility(msgspec.Struct, frozen=True, gc=False):
    """How much settled rates swing. `filled` is the share of a gauge that ends at the alarm."""

    text: str
    note: str
    loudness: Loudness
    filled: float | None
    warns_at: float


class Errors(msgspec.Struct, frozen=True, gc=False):
    """The EMA's past error beside that of "same as the last one", as texts."""

    ours: str
    naive: str
    verdict: str
    tone: str


class Series(msgspec.Struct, frozen=True, gc=False):
    """What the chart draws: settled rates and where the running interval stands."""

    settled: tuple[tuple[int, float], ...]
    half_life: float
    rate: float | None
    next_funding_at: int | None
    interval_s: float | None
    predicted_rate: float | None
    venue_predicted_rate: float | None


class FundingRows(msgspec.Struct, frozen=True, gc=False):
    """The panel's words and figures. `banner` is "" while nothing is the matter."""

    condition: Condition
    banner: str
    rate: str
    rate_note: str
    countdown: str
    settles: str
    predicted: str
    venue_predicted: str
    age: str
    currency: str
    horizon: str
    costs: tuple[CostRow, ...]
    volatility: Volatility
    errors: Errors
    series: Series
    dated: Dated | None = None

    @property
    def doubtful(self) -> bool:
        """True where everything must look as if it could not be relied on."""
        return self.condition in (Condition.STALE, Condition.OVERRIDDEN, Condition.UNKNOWN)


def funding_rows(snapshot: Snapshot, leg: LegState | None) -> FundingRows | None:
    """Return what to show of the instrument in focus; None where there is none."""
    if leg is None:
        return None
    funding = leg.funding
    condition = _condition(leg)
    horizon = policy_number(snapshot, "funding_horizon_intervals")
    return FundingRows(
        condition=condition,
        banner=_banner(condition, funding, snapshot.at),
        rate=show.rate(funding.rate),
        rate_note=_rate_note(funding),
        countdown=_countdown(funding, snapshot.at),
        settles=_settles(funding, snapshot.at),
        predicted=show.rate(funding.predicted_rate),
        venue_predicted=f"venue says {show.rate(funding.venue_predicted_rate)}",
        age=f"heard {_ago(funding.age_s)}",
        currency=leg.instrument.base,
        horizon=_horizon(horizon, funding.interval_s),
        costs=(
            _cost(LONG, funding.cost_long),
            _cost(SHORT, funding.cost_short),
        ),
        volatility=_volatility(
            funding.volatility, policy_number(snapshot, "funding_volatility_warn")
        ),
        errors=_errors(funding.ema_error, funding.naive_error),
        series=_series(funding, policy_number(snapshot, "funding_half_life")),
        dated=dated_of(snapshot, leg),
    )


def _condition(leg: LegState) -> Condition:
    if not leg.instrument.perpetual:
        return Condition.NONE
    if leg.funding.rate is None:
        return Condition.UNKNOWN
    if leg.funding.override_reason is not None:
        return Condition.OVERRIDDEN
    return Condition.STALE if leg.funding.stale else Condition.LIVE


def _banner(condition: Condition, funding: FundingState, at: int) -> str:
    if condition is Condition.NONE:
        return "A dated contract pays no funding."
    if condition is Condition.UNKNOWN:
        return "UNKNOWN · no funding rate has arrived yet. Scaling is frozen."
    if condition is Condition.OVERRIDDEN:
        until = "until you end it or the feed resumes"
        if funding.override_until_at is not None:
            left = show.countdown((funding.override_until_at - at) / 1e9)
            until = f"ends in {left} at {show.clock_time(funding.override_until_at, zoned=True)}"
        age = show.age(funding.age_s)
        old = "a rate of unknown age" if age == show.UNKNOWN else f"a rate {age} old"
        return f"OVERRIDE · sizing on {old}, {until}. Reason: {funding.override_reason}"
    if condition is Condition.STALE:
        return f"STALE · {_what_is_stale(funding, at)}. Scaling is frozen."
    return ""


def _what_is_stale(funding: FundingState, at: int) -> str:
    if funding.next_funding_at is not None and at > funding.next_funding_at:
        passed = show.age((at - funding.next_funding_at) / 1e9)
        return f"settlement passed {passed} ago and no new rate came"
    if funding.age_s is None:
        return "the feed is lost and the rate's age is not known"
    return f"the rate is {show.age(funding.age_s)} old"


def _ago(age_s: float | None) -> str:
    age = show.age(age_s)
    return "just now" if age == "now" else age if age == show.UNKNOWN else f"{age} ago"


def _rate_note(funding: FundingState) -> str:
    rate = funding.rate
    if rate is None or not isfinite(rate):
        return ""
    who = "longs pay" if rate > 0 else "shorts pay" if rate < 0 else "nobody pays"
    if not funding.interval_s:
        return who
    return f"{who} {show.percent(rate * _YEAR_S / funding.interval_s, 1, signed=True)} p.a."


def _countdown(funding: FundingState, at: int) -> str:
    if funding.next_funding_at is None:
        return show.UNKNOWN
    return show.countdown((funding.next_funding_at - at) / 1e9)


def _settles(funding: FundingState, at: int) -> str:
    if funding.next_funding_at is None:
        return "the venue has not said when"
    passed = " (passed)" if at > funding.next_funding_at else ""
    moment = show.clock_time(funding.next_funding_at).removesuffix(":00")
    return f"{moment} {zone_name()}{passed} · every {_length(funding.interval_s)}"


def _length(seconds: float | None) -> str:
    if seconds is not None and seconds > 0 and seconds % 3600 == 0:
        return f"{seconds / 3600:.0f} h"
    return show.duration(seconds)


def _horizon(intervals: float, interval_s: float | None) -> str:
    count = f"{intervals:g} interval" + ("" if intervals == 1 else "s")
    return f"{count}, {_length(intervals * interval_s)}" if interval_s else count


def _cost(side: str, cost: FundingCost | None) -> CostRow:
    if cost is None:
        return CostRow(side, "", show.UNKNOWN, show.UNKNOWN, show.UNKNOWN, "text_secondary")
    verb = "pays" if cost.coin > 0 else "gets" if cost.coin < 0 else "even"
    tone = "down" if cost.coin > 0 else "up" if cost.coin < 0 else "text_secondary"
    return CostRow(
        side,
        verb,
        _estimate(cost.coin),
        show.usd(abs(cost.usd), decimals=2 if abs(cost.usd) < 1000 else 0),
        show.percent(None if cost.share_of_equity is None else abs(cost.share_of_equity), 3),
        tone,
    )


def _estimate(amount: float) -> str:
    """Return an expected amount without its sign, to about four significant figures."""
    size = abs(amount)
    if size == 0:
        return show.number(size, 0)
    decimals = 0 if size >= 1000 else 2 if size >= 10 else 4 if size >= 0.1 else 6
    return show.number(size, decimals if size >= 1e-5 else 8)


def _volatility(volatility: float | None, warns_at: float) -> Volatility:
    note = f"warns at {show.percent(warns_at, 4)}"
    if volatility is None or not isfinite(volatility):
        return Volatility(show.UNKNOWN, note, Loudness.CALM, None, warns_at)
    loudness = Loudness.CALM
    if volatility >= 2 * warns_at:
        loudness, note = Loudness.ALARM, f"ALARM · over {show.percent(2 * warns_at, 4)}"
    elif volatility >= warns_at:
        loudness, note = Loudness.WARNING, f"WARNING · over {show.percent(warns_at, 4)}"
    filled = min(volatility / (2 * warns_at), 1.0) if warns_at > 0 else 1.0
    return Volatility(show.percent(volatility, 4), note, loudness, filled, warns_at)


def _errors(ours: float | None, naive: float | None) -> Errors:
    if ours is None or naive is None:
        return Errors(show.UNKNOWN, show.UNKNOWN, "not enough settlements yet", "text_secondary")
    verdict, tone = "as good as the last rate", "text_secondary"
    if naive > 0 and ours < naive:
        verdict, tone = f"prediction better by {show.percent(1 - ours / naive, 0)}", "up"
    elif ours > naive:
        worse = show.percent(ours / naive - 1, 0) if naive > 0 else "far"
        verdict, tone = f"prediction worse by {worse}", "down"
    return Errors(show.percent(ours, 4), show.percent(naive, 4), verdict, tone)


def _series(funding: FundingState, half_life: float) -> Series:
    def rounded(rate: float | None) -> float | None:
        return None if rate is None or not isfinite(rate) else round(rate, _CHART_DECIMALS)

    return Series(
        settled=funding.settled,
        half_life=half_life,
        rate=rounded(funding.rate),
        next_funding_at=funding.next_funding_at,
        interval_s=funding.interval_s,
        predicted_rate=rounded(funding.predicted_rate),
        venue_predicted_rate=rounded(funding.venue_predicted_rate),
    )
