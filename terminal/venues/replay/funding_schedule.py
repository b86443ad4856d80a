"""When the funding of a replayed symbol is settled: once an interval, by whatever tells first."""

from dataclasses import dataclass

_NS_PER_S = 1_000_000_000


@dataclass(slots=True)
class FundingSchedule:
    """One symbol's running rate and next settlement, as the file gives them."""

    funding_rate: float | None = None
    next_at: int | None = None
    interval_ns: int = 0
    settled_at: int | None = None

    def run(self, funding_rate: float, next_at: int, interval_s: float) -> None:
        """Take a running rate."""
        self.funding_rate = funding_rate
        self.next_at = next_at
        self.interval_ns = round(interval_s * _NS_PER_S)

    def fall_due(self, at: int) -> float | None:
        """Return the rate to settle at, once, when the time for it has come."""
        if self.next_at is None or at < self.next_at or self.funding_rate is None:
            return None
        due_at, self.next_at = self.next_at, None
        if self._settled_around(due_at):
            return None
        self.settled_at = due_at
        return self.funding_rate

    def announced(self, at: int) -> bool:
        """Return True where the file's own settlement is the first word of this interval's."""
        if self._settled_around(at):
            return False
        self.settled_at = at
        return True

    def _settled_around(self, at: int) -> bool:
        return self.settled_at is not None and abs(at - self.settled_at) < max(
            1, self.interval_ns // 2
        )
