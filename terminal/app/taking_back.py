"""A dead-man switch that its venue has yet to take back: tried again, less and less often.

Until it is, the venue cancels everything when the time comes, the trader's own orders included;
so the trader is told what will happen, when, and what can be done.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

_NS = 1_000_000_000
_FIRST_WAIT_S = 1
_LONGEST_WAIT_S = 30


@dataclass(frozen=True, slots=True)
class TakingBack:
    """One switch on its way to being off: `due_at` is when to try (ns), after `tries` failures.

    `fires_at` is when the venue acts, None where it watches the connection instead of a clock.
    """

    due_at: int
    fires_at: int | None
    tries: int = 0

    def failed(self, now: int) -> "TakingBack":
        """Return it after another failure at `now`: with twice the wait, up to half a minute."""
        wait_s = min(_FIRST_WAIT_S << min(self.tries, 10), _LONGEST_WAIT_S)
        return replace(self, due_at=now + wait_s * _NS, tries=self.tries + 1)

    def over(self, now: int) -> bool:
        """True once the venue has acted by itself, so that nothing is left to take back."""
        return self.fires_at is not None and now >= self.fires_at

    def warning(self, why: str, *, ending: bool = False) -> str:
        """Return what the trader is told of a failure; `ending` is that nobody tries again."""
        when = "now that the connection ends" if ending else "should the connection be lost"
        if self.fires_at is not None:
            when = f"at {datetime.fromtimestamp(self.fires_at / _NS, UTC):%H:%M:%S} UTC"
        then = "the terminal ends and tries no more" if ending else "it is tried again by itself"
        return (
            f"was not taken back ({why}): the venue cancels every order there, your own resting "
            f"ones too, {when}; {then}. Switch it off on the venue's page if "
            "you can, else look there and place again what you need"
        )


STAYS = (
    "stays armed, for orders of ours may still be open there: the venue cancels every order, your "
    "own too, and then watches no more; look at the venue's page and place again what you need"
)
OVER = (
    "was not taken back, and its time is over: the venue has cancelled every order there, your own "
    "too; look at the venue's page and place again what you need"
)
DONE = "is taken back now"
