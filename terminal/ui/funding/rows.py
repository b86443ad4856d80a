"""What the funding panel shows of a snapshot. Pure: equal rows look the same."""

from enum import StrEnum
from math import isfinite

import msgspec

from terminal.engine.snapshot import FundingCost, FundingState, LegState, Snapshot
from terminal.ui import format as show
from terminal.ui.funding.dated import Dated, dated_of
from terminal.ui.funding.sentences import (
    Condition,
    ago,
    banner,
    countdown,
    horizon,
    rate_note,
    settles,
)
from terminal.ui.policy_numbers import policy_number
from terminal.ui.tables.shapes import LONG, SHORT
from terminal.ui.words import translate

# The chart is redrawn when a rate moves by more than a hundred thousandth of a percent.
_CHART_DECIMALS = 7


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
    intervals = policy_number(snapshot, "funding_horizon_intervals")
    return FundingRows(
        condition=condition,
        banner=banner(condition, funding, snapshot.at),
        rate=show.rate(funding.rate),
        rate_note=rate_note(funding),
        countdown=countdown(funding, snapshot.at),
        settles=settles(funding, snapshot.at),
        predicted=show.rate(funding.predicted_rate),
        venue_predicted=translate("window", "venue says {rate}").format(
            rate=show.rate(funding.venue_predicted_rate)
        ),
        age=translate("window", "heard {ago}").format(ago=ago(funding.age_s)),
        currency=leg.instrument.base,
        horizon=horizon(intervals, funding.interval_s),
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


def _cost(side: str, cost: FundingCost | None) -> CostRow:
    if cost is None:
        return CostRow(side, "", show.UNKNOWN, show.UNKNOWN, show.UNKNOWN, "text_secondary")
    verb = (
        translate("window", "pays")
        if cost.coin > 0
        else translate("window", "gets")
        if cost.coin < 0
        else translate("window", "even")
    )
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
    note = translate("window", "warns at {percent}").format(percent=show.percent(warns_at, 4))
    if volatility is None or not isfinite(volatility):
        return Volatility(show.UNKNOWN, note, Loudness.CALM, None, warns_at)
    loudness = Loudness.CALM
    if volatility >= 2 * warns_at:
        loudness, note = (
            Loudness.ALARM,
            translate("window", "ALARM · over {percent}").format(
                percent=show.percent(2 * warns_at, 4)
            ),
        )
    elif volatility >= warns_at:
        loudness, note = (
            Loudness.WARNING,
            translate("window", "WARNING · over {percent}").format(
                percent=show.percent(warns_at, 4)
            ),
        )
    filled = min(volatility / (2 * warns_at), 1.0) if warns_at > 0 else 1.0
    return Volatility(show.percent(volatility, 4), note, loudness, filled, warns_at)


def _errors(ours: float | None, naive: float | None) -> Errors:
    if ours is None or naive is None:
        return Errors(
            show.UNKNOWN,
            show.UNKNOWN,
            translate("window", "not enough settlements yet"),
            "text_secondary",
        )
    verdict, tone = translate("window", "as good as the last rate"), "text_secondary"
    if naive > 0 and ours < naive:
        verdict, tone = (
            translate("window", "prediction better by {percent}").format(
                percent=show.percent(1 - ours / naive, 0)
            ),
            "up",
        )
    elif ours > naive:
        worse = show.percent(ours / naive - 1, 0) if naive > 0 else translate("window", "far")
        verdict, tone = (
            translate("window", "prediction worse by {worse}").format(worse=worse),
            "down",
        )
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
