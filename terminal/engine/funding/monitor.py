"""One symbol's funding: the running rate, its age, its validity and the trader's override."""

from collections import deque
from math import fsum, isfinite, sqrt

from terminal.engine.funding.prediction import FundingPrediction
from terminal.model.events import Funding, FundingSettled
from terminal.model.reasons import Reason

_HISTORY = 512  # settled rates kept for the chart
_VOLATILITY_SAMPLES = 24


def _sane(rate: float, bound: float) -> bool:
    return isfinite(rate) and 1 + rate > 0 and abs(rate) <= bound


class FundingMonitor:
    """Follows one perpetual's funding rate. Times are ns since the epoch.

    The interval and the next settlement are always the venue's own: they differ between venues
    and change while running.
    """

    __slots__ = (
        "_half_life",
        "history",
        "interval_changed",
        "interval_s",
        "invalid",
        "last_at",
        "next_funding_at",
        "override_reason",
        "override_until_at",
        "prediction",
        "rate",
        "venue_predicted_rate",
    )

    def __init__(self, half_life: float) -> None:
        self._half_life = half_life
        self.prediction = FundingPrediction(half_life)
        self.rate: float | None = None  # the last valid one
        self.venue_predicted_rate: float | None = None
        self.next_funding_at: int | None = None
        self.interval_s: float | None = None
        self.last_at: int | None = None
        self.invalid = False
        self.interval_changed = False
        self.override_reason: str | None = None
        self.override_until_at: int | None = None
        self.history: deque[tuple[int, float]] = deque(maxlen=_HISTORY)

    def set_half_life(self, half_life: float) -> None:
        """Start the prediction over on the same history, with another half-life."""
        if half_life == self._half_life:
            return
        self._half_life = half_life
        self.prediction = FundingPrediction(half_life)
        for _, rate in self.history:
            self.prediction.settle(rate)

    def update(self, event: Funding, rate_bound: float) -> None:
        """Take the running rate; an impossible one marks the feed invalid and is not kept."""
        rate = event.funding_rate
        self.interval_changed = False
        possible_interval = event.interval_s > 0 and isfinite(event.interval_s)
        if not (_sane(rate, rate_bound) and possible_interval):
            self.invalid = True
            return
        self.invalid = False
        self.interval_changed = self.interval_s is not None and self.interval_s != event.interval_s
        self.rate = rate
        predicted = event.predicted_rate
        sane = predicted is not None and _sane(predicted, rate_bound)
        self.venue_predicted_rate = predicted if sane else None
        self.next_funding_at = event.next_funding_at
        self.interval_s = event.interval_s
        self.last_at = event.at

    def settle(self, event: FundingSettled, rate_bound: float) -> None:
        """Take a settled rate into history and prediction.

        An impossible one is left out, and one no later than the last: a history told again.
        """
        settled_at = event.at if event.settled_at is None else event.settled_at
        told = bool(self.history) and settled_at <= self.history[-1][0]
        if not told and _sane(event.funding_rate, rate_bound):
            self.history.append((settled_at, event.funding_rate))
            self.prediction.settle(event.funding_rate)

    def lose(self) -> None:
        """Forget when the rate was last heard: what is held is stale until the next one."""
        self.last_at = None

    def problem(self, at: int, stale_after_ns: int) -> Reason | None:
        """Return why the rate cannot be relied on now; an override does not change that."""
        if self.rate is None:
            return Reason.FUNDING_INVALID if self.invalid else Reason.FUNDING_UNKNOWN
        if self.invalid:
            return Reason.FUNDING_INVALID
        if self.last_at is None or at - self.last_at > stale_after_ns:
            return Reason.FUNDING_STALE
        if self.next_funding_at is not None and at > self.next_funding_at:
            return Reason.FUNDING_STALE
        return None

    def override(self, reason: str, until_at: int | None) -> None:
        """Proceed on the last known rate, until the feed resumes or `until_at`."""
        self.override_reason = reason
        self.override_until_at = until_at

    def end_override(self) -> None:
        """Withdraw the override."""
        self.override_reason = None
        self.override_until_at = None

    def overridden(self, at: int) -> bool:
        """True while the trader's override is in force."""
        if self.override_reason is None:
            return False
        return self.override_until_at is None or at < self.override_until_at

    def predicted(self, at: int) -> float | None:
        """Return our prediction for the interval after the running one."""
        if self.interval_s is None or self.next_funding_at is None:
            return self.prediction.predict(self.rate, 0.0)
        remaining = (self.next_funding_at - at) / 1e9
        return self.prediction.predict(self.rate, 1.0 - remaining / self.interval_s)

    @property
    def volatility(self) -> float | None:
        """Standard deviation of the latest settled rates, as a rate; None before three."""
        rates = [rate for _, rate in list(self.history)[-_VOLATILITY_SAMPLES:]]
        if len(rates) < 3:
            return None
        mean = fsum(rates) / len(rates)
        return sqrt(fsum((rate - mean) * (rate - mean) for rate in rates) / (len(rates) - 1))
