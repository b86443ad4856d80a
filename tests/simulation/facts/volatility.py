"""How much the mark moved of late: an average of squared moves, second by second."""

from dataclasses import dataclass
from math import log, sqrt

from tests.simulation.facts.policy import PolicyFacts
from tests.simulation.scenario import SECOND

_SECONDS_A_YEAR = 365 * 86_400
_ALIKE = 30  # so many seconds at the start count alike
_ROUNDING = 1e-9
_FAST_S, _SLOW_S = 60.0, 1800.0  # the policy's defaults


@dataclass(slots=True)
class VolatilityFacts:
    """Of one contract's mark. Times are ns since the epoch; variances are per second."""

    second: int | None = None  # the last whole one that is averaged
    base: float = 0.0  # the price at its end
    price: float = 0.0
    seconds: int = 0
    fast: float = 0.0
    slow: float = 0.0
    spike_at: int | None = None

    def take(self, at: int, price: float) -> None:
        """Learn from a mark: the last one of a second is that second's price."""
        now = at // SECOND
        if self.second is None:
            self.second, self.base = now, price
        passed = now - self.second
        if passed > 0:
            self._average(log(self.price / self.base) ** 2)
            for _ in range(passed - 1):
                self._average(0.0)
            self.second, self.base = now, self.price
        self.price = price

    def _average(self, squared: float) -> None:
        self.seconds += 1
        alike = 1 / self.seconds if self.seconds <= _ALIKE else 0.0
        self.fast += max(1 - 2 ** (-1 / _FAST_S), alike) * (squared - self.fast)
        self.slow += max(1 - 2 ** (-1 / _SLOW_S), alike) * (squared - self.slow)

    def most_leverage(self, at: int, policy: PolicyFacts) -> float:
        """Return the most, as a share, that a policy's response leaves of its leverage.

        A spike that is seen here is remembered: what it cuts comes back little by little.
        """
        target, ratio = policy.key("volatility_target"), policy.key("spike_ratio")
        most = 1.0
        if target is not None and self.fast > 0:
            wanted = target / sqrt(self.fast * _SECONDS_A_YEAR)
            most = min(max(wanted, policy.key("volatility_floor")), 1.0)
        if ratio is None:
            return most
        if self.fast > ratio**2 * self.slow * (1 + _ROUNDING):
            self.spike_at = at
        if self.spike_at is not None:
            back = min((at - self.spike_at) / (policy.key("spike_recovery_s") * SECOND), 1.0)
            cut = policy.key("spike_leverage_factor")
            most *= cut + (1 - cut) * back
        return most
