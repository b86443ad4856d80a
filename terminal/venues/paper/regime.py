"""The moods of the synthetic market, and the schedule that mixes them."""

from enum import StrEnum
from random import Random

import msgspec

_NS_PER_S = 1_000_000_000


class Regime(StrEnum):
    """How prices move for a while."""

    CALM = "calm"
    TREND = "trend"
    SPIKE = "spike"


class Mood(msgspec.Struct, frozen=True):
    """A regime in force until `until_at`.

    `drift` is the expected return over one second. The other three multiply the calm market's
    volatility, spread and depth.
    """

    regime: Regime
    until_at: int | None
    drift: float
    volatility: float
    spread: float
    depth: float


class Schedule:
    """Decides the mood of the moment: the trader's choice, or a gentle mixture of its own."""

    def __init__(self, random: Random, at: int) -> None:
        self._random = random
        self._chosen: Regime | None = None
        self.mood = self._draw(Regime.CALM, at)

    def choose(self, regime: Regime | None, at: int) -> None:
        """Stay in a regime from now on; None returns to the mixture."""
        self._chosen = regime
        self.mood = self._draw(regime or Regime.CALM, at)

    def advance(self, at: int) -> Mood:
        """Return the mood at `at`, moving on when the last one has run out."""
        until_at = self.mood.until_at
        if until_at is not None and at >= until_at:
            self.mood = self._draw(self._chosen or self._next(), at)
        return self.mood

    def _next(self) -> Regime:
        if self.mood.regime is not Regime.CALM:
            return Regime.CALM
        return Regime.SPIKE if self._random.random() < 0.25 else Regime.TREND

    def _draw(self, regime: Regime, at: int) -> Mood:
        """Return a mood of random length; a trend has a random direction and slope."""
        share = self._random.random()
        direction = 1 if self._random.random() < 0.5 else -1
        if regime is Regime.TREND:
            until_at = at + round((30 + 60 * share) * _NS_PER_S)
            slope = (0.4 + 0.6 * self._random.random()) * 1.2e-4
            return Mood(regime, until_at, direction * slope, 1.3, 1.0, 0.8)
        if regime is Regime.SPIKE:
            until_at = at + round((8 + 12 * share) * _NS_PER_S)
            return Mood(regime, until_at, 0.0, 6.0, 4.0, 0.35)
        return Mood(regime, at + round((45 + 75 * share) * _NS_PER_S), 0.0, 1.0, 1.0, 1.0)
