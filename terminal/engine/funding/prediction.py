"""The next interval's funding rate, predicted by an EMA over settled rates."""

from terminal.model.exact_math import half_life_weight


class FundingPrediction:
    """An EMA over settled rates that the running rate joins as its interval elapses.

    Rates are fractions for one interval. The prediction's mean absolute error over the history
    seen so far stands beside that of the naive forecast, "the same as the last one".
    """

    __slots__ = ("_ema", "_ema_error", "_last", "_naive_error", "_scored", "_weight")

    def __init__(self, half_life: float) -> None:
        self._weight = half_life_weight(half_life)
        self._ema: float | None = None
        self._last: float | None = None
        self._ema_error = 0.0
        self._naive_error = 0.0
        self._scored = 0

    def settle(self, rate: float) -> None:
        """Take the rate of an interval that has ended."""
        if self._ema is None or self._last is None:
            self._ema = rate
        else:
            self._ema_error += abs(self._ema - rate)
            self._naive_error += abs(self._last - rate)
            self._scored += 1
            self._ema += self._weight * (rate - self._ema)
        self._last = rate

    def predict(self, running_rate: float | None, elapsed_share: float) -> float | None:
        """Return the predicted rate of the interval after the running one; None when unknown.

        `elapsed_share` is how much of the running interval has passed, 0 to 1.
        """
        if running_rate is None:
            return self._ema
        if self._ema is None:
            return running_rate
        share = min(max(elapsed_share, 0.0), 1.0)
        return self._ema + self._weight * share * (running_rate - self._ema)

    @property
    def ema_error(self) -> float | None:
        """Mean absolute error of the EMA on the settled history; None before two rates."""
        return self._ema_error / self._scored if self._scored else None

    @property
    def naive_error(self) -> float | None:
        """Mean absolute error of "the same as the last one" on the same history."""
        return self._naive_error / self._scored if self._scored else None
