"""How long what came late may mislead whoever cannot tell that it did.

An undated statement that is later than the engine's grace looks like a change from outside; so
does news of a fill that is later than that. Invariants about surprises make allowance for both.
"""

from tests.simulation.scenario import SECOND

GRACE_NS = 2 * SECOND  # the policy's `position_grace_s`
_LATE_FOR_NS = 12 * SECOND
_UNTIL_PUT_RIGHT = 1 << 62


class Lateness:
    """Of one venue. Times are ns since the epoch."""

    def __init__(self) -> None:
        # So long the engine may see a mismatch because news came later than its grace.
        self.until = 0
        self._misled = (0, 0, 0)  # by late statements: from when, the last of them, until when
        self._asleep_until = 0

    def news(self, heard_at: int) -> None:
        """Note that news came later than the grace."""
        self.until = max(self.until, heard_at + _LATE_FOR_NS)

    def believed(self, at: int, *, late: bool) -> None:
        """Note a statement that will be believed: only a prompt one puts right what a late one did.

        In silence, however long, what was believed too early stays believed.
        """
        since, last, until = self._misled
        if late:
            misled = until == _UNTIL_PUT_RIGHT
            since, last = (min(since, at), max(last, at)) if misled else (at, at)
            self._misled = since, last, _UNTIL_PUT_RIGHT
            self.until = _UNTIL_PUT_RIGHT
        elif until == _UNTIL_PUT_RIGHT and at > last:
            self._misled = since, last, max(at, self._asleep_until)
        elif self.until == _UNTIL_PUT_RIGHT and at >= until + _LATE_FOR_NS:
            # Orders at work may have explained the difference until then.
            self.until = max(at, self._asleep_until) + 1

    def misleads(self, at: int) -> bool:
        """True while a statement is believed that came too late for anybody to see that it did."""
        since, _, until = self._misled
        return since <= at <= until

    def oversleep(self, until: int) -> None:
        """What came late and was believed is put right only by what is heard at waking."""
        self._asleep_until = until
        if self.until:
            self.until = max(self.until, until + _LATE_FOR_NS)
