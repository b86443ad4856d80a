"""How long to wait before trying again."""

from collections.abc import Callable
from random import Random


def _at_once() -> float:
    return 0.0


class Backoff:
    """Full jitter: anything from 0 to an ever doubling limit, so that clients do not march in step.

    `first_s` is the first limit and `longest_s` the last one, in seconds; no wait is shorter than
    what `at_least_s` returns.
    """

    def __init__(
        self,
        first_s: float,
        longest_s: float,
        randomness: Random,
        at_least_s: Callable[[], float] = _at_once,
    ) -> None:
        self._first_s = first_s
        self._longest_s = longest_s
        self._randomness = randomness
        self._at_least_s = at_least_s
        self._attempts = 0

    def next(self) -> float:
        """Return the seconds to wait after one more failure."""
        limit = min(self._longest_s, self._first_s * 2.0 ** min(self._attempts, 30))
        self._attempts += 1
        return self._at_least_s() + self._randomness.uniform(0.0, limit)

    def reset(self) -> None:
        """Forget the failures: it works again."""
        self._attempts = 0
