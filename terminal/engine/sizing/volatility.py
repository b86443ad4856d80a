"""Volatility of the mark price, fast and slow, and what the policy makes of it."""

from math import sqrt

from terminal.engine.policy.policy import Policy
from terminal.model.exact_math import half_life_weight, log

_GRID_NS = 1_000_000_000
_GRID_PER_YEAR = 365 * 86_400
_WARM_UP_SAMPLES = 30
_QUIET_LIMIT = 3_600  # grid steps without a mark after which an estimate means nothing


class Volatility:
    """EWMA of squared log returns on a one-second grid, so that tick rate does not change it.

    `fast` and `slow` are annualised fractions, None before the first return.
    """

    __slots__ = (
        "_fast_variance",
        "_fast_weight",
        "_grid_price",
        "_last_price",
        "_learnt",
        "_next_grid_at",
        "_slow_variance",
        "_slow_weight",
        "_spike_at",
    )

    def __init__(self, fast_s: float, slow_s: float) -> None:
        self.set_half_lives(fast_s, slow_s)
        self._forget()

    def set_half_lives(self, fast_s: float, slow_s: float) -> None:
        """Set the half-lives in seconds; what was learnt is kept."""
        self._fast_weight = half_life_weight(fast_s)
        self._slow_weight = half_life_weight(slow_s)

    def _forget(self) -> None:
        self._fast_variance: float | None = None
        self._slow_variance: float | None = None
        self._grid_price: float | None = None
        self._last_price = 0.0
        self._next_grid_at = 0
        self._spike_at: int | None = None
        self._learnt = 0

    def resume(self, fast: float | None, slow: float | None) -> None:
        """Go on from estimates made elsewhere, annualised fractions; None forgets."""
        self._fast_variance = None if fast is None else fast * fast / _GRID_PER_YEAR
        self._slow_variance = None if slow is None else slow * slow / _GRID_PER_YEAR
        self._learnt = 0 if fast is None else _WARM_UP_SAMPLES

    def update(self, at: int, mark_price: float) -> None:
        """Take a mark price; a return enters once per grid step."""
        if self._grid_price is None:
            self._grid_price = mark_price
            self._next_grid_at = (at // _GRID_NS + 1) * _GRID_NS
        elif at >= self._next_grid_at:
            self._cross_grid(at)
        self._last_price = mark_price

    def _cross_grid(self, at: int) -> None:
        steps = (at - self._next_grid_at) // _GRID_NS + 1
        self._next_grid_at += steps * _GRID_NS
        if steps > _QUIET_LIMIT:
            self._forget()
            return
        assert self._grid_price is not None
        move = log(self._last_price / self._grid_price)
        self._grid_price = self._last_price
        self._learn(move * move)
        for _ in range(steps - 1):
            self._learn(0.0)

    def _learn(self, squared_return: float) -> None:
        self._learnt += 1
        if self._fast_variance is None or self._slow_variance is None:
            self._fast_variance = self._slow_variance = squared_return
            return
        # The first samples count alike: one quiet second at the start is no calm market that the
        # next second's noise would be a spike against.
        least = 1.0 / self._learnt if self._learnt <= _WARM_UP_SAMPLES else 0.0
        self._fast_variance += max(self._fast_weight, least) * (
            squared_return - self._fast_variance
        )
        self._slow_variance += max(self._slow_weight, least) * (
            squared_return - self._slow_variance
        )

    @property
    def known(self) -> bool:
        """True once enough was seen for the estimate to mean something."""
        return self._learnt >= _WARM_UP_SAMPLES

    @property
    def in_spike(self) -> bool:
        """True while a cut is on or on its way back, so that the multiplier moves with time."""
        return self._spike_at is not None

    @property
    def fast(self) -> float | None:
        """Annualised volatility over the fast half-life."""
        return None if self._fast_variance is None else sqrt(self._fast_variance * _GRID_PER_YEAR)

    @property
    def slow(self) -> float | None:
        """Annualised volatility over the slow half-life."""
        return None if self._slow_variance is None else sqrt(self._slow_variance * _GRID_PER_YEAR)

    def leverage_multiplier(self, at: int, policy: Policy) -> float:
        """Return what the policy multiplies the target leverage by: 1 where it has no response.

        A volatility target gives clamp(target / fast, floor, 1); a spike (fast / slow above its
        ratio) cuts at once by its factor and lets the cut go linearly over the recovery time.
        """
        multiplier = 1.0
        if policy.volatility_target is not None and self._fast_variance:
            wanted = policy.volatility_target / sqrt(self._fast_variance * _GRID_PER_YEAR)
            multiplier = min(max(wanted, policy.volatility_floor), 1.0)
        if policy.spike_ratio is not None:
            multiplier *= self._spike_factor(at, policy)
        return multiplier

    def spiking(self, policy: Policy) -> bool:
        """True while fast volatility stands above slow by more than the policy's ratio."""
        if policy.spike_ratio is None or not self._slow_variance or self._fast_variance is None:
            return False
        return self._fast_variance > policy.spike_ratio * policy.spike_ratio * self._slow_variance

    def _spike_factor(self, at: int, policy: Policy) -> float:
        if self.spiking(policy):
            self._spike_at = at
        if self._spike_at is None:
            return 1.0
        recovered = (at - self._spike_at) / (policy.spike_recovery_s * 1e9)
        if recovered >= 1.0:
            self._spike_at = None
            return 1.0
        return policy.spike_leverage_factor + (1.0 - policy.spike_leverage_factor) * recovered
