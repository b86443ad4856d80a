"""What was told of a contract's funding, and what the trader overrode."""

from dataclasses import dataclass
from math import isfinite

from terminal.model.events import Funding, FundingSettled
from tests.simulation.scenario import SECOND

_HALF_LIFE_WEIGHT = 1 - 2 ** (-1 / 3)
_UNBOUNDED_S = 1e6  # of an override without a time box


@dataclass(slots=True)
class FundingFacts:
    """Rates are per interval. Times are ns since the epoch, None is never."""

    rate: float | None = None
    at: int | None = None
    absurd: bool = False
    interval_s: float = 0.0
    next_at: int | None = None
    settled_average: float | None = None
    override_until: int = 0
    overridden: bool = False

    def take(self, event: Funding) -> None:
        """Learn from a running rate; a renewed one ends an override."""
        rate = event.funding_rate
        self.absurd = not (isfinite(rate) and rate > -1 and abs(rate) <= 0.05)
        if self.absurd:
            return
        self.rate, self.at = rate, event.at
        self.next_at = event.next_funding_at
        self.interval_s = event.interval_s
        if event.at <= event.next_funding_at:
            self.override_until, self.overridden = 0, False

    def settle(self, event: FundingSettled) -> None:
        """Learn from a settled rate."""
        before = self.settled_average
        step = 0.0 if before is None else _HALF_LIFE_WEIGHT * (event.funding_rate - before)
        self.settled_average = event.funding_rate if before is None else before + step

    def override(self, at: int, duration_s: float | None) -> None:
        """The trader lets the last rate stand for a while; without one there is nothing to."""
        if self.rate is not None:
            self.override_until = at + int((duration_s or _UNBOUNDED_S) * SECOND)
            self.overridden = True

    def overridden_at(self, at: int) -> bool:
        """True while the trader's word stands for a fresh rate."""
        return at < self.override_until and self.rate is not None

    def stale(self, at: int) -> str | None:
        """Return what is wrong with the rate where no override covers it."""
        if self.rate is None:
            return "funding unknown"
        if at < self.override_until:
            return None
        if self.absurd:
            return "funding invalid"
        if self.at is None or at - self.at > 90 * SECOND:
            return "funding stale"
        if self.next_at is not None and at > self.next_at:
            return "funding past its settlement"
        return None

    def predicted(self, at: int) -> float | None:
        """Return the rate to expect: the settled ones, and of the running one what is over."""
        if self.rate is None or self.settled_average is None or self.next_at is None:
            return self.rate if self.settled_average is None else self.settled_average
        elapsed = 1 - (self.next_at - at) / 1e9 / self.interval_s
        share = min(max(elapsed, 0.0), 1.0) * _HALF_LIFE_WEIGHT
        return self.settled_average + share * (self.rate - self.settled_average)
