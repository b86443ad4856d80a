"""Time that passes only when a test says so."""

from dataclasses import dataclass

SECOND = 1_000_000_000


@dataclass(slots=True)
class VirtualClock:
    """A `Clock`: call it for ns since the epoch, here from 2024-01-01 00:00 UTC."""

    now: int = 1_704_067_200 * SECOND

    def __call__(self) -> int:
        return self.now

    def advance(self, seconds: float) -> int:
        """Let `seconds` pass and return the time after them, to the ns."""
        self.now += round(seconds * SECOND)
        return self.now
