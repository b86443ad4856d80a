"""What the funding panel says in words. Pure."""

from enum import StrEnum
from math import isfinite

from terminal.engine.snapshot import FundingState
from terminal.ui import format as show
from terminal.ui.words import translate
from terminal.ui.zone import zone_name

_YEAR_S = 365 * 86_400


class Condition(StrEnum):
    """How far the rate can be relied on."""

    LIVE = "live"
    STALE = "stale"
    OVERRIDDEN = "overridden"
    UNKNOWN = "unknown"
    NONE = "none"


def banner(condition: Condition, funding: FundingState, at: int) -> str:
    """Return the loud sentence over the panel, "" where all is well."""
    if condition is Condition.NONE:
        return translate("window", "A dated contract pays no funding.")
    if condition is Condition.UNKNOWN:
        return translate("window", "UNKNOWN · no funding rate has arrived yet. Scaling is frozen.")
    if condition is Condition.OVERRIDDEN:
        until = translate("window", "until you end it or the feed resumes")
        if funding.override_until_at is not None:
            left = show.countdown((funding.override_until_at - at) / 1e9)
            until = translate("window", "ends in {left} at {clock_time}").format(
                left=left, clock_time=show.clock_time(funding.override_until_at, zoned=True)
            )
        age = show.age(funding.age_s)
        old = (
            translate("window", "a rate of unknown age")
            if age == show.UNKNOWN
            else translate("window", "a rate {age} old").format(age=age)
        )
        return translate(
            "window", "OVERRIDE · sizing on {old}, {until}. Reason: {override_reason}"
        ).format(old=old, until=until, override_reason=funding.override_reason)
    if condition is Condition.STALE:
        return translate("window", "STALE · {what_is_stale}. Scaling is frozen.").format(
            what_is_stale=_what_is_stale(funding, at)
        )
    return ""


def _what_is_stale(funding: FundingState, at: int) -> str:
    if funding.next_funding_at is not None and at > funding.next_funding_at:
        passed = show.age((at - funding.next_funding_at) / 1e9)
        return translate("window", "settlement passed {passed} ago and no new rate came").format(
            passed=passed
        )
    if funding.age_s is None:
        return translate("window", "the feed is lost and the rate's age is not known")
    return translate("window", "the rate is {age} old").format(age=show.age(funding.age_s))


def ago(age_s: float | None) -> str:
    """Return how long ago a rate was heard."""
    age = show.age(age_s)
    return (
        translate("window", "just now")
        if age == "now"
        else age
        if age == show.UNKNOWN
        else translate("window", "{age} ago").format(age=age)
    )


def rate_note(funding: FundingState) -> str:
    """Return who pays, and how much a year at this rate."""
    rate = funding.rate
    if rate is None or not isfinite(rate):
        return ""
    who = (
        translate("window", "longs pay")
        if rate > 0
        else translate("window", "shorts pay")
        if rate < 0
        else translate("window", "nobody pays")
    )
    if not funding.interval_s:
        return who
    return translate("window", "{who} {percent} p.a.").format(
        who=who, percent=show.percent(rate * _YEAR_S / funding.interval_s, 1, signed=True)
    )


def countdown(funding: FundingState, at: int) -> str:
    """Return how long until the next settlement."""
    if funding.next_funding_at is None:
        return show.UNKNOWN
    return show.countdown((funding.next_funding_at - at) / 1e9)


def settles(funding: FundingState, at: int) -> str:
    """Return when the venue settles next, to the minute, and how often."""
    if funding.next_funding_at is None:
        return translate("window", "the venue has not said when")
    passed = translate("window", " (passed)") if at > funding.next_funding_at else ""
    moment = show.clock_time(funding.next_funding_at).rpartition(":")[0]
    return translate("window", "{moment} {zone_name}{passed} · every {length}").format(
        moment=moment, zone_name=zone_name(), passed=passed, length=_length(funding.interval_s)
    )


def _length(seconds: float | None) -> str:
    if seconds is not None and seconds > 0 and seconds % 3600 == 0:
        return f"{seconds / 3600:.0f} h"
    return show.duration(seconds)


def horizon(intervals: float, interval_s: float | None) -> str:
    """Return how far the cost looks."""
    count = translate("window", "{intervals:g} interval").format(intervals=intervals) + (
        "" if intervals == 1 else "s"
    )
    return f"{count}, {_length(intervals * interval_s)}" if interval_s else count
